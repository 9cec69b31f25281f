/** Native lists: made, read, rearranged and run through, without a buffer wherever one consumer follows. */
import { layoutFor } from "../loop/activation.ts";
import {
  type ArrayLayout,
  allocateFor,
  arrayOf,
  bufferArray,
  force,
  itemsArray,
  knownSize,
  probeElement,
  pullArray,
  scalar,
  scalarOf,
  sizeOf,
  traverse,
  writeElement,
} from "../loop/arrays.ts";
import { checkedElement, conform, integerOf } from "../loop/convert.ts";
import {
  add,
  and,
  binary,
  bool,
  compare,
  constIndex,
  constInt,
  convert,
  div,
  elementary,
  f64,
  i64,
  index,
  mul,
  not,
  select,
  sub,
  unary,
} from "../loop/expr.ts";
import type { LoopExpr } from "../loop/loop.ts";
import type { LoopBuilder, Lowered, LoweredArray, Lowering, LoweringCall } from "../loop/lowering.ts";
import { dropFirst } from "../loop/match.ts";
import { assignCell, carriedCell } from "../loop/parts.ts";
import { longestArray } from "./arrays.ts";
import { failures } from "./failures.ts";
import { combine, toReal } from "./lower-numbers.ts";

const nothing: Lowered = { kind: "unit" };
const cheapAndTotal = { cheap: true, total: true };

function resultLayout({ build, result }: LoweringCall): ArrayLayout {
  const layout = layoutFor(build, result);
  return layout.kind === "array" ? layout : build.unsupported("lists of this form");
}

/** A list whose elements may be left unread: what could fail in them has happened. */
function settled(build: LoopBuilder, value: Lowered): LoweredArray {
  const array = arrayOf(build, value);
  return array.total ? array : arrayOf(build, force(build, array));
}

// ------------------------------------------------------------------------------------------------------ access

export const lowerHead: Lowering = ({ args: [xs = nothing], build }) => {
  const array = settled(build, xs);
  build.check(compare("gt", sizeOf(array), index(0)), "domain", failures.emptyList.text);
  return array.at(index(0));
};

export const lowerTail: Lowering = ({ args: [xs = nothing], build }) => {
  const array = arrayOf(build, force(build, xs));
  build.check(compare("gt", sizeOf(array), index(0)), "domain", failures.emptyList.text);
  return dropFirst(array, index(1));
};

export const lowerIsEmpty: Lowering = ({ args: [xs = nothing], build }) =>
  scalar(compare("eq", sizeOf(settled(build, xs)), index(0)));

export const lowerLength: Lowering = ({ args: [xs = nothing], build }) => {
  if (xs.kind === "tuple") return scalar(i64(BigInt(xs.items.length)));
  return scalar(convert("i64", sizeOf(settled(build, xs))));
};

export const lowerNth: Lowering = ({ args: [xs = nothing, i = nothing], result, build }) => {
  const position = integerOf(build, i);
  if (xs.kind === "tuple") return tupleItem(build, xs.items, position);
  const array = settled(build, xs);
  if (array.extents.length === 2) return matrixRow(build, array, position);
  const element = checkedElement(build, array, position, sizeOf(array), failures.index.text);
  return conform(build, element, layoutFor(build, result));
};

function tupleItem(build: LoopBuilder, items: readonly Lowered[], position: LoopExpr): Lowered {
  const known = constInt(position);
  const item = known === undefined ? undefined : items[Number(known)];
  return item ?? build.unsupported("positions that are not known in lists of mixed elements");
}

export function matrixRow(build: LoopBuilder, a: LoweredArray, position: LoopExpr): LoweredArray {
  const [rows = index(0), columns = index(0)] = a.extents;
  const i = checkedPosition(build, position, rows, failures.row.text);
  const known = constIndex(columns);
  const layout: ArrayLayout = { kind: "array", element: a.layout.element, extents: [known ?? "run-time"] };
  const start = build.atom(mul(i, columns));
  if (a.buffers !== undefined)
    return bufferArray(layout, [columns], a.buffers, add(a.offset ?? index(0), start));
  const at = (j: LoopExpr): Lowered => (a.cell === undefined ? a.at(add(start, j)) : a.cell(i, j));
  return pullArray(layout, [columns], at, { cheap: a.cheap, total: a.total });
}

