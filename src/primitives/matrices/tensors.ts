/**
 * Arrays of any number of axes, as the value `NDArray(shape, data)` with the entries in row-major order.
 */
import { type DataValue, dataValue, type Value } from "../../interpret/value.ts";
import { any, data, integer, list, type Type } from "../../types/type.ts";
import { asMatrix, elements, entry, isList, listFrom } from "../arrays.ts";
import { definePrimitive } from "../define.ts";
import { failures, failWith } from "../failures.ts";
import { indexOf, isNumber } from "../number.ts";
import { declined, type EvaluationContext, type Primitive, type TypeRule } from "../primitive.ts";
import {
  isInteger,
  matrixParam,
  matrixShape,
  notAccepted,
  operationType,
  sequence,
  typed,
} from "../typing.ts";
import { productOfEntries } from "./products.ts";

interface Tensor {
  readonly shape: readonly number[];
  readonly items: readonly Value[];
}

const tensorType = (item: Type): Type => data("NDArray", [item]);

function itemType(type: Type | undefined): Type | undefined {
  return type?.kind === "con" && type.name === "NDArray" ? (type.args[0] ?? any) : undefined;
}

function tensorValue({ shape, items }: Tensor): DataValue {
  return dataValue("NDArray", "NDArray", [listFrom(shape.map(BigInt)), listFrom(items)]);
}

function shapeOf(v: Value | undefined): readonly number[] | undefined {
  const sizes = isList(v) ? elements(v).map(indexOf) : undefined;
  return sizes?.every((n) => n !== undefined) ? sizes : undefined;
}

function tensorOf(v: Value | undefined): Tensor | undefined {
  if (typeof v !== "object" || v.kind !== "data" || v.constructor !== "NDArray") return undefined;
  const [sizes, items] = v.fields;
  const shape = shapeOf(sizes);
  return shape !== undefined && isList(items) ? { shape, items: elements(items) } : undefined;
}

const product = (sizes: readonly number[]): number => sizes.reduce((a, b) => a * b, 1);

/** The array, once the entries fit the shape. */
function build(shape: readonly number[], items: readonly Value[], context: EvaluationContext): Value {
  const negative = shape.find((n) => n < 0);
  if (negative !== undefined) failWith(context, failures.negative, negative);
  if (product(shape) !== items.length) {
    const sizes = `[${shape.join(", ")}]`;
    context.fail("KL0505", `the shape ${sizes} needs ${product(shape)} entries, ${items.length} were given`);
  }
  return tensorValue({ shape, items });
}

/** Of a list of entries and a shape; `dataFirst` is their order. */
const fromList: (dataFirst: boolean) => TypeRule = (dataFirst) => (args, context) => {
  const [items, shape] = (dataFirst ? args : args.toReversed()).map((t) => sequence(t, context));
  if (items === undefined || shape === undefined || !isInteger(shape.element)) return notAccepted;
  const params = [items.param, list(integer)];
  return typed(dataFirst ? params : params.toReversed(), tensorType(items.element));
};

function axisOf(v: Value | undefined, tensor: Tensor, context: EvaluationContext): number | undefined {
  const axis = indexOf(v);
  if (axis !== undefined && (axis < 0 || axis >= tensor.shape.length))
    context.fail("KL0502", `axis ${axis} is out of range for an array with ${tensor.shape.length} axes`);
  return axis;
}

/** Axis `axis` replaced by the rows of the matrix: out[…, r, …] = Σ m[r, c] · t[…, c, …]. */
function contract(
  { shape, items }: Tensor,
  axis: number,
  rows: number,
  term: (row: number, column: number, item: Value) => Value,
  plus: (a: Value, b: Value) => Value,
): Tensor {
  const count = shape[axis] ?? 0;
  const inner = product(shape.slice(axis + 1));
  const outer = product(shape.slice(0, axis));
  const out: Value[] = [];
  for (let before = 0; before < outer; before++)
    for (let r = 0; r < rows; r++)
      for (let after = 0; after < inner; after++) {
        let sum: Value | undefined;
        for (let c = 0; c < count; c++) {
          const product = term(r, c, items[(before * count + c) * inner + after] ?? 0n);
          sum = sum === undefined ? product : plus(sum, product);
        }
        out.push(sum ?? 0n);
      }
  return { shape: shape.with(axis, rows), items: out };
}

function moveAxis({ shape, items }: Tensor, from: number, to: number): Tensor {
  const order = shape
    .map((_, k) => k)
    .toSpliced(from, 1)
    .toSpliced(to, 0, from);
  const strides = shape.map((_, k) => product(shape.slice(k + 1)));
  const moved = order.map((k) => shape[k] ?? 0);
  const position = (flat: number): number => {
    let [rest, at] = [flat, 0];
    for (let k = moved.length - 1; k >= 0; k--) {
      const size = moved[k] ?? 1;
      at += (rest % size) * (strides[order[k] ?? 0] ?? 0);
      rest = Math.floor(rest / size);
    }
    return at;
  };
  return { shape: moved, items: items.map((_, flat) => items[position(flat)] ?? 0n) };
}

