import { platform } from "#platform";
import { ProofError } from "../errors.js";
import { openSource, readAll, type UploadData } from "../source.js";
import type { ProvenErasure, ProvenFile, ProvenWhole } from "../types.js";
import { concat, decimal, decodeBase64, decodeHash, decodeLatin1, decodeUtf8, encodeUtf8, equal, maxInt64, sha256 } from "./encoding.js";
import { FormError, maxNote, parseCheckpoint, SignedNote, type Ed25519 } from "./notes.js";
import { Policy } from "./policy.js";

const header = "c2sp.org/tlog-proof@v1";
/** Of a path through 2^63 leaves, a receipt and a checkpoint with many cosignatures. */
const maxProof = maxNote + 16 * 1024;

/** What a verification may be given beside the proof and the policy. */
export interface ProofOptions {
  /** A copy of the erased file: also compares that these very bytes were erased. */
  copy?: UploadData;
  /**
   * Verifies Ed25519 where WebCrypto does not, as in browsers before 2025: for instance `ed25519.verify` of `@noble/curves`,
   * with its arguments turned round. It must refuse what RFC 8032 refuses.
   */
  ed25519?: Ed25519;
}

/**
 * Checks a proof of an erasure. It needs no key and no network, and trusts nobody but whom the policy names
 * (docs/erasure-log.md).
 * @param proof a `.tlog-proof` file, as `fc.receipts.proof` gives it
 * @param policy whom you trust: a C2SP tlog-policy with the public key of the log
 * @throws ProofError it is not proven; `verdict` says whether it is false, not trusted or unreadable
 */
export async function verifyProof(
  proof: Uint8Array | string,
  policy: Uint8Array | string,
  { copy, ed25519 = webCrypto }: ProofOptions = {},
): Promise<ProvenErasure> {
  const trusted = await reading("The policy", () => Policy.parse(bytesOf(policy)));
  const { extra, index, path, note } = await reading("The proof", () => parseProof(bytesOf(proof)));
  const checkpoint = await reading("The checkpoint", () => parseCheckpoint(note.text));
  const { cosigned, refusal } = await reading("The checkpoint", () => trusted.judge(note, ed25519), "false");
  if (refusal !== undefined) throw new ProofError(refusal, "not_trusted");
  if (!(await includes(checkpoint.root, checkpoint.size, index, await leafOf(extra), path)))
    throw new ProofError("The path does not lead from the receipt to the root of the checkpoint.", "false");
  const receipt = await reading("The receipt", () => receiptOf(extra));
  const log = { origin: checkpoint.origin, size: Number(checkpoint.size), index: Number(index), witnesses: cosigned };
  if (receipt.subject !== "file") {
    if (copy !== undefined)
      throw new ProofError("The receipt is not of a file: it counts what was erased, and does not say which bytes.", "false");
    return { verdict: "good", ...receipt, log };
  }
  if (copy !== undefined) await match(receipt.sha256, copy);
  return { verdict: "good", ...receipt, log, copy_matches: copy === undefined ? null : true };
}

const webCrypto: Ed25519 = async (publicKey, message, signature) => {
  let key: CryptoKey;
  try {
    key = await platform.subtle.importKey("raw", publicKey, "Ed25519", false, ["verify"]);
  } catch (error) {
    if (error instanceof DOMException && error.name === "NotSupportedError")
      throw new TypeError("There is no Ed25519 in the WebCrypto of this engine: pass `ed25519`.", { cause: error });
    return false; // No point of the curve.
  }
  return platform.subtle.verify("Ed25519", key, signature, message);
};

/** Whether the path leads from the leaf to the root (RFC 9162, section 2.1.3.2). */
async function includes(root: Uint8Array, size: bigint, index: bigint, leaf: Uint8Array, path: Uint8Array[]): Promise<boolean> {
  if (index >= size) return false;
  let [node, last, found] = [index, size - 1n, leaf];
  for (const sibling of path) {
    if (last === 0n) return false;
    if (node & 1n || node === last) {
      found = await nodeOf(sibling, found);
      while (!(node & 1n) && node !== 0n) [node, last] = [node >> 1n, last >> 1n];
    } else {
      found = await nodeOf(found, sibling);
    }
    [node, last] = [node >> 1n, last >> 1n];
  }
  return last === 0n && equal(found, root);
}

const leafOf = (entry: Uint8Array) => sha256(concat(Uint8Array.of(0), entry));
const nodeOf = (left: Uint8Array, right: Uint8Array) => sha256(concat(Uint8Array.of(1), left, right));

interface Proof {
  /** What the leaf is the hash of. */
  extra: Uint8Array;
  index: bigint;
  path: Uint8Array[];
  note: SignedNote;
}

/** C2SP tlog-proof, version 1. @throws FormError */
function parseProof(bytes: Uint8Array): Proof {
  if (bytes.byteLength > maxProof) throw new FormError(`A proof has at most ${maxProof} bytes.`);
  const text = decodeUtf8(bytes);
  if (text === undefined) throw new FormError("A proof is UTF-8.");
  const end = text.indexOf("\n\n");
  const lines = text.slice(0, Math.max(end, 0)).split("\n");
  if (end < 0 || lines.shift() !== header) throw new FormError(`A proof begins with the line ${header}, and an empty line ends its path.`);
  const encoded = valueOf(lines, "extra ");
  const extra = encoded === undefined ? new Uint8Array() : decodeBase64(encoded);
  if (extra === undefined) throw new FormError("The line extra is not base64.");
  const index = decimal(valueOf(lines, "index ") ?? "");
  if (index === undefined) throw new FormError("A proof has a line index with a whole number.");
  if (lines.length > 63) throw new FormError("The path is longer than any tree is high.");
  const path = lines.map((line) => {
    const hash = decodeHash(line);
    if (hash === undefined) throw new FormError("A line of the path is not the base64 of 32 bytes.");
    return hash;
  });
  return { extra, index, path, note: new SignedNote(text.slice(end + 2)) };
}

