/** Named arguments as records, and fields of records and data values. */
import { error } from "../base/diagnostic.ts";
import type { Span } from "../base/span.ts";
import type { NamedArgument } from "../syntax/ast.ts";
import type { DataType } from "../types/environment.ts";
import { join } from "../types/flow.ts";
import { nearest } from "../types/nearest.ts";
import { printType } from "../types/print.ts";
import { any, never, type Type } from "../types/type.ts";
import { failWith } from "./calls.ts";
import { fieldTypes } from "./construct.ts";
import type { CoreExpr } from "./core.ts";
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

export function fieldOf(frame: Frame, target: CoreExpr, name: string, nameSpan: Span, span: Span): CoreExpr {
  const { type } = target;
  if (type.kind === "never") return target;
  if (type.kind === "any") return { kind: "field", target, name, index: undefined, type: any, span };
  if (type.kind === "record") {
    const index = type.fields.findIndex((f) => f.name === name);
    const field = type.fields[index];
    if (field !== undefined) return { kind: "field", target, name, index, type: field.type, span };
  }
  const data = type.kind === "con" ? frame.world.environment.data(type.name) : undefined;
  const found = data === undefined ? undefined : dataField(data, name, type);
  if (found !== undefined) return { kind: "field", target, name, ...found, span };
  const names = type.kind === "record" ? type.fields.map((f) => f.name) : fieldNames(data);
  const similar = nearest(name, names);
  const problem = error("KL0204", `there is no field \`${name}\` here`, nameSpan, {
    notes: [
      `a ${printType(type)} has ${names.length === 0 ? "no fields" : `the fields ${names.join(", ")}`}`,
    ],
    ...(similar === undefined ? {} : { hint: `did you mean \`${similar}\`?` }),
  });
  return failWith(frame, problem, span);
}

function fieldNames(data: DataType | undefined): readonly string[] {
  const names = data?.constructors.flatMap((c) => c.fields.flatMap((f) => f.name ?? [])) ?? [];
  return [...new Set(names)];
}

/** The position is known where every constructor has the field there; else it is found at run time. */
function dataField(
  data: DataType,
  name: string,
  type: Type,
): { readonly index: number | undefined; readonly type: Type } | undefined {
  const places = data.constructors.map((c) => c.fields.findIndex((f) => f.name === name));
  if (places.every((place) => place < 0)) return undefined;
  const result = data.constructors.reduce<Type>((joined, variant, i) => {
    const place = places[i] ?? -1;
    return place < 0 ? joined : join(joined, fieldTypes(data, variant, type)[place] ?? any);
  }, never);
  const [first] = places;
  const same = places.every((place) => place === first);
  return { index: same ? first : undefined, type: result };
}
