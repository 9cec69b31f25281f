/**
 * A word in memory that running kernels look at: the way to end them from outside.
 */
import { Interrupted } from "../base/outcome.ts";
import type { Native } from "./native.ts";

const requests = { cancel: 1, timeout: 2 } as const;

export class CancelWord {
  readonly address: number;
  readonly #word: Int32Array;

  constructor(native: Native) {
    // Eight bytes: an empty or tiny buffer might not have memory of its own.
    const buffer = new ArrayBuffer(8);
    this.#word = new Int32Array(buffer);
    this.address = native.addressOf(buffer);
  }

  /** Running kernels return `cancelled` soon after. The first reason counts. */
  request(reason: Interrupted["reason"]): void {
    if (this.#word[0] === 0) this.#word[0] = requests[reason];
  }

  /** Before the next evaluation. */
  clear(): void {
    this.#word[0] = 0;
  }

  interruption(): Interrupted {
    return new Interrupted(this.#word[0] === requests.timeout ? "timeout" : "cancel");
  }
}
