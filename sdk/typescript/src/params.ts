/** Parameters as the API names them: `spaceId` and `space_id` both become `space_id`. */
export function snakeCased<T extends object>(params: object): T {
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => [name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`), value]),
  ) as T;
}

/** An id as one segment of a path. */
export function segment(id: string): string {
  if (typeof id !== "string" || /^\.*$/.test(id)) throw new TypeError(`${JSON.stringify(id)} is not an id.`);
  return encodeURIComponent(id);
}
