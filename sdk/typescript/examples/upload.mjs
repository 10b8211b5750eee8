// node upload.mjs FILE: uploads a file with progress. A run that was interrupted goes on where it stopped.
import { readFile, rm, writeFile } from "node:fs/promises";
import { FluidCloud } from "fluidcloud";

const path = process.argv[2];
const ticketPath = `${path}.upload`;
const resume = await readFile(ticketPath, "utf8").then(JSON.parse, () => undefined);

const fc = new FluidCloud();
const [space] = await fc.spaces.list();
const file = await fc.files.upload({
  data: path,
  space_id: space.id,
  resume,
  on_start: (ticket) => void writeFile(ticketPath, JSON.stringify(ticket)),
  on_progress: (done, total) => console.error(`${done} of ${total} bytes`),
  wait_clean: true,
});
await rm(ticketPath, { force: true });
console.log(file.id, file.scan_status);
