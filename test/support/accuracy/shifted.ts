/** A − λI for a complex λ: how small ‖(A − λI)z‖ gets for a z of length 1. */
import type { Dense } from "../../../src/primitives/linear-algebra/factorisations.ts";
import { type Complex, frobenius, unitRoundoff } from "../dense.ts";

/** Row by row; a vector is a pair of lists. */
interface Factors {
  readonly re: Float64Array;
  readonly im: Float64Array;
  readonly order: readonly number[];
}
type Vector = readonly [Float64Array, Float64Array];

const turns = 3;

/** ‖(A − λI)z‖ for the z that a few steps of inverse iteration on (A − λI)*(A − λI) give: an upper bound of σ_min(A − λI). */
export function residualBeside(a: Dense, value: Complex): number {
  const n = a.rows;
  const factors = factorise(a, value, unitRoundoff * frobenius(a));
  let z: Vector = [Float64Array.from({ length: n }, (_, i) => 1 + (i % 7) / 7), new Float64Array(n)];
  let least = Number.POSITIVE_INFINITY;
  for (let turn = 0; turn < turns; turn++) {
    z = unit(solve(factors, unit(solveAdjoint(factors, z))));
    least = Math.min(least, size(image(a, value, z)));
  }
  return least;
}

function size([re, im]: Vector): number {
  return Math.sqrt(re.reduce((sum, x, i) => sum + x * x + (im[i] ?? 0) ** 2, 0));
}

function unit([re, im]: Vector): Vector {
  const most = Math.max(...re.map(Math.abs), ...im.map(Math.abs));
  const scaled: Vector = [re.map((x) => x / most), im.map((x) => x / most)];
  const length = size(scaled);
  return [scaled[0].map((x) => x / length), scaled[1].map((x) => x / length)];
}

function image({ rows: n, items }: Dense, { re, im }: Complex, [x, y]: Vector): Vector {
  const [u, v] = [new Float64Array(n), new Float64Array(n)];
  for (let i = 0; i < n; i++) {
    let [p, q] = [-(re * (x[i] ?? 0) - im * (y[i] ?? 0)), -(re * (y[i] ?? 0) + im * (x[i] ?? 0))];
    for (let j = 0; j < n; j++) {
      p += (items[i * n + j] ?? 0) * (x[j] ?? 0);
      q += (items[i * n + j] ?? 0) * (y[j] ?? 0);
    }
    u[i] = p;
    v[i] = q;
  }
  return [u, v];
}

/** LU with partial pivoting; a pivot below `tiny` is taken as `tiny`, which is a small change of the matrix. */
function factorise({ rows: n, items }: Dense, value: Complex, tiny: number): Factors {
  const [re, im] = [Float64Array.from(items), new Float64Array(n * n)];
  for (let i = 0; i < n; i++) {
    re[i * (n + 1)] = (re[i * (n + 1)] ?? 0) - value.re;
    im[i * (n + 1)] = -value.im;
  }
  const modulus = (at: number): number => Math.hypot(re[at] ?? 0, im[at] ?? 0);
  const order = Array.from({ length: n }, (_, i) => i);
  for (let k = 0; k < n; k++) {
    let pivot = k;
    for (let i = k + 1; i < n; i++) if (modulus(i * n + k) > modulus(pivot * n + k)) pivot = i;
    if (pivot !== k) {
      for (const list of [re, im]) {
        const row = list.slice(pivot * n, (pivot + 1) * n);
        list.copyWithin(pivot * n, k * n, (k + 1) * n);
        list.set(row, k * n);
      }
      [order[pivot], order[k]] = [order[k] ?? 0, order[pivot] ?? 0];
    }
    if (modulus(k * n + k) <= tiny) {
      re[k * n + k] = tiny || 1;
      im[k * n + k] = 0;
    }
    for (let i = k + 1; i < n; i++) eliminate(re, im, n, i, k);
  }
  return { re, im, order };
}

function eliminate(re: Float64Array, im: Float64Array, n: number, i: number, k: number): void {
  const [to, from] = [i * n, k * n];
  const [x, y] = quotient(re[to + k] ?? 0, im[to + k] ?? 0, re[from + k] ?? 0, im[from + k] ?? 0);
  re[to + k] = x;
  im[to + k] = y;
  if (x === 0 && y === 0) return;
  for (let j = k + 1; j < n; j++) {
    const [p, q] = [re[from + j] as number, im[from + j] as number];
    re[to + j] = (re[to + j] as number) - (x * p - y * q);
    im[to + j] = (im[to + j] as number) - (x * q + y * p);
  }
}

function quotient(a: number, b: number, c: number, d: number): readonly [number, number] {
  const scale = Math.max(Math.abs(c), Math.abs(d));
  const [p, q] = [c / scale, d / scale];
  const square = (p * p + q * q) * scale;
  return [(a * p + b * q) / square, (b * p - a * q) / square];
}

/** (A − λI)x = b by the factors. */
function solve({ re, im, order }: Factors, [b, c]: Vector): Vector {
  const n = order.length;
  const [x, y] = [Float64Array.from(order, (i) => b[i] ?? 0), Float64Array.from(order, (i) => c[i] ?? 0)];
  for (let i = 0; i < n; i++) subtract(re, im, x, y, n, i, 0, i);
  for (let i = n - 1; i >= 0; i--) {
    subtract(re, im, x, y, n, i, i + 1, n);
    [x[i], y[i]] = quotient(x[i] ?? 0, y[i] ?? 0, re[i * (n + 1)] ?? 0, im[i * (n + 1)] ?? 0);
  }
  return [x, y];
}

/** (A − λI)*x = b: the factors, transposed and conjugated, from the other end. */
function solveAdjoint({ re, im, order }: Factors, [b, c]: Vector): Vector {
  const n = order.length;
  const [x, y] = [Float64Array.from(b), Float64Array.from(c)];
  for (let i = 0; i < n; i++) {
    subtractColumn(re, im, x, y, n, i, 0, i);
    [x[i], y[i]] = quotient(x[i] ?? 0, y[i] ?? 0, re[i * (n + 1)] ?? 0, -(im[i * (n + 1)] ?? 0));
  }
  for (let i = n - 1; i >= 0; i--) subtractColumn(re, im, x, y, n, i, i + 1, n);
  const [u, v] = [new Float64Array(n), new Float64Array(n)];
  for (const [i, from] of order.entries()) {
    u[from] = x[i] ?? 0;
    v[from] = y[i] ?? 0;
  }
  return [u, v];
}

/** Takes the terms of columns from … to of row `i` away from the right side. */
function subtract(
  re: Float64Array,
  im: Float64Array,
  x: Float64Array,
  y: Float64Array,
  n: number,
  i: number,
  from: number,
  to: number,
): void {
  for (let j = from; j < to; j++) {
    const [p, q] = [re[i * n + j] as number, im[i * n + j] as number];
    x[i] = (x[i] as number) - (p * (x[j] as number) - q * (y[j] as number));
    y[i] = (y[i] as number) - (p * (y[j] as number) + q * (x[j] as number));
  }
}

/** Likewise of the conjugate of column `i`. */
function subtractColumn(
  re: Float64Array,
  im: Float64Array,
  x: Float64Array,
  y: Float64Array,
  n: number,
  i: number,
  from: number,
  to: number,
): void {
  for (let j = from; j < to; j++) {
    const [p, q] = [re[j * n + i] as number, -(im[j * n + i] as number)];
    x[i] = (x[i] as number) - (p * (x[j] as number) - q * (y[j] as number));
    y[i] = (y[i] as number) - (p * (y[j] as number) + q * (x[j] as number));
  }
}
