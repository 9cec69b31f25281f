/**
 * Products with more known of them: with a matrix that is added or subtracted, and by a diagonal matrix given as a list. What
 * `A*B + C` and `diag_matrix(v)*A` become in native code (core/rewrite).
 */
import type { Value } from "../../interpret/value.ts";
import type { Type } from "../../types/type.ts";
import { asMatrix, asVector, buildMatrix, element, entry, isList, listFrom } from "../arrays.ts";
import { definePrimitive } from "../define.ts";
import { failures, failWith } from "../failures.ts";
import {
  declined,
  type ErrorBound,
  type EvaluationContext,
  type Primitive,
  type TypeRule,
  type TypingContext,
} from "../primitive.ts";
import { listOfLength, matricesToMultiply, matrixOfSize, type Samples } from "../samples.ts";
import {
  agree,
  isNumeric,
  matrixOf,
  matrixParam,
  matrixShape,
  mismatch,
  notAccepted,
  operation,
  sequence,
  sequenceOf,
  shapeText,
  typed,
  withElement,
} from "../typing.ts";
import { elementwise } from "./elementwise.ts";
import type { ProductSum } from "./lower-real-products.ts";
import {
  lowerProductSum,
  lowerScaledProduct,
  lowerScaling,
  type ScaledLines,
} from "./lower-structured-products.ts";
import { multiplyMatrices, productOfEntries } from "./products.ts";

// ---------------------------------------------------------------------------------------- a product and a matrix

const operations = { "P + C": "plus", "P - C": "minus", "C - P": "minus" } as const;
const onReals = { plus: (x: number, y: number) => x + y, minus: (x: number, y: number) => x - y } as const;

function productSumRule(sum: ProductSum): TypeRule {
  return ([a, b, c], context) => {
    const [x, y, z] = [a, b, c].map((type) => matrixShape(type, context));
    if (x === undefined || y === undefined || z === undefined) return notAccepted;
    const shapes = [x, y, z].map((shape) => `a ${shapeText(shape)}`).join(", ");
    const [rows, columns] = [agree(x.rows, z.rows), agree(y.columns, z.columns)];
    if (!agree(x.columns, y.rows).ok || !rows.ok || !columns.ok)
      return mismatch("the sizes of these matrices do not fit", [`they are ${shapes}`]);
    const product = productOfEntries(x.element, y.element, context)?.result;
    const result = product && operation(operations[sum], [product, z.element], context)?.result;
    if (result === undefined || !isNumeric(result)) return notAccepted;
    return typed(
      [x, y, z].map((shape) => matrixParam(shape, result)),
      matrixOf(rows.size, columns.size, result),
    );
  };
}

function productSum(name: string, sum: ProductSum, summary: string, example: string): Primitive {
  const operation = operations[sum];
  return definePrimitive(
    {
      name,
      yields: true,
      arity: 3,
      overloads: [
        "∀(m k n : Nat)(a b c). Matrix(m, k, a) × Matrix(k, n, b) × Matrix(m, n, c) → Matrix(m, n, plus(times(a, b), c))",
      ],
      rule: productSumRule(sum),
      doc: {
        summary,
        example,
        shapes: "a: (m, k), b: (k, n), c: (m, n) → (m, n)",
        raises: "sizes that do not fit: KL0301 while compiling, KL0505 at run time",
        source: "Higham 2002, §3.5",
      },
      lower: lowerProductSum(sum),
      samples: () =>
        matricesToMultiply().map(([a, b]) => [
          ...[a, b].flatMap((x) => (x === undefined ? [] : [x])),
          matrixOfSize(asMatrix(a)?.rows ?? 0, asMatrix(b)?.columns ?? 0, 3),
        ]),
      bound: { kind: "gamma", terms: "k + 1" },
    },
    ([a, b, c], context) => {
      const [x, y, z] = [asMatrix(a), asMatrix(b), asMatrix(c)];
      if (x === undefined || y === undefined || z === undefined) return declined;
      const product = multiplyMatrices(x, y, context);
      const [first, second] = sum === "C - P" ? [z, product] : [product, z];
      return elementwise({ name: operation, real: onReals[operation] }, first, second, context);
    },
  );
}

