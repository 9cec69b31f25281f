import { allocateFor, bufferArray, pullArray, scalar, scalarOf, writeElement } from "../../loop/arrays.ts";
import { integerOf } from "../../loop/convert.ts";
import {
  add,
  and,
  binary,
  compare,
  convert,
  div,
  elementary,
  f64,
  i64,
  index,
  mul,
  select,
  sub,
  unary,
} from "../../loop/expr.ts";
import type { LoopExpr } from "../../loop/loop.ts";
import type { LoopBuilder, Lowered, Lowering } from "../../loop/lowering.ts";
import { failures } from "../failures.ts";
import { toReal } from "../numbers/lower-numbers.ts";
import { cheapAndTotal, countOf, longestList, resultLayout } from "./lower-list-parts.ts";

const nothing: Lowered = { kind: "unit" };

export const lowerRange: Lowering = (call) => {
  const { args, build } = call;
  const layout = resultLayout(call);
  const [first, second] = args.map((x) => build.atom(integerOf(build, x)));
  const [from, to] = second === undefined ? [i64(0n), first ?? i64(0n)] : [first ?? i64(0n), second];
  const span = build.atom(build.checked("sub", to, from), "span");
  build.check(compare("le", span, i64(longestList)), "memory", failures.long.text, [span]);
  const count = build.atom(convert("index", binary("max", span, i64(0n))), "n");
  return pullArray(layout, [count], (i) => scalar(add(from, convert("i64", i))), cheapAndTotal);
};

export const lowerLinspace: Lowering = (call) => {
  const { args, build } = call;
  const [a = nothing, b = nothing, n] = args;
  const from = build.atom(toReal(scalarOf(build, a)));
  const to = build.atom(toReal(scalarOf(build, b)));
  const count = n === undefined ? index(50) : countOf(build, n);
  const last = sub(count, index(1));
  const intervals = convert("f64", sub(convert("i64", count), i64(1n)));
  const step = build.atom(div(sub(to, from), intervals), "step");
  const single = compare("eq", count, index(1));
  const at = (i: LoopExpr): Lowered => {
    const inside = select(single, from, add(from, mul(convert("f64", i), step)));
    return scalar(select(and(compare("gt", i, index(0)), compare("eq", i, last)), to, inside));
  };
  return pullArray(resultLayout(call), [count], at, cheapAndTotal);
};

// ---------------------------------------------------------------------------------------------- random numbers

const modulus = 4294967296n;

/** x ← (1664525·x + 1013904223) mod 2³²: below 2⁵³, so exact on i64. Gives what emits the next number. */
function uniform(build: LoopBuilder, seed: Lowered | undefined): () => LoopExpr {
  const start = seed === undefined ? i64(42n) : build.atom(integerOf(build, seed));
  const low = build.atom(build.checked("rem", start, i64(modulus)));
  const state = build.local("x", "i64", select(compare("lt", low, i64(0n)), add(low, i64(modulus)), low));
  return () => {
    const product = mul(i64(1664525n), build.read(state));
    build.assign(state, binary("rem", add(product, i64(1013904223n)), i64(modulus)));
    return div(convert("f64", build.read(state)), f64(4294967296));
  };
}

/** The state is carried from one to the next, so the list is written out. */
export const lowerRandom: Lowering = (call) => {
  const { args, build } = call;
  const [n = nothing, seed] = args;
  const layout = resultLayout(call);
  const count = countOf(build, n);
  const next = uniform(build, seed);
  const buffers = allocateFor(build, layout, count);
  build.loop(index(0), count, false, (i) => {
    writeElement(build, layout.element, buffers, i, scalar(next()));
  });
  return bufferArray(layout, [count], buffers);
};

/** Box–Muller over the same generator: the cosine value first, then the sine; one of each in a turn. */
export const lowerRandomNormal: Lowering = (call) => {
  const { args, build } = call;
  if (build.fixedOrder) return build.unsupported("random_normal under --reproducible");
  const [n = nothing, seed, factor] = args;
  const layout = resultLayout(call);
  const count = countOf(build, n);
  const scale = factor === undefined ? f64(1) : build.atom(toReal(scalarOf(build, factor)));
  const next = uniform(build, seed);
  const buffers = allocateFor(build, layout, count);
  const pairs = build.atom(div(add(count, index(1)), index(2)));
  build.loop(index(0), pairs, false, (k) => {
    const clear = (): LoopExpr => build.atom(binary("max", next(), f64(1e-10)));
    const radius = build.atom(unary("sqrt", mul(f64(-2), elementary("ln", clear()))));
    const angle = build.atom(mul(f64(2 * Math.PI), clear()));
    const at = build.atom(mul(k, index(2)));
    const put = (i: LoopExpr, name: string): void =>
      writeElement(
        build,
        layout.element,
        buffers,
        i,
        scalar(mul(scale, mul(radius, elementary(name, angle)))),
      );
    put(at, "cos");
    const other = build.atom(add(at, index(1)));
    build.branch(
      compare("lt", other, count),
      () => put(other, "sin"),
      () => {},
    );
  });
  return bufferArray(layout, [count], buffers);
};
