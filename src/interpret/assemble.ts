/**
 * What a node does with its parts once they are evaluated: `list`, `construct`, `coerce`, a built-in.
 *
 * In: the node and its parts as closures, each in the form of its type. Out: a closure for the node, likewise.
 */
import { unreachable } from "../base/outcome.ts";
import type { CoreExpr } from "../core/core.ts";
import { failures } from "../primitives/failures.ts";
import type { Linker } from "./code.ts";
import { coercion } from "./coerce.ts";
import { entering } from "./compact.ts";
import { misfits, noField } from "./failures.ts";
import { listOf } from "./list.ts";
import { evaluateAll, outside } from "./parts.ts";
import { builtIn } from "./rows.ts";
import { sparseFrom, sparseValue } from "./sparse.ts";
import type { Pure } from "./thread.ts";
import { dataValue, termValue, type Value } from "./value.ts";

/** Nodes that evaluate all their parts, in order, and then work on the values. */
export type StrictNode = Extract<
  CoreExpr,
  {
    readonly kind:
      | "prim"
      | "closure"
      | "capture"
      | "list"
      | "tuple"
      | "construct"
      | "record"
      | "field"
      | "coerce"
      | "term";
  }
>;

export function assemble(link: Linker, e: StrictNode, parts: readonly Pure[]): Pure {
  switch (e.kind) {
    case "prim":
      return builtIn(link, e, parts);
    case "coerce":
      return coercion(link, e, part(parts, 0));
    case "capture":
      return captureOf(e, part(parts, 0));
    case "field":
      return fieldOf(link, e, part(parts, 0));
    case "list":
      return whole(outside(e.items, parts), listOf);
    case "tuple":
      return whole(outside(e.items, parts), (items) => ({ kind: "tuple", items }));
    case "term":
      return whole(outside(e.args, parts), (args) => termValue(e.name, args));
    case "construct": {
      const { data, constructor: variant } = e;
      const plain = (fields: readonly Value[]): Value => dataValue(data, variant, fields);
      return whole(outside(e.args, parts), isSparse(link, data) ? sparseBuilder(e, plain) : plain);
    }
    case "record": {
      const names = e.fields.map((f) => f.name);
      const values = e.fields.map((f) => f.value);
      return whole(outside(values, parts), (items) => ({
        kind: "record",
        fields: new Map(items.map((item, i) => [names[i] ?? "", item] as const)),
      }));
    }
    case "closure": {
      const { type } = e;
      if (type.kind !== "closure") throw misfits("expected a closure type", false, e.span);
      return whole(outside(e.captures, parts), (captures) => ({
        kind: "closure",
        lambda: type.lambda,
        captures,
      }));
    }
    default:
      return unreachable(e);
  }
}

function part(parts: readonly Pure[], index: number): Pure {
  return parts[index] as Pure; // a node has as many closures as parts
}

/** A value made of all the parts; one and the same where there are none. */
function whole(parts: readonly Pure[], build: (items: readonly Value[]) => Value): Pure {
  if (parts.length === 0) {
    const value = build([]);
    return () => value;
  }
  return (frame) => build(evaluateAll(parts, frame));
}

function isSparse(link: Linker, data: string): boolean {
  return link.program.dataTypes.get(data)?.sparse !== undefined;
}

/** What has no form as a matrix, a symbolic entry for one, stays data. */
function sparseBuilder(
  { data, constructor: variant, span }: StrictNode & { readonly kind: "construct" },
  plain: (fields: readonly Value[]) => Value,
): (fields: readonly Value[]) => Value {
  return (fields) => {
    const sparse = sparseFrom(fields[0]);
    if (sparse === undefined) return plain(fields);
    if ("negative" in sparse)
      throw misfits(failures.natural.text.replace("{0}", String(sparse.negative)), false, span);
    return sparseValue({ data, constructor: variant }, sparse);
  };
}

function captureOf(e: StrictNode & { readonly kind: "capture" }, closure: Pure): Pure {
  const enter = entering(e.type);
  return (frame) => {
    const value = closure(frame);
    const captured =
      typeof value === "object" && (value.kind === "closure" || value.kind === "function")
        ? value.captures[e.index]
        : undefined;
    if (captured === undefined) throw misfits("expected a function with captures", false, e.span);
    return enter === undefined ? captured : enter(captured);
  };
}

function fieldOf(link: Linker, e: StrictNode & { readonly kind: "field" }, target: Pure): Pure {
  const enter = entering(e.type);
  const read = (value: Value): Value => {
    const field = fieldValue(link, value, e.name, e.index);
    if (field === undefined) throw noField(value, e.name, e.span);
    return field;
  };
  return enter === undefined ? (frame) => read(target(frame)) : (frame) => enter(read(target(frame)));
}

function fieldValue(link: Linker, value: Value, name: string, index: number | undefined): Value | undefined {
  if (typeof value !== "object") return undefined;
  switch (value.kind) {
    case "record":
      return value.fields.get(name);
    case "data": {
      const position = index ?? fieldPosition(link, value.data, value.constructor, name);
      return position === undefined ? undefined : value.fields[position];
    }
    case "tuple":
      return index === undefined ? undefined : value.items[index];
    case "symbol":
    case "term":
      return termValue("field", [value, name]);
    default:
      return undefined;
  }
}

function fieldPosition(link: Linker, data: string, variant: string, name: string): number | undefined {
  const constructors = link.program.dataTypes.get(data)?.constructors ?? [];
  const position = constructors.find((c) => c.name === variant)?.fieldNames.indexOf(name) ?? -1;
  return position < 0 ? undefined : position;
}
