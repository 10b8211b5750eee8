import { blobSource, readAll } from "../source.js";
import { JsSha256 } from "../sha256.js";
import type { Platform, Put, PutResponse } from "./platform.js";

/** Browsers, and whatever else has fetch and no files. */
export const platform: Platform = {
  userAgent: undefined,
  env: () => undefined,
  sha256: () => new JsSha256(),
  get subtle() {
    return crypto.subtle;
  },
  openPath: () => Promise.reject(new TypeError("There are no paths here: pass a File, a Blob, bytes or a stream.")),
  openTarget: () => Promise.reject(new TypeError("There are no paths here: pass a WritableStream.")),
  async spool(stream) {
    // A browser moves large Blobs to disk; each piece is made one at once, so that it can.
    const pieces: Blob[] = [];
    let batch: Uint8Array<ArrayBuffer>[] = [];
    let size = 0;
    for await (const chunk of readAll(stream)) {
      batch.push(chunk as Uint8Array<ArrayBuffer>);
      size += chunk.byteLength;
      if (size >= spoolPiece) {
        pieces.push(new Blob(batch));
        [batch, size] = [[], 0];
      }
    }
    return blobSource(new Blob([...pieces, ...batch]));
  },
  // XMLHttpRequest tells how many bytes have left; fetch does not.
  put: (request) =>
    typeof XMLHttpRequest === "function" && request.fetch === globalThis.fetch ? putByXhr(request) : putByFetch(request),
};

const spoolPiece = 4 * 1024 * 1024;

async function bodyOf({ source, start, end }: Put): Promise<Blob> {
  return source.blob(start, end) ?? (await new Response(source.stream(start, end)).blob());
}

async function putByXhr(request: Put): Promise<PutResponse> {
  const body = await bodyOf(request);
  request.signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const xhr = new XMLHttpRequest();
    const abort = () => {
      xhr.abort();
      reject(request.signal.reason);
    };
    xhr.upload.onprogress = (event) => request.onSent(event.loaded);
    xhr.onload = () => resolve({ status: xhr.status, header: (name) => xhr.getResponseHeader(name) });
    xhr.onerror = () => reject(new TypeError("The connection failed."));
    xhr.onloadend = () => request.signal.removeEventListener("abort", abort);
    request.signal.addEventListener("abort", abort);
    xhr.open("PUT", request.url);
    for (const [name, value] of Object.entries(request.headers)) xhr.setRequestHeader(name, value);
    xhr.send(body);
  });
}

async function putByFetch(request: Put): Promise<PutResponse> {
  const { url, headers, signal, fetch } = request;
  const response = await fetch(url, { method: "PUT", headers, body: await bodyOf(request), signal, redirect: "manual" });
  await response.body?.cancel();
  request.onSent(request.end - request.start);
  return { status: response.status, header: (name) => response.headers.get(name) };
}
