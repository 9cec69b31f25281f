/**
 * Native powers of matrices, by repeated squaring; a negative exponent inverts first. The exponential, by scaling and squaring.
 */
import { layoutFor } from "../../loop/activation.ts";
import { type ArrayLayout, arrayOf, bufferArray, force, inMemory, pullArray } from "../../loop/arrays.ts";
import { conform, integerOf } from "../../loop/convert.ts";
import {
  add,
  binary,
  compare,
  constInt,
  div,
  f64,
  i64,
  index,
  mul,
  select,
  sub,
  unary,
} from "../../loop/expr.ts";
import type { LoopExpr } from "../../loop/loop.ts";
import type { LoopBuilder, Lowered, LoweredArray, Lowering, LoweringCall } from "../../loop/lowering.ts";
import { assignCell, carriedCell } from "../../loop/parts.ts";
import { failures } from "../failures.ts";
import { pade } from "../linear-algebra/factorisations.ts";
import { inverseOf, realInMemory, realLayout, solveColumns } from "../linear-algebra/lower-systems.ts";
import { checkSquare, identity, matrixOf, multiplyMatrices } from "./lower-products.ts";

const nothing: Lowered = { kind: "unit" };

export function lowerMatrixPower({ args, result, build }: LoweringCall): Lowered {
  const [a = nothing, exponent = nothing] = args;
  const layout = layoutFor(build, result);
  if (layout.kind !== "array" || layout.extents.length !== 2) return build.unsupported("powers of this form");
  const base = arrayOf(build, conform(build, matrixOf(build, a), layout));
  checkSquare(build, base);
  const k = build.atom(integerOf(build, exponent));
  const real = layout.element.kind === "scalar" && layout.element.scalar === "f64";
  const known = constInt(k);
  if (!real) build.check(compare("ge", k, i64(0n)), "overflow", "");
  if (known !== undefined && known !== 0n && known < 2n ** 32n && known > -(2n ** 32n))
    return known > 0n
      ? literalPowerOf(build, layout, base, known)
      : literalPowerOf(build, layout, inverseOf(build, layout, base), -known);
  return real ? anyPower(build, layout, base, k) : loopPower(build, layout, base, k);
}

/** Of a sign that is known only at run time. The least exponent has no opposite: that call is run again elsewhere. */
function anyPower(build: LoopBuilder, layout: ArrayLayout, base: LoweredArray, k: LoopExpr): Lowered {
  const start = carriedCell(build, layout, base, "base");
  const size = build.checked("abs", k);
  build.branch(
    compare("lt", k, i64(0n)),
    () => assignCell(start, inverseOf(build, layout, arrayOf(build, start.read()))),
    () => {},
  );
  return loopPower(build, layout, arrayOf(build, start.settled()), build.atom(size));
}

function literalPowerOf(
  build: LoopBuilder,
  layout: ArrayLayout,
  base: LoweredArray,
  k: bigint,
): LoweredArray {
  let result: LoweredArray | undefined;
  let square = arrayOf(build, force(build, base));
  for (let rest = k; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = result === undefined ? square : multiplyMatrices(build, layout, result, square);
    if (rest > 1n) square = multiplyMatrices(build, layout, square, square);
  }
  return result ?? square;
}

function loopPower(build: LoopBuilder, layout: ArrayLayout, base: LoweredArray, k: LoopExpr): Lowered {
  const result = carriedCell(build, layout, identity(build, layout, base.extents), "power");
  const square = carriedCell(build, layout, base, "square");
  const rest = build.local("rest", "i64", k);
  build.forever((leave) => {
    build.branch(compare("le", build.read(rest), i64(0n)), leave, () => {});
    const [p, s] = [arrayOf(build, result.read()), arrayOf(build, square.read())];
    const odd = compare("eq", binary("rem", build.read(rest), i64(2n)), i64(1n));
    build.branch(
      odd,
      () => assignCell(result, multiplyMatrices(build, layout, p, s)),
      () => {},
    );
    build.assign(rest, div(build.read(rest), i64(2n)));
    build.branch(
      compare("gt", build.read(rest), i64(0n)),
      () => assignCell(square, multiplyMatrices(build, layout, s, s)),
      () => {},
    );
  });
  return result.settled();
}

