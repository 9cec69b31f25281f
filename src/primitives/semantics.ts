/**
 * What numbers mean where the user asks for another meaning than the language's: `--ieee-div`, `--wrap-int`, `--reproducible`, as variants of
 * the rows concerned. The evaluator runs them; native code has its own ways to the same meanings (loop/passes/ieee-division.ts,
 * wrapping arithmetic in the printers).
 */
import type { Value } from "../interpret/value.ts";
import type { Evaluate, Primitive, PrimitiveTable } from "./primitive.ts";
import { reproducible } from "./reproducible.ts";

export interface NumberSemantics {
  /** x / 0 on ℝ is ±∞ or NaN. */
  readonly ieeeDivision: boolean;
  /** ℤ is 64 bits that wrap around. */
  readonly wrapIntegers: boolean;
  /** Elementary functions that give the same bits on every tier (reproducible.ts). */
  readonly floatModel?: string;
}

/** Rows whose exact result may leave 64 bits. */
const growing: ReadonlySet<string> = new Set([
  "plus",
  "minus",
  "times",
  "negate",
  "abs",
  "power",
  "sum",
  "product",
  "sum_bounds",
  "prod_bounds",
  "factorial",
]);

export function withSemantics(table: PrimitiveTable, semantics: NumberSemantics): PrimitiveTable {
  const { ieeeDivision, wrapIntegers, floatModel } = semantics;
  if (!ieeeDivision && !wrapIntegers && floatModel !== "reproducible") return table;
  const changed = new Map<Primitive, Primitive>();
  for (const row of new Set(table.values())) changed.set(row, variant(row, semantics));
  return new Map([...table].map(([name, row]) => [name, changed.get(row) ?? row]));
}

function variant(row: Primitive, { ieeeDivision, wrapIntegers, floatModel }: NumberSemantics): Primitive {
  if (floatModel === "reproducible") return reproducible(variant(row, { ieeeDivision, wrapIntegers }));
  if (ieeeDivision && row.name === "divide") return { ...row, evaluate: dividing(row.evaluate) };
  if (wrapIntegers && growing.has(row.name)) return { ...row, evaluate: wrapping(row.evaluate) };
  return row;
}

function dividing(evaluate: Evaluate): Evaluate {
  if (evaluate.kind !== "plain") return evaluate;
  return {
    kind: "plain",
    run: (args, context) => {
      const [a, b] = args.map(asReal);
      return b === 0 && a !== undefined ? a / b : evaluate.run(args, context);
    },
  };
}

function asReal(value: Value): number | undefined {
  if (typeof value === "number") return value;
  return typeof value === "bigint" ? Number(value) : undefined;
}

function wrapping(evaluate: Evaluate): Evaluate {
  const wrap = <T>(value: T): T | bigint => (typeof value === "bigint" ? BigInt.asIntN(64, value) : value);
  if (evaluate.kind === "plain")
    return { kind: "plain", run: (args, context) => wrap(evaluate.run(args, context)) };
  return {
    kind: "calling",
    *run(args, context) {
      return wrap(yield* evaluate.run(args, context));
    },
  };
}
