import { FluidCloud, NotFoundError } from "fluidcloud";

const fc = new FluidCloud({ apiKey: "fck_live_your_key_here" });

try {
  await fc.files.deletePermanent("3f1c8e2a-7b4d-4a9e-9c1f-2d6b0a4e8f10");
  console.log("Erased.");
} catch (err) {
  if (err instanceof NotFoundError) {
    console.log("Already gone (or not yours).");
  } else {
    throw err;
  }
}
