import type { Call, Query, Transport } from "../transport.js";
import type { RequestOptions } from "../types.js";

/** How a listing is iterated over. */
export interface PageOptions extends RequestOptions {
  /** Objects of a page, 1 to 1,000; 200 unless given. */
  pageSize?: number | undefined;
}

/** Routes of the API that belong together. */
export abstract class Resource {
  /** @internal */
  protected readonly transport: Transport;

  /** @internal */
  constructor(transport: Transport) {
    this.transport = transport;
  }

  /** @internal */
  protected async call<T>(method: string, path: string, call?: Call): Promise<T> {
    return (await this.transport.call(method, path, call)).value as T;
  }

  /** @internal The objects of a listing, page by page. */
  protected async *pages<T>(path: string, query: Query, { pageSize = 200, ...options }: PageOptions): AsyncGenerator<T, void, undefined> {
    let cursor: string | undefined;
    do {
      const page = await this.transport.call("GET", path, { ...options, query: { ...query, limit: pageSize, cursor } });
      yield* page.value as T[];
      cursor = page.cursor;
    } while (cursor !== undefined);
  }
}
