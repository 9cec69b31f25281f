/** The types of operations on sparse matrices: those of the dense ones, with the data type's own name and entries. */
import type { SparseShape } from "../../types/sparse.ts";
import { sparseType } from "../../types/sparse.ts";
import { integer, type Type, tuple } from "../../types/type.ts";
import { productOfEntries } from "../matrices/products.ts";
import type { TypeRule, Typing, TypingContext } from "../primitive.ts";
import {
  agree,
  decline,
  dimOf,
  firstOf,
  isInteger,
  isNumeric,
  levelOfType,
  type MatrixShape,
  matrixOf,
  matrixParam,
  matrixShape,
  mismatch,
  notAccepted,
  operation,
  type Size,
  sequence,
  sequenceOf,
  typed,
  withElement,
} from "../typing.ts";

export function sparseOfSizes(shape: SparseShape, rows: Size, columns: Size): Type {
  return sparseType(shape.name, dimOf(rows), dimOf(columns));
}

function own(shape: SparseShape): Type {
  return sparseOfSizes(shape, shape.rows, shape.columns);
}

function text({ name, rows, columns }: SparseShape): string {
  return `${name}(${rows ?? "?"}, ${columns ?? "?"})`;
}

function denseText({ rows, columns }: MatrixShape): string {
  return `Matrix(${rows ?? "?"}, ${columns ?? "?"})`;
}

/** The data type keeps the type of its entries: what they become has to be the same. */
function keepsEntries(
  shape: SparseShape,
  name: string,
  types: readonly Type[],
  context: TypingContext,
): boolean {
  const result = operation(name, types, context)?.result;
  return result !== undefined && sameNumber(result, shape.entry);
}

function sameNumber(a: Type, b: Type): boolean {
  return levelOfType(a) !== undefined && levelOfType(a) === levelOfType(b);
}

function otherEntries(shape: SparseShape): Typing {
  return decline(
    `the entries of a ${shape.name} would not stay what they are declared`,
    "declare a data type for entries of the wider type",
  );
}

// --------------------------------------------------------------------------------------------------- products

const sparseSparse: TypeRule = ([a, b], context) => {
  const [left, right] = [context.sparse(a), context.sparse(b)];
  if (left === undefined || right === undefined) return notAccepted;
  if (!agree(left.columns, right.rows).ok)
    return cannotMultiply(text(left), text(right), left.columns, right.rows);
  const result = productOfEntries(left.entry, right.entry, context)?.result;
  const of = [left, right].find(({ entry }) => result !== undefined && sameNumber(entry, result));
  const inner = agree(left.columns, right.rows).size;
  return of === undefined
    ? otherEntries(left)
    : typed(
        [sparseOfSizes(left, left.rows, inner), sparseOfSizes(right, inner, right.columns)],
        sparseOfSizes(of, left.rows, right.columns),
      );
};

/** One side of a product of which the other is of another kind. */
interface Side {
  readonly text: string;
  readonly rows: Size;
  readonly columns: Size;
  readonly entry: Type;
  /** Its parameter: `inner` is the dimension on which both sides agree, `entry` what the entries become. */
  readonly param: (inner: Size, entry: Type) => Type;
}

function denseSide(shape: MatrixShape): Side {
  const { rows, columns, element } = shape;
  const param = (_: Size, entry: Type): Type => matrixParam(shape, entry);
  return { text: denseText(shape), rows, columns, entry: element, param };
}

function sparseSide(shape: SparseShape, place: "left" | "right"): Side {
  const { rows, columns, entry } = shape;
  const param = (inner: Size): Type =>
    place === "left" ? sparseOfSizes(shape, rows, inner) : sparseOfSizes(shape, inner, columns);
  return { text: text(shape), rows, columns, entry, param };
}

const sparseAndDense: TypeRule = ([a, b], context) => {
  const [left, right] = [context.sparse(a), context.sparse(b)];
  const dense = matrixShape(left === undefined ? a : b, context);
  if (dense === undefined) return notAccepted;
  if (left !== undefined) return denseProduct(sparseSide(left, "left"), denseSide(dense), context);
  return right === undefined
    ? notAccepted
    : denseProduct(denseSide(dense), sparseSide(right, "right"), context);
};

function denseProduct(left: Side, right: Side, context: TypingContext): Typing {
  const inner = agree(left.columns, right.rows);
  if (!inner.ok) return cannotMultiply(left.text, right.text, left.columns, right.rows);
  const entries = productOfEntries(left.entry, right.entry, context);
  return entries === undefined
    ? notAccepted
    : typed(
        [left.param(inner.size, entries.left), right.param(inner.size, entries.right)],
        matrixOf(left.rows, right.columns, entries.result),
      );
}

