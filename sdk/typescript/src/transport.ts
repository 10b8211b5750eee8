import { platform } from "#platform";
import { Deadline } from "./deadline.js";
import { ApiError, StorageError, TransportError, TransportTimeoutError, apiError, isObject } from "./errors.js";
import type { PutResponse, Source } from "./platform/platform.js";
import { retryAfterOf, sleep, waitBeforeRetry } from "./retry.js";
import type { RequestOptions } from "./types.js";

/** One line of what a client does. It never holds a key or a signed URL. */
export interface LogEntry {
  level: "debug" | "info";
  /** Such as `GET /api/v1/files: 503, again in 1.2 s`. */
  message: string;
  /** HTTP status; undefined when there was no response. */
  status?: number;
  requestId?: string;
}

/** How a client calls. */
export interface TransportSettings {
  readonly apiKey: string;
  /** With the version: `https://host/api/v1`. */
  readonly root: string;
  readonly fetch: typeof fetch;
  readonly timeout: number;
  readonly maxRetries: number;
  readonly logger: ((entry: LogEntry) => void) | undefined;
}

export type Query = Record<string, string | number | boolean | null | undefined>;

export interface Call extends RequestOptions {
  query?: Query;
  body?: object;
  /** Whether the route may be called twice, though its method does not say so. */
  repeatable?: boolean;
  /** What is asked for; JSON unless given. Anything else is answered as text. */
  accept?: string;
}

/** A good response: its JSON (undefined when it has no body) and the cursor of the next page. */
export interface Answer {
  value: unknown;
  cursor: string | undefined;
}

/** Methods that may be repeated even if the first request was carried out (statement 239). */
const safeMethods = ["GET", "DELETE", "PUT"];

/** Sends requests, repeats them where that is safe, and reads the responses. */
export class Transport {
  readonly #settings: TransportSettings;

  constructor(settings: TransportSettings) {
    this.#settings = settings;
  }

  /**
   * Calls a route of the API.
   * @param path behind `/api/v1`
   */
  async call(method: string, path: string, call: Call = {}): Promise<Answer> {
    const what = `${method} ${new URL(this.#settings.root).pathname}${path}`;
    const url = this.#settings.root + path + queryText(call.query);
    const safe = call.repeatable === true || safeMethods.includes(method);
    const maxRetries = call.maxRetries ?? this.#settings.maxRetries;
    for (let repeated = 0; ; repeated++) {
      let wait: number | undefined;
      try {
        const { response, text } = await this.#attempt(method, url, call);
        const retryAfter = retryAfterOf(response.headers.get("Retry-After"));
        wait = waitBeforeRetry({ repeated, maxRetries, safe, status: response.status, retryAfter });
        this.#log(what, { status: response.status, requestId: response.headers.get("X-Request-Id"), wait });
        if (wait === undefined) return answerOf(response, text, retryAfter, call.accept !== undefined);
      } catch (error) {
        if (error instanceof ApiError) throw error;
        call.signal?.throwIfAborted();
        wait = waitBeforeRetry({ repeated, maxRetries, safe, unsent: neverSent(error) });
        this.#log(what, { error, wait });
        if (wait === undefined) throw transportError(what, error);
      }
      await sleep(wait, call.signal);
    }
  }