export const tensors: readonly Primitive[] = [
  definePrimitive(
    {
      name: "NDArray",
      arity: 2,
      overloads: ["∀(a). List(ℤ) × List(a) → NDArray(a)"],
      rule: fromList(false),
      doc: {
        summary: "The array of this shape and these entries, row by row.",
        example: "ndarray_flatten(NDArray([2, 1], [5, 6])) = [5, 6]",
        raises: "as many entries as the shape does not have (KL0505)",
      },
    },
    ([sizes, items], context) => {
      const shape = shapeOf(sizes);
      return shape === undefined || !isList(items) ? declined : build(shape, elements(items), context);
    },
  ),
  definePrimitive(
    {
      name: "ndarray_reshape",
      arity: 2,
      overloads: ["∀(a). List(a) × List(ℤ) → NDArray(a)"],
      rule: fromList(true),
      doc: {
        summary: "A list as an array of this shape, row by row.",
        example: "ndarray_reshape([1, 2, 3, 4], [2, 2]) = NDArray([2, 2], [1, 2, 3, 4])",
        raises: "as many entries as the shape does not have (KL0505)",
      },
    },
    ([items, sizes], context) => {
      const shape = shapeOf(sizes);
      return shape === undefined || !isList(items) ? declined : build(shape, elements(items), context);
    },
  ),
  definePrimitive(
    {
      name: "ndarray_flatten",
      arity: 1,
      overloads: ["∀(a). NDArray(a) → List(a)"],
      rule: ([t]) => {
        const item = itemType(t);
        return t === undefined || item === undefined ? notAccepted : typed([t], list(item));
      },
      doc: {
        summary: "The entries, row by row.",
        example: "ndarray_flatten(ndarray_reshape([1, 2, 3, 4], [2, 2])) = [1, 2, 3, 4]",
      },
    },
    ([t]) => {
      const tensor = tensorOf(t);
      return tensor === undefined ? declined : listFrom(tensor.items);
    },
  ),
  definePrimitive(
    {
      name: "ndarray_contract",
      arity: 3,
      overloads: ["∀(m n : Nat)(a b). NDArray(a) × Matrix(m, n, b) × ℤ → NDArray(times(a, b))"],
      rule: ([t, m, axis], context) => {
        const item = itemType(t);
        const shape = matrixShape(m, context);
        if (t === undefined || item === undefined || shape === undefined || !isInteger(axis))
          return notAccepted;
        const entries = productOfEntries(shape.element, item, context);
        const sum = entries && operationType("plus", [entries.result, entries.result], context);
        if (entries === undefined || sum === undefined) return notAccepted;
        return typed([tensorType(entries.right), matrixParam(shape, entries.left), integer], tensorType(sum));
      },
      doc: {
        summary: "Axis k replaced by the rows of a matrix: out[…, r, …] = Σ m[r, c] · t[…, c, …].",
        example: "ndarray_contract(NDArray([2, 2], [1, 2, 3, 4]), [[1, 1]], 0) = NDArray([1, 2], [4, 6])",
        raises: "an axis outside (KL0502), a matrix with another number of columns (KL0505)",
      },
      bound: { kind: "gamma", terms: "n" },
    },
    ([t, m, k], context) => {
      const [tensor, matrix] = [tensorOf(t), asMatrix(m)];
      if (tensor === undefined || matrix === undefined) return declined;
      if (!tensor.items.every(isNumber) || ![...matrix.items].every(isNumber)) return declined;
      const axis = axisOf(k, tensor, context);
      if (axis === undefined) return declined;
      const { rows, columns } = matrix;
      if (columns !== tensor.shape[axis])
        context.fail(
          "KL0505",
          `axis ${axis} has ${tensor.shape[axis]} entries, the matrix ${columns} columns`,
        );
      const term = (r: number, c: number, item: Value): Value =>
        context.operate("times", [entry(matrix, r * columns + c), item]);
      return tensorValue(contract(tensor, axis, rows, term, (a, b) => context.operate("plus", [a, b])));
    },
  ),
  definePrimitive(
    {
      name: "ndarray_moveaxis",
      arity: 3,
      overloads: ["∀(a). NDArray(a) × ℤ × ℤ → NDArray(a)"],
      rule: ([t, from, to]) =>
        t !== undefined && itemType(t) !== undefined && isInteger(from) && isInteger(to)
          ? typed([t, integer, integer], t)
          : notAccepted,
      doc: {
        summary: "The axis at one position taken to another; the others keep their order.",
        example: "ndarray_moveaxis(NDArray([1, 2], [5, 6]), 0, 1) = NDArray([2, 1], [5, 6])",
        raises: "an axis outside (KL0502)",
      },
      bound: { kind: "exact" },
    },
    ([t, from, to], context) => {
      const tensor = tensorOf(t);
      if (tensor === undefined) return declined;
      const [source, target] = [axisOf(from, tensor, context), axisOf(to, tensor, context)];
      return source === undefined || target === undefined
        ? declined
        : tensorValue(moveAxis(tensor, source, target));
    },
  ),
];
