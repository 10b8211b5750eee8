/** A value of a closed list today, which may get new members: handle those you don't know. */
export type Open<T extends string> = T | (string & {});

/** A file (statements 84 to 102). */
export interface FileOut {
  /** UUID, stable for the life of the file. */
  id: string;
  tenant_id: string;
  space_id: string;
  /** null in the root of the space. */
  folder_id: string | null;
  /** Product namespace under which it was made. */
  source_app: string | null;
  /** Your own key, as it was given with the upload. */
  client_key: string | null;
  original_name: string;
  /** The same as `original_name`. */
  name: string;
  /** Detected from the bytes; null until they are scanned. */
  mime: string | null;
  /** Bytes. */
  size: number | null;
  /** Hex; null until the bytes are scanned. */
  sha256: string | null;
  /** Download, preview and sharing are open when it is `clean`. */
  scan_status: Open<"pending" | "clean" | "infected" | "failed">;
  status: Open<"draft" | "ready" | "quarantined">;
  created_by: string | null;
  /** ISO 8601 in UTC, when it went to Trash; null for a live file. */
  deleted_at: string | null;
  /** ISO 8601 in UTC, such as `2026-06-23T10:04:11Z`. */
  created_at: string;
  updated_at: string;
}

/** What `files.upload` returns. */
export interface UploadedFile extends FileOut {
  /** With `public: true`: the permanent link. Nothing shows it again. */
  public_url?: string;
}

/** Where the bytes of a file are, for some minutes (statement 135). */
export interface DownloadOut {
  /** Signed: whoever has it can read the file. */
  url: string;
}

/** What a viewer can show inline (statement 141). */
export interface PreviewOut {
  /** Good for 5 minutes. */
  url: string;
  kind: Open<"image" | "video" | "audio" | "pdf" | "text">;
  /** Of what the URL serves. */
  mime: string | null;
  /** Whether it is a JPEG made for the preview. */
  converted: boolean;
}

/** A folder. */
export interface FolderOut {
  id: string;
  tenant_id: string;
  space_id: string;
  /** null in the root of the space. */
  parent_id: string | null;
  name: string;
  created_by: string;
  /** null for a live folder. */
  deleted_at: string | null;
  created_at: string;
  updated_at: string;
}

/** What is below a folder, at any depth. */
export interface FolderStats {
  files: number;
  bytes: number;
  folders: number;
}

/** A space. */
export interface SpaceOut {
  id: string;
  tenant_id: string;
  name: string;
  /** Product namespace that it is grouped under. */
  app: string;
  created_at: string;
  updated_at: string;
}

/** A link to a file. */
export interface ShareOut {
  id: string;
  tenant_id: string;
  file_id: string;
  permission: Open<"view" | "download">;
  /** null for a permanent link. */
  expires_at: string | null;
  created_by: string;
  created_at: string;
}

/** A link that was just made. */
export interface CreatedShare extends ShareOut {
  /** The link. No other response holds it. */
  url: string;
}

/** What the tenant uses, and may use. */
export interface QuotaOut {
  bytes_used: number;
  /** -1 is unlimited. */
  bytes_limit: number;
  links_used: number;
  /** -1 is unlimited. */
  links_limit: number;
  by_app: { app: string; bytes: number; files: number }[];
}

/** What a key is. */
export interface MeOut {
  tenant_id: string;
  tenant_name: string;
  scopes: string[];
  /** Product namespace of its uploads; null is the native one. */
  app: string | null;
  key_prefix: string;
  created_at: string;
  /** null when it does not end by itself. */
  expires_at: string | null;
  /** What it was narrowed to. */
  bounds: {
    /** Their ids; null for all. Of a key for a folder: the folder's. */
    spaces: string[] | null;
    /** The only folder, with all below it; null for all. */
    folder_id: string | null;
    /** The only product namespace; null for all. */
    app: string | null;
    may_erase: boolean;
  };
}

/** The start of an emptying of Trash (statements 47 to 51). */
export interface EmptyTrashOut {
  status: Open<"emptying" | "dry_run">;
  /** Files in Trash at the moment of the call. */
  files: number;
  bytes: number;
  /** After `wait`: how it ended. */
  sweep?: SweepOut;
}

/** What is in Trash. */
export interface TrashOut {
  files: number;
  bytes: number;
  /** What is in Trash for longer is erased by itself; null when nothing is. */
  retention_days: number | null;
  /** The last emptying of each scope, and the retention's. */
  sweeps: SweepOut[];
}

/** How far an emptying of Trash is. */
export interface SweepOut {
  id: string;
  /** null for all of the tenant's Trash. */
  space_id: string | null;
  cause: Open<"sweep" | "retention" | "app" | "tenant">;
  state: Open<"running" | "stalled" | "done">;
  /** null for a retention's. */
  files_total: number | null;
  files_done: number;
  files_failed: number;
  bytes_total: number | null;
  bytes_done: number;
  bytes_failed: number;
  /** What went to Trash later stays there. */
  cut_off: string;
  started_at: string;
  /** null until it is done. */
  finished_at: string | null;
}

