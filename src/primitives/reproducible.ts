/**
 * Elementary functions under `--reproducible`, as the evaluator runs them: the programs of loop/elementary/reproducible.ts step by
 * step, so that compiled code, which prints the same programs, gives the same bits.
 */
import type { Value } from "../interpret/value.ts";
import { reproducibleFunctions, straightCode } from "../loop/elementary/reproducible.ts";
import { evaluateStraight } from "../loop/elementary/straight.ts";
import { binary, levelOf, unary } from "./number.ts";
import type { Declined, Evaluate, Primitive } from "./primitive.ts";

/** Rows that are 1 over another. */
const reciprocals: ReadonlyMap<string, string> = new Map([
  ["sec", "cos"],
  ["csc", "sin"],
  ["cot", "tan"],
]);

/** The row with the meaning that every tier shares; itself where it has none of its own. */
export function reproducible(row: Primitive): Primitive {
  const below = reciprocals.get(row.name);
  const name = row.name === "power" ? "pow" : (below ?? row.name);
  if (!reproducibleFunctions.has(name) || row.evaluate.kind !== "plain") return row;
  const code = straightCode(name);
  const f = (...args: number[]): number => {
    const value = evaluateStraight(code, args);
    return below === undefined ? value : 1 / value;
  };
  const onReal = (args: readonly Value[]): Value | Declined =>
    code.params.length === 1 ? unary({ real: f }, args[0]) : binary({ real: f }, args[0], args[1]);
  const plain = row.evaluate;
  const evaluate: Evaluate = {
    kind: "plain",
    run: (args, context) => (isReal(row, args) ? onReal(args) : plain.run(args, context)),
  };
  return { ...row, evaluate };
}

/** What the row takes to the function on ℝ. */
function isReal(row: Primitive, args: readonly Value[]): boolean {
  const levels = args.map(levelOf);
  if (levels.some((level) => level === undefined || level > 2)) return false;
  const [base] = args;
  const [, exponent] = args;
  if (row.name !== "power" || typeof exponent !== "bigint" || exponent < 0n) return true;
  // Natural powers stay exact; a square is a product.
  return typeof base === "number" && exponent !== 2n;
}
