/** Inner and cross products and lengths of vectors. */

import type { Value } from "../../interpret/value.ts";
import { real } from "../../types/type.ts";
import { asMatrix, asVector, element, entry, listFrom, realItems } from "../arrays.ts";
import { definePrimitive } from "../define.ts";
import { failures, failWith } from "../failures.ts";
import { ofLevel, realOf } from "../number.ts";
import { declined, type Primitive } from "../primitive.ts";
import { oneList, twoLists } from "../samples.ts";
import {
  agree,
  isNumeric,
  levelOfType,
  matrixShape,
  mismatch,
  notAccepted,
  sequence,
  sequenceOf,
  typed,
  withElement,
} from "../typing.ts";
import { lowerNorm } from "./lower-norm.ts";
import { lowerCross, lowerDot } from "./lower-products.ts";
import { productOfEntries } from "./products.ts";

const dot = definePrimitive(
  {
    name: "dot",
    aliases: ["inner"],
    yields: true,
    arity: 2,
    overloads: ["∀(n : Nat)(a b). Vector(n, a) × Vector(n, b) → times(a, b)"],
    rule: ([a, b], context) => {
      const xs = sequence(a, context);
      const ys = sequence(b, context);
      if (xs === undefined || ys === undefined) return notAccepted;
      if (!agree(xs.length, ys.length).ok)
        return mismatch("these vectors have different lengths", [
          `the first has length ${xs.length}, the second ${ys.length}`,
        ]);
      const entries = productOfEntries(xs.element, ys.element, context);
      if (entries === undefined || !(isNumeric(entries.result) || entries.result.kind === "any"))
        return notAccepted;
      return typed([withElement(xs, entries.left), withElement(ys, entries.right)], entries.result);
    },
    doc: {
      summary: "The inner product Σ aᵢ·bᵢ, without conjugation.",
      example: "dot([1, 2], [3, 4]) = 11",
      raises: "different lengths: KL0301 while compiling, KL0505 at run time",
      source: "Higham 2002, §3.1",
    },
    lower: lowerDot,
    samples: twoLists,
    bound: { kind: "gamma", terms: "n" },
  },
  ([a, b], context) => {
    const xs = asVector(a);
    const ys = asVector(b);
    if (xs === undefined || ys === undefined) return declined;
    if (xs.length !== ys.length) failWith(context, failures.lengths, xs.length, ys.length);
    const x = realItems(xs);
    const y = x && realItems(ys);
    if (x !== undefined && y !== undefined && x.length > 0) return realDot(x, y);
    let sum: Value | undefined;
    for (let i = 0; i < xs.length; i++) {
      const term = context.operate("times", [element(xs, i), element(ys, i)]);
      sum = sum === undefined ? term : context.operate("plus", [sum, term]);
    }
    return sum ?? ofLevel(levelOfType(context.result) ?? 0, 0);
  },
);

/** From left to right, starting with the first product. */
function realDot(x: Float64Array, y: Float64Array): number {
  let sum = (x[0] ?? 0) * (y[0] ?? 0);
  for (let i = 1; i < x.length; i++) sum += (x[i] ?? 0) * (y[i] ?? 0);
  return sum;
}

