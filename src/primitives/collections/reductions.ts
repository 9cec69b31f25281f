/**
 * Sums and products: of lists, and `Σ` `Π` over a range with both ends included.
 *
 * Bound γ_n · Σ|xᵢ| (Higham 2002, §4.2): the evaluator adds from left to right, native code in any order. ℤ and ℚ are exact.
 */

import { isFunction as isCallable, type Value } from "../../interpret/value.ts";
import type { Lowering } from "../../loop/lowering.ts";
import { integer, type Type } from "../../types/type.ts";
import { buildMatrix, element, isList, listFrom } from "../arrays.ts";
import { callArgument, defineCalling, definePrimitive } from "../define.ts";
import { addition, type Binary, binary, integerOf, multiplication, ofLevel } from "../number.ts";
import { declined, type EvaluationContext, type Primitive, type TypingContext } from "../primitive.ts";
import { oneList } from "../samples.ts";
import {
  isFunction,
  isInteger,
  isNumeric,
  levelOfType,
  matrixShape,
  notAccepted,
  operationType,
  sequence,
  typed,
} from "../typing.ts";
import { lowerRangeReduction, lowerReduction } from "./lower-reductions.ts";

interface Reduction {
  readonly operation: "plus" | "times";
  readonly numbers: Binary;
  readonly neutral: 0 | 1;
}
const adding: Reduction = { operation: "plus", numbers: addition, neutral: 0 };
const multiplying: Reduction = { operation: "times", numbers: multiplication, neutral: 1 };

/** The type of combining many of one type: numbers stay what they are, other types must be closed under it. */
function combined({ operation }: Reduction, type: Type, context: TypingContext): Type | undefined {
  if (isNumeric(type) || type.kind === "any" || type.kind === "never") return type;
  const result = operationType(operation, [type, type], context);
  return result === undefined ? undefined : context.join(type, result);
}

function combine(by: Reduction, a: Value, b: Value, context: EvaluationContext): Value {
  const number = binary(by.numbers, a, b);
  return number === declined ? context.operate(by.operation, [a, b]) : (number as Value);
}

/** What combining nothing gives: 0 or 1 of the result's kind, or a zero of its known shape. */
function empty(by: Reduction, context: EvaluationContext): Value {
  const value = neutral(by, context.result, context);
  return value ?? context.fail("KL0506", "nothing to combine: the result for no terms is not known");
}

function neutral(by: Reduction, type: Type, context: EvaluationContext): Value | undefined {
  const level = levelOfType(type);
  if (level !== undefined) return ofLevel(level, by.neutral);
  return type.kind === "con" ? neutralShape(by, type, context) : BigInt(by.neutral);
}

function neutralShape(by: Reduction, type: Type, context: EvaluationContext): Value | undefined {
  const noJoin = { join: (a: Type) => a } as const;
  const shape = matrixShape(type, noJoin);
  if (shape?.rows !== undefined && shape.columns !== undefined) {
    const zero = neutral(adding, shape.element, context);
    const one = neutral(by, shape.element, context);
    if (zero === undefined || one === undefined) return undefined;
    return buildMatrix(shape.rows, shape.columns, (i, j) => (i === j ? one : zero));
  }
  const seq = sequence(type, noJoin);
  const zero = seq && by === adding ? neutral(by, seq.element, context) : undefined;
  return zero === undefined || seq?.length === undefined
    ? undefined
    : listFrom(new Array<Value>(seq.length).fill(zero));
}

function ofList(name: string, by: Reduction, summary: string, example: string, lower: Lowering): Primitive {
  return definePrimitive(
    {
      name,
      arity: 1,
      overloads: ["List(ℤ) → ℤ", "List(ℚ) → ℚ", "List(ℝ) → ℝ", "List(ℂ) → ℂ"],
      rule: ([xs], context) => {
        const seq = sequence(xs, context);
        const result = seq && combined(by, seq.element, context);
        if (seq === undefined || result === undefined) return notAccepted;
        return typed([seq.param], result.kind === "never" ? integer : result);
      },
      doc: { summary, example },
      lower,
      samples: oneList,
      bound: { kind: "gamma", terms: "length" },
    },
    ([xs], context) => {
      if (!isList(xs)) return declined;
      if (xs.length === 0) return empty(by, context);
      let result = element(xs, 0);
      for (let i = 1; i < xs.length; i++) result = combine(by, result, element(xs, i), context);
      return result;
    },
  );
}

function overRange(
  name: string,
  by: Reduction,
  summary: string,
  example: string,
  lower: Lowering,
): Primitive {
  return defineCalling(
    {
      name,
      arity: 3,
      overloads: ["∀(a). (ℤ → a) × ℤ × ℤ → a"],
      rule: ([f, from, to], context) => {
        if (f === undefined || !isFunction(f) || !isInteger(from) || !isInteger(to)) return notAccepted;
        const result = combined(by, context.applyArgument(0, [integer]), context);
        if (result === undefined) return notAccepted;
        return typed([f, integer, integer], result.kind === "never" ? integer : result);
      },
      doc: { summary, example },
      lower,
      bound: { kind: "gamma", terms: "to - from + 1" },
    },
    function* ([f, a, b], context) {
      const from = integerOf(a);
      const to = integerOf(b);
      if (f === undefined || !isCallable(f) || from === undefined || to === undefined) return declined;
      if (to < from) return empty(by, context);
      let result = yield callArgument(0, f, [from]);
      for (let k = from + 1n; k <= to; k++)
        result = combine(by, result, yield callArgument(0, f, [k]), context);
      return result;
    },
  );
}

export const reductions: readonly Primitive[] = [
  ofList(
    "sum",
    adding,
    "The sum of the elements; 0 for the empty list.",
    "sum([1, 2, 3]) = 6",
    lowerReduction("plus"),
  ),
  ofList(
    "product",
    multiplying,
    "The product of the elements; 1 for the empty list.",
    "product([2, 3, 4]) = 24",
    lowerReduction("times"),
  ),
  overRange(
    "sum_bounds",
    adding,
    "Σ(from, to, f): the sum of f(k), both ends included.",
    "sum_bounds(λ k . k * k, 1, 3) = 14",
    lowerRangeReduction("plus"),
  ),
  overRange(
    "prod_bounds",
    multiplying,
    "Π(from, to, f): the product of f(k), both ends included.",
    "prod_bounds(λ k . k, 1, 5) = 120",
    lowerRangeReduction("times"),
  ),
];