// -------------------------------------------------------------------------------------- a number and a product

const scaledProduct = definePrimitive(
  {
    name: "scaled_product",
    yields: true,
    arity: 3,
    overloads: [
      "∀(m k n : Nat)(s a b). s × Matrix(m, k, a) × Matrix(k, n, b) → Matrix(m, n, times(s, times(a, b)))",
    ],
    rule: ([s, a, b], context) => {
      const [x, y] = [a, b].map((type) => matrixShape(type, context));
      if (s === undefined || x === undefined || y === undefined) return notAccepted;
      if (!agree(x.columns, y.rows).ok)
        return mismatch("these matrices cannot be multiplied", [
          `they are a ${shapeText(x)} and a ${shapeText(y)}`,
        ]);
      const product = productOfEntries(x.element, y.element, context)?.result;
      const result = product && operation("times", [s, product], context)?.result;
      if (result === undefined || !isNumeric(result)) return notAccepted;
      return typed(
        [result, matrixParam(x, result), matrixParam(y, result)],
        matrixOf(x.rows, y.columns, result),
      );
    },
    doc: {
      summary: "s*A*B, without a matrix s*A.",
      example: "scaled_product(2, [[1, 2]], [[3], [4]]) = [[22]]",
      shapes: "s: number, a: (m, k), b: (k, n) → (m, n)",
      raises: "sizes that do not fit: KL0301 while compiling, KL0505 at run time",
      source: "Higham 2002, §3.5",
    },
    lower: lowerScaledProduct,
    samples: () =>
      matricesToMultiply().map(([a, b]) => [1.5, ...[a, b].flatMap((x) => (x === undefined ? [] : [x]))]),
    bound: { kind: "gamma", terms: "k + 1" },
  },
  ([s, a, b], context) => {
    const [x, y] = [asMatrix(a), asMatrix(b)];
    if (s === undefined || x === undefined || y === undefined) return declined;
    const product = multiplyMatrices(x, y, context);
    return buildMatrix(product.rows, product.columns, (i, j) =>
      context.operate("times", [s, entry(product, i * product.columns + j)]),
    );
  },
);

// --------------------------------------------------------------------------------------- by a diagonal matrix

function scalingRule(lines: ScaledLines): TypeRule {
  return (types, context) => {
    const [v, a] = inOrder(lines, types);
    const factors = sequence(v, context);
    if (factors === undefined || a === undefined) return notAccepted;
    const list = sequence(a, context);
    const shape = list === undefined || isRows(list.element, context) ? matrixShape(a, context) : undefined;
    const length = shape === undefined ? list?.length : shape[lines];
    const inner = shape?.element ?? list?.element;
    const entries = inner && operation("times", [factors.element, inner], context);
    if (entries === undefined || !isNumeric(entries.result)) return notAccepted;
    if (!agree(factors.length, length).ok)
      return mismatch("there is not one factor for each of what is scaled", [
        `there are ${factors.length} factors and ${length} ${shape === undefined ? "entries" : lines}`,
      ]);
    const { result } = entries;
    const [param, scaled] =
      shape !== undefined
        ? [matrixParam(shape, result), matrixOf(shape.rows, shape.columns, result)]
        : [list && withElement(list, result), list && sequenceOf(list.length, result)];
    if (param === undefined || scaled === undefined) return notAccepted;
    return typed([...inOrder(lines, [withElement(factors, result), param])], scaled);
  };
}

function isRows(type: Type, context: TypingContext): boolean {
  return sequence(type, context) !== undefined;
}

