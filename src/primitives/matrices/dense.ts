/** Real matrices as row-major `Float64Array`s: what all that works on them needs. */

export interface Dense {
  readonly rows: number;
  readonly columns: number;
  readonly items: Float64Array;
}

export function dense(rows: number, columns: number, at: (i: number, j: number) => number): Dense {
  const items = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) items[i * columns + j] = at(i, j);
  return { rows, columns, items };
}
export function get(a: Dense, i: number, j: number): number {
  return a.items[i * a.columns + j] ?? 0;
}
export function identity(n: number): Dense {
  return dense(n, n, (i, j) => (i === j ? 1 : 0));
}
/** Row by row, so that memory is read in order; four rows of B at a time, added in the same order as one after the other. */
export function times(a: Dense, b: Dense): Dense {
  const { rows, columns: inner } = a;
  const { columns } = b;
  const [x, out] = [a.items, new Float64Array(rows * columns)];
  for (let i = 0; i < rows; i++)
    for (let k = 0; k < inner; k += 4) {
      const from = i * inner + k;
      if (k + 4 <= inner) addFour(out, i * columns, b, k, x.subarray(from, from + 4));
      else for (let l = k; l < inner; l++) addRow(out, i * columns, b, l, x[i * inner + l] as number);
    }
  return { rows, columns, items: out };
}

/** out[to …] += factor · row `k` of B. */
function addRow(out: Float64Array, to: number, { items, columns }: Dense, k: number, factor: number): void {
  for (let j = 0, at = to, from = k * columns; j < columns; j++, at++, from++)
    out[at] = (out[at] as number) + factor * (items[from] as number);
}

/** Likewise of the four rows from `k` on. */
function addFour(
  out: Float64Array,
  to: number,
  { items, columns }: Dense,
  k: number,
  factors: Float64Array,
): void {
  const p = factors[0] as number;
  const q = factors[1] as number;
  const r = factors[2] as number;
  const s = factors[3] as number;
  const end = to + columns;
  for (let at = to, from = k * columns; at < end; at++, from++)
    out[at] =
      (out[at] as number) +
      p * (items[from] as number) +
      q * (items[from + columns] as number) +
      r * (items[from + 2 * columns] as number) +
      s * (items[from + 3 * columns] as number);
}
export function transposed(a: Dense): Dense {
  return dense(a.columns, a.rows, (i, j) => get(a, j, i));
}
export function combination(a: Dense, x: number, b: Dense, y: number): Dense {
  return dense(a.rows, a.columns, (i, j) => x * get(a, i, j) + y * get(b, i, j));
}

/** √Σxᵢ² without overflow or underflow on the way. */
export function length(x: Float64Array): number {
  let most = 0;
  for (let i = 0; i < x.length; i++) most = Math.max(most, Math.abs(x[i] ?? 0));
  if (!(most > 0 && most < Number.POSITIVE_INFINITY)) return most;
  const power = 2 ** -Math.max(-1022, Math.min(1023, Math.floor(Math.log2(most))));
  let sum = 0;
  for (let i = 0; i < x.length; i++) {
    const scaled = (x[i] ?? 0) * power;
    sum += scaled * scaled;
  }
  return Math.sqrt(sum) / power;
}

/** A power of 2 that brings the largest entry to about 1; undefined where an entry is not finite. */
export function unitPower(a: Dense): number | undefined {
  const most = a.items.reduce((size, x) => Math.max(size, Math.abs(x)), 0);
  if (!(most < Number.POSITIVE_INFINITY)) return undefined;
  return most > 0 ? 2 ** -Math.max(-1022, Math.min(1022, Math.floor(Math.log2(most)))) : 1;
}

export function scaled(a: Dense, factor: number): Dense {
  return { ...a, items: a.items.map((x) => x * factor) };
}

/** Column `j` from row `from` up to `to`. */
export function columnOf(a: Dense, j: number, from: number, to: number): Float64Array {
  const column = new Float64Array(to - from);
  for (let i = from; i < to; i++) column[i - from] = a.items[i * a.columns + j] ?? 0;
  return column;
}
