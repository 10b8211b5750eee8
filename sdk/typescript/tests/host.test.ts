import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdtemp, open, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import { ConflictError, FluidCloud, NotCleanError, NotFoundError, ValidationError, type ResumeTicket } from "fluidcloud";
import { startHost, type Host } from "./host.js";
import { programs, runProgram } from "./samples.js";

const MB = 1_000_000;

describe("against a real host", () => {
  let host: Host;
  let fc: FluidCloud;
  let space: string;
  let folder: string;

  before(async () => {
    host = await startHost();
    fc = new FluidCloud({ apiKey: host.apiKey, baseUrl: host.origin });
    space = (await fc.spaces.list())[0]!.id;
    folder = await mkdtemp(join(tmpdir(), "fluidcloud-files-"));
  });

  after(async () => {
    await host?.stop();
    if (folder !== undefined) await rm(folder, { recursive: true });
  });

  const upload = (name: string, text = name) => fc.files.upload({ data: new TextEncoder().encode(text), name, space_id: space, wait_clean: true });

  test("a key says what it is", async () => {
    const me = await fc.me();
    assert.ok(me.scopes.includes("files:write"));
    assert.ok(host.apiKey.startsWith(me.key_prefix.replace(/\.+$/, "").slice(0, 9)));
  });

  test("every kind of data arrives", async () => {
    const bytes = randomBytes(700_001);
    const path = join(folder, "kind.bin");
    await writeFile(path, bytes);
    const kinds = {
      path,
      url: pathToFileURL(path),
      buffer: bytes,
      arrayBuffer: new Uint8Array(bytes).buffer,
      blob: new Blob([bytes]),
      stream: new Blob([bytes]).stream(),
      nodeStream: createReadStream(path),
      empty: new Uint8Array(0),
    };
    for (const [name, data] of Object.entries(kinds)) {
      const told: number[] = [];
      const file = await fc.files.upload({ data, name, space_id: space, wait_clean: true, onProgress: (done) => told.push(done) });
      const expected = name === "empty" ? Buffer.alloc(0) : bytes;
      assert.equal(file.sha256, createHash("sha256").update(expected).digest("hex"), name);
      assert.equal(told.at(-1), expected.length, name);
      assert.deepEqual(told, [...told].sort((a, b) => a - b));
      const received = new Uint8Array(await new Response(await fc.files.stream(file.id)).arrayBuffer());
      assert.ok(expected.equals(received), name);
    }
    assert.equal((await fc.files.upload({ data: path, spaceId: space })).original_name, "kind.bin");
  });

  test("a large file goes in parts, resumes, and comes back by its path", async () => {
    const path = join(folder, "parts.bin");
    const file = await open(path, "w");
    const hash = createHash("sha256");
    for (let i = 0; i < 101; i++) {
      const chunk = Buffer.alloc(MB, i);
      hash.update(chunk);
      await file.write(chunk);
    }
    await file.close();

    // The first attempt is ended when some of it has been sent.
    const abort = new AbortController();
    let ticket: ResumeTicket | undefined;
    const first = fc.files.upload(
      {
        data: path,
        space_id: space,
        parallel: 1,
        onStart: (started) => (ticket = started),
        onProgress: (done) => {
          if (done > 40 * MB) abort.abort(new Error("enough"));
        },
      },
      { signal: abort.signal },
    );
    await assert.rejects(first, /enough/);
    const received = (await fc.uploads.get(ticket!.file_id)).parts_received!;
    assert.ok(received.length >= 1 && received.length < 7, String(received));

    const told: number[] = [];
    const uploaded = await fc.files.upload({
      data: path,
      space_id: space,
      resume: ticket,
      wait_clean: true,
      on_progress: (done, total) => told.push(done) && assert.equal(total, 101 * MB),
    });
    assert.equal(uploaded.id, ticket!.file_id);
    assert.ok(told[0]! > 16 * MB, "what was there is not sent again");
    assert.equal(uploaded.sha256, hash.digest("hex"));

    const target = join(folder, "back.bin");
    await fc.files.downloadTo(uploaded.id, target);
    assert.ok((await readFile(target)).equals(await readFile(path)));
    assert.deepEqual(await readdir(folder).then((names) => names.filter((name) => name.endsWith(".part"))), []);
    await fc.files.deletePermanent(uploaded.id);
  });

  test("files are found, renamed, moved, shared, trashed, restored and erased", async () => {
    const work = await fc.folders.create({ name: "Work", space_id: space });
    const file = await fc.files.upload({ data: Buffer.from("walk"), name: "walk.txt", space_id: space, clientKey: "k/walk", waitClean: true });
    assert.equal((await fc.files.resolve({ client_key: "k/walk" })).id, file.id);
    assert.equal((await fc.files.rename(file.id, "w.txt")).name, "w.txt");
    assert.equal((await fc.files.move(file.id, work.id)).folder_id, work.id);
    assert.deepEqual((await fc.files.list({ space_id: space, folder_id: work.id })).map((item) => item.id), [file.id]);
    assert.equal((await fc.folders.stats(work.id)).files, 1);
    const link = await fc.files.publicUrl(file.id);
    assert.equal(await (await fetch(link)).text(), "walk");
    const signed = await fc.files.signedUrl(file.id, { expiresInDays: 1 });
    assert.equal(await (await fetch(signed)).text(), "walk");
    assert.equal((await fc.shares.list({ fileId: file.id })).length, 2);
    assert.notEqual((await fc.files.delete(file.id)).deleted_at, null);
    await assert.rejects(fc.files.download(file.id), ConflictError);
    assert.equal((await fc.files.restore(file.id)).deleted_at, null);
    await fc.files.deletePermanent(file.id);
    await assert.rejects(fc.files.get(file.id), NotFoundError);
    assert.equal((await fc.receipts.get(file.id)).size, 4);
    await assert.rejects(fc.files.get("no-id"), ValidationError);
  });

  test("public: true makes a link at once", async () => {
    const file = await fc.files.upload({ data: Buffer.from("open"), name: "open.txt", space_id: space, public: true });
    assert.equal(await (await fetch(file.public_url!)).text(), "open");
  });

  test("what is infected is told", async () => {
    const eicar = ["X5O!P%@AP[4\\PZX54(P^)7CC)7}$", "EICAR-STANDARD-ANTIVIRUS-TEST-FILE", "!$H+H*"].join("");
    await assert.rejects(upload("eicar.txt", eicar), (error) => error instanceof NotCleanError && error.scanStatus === "infected");
  });

  test("an iteration goes over the pages", async () => {
    const shelf = await fc.folders.create({ name: "Shelf", spaceId: space });
    for (const name of ["a", "b", "c"]) await fc.files.upload({ data: Buffer.from(name), name, space_id: space, folder_id: shelf.id });
    const names: string[] = [];
    for await (const file of fc.files.iterate({ space_id: space, folder_id: shelf.id }, { pageSize: 2 })) names.push(file.name);
    assert.deepEqual(names, ["a", "b", "c"]);
  });

  test("emptying Trash waits, tells its progress, and leaves receipts", async () => {
    const files = await Promise.all(["t1", "t2"].map((name) => upload(name)));
    const trashed = await fc.files.deleteMany(files.map((file) => file.id));
    assert.deepEqual(trashed.map((result) => result.status), [200, 200]);
    const told: number[] = [];
    const emptied = await fc.trash.empty({ wait: true, onProgress: (done) => told.push(done) });
    assert.equal(emptied.status, "emptying");
    assert.ok(emptied.files >= 2);
    assert.equal(emptied.sweep?.state, "done");
    assert.equal(told.at(-1), emptied.files);
    const receipts = await fc.receipts.list({ sweep: emptied.sweep!.id });
    assert.ok(files.every((file) => receipts.some((receipt) => receipt.file_id === file.id)));
    assert.equal((await fc.trash.status()).files, 0);
  });

  test("the samples run with this host's key and ids (statements 72 to 76, 122, 131, 134, 140, 150, 161, 165, 169)", async () => {
    const work = await fc.folders.create({ name: "Samples", space_id: space });
    // A picture that is converted, by its smallest form: a BMP of one pixel.
    const bmp = Buffer.from("424d3a0000000000000036000000280000000100000001000000010018000000000004000000130b0000130b00000000000000000000ff00ff00", "hex");
    const file = await fc.files.upload({ data: bmp, name: "out.bmp", space_id: space, client_key: "results/job-7/out.png", wait_clean: true });
    const erased = await upload("erased.txt");
    const ids: Record<string, string> = {
      "9f1c2d3e-4a5b-6c7d-8e9f-0a1b2c3d4e5f": file.id,
      "3f1c8e2a-7b4d-4a9e-9c1f-2d6b0a4e8f10": erased.id,
      "11111111-2222-3333-4444-555555555555": space,
      "9a2b7c1d-4e5f-4a6b-8c9d-0e1f2a3b4c5d": space,
      "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee": work.id,
      fck_live_your_key_here: host.apiKey,
      "fck_live_...": host.apiKey,
    };
    const outputs: Record<string, string> = {};
    for (const name of programs.sort()) {
      let program = await readFile(new URL(`./programs/${name}.js`, import.meta.url), "utf8");
      for (const [shown, real] of Object.entries(ids)) program = program.replaceAll(shown, real);
      await writeFile(new URL(`./programs/real-${name}.js`, import.meta.url), program);
      outputs[name] = await runProgram(`real-${name}`, host.origin);
    }
    assert.equal(outputs["files-2"], `${file.id} clean\n`);
    assert.match(outputs["files-4"]!, /^http/);
    assert.match(outputs["files-5"]!, /^image true http/);
    assert.equal(outputs["permanent-deletion-1"], "Erased.\n");
    assert.match(outputs["permanent-deletion-2"]!, /^emptying \d+ files\n$/);
    assert.equal((await fc.files.get(file.id)).original_name, "final-render.png");
  });

  test("the examples run", async () => {
    const { runExample } = await import("./examples.js");
    const path = join(folder, "example.txt");
    await writeFile(path, "An example.");
    assert.match(await runExample("upload.mjs", host, [path]), /clean/);
    assert.match(await runExample("quick-start.mjs", host, []), /Hello, FluidCloud/);
    assert.match(await runExample("empty-trash.mjs", host, []), /erased/);
  });

  test("an erasure is proven by the host's log", async () => {
    const { runExample } = await import("./examples.js");
    const file = await upload("proven.txt");
    const ready = (await (await fetch(`${host.origin}/health/ready`)).json()) as { dependencies: { erasure_log: { note: string } } };
    const [key] = ready.dependencies.erasure_log.note.split(" ");
    const policy = join(folder, "policy");
    await writeFile(policy, `log ${key}\nquorum none\n`);
    assert.match(await runExample("prove-erasure.mjs", host, [file.id, policy]), /^10 bytes were erased at /);
  });

  const large = process.env["FLUIDCLOUD_TEST_LARGE"] === "1" ? false : "1 GB up and down takes longer: set FLUIDCLOUD_TEST_LARGE=1";
  test("1 GB goes up and comes down in bounded memory", { skip: large }, async (t) => {
    const path = join(folder, "gigabyte.bin");
    const file = await open(path, "w");
    for (let i = 0; i < 1000; i++) await file.write(randomBytes(MB));
    await file.close();
    let peak = 0;
    const look = () => (peak = Math.max(peak, process.memoryUsage().rss));
    const before = process.memoryUsage().rss;
    const uploaded = await fc.files.upload({ data: path, space_id: space, wait_clean: true, on_progress: look });
    const up = peak;
    peak = 0;
    const target = join(folder, "gigabyte.back");
    await fc.files.downloadTo(uploaded.id, target, { onProgress: look });
    assert.equal(uploaded.size, 1000 * MB);
    const megabytes = (bytes: number) => Math.round(bytes / MB);
    t.diagnostic(`1 GB: peak memory ${megabytes(up)} MB up, ${megabytes(peak)} MB down, of which ${megabytes(before)} MB before`);
    assert.ok(up - before < 300 * MB && peak - before < 300 * MB);
  });
});