  /**
   * Sends bytes to a signed URL.
   * @param onSent called with how many bytes of the present attempt are on their way, from 0
   * @throws StorageError when storage refused them
   */
  async put(
    ticket: { url: string; headers: Record<string, string> },
    bytes: { source: Source; start: number; end: number },
    onSent: (count: number) => void,
    options: RequestOptions,
  ): Promise<void> {
    const maxRetries = options.maxRetries ?? this.#settings.maxRetries;
    for (let repeated = 0; ; repeated++) {
      let wait: number | undefined;
      onSent(0);
      const deadline = new Deadline(options.signal, options.timeout ?? this.#settings.timeout);
      try {
        const sent = (count: number) => {
          deadline.prolong();
          if (!deadline.signal.aborted) onSent(count);
        };
        const { fetch } = this.#settings;
        const response = await untilAborted(platform.put({ ...ticket, ...bytes, onSent: sent, signal: deadline.signal, fetch }), deadline.signal);
        const status = response.status;
        if (status >= 200 && status < 300) {
          this.#log("PUT to storage", { status, requestId: response.header("x-ms-request-id"), wait });
          return onSent(bytes.end - bytes.start);
        }
        // An attempt whose response was lost has arrived; completing compares the size.
        if (repeated > 0 && response.header("x-ms-error-code") === "UnauthorizedBlobOverwrite") return onSent(bytes.end - bytes.start);
        wait = waitBeforeRetry({ repeated, maxRetries, safe: true, status, retryAfter: retryAfterOf(response.header("Retry-After")) });
        this.#log("PUT to storage", { status, requestId: response.header("x-ms-request-id"), wait });
        if (wait === undefined) throw storageError("take bytes", response);
      } catch (error) {
        if (error instanceof StorageError) throw error;
        options.signal?.throwIfAborted();
        wait = waitBeforeRetry({ repeated, maxRetries, safe: true });
        this.#log("PUT to storage", { error, wait });
        if (wait === undefined) throw storageTransportError("PUT to storage", error);
      } finally {
        deadline.stop();
      }
      await sleep(wait, options.signal);
    }
  }

  /**
   * Reads bytes from a signed URL, once. What breaks off throws a TransportError.
   * @param start the first byte that is wanted
   */
  async *get(url: string, start: number, options: RequestOptions): AsyncGenerator<Uint8Array> {
    const deadline = new Deadline(options.signal, options.timeout ?? this.#settings.timeout);
    let reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
    try {
      // What was encoded on its way would not have the announced size. Browsers set this header themselves.
      const headers: Record<string, string> = platform.userAgent === undefined ? {} : { "Accept-Encoding": "identity" };
      if (start > 0) headers["Range"] = `bytes=${start}-`;
      const { fetch } = this.#settings; // Browsers want it called without an object.
      const response = await untilAborted(fetch(url, { headers, signal: deadline.signal, redirect: "manual" }), deadline.signal);
      this.#log("GET from storage", { status: response.status, requestId: response.headers.get("x-ms-request-id") });
      if (response.status !== 200 && response.status !== 206) {
        await response.body?.cancel();
        throw storageError("give bytes", { status: response.status, header: (name) => response.headers.get(name) });
      }
      // Whoever ignores the range sends the bytes from the first one.
      let skip = response.status === 200 ? start : 0;
      reader = response.body?.getReader();
      while (reader !== undefined) {
        const { done, value } = await untilAborted(reader.read(), deadline.signal);
        if (done) return;
        deadline.prolong();
        const chunk = value.subarray(Math.min(skip, value.byteLength));
        skip -= value.byteLength - chunk.byteLength;
        if (chunk.byteLength > 0) yield chunk;
        deadline.prolong(); // What the consumer takes its time for is not storage's.
      }
    } catch (error) {
      if (error instanceof StorageError) throw error;
      options.signal?.throwIfAborted();
      this.#log("GET from storage", { error });
      throw storageTransportError("GET from storage", error);
    } finally {
      deadline.stop();
      // Rejects when the stream has failed, which was told above.
      await reader?.cancel().catch(() => undefined);
    }
  }

  /** The wait before the next attempt of something that consists of several requests; undefined: no more attempts. */
  waitBeforeRetry(repeated: number, options: RequestOptions): number | undefined {
    return waitBeforeRetry({ repeated, maxRetries: options.maxRetries ?? this.#settings.maxRetries, safe: true });
  }

  async #attempt(method: string, url: string, call: Call): Promise<{ response: Response; text: string }> {
    const { apiKey, timeout, fetch } = this.#settings;
    const headers: Record<string, string> = { Accept: call.accept ?? "application/json" };
    if (apiKey.startsWith("fck_")) headers["X-API-Key"] = apiKey;
    else headers["Authorization"] = `Bearer ${apiKey}`;
    if (platform.userAgent !== undefined) headers["User-Agent"] = platform.userAgent;
    const init: RequestInit = { method, headers, redirect: "manual" };
    if (call.body !== undefined) {
      headers["Content-Type"] = "application/json";
      init.body = JSON.stringify(call.body);
    }
    const deadline = new Deadline(call.signal, call.timeout ?? timeout);
    try {
      // An injected fetch may not look at the signal.
      const response = await untilAborted(fetch(url, { ...init, signal: deadline.signal }), deadline.signal);
      if (response.type === "opaqueredirect") throw new TypeError("The API redirects, and the key goes nowhere else.");
      return { response, text: await untilAborted(response.text(), deadline.signal) };
    } finally {
      deadline.stop();
    }
  }

  #log(what: string, facts: { status?: number; requestId?: string | null; error?: unknown; wait?: number | undefined }): void {
    if (this.#settings.logger === undefined) return;
    const outcome = facts.status ?? reasonOf(facts.error);
    const again = facts.wait === undefined ? "" : `, again in ${(facts.wait / 1000).toFixed(1)} s`;
    const entry: LogEntry = { level: facts.wait === undefined ? "debug" : "info", message: `${what}: ${outcome}${again}` };
    if (facts.status !== undefined) entry.status = facts.status;
    if (facts.requestId != null) entry.requestId = facts.requestId;
    this.#settings.logger(entry);
  }
}

/** @returns with a leading `?`, or an empty text; what is null or undefined is left out. */
function queryText(query: Query = {}): string {
  const given = Object.entries(query).filter(([, value]) => value != null);
  return given.length === 0 ? "" : `?${new URLSearchParams(given.map(([name, value]) => [name, String(value)]))}`;
}

function answerOf(response: Response, text: string, retryAfter: number | undefined, isText: boolean): Answer {
  const { status, headers } = response;
  if (response.ok && isText) return { value: text, cursor: undefined };
  const requestId = headers.get("X-Request-Id") ?? undefined;
  let value: unknown;
  let isJson = true;
  try {
    value = text.trim() === "" ? undefined : JSON.parse(text);
  } catch {
    // What is no JSON is kept as text: it never hides the status (statement 238).
    [value, isJson] = [text, false];
  }
  if (!response.ok) throw apiError(status, { detail: isObject(value) && "detail" in value ? value["detail"] : value, requestId, retryAfter });
  if (!isJson) {
    const message = `${status}, but the body is not JSON: ${text.slice(0, 200)}`;
    throw new ApiError(message, { status, detail: text, requestId });
  }
  return { value, cursor: cursorOf(headers.get("Link")) };
}

/** Only the cursor of a link is taken: where it points to does not decide where the key goes. */
function cursorOf(link: string | null): string | undefined {
  const next = /<([^>]*)>\s*;[^,]*\brel="?next"?/.exec(link ?? "");
  return next === null ? undefined : (new URL(next[1]!, "http://any").searchParams.get("cursor") ?? undefined);
}

/** Only the code of the response is told: its text may repeat what was signed. */
function storageError(action: string, response: PutResponse): StorageError {
  const code = response.header("x-ms-error-code") ?? undefined;
  return new StorageError(`Storage responded ${response.status} (${code ?? "no reason"}) when asked to ${action}.`, {
    status: response.status,
    detail: code,
    requestId: response.header("x-ms-request-id") ?? undefined,
  });
}

function transportError(what: string, error: unknown): TransportError {
  const kind = error instanceof TransportTimeoutError ? TransportTimeoutError : TransportError;
  return new kind(`${what}: ${reasonOf(error)}`, { cause: error });
}

/** Without its cause, whose text may hold the URL, which is a secret. */
function storageTransportError(what: string, error: unknown): TransportError {
  const kind = error instanceof TransportTimeoutError ? TransportTimeoutError : TransportError;
  return new kind(`${what}: ${reasonOf(error)}`);
}

/** What fetch threw, with the reason below it, and without what is signed. */
function reasonOf(error: unknown): string {
  const texts: string[] = [];
  for (let at = error; at instanceof Error && texts.length < 3; at = at.cause) texts.push(at.message);
  return (texts.join(": ") || String(error)).replace(/https?:\/\/\S+/g, "(a URL)").slice(0, 300);
}

/** Whether Node.js says that there was no connection. Browsers do not tell. */
function neverSent(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined;
  const code = isObject(cause) ? cause["code"] : undefined;
  return ["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "UND_ERR_CONNECT_TIMEOUT"].includes(String(code));
}

/** The promise, or what the signal says first: an injected fetch may not listen to it. */
async function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  let abort = () => {};
  const aborted = new Promise<never>((_, reject) => {
    abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener("abort", abort);
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener("abort", abort);
    promise.catch(() => undefined);
  }
}
