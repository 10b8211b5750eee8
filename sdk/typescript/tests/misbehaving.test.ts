import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { inspect } from "node:util";
import { FluidCloud, FluidCloudError, IntegrityError, TransportError, TransportTimeoutError, type LogEntry } from "fluidcloud";
import { json, serve } from "./server.js";

const apiKey = `fck_live_${"0".repeat(32)}`;
const id = "9f1c2d3e-4a5b-4c7d-8e9f-0a1b2c3d4e5f";
const bytes = Buffer.alloc(300_000, "0123456789");
const sha256 = createHash("sha256").update(bytes).digest("hex");

/** A server with one file, whose storage gives only `most` bytes of each response. */
function storage(t: Parameters<typeof serve>[0], most: number, hash = sha256, ranges: (string | undefined)[] = []) {
  return serve(t, ({ url, headers }, response) => {
    if (url.pathname.endsWith("/download")) return json(response, 200, { url: `http://${headers.host}/bytes?sig=secret` });
    if (url.pathname.startsWith("/api/")) return json(response, 200, { id, size: bytes.length, sha256: hash });
    ranges.push(headers.range);
    const start = Number(/bytes=(\d+)-/.exec(headers.range ?? "")?.[1] ?? 0);
    const rest = bytes.subarray(start);
    response.writeHead(start > 0 ? 206 : 200, { "Content-Length": rest.length });
    response.write(rest.subarray(0, most), () => (most < rest.length ? response.destroy() : response.end()));
  });
}

test("a download that breaks off goes on by a range, and is verified", async (t) => {
  const ranges: (string | undefined)[] = [];
  const fc = new FluidCloud({ apiKey, baseUrl: await storage(t, 120_000, sha256, ranges) });
  const received = Buffer.from(await new Response(await fc.files.stream(id)).arrayBuffer());
  assert.ok(received.equals(bytes));
  assert.ok(ranges.length >= 3 && ranges[0] === undefined && ranges.slice(1).every((range) => /^bytes=\d+-$/.test(range!)), String(ranges));
});

test("bytes that are others are an IntegrityError, and nothing of them is left", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "fluidcloud-"));
  t.after(() => rm(folder, { recursive: true }));
  const fc = new FluidCloud({ apiKey, baseUrl: await storage(t, bytes.length, "0".repeat(64)) });
  await assert.rejects(fc.files.downloadTo(id, join(folder, "x")), IntegrityError);
  assert.deepEqual(await readdir(folder), []);
});

test("an interrupted download to a path goes on at the next call", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "fluidcloud-"));
  t.after(() => rm(folder, { recursive: true }));
  const path = join(folder, "x");
  const broken = new FluidCloud({ apiKey, baseUrl: await storage(t, 100_000), maxRetries: 0 });
  await assert.rejects(broken.files.downloadTo(id, path), TransportError);
  assert.equal((await readdir(folder)).length, 1);
  const ranges: (string | undefined)[] = [];
  const fc = new FluidCloud({ apiKey, baseUrl: await storage(t, bytes.length, sha256, ranges) });
  await fc.files.downloadTo(id, path);
  assert.match(ranges[0]!, /^bytes=[1-9]\d*-$/);
  assert.deepEqual(await readdir(folder), ["x"]);
  assert.ok((await readFile(path)).equals(bytes));
});

test("a body that never ends is a timeout", async (t) => {
  const origin = await serve(t, (_, response) => void response.writeHead(200).write("{"));
  const fc = new FluidCloud({ apiKey, baseUrl: origin, timeout: 100, maxRetries: 0 });
  await assert.rejects(fc.quota.get(), TransportTimeoutError);
});

test("a signal stops a call, and the bytes of an upload", async (t) => {
  const abort = new AbortController();
  let closed: () => void = () => {};
  const stopped = new Promise<void>((resolve) => (closed = resolve));
  const { createServer } = await import("node:http");
  const { listen, stop } = await import("./server.js");
  const server = createServer((request, response) => {
    if (request.method === "PUT") {
      request.once("data", () => abort.abort(new Error("enough")));
      request.on("close", () => !request.complete && closed());
      return;
    }
    const url = `http://${request.headers.host}/put?sig=secret`;
    json(response, 200, { file_id: id, key: "k", method: "PUT", url, headers: {}, part_size: null, parts: null });
  });
  const origin = await listen(server);
  t.after(() => stop(server));
  const fc = new FluidCloud({ apiKey, baseUrl: origin });
  const upload = fc.files.upload({ data: Buffer.alloc(50_000_000), name: "x", space_id: id }, { signal: abort.signal });
  await assert.rejects(upload, /enough/);
  await stopped;
  await assert.rejects(fc.quota.get({ signal: abort.signal }), /enough/);
});

test("neither log, error nor client shows a key or a signed URL", async (t) => {
  const lines: LogEntry[] = [];
  const fc = new FluidCloud({ apiKey, baseUrl: await storage(t, 100_000), maxRetries: 0, logger: (entry) => lines.push(entry) });
  const error = await fc.files.stream(id).then((stream) => new Response(stream).text()).catch((caught: unknown) => caught);
  assert.ok(error instanceof TransportError);
  assert.ok(lines.length >= 3);
  const shown = inspect([lines, error, fc], { depth: 9 }) + JSON.stringify(fc);
  assert.ok(!shown.includes(apiKey) && !shown.includes("sig=secret"));
});

test("a client without a key, or with one that no header takes, is an error that does not show it", () => {
  delete process.env["FLUIDCLOUD_API_KEY"];
  assert.throws(() => new FluidCloud(), FluidCloudError);
  assert.throws(() => new FluidCloud({ apiKey: "fck live" }), (error) => error instanceof FluidCloudError && !error.message.includes("fck live"));
  assert.throws(() => new FluidCloud({ apiKey, baseUrl: "ftp://x" }), FluidCloudError);
});
