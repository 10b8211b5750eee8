import { FluidCloud } from "fluidcloud";

const fc = new FluidCloud({ apiKey: "fck_live_..." });

// Files in the space root
const files = await fc.files.list({
  space_id: "11111111-2222-3333-4444-555555555555",
});

// Tenant-wide trash
const trashed = await fc.files.list({ trash: true });
