/**
 * Matrices made from matrices by putting entries, rows and columns elsewhere, and from lists of positions.
 */
import type { ListValue, MatrixValue, Value } from "../../interpret/value.ts";
import { integer, type Type } from "../../types/type.ts";
import { asMatrix, buildMatrix, element, entry, isList, isTuple, listFrom, rowOf } from "../arrays.ts";
import { definePrimitive } from "../define.ts";
import { failures, failWith } from "../failures.ts";
import { indexOf } from "../number.ts";
import { columnIndex, rowIndex } from "../positions.ts";
import {
  type Declined,
  declined,
  type EvaluationContext,
  type Primitive,
  type TypeRule,
  type TypingContext,
} from "../primitive.ts";
import {
  agree,
  isInteger,
  isNumeric,
  joinNumeric,
  type MatrixShape,
  matrixOf,
  matrixParam,
  matrixShape,
  mismatch,
  notAccepted,
  type Sequence,
  type Size,
  sequence,
  sequenceOf,
  staticSize,
  typed,
  withElement,
} from "../typing.ts";
import {
  lowerExtend,
  lowerSetDiagonal,
  lowerSetElement,
  lowerSetLine,
  lowerStack,
} from "./lower-matrices.ts";

// ------------------------------------------------------------------------------------------- one place replaced

const setElement = definePrimitive(
  {
    name: "set_element",
    aliases: ["set"],
    arity: 4,
    overloads: ["∀(m n : Nat)(a). Matrix(m, n, a) × ℤ × ℤ × a → Matrix(m, n, a)"],
    rule: ([a, i, j, x], context) => {
      const shape = matrixShape(a, context);
      if (shape === undefined || x === undefined || !isInteger(i) || !isInteger(j)) return notAccepted;
      const joined = context.join(shape.element, x);
      return typed([matrixParam(shape, joined), integer, integer, joined], matrixParam(shape, joined));
    },
    doc: {
      summary: "The matrix with another entry in row i and column j.",
      example: "set_element([[1, 2], [3, 4]], 0, 1, 9) = [[1, 9], [3, 4]]",
      raises: "a position outside (KL0502)",
    },
    lower: lowerSetElement,
  },
  ([a, i, j, x], context) => {
    const matrix = asMatrix(a);
    if (matrix === undefined || x === undefined) return declined;
    const row = rowIndex(matrix, i, context);
    const column = columnIndex(matrix, j, context);
    if (row === undefined || column === undefined) return declined;
    return buildMatrix(matrix.rows, matrix.columns, (p, q) =>
      p === row && q === column ? x : entry(matrix, p * matrix.columns + q),
    );
  },
);

/** Rule of a row that puts a list along one direction of a matrix; `size` is the length the list must have. */
function lineRule(
  order: (args: readonly Type[]) => {
    matrix: Type | undefined;
    line: Type | undefined;
    rest: readonly Type[];
  },
  size: (a: MatrixShape) => Size,
  result: (a: MatrixShape, element: Type) => Type,
  arrange: (matrix: Type, line: Type, rest: readonly Type[]) => readonly Type[],
): TypeRule {
  return (args, context) => {
    const { matrix, line, rest } = order(args);
    const shape = matrixShape(matrix, context);
    const xs = sequence(line, context);
    if (shape === undefined || xs === undefined || !rest.every(isInteger)) return notAccepted;
    const fits = agree(size(shape), xs.length);
    if (!fits.ok)
      return mismatch("the list does not fit the matrix", [
        `the matrix needs ${size(shape)} entries there, the list has ${xs.length}`,
      ]);
    const joined = context.join(shape.element, xs.element);
    const params = arrange(
      matrixParam(shape, joined),
      withElement(xs, joined),
      rest.map(() => integer),
    );
    return typed(params, result(shape, joined));
  };
}

function fit(context: EvaluationContext, wanted: number, xs: ListValue): void {
  if (xs.length !== wanted) failWith(context, failures.lengths, wanted, xs.length);
}

const widthOf = (a: MatrixShape): Size => a.columns;
const heightOf = (a: MatrixShape): Size => a.rows;
const more = (n: Size): Size => (n === undefined ? undefined : n + 1);

