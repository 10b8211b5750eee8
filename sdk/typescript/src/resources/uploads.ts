import { segment, snakeCased } from "../params.js";
import type { FileOut, ImportOut, Params, RequestOptions, TicketOut, UploadOut } from "../types.js";
import { Resource } from "./resource.js";

/** An upload to begin. */
export interface NewUpload {
  name: string;
  /** Bytes. */
  size: number;
  space_id: string;
  folder_id?: string | null | undefined;
  /** A key of your own, by which `fc.files.resolve` finds the file. */
  client_key?: string | undefined;
  /** Product namespace. */
  app?: string | undefined;
  /** What you take it for. Its type is detected from its bytes. */
  mime?: string | undefined;
  tags?: readonly string[] | undefined;
}

/** An upload whose bytes have arrived. */
export interface SentUpload {
  file_id: string;
  /** As the ticket had it. */
  key: string;
  /** When given, every part once. */
  parts?: readonly { part_number: number; etag?: string | null }[] | undefined;
  /** Of the bytes, in hex: the scan compares it (statement 233). */
  sha256?: string | undefined;
}

/** A file that the server is to fetch. */
export interface NewImport {
  /** Public, http or https. */
  url: string;
  space_id: string;
  /** Without it as the URL ends. */
  name?: string | undefined;
  folder_id?: string | null | undefined;
  client_key?: string | undefined;
  app?: string | undefined;
  tags?: readonly string[] | undefined;
}

/** The steps of an upload: `fc.uploads`. `fc.files.upload` takes them all. */
export class Uploads extends Resource {
  /** Reserves an id and room, and says where to PUT the bytes: below 100 MB at `url`, else in `parts`. */
  initiate(upload: Params<NewUpload>, options: RequestOptions = {}): Promise<TicketOut> {
    return this.call("POST", "/uploads/initiate", { ...options, body: snakeCased(upload) });
  }

  /**
   * Makes the file of bytes that have arrived. Twice gives the same file.
   * @throws ConflictError when bytes are missing; the text says which parts
   */
  complete(upload: Params<SentUpload>, options: RequestOptions = {}): Promise<FileOut> {
    return this.call("POST", "/uploads/complete", { ...options, body: snakeCased(upload), repeatable: true });
  }

  /** How far an upload is. */
  get(fileId: string, options: RequestOptions = {}): Promise<UploadOut> {
    return this.call("GET", `/uploads/${segment(fileId)}`, options);
  }

  /** Fresh URLs for up to 1,000 parts. */
  signParts(fileId: string, partNumbers: readonly number[], options: RequestOptions = {}): Promise<TicketOut> {
    const body = { part_numbers: partNumbers };
    return this.call("POST", `/uploads/${segment(fileId)}/parts`, { ...options, body, repeatable: true });
  }

  /** Gives an unfinished upload up, with its bytes and its reservation. */
  abort(fileId: string, options: RequestOptions = {}): Promise<void> {
    return this.call("DELETE", `/uploads/${segment(fileId)}`, options);
  }

  /** Has the server fetch one public URL into a space. `get` says how far it is. */
  importUrl(file: Params<NewImport>, options: RequestOptions = {}): Promise<ImportOut> {
    return this.call("POST", "/uploads/import-url", { ...options, body: snakeCased(file) });
  }
}
