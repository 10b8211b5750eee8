import { platform } from "#platform";

/** @internal The encodings of the erasure log (docs/erasure-log.md): each can be written in one way only. */

export const maxInt64 = 2n ** 63n - 1n;

const fatalUtf8 = /* @__PURE__ */ new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const utf8 = /* @__PURE__ */ new TextEncoder();

export function encodeUtf8(text: string): Uint8Array<ArrayBuffer> {
  return utf8.encode(text);
}

/** @returns undefined when the bytes are no UTF-8 */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return fatalUtf8.decode(bytes);
  } catch {
    return undefined;
  }
}

/** A character for each octet. The decoder called latin1 is another one (windows-1252). */
export function decodeLatin1(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}

export function encodeLatin1(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

/** RFC 4648, section 4, with padding and in the one way to write it. @returns undefined when it is not that */
export function decodeBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text)) return undefined;
  const octets = atob(text);
  return btoa(octets) === text ? encodeLatin1(octets) : undefined;
}

/** Base64 of 32 bytes. @returns undefined when it is not that */
export function decodeHash(text: string): Uint8Array<ArrayBuffer> | undefined {
  const bytes = decodeBase64(text);
  return bytes?.byteLength === 32 ? bytes : undefined;
}

/** A whole number of at most 63 bits without leading zeros. @returns undefined when it is not that */
export function decimal(text: string): bigint | undefined {
  if (!/^(?:0|[1-9][0-9]{0,18})$/.test(text)) return undefined;
  const number = BigInt(text);
  return number <= maxInt64 ? number : undefined;
}

export function equal(one: Uint8Array, other: Uint8Array): boolean {
  return one.byteLength === other.byteLength && one.every((byte, at) => byte === other[at]);
}

export function concat(...parts: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((size, part) => size + part.byteLength, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.byteLength;
  }
  return all;
}

export async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await platform.subtle.digest("SHA-256", bytes));
}
