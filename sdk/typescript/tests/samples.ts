import { execFile } from "node:child_process";
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const folder = fileURLToPath(new URL("./programs/", import.meta.url));

/** The samples of both documents as programs, such as `files-1`. */
export const programs = readdirSync(folder).filter((name) => /^(files|permanent-deletion)-\d+\.js$/.test(name)).map((name) => name.slice(0, -3));

/** Runs one as it is. @returns what it wrote */
export async function runProgram(name: string, origin: string): Promise<string> {
  const env = { ...process.env, FLUIDCLOUD_BASE_URL: origin };
  return (await promisify(execFile)(process.execPath, [`${folder}${name}.js`], { env })).stdout;
}
