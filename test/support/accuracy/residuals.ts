/**
 * What is measured on the values of decompositions. `row` names the one whose bound counts, `a` is the matrix it belongs to: for a
 * complex matrix the real one of twice the size.
 */
import * as assert from "uvu/assert";
import type { Value } from "../../../src/interpret/value.ts";
import type { Decompositions } from "../../../src/primitives/decompositions.ts";
import {
  type Dense,
  dense,
  get,
  times,
  transposed,
} from "../../../src/primitives/linear-algebra/factorisations.ts";
import { complexOf, denseOf, departure, distance, frobenius, partsOf, unitRoundoff } from "../dense.ts";
import { within } from "./backward.ts";
import { residualBeside } from "./shifted.ts";

export interface Subject {
  readonly row: string;
  readonly name: string;
  readonly a: Dense;
  readonly who?: Decompositions;
}

export const column = (items: Float64Array): Dense => ({ rows: items.length, columns: 1, items });
export const vector = (v: Value): Dense => column(Float64Array.from(partsOf(v), Number));
const side = (a: Dense): number => Math.max(a.rows, a.columns);

function hold({ row, name, a, who }: Subject, error: number, size: number): void {
  within(row, name, side(a), error, size, who);
}

export function checkQr(subject: Subject, value: Value): void {
  const { a } = subject;
  const [q, r] = partsOf(value).map(denseOf);
  assert.ok(q && r);
  hold(subject, departure(q), Math.sqrt(side(a)));
  hold(subject, distance(times(q, r), a), frobenius(a));
  for (let i = 0; i < r.rows; i++) for (let j = 0; j < i && j < r.columns; j++) assert.is(get(r, i, j), 0);
}

/** Gives the singular values. */
export function checkSvd(subject: Subject, value: Value): Float64Array {
  const { a } = subject;
  const [u, s, vt] = partsOf(value);
  assert.ok(u && s && vt);
  const [left, values, right] = [denseOf(u), vector(s).items, denseOf(vt)];
  const scaled = dense(a.rows, a.columns, (i, j) =>
    j < values.length ? get(left, i, j) * (values[j] ?? 0) : 0,
  );
  hold(subject, departure(left), Math.sqrt(side(a)));
  hold(subject, departure(transposed(right)), Math.sqrt(side(a)));
  hold(subject, distance(times(scaled, right), a), frobenius(a));
  for (const [k, x] of values.entries())
    assert.ok(x >= 0 && x <= (values[k - 1] ?? Number.POSITIVE_INFINITY), `${subject.name}: value ${k}`);
  return values;
}

/** Beside singular values that are known otherwise. */
export function checkSingularValues(subject: Subject, value: Value, known: Float64Array): void {
  for (const [k, x] of vector(value).items.entries())
    hold(subject, Math.abs(x - (known[k] ?? Number.NaN)), known[0] ?? 1);
}

export function checkEig(subject: Subject, value: Value): void {
  const { a } = subject;
  const [values, vectors] = partsOf(value);
  assert.ok(values && vectors);
  const n = a.rows;
  const lambda = partsOf(values).map(complexOf);
  const columns = partsOf(vectors).map((v) => partsOf(v).map(complexOf));
  assert.is(lambda.length, n);
  const [re, im] = (["re", "im"] as const).map((part) => dense(n, n, (i, j) => columns[j]?.[i]?.[part] ?? 0));
  assert.ok(re && im);
  const [imageRe, imageIm] = [times(a, re), times(a, im)];
  for (const [k, z] of columns.entries()) {
    const { re: x, im: y } = lambda[k] ?? { re: Number.NaN, im: 0 };
    assert.ok(
      Math.abs(Math.hypot(...z.flatMap((entry) => [entry.re, entry.im])) - 1) <= 10 * n * unitRoundoff,
    );
    const parts = z.flatMap((entry, i) => [
      get(imageRe, i, k) - (x * entry.re - y * entry.im),
      get(imageIm, i, k) - (x * entry.im + y * entry.re),
    ]);
    hold(subject, Math.hypot(...parts), frobenius(a));
  }
}

/** Gives the eigenvalues. */
export function checkSymmetric(subject: Subject, value: Value): Float64Array {
  const { a } = subject;
  const [w, q] = partsOf(value);
  assert.ok(w && q);
  const [values, vectors] = [vector(w).items, denseOf(q)];
  const scaled = dense(a.rows, a.rows, (i, j) => get(vectors, i, j) * (values[j] ?? 0));
  hold(subject, departure(vectors), Math.sqrt(a.rows));
  hold(subject, distance(times(scaled, transposed(vectors)), a), frobenius(a));
  for (const [k, x] of values.entries())
    assert.ok(x >= (values[k - 1] ?? Number.NEGATIVE_INFINITY), `${subject.name}: value ${k}`);
  return values;
}

/** Beside eigenvalues that are known otherwise. */
export function checkSymmetricEigenvalues(subject: Subject, value: Value, known: Float64Array): void {
  for (const [k, x] of vector(value).items.entries())
    hold(subject, Math.abs(x - (known[k] ?? Number.NaN)), frobenius(subject.a) || 1);
}

/** Of large matrices so many eigenvalues, and of very large ones, where each costs a factorisation of seconds. */
const sample = 12;
const [veryLarge, sampleOfVeryLarge] = [300, 3];

/** σ_min(A − λI) is at most ‖(A − λI)z‖ for every z of length 1, and inverse iteration finds a good one. */
export function checkEigenvalues(subject: Subject, value: Value): void {
  const { a } = subject;
  const values = partsOf(value).map(complexOf);
  assert.is(values.length, a.rows);
  const step = Math.max(1, Math.floor(a.rows / (a.rows > veryLarge ? sampleOfVeryLarge : sample)));
  for (let k = 0; k < values.length; k += step) {
    const z = values[k];
    if (z !== undefined) hold(subject, residualBeside(a, z), frobenius(a));
  }
}

export function checkSchur(subject: Subject, value: Value): void {
  const { a } = subject;
  const [u, t] = partsOf(value).slice(0, 2).map(denseOf);
  assert.ok(u && t);
  hold(subject, departure(u), Math.sqrt(a.rows));
  hold(subject, distance(times(times(u, t), transposed(u)), a), frobenius(a));
  for (let i = 0; i < t.rows; i++) for (let j = 0; j + 1 < i; j++) assert.is(get(t, i, j), 0);
}

export function checkInverse(subject: Subject, x: Dense): void {
  const { a } = subject;
  const one = dense(a.rows, a.rows, (i, j) => (i === j ? 1 : 0));
  hold(subject, distance(times(a, x), one), frobenius(a) * frobenius(x));
}
