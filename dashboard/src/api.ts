import { accessToken } from "./oidc";

/** The owner API (docs/owners.md): calls, and the fields that the dashboard shows. */

export class ApiError extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/** @param path below `/owner/api/` */
export async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
  return (await send(method, path, body)).json as T;
}

export interface Page<T> {
  items: T[];
  /** The path of the next page; undefined on the last one. */
  next: string | undefined;
}

/** One page of a list. The host names the next one in its `Link` header. */
export async function page<T>(path: string): Promise<Page<T>> {
  const { json, response } = await send("GET", path);
  const link = /<[^>]*\/owner\/api\/([^>]*)>;\s*rel="?next/.exec(response.headers.get("Link") ?? "");
  return { items: json as T[], next: link?.[1] };
}

/** Saves what a route answers as a file: a link could not send the token. */
export async function save(path: string, name: string): Promise<void> {
  const token = accessToken();
  const answer = await fetch(`/owner/api/${path}`, token === null ? {} : { headers: { Authorization: `Bearer ${token}` } });
  if (!answer.ok) throw new ApiError(answer.status, `The server answered ${answer.status}.`);
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await answer.blob());
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

async function send(method: string, path: string, body?: unknown) {
  const headers: Record<string, string> = { Accept: "application/json" };
  const token = accessToken();
  if (token !== null) headers["Authorization"] = `Bearer ${token}`;
  // A page of another site can't send this header without being allowed to.
  if (method !== "GET") headers["X-FluidCloud-Owner"] = "1";
  if (body !== undefined) headers["Content-Type"] = "application/json";
  const init: RequestInit = { method, headers, credentials: "same-origin" };
  if (body !== undefined) init.body = JSON.stringify(body);
  const response = await fetch(`/owner/api/${path}`, init);
  const text = await response.text();
  const json: unknown = text === "" ? undefined : JSON.parse(text);
  if (!response.ok) throw new ApiError(response.status, problemOf(json) ?? `The server answered ${response.status}.`);
  return { json, response };
}

function problemOf(json: unknown): string | undefined {
  const detail = (json as { detail?: unknown } | undefined)?.detail;
  if (typeof detail === "string") return detail;
  const first: unknown = Array.isArray(detail) ? detail[0] : detail;
  const { message, msg } = (first ?? {}) as { message?: string; msg?: string };
  return message ?? msg;
}

export interface Owner {
  subject: string;
  name: string;
  role: "auditor" | "operator" | "owner";
}

export interface SignIn {
  kind: "oidc" | "local";
  /** null, as the other two, for a local sign-in. */
  issuer: string | null;
  client_id: string | null;
  scope: string | null;
}

export interface Tenant {
  id: string;
  name: string;
  bytes_limit: number;
  links_limit: number;
  monthly_calls_limit: number;
  trash_retention_days: number | null;
  suspended_at: string | null;
  erasing_since: string | null;
  created_at: string;
}

export interface Usage {
  bytes: number;
  bytes_limit: number;
  files: number;
  folders: number;
  trash_files: number;
  trash_bytes: number;
  links: number;
  links_limit: number;
  calls_of_month: number;
  apps: { app: string; bytes: number; files: number }[];
  spaces: { space_id: string; name: string; bytes: number; files: number; trash_files: number }[];
}

export interface UsageOfDay {
  day: string;
  bytes: number;
  files: number;
}

export interface Space {
  id: string;
  name: string;
}

export interface Folder {
  id: string;
  name: string;
}

export interface StoredFile {
  id: string;
  name: string;
  size: number | null;
  mime: string | null;
  scan_status: string;
  source_app: string | null;
  created_at: string;
  deleted_at: string | null;
}

export interface Sweep {
  id: string;
  space_id: string | null;
  cause: "sweep" | "retention" | "app" | "tenant";
  state: "running" | "stalled" | "done";
  files_total: number | null;
  files_done: number;
  files_failed: number;
  bytes_done: number;
  started_at: string;
  finished_at: string | null;
}

export interface Trash {
  files: number;
  bytes: number;
  retention_days: number | null;
  sweeps: Sweep[];
}

export interface Key {
  id: string;
  prefix: string;
  label: string | null;
  scopes: string[];
  app: string | null;
  may_erase: boolean;
  created_at: string;
  expires_at: string | null;
  last_used_on: string | null;
  revoked_at: string | null;
}

export interface Share {
  id: string;
  file_id: string;
  permission: string;
  expires_at: string | null;
  created_at: string;
}

export interface Erasure {
  id: string;
  tenant_id: string;
  app: string | null;
  state: "waiting" | "running" | "done";
  starts_at: string | null;
  waits_for: "files" | "requests" | "uploads" | "links" | null;
  next_at: string | null;
  files: number;
  bytes: number;
  sweep: Sweep | null;
}

export interface ErasurePreview {
  name: string;
  files: number;
  bytes: number;
  links: number;
  keys: number;
}

export interface LogLine {
  id: string;
  at: string;
  name: string;
  role: string;
  action: string;
  tenant_id: string | null;
  target: string | null;
  details: Record<string, string>;
}

export interface Health {
  status: "ready" | "not_ready";
  dependencies: Record<string, { state: "ok" | "failed"; note: string | null }>;
}
