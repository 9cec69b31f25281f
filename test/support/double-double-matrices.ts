/**
 * Matrices of double-doubles, about 100 bits to an entry: what products, powers, exponentials and determinants of large
 * matrices are compared with, where exact arithmetic would take minutes. Entries between about 2^-300 and 2^300.
 */
import type { Dense } from "../../src/primitives/linear-algebra/factorisations.ts";
import { rowNorm } from "./dense.ts";

/** `hi + lo`, row by row; square but for right sides. */
export interface Exactly {
  /** How many columns. */
  readonly n: number;
  readonly hi: Float64Array;
  readonly lo: Float64Array;
}

export function exactly({ columns: n, items }: Dense): Exactly {
  return { n, hi: Float64Array.from(items), lo: new Float64Array(items.length) };
}

export function rounded({ n, hi, lo }: Exactly): Dense {
  return { rows: hi.length / n, columns: n, items: hi.map((x, k) => x + (lo[k] ?? 0)) };
}

function zero(rows: number, n: number): Exactly {
  return { n, hi: new Float64Array(rows * n), lo: new Float64Array(rows * n) };
}

function unit(n: number, factor = 1): Exactly {
  const hi = new Float64Array(n * n);
  for (let i = 0; i < n; i++) hi[i * (n + 1)] = factor;
  return { n, hi, lo: new Float64Array(n * n) };
}

const splitter = 2 ** 27 + 1;

/** The upper and the lower half of each entry's digits (Dekker 1971). */
function halves(items: Float64Array): readonly [Float64Array, Float64Array] {
  const upper = items.map((x) => {
    const p = splitter * x;
    return p - (p - x);
  });
  return [upper, items.map((x, k) => x - (upper[k] ?? 0))];
}

/** A·B: every product and every sum with its rounding error carried along. */
export function product(a: Exactly, b: Exactly): Exactly {
  const rows = a.hi.length / a.n;
  const out = zero(rows, b.n);
  const [upper, lower] = halves(b.hi);
  const [aUpper, aLower] = halves(a.hi);
  for (let i = 0; i < rows; i++)
    for (let k = 0; k < a.n; k++) {
      const from = i * a.n + k;
      const [x, tail] = [a.hi[from] ?? 0, a.lo[from] ?? 0];
      if (x === 0) continue;
      const [p, q] = [aUpper[from] ?? 0, aLower[from] ?? 0];
      addRow(out, i * b.n, b, k * b.n, { x, tail, p, q }, upper, lower);
    }
  return settled(out);
}

interface Factor {
  readonly x: number;
  readonly tail: number;
  /** The halves of `x`. */
  readonly p: number;
  readonly q: number;
}

function addRow(
  { n, hi, lo }: Exactly,
  to: number,
  b: Exactly,
  from: number,
  { x, tail, p, q }: Factor,
  upper: Float64Array,
  lower: Float64Array,
): void {
  const [high, low] = [b.hi, b.lo];
  for (let j = 0; j < n; j++) {
    const [y, r, s] = [high[from + j] as number, upper[from + j] as number, lower[from + j] as number];
    const head = x * y;
    const rest = p * r - head + p * s + q * r + q * s + (x * (low[from + j] as number) + tail * y);
    const before = hi[to + j] as number;
    const sum = before + head;
    const part = sum - before;
    hi[to + j] = sum;
    lo[to + j] = (lo[to + j] as number) + (before - (sum - part) + (head - part) + rest);
  }
}

/** Sums brought back to a head and what is below its last place. */
function settled({ n, hi, lo }: Exactly): Exactly {
  const heads = hi.map((x, k) => x + (lo[k] ?? 0));
  return { n, hi: heads, lo: lo.map((x, k) => x - ((heads[k] ?? 0) - (hi[k] ?? 0))) };
}

/** A + factor·B for a power of 2. */
export function sum(a: Exactly, b: Exactly, factor: number): Exactly {
  const out = zero(a.hi.length / a.n, a.n);
  for (let k = 0; k < out.hi.length; k++) {
    const [x, y] = [a.hi[k] ?? 0, factor * (b.hi[k] ?? 0)];
    const head = x + y;
    const part = head - x;
    out.hi[k] = head;
    out.lo[k] = x - (head - part) + (y - part) + ((a.lo[k] ?? 0) + factor * (b.lo[k] ?? 0));
  }
  return settled(out);
}

/** A/k for a whole number of at most 26 bits. */
function over({ n, hi, lo }: Exactly, k: number): Exactly {
  const scaled = zero(hi.length / n, n);
  for (let at = 0; at < hi.length; at++) {
    const quotient = (hi[at] ?? 0) / k;
    const p = splitter * quotient;
    const upper = p - (p - quotient);
    const back = quotient * k;
    // The remainder of the division, exact.
    const rest = (hi[at] ?? 0) - back - (upper * k - back + (quotient - upper) * k);
    scaled.hi[at] = quotient;
    scaled.lo[at] = (rest + (lo[at] ?? 0)) / k;
  }
  return settled(scaled);
}

