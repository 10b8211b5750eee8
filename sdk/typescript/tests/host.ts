import { spawn } from "node:child_process";
import { mkdtemp } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";

/** A `./run` of its own, on fresh data. */
export interface Host {
  origin: string;
  apiKey: string;
  stop(): Promise<void>;
}

/**
 * Starts the product, which the first start builds; without settings takes the one of FLUIDCLOUD_BASE_URL, such as the real worker.
 * @param settings of docs/configuration.md, by their names
 */
export async function startHost(settings: Record<string, string> = {}): Promise<Host> {
  const { FLUIDCLOUD_BASE_URL: given, FLUIDCLOUD_API_KEY: key } = process.env;
  if (given !== undefined && key !== undefined && Object.keys(settings).length === 0)
    return { origin: given.replace(/\/$/, ""), apiKey: key, stop: async () => {} };
  const data = await mkdtemp(join(process.env["FLUIDCLOUD_TEST_PACKAGE"]!, "build/host-"));
  const port = await freePort();
  const run = join(process.env["FLUIDCLOUD_TEST_PACKAGE"]!, "../../run");
  const child = spawn(run, ["--port", String(port), "--no-rate-limits", "--until-input-ends"], {
    env: { ...process.env, ...settings, FLUIDCLOUD_DATA: data },
    stdio: ["pipe", "pipe", "pipe"],
  });
  let output = "";
  const ended = new Promise<void>((resolve) => child.on("exit", () => resolve()));
  const apiKey = await new Promise<string>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      output += chunk.toString();
      const key = /API key\s+(fck_\w+)/.exec(output);
      if (key !== null) resolve(key[1]!);
    };
    child.stdout.on("data", read);
    child.stderr.on("data", read);
    child.on("error", reject);
    void ended.then(() => reject(new Error(`./run ended: ${output}`)));
  });
  return {
    origin: `http://127.0.0.1:${port}`,
    apiKey,
    async stop() {
      child.stdin.end();
      // It waits for its last connections, which this process may hold until it ends.
      await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 2_000).unref())]);
      for (const stream of [child.stdin, child.stdout, child.stderr]) stream.destroy();
      child.unref();
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
