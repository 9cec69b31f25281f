/** Types with unknowns in them: their parts, and which parts of two types flow into each other. */
import { constantDim } from "./dim.ts";
import { join } from "./flow.ts";
import { substituteType, typeParts } from "./traverse.ts";
import { any, never, type Type, type TypeVarId, vector } from "./type.ts";

export function isOpen(type: Type): boolean {
  return type.kind === "var" || typeParts(type).some(isOpen);
}

export function isSame(a: Type, b: Type): boolean {
  return a === b || (a.kind === "var" && b.kind === "var" && a.id === b.id);
}

/** A list literal: a vector of the join, or a type per position where nothing joins. */
export function listOf(items: readonly Type[]): Type {
  const element = items.reduce((a, b) => join(a, b), never);
  if (element.kind === "any" && !items.some((item) => item.kind === "any")) return { kind: "fixed", items };
  return vectorOf(items.length, element);
}

export function vectorOf(length: number, element: Type): Type {
  return vector(constantDim(length), element);
}

/** A sequence's length (a `dim`, undefined where unknown) and what its elements join from. */
export function sequenceParts(
  type: Type,
): { readonly length: Type | undefined; readonly items: readonly Type[] } | undefined {
  if (type.kind === "fixed") {
    const length = vectorOf(type.items.length, never);
    return { length: length.kind === "con" ? length.args[0] : undefined, items: type.items };
  }
  if (type.kind !== "con") return undefined;
  const [first, second] = type.args;
  if (type.name === "List" && first !== undefined) return { length: undefined, items: [first] };
  if (type.name === "Vector" && second !== undefined) return { length: first, items: [second] };
  return undefined;
}

/** The parts of two types of corresponding form; none where the forms differ. */
export function correspondence(from: Type, to: Type): readonly (readonly [Type, Type])[] {
  if (from.kind === "any") {
    if (to.kind === "function") return [[any, to.result]];
    return typeParts(to).flatMap((part) => (part.kind === "dim" ? [] : [[any, part] as const]));
  }
  if (to.kind === "con" && to.name === "Matrix") {
    const element = to.args[2] ?? any;
    if (from.kind === "con" && from.name === "Matrix") return [[from.args[2] ?? any, element]];
    const rows = sequenceParts(from)?.items ?? [];
    return rows.flatMap((row) => (sequenceParts(row)?.items ?? []).map((item) => [item, element] as const));
  }
  if (from.kind === "fixed" && to.kind === "fixed" && from.items.length === to.items.length) {
    return zip(from.items, to.items);
  }
  const [s, t] = [sequenceParts(from), sequenceParts(to)];
  if (s !== undefined && t !== undefined) return t.items.flatMap((b) => s.items.map((a) => [a, b] as const));
  if (from.kind === "tuple" && to.kind === "tuple") return zip(from.items, to.items);
  if (from.kind === "record" && to.kind === "record") {
    return to.fields.flatMap((f) => {
      const own = from.fields.find((g) => g.name === f.name);
      return own === undefined ? [] : [[own.type, f.type] as const];
    });
  }
  if (from.kind === "con" && to.kind === "con" && from.name === to.name) return zip(from.args, to.args);
  return [];
}

export function zip(a: readonly Type[], b: readonly Type[]): readonly (readonly [Type, Type])[] {
  return a.flatMap((t, i) => {
    const other = b[i];
    return other === undefined || t.kind === "dim" ? [] : [[t, other] as const];
  });
}

export function mapParts(type: Type, f: (part: Type) => Type): Type {
  switch (type.kind) {
    case "con":
      return type.args.length === 0 ? type : { ...type, args: type.args.map(f) };
    case "tuple":
    case "fixed":
      return { ...type, items: type.items.map(f) };
    case "record":
      return { ...type, fields: type.fields.map((field) => ({ ...field, type: f(field.type) })) };
    case "function":
      return { ...type, params: type.params.map(f), result: f(type.result) };
    default:
      return type;
  }
}

/** Renames unknowns. */
export function renameType(type: Type, names: ReadonlyMap<TypeVarId, Type>): Type {
  return substituteType(type, { type: (id) => names.get(id), dim: () => undefined });
}
