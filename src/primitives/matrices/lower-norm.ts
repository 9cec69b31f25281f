/**
 * The Euclidean norm natively: √Σx², and where that is beyond the range, or so small that squares lose digits, once more of all
 * entries over a power of two near the largest (Higham 2002, §27.8, in two passes). Only the default kind.
 */
import { type ArrayLayout, arrayOf, force, pullArray, scalar, sizeOf } from "../../loop/arrays.ts";
import {
  and,
  binary,
  compare,
  constInt,
  div,
  elementary,
  f64,
  i64,
  index,
  mul,
  unary,
} from "../../loop/expr.ts";
import type { LoopExpr } from "../../loop/loop.ts";
import type { LoopBuilder, Lowered, LoweredArray, Lowering } from "../../loop/lowering.ts";
import { assignCell, carriedCell } from "../../loop/parts.ts";
import { real } from "../collections/lower-partials.ts";
import { reduce } from "../collections/lower-reductions.ts";
import { toReal } from "../numbers/lower-numbers.ts";

/** From here on what squares lose below the least normal number is less than a rounding of their sum. */
const leastSquares = 2 ** -960;

export const lowerNorm: Lowering = ({ args, build }) => {
  const [a = { kind: "unit" }] = args;
  if (args.length !== 1 || a.kind !== "array") return build.unsupported("this kind of norm");
  const sizes = moduli(build, a);
  const squares = build.atom(
    sumOfSquares(build, sizes, (x) => x),
    "squares",
  );
  const norm = carriedCell(build, real, scalar(unary("sqrt", squares)), "norm");
  const inside = and(
    compare("ge", squares, f64(leastSquares)),
    compare("le", squares, f64(Number.MAX_VALUE)),
  );
  build.branch(
    inside,
    () => {},
    () => assignCell(norm, scalar(scaledNorm(build, sizes))),
  );
  return norm.settled();
};

/** Elements that cannot fail are not kept for the second pass, which computes them again. */
function moduli(build: LoopBuilder, a: LoweredArray): LoweredArray {
  const layout: ArrayLayout = { kind: "array", element: real, extents: a.layout.extents };
  const held = arrayOf(build, force(build, a, false));
  const sizes = pullArray(layout, a.extents, (k) => modulus(build, held.at(k)), {
    cheap: false,
    total: true,
  });
  return held.items === undefined ? sizes : { ...sizes, items: held.items.map((x) => modulus(build, x)) };
}

function modulus(build: LoopBuilder, x: Lowered): Lowered {
  if (x.kind === "scalar") return scalar(unary("abs", toReal(x.value)));
  return x.kind === "complex"
    ? scalar(elementary("hypot", x.re, x.im))
    : build.unsupported("this kind of norm");
}

function sumOfSquares(build: LoopBuilder, sizes: LoweredArray, change: (x: LoopExpr) => LoopExpr): LoopExpr {
  const sum = reduce(build, "plus", real, index(0), build.atom(sizeOf(sizes)), (k) => {
    const x = build.atom(change(ofThatSquare(numberAt(sizes, k))));
    return scalar(mul(x, x));
  });
  return numberIn(sum);
}

/** What has the same square. */
function ofThatSquare(x: LoopExpr): LoopExpr {
  return x.kind === "unary" && x.op === "abs" ? x.value : x;
}

function numberAt(sizes: LoweredArray, k: LoopExpr): LoopExpr {
  return numberIn(sizes.at(k));
}

function numberIn(value: Lowered): LoopExpr {
  return value.kind === "scalar" ? value.value : f64(Number.NaN);
}

/** With s a power of two near the largest: s·√Σ(x/s)². Zeros, infinities and NaN are the largest itself. */
function scaledNorm(build: LoopBuilder, sizes: LoweredArray): LoopExpr {
  const largest = build.atom(largestOf(build, sizes), "largest");
  const result = carriedCell(build, real, scalar(largest), "norm");
  const ordinary = and(compare("gt", largest, f64(0)), compare("le", largest, f64(Number.MAX_VALUE)));
  build.branch(
    ordinary,
    () => {
      const scale = build.atom(powerNear(largest), "scale");
      const sum = sumOfSquares(build, sizes, (x) => div(x, scale));
      assignCell(result, scalar(mul(scale, unary("sqrt", sum))));
    },
    () => {},
  );
  return numberIn(result.settled());
}

function largestOf(build: LoopBuilder, sizes: LoweredArray): LoopExpr {
  const count = build.atom(sizeOf(sizes));
  const cell = carriedCell(build, real, scalar(f64(0)), "largest");
  const take = (k: LoopExpr): void =>
    assignCell(cell, scalar(binary("max", numberIn(cell.read()), numberAt(sizes, k))));
  // Items are chosen by known positions.
  const known = sizes.items === undefined ? undefined : constInt(count);
  if (known === undefined) build.loop(index(0), count, true, take);
  else for (let k = 0; k < Number(known); k++) take(index(k));
  return numberIn(cell.settled());
}

/** The bits of the exponent alone, of a subnormal number those of the least normal one. */
function powerNear(x: LoopExpr): LoopExpr {
  const normal = binary("max", x, f64(2 ** -1022));
  const bits: LoopExpr = { kind: "reinterpret", type: "i64", value: normal };
  const exponent: LoopExpr = {
    kind: "binary",
    op: "and",
    type: "i64",
    left: bits,
    right: i64(0x7ff0000000000000n),
  };
  return { kind: "reinterpret", type: "f64", value: exponent };
}
