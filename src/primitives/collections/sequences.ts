/**
 * Lists made from numbers: ranges, grids and the deterministic random numbers of the language.
 *
 * A literal size gives a vector of that length (T7).
 */
import type { Value } from "../../interpret/value.ts";
import { integer, real } from "../../types/type.ts";
import { listFrom, longestArray, realList } from "../arrays.ts";
import { definePrimitive } from "../define.ts";
import { failures, failWith } from "../failures.ts";
import { integerOf, realOf } from "../number.ts";
import { declined, type EvaluationContext, type Primitive, type TypingContext } from "../primitive.ts";
import { isInteger, isNumeric, notAccepted, type Size, sequenceOf, staticSize, typed } from "../typing.ts";
import { lowerLinspace, lowerRandom, lowerRandomNormal, lowerRange } from "./lower-sequences.ts";

/** The length of `range(a, b)` where both ends are known. */
function rangeSize(count: number, context: TypingContext): Size {
  if (count === 1) return staticSize(0, context);
  const from = context.literal(0) ?? staticBig(0, context);
  const to = context.literal(1) ?? staticBig(1, context);
  if (from === undefined || to === undefined) return undefined;
  const length = to - from;
  return length < 0n ? 0 : length < 2n ** 31n ? Number(length) : undefined;
}

function staticBig(index: number, context: TypingContext): bigint | undefined {
  const size = staticSize(index, context);
  return size === undefined ? undefined : BigInt(size);
}

const range = definePrimitive(
  {
    name: "range",
    arity: [1, 3],
    overloads: ["ℤ → List(ℤ)", "ℤ × ℤ → List(ℤ)"],
    rule: (args, context) =>
      args.every(isInteger)
        ? typed(
            args.map(() => integer),
            sequenceOf(rangeSize(args.length, context), integer),
          )
        : notAccepted,
    doc: {
      summary: "The integers from the first (or 0) up to, not including, the last.",
      example: "range(2, 5) = [2, 3, 4]",
    },
    lower: lowerRange,
  },
  (args, context) => {
    const [first, second] = args.map(integerOf);
    if (first === undefined || (args.length > 1 && second === undefined)) return declined;
    const [from, to] = second === undefined ? [0n, first] : [first, second];
    if (to - from > longestArray) failWith(context, failures.long, to - from);
    const items: Value[] = [];
    for (let k = from; k < to; k++) items.push(k);
    return listFrom(items);
  },
);

/** Points a + i·step with step = (b - a)/(n - 1); the last is b itself. */
function grid(a: number, b: number, n: number): Float64Array {
  const step = (b - a) / (n - 1);
  return Float64Array.from({ length: n }, (_, i) => (i > 0 && i === n - 1 ? b : n === 1 ? a : a + i * step));
}

function countOf(n: Value | undefined, context: EvaluationContext): number | undefined {
  const count = integerOf(n);
  if (count === undefined) return undefined;
  if (count < 0n) failWith(context, failures.negative, count);
  if (count > longestArray) failWith(context, failures.long, count);
  return Number(count);
}

const linspace = definePrimitive(
  {
    name: "linspace",
    arity: [2, 3],
    overloads: ["ℝ × ℝ → Vector(50, ℝ)", "ℝ × ℝ × ℤ → List(ℝ)"],
    rule: ([a, b, n], context) => {
      if (!isNumeric(a) || !isNumeric(b) || (n !== undefined && !isInteger(n))) return notAccepted;
      const size = n === undefined ? 50 : staticSize(2, context);
      return typed(n === undefined ? [real, real] : [real, real, integer], sequenceOf(size, real));
    },
    doc: {
      summary: "Equally spaced points from a to b, both included; 50 unless a number is given.",
      example: "linspace(0, 1, 5) = [0, 0.25, 0.5, 0.75, 1]",
    },
    lower: lowerLinspace,
    bound: { kind: "ulp", ulp: 2, vectorUlp: 2 },
  },
  ([a, b, n], context) => {
    const from = realOf(a);
    const to = realOf(b);
    const count = n === undefined ? 50 : countOf(n, context);
    return from === undefined || to === undefined || count === undefined
      ? declined
      : realList(grid(from, to, count));
  },
);

// ----------------------------------------------------------------------------------------------- random numbers

/** x ← (1664525·x + 1013904223) mod 2³², as x / 2³²; every product is below 2⁵³. */
function* uniforms(seed: number): Generator<number, never, undefined> {
  let x = ((seed % 2 ** 32) + 2 ** 32) % 2 ** 32;
  for (;;) {
    x = (1664525 * x + 1013904223) % 2 ** 32;
    yield x / 2 ** 32;
  }
}

function take(count: number, numbers: Generator<number, never, undefined>): Float64Array {
  return Float64Array.from({ length: count }, () => numbers.next().value);
}

/** Box–Muller over the same generator: the cosine value first, then the sine. */
function* normals(seed: number, scale: number): Generator<number, never, undefined> {
  const uniform = uniforms(seed);
  const next = (): number => Math.max(uniform.next().value, 1e-10);
  for (;;) {
    const radius = Math.sqrt(-2 * Math.log(next()));
    const angle = 2 * Math.PI * next();
    yield scale * (radius * Math.cos(angle));
    yield scale * (radius * Math.sin(angle));
  }
}

const defaultSeed = 42n;

const random = definePrimitive(
  {
    name: "random",
    aliases: ["random_uniform"],
    arity: [1, 2],
    overloads: ["ℤ → List(ℝ)", "ℤ × ℤ → List(ℝ)"],
    rule: (args, context) =>
      args.every(isInteger)
        ? typed(
            args.map(() => integer),
            sequenceOf(staticSize(0, context), real),
          )
        : notAccepted,
    doc: {
      summary: "n numbers in [0, 1), the same for the same seed (42 unless given).",
      example: "random(1) = [0.2523451747838408]",
      source: "Numerical Recipes (1992), §7.1: the quick and dirty generator",
    },
    lower: lowerRandom,
    bound: { kind: "exact" },
  },
  ([n, seed], context) => {
    const count = countOf(n, context);
    const start = seed === undefined ? defaultSeed : integerOf(seed);
    if (count === undefined || start === undefined) return declined;
    return realList(take(count, uniforms(Number(start))));
  },
);

const randomNormal = definePrimitive(
  {
    name: "random_normal",
    arity: [1, 3],
    overloads: ["ℤ → List(ℝ)", "ℤ × ℤ → List(ℝ)", "ℤ × ℤ × ℝ → List(ℝ)"],
    rule: ([n, seed, scale], context) => {
      if (!isInteger(n) || (seed && !isInteger(seed)) || (scale && !isNumeric(scale))) return notAccepted;
      const params = [integer, ...(seed ? [integer] : []), ...(scale ? [real] : [])];
      return typed(params, sequenceOf(staticSize(0, context), real));
    },
    doc: {
      summary: "n normally distributed numbers, the same for the same seed (42), times a scale (1).",
      example: "length(random_normal(5)) = 5",
      source: "Box & Muller (1958)",
    },
    lower: lowerRandomNormal,
  },
  ([n, seed, scale], context) => {
    const count = countOf(n, context);
    const start = seed === undefined ? defaultSeed : integerOf(seed);
    const factor = scale === undefined ? 1 : realOf(scale);
    if (count === undefined || start === undefined || factor === undefined) return declined;
    return realList(take(count, normals(Number(start), factor)));
  },
);

export const sequences: readonly Primitive[] = [range, linspace, random, randomNormal];
