/** Determinants by exact integers, exponentials in fixed point. */
import type { Dense } from "../../src/primitives/linear-algebra/factorisations.ts";
import { exactly } from "./oracle.ts";

/** Bareiss' elimination on the entries as multiples of the smallest unit among them. */
export function exactDeterminant(a: Dense): number {
  const n = a.rows;
  const entries = Array.from(a.items, exactly);
  const unit = Math.min(...entries.map(({ mantissa, exponent }) => (mantissa === 0n ? 0 : exponent)));
  const m = Array.from({ length: n }, (_, i) =>
    entries
      .slice(i * n, (i + 1) * n)
      .map(({ mantissa, exponent }) => (mantissa === 0n ? 0n : mantissa << BigInt(exponent - unit))),
  );
  let [sign, previous] = [1n, 1n];
  for (let k = 0; k < n - 1; k++) {
    const pivot = m.findIndex((row, i) => i >= k && row[k] !== 0n);
    if (pivot < 0) return 0;
    const [top, chosen] = [m[k] ?? [], m[pivot] ?? []];
    if (pivot !== k) {
      [m[k], m[pivot]] = [chosen, top];
      sign = -sign;
    }
    const head = m[k]?.[k] ?? 0n;
    for (let i = k + 1; i < n; i++) {
      const row = m[i] ?? [];
      const lead = row[k] ?? 0n;
      for (let j = k + 1; j < n; j++) row[j] = ((row[j] ?? 0n) * head - lead * (m[k]?.[j] ?? 0n)) / previous;
    }
    previous = head;
  }
  return scaled(sign * (m[n - 1]?.[n - 1] ?? 1n), n * unit);
}

function scaled(mantissa: bigint, exponent: number): number {
  const drop = Math.max(0, mantissa.toString(2).length - 64);
  const power = exponent + drop;
  const half = Math.trunc(power / 2);
  return Number(mantissa >> BigInt(drop)) * 2 ** half * 2 ** (power - half);
}

const bits = 400n;

/** Σ Aᵏ/k!, summed until the terms vanish. */
export function exactExponential(a: Dense): Dense {
  const n = a.rows;
  const fixed = Array.from(a.items, (x) => {
    const { mantissa, exponent } = exactly(x);
    const shift = BigInt(exponent) + bits;
    return shift >= 0n ? mantissa << shift : mantissa >> -shift;
  });
  let term = Array.from({ length: n * n }, (_, k) => (k % (n + 1) === 0 ? 1n << bits : 0n));
  const sum = [...term];
  for (let k = 1n; term.some((x) => x !== 0n && x !== -1n) && k < 2000n; k++) {
    const before = term;
    term = before.map((_, at) => {
      const [i, j] = [Math.floor(at / n), at % n];
      let total = 0n;
      for (let l = 0; l < n; l++) total += (before[i * n + l] ?? 0n) * (fixed[l * n + j] ?? 0n);
      return (total >> bits) / k;
    });
    for (const [at, x] of term.entries()) sum[at] = (sum[at] ?? 0n) + x;
  }
  return { rows: n, columns: n, items: Float64Array.from(sum, (x) => scaled(x, -Number(bits))) };
}
