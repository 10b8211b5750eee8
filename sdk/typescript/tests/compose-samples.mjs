// Makes a program of each sample of the documents: those that begin in the middle get the first two lines of their page.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const folder = process.argv[2];
const begin = 'import { FluidCloud } from "fluidcloud";\nconst fc = new FluidCloud({ apiKey: "fck_live_..." });\n';
mkdirSync(join(folder, "programs"), { recursive: true });
for (const name of readdirSync(join(folder, "samples"))) {
  const sample = readFileSync(join(folder, "samples", name), "utf8");
  writeFileSync(join(folder, "programs", name), sample.startsWith("import") ? sample : `${begin}${sample}export {};\n`);
}
