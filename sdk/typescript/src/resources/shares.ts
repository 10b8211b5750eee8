import { segment, snakeCased } from "../params.js";
import type { Query } from "../transport.js";
import type { CreatedShare, Open, Params, RequestOptions, ShareOut } from "../types.js";
import { Resource, type PageOptions } from "./resource.js";

/** Which links a listing shows. */
export interface ShareQuery {
  /** Only those to this file. */
  file_id?: string | undefined;
}

/** A link to make. */
export interface NewShare {
  file_id: string;
  /** 1 to 365; null, and nothing, make a permanent link. */
  expires_in_days?: number | null | undefined;
  /** Without it a permanent link is to view, an expiring one to download. */
  permission?: Open<"view" | "download"> | undefined;
}

/** Links to files: `fc.shares`. */
export class Shares extends Resource {
  /** The links that were not revoked, the newest first; without their URLs. */
  list(query: Params<ShareQuery> = {}, options: RequestOptions = {}): Promise<ShareOut[]> {
    return this.call("GET", "/shares", { ...options, query: snakeCased<Query>(query) });
  }

  /** The same, page by page. */
  iterate(query: Params<ShareQuery> = {}, options: PageOptions = {}): AsyncGenerator<ShareOut, void, undefined> {
    return this.pages("/shares", snakeCased<Query>(query), options);
  }

  /**
   * Makes a link to a clean file. Only this response holds its `url`.
   * @throws ConflictError when the file is not clean, or in Trash
   * @throws QuotaExceededError when there are as many expiring links as are allowed
   */
  create(share: Params<NewShare>, options: RequestOptions = {}): Promise<CreatedShare> {
    return this.call("POST", "/shares", { ...options, body: { expires_in_days: null, ...snakeCased(share) } });
  }

  /** Revokes a link. The edge may serve a permanent one for up to an hour more. */
  delete(shareId: string, options: RequestOptions = {}): Promise<void> {
    return this.call("DELETE", `/shares/${segment(shareId)}`, options);
  }
}
