/** What a type says about a matrix: sizes that are known, entries that are numbers. */
import { constantDim, dimValue } from "../../types/dim.ts";
import { matrix, type Type, vector } from "../../types/type.ts";

/** A list is a column where it stands on the right of a matrix, a row on the left. */
export interface Shape {
  readonly form: "matrix" | "list";
  readonly rows: number;
  /** 1 for a list. */
  readonly columns: number;
  readonly element: Type;
}

const numberNames: ReadonlySet<string> = new Set(["ℤ", "ℚ", "ℝ", "ℂ"]);
const exactNames: ReadonlySet<string> = new Set(["ℤ", "ℚ"]);

export function isNumber(type: Type): boolean {
  return type.kind === "con" && numberNames.has(type.name);
}

/** Sums and products of such numbers are the same in any order. */
export function isExact(type: Type): boolean {
  return type.kind === "con" && exactNames.has(type.name);
}

/** Undefined where a size is known only at run time, or the entries are no numbers. */
export function shapeOf(type: Type): Shape | undefined {
  if (type.kind !== "con") return undefined;
  const [first, second, third] = type.args;
  const rows = sizeOf(first);
  if (rows === undefined) return undefined;
  if (type.name === "Vector" && second !== undefined && isNumber(second))
    return { form: "list", rows, columns: 1, element: second };
  const columns = sizeOf(second);
  if (type.name !== "Matrix" || columns === undefined || third === undefined || !isNumber(third))
    return undefined;
  return { form: "matrix", rows, columns, element: third };
}

function sizeOf(type: Type | undefined): number | undefined {
  return type?.kind === "dim" ? dimValue(type.dim) : undefined;
}

export function elementOf(type: Type): Type {
  return shapeOf(type)?.element ?? type;
}

export function matrixType(rows: number, columns: number, element: Type): Type {
  return matrix(constantDim(rows), constantDim(columns), element);
}

export function listType(length: number, element: Type): Type {
  return vector(constantDim(length), element);
}