/** Takes the first line away and gives what follows its name; undefined when it has another name. */
function valueOf(lines: string[], name: string): string | undefined {
  return lines[0]?.startsWith(name) === true ? lines.shift()!.slice(name.length) : undefined;
}

const id = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";
const receiptForm = [
  "fluidcloud-erasure-receipt/v2",
  "subject file",
  `tenant (?<tenant_id>${id})`,
  `file (?<file_id>${id})`,
  "size (?<size>[0-9]{1,19})",
  "sha256 (?<sha256>-|[0-9a-f]{64})",
  "erased (?<erased_at>[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{7}Z)",
  "cause (?<cause>[a-z_]+)",
  `sweep (?<sweep_id>-|${id})`,
  "links (?<links_killed>[0-9]{1,10})",
  "method delete",
  "storage (?<storage>[a-z_]+)",
  "nonce [0-9a-f]{32}",
  "",
].join("\n");
const closingForm = [
  "fluidcloud-erasure-receipt/v2",
  "subject (?<subject>app|tenant)",
  `tenant (?<tenant_id>${id})`,
  `erasure (?<erasure_id>${id})`,
  "app (?<app>[a-z0-9_-]{1,64})",
  "files (?<files>[0-9]{1,19})",
  "size (?<size>[0-9]{1,19})",
  "links (?<links_killed>[0-9]{1,10})",
  "keys (?<keys_revoked>[0-9]{1,19})",
  "erased (?<erased_at>[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{7}Z)",
  "nonce [0-9a-f]{32}",
  "",
].join("\n");
const known = { cause: ["call", "sweep", "retention", "app", "tenant"], storage: ["permanent", "absent", "unstated", "recoverable"] };

type ReceiptFacts = Omit<ProvenFile, "verdict" | "log" | "copy_matches"> | Omit<ProvenWhole, "verdict" | "log">;

/** The fields of a receipt, which can be written in one way only. @throws FormError */
function receiptOf(entry: Uint8Array): ReceiptFacts {
  const text = decodeLatin1(entry);
  const fields = new RegExp(`^${receiptForm}$`).exec(text)?.groups ?? new RegExp(`^${closingForm}$`).exec(text)?.groups;
  if (fields === undefined) throw new FormError("It is no receipt of the form fluidcloud-erasure-receipt/v2.");
  if (fields["subject"] === "tenant" && fields["app"] !== "-") throw new FormError(notCanonical);
  if (!isTime(fields["erased_at"]!)) throw new FormError("The receipt has no time that can be.");
  const counted = numbers.filter(([name]) => fields[name] !== undefined);
  for (const [name, word, most] of counted)
    if (BigInt(fields[name]!) > most) throw new FormError(`The ${word} of the receipt is too large.`);
  if (fields["subject"] === undefined)
    for (const [name, words] of Object.entries(known))
      if (!words.includes(fields[name]!)) throw new FormError(`'${fields[name]}' is no ${name} that is known here.`);
  if (counted.some(([name]) => decimal(fields[name]!) === undefined)) throw new FormError(notCanonical);
  const common = {
    tenant_id: fields["tenant_id"]!,
    size: Number(fields["size"]),
    erased_at: fields["erased_at"]!,
    links_killed: Number(fields["links_killed"]),
  };
  if (fields["subject"] !== undefined)
    return {
      ...common,
      subject: fields["subject"] as ProvenWhole["subject"],
      erasure_id: fields["erasure_id"]!,
      app: fields["subject"] === "tenant" ? null : fields["app"]!,
      files: Number(fields["files"]),
      keys_revoked: Number(fields["keys_revoked"]),
    };
  return {
    ...common,
    subject: "file",
    file_id: fields["file_id"]!,
    sha256: orNull(fields["sha256"]!),
    cause: fields["cause"] as ProvenFile["cause"],
    sweep_id: orNull(fields["sweep_id"]!),
    storage: fields["storage"] as ProvenFile["storage"],
  };
}

const notCanonical = "The receipt is not written in the one way that there is.";
const numbers: [field: string, word: string, most: bigint][] = [
  ["size", "size", maxInt64],
  ["files", "files", maxInt64],
  ["keys_revoked", "keys", maxInt64],
  ["links_killed", "links", 2n ** 31n - 1n],
];
const orNull = (value: string) => (value === "-" ? null : value);

/** Whether there was such a day and such a time of it. */
function isTime(text: string): boolean {
  const seconds = text.slice(0, 19);
  const moment = new Date(`${seconds}Z`);
  return text >= "0001" && !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(seconds);
}

async function match(sha256: string | null, copy: UploadData): Promise<void> {
  if (sha256 === null)
    throw new ProofError("The receipt does not say which bytes the file had: it was erased before they were scanned.", "false");
  const source = await openSource(copy);
  const hash = platform.sha256();
  try {
    for await (const chunk of readAll(source.stream(0, source.size))) hash.update(chunk);
  } finally {
    await source.close();
  }
  if (hash.hex() !== sha256) throw new ProofError("The file that was erased had other bytes than this copy.", "false");
}

function bytesOf(text: Uint8Array | string): Uint8Array {
  return typeof text === "string" ? encodeUtf8(text) : text;
}

/** Turns what a parser refuses into a verdict. */
async function reading<T>(what: string, parse: () => T | Promise<T>, verdict: "false" | "unreadable" = "unreadable"): Promise<T> {
  try {
    return await parse();
  } catch (error) {
    throw error instanceof FormError ? new ProofError(`${what}: ${error.message}`, verdict, error) : error;
  }
}
