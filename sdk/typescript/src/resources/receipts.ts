import { segment } from "../params.js";
import type { ReceiptOut, RequestOptions } from "../types.js";
import { Resource, type PageOptions } from "./resource.js";

/** What is left to prove of erased files: `fc.receipts`. */
export class Receipts extends Resource {
  /**
   * The receipt of one erased file.
   * @throws NotFoundError when there is none: the file was not erased, or is another tenant's
   */
  get(fileId: string, options: RequestOptions = {}): Promise<ReceiptOut> {
    return this.call("GET", `/gdpr/receipts/${segment(fileId)}`, options);
  }

  /**
   * The receipts of one emptying of Trash.
   * @param query `sweep` is the `id` of a sweep of `fc.trash.status()`
   */
  list(query: { sweep: string }, options: RequestOptions = {}): Promise<ReceiptOut[]> {
    return this.call("GET", "/gdpr/receipts", { ...options, query });
  }

  /** The same, page by page. */
  iterate(query: { sweep: string }, options: PageOptions = {}): AsyncGenerator<ReceiptOut, void, undefined> {
    return this.pages("/gdpr/receipts", query, options);
  }
}
