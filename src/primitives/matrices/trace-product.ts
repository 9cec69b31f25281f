/** The trace of a product without the product: what `trace(A*B)` becomes in native code. */
import type { MatrixValue, Value } from "../../interpret/value.ts";
import { asMatrix, entry, realItems } from "../arrays.ts";
import { definePrimitive } from "../define.ts";
import { failures, failWith } from "../failures.ts";
import { declined, type EvaluationContext, type Primitive, type TypeRule } from "../primitive.ts";
import { matricesToMultiply } from "../samples.ts";
import {
  agree,
  isNumeric,
  matrixParam,
  matrixShape,
  mismatch,
  notAccepted,
  shapeText,
  typed,
} from "../typing.ts";
import { lowerTraceProduct } from "./lower-trace-product.ts";
import { productOfEntries } from "./products.ts";

const traceProductRule: TypeRule = ([a, b], context) => {
  const x = matrixShape(a, context);
  const y = matrixShape(b, context);
  if (x === undefined || y === undefined) return notAccepted;
  if (!agree(x.columns, y.rows).ok || !agree(x.rows, y.columns).ok)
    return mismatch("the product of these matrices is not square, or there is none", [
      `the first is a ${shapeText(x)}, the second a ${shapeText(y)}`,
    ]);
  const entries = productOfEntries(x.element, y.element, context);
  if (entries === undefined || !isNumeric(entries.result)) return notAccepted;
  return typed([matrixParam(x, entries.left), matrixParam(y, entries.right)], entries.result);
};

const traceProduct = definePrimitive(
  {
    name: "trace_product",
    yields: true,
    arity: 2,
    overloads: ["∀(m k : Nat)(a b). Matrix(m, k, a) × Matrix(k, m, b) → times(a, b)"],
    rule: traceProductRule,
    doc: {
      summary: "trace(A*B) = Σ aᵢⱼ·bⱼᵢ, without computing A*B.",
      example: "trace_product([[1, 2], [3, 4]], [[0, 1], [1, 0]]) = 5",
      shapes: "a: (m, k), b: (k, m) → a number",
      raises: "sizes that do not fit: KL0301 while compiling, KL0505 at run time",
      source: "Higham 2002, §3.1",
    },
    lower: lowerTraceProduct,
    samples: () =>
      matricesToMultiply().filter(([a, b]) => {
        const [x, y] = [asMatrix(a), asMatrix(b)];
        return x !== undefined && x.rows === y?.columns;
      }),
    bound: { kind: "gamma", terms: "m·k" },
  },
  ([a, b], context) => {
    const [x, y] = [asMatrix(a), asMatrix(b)];
    if (x === undefined || y === undefined) return declined;
    if (x.columns !== y.rows) failWith(context, failures.inner, x.columns, y.rows);
    if (x.rows !== y.columns) failWith(context, failures.square, x.rows, y.columns);
    return sumOfProducts(x, y, context);
  },
);

function sumOfProducts(a: MatrixValue, b: MatrixValue, context: EvaluationContext): Value {
  const [x, y] = [realItems(a), realItems(b)];
  if (x !== undefined && y !== undefined) {
    let sum = 0;
    for (let i = 0; i < a.rows; i++)
      for (let j = 0; j < a.columns; j++) sum += (x[i * a.columns + j] ?? 0) * (y[j * a.rows + i] ?? 0);
    return sum;
  }
  let sum: Value = 0n;
  for (let i = 0; i < a.rows; i++)
    for (let j = 0; j < a.columns; j++) {
      const term = context.operate("times", [entry(a, i * a.columns + j), entry(b, j * a.rows + i)]);
      sum = i + j === 0 ? term : context.operate("plus", [sum, term]);
    }
  return sum;
}

export const traces: readonly Primitive[] = [traceProduct];
