import { platform } from "#platform";
import { FluidCloudError } from "./errors.js";
import { Files } from "./resources/files.js";
import { Folders } from "./resources/folders.js";
import { Quota } from "./resources/quota.js";
import { Receipts } from "./resources/receipts.js";
import { Shares } from "./resources/shares.js";
import { Spaces } from "./resources/spaces.js";
import { Trash } from "./resources/trash.js";
import { Uploads } from "./resources/uploads.js";
import { Transport, type LogEntry } from "./transport.js";
import type { MeOut, RequestOptions } from "./types.js";

/** How a client is made. */
export interface FluidCloudOptions {
  /** `fck_live_...`, sent as `X-API-Key`; a key of another form goes as Bearer. In Node.js FLUIDCLOUD_API_KEY unless given. */
  apiKey?: string | undefined;
  /**
   * The origin of the API, such as `http://127.0.0.1:7071`. In Node.js FLUIDCLOUD_BASE_URL unless given, else
   * `https://api-cloud.fluidvip.com`.
   */
  baseUrl?: string | undefined;
  /** The version in the path; `v1` unless given. */
  apiVersion?: string | undefined;
  /** In place of the runtime's, for proxies or tests. Bytes go through it too. */
  fetch?: typeof globalThis.fetch | undefined;
  /** Milliseconds that each attempt of a call has, and that a transfer of bytes may stand still; 300,000 unless given. */
  timeout?: number | undefined;
  /** How often a request is repeated at most, where that is safe; 3 unless given. */
  maxRetries?: number | undefined;
  /** Gets a line for each response and each repetition. None holds a key or a signed URL. */
  logger?: ((entry: LogEntry) => void) | undefined;
}

/**
 * A client of FluidCloud.
 *
 * Requests are repeated where that is safe: after connection errors, 408, 429, and 503 with `Retry-After`; after other 5xx
 * those that may be carried out twice. Never a 409 (statement 239).
 */
export class FluidCloud {
  readonly files: Files;
  readonly folders: Folders;
  readonly spaces: Spaces;
  readonly shares: Shares;
  readonly trash: Trash;
  readonly quota: Quota;
  readonly receipts: Receipts;
  readonly uploads: Uploads;
  readonly #options: FluidCloudOptions;
  readonly #transport: Transport;

  /** @throws FluidCloudError when there is no API key, or no fetch */
  constructor(options: FluidCloudOptions = {}) {
    const transport = transportOf(options);
    this.#options = options;
    this.#transport = transport;
    this.files = new Files(transport);
    this.folders = new Folders(transport);
    this.spaces = new Spaces(transport);
    this.shares = new Shares(transport);
    this.trash = new Trash(transport);
    this.quota = new Quota(transport);
    this.receipts = new Receipts(transport);
    this.uploads = new Uploads(transport);
  }

  /** What the key is: its tenant, its scopes. */
  async me(options: RequestOptions = {}): Promise<MeOut> {
    return (await this.#transport.call("GET", "/me", options)).value as MeOut;
  }

  /** The same client with other options. */
  withOptions(options: Pick<FluidCloudOptions, "timeout" | "maxRetries">): FluidCloud {
    return new FluidCloud({ ...this.#options, ...options });
  }
}

function transportOf(options: FluidCloudOptions): Transport {
  const apiKey = (options.apiKey ?? platform.env("FLUIDCLOUD_API_KEY") ?? "").trim();
  if (apiKey === "") throw new FluidCloudError("There is no API key: pass apiKey, or set FLUIDCLOUD_API_KEY.");
  // Without the key: this text may be logged.
  if (!/^[!-~]+$/.test(apiKey)) throw new FluidCloudError("The API key holds characters that no key has.");
  const fetch = options.fetch ?? globalThis.fetch;
  if (typeof fetch !== "function") throw new FluidCloudError("There is no fetch: use Node.js 18 or newer, or pass fetch.");
  const version = `/api/${options.apiVersion ?? "v1"}`;
  let base = (options.baseUrl ?? platform.env("FLUIDCLOUD_BASE_URL") ?? "https://api-cloud.fluidvip.com").replace(/\/+$/, "");
  if (base.endsWith(version)) base = base.slice(0, -version.length);
  if (!/^https?:\/\/[^/?#@]+(\/[^?#]*)?$/.test(base)) throw new FluidCloudError("baseUrl is no http or https origin.");
  return new Transport({
    apiKey,
    root: base + version,
    fetch,
    timeout: options.timeout ?? 300_000,
    maxRetries: options.maxRetries ?? 3,
    logger: options.logger,
  });
}
