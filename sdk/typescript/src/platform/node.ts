import { createHash, randomUUID, webcrypto } from "node:crypto";
import { open, rename, rm, type FileHandle } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { IntegrityError } from "../errors.js";
import { pullStream, readAll } from "../source.js";
import { version } from "../version.js";
import type { Platform, Source, Target } from "./platform.js";

/** Bytes are read in pieces of this size: it bounds the memory of a transfer. */
const chunkSize = 256 * 1024;

export const platform: Platform = {
  userAgent: `fluidcloud-typescript/${version} Node.js/${process.versions.node}`,
  env: (name) => process.env[name],
  sha256() {
    const hash = createHash("sha256");
    return { update: (bytes) => void hash.update(bytes), hex: () => hash.digest("hex") };
  },
  subtle: webcrypto.subtle as SubtleCrypto,
  async openPath(path) {
    const name = pathOf(path);
    const file = await open(name, "r");
    try {
      const status = await file.stat();
      if (!status.isFile()) throw new TypeError(`${name} is no file.`);
      return fileSource(file, status.size, basename(name), () => file.close());
    } catch (error) {
      await file.close();
      throw error;
    }
  },
  async spool(stream) {
    const name = join(tmpdir(), `fluidcloud-${randomUUID()}`);
    const file = await open(name, "wx+", 0o600);
    const close = async () => {
      await file.close();
      await rm(name, { force: true });
    };
    try {
      let size = 0;
      for await (const chunk of readAll(stream)) {
        await writeAll(file, chunk, size);
        size += chunk.byteLength;
      }
      return fileSource(file, size, undefined, close);
    } catch (error) {
      await close();
      throw error;
    }
  },
  openTarget,
  async put({ url, headers, source, start, end, onSent, signal, fetch }) {
    let sent = 0;
    const counted = new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        onSent((sent += chunk.byteLength));
        controller.enqueue(chunk);
      },
    });
    // Storage wants to know the length, which a stream does not tell.
    const length = { "Content-Length": String(end - start) };
    const body = start === end ? new Uint8Array(0) : source.stream(start, end).pipeThrough(counted);
    const init = { method: "PUT", headers: { ...headers, ...length }, body, signal, redirect: "manual", duplex: "half" };
    const response = await fetch(url, init as RequestInit);
    await response.body?.cancel();
    return { status: response.status, header: (name) => response.headers.get(name) };
  },
};

function pathOf(path: string | URL): string {
  return typeof path === "string" ? path : fileURLToPath(path);
}

function fileSource(file: FileHandle, size: number, name: string | undefined, close: () => Promise<void>): Source {
  return {
    size,
    name,
    close,
    blob: () => undefined,
    stream: (start, end) =>
      pullStream(start, end, chunkSize, async (at, count) => {
        const buffer = new Uint8Array(count);
        for (let read = 0; read < count; ) {
          const { bytesRead } = await file.read(buffer, read, count - read, at + read);
          if (bytesRead === 0) throw new IntegrityError(`The file got shorter while it was sent: it ends at ${at + read} of ${size} bytes.`);
          read += bytesRead;
        }
        return buffer;
      }),
  };
}

async function writeAll(file: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let written = 0; written < bytes.byteLength; ) {
    written += (await file.write(bytes, written, bytes.byteLength - written, position + written)).bytesWritten;
  }
}

/** The bytes go to a file beside the place, which names the file's id: what an id holds never changes. */
async function openTarget(path: string | URL, fileId: string): Promise<Target> {
  const place = resolve(pathOf(path));
  const beside = join(dirname(place), `.${basename(place)}.${fileId}.part`);
  const file = await open(beside, "a+", 0o666);
  let size = 0;
  let closed = false;
  const close = async () => {
    if (!closed) await file.close();
    closed = true;
  };
  return {
    async *kept() {
      for (;;) {
        const { bytesRead, buffer } = await file.read(new Uint8Array(chunkSize), 0, chunkSize, size);
        if (bytesRead === 0) return;
        size += bytesRead;
        yield buffer.subarray(0, bytesRead);
      }
    },
    async write(bytes) {
      // It was opened to append: the position is always the end.
      for (let written = 0; written < bytes.byteLength; ) {
        written += (await file.write(bytes, written, bytes.byteLength - written)).bytesWritten;
      }
    },
    async restart() {
      size = 0;
      await file.truncate(0);
    },
    async commit() {
      await file.sync();
      await close();
      await rename(beside, place);
    },
    async close() {
      const empty = !closed && (await file.stat()).size === 0;
      await close();
      if (empty) await rm(beside, { force: true });
    },
  };
}
