import { WaitTimeoutError } from "./errors.js";
import { sleep } from "./retry.js";

/** Nothing is there yet, and nothing will be for some milliseconds. */
export class Pause {
  readonly milliseconds: number;

  constructor(milliseconds: number) {
    this.milliseconds = milliseconds;
  }
}

/** true waits for at most 5 minutes, a number for that many milliseconds. */
export type Wait = boolean | number;

/**
 * Looks until there is something, after short pauses first and then every 2 seconds.
 * @param look what there is; undefined looks again, a `Pause` after as long as it says
 * @throws WaitTimeoutError when the limit has passed
 */
export async function poll<T>(
  wait: Exclude<Wait, false>,
  what: string,
  signal: AbortSignal | undefined,
  look: () => Promise<T | Pause | undefined>,
): Promise<T> {
  const limit = wait === true ? 300_000 : wait;
  const end = Date.now() + limit;
  for (let pause = 100; ; pause = Math.min(pause * 1.5, 2_000)) {
    const found = await look();
    const asked = found instanceof Pause ? found.milliseconds : undefined;
    if (found !== undefined && !(found instanceof Pause)) return found;
    const left = end - Date.now();
    if (left <= 0) throw new WaitTimeoutError(`${what} did not end within ${limit / 1000} s.`);
    await sleep(Math.min(asked ?? pause, left), signal);
  }
}
