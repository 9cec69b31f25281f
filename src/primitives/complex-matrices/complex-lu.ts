/**
 * |det(A + iB)| by triangular factorisation with partial pivoting (Golub & Van Loan, §3.4, in complex arithmetic). By way of the
 * real matrix [[A, −B], [B, A]], whose determinant is the square, half of the digits would be lost beside a singular matrix, and
 * the range of exponents halved.
 */
export function determinantModulus(re: Float64Array, im: Float64Array, n: number): number {
  const [x, y] = [Float64Array.from(re), Float64Array.from(im)];
  let [product, exponent] = [1, 0];
  for (let k = 0; k < n; k++) {
    const pivot = pivotRow(x, y, n, k);
    if (pivot !== k) for (const items of [x, y]) exchange(items, n, pivot, k);
    const size = Math.hypot(x[k * n + k] ?? 0, y[k * n + k] ?? 0);
    if (!(size > 0 && size < Number.POSITIVE_INFINITY)) return product * size;
    // In range on the way: the product is brought back beside 1.
    const power = Math.max(-1022, Math.min(1022, Math.floor(Math.log2(product * size) || 0)));
    product *= size * 2 ** -power;
    exponent += power;
    for (let i = k + 1; i < n; i++) eliminate(x, y, n, i, k);
  }
  const half = Math.max(-1e4, Math.min(1e4, Math.trunc(exponent / 2)));
  return product * 2 ** half * 2 ** (exponent - half);
}

/** Of the largest modulus; what is no number is larger than all that is, so that it comes into the result. */
function pivotRow(x: Float64Array, y: Float64Array, n: number, k: number): number {
  let [best, most] = [k, -1];
  for (let i = k; i < n; i++) {
    const size = Math.hypot(x[i * n + k] ?? 0, y[i * n + k] ?? 0);
    if (Number.isNaN(size)) return i;
    if (size > most) [best, most] = [i, size];
  }
  return best;
}

function exchange(items: Float64Array, n: number, i: number, k: number): void {
  const row = items.slice(i * n, (i + 1) * n);
  items.copyWithin(i * n, k * n, (k + 1) * n);
  items.set(row, k * n);
}

/** Row `i` less the multiple of row `k` that clears its entry in column `k`. */
function eliminate(x: Float64Array, y: Float64Array, n: number, i: number, k: number): void {
  const [from, to] = [k * n, i * n];
  const [re, im] = quotient(x[to + k] ?? 0, y[to + k] ?? 0, x[from + k] ?? 0, y[from + k] ?? 0);
  for (let j = k + 1; j < n; j++) {
    const [a, b] = [x[from + j] as number, y[from + j] as number];
    x[to + j] = (x[to + j] as number) - (re * a - im * b);
    y[to + j] = (y[to + j] as number) - (re * b + im * a);
  }
}

/** (a + ib)/(c + id) by Smith 1962: no overflow on the way. */
function quotient(a: number, b: number, c: number, d: number): readonly [number, number] {
  if (Math.abs(c) >= Math.abs(d)) {
    const ratio = d / c;
    const size = c + d * ratio;
    return [(a + b * ratio) / size, (b - a * ratio) / size];
  }
  const ratio = c / d;
  const size = c * ratio + d;
  return [(a * ratio + b) / size, (b * ratio - a) / size];
}