function cannotMultiply(left: string, right: string, columns: Size, rows: Size): Typing {
  return mismatch("these matrices cannot be multiplied", [
    `the left side is a ${left}, the right side a ${right}`,
    `the left side has ${columns} columns, the right side has ${rows} rows`,
  ]);
}

/** A matrix and a list: a column on its right, a row on its left. */
const sparseAndList: TypeRule = ([a, b], context) => {
  const [left, right] = [context.sparse(a), context.sparse(b)];
  const shape = left ?? right;
  const list = sequence(left === undefined ? a : b, context);
  if (shape === undefined || list === undefined) return notAccepted;
  const [summed, kept] = left === undefined ? [shape.rows, shape.columns] : [shape.columns, shape.rows];
  const inner = agree(summed, list.length);
  if (!inner.ok) {
    const matrix = `the matrix is a ${text(shape)}, with ${summed} ${left === undefined ? "rows" : "columns"}`;
    const vector = `the vector has length ${list.length}`;
    return left === undefined
      ? mismatch("this vector cannot be multiplied by this matrix", [vector, matrix])
      : mismatch("this matrix cannot be multiplied by this vector", [matrix, vector]);
  }
  if (left === undefined) {
    const entries = productOfEntries(list.element, shape.entry, context);
    if (entries === undefined) return notAccepted;
    const params = [withElement(list, entries.left), sparseOfSizes(shape, inner.size, kept)];
    return typed(params, sequenceOf(kept, entries.result));
  }
  const entries = productOfEntries(shape.entry, list.element, context);
  if (entries === undefined) return notAccepted;
  const params = [sparseOfSizes(shape, kept, inner.size), withElement(list, entries.right)];
  return typed(params, sequenceOf(kept, entries.result));
};

export const sparseProduct = firstOf(sparseSparse, sparseAndDense, sparseAndList);

/** A number and a matrix, in either order; for quotients only the matrix on the left. */
export function sparseScaling(name: "times" | "divide"): TypeRule {
  return ([a, b], context) => {
    const [left, right] = [context.sparse(a), context.sparse(b)];
    const shape = left ?? right;
    const scale = left === undefined ? a : b;
    if (shape === undefined || scale === undefined || !isNumeric(scale)) return notAccepted;
    if (left === undefined && name === "divide") return notAccepted;
    const operands = left === undefined ? [scale, shape.entry] : [shape.entry, scale];
    if (!keepsEntries(shape, name, operands, context)) return otherEntries(shape);
    const params = left === undefined ? [shape.entry, own(shape)] : [own(shape), shape.entry];
    return typed(params, own(shape));
  };
}

/** Sum or difference, of one data type and one shape. */
export function sparseSum(name: "plus" | "minus"): TypeRule {
  return ([a, b], context) => {
    const [left, right] = [context.sparse(a), context.sparse(b)];
    if (left === undefined || right === undefined || left.name !== right.name) return notAccepted;
    const [rows, columns] = [agree(left.rows, right.rows), agree(left.columns, right.columns)];
    if (!rows.ok || !columns.ok)
      return mismatch(`these matrices cannot be ${name === "plus" ? "added" : "subtracted"}`, [
        `the left side is a ${text(left)}, the right side a ${text(right)}`,
      ]);
    const type = sparseOfSizes(left, rows.size, columns.size);
    return typed([type, type], type);
  };
}

// ---------------------------------------------------------------------------------------- one matrix, and more

/** What one sparse matrix gives. */
export function onSparse(result: (shape: SparseShape) => Type): TypeRule {
  return ([a], context) => {
    const shape = context.sparse(a);
    return a === undefined || shape === undefined ? notAccepted : typed([a], result(shape));
  };
}

export const sparseTrace: TypeRule = ([a], context) => {
  const shape = context.sparse(a);
  if (a === undefined || shape === undefined) return notAccepted;
  if (!agree(shape.rows, shape.columns).ok)
    return mismatch("the matrix must be square", [
      `it is a ${text(shape)}: ${shape.rows} rows, ${shape.columns} columns`,
    ]);
  return typed([a], shape.entry);
};

export const sparseEntryRule: TypeRule = ([a, i, j], context) => {
  const shape = context.sparse(a);
  return a === undefined || shape === undefined || !isInteger(i) || !isInteger(j)
    ? notAccepted
    : typed([a, integer, integer], shape.entry);
};

export function tripletType(entry: Type): Type {
  return { kind: "con", name: "List", args: [tuple([integer, integer, entry])] };
}
