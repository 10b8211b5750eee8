import { concat, decimal, decodeBase64, decodeHash, encodeUtf8, equal, maxInt64, sha256 } from "./encoding.js";

/** @internal Something is not in its form; the message says what. */
export class FormError extends Error {}

/** Verifies one Ed25519 signature (RFC 8032): 32, any number of, and 64 bytes. */
export type Ed25519 = (
  publicKey: Uint8Array<ArrayBuffer>,
  message: Uint8Array<ArrayBuffer>,
  signature: Uint8Array<ArrayBuffer>,
) => boolean | Promise<boolean>;

/** The types of keys that are known: of a log, and of a witness that signs with a time. */
export const logKey = 1;
export const witnessKey = 4;

/** A checkpoint with a hundred cosignatures has some 12,000. */
export const maxNote = 64 * 1024;
const maxSignatures = 128;

/** Names are neither empty nor hold a space of any kind or a plus. */
function isName(text: string): boolean {
  return /^[^\s+\p{Cc}\p{Z}]+$/u.test(text);
}

/** @internal What verifies signatures of notes. */
export interface NoteKey {
  name: string;
  /** 4 bytes of the SHA-256 of its name and key. */
  id: Uint8Array;
  type: number;
  publicKey: Uint8Array<ArrayBuffer>;
}

/** @internal `NAME+ID+BASE64`. @throws FormError */
export async function parseKey(text: string): Promise<NoteKey> {
  const [name = "", id] = text.split("+", 2);
  if (id === undefined || !isName(name) || text.length === name.length + id.length + 1)
    throw new FormError("A verifier key has three parts: a name, an id and a key, joined by +.");
  const material = decodeBase64(text.slice(name.length + id.length + 2));
  if (material === undefined) throw new FormError("The key of a verifier key is base64.");
  const type = material[0]!;
  if (material.byteLength !== 33 || (type !== logKey && type !== witnessKey))
    throw new FormError("The verifier key is of a type that is not known here: Ed25519 (1) and cosignature/v1 (4) are.");
  const keyId = (await sha256(concat(encodeUtf8(`${name}\n`), material))).subarray(0, 4);
  if (id !== [...keyId].map((byte) => byte.toString(16).padStart(2, "0")).join(""))
    throw new FormError("The id of the verifier key is not that of its name and key.");
  return { name, id: keyId, type, publicKey: material.slice(1) };
}

/** @internal When a witness cosigned, in Unix seconds; undefined when that can't be. */
export function cosignedAt(signature: Uint8Array): bigint | undefined {
  if (signature.byteLength !== 72) return undefined;
  const seconds = new DataView(signature.buffer, signature.byteOffset).getBigUint64(0);
  return seconds > 0n && seconds <= maxInt64 ? seconds : undefined;
}

async function verifies(key: NoteKey, text: string, signature: Uint8Array<ArrayBuffer>, ed25519: Ed25519): Promise<boolean> {
  if (key.type === witnessKey) {
    const seconds = cosignedAt(signature);
    if (seconds === undefined) return false;
    [text, signature] = [`cosignature/v1\ntime ${seconds}\n${text}`, signature.slice(8)];
  }
  return signature.byteLength === 64 && (await ed25519(key.publicKey, encodeUtf8(text), signature));
}

interface Signature {
  name: string;
  id: Uint8Array;
  /** Behind the id. */
  bytes: Uint8Array<ArrayBuffer>;
}

/** @internal A text with signatures. It means nothing before a signature of a trusted key was verified. */
export class SignedNote {
  /** Ends with a newline. */
  readonly text: string;
  readonly #signatures: Signature[];

  /** @throws FormError */
  constructor(note: string) {
    if (/[\0-\t\v-\x1f]/.test(note)) throw new FormError("A signed note holds no control characters.");
    const split = note.lastIndexOf("\n\n");
    if (split < 0 || !note.endsWith("\n") || split + 2 === note.length)
      throw new FormError("A signed note is a text, an empty line and signatures.");
    this.#signatures = note.slice(split + 2, -1).split("\n").map(signatureOf);
    if (this.#signatures.length > maxSignatures) throw new FormError("There are too many signatures.");
    this.text = note.slice(0, split + 1);
  }

  /**
   * The first signature of a key; undefined when there is none.
   * @throws FormError one is there and false: then all of the note is to be refused
   */
  async signedBy(key: NoteKey, ed25519: Ed25519): Promise<Uint8Array | undefined> {
    const found = this.#signatures.filter(({ name, id }) => name === key.name && equal(id, key.id));
    for (const { bytes } of found)
      if (!(await verifies(key, this.text, bytes, ed25519))) throw new FormError(`The signature of ${key.name} is false.`);
    return found[0]?.bytes;
  }
}

function signatureOf(line: string): Signature {
  const [name = "", text = "", ...more] = line.slice(2).split(" ");
  const bytes = line.startsWith("— ") && more.length === 0 && isName(name) ? decodeBase64(text) : undefined;
  if (bytes === undefined || bytes.byteLength <= 4) throw new FormError("A signature is a line of a dash, a name and base64.");
  return { name, id: bytes.subarray(0, 4), bytes: bytes.slice(4) };
}

/** @internal The state of a log: its name, how many leaves it has, and the root over them. */
export interface Checkpoint {
  origin: string;
  size: bigint;
  root: Uint8Array;
}

/** @internal The text of a note. Lines behind the third, which another log may sign, mean nothing. @throws FormError */
export function parseCheckpoint(text: string): Checkpoint {
  const lines = text.split("\n");
  const isWhole = lines.length >= 4 && lines.pop() === "" && lines.every((line) => line !== "");
  const [origin = "", sizeText = "", rootText = ""] = lines;
  const [size, root] = [decimal(sizeText), decodeHash(rootText)];
  if (!isWhole || size === undefined || root === undefined)
    throw new FormError("A checkpoint begins with three lines: origin, size and root.");
  return { origin, size, root };
}
