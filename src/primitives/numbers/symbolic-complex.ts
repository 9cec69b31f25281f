/**
 * Sums, differences and products of complex numbers whose parts are symbolic: `complex(x, 0)` stays a term, and the
 * operation works on its parts, with 0 and 1 left out where they change nothing.
 */
import { isSymbolic, type TermValue, termValue, type Value } from "../../interpret/value.ts";
import { isNumber, isZero } from "../number.ts";
import type { EvaluationContext } from "../primitive.ts";

type Parts = readonly [re: Value, im: Value];
type PartsOperation = (a: Parts, b: Parts, algebra: Algebra) => Parts;

const symbolicOperations: ReadonlyMap<string, PartsOperation> = new Map<string, PartsOperation>([
  ["complex_add", ([a, b], [c, d], { plus }) => [plus(a, c), plus(b, d)]],
  ["complex_sub", ([a, b], [c, d], { minus }) => [minus(a, c), minus(b, d)]],
  [
    "complex_mul",
    ([a, b], [c, d], { plus, minus, times }) => [
      minus(times(a, c), times(b, d)),
      plus(times(a, d), times(b, c)),
    ],
  ],
]);

/** The result where at least one side is a term `complex(re, im)` and the other one too, or a number. */
export function onSymbolicParts(
  name: string,
  left: Value | undefined,
  right: Value | undefined,
  context: EvaluationContext,
): Value | undefined {
  if (!isTerm(left) && !isTerm(right)) return undefined;
  const [a, b] = [partsOf(left), partsOf(right)];
  const operation = symbolicOperations.get(name);
  if (a === undefined || b === undefined || operation === undefined) return undefined;
  const parts = operation(a, b, algebraOf(context));
  return parts.every(isNumber) ? context.operate("complex", parts) : termValue("complex", parts);
}

function isTerm(v: Value | undefined): v is TermValue {
  return typeof v === "object" && v.kind === "term" && /^[cC]omplex$/.test(v.name);
}

function partsOf(v: Value | undefined): Parts | undefined {
  if (v === undefined) return undefined;
  if (isNumber(v)) return typeof v === "object" && v.kind === "complex" ? [v.re, v.im] : [v, 0n];
  if (!isTerm(v)) return undefined;
  const [re, im] = v.args;
  return re === undefined || im === undefined ? undefined : [re, im];
}

interface Algebra {
  readonly plus: (a: Value, b: Value) => Value;
  readonly minus: (a: Value, b: Value) => Value;
  readonly times: (a: Value, b: Value) => Value;
}

function algebraOf(context: EvaluationContext): Algebra {
  const combine = (name: string, ...args: readonly Value[]): Value =>
    args.some(isSymbolic) ? termValue(name, args) : context.operate(name, args);
  const zero = (v: Value): boolean => isNumber(v) && isZero(v);
  const one = (v: Value): boolean => v === 1n || v === 1;
  return {
    plus: (a, b) => (zero(a) ? b : zero(b) ? a : combine("plus", a, b)),
    minus: (a, b) => (zero(b) ? a : zero(a) ? combine("negate", b) : combine("minus", a, b)),
    times: (a, b) => (zero(a) || zero(b) ? 0n : one(a) ? b : one(b) ? a : combine("times", a, b)),
  };
}
