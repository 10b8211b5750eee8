/** Bytes that can be read anywhere and more than once. */
export interface Source {
  readonly size: number;
  /** What the file is called there; undefined when it has no name. */
  readonly name: string | undefined;
  /** The bytes from `start` up to `end`. */
  stream(start: number, end: number): ReadableStream<Uint8Array<ArrayBuffer>>;
  /** The same as a Blob; undefined when that would need them in memory. */
  blob(start: number, end: number): Blob | undefined;
  close(): Promise<void>;
}

/** A SHA-256 that takes its bytes piece by piece. */
export interface Sha256 {
  update(bytes: Uint8Array): void;
  /** In hex. Nothing can be added afterwards. */
  hex(): string;
}

/** A file that a download is written to, beside its place until it is whole. */
export interface Target {
  /** The bytes that an interrupted download has left, in order. */
  kept(): AsyncIterable<Uint8Array>;
  write(bytes: Uint8Array): Promise<void>;
  /** Forgets what was kept and written. */
  restart(): Promise<void>;
  /** Puts the file in its place. */
  commit(): Promise<void>;
  /** Stops writing. What was written is kept for another attempt. */
  close(): Promise<void>;
}

/** One PUT of bytes to a signed URL. */
export interface Put {
  url: string;
  headers: Record<string, string>;
  source: Source;
  start: number;
  end: number;
  /** Called with how many bytes of this PUT are on their way. */
  onSent: (count: number) => void;
  signal: AbortSignal;
  fetch: typeof fetch;
}

/** What answered a PUT. */
export interface PutResponse {
  status: number;
  header(name: string): string | null;
}

/** What Node.js and browsers do differently. */
export interface Platform {
  /** Sent with calls of the API; undefined in browsers, which send their own. */
  readonly userAgent: string | undefined;
  env(name: string): string | undefined;
  sha256(): Sha256;
  /** WebCrypto, which Node.js 18 has only in a module. */
  readonly subtle: SubtleCrypto;
  openPath(path: string | URL): Promise<Source>;
  /** Keeps bytes of unknown number until they are sent: in a temporary file, or in a Blob. */
  spool(stream: ReadableStream<Uint8Array> | AsyncIterable<Uint8Array>): Promise<Source>;
  openTarget(path: string | URL, fileId: string): Promise<Target>;
  put(request: Put): Promise<PutResponse>;
}

export declare const platform: Platform;
