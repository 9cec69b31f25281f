/**
 * Sine, cosine and tangent: the nearest multiple of π is taken off in three parts, without rounding until the last (Cody and Waite's
 * reduction), an odd polynomial serves what remains, and the parity of the multiple gives the sign.
 *
 * That holds for |x| up to `reach`; beyond, who uses them has to turn to the C library.
 */
import { add, div, f64, i64, mul, neg, sub } from "../expr.ts";
import type { LoopExpr } from "../loop.ts";
import { cosine, pi, sine } from "./coefficients.ts";
import {
  bits,
  choose,
  compare,
  fma,
  fromBits,
  integer,
  type Let,
  nearest,
  polynomial,
  shifter,
  shiftLeft,
  withSignOf,
} from "./writing.ts";

/** Below 2¹⁵·π. */
export const reach = 100_000;

export function sin(name: Let, x: LoopExpr): LoopExpr {
  const { shifted, whole } = nearest(name, x, 1 / Math.PI);
  return reduced(name, x, shifted, whole);
}

/** cos x = sin(x + π/2): multiples of π that end in ½. */
export function cos(name: Let, x: LoopExpr): LoopExpr {
  const shifted = name(add(fma(x, f64(1 / Math.PI), f64(0.5)), f64(shifter)));
  return reduced(name, x, shifted, name(sub(sub(shifted, f64(shifter)), f64(0.5))));
}

/** sin r/cos r with r what is left of the nearest multiple of π/2, or −cos r/sin r where the multiple is odd. */
export function tan(name: Let, x: LoopExpr): LoopExpr {
  const { shifted, whole } = nearest(name, x, 2 / Math.PI);
  const r = remainder(name, x, name(mul(f64(0.5), whole)));
  const square = name(mul(r, r));
  const s = name(fma(mul(r, square), polynomial(sine, square), r));
  const rest = mul(mul(square, square), polynomial(cosine, square));
  const c = name(add(f64(1), sub(rest, mul(f64(0.5), square))));
  const odd = name(compare("ne", integer("and", bits(shifted), i64(1n)), i64(0n)));
  // It has the sign of r, which is lost where r is −0.
  return div(choose(name, odd, neg(c), withSignOf(r, s)), choose(name, odd, s, c));
}

/** x − multiple·π. */
function remainder(name: Let, x: LoopExpr, multiple: LoopExpr): LoopExpr {
  const coarse = fma(multiple, f64(-pi.middle), fma(multiple, f64(-pi.high), x));
  return name(fma(multiple, f64(-pi.low), coarse));
}

/** sin(x − multiple·π), negated where `shifted` is odd. */
function reduced(name: Let, x: LoopExpr, shifted: LoopExpr, multiple: LoopExpr): LoopExpr {
  const r = remainder(name, x, multiple);
  const square = name(mul(r, r));
  // It has the sign of r, which is lost where r is −0.
  const value = withSignOf(r, fma(name(mul(r, square)), polynomial(sine, square), r));
  return fromBits(integer("xor", bits(value), shiftLeft(bits(shifted), 63n)));
}
