/** Native lists: made, read and rearranged, without a buffer wherever one consumer follows. */
import { layoutFor } from "../../loop/activation.ts";
import {
  type ArrayLayout,
  allocateFor,
  arrayOf,
  bufferArray,
  force,
  itemsArray,
  pullArray,
  scalar,
  scalarOf,
  sizeOf,
  traverse,
  writeElement,
} from "../../loop/arrays.ts";
import { checkedElement, conform, integerOf } from "../../loop/convert.ts";
import {
  add,
  binary,
  compare,
  constIndex,
  constInt,
  convert,
  i64,
  index,
  mul,
  select,
  sub,
  unary,
} from "../../loop/expr.ts";
import type { LoopExpr } from "../../loop/loop.ts";
import type { LoopBuilder, Lowered, LoweredArray, Lowering } from "../../loop/lowering.ts";
import { dropFirst } from "../../loop/match.ts";
import { longestArray } from "../arrays.ts";
import { failures } from "../failures.ts";
import { combine } from "../numbers/lower-numbers.ts";
import { cheapAndTotal, countOf, flattened, resultLayout, reversed, settled } from "./lower-list-parts.ts";

const nothing: Lowered = { kind: "unit" };

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
  return lowerNth({ ...call, args: [xs, scalar(whole)] });
};

export function lowerProjection(part: 0 | 1): Lowering {
  return ({ args: [pair = nothing], build }) =>
    (pair.kind === "tuple" ? pair.items[part] : undefined) ?? build.unsupported("values of this form");
}

// ------------------------------------------------------------------------------------------------------ making

/** Longer lists are an error of the language. */
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
  build.unless(compare("le", total, index(longestArray)), "memory");
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

export const lowerReverse: Lowering = rearranged(reversed);
export const lowerRotate: Lowering = rearranged(rotated);

export const lowerZip: Lowering = (call) => {
  const { args, build } = call;
  const [a = nothing, b = nothing] = args;
  const [xs, ys] = [settled(build, a), settled(build, b)];
  const count = build.atom(binary("min", sizeOf(xs), sizeOf(ys)), "n");
  const pair = (i: LoopExpr): Lowered => ({ kind: "tuple", items: [xs.at(i), ys.at(i)] });
  return pullArray(resultLayout(call), [count], pair, { cheap: xs.cheap && ys.cheap, total: true });
};

export const lowerVecAdd: Lowering = ({ args: [a = nothing, b = nothing], result, build }) =>
  combine(build, "plus", layoutFor(build, result), a, b);

export const lowerApplyLambda: Lowering = ({ args, callback }) => callback(0, args.slice(1));

export const lowerFlatten: Lowering = (call) =>
  flattened(call.build, resultLayout(call), arrayOf(call.build, call.args[0] ?? nothing));
