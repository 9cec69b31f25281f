/** The types of fields: `Field(n₁, …, n_k)` with natural arguments, a real grid of that shape. */
import { data, real, type Type } from "../../types/type.ts";
import type { TypeRule, Typing } from "../primitive.ts";
import { agree, dimOf, levelOfType, mismatch, notAccepted, type Size, sizeOf, typed } from "../typing.ts";

/** The sizes of a field; undefined for other types. */
export function fieldSizes(type: Type | undefined): readonly Size[] | undefined {
  if (type?.kind !== "con" || type.name !== "Field" || type.args.length === 0) return undefined;
  return type.args.map((arg) => (arg.kind === "dim" ? sizeOf(arg.dim) : undefined));
}

export function fieldType(sizes: readonly Size[]): Type {
  return data(
    "Field",
    sizes.map((size): Type => ({ kind: "dim", dim: dimOf(size) })),
  );
}

export function isField(type: Type | undefined): boolean {
  return fieldSizes(type) !== undefined;
}

function shapeText(sizes: readonly Size[]): string {
  return `Field(${sizes.map((size) => size ?? "?").join(", ")})`;
}

/** Two fields of one shape, entry by entry. */
export const fieldsRule: TypeRule = ([a, b]) => {
  const left = fieldSizes(a);
  const right = fieldSizes(b);
  if (left === undefined || right === undefined) return notAccepted;
  const axes = left.map((size, k) => agree(size, right[k]));
  if (left.length !== right.length || axes.some(({ ok }) => !ok))
    return mismatch("these fields have different shapes", [
      `the left side is a ${shapeText(left)}, the right side a ${shapeText(right)}`,
    ]);
  const type = fieldType(axes.map(({ size }) => size));
  return typed([type, type], type);
};

function scaled(scalar: Type | undefined, field: Type | undefined, swap: boolean): Typing {
  const level = levelOfType(scalar);
  if (field === undefined || !isField(field) || level === undefined || level > 2) return notAccepted;
  return typed(swap ? [field, real] : [real, field], field);
}

/** A real number and a field. */
export const scalarFieldRule: TypeRule = ([a, b]) => scaled(a, b, false);
/** A field and a real number. */
export const fieldScalarRule: TypeRule = ([a, b]) => scaled(b, a, true);

/** One field, of which the result has the shape. */
export const fieldRule: TypeRule = ([a]) => (a !== undefined && isField(a) ? typed([a], a) : notAccepted);
