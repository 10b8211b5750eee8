import { segment, snakeCased } from "../params.js";
import type { Query } from "../transport.js";
import type { FolderOut, FolderStats, Params, RequestOptions } from "../types.js";
import { Resource, type PageOptions } from "./resource.js";

/** Which folders a listing shows. */
export interface FolderQuery {
  /** Required unless `trash` is true. */
  space_id?: string | undefined;
  /** Without it those in the root of the space. */
  parent_id?: string | undefined;
  /** Those in Trash, of all of the tenant. */
  trash?: boolean | undefined;
}

/** A folder to make. */
export interface NewFolder {
  space_id: string;
  name: string;
  /** Without it in the root of the space. */
  parent_id?: string | null | undefined;
}

/** Changes of a folder: what is left out stays. */
export interface FolderChanges {
  name?: string;
  /** null is the root of its space. */
  parent_id?: string | null;
}

/** Folders: `fc.folders`. */
export class Folders extends Resource {
  /** The folders of a folder or of the root of a space; with `trash: true` those in Trash. */
  list(query: Params<FolderQuery>, options: RequestOptions = {}): Promise<FolderOut[]> {
    return this.call("GET", "/folders", { ...options, query: snakeCased<Query>(query) });
  }

  /** The same, page by page. */
  iterate(query: Params<FolderQuery>, options: PageOptions = {}): AsyncGenerator<FolderOut, void, undefined> {
    return this.pages("/folders", snakeCased<Query>(query), options);
  }

  /** Makes a folder. */
  create(folder: Params<NewFolder>, options: RequestOptions = {}): Promise<FolderOut> {
    return this.call("POST", "/folders", { ...options, body: snakeCased(folder) });
  }

  /** One folder. */
  get(folderId: string, options: RequestOptions = {}): Promise<FolderOut> {
    return this.call("GET", `/folders/${segment(folderId)}`, options);
  }

  /** How many files, bytes and folders are below it, at any depth. */
  stats(folderId: string, options: RequestOptions = {}): Promise<FolderStats> {
    return this.call("GET", `/folders/${segment(folderId)}/stats`, options);
  }

  /** Renames it, moves it, or both. */
  update(folderId: string, changes: Params<FolderChanges>, options: RequestOptions = {}): Promise<FolderOut> {
    return this.call("PATCH", `/folders/${segment(folderId)}`, { ...options, body: snakeCased(changes) });
  }

  /** Gives it another name. */
  rename(folderId: string, name: string, options: RequestOptions = {}): Promise<FolderOut> {
    return this.update(folderId, { name }, options);
  }

  /** Moves it into another folder of its space; null is the root. */
  move(folderId: string, parentId: string | null, options: RequestOptions = {}): Promise<FolderOut> {
    return this.update(folderId, { parent_id: parentId }, options);
  }

  /** To Trash, with all that is in it. */
  delete(folderId: string, options: RequestOptions = {}): Promise<FolderOut> {
    return this.call("DELETE", `/folders/${segment(folderId)}`, options);
  }

  /** Back from Trash, with all that went there with it. */
  restore(folderId: string, options: RequestOptions = {}): Promise<FolderOut> {
    return this.call("POST", `/folders/${segment(folderId)}/restore`, options);
  }
}
