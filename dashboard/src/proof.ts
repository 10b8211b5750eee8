import { verifyProof } from "../../sdk/typescript/src/log/proof";
import { call, type Health } from "./api";

export interface Proof {
  receipt: string;
  log_index: number;
  path: string[];
  checkpoint: string;
}

/** The fields of a proof as the file that others verify too (C2SP tlog-proof). */
export function proofFile({ receipt, log_index, path, checkpoint }: Proof): string {
  const extra = btoa(String.fromCharCode(...new TextEncoder().encode(receipt)));
  return ["c2sp.org/tlog-proof@v1", `extra ${extra}`, `index ${log_index}`, ...path, "", checkpoint].join("\n");
}

/** A policy that trusts the key which this host names; a person who got the key elsewhere puts theirs. */
export async function policyOfHost(): Promise<string> {
  const health = await call<Health>("GET", "health");
  const key = /\S+\+[0-9a-f]{8}\+[A-Za-z0-9+/]+=*/.exec(JSON.stringify(health.dependencies).replaceAll('"', " "))?.[0];
  return key === undefined ? "" : `log ${key}\nquorum none\n`;
}

/** Verifies in this browser: the server is asked for the proof, and not for a verdict. */
export async function verify(proofPath: string, policy: string): Promise<string> {
  const proven = await verifyProof(proofFile(await call<Proof>("GET", proofPath)), policy);
  return `Proven: erased ${proven.erased_at.slice(0, 19).replace("T", " ")} UTC, entry ${proven.log.index} of ${proven.log.origin}.`;
}
