import type { QuotaOut, RequestOptions } from "../types.js";
import { Resource } from "./resource.js";

/** Usage: `fc.quota`. */
export class Quota extends Resource {
  /** What is used, and how much may be. */
  get(options: RequestOptions = {}): Promise<QuotaOut> {
    return this.call("GET", "/quota", options);
  }
}