// ------------------------------------------------------------------------------------------------- the exponential

/** As the evaluator has it: halved until the largest sum of a row is at most ½, the [6/6] Padé approximant, squared back. */
export const lowerExponential: Lowering = (call) => {
  const { args, build } = call;
  if (build.fixedOrder) return build.unsupported("exponentials of matrices under --reproducible");
  const layout = realLayout(call);
  const a = realInMemory(build, matrixOf(build, args[0] ?? nothing));
  checkSquare(build, a);
  const [n = index(0)] = a.extents;
  const { factor, halvings } = scaling(build, a, n);
  const entries = (at: (p: LoopExpr) => LoopExpr): LoweredArray =>
    inMemory(
      build,
      pullArray(layout, a.extents, (p) => ({ kind: "scalar", value: at(p) }), { cheap: false, total: true }),
    );
  const entry = (m: LoweredArray, p: LoopExpr): LoopExpr => {
    const value = m.at(p);
    return value.kind === "scalar" ? value.value : build.unsupported("exponentials of this form");
  };
  const times = (x: LoweredArray, y: LoweredArray): LoweredArray =>
    arrayOf(build, force(build, multiplyMatrices(build, layout, x, y)));
  const x = entries((p) => mul(entry(a, p), factor));
  const second = times(x, x);
  const fourth = times(second, second);
  const sixth = times(second, fourth);
  const one = identity(build, layout, a.extents);
  /** Every second term, from the coefficient `from` on. */
  const polynomial = (from: 0 | 1, powers: readonly LoweredArray[]): LoweredArray =>
    entries((p) =>
      powers
        .map((power, k) => mul(entry(power, p), f64(pade[from + 2 * k] ?? 0)))
        .reduce((sum, term) => add(sum, term)),
    );
  const even = polynomial(0, [one, second, fourth, sixth]);
  const odd = times(x, polynomial(1, [one, second, fourth]));
  const start = solveColumns(build, layout, {
    a: realInMemory(
      build,
      entries((p) => sub(entry(even, p), entry(odd, p))),
    ),
    b: realInMemory(
      build,
      entries((p) => add(entry(even, p), entry(odd, p))),
    ),
    columns: n,
    failure: failures.exponential,
  });
  const result = carriedCell(build, layout, bufferArray(layout, a.extents, start), "power");
  build.loop(index(0), halvings, false, () => {
    const power = arrayOf(build, result.read());
    assignCell(result, multiplyMatrices(build, layout, power, power));
  });
  return result.settled();
};

/** 2⁻ʰ and h, by which the largest sum of moduli in a row comes to at most ½; fails where that is not finite. */
function scaling(
  build: LoopBuilder,
  a: LoweredArray,
  n: LoopExpr,
): { readonly factor: LoopExpr; readonly halvings: LoopExpr } {
  const size = build.local("size", "f64", f64(0));
  build.loop(index(0), n, false, (i) => {
    const sum = build.local("sum", "f64", f64(0));
    build.loop(index(0), n, false, (j) => {
      const value = a.at(build.atom(add(mul(i, n), j)));
      if (value.kind === "scalar") build.assign(sum, add(build.read(sum), unary("abs", value.value)));
    });
    // What is no number stays.
    const larger = compare("le", build.read(sum), build.read(size));
    build.assign(size, select(larger, build.read(size), build.read(sum)));
  });
  const finite = compare("lt", build.read(size), f64(Number.POSITIVE_INFINITY));
  build.check(finite, "domain", failures.exponential.text);
  const factor = build.local("factor", "f64", f64(1));
  const halvings = build.local("halvings", "index", index(0));
  build.forever((leave) => {
    build.branch(compare("le", mul(build.read(size), build.read(factor)), f64(0.5)), leave, () => {});
    build.assign(factor, mul(build.read(factor), f64(0.5)));
    build.assign(halvings, add(build.read(halvings), index(1)));
  });
  build.settle(factor);
  build.settle(halvings);
  return { factor: build.read(factor), halvings: build.read(halvings) };
}
