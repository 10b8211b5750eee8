// node empty-trash.mjs: erases for good what is in Trash, and waits for it.
import { FluidCloud } from "fluidcloud";

const fc = new FluidCloud();
const { sweep } = await fc.trash.empty({
  wait: 10 * 60_000,
  onProgress: (done, total) => console.error(`${done} of ${total} files`),
});
console.log(`${sweep.files_done} files erased`);
