import { TransportTimeoutError } from "./errors.js";

/** A signal that the caller's signal ends, or a time without progress. `stop` must be called in the end. */
export class Deadline {
  readonly #controller = new AbortController();
  readonly #outer: AbortSignal | undefined;
  readonly #timeout: number;
  #timer: ReturnType<typeof setTimeout>;
  #stopped = false;
  readonly #abort = () => this.#controller.abort(this.#outer!.reason);

  /** @param timeout in milliseconds */
  constructor(outer: AbortSignal | undefined, timeout: number) {
    outer?.throwIfAborted();
    this.#outer = outer;
    this.#timeout = timeout;
    this.#timer = this.#start();
    outer?.addEventListener("abort", this.#abort);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** There was progress: the time begins anew. What is told after the end counts no more. */
  prolong(): void {
    if (this.#stopped) return;
    clearTimeout(this.#timer);
    this.#timer = this.#start();
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
    this.#outer?.removeEventListener("abort", this.#abort);
  }

  #start(): ReturnType<typeof setTimeout> {
    // Beyond 2^31 - 1 a timer would fire at once.
    return setTimeout(() => this.#controller.abort(new TransportTimeoutError("no response in time")), Math.min(this.#timeout, 0x7fff_ffff));
  }
}
