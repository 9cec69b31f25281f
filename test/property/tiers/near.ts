/** Texts of values that differ in the last digits of their numbers at most: sums and products are right within a bound only. */
const number = /-?\d+(?:\.\d+)?(?:e[+-]?\d+)?/g;

const tolerance = 1e-9;

export function isNear(a: string, b: string): boolean {
  if (a === b) return true;
  const [x, y] = [a.match(number) ?? [], b.match(number) ?? []];
  if (x.length !== y.length || a.replace(number, "#") !== b.replace(number, "#")) return false;
  return x.every((text, k) => areNear(text, y[k] ?? ""));
}

/** Integers below 2^53 are exact. */
function areNear(a: string, b: string): boolean {
  if (a === b) return true;
  const [x, y] = [Number(a), Number(b)];
  const isReal = /[.e]/.test(a + b) || Math.abs(x) > 2 ** 53;
  return isReal && Math.abs(x - y) <= tolerance * Math.max(Math.abs(x), Math.abs(y));
}
