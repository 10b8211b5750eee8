import { decodeLatin1, encodeLatin1 } from "./encoding.js";
import { cosignedAt, FormError, logKey, parseCheckpoint, parseKey, witnessKey, type Ed25519, type NoteKey, type SignedNote } from "./notes.js";

const maxPolicy = 64 * 1024;

/** @internal What a policy says of a checkpoint. */
export interface Judgement {
  /** When each witness has cosigned, in Unix seconds, by its name in the policy. */
  cosigned: Record<string, number>;
  /** Why the policy does not trust the checkpoint; undefined when it does. */
  refusal?: string;
}

/** @internal Logs, witnesses, and how many of these must have cosigned (C2SP tlog-policy). */
export class Policy {
  readonly #logs: NoteKey[] = [];
  readonly #witnesses = new Map<string, NoteKey>();
  readonly #groups = new Map<string, { least: number; members: string[] }>();
  readonly #members = new Set<string>();
  #quorum: string | undefined;

  private constructor() {}

  /** @throws FormError names the line */
  static async parse(bytes: Uint8Array): Promise<Policy> {
    if (bytes.byteLength > maxPolicy) throw new FormError(`A policy has at most ${maxPolicy} bytes.`);
    // A character for each octet: names are compared as octets. Keys are read as UTF-8, as their names are.
    const text = decodeLatin1(bytes);
    if (/[\0-\x08\v-\x1f\x7f]/.test(text)) throw new FormError("A policy holds no control characters but tabs and newlines.");
    const policy = new Policy();
    for (const [at, line] of text.split("\n").entries()) {
      const words = line.split(/[ \t]+/).filter((word) => word !== "");
      if (words.length === 0 || words[0]!.startsWith("#")) continue;
      try {
        await policy.#read(words);
      } catch (error) {
        throw error instanceof FormError ? new FormError(`Line ${at + 1} of the policy: ${error.message}`) : error;
      }
    }
    if (policy.#quorum === undefined) throw new FormError("The policy has no line quorum.");
    return policy;
  }

  /**
   * Judges a checkpoint by its origin, the signature of a trusted log, and cosignatures.
   * @throws FormError a signature of a key of the policy is false
   */
  async judge(note: SignedNote, ed25519: Ed25519): Promise<Judgement> {
    const { origin } = parseCheckpoint(note.text);
    let signed = false;
    for (const key of this.#logs) if ((await note.signedBy(key, ed25519)) !== undefined && key.name === origin) signed = true;
    const cosigned: Record<string, number> = {};
    for (const [name, key] of this.#witnesses) {
      const signature = await note.signedBy(key, ed25519);
      const seconds = signature && cosignedAt(signature);
      if (seconds !== undefined) cosigned[name] = Number(seconds);
    }
    if (!signed) return { cosigned, refusal: `No log of the policy has signed for the origin ${origin}.` };
    if (this.#quorum !== "none" && !this.#isMet(this.#quorum!, cosigned)) {
      const refusal = `Too few witnesses of the policy have cosigned: ${Object.keys(cosigned).length} of ${this.#witnesses.size}.`;
      return { cosigned, refusal };
    }
    return { cosigned };
  }

  #isMet(name: string, cosigned: Record<string, number>): boolean {
    const group = this.#groups.get(name);
    if (group === undefined) return Object.hasOwn(cosigned, name);
    return group.members.filter((member) => this.#isMet(member, cosigned)).length >= group.least;
  }

  async #read([kind, ...words]: string[]): Promise<void> {
    const count = words.length;
    if (kind === "log" && (count === 1 || count === 2)) {
      const key = await keyOf(words[0]!, logKey);
      if (this.#logs.some((known) => sameKey(known, key))) throw new FormError("the key of this log stands there twice");
      this.#logs.push(key);
    } else if (kind === "witness" && (count === 2 || count === 3)) {
      this.#claim(words[0]!);
      const key = await keyOf(words[1]!, witnessKey);
      if ([...this.#witnesses.values()].some((known) => sameKey(known, key))) throw new FormError("the key of this witness stands there twice");
      this.#witnesses.set(words[0]!, key);
    } else if (kind === "group" && count >= 3) {
      this.#addGroup(words[0]!, words[1]!, words.slice(2));
    } else if (kind === "quorum" && count === 1) {
      if (this.#quorum !== undefined) throw new FormError("there is a second quorum");
      this.#quorum = words[0] === "none" ? "none" : this.#known(words[0]!);
    } else {
      throw new FormError(`'${kind}' can't stand there so`);
    }
  }

  #addGroup(name: string, needed: string, members: string[]): void {
    const number = /^[0-9]{1,9}$/.test(needed) ? Number(needed) : 0;
    const least = needed === "all" ? members.length : needed === "any" ? 1 : number;
    if (least < 1 || least > members.length) throw new FormError("a group needs all, any, or a number of its members");
    for (const member of members) {
      if (this.#members.has(this.#known(member))) throw new FormError(`'${member}' is a member of a group already`);
      this.#members.add(member);
    }
    this.#claim(name);
    this.#groups.set(name, { least, members });
  }

  #claim(name: string): void {
    if (name === "none" || this.#witnesses.has(name) || this.#groups.has(name)) throw new FormError(`the name '${name}' is taken`);
  }

  #known(name: string): string {
    if (!this.#witnesses.has(name) && !this.#groups.has(name)) throw new FormError(`'${name}' is not named above`);
    return name;
  }
}

function sameKey(one: NoteKey, other: NoteKey): boolean {
  return one.publicKey.every((byte, at) => byte === other.publicKey[at]);
}

async function keyOf(word: string, wanted: number): Promise<NoteKey> {
  const key = await parseKey(new TextDecoder("utf-8", { ignoreBOM: true }).decode(encodeLatin1(word)));
  if (key.type !== wanted) throw new FormError(`the key is not that of a ${wanted === logKey ? "log" : "witness"}`);
  return key;
}
