import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import * as sdk from "fluidcloud";
import { serve } from "./server.js";

// The requests and responses that every SDK is held to: sdk/vectors.json, in the form that sdk/README.md says.
interface Vector {
  name: string;
  statements: number[];
  client?: { api_key?: string; max_retries?: number };
  call: { method: string; args: Record<string, unknown> };
  exchanges: {
    request: {
      method: string;
      path: string;
      query: Record<string, string>;
      headers?: Record<string, string>;
      absent_headers?: string[];
      body?: unknown;
      text?: string;
    };
    response: { status?: number; headers?: Record<string, string>; body?: unknown; text?: string; drop?: boolean };
  }[];
  expect: { result?: unknown; error?: Record<string, unknown> & { class: string } };
}

const vectors = JSON.parse(readFileSync(process.env["FLUIDCLOUD_TEST_VECTORS"]!, "utf8")) as Vector[];

for (const vector of vectors) {
  test(`${vector.name} (statements ${vector.statements.join(", ") || "none"})`, async (t) => {
    const rest = [...vector.exchanges];
    const wrong: string[] = [];
    let origin = "";
    origin = await serve(t, (arrived, response) => {
      const exchange = rest.shift();
      if (exchange === undefined) {
        wrong.push(`not expected: ${arrived.method} ${arrived.url}`);
        return void response.destroy();
      }
      const { request } = exchange;
      try {
        assert.equal(arrived.method, request.method);
        assert.equal(arrived.url.pathname, request.path);
        assert.deepEqual(Object.fromEntries(arrived.url.searchParams), request.query);
        for (const [name, value] of Object.entries(request.headers ?? {})) assert.equal(arrived.headers[name], value, name);
        for (const name of request.absent_headers ?? []) assert.equal(arrived.headers[name], undefined, name);
        if ("body" in request) assert.deepEqual(JSON.parse(arrived.body.toString()), request.body);
        else assert.equal(arrived.body.toString(), request.text ?? "");
      } catch (error) {
        wrong.push(String(error));
      }
      const { drop, status, headers, body, text } = exchange.response;
      if (drop === true) return void response.destroy();
      const content = body === undefined ? text : JSON.stringify(body);
      response.writeHead(status!, headers).end(content?.replaceAll("{origin}", origin));
    });
    const fc = new sdk.FluidCloud({
      apiKey: vector.client?.api_key ?? `fck_live_${"0".repeat(32)}`,
      baseUrl: origin,
      maxRetries: vector.client?.max_retries,
    });
    const { result, error } = vector.expect;
    let returned: unknown;
    let thrown: unknown;
    try {
      returned = await call(fc, vector.call.method, vector.call.args);
    } catch (caught) {
      thrown = caught;
    }
    assert.deepEqual(wrong, []);
    assert.equal(rest.length, 0, `${rest.length} requests were not made`);
    if (error === undefined) {
      if (thrown !== undefined) throw thrown;
      const expected = JSON.parse(JSON.stringify(result ?? null).replaceAll("{origin}", origin)) as unknown;
      assert.deepEqual(returned ?? null, expected);
    } else {
      const { class: name, ...fields } = error;
      const kind = sdk[name as keyof typeof sdk] as typeof sdk.FluidCloudError;
      assert.ok(thrown instanceof kind && thrown instanceof sdk.FluidCloudError, `${String(thrown)} is no ${name}`);
      assert.equal((thrown as Error).name, name);
      for (const [field, value] of Object.entries(fields)) {
        assert.deepEqual((thrown as unknown as Record<string, unknown>)[camelCased(field)] ?? null, value, field);
      }
    }
  });
}

/** The names of a vector are in snake_case; what is the first argument here comes out of its arguments. */
async function call(fc: sdk.FluidCloud, method: string, args: Record<string, unknown>): Promise<unknown> {
  if (method === "me") return fc.me();
  const [resource, name] = method.split(".") as [string, string];
  const target = (fc as unknown as Record<string, Record<string, (...values: unknown[]) => unknown>>)[resource]!;
  const result = target[camelCased(name)]!(...argumentsOf(method, args));
  if (name !== "iterate") return result;
  const items: unknown[] = [];
  for await (const item of result as AsyncIterable<unknown>) items.push(item);
  return items;
}

function argumentsOf(method: string, args: Record<string, unknown>): unknown[] {
  const { file_id, folder_id, space_id, share_id, name, file_ids, page_size, part_numbers, source, ...rest } = args;
  switch (method) {
    case "files.upload":
      return [{ ...args, data: new Blob([(source as { text: string }).text]) }];
    case "spaces.create":
      return [args];
    case "files.rename":
      return [file_id, name];
    case "folders.rename":
      return [folder_id, name];
    case "spaces.rename":
      return [space_id, name];
    case "files.move":
      return [file_id, folder_id];
    case "folders.move":
      return [folder_id, args["parent_id"]];
    case "files.update":
      return [file_id, without(args, "file_id")];
    case "folders.update":
      return [folder_id, without(args, "folder_id")];
    case "files.signed_url":
    case "receipts.proof":
      return [file_id, rest];
    case "uploads.sign_parts":
      return [file_id, part_numbers];
    case "files.delete_many":
    case "files.restore_many":
    case "files.delete_permanent_many":
      return [file_ids];
    case "files.iterate":
    case "folders.iterate":
    case "shares.iterate":
    case "receipts.iterate":
      return [without(args, "page_size"), { pageSize: page_size as number }];
  }
  if (/\.(list|resolve|empty|status|complete|import_url|initiate|create)$/.test(method)) return [args];
  const id = { files: file_id, folders: folder_id, spaces: space_id, shares: share_id, uploads: file_id, receipts: file_id }[method.split(".")[0]!];
  return id === undefined ? [] : [id];
}

function without(args: Record<string, unknown>, name: string): Record<string, unknown> {
  return Object.fromEntries(Object.entries(args).filter(([key]) => key !== name));
}

function camelCased(name: string): string {
  return name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}