function setLine(name: "set_row" | "set_col", example: string): Primitive {
  const along = name === "set_row" ? "row" : "column";
  return definePrimitive(
    {
      name,
      arity: 3,
      overloads: [
        `∀(m n : Nat)(a). Matrix(m, n, a) × ℤ × Vector(${along === "row" ? "n" : "m"}, a) → Matrix(m, n, a)`,
      ],
      rule: lineRule(
        ([matrix, at, line]) => ({ matrix, line, rest: at === undefined ? [] : [at] }),
        along === "row" ? widthOf : heightOf,
        (a, joined) => matrixParam(a, joined),
        (matrix, line, rest) => [matrix, ...rest, line],
      ),
      doc: {
        summary: `The matrix with another ${along}.`,
        example,
        raises: `a ${along} outside (KL0502), a list of another length (KL0505)`,
      },
      lower: lowerSetLine(along === "row"),
    },
    ([a, at, xs], context) => {
      const matrix = asMatrix(a);
      if (matrix === undefined || !isList(xs)) return declined;
      const line = (along === "row" ? rowIndex : columnIndex)(matrix, at, context);
      if (line === undefined) return declined;
      fit(context, along === "row" ? matrix.columns : matrix.rows, xs);
      return buildMatrix(matrix.rows, matrix.columns, (i, j) => {
        const here = along === "row" ? i : j;
        return here === line ? element(xs, along === "row" ? j : i) : entry(matrix, i * matrix.columns + j);
      });
    },
  );
}

const setDiagonal = definePrimitive(
  {
    name: "set_diag",
    arity: 2,
    overloads: ["∀(n : Nat)(a). Matrix(n, n, a) × Vector(n, a) → Matrix(n, n, a)"],
    rule: lineRule(
      ([matrix, line]) => ({ matrix, line, rest: [] }),
      (a) => (a.rows === undefined || a.columns === undefined ? undefined : Math.min(a.rows, a.columns)),
      (a, joined) => matrixParam(a, joined),
      (matrix, line) => [matrix, line],
    ),
    doc: {
      summary: "The matrix with another diagonal.",
      example: "set_diag([[1, 2], [3, 4]], [8, 9]) = [[8, 2], [3, 9]]",
      raises: "a list of another length (KL0505)",
    },
    lower: lowerSetDiagonal,
  },
  ([a, xs], context) => {
    const matrix = asMatrix(a);
    if (matrix === undefined || !isList(xs)) return declined;
    fit(context, Math.min(matrix.rows, matrix.columns), xs);
    return buildMatrix(matrix.rows, matrix.columns, (i, j) =>
      i === j ? element(xs, i) : entry(matrix, i * matrix.columns + j),
    );
  },
);

// ----------------------------------------------------------------------------------------------------- stacking

function above(a: MatrixValue, b: MatrixValue): MatrixValue {
  return buildMatrix(a.rows + b.rows, a.columns, (i, j) =>
    i < a.rows ? entry(a, i * a.columns + j) : entry(b, (i - a.rows) * b.columns + j),
  );
}

function beside(a: MatrixValue, b: MatrixValue): MatrixValue {
  return buildMatrix(a.rows, a.columns + b.columns, (i, j) =>
    j < a.columns ? entry(a, i * a.columns + j) : entry(b, i * b.columns + j - a.columns),
  );
}

function stackRule(direction: "down" | "right"): TypeRule {
  return ([a, b], context) => {
    const x = matrixShape(a, context);
    const y = matrixShape(b, context);
    if (x === undefined || y === undefined) return notAccepted;
    const [left, right] = direction === "down" ? [x.columns, y.columns] : [x.rows, y.rows];
    const shared = agree(left, right);
    if (!shared.ok)
      return mismatch("these matrices do not fit together", [
        `one has ${left} ${direction === "down" ? "columns" : "rows"}, the other ${right}`,
      ]);
    const joined = context.join(x.element, y.element);
    const total = (p: Size, q: Size): Size => (p === undefined || q === undefined ? undefined : p + q);
    const result =
      direction === "down"
        ? matrixOf(total(x.rows, y.rows), shared.size, joined)
        : matrixOf(shared.size, total(x.columns, y.columns), joined);
    return typed([matrixParam(x, joined), matrixParam(y, joined)], result);
  };
}

