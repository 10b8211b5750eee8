import { ConflictError } from "../errors.js";
import { verifyProof, type ProofOptions } from "../log/proof.js";
import { segment } from "../params.js";
import { Pause, poll, type Wait } from "../polling.js";
import type { ProvenErasure, ReceiptOut, RequestOptions } from "../types.js";
import { Resource, type PageOptions } from "./resource.js";

/** What is left to prove of erased files: `fc.receipts`. */
export class Receipts extends Resource {
  /**
   * The receipt of one erased file.
   * @throws NotFoundError when there is none: the file was not erased, or is another tenant's
   */
  get(fileId: string, options: RequestOptions = {}): Promise<ReceiptOut> {
    return this.call("GET", `/gdpr/receipts/${segment(fileId)}`, options);
  }

  /**
   * The receipts of one emptying of Trash.
   * @param query `sweep` is the `id` of a sweep of `fc.trash.status()`
   */
  list(query: { sweep: string }, options: RequestOptions = {}): Promise<ReceiptOut[]> {
    return this.call("GET", "/gdpr/receipts", { ...options, query });
  }

  /** The same, page by page. */
  iterate(query: { sweep: string }, options: PageOptions = {}): AsyncGenerator<ReceiptOut, void, undefined> {
    return this.pages("/gdpr/receipts", query, options);
  }

  /**
   * The proof that the receipt of one erased file is in the public erasure log: the text of a `.tlog-proof` file. Keep it:
   * `verify` needs nothing else, also when FluidCloud is gone.
   * @param options `wait` says whether to wait until the receipt is in the log, mostly half a minute; true unless given
   * @throws NotFoundError when there is no receipt: the file was not erased, or is another tenant's
   * @throws ConflictError without waiting: the receipt is not in the log yet
   * @throws WaitTimeoutError when it did not come there in time
   */
  async proof(fileId: string, { wait = true, ...options }: RequestOptions & { wait?: Wait } = {}): Promise<string> {
    const ask = () => this.call<string>("GET", `/gdpr/receipts/${segment(fileId)}/proof`, { ...options, accept: "text/plain" });
    if (wait === false) return ask();
    return poll<string>(wait, `The proof of ${fileId}`, options.signal, async () => {
      try {
        return await ask();
      } catch (error) {
        if (!(error instanceof ConflictError)) throw error;
        return error.retryAfter === undefined ? undefined : new Pause(error.retryAfter * 1000);
      }
    });
  }

  /**
   * Checks a proof of an erasure, offline. The function `verifyProof` does the same without a client.
   * @throws ProofError it is not proven; `verdict` says whether it is false, not trusted or unreadable
   */
  verify(proof: Uint8Array | string, policy: Uint8Array | string, options: ProofOptions = {}): Promise<ProvenErasure> {
    return verifyProof(proof, policy, options);
  }
}
