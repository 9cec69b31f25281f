/**
 * How long the evaluator works alone (0021). A library that nobody asked for takes a compiler, a thread that lowers and prints,
 * and something of the evaluator's own time; who begins it when the evaluator has been at work for as long as that takes never
 * pays much more than twice the cheaper of the two, however the run goes on.
 */

/** Milliseconds from the wish for a library to its first call, where the compiler does not stand still. */
export const patience = 250;

/** The time that the evaluations of a session have taken together. */
export class Patience {
  readonly #now: () => number;
  #spent = 0;
  #since: number | undefined;

  /** `now`: milliseconds, by any clock. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** The time counts while this runs. */
  async during<T>(evaluation: () => Promise<T>): Promise<T> {
    this.#since ??= this.#now();
    try {
      return await evaluation();
    } finally {
      this.#spent = this.#total();
      this.#since = undefined;
    }
  }

  isOver(): boolean {
    return this.#total() >= patience;
  }

  #total(): number {
    return this.#spent + (this.#since === undefined ? 0 : this.#now() - this.#since);
  }
}
