/** Named arguments as records, and fields of records and data values. */
import { error } from "../base/diagnostic.ts";
import type { Span } from "../base/span.ts";
import type { NamedArgument } from "../syntax/ast.ts";
import type { DataConstructor, DataType } from "../types/environment.ts";
import { join } from "../types/flow.ts";
import { nearest } from "../types/nearest.ts";
import { shortType } from "../types/print.ts";
import { equalTypes } from "../types/traverse.ts";
import { any, never, type Type } from "../types/type.ts";
import { variable } from "./build.ts";
import { failWith } from "./calls.ts";
import { coerceTo } from "./coerce.ts";
import { fieldTypes } from "./construct.ts";
import type { CoreCase, CoreExpr, CorePattern } from "./core.ts";
import { type Frame, neverArriving } from "./frame.ts";

/** The named arguments of a call, evaluated in the order they are written; a later one of the same name counts. */
export function recordValue(frame: Frame, named: readonly NamedArgument[], span: Span): CoreExpr {
  const byName = new Map<string, CoreExpr>();
  for (const { name, value } of named) byName.set(name, frame.world.expression(value, frame));
  const failing = neverArriving(frame, [...byName.values()]);
  if (failing !== undefined) return failing;
  const fields = [...byName].map(([name, value]) => ({ name, value }));
  const sorted = fields.map((f) => ({ name: f.name, type: f.value.type }));
  sorted.sort((a, b) => (a.name < b.name ? -1 : 1));
  return { kind: "record", fields, type: { kind: "record", fields: sorted }, span };
}

/** `target.name`; a problem where there is no such field. */
export function fieldOf(frame: Frame, target: CoreExpr, name: string, nameSpan: Span, span: Span): CoreExpr {
  const { type } = target;
  if (type.kind === "never") return target;
  if (type.kind === "any") return { kind: "field", target, name, index: undefined, type: any, span };
  const found = knownField(frame, target, name, span);
  if (found !== undefined) return found;
  const names = type.kind === "record" ? type.fields.map((f) => f.name) : fieldNames(dataOf(frame, type));
  const similar = nearest(name, names);
  const problem = error("KL0204", `there is no field \`${name}\` here`, nameSpan, {
    notes: [
      `a ${shortType(type)} has ${names.length === 0 ? "no fields" : `the fields ${names.join(", ")}`}`,
    ],
    ...hintFor(similar === undefined ? functionFor(name, type) : `did you mean \`${similar}\`?`),
  });
  return failWith(frame, problem, span);
}

function hintFor(hint: string | undefined): { readonly hint?: string } {
  return hint === undefined ? {} : { hint };
}

/** What other languages write as a field of a matrix or a list. */
function functionFor(name: string, type: Type): string | undefined {
  const kind = type.kind === "con" ? type.name : type.kind;
  if (kind === "ℂ" && /^(?:re|im|real|imag)$/.test(name))
    return "the parts of a complex number are re(z) and im(z)";
  if (kind === "Matrix" && /^(?:T|H|transpose)$/.test(name)) return "the transpose is Aᵀ, or transpose(A)";
  if (kind === "Matrix" && /^(?:shape|size)$/.test(name)) return "rows and columns are size(A)";
  const isList = kind === "List" || kind === "Vector" || kind === "fixed";
  return isList && /^(?:length|len|size|shape)$/.test(name)
    ? "the number of elements is length(xs)"
    : undefined;
}

/** The field, where the type of the target shows that there is one. */
export function knownField(frame: Frame, target: CoreExpr, name: string, span: Span): CoreExpr | undefined {
  const { type } = target;
  if (type.kind === "record") {
    const index = type.fields.findIndex((f) => f.name === name);
    const field = type.fields[index];
    return field && { kind: "field", target, name, index, type: field.type, span };
  }
  const data = dataOf(frame, type);
  return data && dataField(frame, target, data, name, span);
}

function dataOf(frame: Frame, type: Type): DataType | undefined {
  return type.kind === "con" ? frame.world.environment.data(type.name) : undefined;
}

function fieldNames(data: DataType | undefined): readonly string[] {
  const names = data?.constructors.flatMap((c) => c.fields.flatMap((f) => f.name ?? [])) ?? [];
  return [...new Set(names)];
}

interface Place {
  readonly variant: DataConstructor;
  readonly index: number;
  readonly type: Type;
}

function dataField(
  frame: Frame,
  target: CoreExpr,
  data: DataType,
  name: string,
  span: Span,
): CoreExpr | undefined {
  const places = data.constructors.flatMap((variant): Place[] => {
    const index = variant.fields.findIndex((f) => f.name === name);
    return index < 0 ? [] : [{ variant, index, type: fieldTypes(data, variant, target.type)[index] ?? any }];
  });
  const [first] = places;
  if (first === undefined) return undefined;
  if (!places.every((place) => equalTypes(place.type, first.type)))
    return fieldByConstructor(frame, target, places, span);
  const everywhere =
    places.length === data.constructors.length && places.every((p) => p.index === first.index);
  return {
    kind: "field",
    target,
    name,
    index: everywhere ? first.index : undefined,
    type: first.type,
    span,
  };
}

/** A field whose type depends on the constructor: each is brought to what they join to. */
function fieldByConstructor(frame: Frame, target: CoreExpr, places: readonly Place[], span: Span): CoreExpr {
  const type = places.reduce<Type>((joined, place) => join(joined, place.type), never);
  const cases = places.map(({ variant, index, type: own }): CoreCase => {
    const bound = frame.world.newVar("field", own);
    const value = variable(bound, span);
    const args = variant.fields.map(
      (_, i): CorePattern =>
        i === index ? { kind: "bind", bound, type: own } : { kind: "wildcard", type: any },
    );
    const pattern: CorePattern = {
      kind: "construct",
      data: variant.data,
      constructor: variant.name,
      args,
      type: target.type,
    };
    return { pattern, body: coerceTo(value, type) ?? value, span };
  });
  return { kind: "match", scrutinee: target, cases, type, span };
}