const cross = definePrimitive(
  {
    name: "cross",
    yields: true,
    arity: 2,
    overloads: ["∀(a b). Vector(3, a) × Vector(3, b) → Vector(3, times(a, b))"],
    rule: ([a, b], context) => {
      const xs = sequence(a, context);
      const ys = sequence(b, context);
      if (xs === undefined || ys === undefined) return notAccepted;
      if (!agree(xs.length, 3).ok || !agree(ys.length, 3).ok)
        return mismatch("the cross product is of vectors of length 3", [
          `the lengths are ${xs.length ?? "?"} and ${ys.length ?? "?"}`,
        ]);
      const entries = productOfEntries(xs.element, ys.element, context);
      return entries === undefined
        ? notAccepted
        : typed(
            [withElement(xs, entries.left), withElement(ys, entries.right)],
            sequenceOf(3, entries.result),
          );
    },
    doc: {
      summary: "The cross product of two vectors of length 3.",
      example: "cross([1, 0, 0], [0, 1, 0]) = [0, 0, 1]",
    },
    lower: lowerCross,
    bound: { kind: "gamma", terms: "2" },
  },
  ([a, b], context) => {
    const xs = asVector(a);
    const ys = asVector(b);
    if (xs === undefined || ys === undefined) return declined;
    if (xs.length !== 3 || ys.length !== 3) failWith(context, failures.lengths, xs.length, ys.length);
    const times = (i: number, j: number): Value => context.operate("times", [element(xs, i), element(ys, j)]);
    const minor = (i: number, j: number): Value => context.operate("minus", [times(i, j), times(j, i)]);
    return listFrom([minor(1, 2), minor(2, 0), minor(0, 1)]);
  },
);

/** √Σ|x|², scaled by the largest modulus so that squares neither overflow nor vanish. */
export function euclidean(entries: readonly number[]): number {
  const largest = entries.reduce((a, b) => Math.max(a, Math.abs(b)), 0);
  if (largest === 0 || !Number.isFinite(largest)) return largest;
  const scale = 2 ** Math.floor(Math.log2(largest));
  const sum = entries.reduce((a, x) => a + (x / scale) * (x / scale), 0);
  return scale * Math.sqrt(sum);
}

/** Moduli of the entries of a vector or matrix; undefined where one is not a number. */
export function moduli(v: Value | undefined): readonly number[] | undefined {
  const matrix = asMatrix(v);
  const vector = matrix === undefined ? asVector(v) : undefined;
  const count = matrix?.items.length ?? vector?.length;
  if (count === undefined) return undefined;
  const out: number[] = [];
  for (let i = 0; i < count; i++) {
    const x = matrix !== undefined ? entry(matrix, i) : vector !== undefined ? element(vector, i) : 0;
    const size = typeof x === "object" && x.kind === "complex" ? Math.hypot(x.re, x.im) : realOf(x);
    if (size === undefined) return undefined;
    out.push(Math.abs(size));
  }
  return out;
}

const norm = definePrimitive(
  {
    name: "norm",
    aliases: ["matrix_norm"],
    yields: true,
    arity: [1, 2],
    overloads: [
      "∀(n : Nat). Vector(n, ℝ) → ℝ",
      "∀(m n : Nat). Matrix(m, n, ℝ) → ℝ",
      "∀(m n : Nat). Matrix(m, n, ℝ) × String → ℝ",
    ],
    rule: ([a, kind], context) => {
      const shape = matrixShape(a, context);
      const level = levelOfType(shape?.element ?? sequence(a, context)?.element);
      if (a === undefined || level === undefined) return notAccepted;
      if (kind !== undefined && !(kind.kind === "con" && kind.name === "String")) return notAccepted;
      return typed(kind === undefined ? [a] : [a, kind], real);
    },
    doc: {
      summary:
        'The square root of the sum of squared moduli ("fro"); "1" is the sum of all moduli, "inf" the largest.',
      example: "norm([3, 4]) = 5",
    },
    lower: lowerNorm,
    samples: oneList,
    bound: { kind: "gamma", terms: "m·n" },
  },
  ([a, kind = "fro"], context) => {
    const sizes = moduli(a);
    if (sizes === undefined) return declined;
    if (kind === "fro") return euclidean(sizes);
    if (kind === "1") return sizes.reduce((x, y) => x + y, 0);
    if (kind === "inf") return sizes.reduce((x, y) => Math.max(x, y), 0);
    return context.fail("KL0506", 'the kind of norm is "fro", "1" or "inf"');
  },
);

export const vectors: readonly Primitive[] = [dot, cross, norm];