/** The factors first, whichever side they stand on; and back. */
function inOrder<T>(lines: ScaledLines, [x, y]: readonly T[]): readonly (T | undefined)[] & readonly T[] {
  const pair = lines === "rows" ? [x, y] : [y, x];
  return pair as readonly T[]; // two of them, or the row does not accept
}

const exact: ErrorBound = { kind: "exact" };

function scaling(lines: ScaledLines, example: string): Primitive {
  const names = lines === "rows" ? "v × A" : "A × v";
  const [first, second] =
    lines === "rows" ? ["Vector(m, a)", "Matrix(m, n, b)"] : ["Matrix(m, n, b)", "Vector(n, a)"];
  return definePrimitive(
    {
      name: `scale_${lines}`,
      yields: true,
      arity: 2,
      overloads: [
        `∀(m n : Nat)(a b). ${first} × ${second} → Matrix(m, n, times(a, b))`,
        "∀(n : Nat)(a b). Vector(n, a) × Vector(n, b) → Vector(n, times(a, b))",
      ],
      rule: scalingRule(lines),
      doc: {
        summary: `The matrix with each of its ${lines} times its factor, as the product with a diagonal matrix; of a list, the list of its entries so.`,
        example,
        shapes: `${names}: one factor for each of the ${lines}`,
        raises: "another number of factors: KL0301 while compiling, KL0505 at run time",
      },
      lower: lowerScaling(lines),
      samples: scalingSamples(lines),
      bound: exact,
    },
    (args, context) => {
      const [v, a] = inOrder(lines, args);
      return v === undefined || a === undefined || !isList(v) ? declined : scaled(lines, v, a, context);
    },
  );
}

function scaled(lines: ScaledLines, v: Value, a: Value, context: EvaluationContext): Value | typeof declined {
  const factors = asVector(v);
  const matrix = asMatrix(a);
  if (factors === undefined) return declined;
  const times = (x: Value, y: Value): Value => context.operate("times", [x, y]);
  if (matrix === undefined) {
    const list = asVector(a);
    if (list === undefined) return declined;
    if (list.length !== factors.length) failWith(context, failures.lengths, factors.length, list.length);
    return listFrom(
      Array.from({ length: list.length }, (_, i) => times(element(factors, i), element(list, i))),
    );
  }
  if (matrix[lines] !== factors.length) failWith(context, failures.lengths, factors.length, matrix[lines]);
  return buildMatrix(matrix.rows, matrix.columns, (i, j) =>
    times(element(factors, lines === "rows" ? i : j), entry(matrix, i * matrix.columns + j)),
  );
}

function scalingSamples(lines: ScaledLines): Samples {
  return () =>
    [
      [1, 1],
      [3, 3],
      [4, 7],
      [12, 5],
    ].map(([m = 1, n = 1]) => [
      ...inOrder<Value>(lines, [listOfLength(lines === "rows" ? m : n, 2), matrixOfSize(m, n)]),
    ]);
}

export const structuredProducts: readonly Primitive[] = [
  productSum(
    "multiply_add",
    "P + C",
    "A*B + C, without a matrix A*B.",
    "multiply_add([[1, 2]], [[3], [4]], [[5]]) = [[16]]",
  ),
  productSum(
    "multiply_subtract",
    "P - C",
    "A*B - C, without a matrix A*B.",
    "multiply_subtract([[1, 2]], [[3], [4]], [[5]]) = [[6]]",
  ),
  productSum(
    "negated_multiply_add",
    "C - P",
    "C - A*B, without a matrix A*B.",
    "negated_multiply_add([[1, 2]], [[3], [4]], [[5]]) = [[-6]]",
  ),
  scaledProduct,
  scaling("rows", "scale_rows([2, 3], [[1, 1], [1, 1]]) = [[2, 2], [3, 3]]"),
  scaling("columns", "scale_columns([[1, 1], [1, 1]], [2, 3]) = [[2, 3], [2, 3]]"),
];
