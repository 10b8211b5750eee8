import { SweepStalledError } from "../errors.js";
import { snakeCased } from "../params.js";
import { poll, type Wait } from "../polling.js";
import type { EmptyTrashOut, Params, RequestOptions, SweepOut, TrashOut } from "../types.js";
import { Resource } from "./resource.js";

/** What to empty, and how. */
export interface EmptyTrash {
  /** Only what is in Trash of this space; without it all of the tenant's. */
  space_id?: string | undefined;
  /** Only counts what would be erased. */
  dry_run?: boolean | undefined;
  /** Whether to wait until it is done, and for how many milliseconds; true is 5 minutes. */
  wait?: Wait | undefined;
  /** Called with the number of files erased, and of all; only while it waits. */
  on_progress?: ((done: number, total: number) => void) | undefined;
}

/** Emptying Trash: `fc.trash`. What is in it: `fc.files.list({ trash: true })` and `fc.folders.list({ trash: true })`. */
export class Trash extends Resource {
  /**
   * Erases for good what is in Trash now, in the background (statements 40 to 65).
   * @returns the counts it began with; after a wait also `sweep`, how it ended
   * @throws SweepStalledError when it met something that it can't erase. Calling again goes on
   * @throws WaitTimeoutError when it was not done in time. It goes on
   */
  async empty(params: Params<EmptyTrash> = {}, options: RequestOptions = {}): Promise<EmptyTrashOut> {
    const { space_id, dry_run, wait = false, on_progress } = snakeCased<EmptyTrash>(params);
    const query = { space_id, dry_run: dry_run || undefined };
    const begun = await this.call<EmptyTrashOut>("DELETE", "/gdpr/trash", { ...options, query });
    if (wait === false || dry_run === true) return begun;
    const sweep = await poll(wait, "Emptying Trash", options.signal, async () => {
      const found = await this.#sweep(space_id, options);
      if (found === undefined) return undefined;
      on_progress?.(found.files_done, found.files_total ?? 0);
      if (found.state === "stalled") throw new SweepStalledError(`${found.files_failed} files could not be erased. Empty Trash again to go on.`);
      return found.state === "done" ? found : undefined;
    });
    return { ...begun, sweep };
  }

  /** What is in Trash now, and how far the last emptying of each scope is. */
  status(params: Params<{ space_id?: string | undefined }> = {}, options: RequestOptions = {}): Promise<TrashOut> {
    return this.call("GET", "/gdpr/trash", { ...options, query: snakeCased(params) });
  }

  /** The last emptying of exactly this scope. */
  async #sweep(spaceId: string | undefined, options: RequestOptions): Promise<SweepOut | undefined> {
    const { sweeps } = await this.status({ space_id: spaceId }, options);
    return sweeps.find((sweep) => sweep.cause === "sweep" && sweep.space_id === (spaceId?.toLowerCase() ?? null));
  }
}