/** A ℤ position inside [0, size), as an index. */
export function checkedPosition(
  build: LoopBuilder,
  position: LoopExpr,
  size: LoopExpr,
  message: string,
): LoopExpr {
  const at = build.atom(position);
  const [known, limit] = [constInt(at), constInt(size)];
  if (known === undefined || limit === undefined || known < 0n || known >= limit) {
    const details = [at, size];
    build.check(compare("ge", at, i64(0n)), "index", message, details);
    build.check(compare("lt", at, convert("i64", size)), "index", message, details);
  }
  return convert("index", at);
}

export const lowerListNth: Lowering = (call) => {
  const { args, build } = call;
  const [xs = nothing, i = nothing] = args;
  const e = scalarOf(build, i);
  const whole = e.type === "f64" ? build.checked("from-f64", unary("trunc", e)) : e;
  return nth({ ...call, args: [xs, scalar(whole)] });
};

export function lowerProjection(part: 0 | 1): Lowering {
  return ({ args: [pair = nothing], build }) =>
    (pair.kind === "tuple" ? pair.items[part] : undefined) ?? build.unsupported("values of this form");
}

// ------------------------------------------------------------------------------------------------------ making

/** Longer lists are an error of the language. */
const longestList = BigInt(longestArray);

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

function countOf(build: LoopBuilder, value: Lowered): LoopExpr {
  const n = build.atom(integerOf(build, value));
  build.check(compare("ge", n, i64(0n)), "domain", failures.negative.text, [n]);
  build.check(compare("le", n, i64(longestList)), "memory", failures.long.text, [n]);
  return build.atom(convert("index", n), "n");
}

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

export function lowerRepeat(value: 0 | 1): Lowering {
  return (call) => {
    const { args, build } = call;
    const layout = resultLayout(call);
    const item = force(build, conform(build, args[value] ?? nothing, layout.element));
    const count = countOf(build, args[1 - value] ?? nothing);
    return pullArray(layout, [count], () => item, cheapAndTotal);
  };
}

export const lowerNil: Lowering = (call) => itemsArray(call.build, resultLayout(call), [index(0)], []);

/** Lists one after the other, in memory (or as items, where all are). */
export function joined(
  build: LoopBuilder,
  layout: ArrayLayout,
  parts: readonly LoweredArray[],
): LoweredArray {
  const items = parts.map((p) => p.items);
  if (items.every((xs) => xs !== undefined)) {
    const all = items.flatMap((xs) => xs ?? []).map((x) => force(build, conform(build, x, layout.element)));
    return itemsArray(build, layout, [index(all.length)], all);
  }
  const total = build.atom(
    parts.reduce((sum, p) => add(sum, sizeOf(p)), index(0)),
    "n",
  );
  const buffers = allocateFor(build, layout, total);
  let start: LoopExpr = index(0);
  for (const p of parts) {
    const at = start;
    traverse(build, p, true, (i, x) => {
      writeElement(build, layout.element, buffers, add(at, i), conform(build, x, layout.element));
    });
    start = build.atom(add(at, sizeOf(p)));
  }
  return bufferArray(layout, [total], buffers);
}

export const lowerConcat: Lowering = (call) =>
  joined(
    call.build,
    resultLayout(call),
    call.args.map((x) => arrayOf(call.build, x)),
  );

export const lowerCons: Lowering = (call) => {
  const { args, build } = call;
  const [first = nothing, rest = nothing] = args;
  const layout = resultLayout(call);
  const one = itemsArray(build, layout, [index(1)], [force(build, conform(build, first, layout.element))]);
  return joined(build, layout, [one, arrayOf(build, rest)]);
};

