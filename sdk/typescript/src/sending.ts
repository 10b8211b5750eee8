import { platform } from "#platform";
import { ConflictError, IntegrityError, NotFoundError, StorageError, TransportError, ValidationError } from "./errors.js";
import type { Source } from "./platform/platform.js";
import { segment } from "./params.js";
import { readAll } from "./source.js";
import type { Transport } from "./transport.js";
import type { FileOut, ProgressCallback, RequestOptions, TicketOut } from "./types.js";
import type { Uploads } from "./resources/uploads.js";

/** What an interrupted upload goes on with. It holds no secret. */
export interface ResumeTicket {
  file_id: string;
  key: string;
}

/** How often a part is sent with a fresh URL, and how often parts are that storage turns out not to have. */
const rounds = 3;

/** One source on its way to storage: whole or in parts, as the ticket says. */
export class Sending {
  readonly #sent = new Map<number, number>();
  #told = -1;

  constructor(
    private readonly transport: Transport,
    private readonly uploads: Uploads,
    private readonly source: Source,
    private readonly parallel: number,
    private readonly onProgress: ProgressCallback | undefined,
    private readonly options: RequestOptions,
  ) {}

  /** All of it, from the start. */
  async send(ticket: TicketOut): Promise<FileOut> {
    const { file_id, key, url, headers, part_size, parts } = ticket;
    if (parts !== null && part_size !== null) {
      return this.#inParts({ file_id, key }, part_size, new Map(parts.map((part) => [part.part_number, part.url])));
    }
    return this.#hashing(async (options, sha256) => {
      const bytes = { source: this.source, start: 0, end: this.source.size };
      await this.transport.put({ url: url ?? "", headers }, bytes, (count) => this.#progress(1, count), options);
      return this.uploads.complete({ file_id, key, sha256: await sha256 }, options);
    });
  }

  /**
   * What is missing of it.
   * @returns undefined when it must be started anew
   */
  async resume(ticket: ResumeTicket): Promise<FileOut | undefined> {
    const { file_id, key } = ticket;
    const upload = await this.uploads.get(file_id, this.options).catch((error: unknown) => {
      if (error instanceof NotFoundError) return undefined;
      throw error;
    });
    if (upload?.status === "completed") {
      return (await this.transport.call("GET", `/files/${segment(file_id)}`, this.options)).value as FileOut;
    }
    if (upload?.status !== "pending") return undefined;
    if (upload.size !== this.source.size) {
      throw new IntegrityError(`This is not what was being uploaded: it has ${this.source.size} bytes, not ${upload.size}.`);
    }
    const { part_size, part_count, parts_received } = upload;
    try {
      if (part_size === null || part_count === null) {
        return await this.#hashing(async (options, sha256) => this.uploads.complete({ file_id, key, sha256: await sha256 }, options));
      }
      const missing = missingParts(part_count, parts_received);
      const signed = missing.length === 0 ? [] : ((await this.uploads.signParts(file_id, missing.slice(0, 1000), this.options)).parts ?? []);
      for (const number of parts_received ?? []) this.#sent.set(number, sizeOf(number, part_size, this.source.size));
      return await this.#inParts(ticket, part_size, new Map(signed.map((part) => [part.part_number, part.url])), missing);
    } catch (error) {
      if (!(error instanceof ConflictError || error instanceof ValidationError)) throw error;
      await this.uploads.abort(file_id, this.options);
      this.#sent.clear();
      return undefined;
    }
  }

  async #inParts(ticket: ResumeTicket, partSize: number, urls: Map<number, string>, missing = [...urls.keys()]): Promise<FileOut> {
    const { file_id, key } = ticket;
    const count = Math.ceil(this.source.size / partSize);
    const parts = Array.from({ length: count }, (_, index) => ({ part_number: index + 1, etag: null }));
    return this.#hashing(async (options, sha256) => {
      for (let round = 1; ; round++) {
        await inParallel(missing, this.parallel, options.signal, (number, signal) =>
          this.#sendPart(file_id, number, partSize, urls, { ...options, signal }),
        );
        try {
          return await this.uploads.complete({ file_id, key, parts, sha256: await sha256 }, options);
        } catch (error) {
          if (!(error instanceof ConflictError) || round === rounds) throw error;
          missing = missingParts(count, (await this.uploads.get(file_id, options)).parts_received);
          if (missing.length === 0) throw error;
        }
      }
    });
  }

  async #sendPart(fileId: string, number: number, partSize: number, urls: Map<number, string>, options: RequestOptions): Promise<void> {
    const start = (number - 1) * partSize;
    const bytes = { source: this.source, start, end: start + sizeOf(number, partSize, this.source.size) };
    for (let round = 1; ; round++) {
      const url = urls.get(number) ?? (await this.uploads.signParts(fileId, [number], options)).parts?.[0]?.url;
      if (url === undefined) throw new TransportError(`There is no URL for part ${number}.`);
      try {
        return await this.transport.put({ url, headers: {} }, bytes, (sent) => this.#progress(number, sent), options);
      } catch (error) {
        // An expired URL is a 403, or a connection that storage closes while bytes still come.
        const mayBeExpired = error instanceof TransportError || (error instanceof StorageError && error.status === 403);
        if (!mayBeExpired || round === rounds) throw error;
        urls.delete(number);
      }
    }
  }

  /** Does the work while the SHA-256 of the source is computed. Whichever fails ends the other. */
  async #hashing(work: (options: RequestOptions, sha256: Promise<string>) => Promise<FileOut>): Promise<FileOut> {
    return withSignal(this.options.signal, async (controller) => {
      const sha256 = sha256Of(this.source, controller.signal);
      sha256.catch((error: unknown) => controller.abort(error));
      return work({ ...this.options, signal: controller.signal }, sha256);
    });
  }

  /** Tells each new high: bytes that are sent again are not told again. */
  #progress(part: number, count: number): void {
    this.#sent.set(part, count);
    let done = 0;
    for (const sent of this.#sent.values()) done += sent;
    if (done <= this.#told) return;
    this.#told = done;
    this.onProgress?.(done, this.source.size);
  }
}

