import { segment, snakeCased } from "../params.js";
import type { RequestOptions, SpaceOut } from "../types.js";
import { Resource, type PageOptions } from "./resource.js";

/** Spaces: `fc.spaces`. */
export class Spaces extends Resource {
  /** All spaces, the oldest first. The first call ever makes "My files". */
  list(options: RequestOptions = {}): Promise<SpaceOut[]> {
    return this.call("GET", "/spaces", options);
  }

  /** The same, page by page. */
  iterate(options: PageOptions = {}): AsyncGenerator<SpaceOut, void, undefined> {
    return this.pages("/spaces", {}, options);
  }

  /**
   * Makes a space.
   * @param space its name, 1 to 200 characters of one line; or with `app`, the product namespace that it is grouped under
   */
  create(space: string | { name: string; app?: string }, options: RequestOptions = {}): Promise<SpaceOut> {
    const body = typeof space === "string" ? { name: space } : snakeCased(space);
    return this.call("POST", "/spaces", { ...options, body });
  }

  /** One space. */
  get(spaceId: string, options: RequestOptions = {}): Promise<SpaceOut> {
    return this.call("GET", `/spaces/${segment(spaceId)}`, options);
  }

  /** Gives a space another name. */
  rename(spaceId: string, name: string, options: RequestOptions = {}): Promise<SpaceOut> {
    return this.call("PATCH", `/spaces/${segment(spaceId)}`, { ...options, body: { name } });
  }

  /**
   * Deletes an empty space.
   * @throws ConflictError when it holds a file or a folder, Trash included, or an unfinished upload
   */
  delete(spaceId: string, options: RequestOptions = {}): Promise<void> {
    return this.call("DELETE", `/spaces/${segment(spaceId)}`, options);
  }
}
