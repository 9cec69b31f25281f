/** Where arguments come from: the same ones in every run. */
let state = 2024;

/** From here on those of this row, whichever rows came before it. */
export function drawFor(row: string): void {
  state = [...row].reduce((sum, letter) => (31 * sum + letter.charCodeAt(0)) % 2 ** 32, 2024);
}

/** The language's own generator. */
function next(): number {
  state = (1664525 * state + 1013904223) % 2 ** 32;
  return state / 2 ** 32;
}

export const uniform = (a: number, b: number) => (): number => a + (b - a) * next();

/** Magnitudes spread evenly over powers of two, either sign; below 2^-1022 subnormal. */
export const spread = (a: number, b: number) => (): number => {
  const power = a + (b - a) * next();
  const x = power < -1022 ? 2 ** -1074 * Math.round(2 ** (power + 1074)) : 2 ** power;
  return next() < 0.5 ? -Math.min(x, Number.MAX_VALUE) : Math.min(x, Number.MAX_VALUE);
};

export const positive = (f: () => number) => (): number => Math.abs(f());

/** Some units in the last place beside a number, or up to 1 part in 10. */
export const around = (f: () => number) => (): number => {
  const center = f();
  return center * (1 + (next() < 0.5 ? -1 : 1) * 2 ** uniform(-52, -3)());
};

const { MAX_VALUE: largest, POSITIVE_INFINITY: infinity } = Number;
const least = 2 ** -1074;
const normal = 2 ** -1022;

/** Tried on every function. */
export const extremes: readonly number[] = [
  ...[0, least, 3 * least, normal - least, normal, 1e-300, 2 ** -512, 2 ** -60, 2 ** -28, 0.5],
  ...[1 - 2 ** -53, 1, 1 + 2 ** -52, 2, 22, 30, 171, 709.782712893384, 710.4758600739439, 745.1332191019411],
  ...[2 ** 26, 2 ** 53, 1e22, 2 ** 600, 1e300, largest, infinity],
].flatMap((x) => [x, -x]);
