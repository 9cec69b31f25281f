/** What a box plot shows of a sample (Tukey, Exploratory Data Analysis, 1977). */

export interface Box {
  readonly q1: number;
  readonly median: number;
  readonly q3: number;
  readonly mean: number;
  /** The farthest values within `reach` interquartile ranges of the box. */
  readonly low: number;
  readonly high: number;
  readonly outliers: readonly number[];
}

export const usualReach = 1.5;

export function boxOf(values: readonly number[], reach = usualReach): Box {
  const sorted = [...values].sort((a, b) => a - b);
  const [q1, median, q3] = [quantile(sorted, 0.25), quantile(sorted, 0.5), quantile(sorted, 0.75)];
  const [least, most] = [q1 - reach * (q3 - q1), q3 + reach * (q3 - q1)];
  const inside = sorted.filter((v) => v >= least && v <= most);
  return {
    q1,
    median,
    q3,
    mean: sorted.reduce((sum, v) => sum + v, 0) / sorted.length,
    low: Math.min(q1, inside[0] ?? q1),
    high: Math.max(q3, inside.at(-1) ?? q3),
    outliers: sorted.filter((v) => v < least || v > most),
  };
}

/** Linear between the order statistics: type 7 of Hyndman and Fan (1996), as NumPy, R and spreadsheets have it. */
export function quantile(sorted: readonly number[], p: number): number {
  const place = p * (sorted.length - 1);
  const below = Math.floor(place);
  const a = sorted[below] ?? Number.NaN;
  const b = sorted[Math.min(below + 1, sorted.length - 1)] ?? a;
  return a + (b - a) * (place - below);
}
