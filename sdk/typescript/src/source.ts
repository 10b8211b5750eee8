import type { Source } from "./platform/platform.js";
import { platform } from "#platform";

/**
 * Where the bytes of an upload come from. A string or a URL is the path of a file, in Node.js only. A stream is read to its
 * end first, because the size must be announced: in Node.js into a temporary file, in browsers into a Blob.
 */
export type UploadData =
  | string
  | URL
  | Blob
  | ArrayBuffer
  | ArrayBufferView
  | ReadableStream<Uint8Array>
  | AsyncIterable<Uint8Array>;

export function openSource(data: UploadData): Promise<Source> | Source {
  if (typeof data === "string" || data instanceof URL) return platform.openPath(data);
  if (data instanceof Blob) return blobSource(data);
  if (data instanceof ArrayBuffer) return bytesSource(new Uint8Array(data));
  if (ArrayBuffer.isView(data)) return bytesSource(new Uint8Array(data.buffer as ArrayBuffer, data.byteOffset, data.byteLength));
  if (typeof data === "object" && data !== null && ("getReader" in data || Symbol.asyncIterator in data)) return platform.spool(data);
  throw new TypeError("data must be a Blob, a File, bytes, a stream, or in Node.js a path.");
}

const chunkSize = 256 * 1024;

export function blobSource(blob: Blob): Source {
  return {
    size: blob.size,
    name: "name" in blob && typeof blob.name === "string" ? blob.name : undefined,
    blob: (start, end) => blob.slice(start, end),
    // A slice is read piece by piece: some runtimes read all of a Blob for its stream().
    stream: (start, end) =>
      pullStream(start, end, chunkSize, async (at, count) => new Uint8Array(await blob.slice(at, at + count).arrayBuffer())),
    close: async () => {},
  };
}

function bytesSource(bytes: Uint8Array<ArrayBuffer>): Source {
  return {
    size: bytes.byteLength,
    name: undefined,
    blob: (start, end) => new Blob([bytes.subarray(start, end)]),
    // Copied, because a consumer may transfer what it gets.
    stream: (start, end) => pullStream(start, end, chunkSize, async (at, count) => bytes.slice(at, at + count)),
    close: async () => {},
  };
}

/** A stream of what `read` returns for each piece of a range. */
export function pullStream(
  start: number,
  end: number,
  chunk: number,
  read: (at: number, count: number) => Promise<Uint8Array<ArrayBuffer>>,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  let at = start;
  return new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      async pull(controller) {
        const count = Math.min(chunk, end - at);
        if (count > 0) controller.enqueue(await read(at, count));
        at += count;
        if (at >= end) controller.close();
      },
    },
    { highWaterMark: 1 },
  );
}

/** The pieces of a stream. What ends the loop early ends the stream. */
export async function* readAll(stream: ReadableStream<Uint8Array> | AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  if (!("getReader" in stream)) {
    yield* stream;
    return;
  }
  const reader = stream.getReader();
  let ended = false;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) {
        ended = true;
        return;
      }
      yield value;
    }
  } catch (error) {
    ended = true;
    throw error;
  } finally {
    if (!ended) await reader.cancel();
    reader.releaseLock();
  }
}
