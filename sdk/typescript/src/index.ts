export { FluidCloud, type FluidCloudOptions } from "./client.js";
export {
  FluidCloudError,
  ApiError,
  ValidationError,
  AuthError,
  QuotaExceededError,
  PermissionError,
  NotFoundError,
  ConflictError,
  RateLimitError,
  StorageError,
  TransportError,
  TransportTimeoutError,
  IntegrityError,
  WaitTimeoutError,
  NotCleanError,
  ProofError,
  SweepStalledError,
  type ErrorFacts,
} from "./errors.js";
export { verifyProof, type ProofOptions } from "./log/proof.js";
export type { Ed25519 } from "./log/notes.js";
export type { LogEntry } from "./transport.js";
export type { Wait } from "./polling.js";
export type { ResumeTicket } from "./sending.js";
export type { UploadData } from "./source.js";
export type * from "./types.js";
export type { FileChanges, FileQuery, Files, UploadParams } from "./resources/files.js";
export type { FolderChanges, FolderQuery, Folders, NewFolder } from "./resources/folders.js";
export type { Quota } from "./resources/quota.js";
export type { Receipts } from "./resources/receipts.js";
export type { PageOptions } from "./resources/resource.js";
export type { NewShare, ShareQuery, Shares } from "./resources/shares.js";
export type { Spaces } from "./resources/spaces.js";
export type { EmptyTrash, Trash } from "./resources/trash.js";
export type { NewImport, NewUpload, SentUpload, Uploads } from "./resources/uploads.js";
export { version } from "./version.js";
