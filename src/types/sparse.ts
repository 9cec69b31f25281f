/**
 * Sparse matrices, recognised by their shape: a data type with two natural parameters and one constructor whose only field is
 * a list of triples (natural, natural, number), whatever the names. In: a declaration as the environment reads it, or a type.
 * Out: the type of the entries, the sizes.
 */
import type { TypeExpr } from "../syntax/ast.ts";
import { type Dim, dimValue } from "./dim.ts";
import type { DataConstructor, DataType, Environment } from "./environment.ts";
import { isNumeric } from "./flow.ts";
import { isNaturalType, type TypeDeclarations } from "./from-syntax.ts";
import { equalTypes } from "./traverse.ts";
import { data, integer, type Type } from "./type.ts";

/** The type of the entries, where the declaration is that of a sparse matrix. */
export function sparseEntry(
  params: DataType["params"],
  constructors: readonly DataConstructor[],
  types: TypeDeclarations,
): Type | undefined {
  const [only, ...others] = constructors;
  const [field, ...rest] = only?.fields ?? [];
  if (field === undefined || others.length + rest.length > 0) return undefined;
  if (params.length !== 2 || params.some(({ kind }) => kind.kind !== "Nat")) return undefined;
  const { type } = field;
  const triple = type.kind === "con" && type.name === "List" ? type.args[0] : undefined;
  const [row, column, entry] = triple?.kind === "tuple" ? triple.items : [];
  if (row === undefined || column === undefined || entry === undefined) return undefined;
  if (triple?.kind !== "tuple" || triple.items.length !== 3) return undefined;
  const positions = equalTypes(row, integer) && equalTypes(column, integer);
  return positions && isNumeric(entry) && hasNaturalPositions(field.written, types) ? entry : undefined;
}

/** ℕ and ℤ are one type to the checker, but not as they are written. */
function hasNaturalPositions(written: TypeExpr, types: TypeDeclarations): boolean {
  const list = unaliased(written, types);
  const item = list.kind === "type-call" && list.name === "List" ? list.args[0] : undefined;
  const triple = item && unaliased(item, types);
  const parts =
    triple?.kind === "type-product" ? triple.items : triple?.kind === "type-call" ? triple.args : [];
  return parts.length === 3 && parts.slice(0, 2).every((part) => isNaturalType(part, types));
}

/** More steps than this are a circle, which is reported elsewhere. */
const longestChain = 100;

function unaliased(written: TypeExpr, types: TypeDeclarations): TypeExpr {
  let current = written;
  for (let steps = 0; current.kind === "type-name" && steps < longestChain; steps++) {
    const alias = types.alias(current.name);
    if (alias === undefined) return current;
    current = alias.type;
  }
  return current;
}

export interface SparseShape {
  /** The data type's, within `con`. */
  readonly name: string;
  /** Undefined where they are known only at run time. */
  readonly rows: number | undefined;
  readonly columns: number | undefined;
  readonly entry: Type;
}

/** What the type of a sparse matrix says; undefined for other types. */
export function sparseShape(
  type: Type | undefined,
  environment: Pick<Environment, "data">,
): SparseShape | undefined {
  if (type?.kind !== "con" || type.args.length !== 2) return undefined;
  const entry = environment.data(type.name)?.sparse;
  if (entry === undefined) return undefined;
  const [rows, columns] = type.args.map((arg) => (arg.kind === "dim" ? dimValue(arg.dim) : undefined));
  return { name: type.name, rows, columns, entry };
}

export function sparseType(name: string, rows: Dim, columns: Dim): Type {
  return data(name, [
    { kind: "dim", dim: rows },
    { kind: "dim", dim: columns },
  ]);
}
