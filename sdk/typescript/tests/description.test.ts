import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { FluidCloud } from "fluidcloud";
import { startHost, type Host } from "./host.js";

// The SDK has all of the API: its operations, what they take, and what they answer, as the host's own description tells them.

const id = "9f1c2d3e-4a5b-4c7d-8e9f-0a1b2c3d4e5f";
const upload = { space_id: id, name: "a", folder_id: id, client_key: "k", app: "crm", tags: ["t"] };

/** Calls the method of each operation, with every argument that goes into the request. */
const methods: Record<string, (fc: FluidCloud) => Promise<unknown> | AsyncIterable<unknown>> = {
  purgeFile: (fc) => fc.files.deletePermanent(id),
  purgeFiles: (fc) => fc.files.deletePermanentMany([id]),
  emptyTrash: (fc) => fc.trash.empty({ space_id: id, dry_run: true }),
  getTrash: (fc) => fc.trash.status({ space_id: id }),
  listFiles: (fc) =>
    fc.files.iterate({ space_id: id, folder_id: id, status: "ready", app: "crm", tag: "t", q: "report", recursive: true, order: "-name", trash: true }),
  resolveFile: (fc) => fc.files.resolve({ client_key: "k", app: "crm" }),
  getFile: (fc) => fc.files.get(id),
  patchFile: (fc) => fc.files.update(id, { original_name: "b", folder_id: null, tags: ["t"] }),
  trashFile: (fc) => fc.files.delete(id),
  getFileTags: (fc) => fc.files.tags(id),
  downloadFile: (fc) => fc.files.download(id),
  previewFile: (fc) => fc.files.preview(id),
  restoreFile: (fc) => fc.files.restore(id),
  trashFiles: (fc) => fc.files.deleteMany([id]),
  restoreFiles: (fc) => fc.files.restoreMany([id]),
  listFolders: (fc) => fc.folders.iterate({ space_id: id, parent_id: id, trash: true }),
  createFolder: (fc) => fc.folders.create({ name: "a", space_id: id, parent_id: id }),
  getFolder: (fc) => fc.folders.get(id),
  patchFolder: (fc) => fc.folders.update(id, { name: "b", parent_id: null }),
  trashFolder: (fc) => fc.folders.delete(id),
  restoreFolder: (fc) => fc.folders.restore(id),
  getFolderStats: (fc) => fc.folders.stats(id),
  getMe: (fc) => fc.me(),
  getQuota: (fc) => fc.quota.get(),
  getReceipt: (fc) => fc.receipts.get(id),
  listReceipts: (fc) => fc.receipts.iterate({ sweep: id }),
  getReceiptProof: (fc) => fc.receipts.proof(id),
  createShare: (fc) => fc.shares.create({ file_id: id, expires_in_days: 7, permission: "view" }),
  listShares: (fc) => fc.shares.iterate({ file_id: id }),
  revokeShare: (fc) => fc.shares.delete(id),
  listSpaces: (fc) => fc.spaces.iterate(),
  createSpace: (fc) => fc.spaces.create({ name: "a", app: "crm" }),
  getSpace: (fc) => fc.spaces.get(id),
  patchSpace: (fc) => fc.spaces.rename(id, "b"),
  deleteSpace: (fc) => fc.spaces.delete(id),
  initiateUpload: (fc) => fc.uploads.initiate({ ...upload, size: 1, mime: "text/plain" }),
  completeUpload: (fc) => fc.uploads.complete({ file_id: id, key: "k", parts: [{ part_number: 1, etag: null }], sha256: "0".repeat(64) }),
  importUrl: (fc) => fc.uploads.importUrl({ ...upload, url: "https://example.com/a" }),
  getUpload: (fc) => fc.uploads.get(id),
  abortUpload: (fc) => fc.uploads.abort(id),
  signUploadParts: (fc) => fc.uploads.signParts(id, [1]),
};

/** Operations that have no method, each group with the reason. */
const withoutMethod: Record<string, string[]> = {
  "of the dialects of Sweeppea and Swiftia, which have clients of their own": [
    ...["deleteSweeppeaFile", "uploadSweeppeaFile", "fetchSweeppeaFiles", "getSweeppeaFileUrl"],
    ...["listSwiftiaFiles", "getSwiftiaFile", "deleteSwiftiaFile"],
  ],
  "pages and files for browsers and probes, without a key": ["getOpenApi", "getDocs", "getDocsAsset", "getLive", "getReady", "getRawLink", "getLogVerifier"],
  "of the public log, which `./run admin watch` reads; a proof needs none of it": ["getLogCheckpoint", "getLogTile", "getLogTimestamp"],
};

/** Where a type is not what the description says, on purpose. */
const intended: Record<string, { missing: string[]; extra: string[] }> = {
  EmptyTrashOut: { missing: [], extra: ["sweep"] }, // What it waited for, when it was told to.
  ShareOut: { missing: ["url"], extra: [] }, // CreatedShare has it: only creating answers it.
};

