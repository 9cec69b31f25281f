/**
 * Calls of rows. In: a row and argument nodes. Out: a `prim` node with its arguments coerced and its callbacks specialised,
 * or why the row does not take them. Rows type through a `TypingContext`, which this file gives them.
 */
import type { Span } from "../base/span.ts";
import type { Primitive, Typing, TypingContext } from "../primitives/primitive.ts";
import { constantDim, unknownDim } from "../types/dim.ts";
import { bounded, join } from "../types/flow.ts";
import type { Strictness } from "../types/match.ts";
import { typeOfCall } from "../types/signature.ts";
import { sparseShape } from "../types/sparse.ts";
import { equalTypes } from "../types/traverse.ts";
import { any, never, type Type } from "../types/type.ts";
import { callbackInstance } from "./apply.ts";
import { prim } from "./build.ts";
import { coerceTo } from "./coerce.ts";
import type { CoreExpr, FnId } from "./core.ts";
import { foldLiterals } from "./fold.ts";
import type { Frame } from "./frame.ts";
import { implementationType } from "./implementations.ts";
import { knownInteger } from "./known.ts";

export type RowAnswer =
  | { readonly kind: "node"; readonly node: CoreExpr }
  | Exclude<Typing, { readonly kind: "typed" }>;

/** A fold's accumulator that has not settled after so many rounds is dispatched at run time. */
const patience = 8;

export function callRow(
  frame: Frame,
  row: Primitive,
  args: readonly CoreExpr[],
  span: Span,
  strictness: Strictness,
): RowAnswer {
  const callbacks: (FnId | undefined)[] = args.map(() => undefined);
  const context = typingContext(frame, args, callbacks);
  const typing = typeOfCall(
    row.type,
    args.map((arg) => arg.type),
    context,
    strictness,
  );
  if (typing.kind === "dynamic") return { kind: "node", node: dynamicCall(frame, row.name, args, span) };
  if (typing.kind !== "typed") return typing;
  if (row.effect) frame.instance.effect = true;
  const fitted = args.map((arg, i) => coerceTo(arg, typing.params[i] ?? arg.type) ?? arg);
  const folded = foldLiterals(row.name, fitted, span);
  return { kind: "node", node: folded ?? prim(row.name, fitted, typing.result, span, callbacks) };
}

/** Decided by the values: the row if it takes them, else what the program has under that name. */
export function dynamicCall(frame: Frame, name: string, args: readonly CoreExpr[], span: Span): CoreExpr {
  const row = frame.world.table.get(name);
  if (row?.effect || args.some((arg) => arg.type.kind === "closure")) frame.instance.effect = true;
  return prim(
    name,
    args.map((arg) => coerceTo(arg, any) ?? arg),
    any,
    span,
  );
}

function typingContext(
  frame: Frame,
  args: readonly CoreExpr[],
  callbacks: (FnId | undefined)[],
): TypingContext {
  const applyArgument = (
    index: number,
    types: readonly Type[],
    use: "called" | "tried" = "called",
    result?: Type,
  ): Type => {
    const type = args[index]?.type;
    if (type?.kind === "function") return type.result;
    if (type?.kind !== "closure") return any;
    if (types.some((t) => t.kind === "never")) return never;
    const instance = callbackInstance(frame, type, types, use, result);
    callbacks[index] = instance.id;
    return instance.result;
  };
  return {
    applyArgument: (index, types) => applyArgument(index, types),
    fixpoint: (index, types, loop, start) => {
      let accumulator = start;
      for (let round = 0; round < patience; round++) {
        const result = applyArgument(index, types.with(loop, accumulator), "tried");
        const joined = bounded(join(accumulator, result));
        if (equalTypes(joined, accumulator)) {
          applyArgument(index, types.with(loop, accumulator), "called", accumulator);
          return accumulator;
        }
        accumulator = joined;
      }
      applyArgument(index, types.with(loop, any), "called", any);
      return any;
    },
    operation: (name, types) => operationTyping(frame, name, types),
    literal: (index) => knownInteger(frame.world, args[index]),
    join,
    sparse: (type) => sparseShape(type, frame.world.environment),
    dimension: (index) => {
      const value = knownInteger(frame.world, args[index]);
      return value === undefined || value < 0n || value > 2n ** 31n ? unknownDim : constantDim(Number(value));
    },
  };
}

/** The type of a row, or of `implements`, on these types. */
function operationTyping(frame: Frame, name: string, types: readonly Type[]): Typing {
  const row = frame.world.table.get(name);
  if (row !== undefined) {
    const typing = typeOfCall(row.type, types, typingContext(frame, [], []));
    if (typing.kind !== "declined") return typing;
  }
  return implementationType(frame, name, types);
}
