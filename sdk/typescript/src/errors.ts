/** What an error knows beside its text. */
export interface ErrorFacts {
  /** HTTP status of the response; undefined when there was none. */
  status?: number | undefined;
  /** What the response said: a text or an object of the API, or the text of a body that is not JSON. */
  detail?: unknown;
  /** What to tell support. */
  requestId?: string | undefined;
  /** Seconds until a repetition makes sense, as the response said. */
  retryAfter?: number | undefined;
  /** What was thrown below. */
  cause?: unknown;
}

/**
 * The base of everything that this package throws about a call (statement 238). A call that its own `AbortSignal` ends
 * throws the signal's reason instead.
 */
export class FluidCloudError extends Error {
  /** HTTP status of the response; undefined when there was none. */
  readonly status: number | undefined;
  /** What the response said: a text or an object of the API, or the text of a body that is not JSON. */
  readonly detail: unknown;
  /** What to tell support; undefined when there was no response. */
  readonly requestId: string | undefined;

  constructor(message: string, facts: ErrorFacts = {}) {
    super(message, facts.cause === undefined ? undefined : { cause: facts.cause });
    this.name = new.target.name;
    this.status = facts.status;
    this.detail = facts.detail;
    this.requestId = facts.requestId;
  }

  /** The same as `requestId`, by the name that other clients of the API use. */
  get request_id(): string | undefined {
    return this.requestId;
  }
}

/** The API refused. Its subclasses are the refusals that have a class of their own (statement 178). */
export class ApiError extends FluidCloudError {
  /** Seconds until a repetition makes sense, as the response said; else undefined. */
  readonly retryAfter: number | undefined;

  constructor(message: string, facts: ErrorFacts = {}) {
    super(message, facts);
    this.retryAfter = facts.retryAfter;
  }
}

/** 400 or 422: a value can't be right; `detail` names it. */
export class ValidationError extends ApiError {}

/** 401: no key, an unknown one, or a revoked one. */
export class AuthError extends ApiError {}

/** 402: the storage pool has no room for the upload, or there are as many expiring links as are allowed. */
export class QuotaExceededError extends ApiError {}

/** 403: the key lacks a scope, or the destination is outside of its access. */
export class PermissionError extends ApiError {
  /** The scopes that the call needs. */
  get required(): string[] {
    return this.#scopes("required");
  }

  /** Those of them that the key lacks. */
  get missing(): string[] {
    return this.#scopes("missing");
  }

  #scopes(field: string): string[] {
    const scopes = isObject(this.detail) ? this.detail[field] : undefined;
    return Array.isArray(scopes) ? scopes.map(String) : [];
  }
}

/** 404: not there, or another tenant's. */
export class NotFoundError extends ApiError {}

/** 409: not in the present state, such as a file that is not clean yet. It is never repeated. */
export class ConflictError extends ApiError {}

/** 429: too many requests, even after the repetitions that the client made. */
export class RateLimitError extends ApiError {}

/** Storage refused bytes, or to give them; `detail` is its error code. */
export class StorageError extends FluidCloudError {}

/** There was no response, or it broke off. */
export class TransportError extends FluidCloudError {}

/** There was no response in time. */
export class TransportTimeoutError extends TransportError {}

/** The bytes are not those that were announced: their number or their SHA-256 differs. */
export class IntegrityError extends FluidCloudError {}

/** What was waited for did not happen in time. It still may. */
export class WaitTimeoutError extends FluidCloudError {}

/** A proof of an erasure does not prove it. */
export class ProofError extends FluidCloudError {
  /** Whether what it claims is false, whom it names is not trusted by the policy, or it can't be read. */
  readonly verdict: "false" | "not_trusted" | "unreadable";

  constructor(message: string, verdict: "false" | "not_trusted" | "unreadable", cause?: unknown) {
    super(message, { cause });
    this.verdict = verdict;
  }
}

/** The scan of a file ended, and not with `clean`: the file is never served. */
export class NotCleanError extends FluidCloudError {
  /** How the scan ended, such as `infected`. */
  readonly scanStatus: string;

  constructor(fileId: string, scanStatus: string) {
    super(`The file ${fileId} is not served: its scan ended with '${scanStatus}'.`);
    this.scanStatus = scanStatus;
  }
}

/** The emptying of Trash met something that it can't erase. It goes on when it is called again. */
export class SweepStalledError extends FluidCloudError {}

const byStatus: Record<number, typeof ApiError> = {
  400: ValidationError,
  401: AuthError,
  402: QuotaExceededError,
  403: PermissionError,
  404: NotFoundError,
  409: ConflictError,
  422: ValidationError,
  429: RateLimitError,
};

/** @internal The error of a response; its text says status, detail and request id. */
export function apiError(status: number, facts: ErrorFacts): ApiError {
  const request = facts.requestId ? ` (request ${facts.requestId})` : "";
  return new (byStatus[status] ?? ApiError)(`${status}: ${textOf(facts.detail)}${request}`, { ...facts, status });
}

/** @internal */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function textOf(detail: unknown): string {
  if (isObject(detail) && typeof detail["error"] === "string") {
    const missing = detail["missing"];
    return Array.isArray(missing) && missing.length > 0 ? `${detail["error"]}, missing ${missing.join(", ")}` : detail["error"];
  }
  const text = (typeof detail === "string" ? detail : detail == null ? "" : JSON.stringify(detail)).trim();
  return text.slice(0, 500) || "no explanation";
}