export const lowerSlice: Lowering = (call) => {
  const { args, build } = call;
  const [xs = nothing, a = nothing, b] = args;
  const array = arrayOf(build, force(build, xs));
  const size = convert("i64", sizeOf(array));
  const clamp = (e: LoopExpr, least: LoopExpr): LoopExpr =>
    build.atom(binary("max", least, binary("min", e, size)));
  const from = clamp(integerOf(build, a), i64(0n));
  const to = b === undefined ? size : clamp(integerOf(build, b), from);
  const rest = dropFirst(array, build.atom(convert("index", from)));
  return { ...rest, layout: resultLayout(call), extents: [build.atom(convert("index", sub(to, from)))] };
};

function rearranged(place: (i: LoopExpr, n: LoopExpr, build: LoopBuilder, k: Lowered) => LoopExpr): Lowering {
  return (call) => {
    const { args, build } = call;
    const [xs = nothing, k = nothing] = args;
    const array = arrayOf(build, force(build, xs));
    const n = build.atom(sizeOf(array), "n");
    return pullArray(resultLayout(call), [n], (i) => array.at(place(i, n, build, k)), cheapAndTotal);
  };
}

function reversed(i: LoopExpr, n: LoopExpr): LoopExpr {
  return sub(sub(n, index(1)), i);
}

/** (i + k) mod n, for k of either sign. */
function rotated(i: LoopExpr, n: LoopExpr, build: LoopBuilder, k: Lowered): LoopExpr {
  const size = convert("i64", n);
  const turn = build.atom(build.checked("rem", integerOf(build, k), binary("max", size, i64(1n))));
  const at = build.atom(add(convert("i64", i), turn));
  const wrapped = select(
    compare("lt", at, i64(0n)),
    add(at, size),
    select(compare("ge", at, size), sub(at, size), at),
  );
  return build.atom(convert("index", wrapped));
}

export const lowerZip: Lowering = (call) => {
  const { args, build } = call;
  const [a = nothing, b = nothing] = args;
  const [xs, ys] = [settled(build, a), settled(build, b)];
  const count = build.atom(binary("min", sizeOf(xs), sizeOf(ys)), "n");
  const pair = (i: LoopExpr): Lowered => ({ kind: "tuple", items: [xs.at(i), ys.at(i)] });
  return pullArray(resultLayout(call), [count], pair, { cheap: xs.cheap && ys.cheap, total: true });
};

// ------------------------------------------------------------------------------------------------ functions over

export const lowerMap: Lowering = (call) => {
  const { args, build, callback } = call;
  const layout = resultLayout(call);
  const xs = arrayOf(build, args[1] ?? nothing);
  const at = (i: LoopExpr): Lowered => conform(build, callback(0, [xs.at(i)]), layout.element);
  const properties = { cheap: false, total: false };
  const rule = pullArray(layout, xs.extents, at, properties);
  if (xs.items !== undefined) return mapItems(build, layout, xs, call) ?? rule;
  const { fails } = build.probe(() => probeElement(build, rule));
  return { ...rule, total: xs.total && !fails };
};

function mapItems(
  build: LoopBuilder,
  layout: ArrayLayout,
  xs: LoweredArray,
  call: LoweringCall,
): LoweredArray | undefined {
  const [first] = xs.items ?? [];
  const size = xs.items?.length ?? 0;
  const one = (x: Lowered): Lowered => force(build, conform(build, call.callback(0, [x]), layout.element));
  const cost = first === undefined ? 0 : build.probe(() => one(first)).cost;
  if (size > 1 && !build.unroll(size * Math.max(1, cost))) return undefined;
  return itemsArray(build, layout, xs.extents, (xs.items ?? []).map(one));
}

/** Keeps what fits, in memory as long as the whole list. */
export const lowerFilter: Lowering = (call) => {
  const { args, build, callback } = call;
  const layout = resultLayout(call);
  const xs = arrayOf(build, args[1] ?? nothing);
  const buffers = allocateFor(build, layout, build.atom(sizeOf(xs), "n"));
  const count = build.local("count", "index", index(0));
  traverse(build, xs, false, (_, element) => {
    const x = force(build, conform(build, element, layout.element));
    build.branch(
      scalarOf(build, callback(0, [x])),
      () => {
        writeElement(build, layout.element, buffers, build.read(count), x);
        build.assign(count, add(build.read(count), index(1)));
      },
      () => {},
    );
  });
  build.settle(count);
  return bufferArray(layout, [build.read(count)], buffers);
};

