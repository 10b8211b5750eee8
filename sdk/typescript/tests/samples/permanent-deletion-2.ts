import { FluidCloud } from "fluidcloud";

const fc = new FluidCloud({ apiKey: "fck_live_your_key_here" });

// Empty the whole tenant's Trash.
const result = await fc.trash.empty();
console.log(result.status, result.files, "files");

// Or scope to a single space.
await fc.trash.empty({ spaceId: "9a2b7c1d-4e5f-4a6b-8c9d-0e1f2a3b4c5d" });
