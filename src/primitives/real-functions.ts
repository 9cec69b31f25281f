/**
 * Elementary functions on ℝ: the host's where it stays within 1 ULP, our own where it does not.
 *
 * test/numerics measures each against a fixed-point oracle.
 */
export const { sin, cos, tan, asin, acos, atan, atan2, sinh, cosh, tanh, asinh, acosh, atanh } = Math;
export const { exp, expm1, log: ln, log10, log2, log1p, cbrt } = Math;

export const hypot = (x: number, y: number): number => Math.hypot(x, y);
export const pow = (x: number, y: number): number => x ** y;
export const exp2 = (x: number): number => 2 ** x;

export const sec = (x: number): number => 1 / Math.cos(x);
export const csc = (x: number): number => 1 / Math.sin(x);
export const cot = (x: number): number => 1 / Math.tan(x);

export const radians = (x: number): number => (x * Math.PI) / 180;
export const degrees = (x: number): number => (x * 180) / Math.PI;

export function nthRoot(x: number, n: number): number {
  if (x < 0 && n % 2 !== 0) return -nthRoot(-x, n);
  return n === 2 ? Math.sqrt(x) : n === 3 ? cbrt(x) : pow(x, 1 / n);
}