/** Of all of a source, in hex. */
async function sha256Of(source: Source, signal: AbortSignal): Promise<string> {
  const hash = platform.sha256();
  for await (const chunk of readAll(source.stream(0, source.size))) {
    signal.throwIfAborted();
    hash.update(chunk);
  }
  return hash.hex();
}

function sizeOf(part: number, partSize: number, size: number): number {
  return Math.min(partSize, size - (part - 1) * partSize);
}

function missingParts(count: number, received: readonly number[] | null): number[] {
  const there = new Set(received);
  return Array.from({ length: count }, (_, index) => index + 1).filter((number) => !there.has(number));
}

/** Does the work on every item, on so many at once. The first failure ends all of it. */
async function inParallel<T>(
  items: readonly T[],
  parallel: number,
  outer: AbortSignal | undefined,
  work: (item: T, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  await withSignal(outer, async (controller) => {
    const rest = items.values();
    const workers = Array.from({ length: Math.max(1, parallel) }, async () => {
      try {
        for (const item of rest) await work(item, controller.signal);
      } catch (error) {
        controller.abort(error);
        throw error;
      }
    });
    await Promise.allSettled(workers);
    await Promise.all(workers);
  });
}

/** What is run with a signal of its own, which the outer one ends too. */
async function withSignal<T>(outer: AbortSignal | undefined, run: (controller: AbortController) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const abort = () => controller.abort(outer!.reason);
  outer?.throwIfAborted();
  outer?.addEventListener("abort", abort);
  try {
    return await run(controller);
  } catch (error) {
    controller.abort(error);
    throw error;
  } finally {
    outer?.removeEventListener("abort", abort);
  }
}
