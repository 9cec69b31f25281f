/** Native counting on ℤ: what does not fit 64 bits is computed exactly by the evaluator. */
import { scalar } from "../../loop/arrays.ts";
import { integerOf } from "../../loop/convert.ts";
import { add, binary, compare, i64, select, sub } from "../../loop/expr.ts";
import type { LoopExpr } from "../../loop/loop.ts";
import type { LoopBuilder, Lowered, Lowering } from "../../loop/lowering.ts";
import { failures } from "../failures.ts";

const nothing: Lowered = { kind: "unit" };

function counted(build: LoopBuilder, value: Lowered): LoopExpr {
  const n = build.atom(integerOf(build, value));
  build.check(compare("ge", n, i64(0n)), "domain", failures.negative.text, [n]);
  return n;
}

/** from · (from + 1) · … · to. */
function productOf(build: LoopBuilder, from: LoopExpr, to: LoopExpr): LoopExpr {
  const product = build.local("product", "i64", i64(1n));
  build.loop(from, build.atom(build.checked("add", to, i64(1n))), false, (k) => {
    build.assign(product, build.checked("mul", build.read(product), k));
  });
  build.settle(product);
  return build.read(product);
}

export const lowerFactorial: Lowering = ({ args: [n = nothing], build }) => {
  const k = counted(build, n);
  // 21! is the first that does not fit.
  build.check(compare("le", k, i64(20n)), "overflow", "");
  return scalar(productOf(build, i64(1n), k));
};

export const lowerPermutation: Lowering = ({ args: [n = nothing, k = nothing], build }) => {
  const [all, some] = [counted(build, n), counted(build, k)];
  const none = compare("gt", some, all);
  const first = build.atom(select(none, i64(1n), add(sub(all, some), i64(1n))));
  build.check(compare("le", some, i64(64n)), "overflow", "");
  const last = build.atom(select(none, i64(0n), all));
  return scalar(select(none, i64(0n), productOf(build, first, last)));
};

/** After i factors the product is the binomial (n − k + i over i): every division is exact. */
export const lowerBinomial: Lowering = ({ args: [n = nothing, k = nothing], build }) => {
  const [all, some] = [counted(build, n), counted(build, k)];
  const rest = sub(all, some);
  const few = build.atom(binary("max", binary("min", some, rest), i64(0n)));
  build.check(compare("le", few, i64(64n)), "overflow", "");
  const result = build.local("choices", "i64", i64(1n));
  const start = build.atom(sub(all, few));
  build.loop(i64(1n), add(few, i64(1n)), false, (i) => {
    const product = build.checked("mul", build.read(result), build.checked("add", start, i));
    build.assign(result, build.checked("div", product, i));
  });
  build.settle(result);
  return scalar(select(compare("gt", some, all), i64(0n), build.read(result)));
};

/** Euclid's algorithm; never negative. */
function gcdOf(build: LoopBuilder, x: LoopExpr, y: LoopExpr): LoopExpr {
  const a = build.local("a", "i64", build.checked("abs", x));
  const b = build.local("b", "i64", build.checked("abs", y));
  build.forever((leave) => {
    build.branch(compare("eq", build.read(b), i64(0n)), leave, () => {});
    const rest = build.atom(build.checked("rem", build.read(a), build.read(b)));
    build.assign(a, build.read(b));
    build.assign(b, rest);
  });
  build.settle(a);
  return build.read(a);
}

export const lowerGcd: Lowering = ({ args: [x = nothing, y = nothing], build }) =>
  scalar(gcdOf(build, integerOf(build, x), integerOf(build, y)));

export const lowerLcm: Lowering = ({ args: [x = nothing, y = nothing], build }) => {
  const [a, b] = [build.atom(integerOf(build, x)), build.atom(integerOf(build, y))];
  const common = gcdOf(build, a, b);
  const divisor = build.atom(binary("max", common, i64(1n)));
  return scalar(build.checked("abs", build.checked("mul", build.checked("div", a, divisor), b)));
};
