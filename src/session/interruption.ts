/** That a session was asked to stop, for those who look and for those who wait for something that does not look: a compiler. */
import { Interrupted } from "../base/outcome.ts";

type Reason = Interrupted["reason"];

export class Interruption {
  #reason: Reason | undefined;
  #whenAsked: ((reason: Reason) => void) | undefined;

  /** Undefined: nobody has asked. */
  get reason(): Reason | undefined {
    return this.#reason;
  }

  request(reason: Reason): void {
    this.#reason ??= reason;
    this.#whenAsked?.(reason);
  }

  clear(): void {
    this.#reason = undefined;
  }

  /** What is waited for, or the interruption where that comes first. */
  unlessAsked<T>(awaited: Promise<T>): Promise<T> {
    const interruption = new Promise<never>((_, reject) => {
      this.#whenAsked = (reason) => reject(new Interrupted(reason));
      if (this.#reason !== undefined) this.#whenAsked(this.#reason);
    });
    return Promise.race([awaited, interruption]).finally(() => {
      this.#whenAsked = undefined;
    });
  }
}