function stack(name: string, alias: string, direction: "down" | "right", example: string): Primitive {
  return definePrimitive(
    {
      name,
      aliases: [alias],
      arity: 2,
      overloads: [
        direction === "down"
          ? "∀(m n p : Nat)(a). Matrix(m, n, a) × Matrix(p, n, a) → Matrix(m + p, n, a)"
          : "∀(m n p : Nat)(a). Matrix(m, n, a) × Matrix(m, p, a) → Matrix(m, n + p, a)",
      ],
      rule: stackRule(direction),
      doc: {
        summary:
          direction === "down"
            ? "The first matrix above the second."
            : "The first matrix left of the second.",
        example,
        raises: "sizes that differ: KL0301 while compiling, KL0505 at run time",
      },
      lower: lowerStack(direction),
    },
    ([a, b], context) => {
      const x = asMatrix(a);
      const y = asMatrix(b);
      if (x === undefined || y === undefined) return declined;
      if (direction === "down" && x.columns !== y.columns)
        failWith(context, failures.columns, x.columns, y.columns);
      if (direction === "right" && x.rows !== y.rows) failWith(context, failures.rows, x.rows, y.rows);
      return direction === "down" ? above(x, y) : beside(x, y);
    },
  );
}

/** One more row or column, before or after: `prepend_…` takes the list first. */
function extend(name: string, along: "row" | "column", before: boolean, example: string): Primitive {
  const line = along === "row" ? "Vector(n, a)" : "Vector(m, a)";
  const params = before ? `${line} × Matrix(m, n, a)` : `Matrix(m, n, a) × ${line}`;
  return definePrimitive(
    {
      name,
      arity: 2,
      overloads: [`∀(m n : Nat)(a). ${params} → Matrix(${along === "row" ? "m + 1, n" : "m, n + 1"}, a)`],
      rule: lineRule(
        ([a, b]) => (before ? { matrix: b, line: a, rest: [] } : { matrix: a, line: b, rest: [] }),
        along === "row" ? widthOf : heightOf,
        (a, joined) =>
          along === "row"
            ? matrixOf(more(a.rows), a.columns, joined)
            : matrixOf(a.rows, more(a.columns), joined),
        (matrix, xs) => (before ? [xs, matrix] : [matrix, xs]),
      ),
      doc: {
        summary: `The matrix with one more ${along} ${before ? "in front" : "at the end"}.`,
        example,
        raises: "a list of another length (KL0505)",
      },
      lower: lowerExtend(along, before),
    },
    ([a, b], context) => {
      const matrix = asMatrix(before ? b : a);
      const xs = before ? a : b;
      if (matrix === undefined || !isList(xs)) return declined;
      fit(context, along === "row" ? matrix.columns : matrix.rows, xs);
      const strip =
        along === "row"
          ? buildMatrix(1, xs.length, (_, j) => element(xs, j))
          : buildMatrix(xs.length, 1, (i) => element(xs, i));
      const join = along === "row" ? above : beside;
      return before ? join(strip, matrix) : join(matrix, strip);
    },
  );
}

// --------------------------------------------------------------------------------------------------- assembling

/** The parts of `[r, c, v]` or `(r, c, v)`. */
function parts(v: Value, count: number): readonly Value[] | undefined {
  if (isTuple(v)) return v.items.length === count ? v.items : undefined;
  return isList(v) && v.length === count ? Array.from({ length: count }, (_, i) => element(v, i)) : undefined;
}

/** Type of the value in a list of positions with values; positions are integers. */
function valueType(entries: Sequence | undefined, count: number, context: TypingContext): Type | undefined {
  const item = entries?.element;
  if (item === undefined) return undefined;
  if (item.kind === "tuple" || item.kind === "fixed")
    return item.items.length === count ? item.items.at(-1) : undefined;
  if (item.kind === "never") return integer;
  return sequence(item, context)?.element;
}

