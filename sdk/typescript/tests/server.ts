import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A request that has arrived whole. */
export interface Arrived {
  method: string;
  url: URL;
  headers: IncomingMessage["headers"];
  body: Buffer;
}

export type Handler = (request: Arrived, response: ServerResponse, raw: IncomingMessage) => void | Promise<void>;

/** A server that does what a test says, until the test ends. */
export async function serve(test: { after(end: () => Promise<void>): void }, handler: Handler): Promise<string> {
  const server = createServer((raw, response) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of raw) chunks.push(chunk as Buffer);
      const url = new URL(raw.url ?? "/", "http://any");
      await handler({ method: raw.method ?? "", url, headers: raw.headers, body: Buffer.concat(chunks) }, response, raw);
    })().catch(() => response.destroy());
  });
  const origin = await listen(server);
  test.after(() => stop(server));
  return origin;
}

export async function listen(server: ReturnType<typeof createServer>): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

export async function stop(server: ReturnType<typeof createServer>): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}

export function json(response: ServerResponse, status: number, body?: unknown, headers: Record<string, string> = {}): void {
  response.writeHead(status, { "Content-Type": "application/json", ...headers });
  response.end(body === undefined ? undefined : JSON.stringify(body));
}
