import assert from "node:assert/strict";
import { webcrypto } from "node:crypto";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { FluidCloud, ProofError, verifyProof, type Ed25519 } from "fluidcloud";
import { serve } from "./server.js";

// Proofs of every kind, with the verdict of the host's own verifier: sdk/proof-vectors.json, in the form that sdk/README.md says.
interface ProofVector {
  name: string;
  proof?: string;
  proof_base64?: string;
  policy: string;
  copy_base64?: string;
  exit_code: number;
  expect: Record<string, unknown> & { verdict: string; reason?: string };
}

const vectors = JSON.parse(readFileSync(process.env["FLUIDCLOUD_TEST_PROOF_VECTORS"]!, "utf8")) as ProofVector[];
const [good] = vectors as [ProofVector];

const bytesOf = (base64: string | undefined) => (base64 === undefined ? undefined : new Uint8Array(Buffer.from(base64, "base64")));

for (const vector of vectors) {
  test(`${vector.expect.verdict}: ${vector.name}`, async () => {
    const proof = vector.proof ?? bytesOf(vector.proof_base64)!;
    const copy = bytesOf(vector.copy_base64);
    const check = verifyProof(proof, vector.policy, copy === undefined ? {} : { copy });
    if (vector.exit_code === 0) {
      assert.deepEqual(await check, vector.expect);
      return;
    }
    const error = await check.then(() => undefined, (thrown: unknown) => thrown);
    assert.ok(error instanceof ProofError, `${String(error)} is no ProofError`);
    assert.equal(error.verdict, vector.expect.verdict.replace(" ", "_"));
    assert.equal(error.message, vector.expect.reason);
  });
}

test("a copy is compared from a path", async () => {
  const vector = vectors.find(({ exit_code, copy_base64 }) => exit_code === 0 && copy_base64 !== undefined)!;
  const path = join(mkdtempSync(join(tmpdir(), "fluidcloud-")), "copy");
  writeFileSync(path, bytesOf(vector.copy_base64)!);
  const proven = await verifyProof(vector.proof!, vector.policy, { copy: path });
  assert.equal(proven.subject === "file" && proven.copy_matches, true);
});

test("another Ed25519 is asked in place of WebCrypto", async () => {
  const asked: number[][] = [];
  const ed25519: Ed25519 = (key, message, signature) => {
    asked.push([key.byteLength, message.byteLength, signature.byteLength]);
    return false;
  };
  await assert.rejects(verifyProof(good.proof!, good.policy, { ed25519 }), { verdict: "false" });
  assert.deepEqual(asked.map(([key, , signature]) => [key, signature]), [[32, 64]]);
});

test("an engine without Ed25519 is told apart from a false signature", async (t) => {
  t.mock.method(webcrypto.subtle, "importKey", () => Promise.reject(new DOMException("Unrecognized name.", "NotSupportedError")));
  await assert.rejects(verifyProof(good.proof!, good.policy), TypeError);
});

test("a proof is waited for, for as long as the API says, and comes as it is", async (t) => {
  let asked = 0;
  const origin = await serve(t, (request, response) => {
    assert.equal(request.headers["accept"], "text/plain");
    if (asked++ === 0) response.writeHead(409, { "Retry-After": "0", "Content-Type": "application/json" }).end('{"detail":"not in the log yet"}');
    else response.writeHead(200, { "Content-Type": "text/plain" }).end(good.proof);
  });
  const fc = new FluidCloud({ apiKey: `fck_live_${"0".repeat(32)}`, baseUrl: origin });
  const proof = await fc.receipts.proof(good.expect["file_id"] as string);
  assert.equal(asked, 2);
  assert.equal((await fc.receipts.verify(proof, good.policy)).verdict, "good");
});

test("without waiting, a receipt that is not in the log is a conflict; a limit ends the wait", async (t) => {
  const origin = await serve(t, (_, response) => void response.writeHead(409).end('{"detail":"not in the log yet"}'));
  const fc = new FluidCloud({ apiKey: `fck_live_${"0".repeat(32)}`, baseUrl: origin });
  await assert.rejects(fc.receipts.proof("9f1c2d3e-4a5b-4c7d-8e9f-0a1b2c3d4e5f", { wait: false }), { name: "ConflictError" });
  await assert.rejects(fc.receipts.proof("9f1c2d3e-4a5b-4c7d-8e9f-0a1b2c3d4e5f", { wait: 50 }), { name: "WaitTimeoutError" });
});
