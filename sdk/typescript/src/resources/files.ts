import { platform } from "#platform";
import { NotCleanError } from "../errors.js";
import { segment, snakeCased } from "../params.js";
import { poll, type Wait } from "../polling.js";
import { receive, receiveToPath, receiveToStream } from "../receiving.js";
import { Sending, type ResumeTicket } from "../sending.js";
import { openSource, type UploadData } from "../source.js";
import type { Query } from "../transport.js";
import type {
  DownloadOut,
  FileOut,
  ManyFilesOut,
  Open,
  Params,
  PreviewOut,
  ProgressCallback,
  RequestOptions,
  UploadedFile,
} from "../types.js";
import { Resource, type PageOptions } from "./resource.js";
import { Shares } from "./shares.js";
import { Uploads } from "./uploads.js";

/** Which files a listing shows. */
export interface FileQuery {
  /** Required unless `trash` is true. */
  space_id?: string | undefined;
  /** Without it those in the root of the space. */
  folder_id?: string | undefined;
  status?: Open<"draft" | "ready" | "quarantined"> | undefined;
  /** Only those of this product namespace. */
  app?: string | undefined;
  /** Only those with this tag, to the letter. */
  tag?: string | undefined;
  /** Only those whose name contains this, whatever the case. */
  q?: string | undefined;
  /** Also the files of all folders below. */
  recursive?: boolean | undefined;
  /** With `-` before it from the end. Not by size when `recursive`. */
  order?: "name" | "created_at" | "size" | "-name" | "-created_at" | "-size" | undefined;
  /** Those in Trash, of all of the tenant. */
  trash?: boolean | undefined;
}

/** Changes of a file: what is left out stays (statement 155). */
export interface FileChanges {
  original_name?: string;
  /** null is the root of its space. */
  folder_id?: string | null;
  tags?: readonly string[];
}

/** A file to upload. */
export interface UploadParams {
  /** A Blob, a File, bytes, a stream; in Node.js also a path. */
  data: UploadData;
  space_id: string;
  folder_id?: string | null | undefined;
  /** What it is called; without it as the File or the path is. */
  name?: string | undefined;
  /** What you take it for. Its type is detected from its bytes. */
  content_type?: string | undefined;
  /** Whether to wait until it is clean and make a permanent link, in `public_url` of the result. */
  public?: boolean | undefined;
  /** A key of your own, by which `resolve` finds the file. */
  client_key?: string | undefined;
  /** Product namespace. */
  app?: string | undefined;
  tags?: readonly string[] | undefined;
  /** How many parts are sent at once; 4 unless given. */
  parallel?: number | undefined;
  /** Called with the bytes sent, and all. */
  on_progress?: ProgressCallback | undefined;
  /** Whether to wait until it is clean, and for how many milliseconds; true is 5 minutes. */
  wait_clean?: Wait | undefined;
  /** Called before bytes are sent, with what `resume` takes. It holds no secret. */
  on_start?: ((ticket: ResumeTicket) => void) | undefined;
  /** An interrupted upload of these bytes: only what is missing is sent. What can't go on is started anew. */
  resume?: ResumeTicket | undefined;
}

/** Files: `fc.files`. */
export class Files extends Resource {
  /** The files of a folder or of the root of a space, by name; with `trash: true` those in Trash (statement 122). */
  list(query: Params<FileQuery>, options: RequestOptions = {}): Promise<FileOut[]> {
    return this.call("GET", "/files", { ...options, query: snakeCased<Query>(query) });
  }

  /** The same, page by page. */
  iterate(query: Params<FileQuery>, options: PageOptions = {}): AsyncGenerator<FileOut, void, undefined> {
    return this.pages("/files", snakeCased<Query>(query), options);
  }

  /** One file, live or in Trash. */
  get(fileId: string, options: RequestOptions = {}): Promise<FileOut> {
    return this.call("GET", `/files/${segment(fileId)}`, options);
  }

  /**
   * The latest live file that was uploaded under this key of your own (statement 131).
   * @throws NotFoundError when there is none
   */
  resolve(query: Params<{ client_key: string; app?: string | undefined }>, options: RequestOptions = {}): Promise<FileOut> {
    return this.call("GET", "/files/resolve", { ...options, query: snakeCased<Query>(query) });
  }

