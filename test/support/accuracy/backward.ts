/** Errors of linear algebra held to the backward bounds that rows state, and how much of them was used. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { ProgramError } from "../../../src/base/outcome.ts";
import { type Decompositions, ownDecompositions } from "../../../src/primitives/decompositions.ts";
import { backwardBound } from "../dense.ts";
import type { Named } from "../matrices.ts";

/** The largest share of its bound that a row has used, and on which matrix; by whom, where that is not ourselves. */
const used = new Map<string, readonly [number, string]>();

export function within(
  row: string,
  name: string,
  n: number,
  error: number,
  size: number,
  who: Decompositions = ownDecompositions,
): void {
  const share = error === 0 ? 0 : error / size / backwardBound(row, n);
  const key = who === ownDecompositions ? row : `${row} by LAPACK`;
  if (!(share <= (used.get(key)?.[0] ?? -1))) used.set(key, [share, name]);
  assert.ok(share <= 1, `${key} of ${name}: ${error / size}, ${share} of its bound`);
}

/** For scripts/build-accuracy.ts and whoever looks; only in the long runs that `KLEIS_NUMERICS_SIZES` asks for. */
export function tellShares(): void {
  if (process.env["KLEIS_NUMERICS_SIZES"] === undefined) return;
  // Behind the dots of the tests.
  console.log();
  for (const [row, [share, name]] of used) console.log(`${row}: ${share.toFixed(3)} of its bound, ${name}`);
}

/** One test over all inputs; a program's error is told with the matrix. */
export function each(
  title: string,
  inputs: readonly Named[],
  check: (a: Named[1], name: string) => void,
  add: typeof test | typeof test.skip = test,
): void {
  add(title, () => {
    for (const [name, a] of inputs)
      try {
        check(a, name);
      } catch (problem) {
        if (problem instanceof ProgramError) throw new Error(`${name}: ${problem.message}`);
        throw problem;
      }
  });
}