export const lowerFold: Lowering = ({ args, result, build, callback }) => {
  const layout = layoutFor(build, result);
  const [, start = nothing, xs = nothing] = args;
  const cell = carriedCell(build, layout, conform(build, start, layout));
  traverse(build, arrayOf(build, xs), false, (_, x) => {
    assignCell(cell, conform(build, callback(0, [cell.read(), x]), layout));
  });
  return cell.settled();
};

export const lowerFoldRight: Lowering = ({ args, result, build, callback }) => {
  const layout = layoutFor(build, result);
  const [, start = nothing, list = nothing] = args;
  const xs = arrayOf(build, force(build, list));
  const cell = carriedCell(build, layout, conform(build, start, layout));
  const n = build.atom(sizeOf(xs), "n");
  build.loop(index(0), n, false, (i) => {
    const x = xs.at(build.atom(reversed(i, n)));
    assignCell(cell, conform(build, callback(0, [x, cell.read()]), layout));
  });
  return cell.settled();
};

/** Stops at the first element whose answer is `sought`. */
export function lowerQuantifier(sought: boolean): Lowering {
  return ({ args, build, callback }) => {
    const xs = settled(build, args[1] ?? nothing);
    const n = build.atom(sizeOf(xs), "n");
    const i = build.local("i", "index", index(0));
    const found = build.local("found", "bool", bool(false));
    build.forever((leave) => {
      build.branch(compare("ge", build.read(i), n), leave, () => {});
      const at = build.atom(build.read(i));
      const answer = scalarOf(build, callback(0, [xs.at(at)]));
      build.branch(
        sought ? answer : not(answer),
        () => {
          build.assign(found, bool(true));
          leave();
        },
        () => {},
      );
      build.assign(i, add(at, index(1)));
    });
    build.settle(found);
    return scalar(sought ? build.read(found) : not(build.read(found)));
  };
}

export const lowerVecAdd: Lowering = ({ args: [a = nothing, b = nothing], result, build }) =>
  combine(build, "plus", layoutFor(build, result), a, b);

export const lowerApplyLambda: Lowering = ({ args, callback }) => callback(0, args.slice(1));

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

/** Joins lists of one known length, or single elements, that the function gives. */
export const lowerFlatMap: Lowering = (call) => {
  const { args, build, callback } = call;
  const layout = resultLayout(call);
  const xs = arrayOf(build, args[1] ?? nothing);
  const parts = pullArray(xs.layout, xs.extents, (i) => callback(0, [xs.at(i)]), {
    cheap: false,
    total: false,
  });
  return flattened(build, layout, parts);
};

function flattened(build: LoopBuilder, layout: ArrayLayout, parts: LoweredArray): LoweredArray {
  let width: number | undefined;
  build.probe(() => {
    const part = parts.at(build.read(build.local("i", "index")));
    width = part.kind === "array" ? knownSize(part) : 1;
  });
  if (width === undefined) return build.unsupported("lists of lists whose lengths are not known");
  const each = index(width);
  const total = build.atom(mul(sizeOf(parts), each), "n");
  const buffers = allocateFor(build, layout, total);
  traverse(build, parts, true, (i, part) => {
    const start = build.atom(mul(i, each));
    const items = part.kind === "array" ? part : itemsArray(build, layout, [index(1)], [force(build, part)]);
    traverse(build, items, true, (j, x) => {
      writeElement(build, layout.element, buffers, add(start, j), conform(build, x, layout.element));
    });
  });
  return bufferArray(layout, [total], buffers);
}

export const lowerFlatten: Lowering = (call) =>
  flattened(call.build, resultLayout(call), arrayOf(call.build, call.args[0] ?? nothing));