interface Schema {
  $ref?: string;
  properties?: Record<string, Schema>;
  anyOf?: Schema[];
  oneOf?: Schema[];
  type?: string;
}

interface Operation {
  method: string;
  path: string;
  operationId: string;
  tags?: string[];
  parameters?: { name: string; in: string }[];
  requestBody?: { content: Record<string, { schema: Schema }> };
  responses: Record<string, { content?: Record<string, { schema: Schema; example?: unknown }> }>;
}

describe("as the host describes itself", () => {
  let host: Host;
  let schemas: Record<string, Schema>;
  const operations = new Map<string, Operation>();

  before(async () => {
    host = await startHost();
    const description = (await (await fetch(`${host.origin}/openapi.json`)).json()) as {
      paths: Record<string, Record<string, Operation>>;
      components: { schemas: Record<string, Schema> };
    };
    schemas = description.components.schemas;
    for (const [path, ofPath] of Object.entries(description.paths))
      for (const [method, operation] of Object.entries(ofPath))
        operations.set(operation.operationId, { ...operation, method: method.toUpperCase(), path });
  });

  after(() => host?.stop());

  const resolved = (schema: Schema): Schema => {
    if (schema.$ref !== undefined) return resolved(schemas[schema.$ref.split("/").at(-1)!]!);
    const option = (schema.anyOf ?? schema.oneOf)?.find(({ type }) => type !== "null");
    return option === undefined ? schema : resolved(option);
  };

  test("every operation has a method, and every method has an operation", () => {
    // Owners have a dashboard: no key opens their routes.
    const owners = [...operations.values()].filter(({ path }) => path.startsWith("/owner/") || path.startsWith("/dashboard")).map(({ operationId }) => operationId);
    const named = [...Object.keys(methods), ...Object.values(withoutMethod).flat(), ...owners];
    assert.deepEqual([...operations.keys()].sort(), named.sort());
  });

  for (const [operationId, call] of Object.entries(methods)) {
    test(operationId, async () => {
      const { method, path, parameters = [], requestBody, responses } = operations.get(operationId)!;
      const [status, answer] = Object.entries(responses).find(([code]) => code.startsWith("2"))!;
      const wanted = parameters.filter(({ in: place }) => place === "query").map(({ name }) => name);
      const requests: { url: URL; init: RequestInit }[] = [];
      const reply = async (url: string, init: RequestInit) => {
        requests.push({ url: new URL(url), init });
        const headers: Record<string, string> = requests.length === 1 && wanted.includes("cursor") ? { Link: '<https://elsewhere/?cursor=c>; rel="next"' } : {};
        const example = answer.content?.["application/json"]?.example;
        const body = operationId === "getReceiptProof" ? "c2sp.org/tlog-proof@v1\n" : example === undefined ? null : JSON.stringify(example);
        return new Response(body, { status: Number(status), headers });
      };
      const fc = new FluidCloud({ apiKey: "fck_x", baseUrl: "https://fluidcloud.test", fetch: reply as typeof fetch });
      const result = call(fc);
      if (result instanceof Promise) await result;
      else for await (const _ of result);

      assert.ok(requests.length > 0);
      for (const { url, init } of requests) {
        assert.equal(init.method, method);
        assert.match(decodeURIComponent(url.pathname), new RegExp(`^${path.replaceAll(/\{\w+\}/g, "[^/]+")}$`));
      }
      assert.deepEqual([...new Set(requests.flatMap(({ url }) => [...url.searchParams.keys()]))].sort(), wanted.sort());
      const body = requests[0]!.init.body;
      const schema = requestBody?.content["application/json"]?.schema;
      if (schema === undefined) assert.equal(body, undefined);
      else assert.deepEqual(Object.keys(JSON.parse(body as string) as object).sort(), Object.keys(resolved(schema).properties!).sort());
    });
  }

  test("the types of answers have the fields that are described", () => {
    const types = readFileSync(join(process.env["FLUIDCLOUD_TEST_PACKAGE"]!, "dist/types.d.ts"), "utf8");
    const differing: Record<string, object> = {};
    let compared = 0;
    for (const [, name = "", body = ""] of types.matchAll(/^export interface (\w+Out)\b[^{]*\{\n([\s\S]*?)^\}/gm)) {
      const described = Object.keys(schemas[name.slice(0, -"Out".length)]?.properties ?? {});
      if (described.length === 0) continue;
      compared++;
      const typed = [...body.matchAll(/^ {4}(\w+)\??:/gm)].map(([, field]) => field!);
      const [missing, extra] = [described.filter((field) => !typed.includes(field)), typed.filter((field) => !described.includes(field))];
      if (missing.length + extra.length > 0) differing[name] = { missing, extra };
    }
    assert.deepEqual(differing, intended);
    assert.ok(compared >= 12, `${compared} types have the name of a schema`);
  });
});
