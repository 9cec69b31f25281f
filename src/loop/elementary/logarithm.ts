/**
 * Logarithms: x = 2^k·m with m between √½ and √2; ln m from s = (m − 1)/(m + 1) by the series of the inverse hyperbolic
 * tangent, arranged as in fdlibm so that m − 1, which is exact, carries the leading digits.
 */
import { add, and, div, f64, i64, mul, select, sub } from "../expr.ts";
import type { LoopExpr } from "../loop.ts";
import { ln2, logarithm } from "./coefficients.ts";
import { bits, compare, fma, fromBits, integer, type Let, polynomial, shiftRight } from "./writing.ts";

/** x = 2^k·(1 + f); ln(1 + f) = f − lost. */
interface Split {
  readonly k: LoopExpr;
  readonly f: LoopExpr;
  readonly square: LoopExpr;
  /** s·(f²/2 + R). */
  readonly rest: LoopExpr;
}

/** The high word of √½, and what is from there to 1. */
const lowest = 0x3fe6a09e00000000n;
const toOne = 0x3ff0000000000000n - lowest;
const fraction = 2n ** 52n - 1n;

/** Of a positive finite x. */
function split(name: Let, x: LoopExpr): Split {
  const subnormal = name(compare("lt", x, f64(2 ** -1022)));
  const normal = select(subnormal, mul(x, f64(2 ** 54)), x);
  const moved = name(add(bits(normal), i64(toOne)));
  // The exponent as the low bits of 2⁵² + exponent.
  const exponent = fromBits(integer("or", shiftRight(moved, 52n), i64(0x4330000000000000n)));
  const k = name(sub(exponent, select(subnormal, f64(2 ** 52 + 1023 + 54), f64(2 ** 52 + 1023))));
  const f = name(sub(fromBits(add(integer("and", moved, i64(fraction)), i64(lowest))), f64(1)));
  const s = name(div(f, add(f, f64(2))));
  const z = name(mul(s, s));
  const square = name(mul(mul(f64(0.5), f), f));
  return { k, f, square, rest: name(mul(s, fma(z, polynomial(logarithm, z), square))) };
}

/** `of` on positive finite numbers; −∞ at 0, NaN below, ∞ and NaN as they are. */
function guarded(name: Let, x: LoopExpr, of: (x: LoopExpr) => LoopExpr): LoopExpr {
  const inside = name(and(compare("gt", x, f64(0)), compare("lt", x, f64(Number.POSITIVE_INFINITY))));
  const result = of(name(select(inside, x, f64(1))));
  const outside = select(
    compare("eq", x, f64(0)),
    f64(Number.NEGATIVE_INFINITY),
    select(compare("lt", x, f64(0)), f64(Number.NaN), x),
  );
  return select(inside, result, outside);
}

export function ln(name: Let, x: LoopExpr): LoopExpr {
  return guarded(name, x, (positive) => {
    const { k, f, square, rest } = split(name, positive);
    const lost = sub(sub(square, fma(k, f64(ln2.low), rest)), f);
    return fma(k, f64(ln2.high), unaryMinus(lost));
  });
}

const unaryMinus = (x: LoopExpr): LoopExpr => ({ kind: "unary", op: "neg", type: "f64", value: x });

export function log2(name: Let, x: LoopExpr): LoopExpr {
  return guarded(name, x, (positive) => {
    const { k, f, square, rest } = split(name, positive);
    return fma(sub(f, sub(square, rest)), f64(Math.LOG2E), k);
  });
}
