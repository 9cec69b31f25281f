/** What the session has evaluated, and what that took: `:time`, `:jit stats`. */
import type { Tier } from "../../session/options.ts";
import type { Evaluation } from "../../session.ts";

export class Statistics {
  readonly #tiers: Record<Tier, number> = { interp: 0, c: 0, rust: 0 };
  #compiled = 0;
  #compileMs = 0;
  #runMs = 0;

  add({ tier, cached, compileMs, runMs }: Evaluation): void {
    this.#tiers[tier] += 1;
    this.#compiled += cached ? 0 : 1;
    this.#compileMs += compileMs;
    this.#runMs += runMs;
  }

  lines(): readonly string[] {
    const { interp, c, rust } = this.#tiers;
    return [
      `Evaluations: ${interp + c + rust} (${interp} interpreted, ${c} through C, ${rust} through Rust)`,
      `Compiled anew: ${this.#compiled}, ${duration(this.#compileMs)}`,
      `Running: ${duration(this.#runMs)}`,
    ];
  }

  /** `⏱  1.25 ms, tier c, compiled in 31 ms` */
  line({ tier, cached, compileMs, runMs }: Evaluation): string {
    const compiling = cached ? "" : `, compiled in ${duration(compileMs)}`;
    return `⏱  ${duration(runMs)}, tier ${tier}${compiling}`;
  }
}

function duration(milliseconds: number): string {
  return milliseconds < 1000
    ? `${Number(milliseconds.toPrecision(3))} ms`
    : `${(milliseconds / 1000).toFixed(2)} s`;
}