function assembleRule(count: 2 | 3): TypeRule {
  return ([n, entries], context) => {
    const xs = sequence(entries, context);
    const value = valueType(xs, count, context);
    if (!isInteger(n) || xs === undefined || value === undefined || !isNumeric(value)) return notAccepted;
    const size = staticSize(0, context);
    const element = joinNumeric(value, integer) ?? value;
    const line = sequenceOf(size, element);
    return typed([integer, xs.param], count === 2 ? line : sequenceOf(size, line));
  };
}

function accumulate(
  size: number,
  positions: readonly Value[],
  entries: ListValue,
  count: 2 | 3,
  context: EvaluationContext,
): Value[] | Declined {
  const cells = new Array<Value>(count === 2 ? size : size * size).fill(zero(positions));
  for (let k = 0; k < entries.length; k++) {
    const item = parts(element(entries, k), count);
    const value = item?.at(-1);
    const places = item?.slice(0, -1).map(indexOf) ?? [];
    if (value === undefined || places.includes(undefined)) return declined;
    let at = 0;
    for (const place of places) {
      if (place === undefined || place < 0 || place >= size)
        failWith(context, failures.index, place ?? -1, size);
      else at = at * size + place;
    }
    cells[at] = context.operate("plus", [cells[at] ?? 0n, value]);
  }
  return cells;
}

/** 0 of the kind of the first value, so that untouched places have the kind of the others. */
function zero(values: readonly Value[]): Value {
  return values.some((v) => typeof v === "number") ? 0 : 0n;
}

function assemble(name: string, count: 2 | 3, summary: string, example: string): Primitive {
  return definePrimitive(
    {
      name,
      arity: 2,
      overloads: count === 3 ? ["ℤ × List((ℤ, ℤ, ℝ)) → List(List(ℝ))"] : ["ℤ × List((ℤ, ℝ)) → List(ℝ)"],
      rule: assembleRule(count),
      doc: { summary, example, raises: "a position outside (KL0502)" },
    },
    ([n, entries], context) => {
      const size = indexOf(n);
      if (size === undefined || !isList(entries)) return declined;
      if (size <= 0) failWith(context, failures.size, size);
      const values = Array.from(
        { length: entries.length },
        (_, k) => parts(element(entries, k), count)?.at(-1) ?? 0n,
      );
      const cells = accumulate(size, values, entries, count, context);
      if (!Array.isArray(cells)) return declined;
      if (count === 2) return listFrom(cells);
      const matrix = buildMatrix(size, size, (i, j) => cells[i * size + j] ?? 0n);
      return listFrom(Array.from({ length: size }, (_, i) => rowOf(matrix, i)));
    },
  );
}

export const rearranging: readonly Primitive[] = [
  setElement,
  setLine("set_row", "set_row([[1, 2], [3, 4]], 0, [8, 9]) = [[8, 9], [3, 4]]"),
  setLine("set_col", "set_col([[1, 2], [3, 4]], 0, [8, 9]) = [[8, 2], [9, 4]]"),
  setDiagonal,
  stack("vstack", "append_rows", "down", "vstack([[1, 2]], [[3, 4]]) = [[1, 2], [3, 4]]"),
  stack("hstack", "append_cols", "right", "hstack([[1], [2]], [[3], [4]]) = [[1, 3], [2, 4]]"),
  extend("append_row", "row", false, "append_row([[1, 2]], [3, 4]) = [[1, 2], [3, 4]]"),
  extend("prepend_row", "row", true, "prepend_row([3, 4], [[1, 2]]) = [[3, 4], [1, 2]]"),
  extend("append_col", "column", false, "append_col([[1], [2]], [3, 4]) = [[1, 3], [2, 4]]"),
  extend("prepend_col", "column", true, "prepend_col([3, 4], [[1], [2]]) = [[3, 1], [4, 2]]"),
  assemble(
    "assemble_matrix",
    3,
    "Rows of an n×n matrix from [row, column, value]; values at one place add up.",
    "assemble_matrix(2, [[0, 0, 1], [1, 1, 2], [1, 1, 3]]) = [[1, 0], [0, 5]]",
  ),
  assemble(
    "assemble_vector",
    2,
    "A list of n numbers from [position, value]; values at one place add up.",
    "assemble_vector(3, [[0, 1], [2, 5]]) = [1, 0, 5]",
  ),
];
