import assert from "node:assert/strict";
import { test } from "node:test";
import { programs, runProgram } from "./samples.js";
import { json, serve } from "./server.js";

// The TypeScript samples of both documents, unchanged, against the responses that the documents show.
const file = {
  id: "9f1c2d3e-4a5b-6c7d-8e9f-0a1b2c3d4e5f",
  original_name: "out.png",
  scan_status: "clean",
  status: "ready",
};
const path = `/api/v1/files/${file.id}`;
const responses: Record<string, [number, unknown]> = {
  "DELETE /api/v1/gdpr/files/3f1c8e2a-7b4d-4a9e-9c1f-2d6b0a4e8f10": [204, undefined],
  "DELETE /api/v1/gdpr/trash": [200, { status: "emptying", files: 142, bytes: 7340032 }],
  "GET /api/v1/files": [200, [file]],
  "GET /api/v1/files/resolve": [200, file],
  [`GET ${path}`]: [200, file],
  [`GET ${path}/download`]: [200, { url: "https://storage.example/x" }],
  [`GET ${path}/preview`]: [200, { url: "https://storage.example/p", kind: "image", mime: "image/jpeg", converted: true }],
  [`PATCH ${path}`]: [200, file],
  [`DELETE ${path}`]: [200, file],
  [`POST ${path}/restore`]: [200, file],
};

const expected: Record<string, { output: string; requests: string[] }> = {
  "permanent-deletion-1": { output: "Erased.\n", requests: ["DELETE /api/v1/gdpr/files/3f1c8e2a-7b4d-4a9e-9c1f-2d6b0a4e8f10"] },
  "permanent-deletion-2": {
    output: "emptying 142 files\n",
    requests: ["DELETE /api/v1/gdpr/trash", "DELETE /api/v1/gdpr/trash?space_id=9a2b7c1d-4e5f-4a6b-8c9d-0e1f2a3b4c5d"],
  },
  "files-1": { output: "", requests: ["GET /api/v1/files?space_id=11111111-2222-3333-4444-555555555555", "GET /api/v1/files?trash=true"] },
  "files-2": { output: `${file.id} clean\n`, requests: ["GET /api/v1/files/resolve?client_key=results%2Fjob-7%2Fout.png"] },
  "files-3": { output: "", requests: [`GET ${path}`] },
  "files-4": { output: "https://storage.example/x\n", requests: [`GET ${path}/download`] },
  "files-5": { output: "image true https://storage.example/p\n", requests: [`GET ${path}/preview`] },
  "files-6": {
    output: "",
    requests: [
      `PATCH ${path} {"original_name":"final-render.png"}`,
      `PATCH ${path} {"folder_id":"aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee"}`,
      `PATCH ${path} {"folder_id":null}`,
    ],
  },
  "files-7": { output: "", requests: [`DELETE ${path}`] },
  "files-8": { output: "", requests: [`POST ${path}/restore`] },
};

test("every sample of the documents is here", () => {
  assert.deepEqual([...programs].sort(), Object.keys(expected).sort());
});

for (const name of programs) {
  test(`the sample ${name} runs unchanged (statements 72 to 76, 122, 131, 134, 140, 150, 161, 165, 169)`, async (t) => {
    const requests: string[] = [];
    const origin = await serve(t, ({ method, url, body, headers }, response) => {
      requests.push(`${method} ${url.pathname}${url.search}${body.length > 0 ? ` ${body.toString()}` : ""}`);
      assert.match(String(headers["x-api-key"]), /^fck_live_/);
      const [status, value] = responses[`${method} ${url.pathname}`] ?? [404, { detail: "Not there." }];
      json(response, status, value);
    });
    const output = await runProgram(name, origin);
    assert.deepEqual({ output, requests }, expected[name]);
  });
}

test("the sample of a permanent deletion finds NotFoundError (statement 74)", async (t) => {
  const origin = await serve(t, (_, response) => json(response, 404, { detail: "File not found." }));
  assert.equal(await runProgram("permanent-deletion-1", origin), "Already gone (or not yours).\n");
});
