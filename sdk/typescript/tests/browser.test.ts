import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { build } from "esbuild";
import type * as sdk from "fluidcloud";
import { chromium, type Browser, type Page } from "playwright-core";
import { startHost, type Host } from "./host.js";

// The SDK in a page: Debian's Chromium, the bundle that a build tool makes of the package, and a real host of another origin.

const executable = "/usr/bin/chromium";
const skip = existsSync(executable) ? false : `there is no ${executable}`;

/** Bundles a module that uses the package, as for a page. */
async function bundle(code: string): Promise<{ text: string; inputs: string[] }> {
  const result = await build({
    stdin: { contents: code, resolveDir: join(process.env["FLUIDCLOUD_TEST_PACKAGE"]!, "build/app") },
    bundle: true,
    platform: "browser",
    format: "esm",
    write: false,
    metafile: true,
    minify: true,
  });
  return { text: result.outputFiles[0]!.text, inputs: Object.keys(result.metafile.inputs) };
}

test("a bundle for pages holds nothing of Node.js", async () => {
  const { text, inputs } = await bundle('export * from "fluidcloud";');
  assert.doesNotMatch(text, /["']node:/);
  assert.ok(!inputs.some((input) => input.includes("platform/node")), inputs.join());
});

test("what is not imported is not in a bundle", async () => {
  const whole = await bundle('import { FluidCloud } from "fluidcloud"; globalThis.fc = new FluidCloud({ apiKey: "k" });');
  const verifier = await bundle('import { verifyProof } from "fluidcloud"; globalThis.verify = verifyProof;');
  const errors = await bundle('import { NotFoundError } from "fluidcloud"; globalThis.gone = NotFoundError;');
  const sizes = [errors, verifier, whole].map(({ text }) => text.length);
  assert.match(whole.text, /\/uploads\/initiate/);
  assert.doesNotMatch(verifier.text, /\/uploads\/initiate/);
  assert.ok(sizes[0]! < sizes[1]! / 2 && sizes[1]! < sizes[2]! / 2, `errors, verifier and all have ${sizes.join(", ")} characters`);
});

test("our own SHA-256 is that of Node.js", async () => {
  const { JsSha256 } = (await import(join(process.env["FLUIDCLOUD_TEST_PACKAGE"]!, "build/app/node_modules/fluidcloud/dist/sha256.js"))) as {
    JsSha256: new () => { update(bytes: Uint8Array): void; hex(): string };
  };
  const bytes = randomBytes(1_000);
  for (let size = 0; size <= 200; size++) {
    const hash = new JsSha256();
    hash.update(bytes.subarray(0, size));
    assert.equal(hash.hex(), createHash("sha256").update(bytes.subarray(0, size)).digest("hex"), `${size} bytes`);
  }
  const pieces = new JsSha256();
  for (let at = 0, step = 1; at < bytes.length; at += step, step = (step * 7) % 97 || 1) pieces.update(bytes.subarray(at, Math.min(at + step, bytes.length)));
  assert.equal(pieces.hex(), createHash("sha256").update(bytes).digest("hex"));
});

/** What the page has. */
interface InPage {
  sdk: typeof sdk;
  fc: sdk.FluidCloud;
  space: string;
  /** Bytes of a pattern that both sides know. */
  bytes(size: number): Uint8Array<ArrayBuffer>;
}
declare const page: InPage;

/** The same as in the page. */
const bytesOf = (size: number) => Uint8Array.from({ length: size }, (_, at) => (at * 31 + (at >> 8)) & 255);
const hashOf = (size: number) => createHash("sha256").update(bytesOf(size)).digest("hex");

describe("in a page", { skip }, () => {
  let host: Host;
  let pages: Server;
  let browser: Browser;
  let tab: Page;

  before(async () => {
    const { text } = await bundle(`
      import * as sdk from "fluidcloud";
      globalThis.page = { sdk, bytes: (size) => Uint8Array.from({ length: size }, (_, at) => (at * 31 + (at >> 8)) & 255) };`);
    pages = createServer((request, response) => {
      const isScript = request.url === "/app.js";
      response.writeHead(200, { "Content-Type": isScript ? "text/javascript" : "text/html" });
      response.end(isScript ? text : '<!doctype html><title>test</title><script type="module" src="/app.js"></script>');
    });
    await new Promise<void>((resolve) => pages.listen(0, "127.0.0.1", resolve));
    const origin = `http://127.0.0.1:${(pages.address() as AddressInfo).port}`;
    host = await startHost({
      FluidCloudCors__origins: origin,
      FluidCloudUploads__multipartFrom: "3000000",
      FluidCloudUploads__smallestPart: "1000000",
    });
    browser = await chromium.launch({ executablePath: executable, args: ["--no-sandbox"] });
    tab = await browser.newPage();
    await tab.goto(origin);
    await tab.waitForFunction(() => "page" in globalThis);
    await tab.evaluate(
      async ([apiKey, baseUrl]) => {
        page.fc = new page.sdk.FluidCloud({ apiKey, baseUrl });
        page.space = (await page.fc.spaces.list())[0]!.id;
      },
      [host.apiKey, host.origin] as const,
    );
  });

  after(async () => {
    await browser?.close();
    pages?.close();
    await host?.stop();
  });

  test("a File is uploaded with its name and progress, and comes back", async () => {
    const found = await tab.evaluate(async () => {
      const seen: number[] = [];
      const file = await page.fc.files.upload({
        data: new File([page.bytes(700_000)], "holiday ä.bin"),
        space_id: page.space,
        wait_clean: true,
        on_progress: (sent) => seen.push(sent),
      });
      const back = await new Response(await page.fc.files.stream(file.id)).arrayBuffer();
      return { name: file.original_name, sha256: file.sha256, seen, back: [...new Uint8Array(back).subarray(0, 300)], size: back.byteLength };
    });
    assert.equal(found.name, "holiday ä.bin");
    assert.equal(found.sha256, hashOf(700_000));
    assert.equal(found.size, 700_000);
    assert.deepEqual(found.back, [...bytesOf(300)]);
    assert.deepEqual(found.seen, [...found.seen].sort((one, other) => one - other));
    assert.equal(found.seen.at(-1), 700_000);
  });

  test("a Blob goes in parts, and a stream through one", async () => {
    const found = await tab.evaluate(async () => {
      const blob = await page.fc.files.upload({ data: new Blob([page.bytes(3_500_000)]), name: "blob", space_id: page.space, wait_clean: true });
      const stream = new Blob([page.bytes(100_000)]).stream();
      const streamed = await page.fc.files.upload({ data: stream, name: "stream", space_id: page.space, wait_clean: true });
      return [blob.sha256, streamed.sha256];
    });
    assert.deepEqual(found, [hashOf(3_500_000), hashOf(100_000)]);
  });

  test("an abort stops the bytes", async () => {
    const network = await tab.context().newCDPSession(tab);
    await network.send("Network.enable");
    const slow = { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: 500_000 };
    await network.send("Network.emulateNetworkConditions", slow);
    const failed = tab.waitForEvent("requestfailed", (request) => request.method() === "PUT");
    const reason = await tab.evaluate(async () => {
      const stop = new AbortController();
      const upload = page.fc.files.upload(
        { data: new Blob([page.bytes(2_900_000)]), name: "never", space_id: page.space, on_progress: (sent) => sent > 0 && stop.abort() },
        { signal: stop.signal },
      );
      return upload.then(() => "uploaded", (error: Error) => error.name);
    });
    await network.send("Network.emulateNetworkConditions", { ...slow, uploadThroughput: -1 });
    assert.equal(reason, "AbortError");
    assert.match((await failed).failure()!.errorText, /ABORTED/);
    const names = await tab.evaluate(async () => (await page.fc.files.list({ space_id: page.space })).map((file) => file.original_name));
    assert.ok(!names.includes("never"));
  });

  test("an error has its class, its detail and its request", async () => {
    const found = await tab.evaluate(async () => {
      const error = await page.fc.files.get("9f1c2d3e-4a5b-4c7d-8e9f-0a1b2c3d4e5f").catch((thrown: unknown) => thrown);
      return error instanceof page.sdk.NotFoundError ? { status: error.status, hasRequest: error.requestId !== undefined } : String(error);
    });
    assert.deepEqual(found, { status: 404, hasRequest: true });
  });

  test("a proof is checked in the browser", async () => {
    const [good] = JSON.parse(readFileSync(process.env["FLUIDCLOUD_TEST_PROOF_VECTORS"]!, "utf8")) as [{ proof: string; policy: string }];
    const verdicts = await tab.evaluate(async ({ proof, policy }) => {
      const proven = await page.sdk.verifyProof(proof, policy);
      const other = await page.sdk.verifyProof(proof.replace("\nindex 1\n", "\nindex 0\n"), policy).catch((error: sdk.ProofError) => error);
      return [proven.verdict, other.verdict];
    }, good);
    assert.deepEqual(verdicts, ["good", "false"]);
  });
});
