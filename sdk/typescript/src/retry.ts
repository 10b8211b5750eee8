/** When a request is repeated, and when (statement 239). */
export interface Attempt {
  /** How often it was repeated already. */
  repeated: number;
  maxRetries: number;
  /** Whether a second one does no harm if the first was carried out. */
  safe: boolean;
  /** Of the response; undefined when there was none. */
  status?: number;
  /** Seconds. */
  retryAfter?: number | undefined;
  /** Whether it surely did not arrive. */
  unsent?: boolean;
}

/** Milliseconds. A `Retry-After` beyond it is not waited for: better the error now than a call that seems to hang. */
const longestWait = 60_000;

/** @returns milliseconds to wait before the next attempt; undefined when there must be none. */
export function waitBeforeRetry({ repeated, maxRetries, safe, status, retryAfter, unsent }: Attempt): number | undefined {
  if (repeated >= maxRetries || !mayRepeat(safe, status, retryAfter, unsent)) return undefined;
  if (retryAfter === undefined) return (0.5 + Math.random() / 2) * Math.min(500 * 2 ** repeated, 8_000);
  const wait = retryAfter * 1000;
  return wait > longestWait ? undefined : wait * (1 + Math.random() / 10);
}

function mayRepeat(safe: boolean, status: number | undefined, retryAfter: number | undefined, unsent = false): boolean {
  if (status === undefined) return safe || unsent;
  if (status === 408 || status === 429) return true; // It was not carried out.
  if (status === 503 && retryAfter !== undefined) return true;
  return status >= 500 && safe;
}

/** @returns the seconds of a `Retry-After`, which may also be a date. */
export function retryAfterOf(header: string | null): number | undefined {
  if (header === null) return undefined;
  if (/^\d{1,9}$/.test(header.trim())) return Number(header);
  const until = Date.parse(header);
  return Number.isNaN(until) ? undefined : Math.max(0, (until - Date.now()) / 1000);
}

/** Waits, unless the signal ends it: then it throws the signal's reason. */
export function sleep(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const abort = () => {
      clearTimeout(timer);
      reject(signal!.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", abort);
      resolve();
    }, milliseconds);
    signal?.addEventListener("abort", abort, { once: true });
  });
}
