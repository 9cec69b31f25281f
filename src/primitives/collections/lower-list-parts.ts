/** What the native codes of lists share: the form of the result, counts, lists whose elements are joined. */
import { layoutFor } from "../../loop/activation.ts";
import {
  type ArrayLayout,
  allocateFor,
  arrayOf,
  bufferArray,
  force,
  itemsArray,
  knownSize,
  sizeOf,
  traverse,
  writeElement,
} from "../../loop/arrays.ts";
import { conform, integerOf } from "../../loop/convert.ts";
import { add, compare, convert, i64, index, mul, sub } from "../../loop/expr.ts";
import type { LoopExpr } from "../../loop/loop.ts";
import type { LoopBuilder, Lowered, LoweredArray, LoweringCall } from "../../loop/lowering.ts";
import { longestArray } from "../arrays.ts";
import { failures } from "../failures.ts";

export const cheapAndTotal = { cheap: true, total: true };

export function resultLayout({ build, result }: LoweringCall): ArrayLayout {
  const layout = layoutFor(build, result);
  if (layout.kind === "array") return layout;
  return build.unsupported(layout.kind === "text" ? "making strings" : "lists of this form");
}

/** A list whose elements may be left unread: what could fail in them has happened. */
export function settled(build: LoopBuilder, value: Lowered): LoweredArray {
  const array = arrayOf(build, value);
  return array.total ? array : arrayOf(build, force(build, array));
}

export const longestList = BigInt(longestArray);

export function countOf(build: LoopBuilder, value: Lowered): LoopExpr {
  const n = build.atom(integerOf(build, value));
  build.check(compare("ge", n, i64(0n)), "domain", failures.negative.text, [n]);
  build.check(compare("le", n, i64(longestList)), "memory", failures.long.text, [n]);
  return build.atom(convert("index", n), "n");
}

export function flattened(build: LoopBuilder, layout: ArrayLayout, parts: LoweredArray): LoweredArray {
  let width: number | undefined;
  build.probe(() => {
    const part = parts.at(build.read(build.local("i", "index")));
    width = part.kind === "array" ? knownSize(part) : 1;
  });
  if (width === undefined) return build.unsupported("lists of lists whose lengths are not known");
  const each = index(width);
  const total = build.atom(mul(sizeOf(parts), each), "n");
  build.unless(compare("le", total, index(longestArray)), "memory");
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

/** The position counted from the end. */
export function reversed(i: LoopExpr, n: LoopExpr): LoopExpr {
  return sub(sub(n, index(1)), i);
}
