/** Native functions of functions over lists: one loop each, the callback inlined. */
import { layoutFor } from "../../loop/activation.ts";
import {
  type ArrayLayout,
  allocateFor,
  arrayOf,
  bufferArray,
  force,
  itemsArray,
  probeElement,
  pullArray,
  scalar,
  scalarOf,
  sizeOf,
  traverse,
  writeElement,
} from "../../loop/arrays.ts";
import { conform } from "../../loop/convert.ts";
import { add, bool, compare, index, not } from "../../loop/expr.ts";
import type { LoopExpr } from "../../loop/loop.ts";
import type { LoopBuilder, Lowered, LoweredArray, Lowering, LoweringCall } from "../../loop/lowering.ts";
import { assignCell, carriedCell } from "../../loop/parts.ts";
import { flattened, resultLayout, reversed, settled } from "./lower-list-parts.ts";

const nothing: Lowered = { kind: "unit" };

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