  /**
   * Where its bytes are, for some minutes (statement 140). `downloadTo` and `stream` fetch them.
   * @throws ConflictError when it is not clean, or in Trash
   */
  download(fileId: string, options: RequestOptions = {}): Promise<DownloadOut> {
    return this.call("GET", `/files/${segment(fileId)}/download`, options);
  }

  /** The URL of `download`. */
  async downloadUrl(fileId: string, options: RequestOptions = {}): Promise<string> {
    return (await this.download(fileId, options)).url;
  }

  /**
   * Fetches its bytes, and compares their number and their SHA-256 with the record. What breaks off goes on by itself.
   * @param target a stream; or in Node.js a path, where the file appears when all of it is there. A download to a path that
   * was interrupted goes on at the next call, with what lies beside it as `.{name}.{file_id}.part`
   * @returns the record
   * @throws ConflictError when it is not clean, or in Trash
   * @throws IntegrityError when the bytes are not those that were uploaded. Nothing of them is left at a path
   */
  async downloadTo(
    fileId: string,
    target: string | URL | WritableStream<Uint8Array>,
    params: { onProgress?: ProgressCallback | undefined } = {},
    options: RequestOptions = {},
  ): Promise<FileOut> {
    const file = await this.get(fileId, options);
    if (typeof target === "string" || target instanceof URL) await receiveToPath(this.transport, file, target, params.onProgress, options);
    else await receiveToStream(this.transport, file, target, params.onProgress, options);
    return file;
  }

  /**
   * Its bytes as a stream, which goes on by itself where storage breaks off, and fails in the end with an IntegrityError
   * when they are not those that were uploaded. `await new Response(stream).blob()` has them all.
   */
  async stream(
    fileId: string,
    params: { onProgress?: ProgressCallback | undefined } = {},
    options: RequestOptions = {},
  ): Promise<ReadableStream<Uint8Array>> {
    const file = await this.get(fileId, options);
    const bytes = receive(this.transport, file, 0, platform.sha256(), params.onProgress, options);
    return new ReadableStream<Uint8Array>(
      {
        async pull(controller) {
          const { done, value } = await bytes.next();
          if (done) controller.close();
          else controller.enqueue(value);
        },
        async cancel() {
          await bytes.return();
        },
      },
      { highWaterMark: 0 },
    );
  }

  /**
   * Where a viewer finds it, for some minutes (statement 150).
   * @throws ApiError with status 415 when there is no preview of its type
   */
  preview(fileId: string, options: RequestOptions = {}): Promise<PreviewOut> {
    return this.call("GET", `/files/${segment(fileId)}/preview`, options);
  }

  /** Renames it, moves it, tags it (statement 161). */
  update(fileId: string, changes: Params<FileChanges>, options: RequestOptions = {}): Promise<FileOut> {
    return this.call("PATCH", `/files/${segment(fileId)}`, { ...options, body: snakeCased(changes) });
  }

  /** Its tags, which `update(fileId, { tags })` replaces. */
  async tags(fileId: string, options: RequestOptions = {}): Promise<string[]> {
    return (await this.call<{ tags: string[] }>("GET", `/files/${segment(fileId)}/tags`, options)).tags;
  }

  /** Gives it another name. */
  rename(fileId: string, name: string, options: RequestOptions = {}): Promise<FileOut> {
    return this.update(fileId, { original_name: name }, options);
  }

  /** Moves it into a folder of its space; null is the root. */
  move(fileId: string, folderId: string | null, options: RequestOptions = {}): Promise<FileOut> {
    return this.update(fileId, { folder_id: folderId }, options);
  }

  /** To Trash (statement 165). `restore` brings it back. */
  delete(fileId: string, options: RequestOptions = {}): Promise<FileOut> {
    return this.call("DELETE", `/files/${segment(fileId)}`, options);
  }

  /**
   * Back from Trash (statement 169).
   * @throws NotFoundError when it is gone for good
   * @throws ConflictError when it is not in Trash
   */
  restore(fileId: string, options: RequestOptions = {}): Promise<FileOut> {
    return this.call("POST", `/files/${segment(fileId)}/restore`, options);
  }

  /**
   * Erases it for good: links, bytes and record (statement 74). It need not be in Trash.
   * @throws NotFoundError when it is gone already, or not yours
   */
  deletePermanent(fileId: string, options: RequestOptions = {}): Promise<void> {
    return this.call("DELETE", `/gdpr/files/${segment(fileId)}`, options);
  }

