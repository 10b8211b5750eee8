import { platform } from "#platform";
import { IntegrityError, StorageError, TransportError } from "./errors.js";
import { segment } from "./params.js";
import type { Sha256 } from "./platform/platform.js";
import { sleep } from "./retry.js";
import type { Transport } from "./transport.js";
import type { DownloadOut, FileOut, ProgressCallback, RequestOptions } from "./types.js";

/**
 * The bytes of a file from `start` to its end. What breaks off goes on by a range with a fresh URL. In the end the number of
 * bytes and their SHA-256 are compared with the record.
 * @param hash of the bytes before `start`
 */
export async function* receive(
  transport: Transport,
  file: FileOut,
  start: number,
  hash: Sha256,
  onProgress: ProgressCallback | undefined,
  options: RequestOptions,
): AsyncGenerator<Uint8Array, void, undefined> {
  const size = file.size ?? 0;
  let at = start;
  onProgress?.(at, size);
  for (let failures = 0; at < size; ) {
    const before = at;
    let broken: unknown;
    try {
      const { value } = await transport.call("GET", `/files/${segment(file.id)}/download`, options);
      for await (const chunk of transport.get((value as DownloadOut).url, at, options)) {
        at += chunk.byteLength;
        if (at > size) throw new IntegrityError(`Storage sends more than the ${size} bytes of the file ${file.id}.`);
        hash.update(chunk);
        yield chunk;
        onProgress?.(at, size);
      }
    } catch (error) {
      // An expired URL is a 403; what storage has not is no question of time.
      if (!(error instanceof TransportError || (error instanceof StorageError && (error.status === 403 || error.status! >= 500)))) throw error;
      broken = error;
    }
    if (at === size) break;
    if (at > before) failures = 0;
    const wait = transport.waitBeforeRetry(failures++, options);
    if (wait === undefined) throw broken ?? new TransportError(`The download of ${file.id} breaks off at ${at} of ${size} bytes.`);
    await sleep(wait, options.signal);
  }
  const sha256 = hash.hex();
  if (file.sha256 !== null && file.sha256.toLowerCase() !== sha256) {
    throw new IntegrityError(`The bytes of ${file.id} have the SHA-256 ${sha256}, not ${file.sha256}.`);
  }
}

/** To a file. It appears in its place when all of it is there; what an interrupted download left is not fetched again. */
export async function receiveToPath(
  transport: Transport,
  file: FileOut,
  path: string | URL,
  onProgress: ProgressCallback | undefined,
  options: RequestOptions,
): Promise<void> {
  const target = await platform.openTarget(path, file.id);
  try {
    let hash = platform.sha256();
    let kept = 0;
    for await (const chunk of target.kept()) {
      options.signal?.throwIfAborted();
      hash.update(chunk);
      kept += chunk.byteLength;
    }
    if (kept > (file.size ?? 0)) {
      await target.restart();
      [hash, kept] = [platform.sha256(), 0];
    }
    for await (const chunk of receive(transport, file, kept, hash, onProgress, options)) await target.write(chunk);
    await target.commit();
  } catch (error) {
    if (error instanceof IntegrityError) await target.restart();
    throw error;
  } finally {
    await target.close();
  }
}

/** To a stream, which is closed in the end. A failure aborts it. */
export async function receiveToStream(
  transport: Transport,
  file: FileOut,
  stream: WritableStream<Uint8Array>,
  onProgress: ProgressCallback | undefined,
  options: RequestOptions,
): Promise<void> {
  const writer = stream.getWriter();
  try {
    for await (const chunk of receive(transport, file, 0, platform.sha256(), onProgress, options)) await writer.write(chunk);
    await writer.close();
  } catch (error) {
    await writer.abort(error).catch(() => undefined); // It failed itself: that is the error.
    throw error;
  } finally {
    writer.releaseLock();
  }
}
