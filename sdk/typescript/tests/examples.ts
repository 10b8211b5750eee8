import { execFile } from "node:child_process";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Host } from "./host.js";

/** Runs an example as its first lines say. @returns what it wrote */
export async function runExample(name: string, host: Host, values: string[]): Promise<string> {
  const path = fileURLToPath(new URL(`../examples/${name}`, import.meta.url));
  const cwd = await mkdtemp(join(tmpdir(), "fluidcloud-example-")); // What it writes.
  const env = { ...process.env, FLUIDCLOUD_API_KEY: host.apiKey, FLUIDCLOUD_BASE_URL: host.origin };
  return (await promisify(execFile)(process.execPath, [path, ...values], { env, cwd })).stdout;
}