  /** Up to 1,000 to Trash. Each has its result, in the order of the ids; a refusal of one is no error of the call. */
  deleteMany(fileIds: readonly string[], options: RequestOptions = {}): Promise<ManyFilesOut["results"]> {
    return this.#many("/files/trash", fileIds, options);
  }

  /** Up to 1,000 back from Trash, as `deleteMany`. */
  restoreMany(fileIds: readonly string[], options: RequestOptions = {}): Promise<ManyFilesOut["results"]> {
    return this.#many("/files/restore", fileIds, options);
  }

  /** Erases up to 1,000 for good, as `deleteMany`. */
  deletePermanentMany(fileIds: readonly string[], options: RequestOptions = {}): Promise<ManyFilesOut["results"]> {
    return this.#many("/gdpr/files/erase", fileIds, options);
  }

  /** Makes a permanent link for anybody. */
  async publicUrl(fileId: string, options: RequestOptions = {}): Promise<string> {
    return (await new Shares(this.transport).create({ file_id: fileId }, options)).url;
  }

  /** Makes a link for anybody that ends after 1 to 365 days: 7 unless given, to view unless given. */
  async signedUrl(
    fileId: string,
    params: Params<{ expires_in_days?: number; permission?: Open<"view" | "download"> }> = {},
    options: RequestOptions = {},
  ): Promise<string> {
    const share = { expires_in_days: 7, permission: "view", ...snakeCased(params), file_id: fileId };
    return (await new Shares(this.transport).create(share, options)).url;
  }

  /**
   * Waits until the file is scanned and clean: then it can be downloaded and shared.
   * @param wait for at most so many milliseconds; true is 5 minutes
   * @throws NotCleanError when the scan ended otherwise
   * @throws WaitTimeoutError when it did not end in time
   */
  waitClean(fileId: string, wait: Exclude<Wait, false> = true, options: RequestOptions = {}): Promise<FileOut> {
    return poll(wait, `The scan of ${fileId}`, options.signal, async () => {
      const file = await this.get(fileId, options);
      if (file.scan_status === "infected" || file.scan_status === "failed" || file.status === "quarantined") {
        throw new NotCleanError(fileId, file.scan_status);
      }
      return file.scan_status === "clean" ? file : undefined;
    });
  }

  /**
   * Uploads a file: in one piece below 100 MB, else in parts, as the server says. Parts that fail are sent again, with fresh
   * URLs where these have expired. The SHA-256 is computed meanwhile, and compared by the scan.
   * @throws QuotaExceededError when the pool has no room
   * @throws NotCleanError with `wait_clean` or `public`, when the scan did not end with clean
   * @throws IntegrityError when the source changed meanwhile, or is not the one that is resumed
   */
  async upload(params: Params<UploadParams>, options: RequestOptions = {}): Promise<UploadedFile> {
    const upload = snakeCased<UploadParams>(params);
    const file = await this.#send(upload, options);
    if (upload.public !== true && (upload.wait_clean ?? false) === false) return file;
    const clean = await this.waitClean(file.id, upload.wait_clean || true, options);
    return upload.public === true ? { ...clean, public_url: await this.publicUrl(file.id, options) } : clean;
  }

  async #send(upload: UploadParams, options: RequestOptions): Promise<FileOut> {
    options.signal?.throwIfAborted();
    const source = await openSource(upload.data);
    try {
      const uploads = new Uploads(this.transport);
      const sending = new Sending(this.transport, uploads, source, upload.parallel ?? 4, upload.on_progress, options);
      const resumed = upload.resume === undefined ? undefined : await sending.resume(upload.resume);
      if (resumed !== undefined) return resumed;
      const { space_id, folder_id, client_key, app, tags, content_type: mime } = upload;
      const name = upload.name ?? source.name;
      if (!name) throw new TypeError("The data has no name: pass name.");
      const ticket = await uploads.initiate({ name, size: source.size, space_id, folder_id, client_key, app, mime, tags }, options);
      upload.on_start?.({ file_id: ticket.file_id, key: ticket.key });
      return await sending.send(ticket);
    } finally {
      await source.close();
    }
  }

  async #many(path: string, fileIds: readonly string[], options: RequestOptions): Promise<ManyFilesOut["results"]> {
    return (await this.call<ManyFilesOut>("POST", path, { ...options, body: { file_ids: fileIds } })).results;
  }
}