/** What is left of an erased file. */
export interface ReceiptOut {
  file_id: string;
  tenant_id: string;
  size: number;
  /** Hex; null when the file was erased before it was scanned. */
  sha256: string | null;
  erased_at: string;
  cause: Open<"call" | "sweep" | "retention" | "app" | "tenant">;
  /** null unless an emptying of Trash erased it. */
  sweep_id: string | null;
  links_killed: number;
  storage: Open<"permanent" | "absent" | "unstated" | "recoverable">;
  /** pending while the edge may still cache a dead link; then done. */
  edge: Open<"pending" | "done">;
  /** Its place in the erasure log; null until it is there. */
  log_index: number | null;
}

/** What a good proof says: what was erased, and where the log holds its receipt. */
export type ProvenErasure = ProvenFile | ProvenWhole;

interface Proven {
  verdict: "good";
  tenant_id: string;
  /** In bytes; of an app or a tenant, of all its files. */
  size: number;
  erased_at: string;
  links_killed: number;
  log: {
    /** The name of the log. */
    origin: string;
    /** How many receipts it held when it signed. */
    size: number;
    index: number;
    /** When each witness of the policy has cosigned, in Unix seconds. */
    witnesses: Record<string, number>;
  };
}

/** That a file was erased. */
export interface ProvenFile extends Proven {
  subject: "file";
  file_id: string;
  /** Hex; null when the file was erased before it was scanned. */
  sha256: string | null;
  cause: "call" | "sweep" | "retention" | "app" | "tenant";
  /** null unless a sweep erased it. */
  sweep_id: string | null;
  storage: "permanent" | "absent" | "unstated" | "recoverable";
  /** Whether the copy has the bytes that were erased; null when none was given. */
  copy_matches: true | null;
}

/** That an owner erased an app of a tenant, or the whole tenant. */
export interface ProvenWhole extends Proven {
  subject: "app" | "tenant";
  erasure_id: string;
  /** null when the whole tenant was erased. */
  app: string | null;
  files: number;
  /** API keys that were revoked with it. */
  keys_revoked: number;
}

/** What became of each file of a call for many. */
export interface ManyFilesOut {
  /** In the order of the ids that were sent. */
  results: {
    id: string;
    /** 200, or the status that the call for this one file would have had. */
    status: number;
    /** Why it is not 200; null when it is. */
    detail: string | null;
  }[];
}

/** Where to send the bytes of an upload. Its URLs are signed: whoever has them can write. */
export interface TicketOut {
  file_id: string;
  key: string;
  method: Open<"PUT">;
  /** null when the bytes go in parts. */
  url: string | null;
  /** To be sent with each PUT. */
  headers: Record<string, string>;
  expires_at: string;
  /** Bytes of every part but the last; null when the bytes go in one piece. */
  part_size: number | null;
  parts: { part_number: number; url: string }[] | null;
}

/** How far an upload is. */
export interface UploadOut {
  file_id: string;
  status: Open<"pending" | "importing" | "completed" | "failed">;
  name: string;
  size: number | null;
  created_at: string;
  /** When it is discarded, or its failure forgotten. */
  expires_at: string | null;
  /** Why an import failed, or why its last attempt did. */
  error: string | null;
  /** null unless it waits for parts, as the two below it. */
  part_size: number | null;
  part_count: number | null;
  /** Numbers of the parts that storage holds. */
  parts_received: number[] | null;
}

/** An import from a URL that has begun. */
export interface ImportOut {
  file_id: string;
  status: Open<"importing">;
}

type CamelCase<S extends string> = S extends `${infer Head}_${infer Tail}` ? `${Head}${Capitalize<CamelCase<Tail>>}` : S;

/**
 * Parameters by the API's names (`space_id`), or the same in camelCase (`spaceId`): the documents use both (statements 76
 * and 122).
 */
export type Params<T> = T | { [K in keyof T as K extends string ? CamelCase<K> : K]: T[K] };

/** How one call is made. Each value not given is the client's. */
export interface RequestOptions {
  /** Ends the call: nothing is sent or received any more, and the call throws the signal's reason. */
  signal?: AbortSignal | undefined;
  /**
   * Milliseconds. A call of the API has that long for each attempt; a transfer of bytes may stand still for that long.
   */
  timeout?: number | undefined;
  /** How often a request is repeated, where repeating is safe (statement 239). */
  maxRetries?: number | undefined;
}

/** Called as bytes move: how many have, of how many. */
export type ProgressCallback = (done: number, total: number) => void;
