/**
 * Optimal control: algebraic Riccati equations and the feedback of linear quadratic regulators.
 *
 * Every row takes (A, B, Q, R) of sizes n×n, n×m, n×n, m×m; an error names the argument and the size it should have.
 */
import type { Value } from "../../interpret/value.ts";
import { real, type Type } from "../../types/type.ts";
import { listFrom, realList } from "../arrays.ts";
import { definePrimitive } from "../define.ts";
import { declined, type EvaluationContext, type Primitive, type TypeRule } from "../primitive.ts";
import {
  type MatrixShape,
  matrixOf,
  matrixParam,
  mismatch,
  notAccepted,
  type Size,
  sequenceOf,
  typed,
} from "../typing.ts";
import type { Dense } from "./factorisations.ts";
import { matrixValue, realDense, realShape } from "./real-matrices.ts";
import {
  continuousGain,
  continuousRiccati,
  discreteGain,
  discreteRiccati,
  type Regulator,
} from "./riccati.ts";

interface Shape {
  readonly rows: Size;
  readonly columns: Size;
}

/** The first argument of a wrong size, as a sentence; sizes that are not known fit. */
function misfit(name: string, [a, b, q, r]: readonly [Shape, Shape, Shape, Shape]): string | undefined {
  const differ = (x: Size, y: Size): boolean => x !== undefined && y !== undefined && x !== y;
  const n = a.rows ?? a.columns;
  const m = b.columns;
  if (differ(a.rows, a.columns)) return `${name}: A must be square, got ${a.rows}×${a.columns}`;
  if (differ(b.rows, n)) return `${name}: B must have ${n} rows, got ${b.rows}`;
  if (differ(q.rows, n) || differ(q.columns, n))
    return `${name}: Q must be ${n}×${n}, got ${q.rows ?? "?"}×${q.columns ?? "?"}`;
  if (differ(r.rows, m) || differ(r.columns, m))
    return `${name}: R must be ${m}×${m}, got ${r.rows ?? "?"}×${r.columns ?? "?"}`;
  return undefined;
}

function rule(name: string, result: (n: Size, m: Size) => Type): TypeRule {
  return (args, context) => {
    const shapes = args.map((type) => realShape(type, context));
    const [a, b, q, r] = shapes;
    if (a === undefined || b === undefined || q === undefined || r === undefined) return notAccepted;
    const problem = misfit(name, [a, b, q, r]);
    if (problem !== undefined) return mismatch(problem, []);
    const params = [a, b, q, r].map((shape: MatrixShape) => matrixParam(shape, real));
    return typed(params, result(a.rows ?? a.columns, b.columns ?? r.rows));
  };
}

function rowsOf(p: Dense): Value {
  const { rows, columns, items } = p;
  return listFrom(
    Array.from({ length: rows }, (_, i) => realList(items.slice(i * columns, (i + 1) * columns))),
  );
}
const rowsType = (rows: Size, columns: Size): Type => sequenceOf(rows, sequenceOf(columns, real));
const gainAndCost = (n: Size, m: Size): Type => ({
  kind: "fixed",
  items: [rowsType(m, n), rowsType(n, n)],
});

interface Row {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly overload: string;
  readonly result: (n: Size, m: Size) => Type;
  readonly summary: string;
  readonly example: string;
  readonly measure: string;
}

function define(row: Row, run: (regulator: Regulator, context: EvaluationContext) => Value): Primitive {
  const { name, aliases, overload, result, summary, example, measure } = row;
  return definePrimitive(
    {
      name,
      aliases,
      arity: 4,
      overloads: [
        `∀(n m : Nat). Matrix(n, n, ℝ) × Matrix(n, m, ℝ) × Matrix(n, n, ℝ) × Matrix(m, m, ℝ) → ${overload}`,
      ],
      rule: rule(name, result),
      doc: {
        summary,
        example,
        raises: "a wrong size (KL0505), no stabilising solution (KL0506)",
        source: "Laub (1979)",
      },
      bound: { kind: "backward", factor: 1000, measure },
    },
    (args, context) => {
      const [a, b, q, r] = args.map(realDense);
      if (a === undefined || b === undefined || q === undefined || r === undefined) return declined;
      const problem = misfit(name, [a, b, q, r]);
      return problem === undefined ? run({ a, b, q, r }, context) : context.fail("KL0505", problem);
    },
  );
}

function found<T>(name: string, solution: T | undefined, context: EvaluationContext): T {
  return (
    solution ??
    context.fail(
      "KL0506",
      `${name}: there is no stabilising solution`,
      "(A, B) must be stabilisable, R invertible, and Q must see every mode that does not decay",
    )
  );
}

const continuous =
  "the equation's residual beside ‖AᵀP‖ + ‖PBK‖, in the Frobenius norm, where P and the closed loop are well conditioned";
const discrete =
  "the equation's residual beside ‖P‖ + ‖AᵀPA‖, in the Frobenius norm, where P and the closed loop are well conditioned";

export const control: readonly Primitive[] = [
  define(
    {
      name: "care",
      aliases: ["riccati"],
      overload: "Matrix(n, n, ℝ)",
      result: (n) => matrixOf(n, n, real),
      summary: "The stabilising P with AᵀP + PA − PBR⁻¹BᵀP + Q = 0.",
      example: "care([[0]], [[1]], [[4]], [[1]]) = [[2]]",
      measure: continuous,
    },
    (regulator, context) =>
      matrixValue(found("care", continuousRiccati(regulator, context.decompositions.unordered), context)),
  ),
  define(
    {
      name: "lqr",
      aliases: [],
      overload: "(Vector(m, Vector(n, ℝ)), Vector(n, Vector(n, ℝ)))",
      result: gainAndCost,
      summary: "[K, P], as rows: the feedback K = R⁻¹BᵀP and the solution P of care.",
      example: "lqr([[0]], [[2]], [[4]], [[1]]) = [[[2]], [[1]]]",
      measure: continuous,
    },
    (regulator, context) => {
      const p = found("lqr", continuousRiccati(regulator, context.decompositions.unordered), context);
      return listFrom([rowsOf(found("lqr", continuousGain(regulator, p), context)), rowsOf(p)]);
    },
  ),
  define(
    {
      name: "dare",
      aliases: ["riccati_discrete"],
      overload: "Vector(n, Vector(n, ℝ))",
      result: (n) => rowsType(n, n),
      summary: "The stabilising P, as rows, with AᵀPA − P − AᵀPB(BᵀPB + R)⁻¹BᵀPA + Q = 0.",
      example: "dare([[0]], [[1]], [[4]], [[1]]) = [[4]]",
      measure: discrete,
    },
    (regulator, context) =>
      rowsOf(found("dare", discreteRiccati(regulator, context.decompositions.unordered), context)),
  ),
  define(
    {
      name: "dlqr",
      aliases: [],
      overload: "(Vector(m, Vector(n, ℝ)), Vector(n, Vector(n, ℝ)))",
      result: gainAndCost,
      summary: "[K, P], as rows: the feedback K = (BᵀPB + R)⁻¹BᵀPA and the solution P of dare.",
      example: "dlqr([[2]], [[1]], [[0]], [[1]]) = [[[1.5]], [[3]]]",
      measure: discrete,
    },
    (regulator, context) => {
      const p = found("dlqr", discreteRiccati(regulator, context.decompositions.unordered), context);
      return listFrom([rowsOf(found("dlqr", discreteGain(regulator, p), context)), rowsOf(p)]);
    },
  ),
];
