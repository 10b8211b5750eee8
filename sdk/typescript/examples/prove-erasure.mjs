// Erases a file, and proves it: node prove-erasure.mjs FILE_ID POLICY
import { readFile, writeFile } from "node:fs/promises";
import { FluidCloud } from "fluidcloud";

const [fileId, policyPath] = process.argv.slice(2);
if (fileId === undefined || policyPath === undefined) throw new Error("Which file, and whom do you trust?");

const fc = new FluidCloud(); // FLUIDCLOUD_API_KEY and FLUIDCLOUD_BASE_URL
await fc.files.deletePermanent(fileId);
const proof = await fc.receipts.proof(fileId);
await writeFile(`${fileId}.tlog-proof`, proof);
const proven = await fc.receipts.verify(proof, await readFile(policyPath));
console.log(`${proven.size} bytes were erased at ${proven.erased_at}: receipt ${proven.log.index} of ${proven.log.size} in ${proven.log.origin}.`);