export function power(a: Exactly, k: number): Exactly {
  if (k === 0) return unit(a.n);
  const half = power(a, Math.floor(k / 2));
  const square = k === 1 ? unit(a.n) : product(half, half);
  return k % 2 === 0 ? square : k === 1 ? a : product(square, a);
}

/** Terms of the series of e^A for norms up to 4: the next is below 2^-75. */
const terms = 40;

/** e^A·X by the series, for a small A; A is nowhere squared, so that few columns cost little. */
export function exponentialOn(a: Exactly, x: Exactly): Exactly {
  let [total, term] = [x, x];
  for (let k = 1; k <= terms; k++) {
    term = over(product(a, term), k);
    total = sum(total, term, 1);
  }
  return total;
}

/** e^A: A halved to an ∞-norm of an eighth, 20 terms of Taylor's series four at a time, squared back. */
export function exponential(a: Exactly): Exactly {
  const { n } = a;
  const norm = rowNorm(rounded(a));
  const halvings = norm === 0 ? 0 : Math.max(0, Math.ceil(Math.log2(norm)) + 3);
  const x = sum(unit(n, 0), a, 2 ** -halvings);
  const square = product(x, x);
  const powers = [x, square, product(square, x)];
  const fourth = product(square, square);
  // 1 + x/(k+1) + x²/((k+1)(k+2)) + x³/((k+1)(k+2)(k+3)).
  const block = (k: number): Exactly => {
    let [total, divisor] = [unit(n), 1];
    for (const [j, term] of powers.entries()) {
      divisor *= k + j + 1;
      total = sum(total, over(term, divisor), 1);
    }
    return total;
  };
  let result = block(16);
  for (let k = 12; k >= 0; k -= 4)
    result = sum(block(k), over(product(fourth, result), (k + 1) * (k + 2) * (k + 3) * (k + 4)), 1);
  for (let k = 0; k < halvings; k++) result = product(result, result);
  return result;
}

/** det A by elimination with partial pivoting, rounded. */
export function determinant(a: Exactly): number {
  const { n } = a;
  const [hi, lo] = [Float64Array.from(a.hi), Float64Array.from(a.lo)];
  let [value, exponent] = [1, 0];
  for (let k = 0; k < n; k++) {
    let pivot = k;
    for (let i = k + 1; i < n; i++)
      if (Math.abs(hi[i * n + k] ?? 0) > Math.abs(hi[pivot * n + k] ?? 0)) pivot = i;
    if (hi[pivot * n + k] === 0) return 0;
    if (pivot !== k) {
      for (const items of [hi, lo]) exchange(items, n, pivot, k);
      value = -value;
    }
    value *= hi[k * n + k] ?? 0;
    const size = Math.floor(Math.log2(Math.abs(value)));
    value *= 2 ** -size;
    exponent += size;
    for (let i = k + 1; i < n; i++) eliminate(hi, lo, n, i, k);
  }
  const half = Math.trunc(exponent / 2);
  return value * 2 ** half * 2 ** (exponent - half);
}

function exchange(items: Float64Array, n: number, i: number, k: number): void {
  const row = items.slice(i * n, (i + 1) * n);
  items.copyWithin(i * n, k * n, (k + 1) * n);
  items.set(row, k * n);
}

/** Row `i` less the multiple of row `k` that clears its entry in column `k`. */
function eliminate(hi: Float64Array, lo: Float64Array, n: number, i: number, k: number): void {
  const [from, to] = [k * n, i * n];
  const pivot = hi[from + k] as number;
  const head = (hi[to + k] as number) / pivot;
  if (head === 0) return;
  const [p, q] = split(head);
  const [u, v] = split(pivot);
  const back = head * pivot;
  const rest = (hi[to + k] as number) - back - (p * u - back + p * v + q * u + q * v);
  const tail = (rest + (lo[to + k] as number) - head * (lo[from + k] as number)) / pivot;
  for (let j = k; j < n; j++) {
    const y = hi[from + j] as number;
    const [r, s] = split(y);
    const term = head * y;
    const error = p * r - term + p * s + q * r + q * s + (head * (lo[from + j] as number) + tail * y);
    const before = hi[to + j] as number;
    const difference = before - term;
    const part = difference - before;
    const low = before - (difference - part) - (term + part) + ((lo[to + j] as number) - error);
    const settledHead = difference + low;
    hi[to + j] = settledHead;
    lo[to + j] = low - (settledHead - difference);
  }
  hi[to + k] = 0;
  lo[to + k] = 0;
}

function split(x: number): readonly [number, number] {
  const p = splitter * x;
  const upper = p - (p - x);
  return [upper, x - upper];
}
