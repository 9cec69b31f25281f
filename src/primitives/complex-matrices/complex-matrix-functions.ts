/**
 * Numerical functions of complex matrices, by way of the real matrix [[A, −B], [B, A]]: a value that is a matrix again is
 * read back from its blocks, eigen- and singular values appear as often as they do there (each twice).
 */
import type { MatrixValue, Value } from "../../interpret/value.ts";
import { integer, real, type Type } from "../../types/type.ts";
import { asVector, element, listFrom, matrixFrom } from "../arrays.ts";
import { definePrimitive } from "../define.ts";
import { failures, failWith } from "../failures.ts";
import { reals } from "../linear-algebra/lu.ts";
import { realOf } from "../number.ts";
import { declined, type ErrorBound, type Primitive } from "../primitive.ts";
import { agree, matrixOf, mismatch, notAccepted, sequenceOf, shapeText, typed } from "../typing.ts";
import { determinantModulus } from "./complex-lu.ts";
import {
  complexified,
  compose,
  given,
  type Parts,
  pair,
  pairType,
  pairValue,
  partsOf,
  partsParam,
  partsType,
  realified,
} from "./complex-matrix-parts.ts";

/** The bound of the real row, whose argument is `realify(M)`; n is the side of that. */
function asReal(factor: number, row: string): ErrorBound {
  return { kind: "backward", factor, measure: `as of \`${row}\`, on realify(M)` };
}

/** Factors of the real rows' bounds. */
const factors: ReadonlyMap<string, number> = new Map([
  ...[["eigenvalues", 10] as const, ["eig", 10] as const, ["schur", 10] as const, ["svd", 10] as const],
  ...[["singular_values", 10] as const, ["qr", 4] as const, ["inv", 8] as const, ["expm", 40] as const],
]);

function boundOf(row: string): { readonly bound?: ErrorBound } {
  const factor = factors.get(row);
  return factor === undefined ? {} : { bound: asReal(factor, row) };
}

const square = "∀(n : Nat). ComplexMatrix(n, n)";
const shaped = "∀(m n : Nat). ComplexMatrix(m, n)";
const one = ["matrix"] as const;

/** A real function applied to `realify(M)`. */
function ofRealified(
  name: string,
  aliases: readonly string[],
  operation: string,
  result: string,
  summary: string,
  example: string,
  isSquare = true,
): Primitive {
  const overload = `${isSquare ? square : shaped} → ${result}`;
  return compose(
    {
      name,
      aliases,
      args: one,
      least: 2,
      square: isSquare,
      overload,
      summary,
      example,
      ...boundOf(operation),
    },
    { gives: "one", by: (op, [m]) => op(operation, realified(op, given(m))) },
  );
}

/** A function of matrices whose value on `realify(M)` is complex again. */
function complexFunction(
  name: string,
  aliases: readonly string[],
  operation: string,
  summary: string,
  example: string,
): Primitive {
  return compose(
    {
      name,
      aliases,
      args: one,
      least: 2,
      square: true,
      overload: `${square} → ComplexMatrix(n, n)`,
      summary,
      example,
      ...boundOf(operation),
    },
    pair((op, [m]) => complexified(op, op(operation, realified(op, given(m))))),
  );
}

const realSquare = "Matrix(2*n, 2*n, ℝ)";
const numeric: readonly Primitive[] = [
  ofRealified(
    "cmat_eigenvalues",
    ["cmat_eigvals"],
    "eigenvalues",
    "Vector(2*n, ℂ)",
    "The eigenvalues of realify(M): those of M and their conjugates.",
    "cmat_eigenvalues([[[2]], [[1]]]) = [complex(2, 1), complex(2, -1)]",
  ),
  ofRealified(
    "cmat_eig",
    [],
    "eig",
    "(Vector(2*n, ℂ), Vector(2*n, Vector(2*n, ℂ)))",
    "Eigenvalues and eigenvectors of realify(M).",
    "nth(cmat_eig([[[2]], [[1]]]), 0) = [complex(2, 1), complex(2, -1)]",
  ),
  ofRealified(
    "cmat_schur",
    ["schur_complex"],
    "schur",
    `(${realSquare}, ${realSquare}, Vector(2*n, ℂ))`,
    "The real Schur form of realify(M).",
    "nth(cmat_schur([[[2]], [[0]]]), 1) = [[2, 0], [0, 2]]",
  ),
  ofRealified(
    "cmat_svd",
    [],
    "svd",
    `(${realSquare}, Vector(2*n, ℝ), ${realSquare})`,
    "The singular value decomposition of realify(M).",
    "nth(cmat_svd([[[3]], [[4]]]), 1) = [5, 5]",
    false,
  ),
  ofRealified(
    "cmat_singular_values",
    ["cmat_svdvals"],
    "singular_values",
    "Vector(2*n, ℝ)",
    "The singular values of realify(M): each of M twice.",
    "cmat_singular_values([[[3]], [[4]]]) = [5, 5]",
    false,
  ),
  ofRealified(
    "cmat_qr",
    [],
    "qr",
    `(${realSquare}, ${realSquare})`,
    "The QR factors of realify(M).",
    "nth(cmat_qr([[[3]], [[4]]]), 1) = [[-5, 0], [0, 5]]",
    false,
  ),
  ofRealified(
    "cmat_cond",
    ["cmat_condition_number"],
    "cond",
    "ℝ",
    "The largest singular value over the smallest.",
    "cmat_cond([[[3, 0], [0, 1]], [[4, 0], [0, 0]]]) = 5",
    false,
  ),
  complexFunction(
    "cmat_inv",
    ["cmat_inverse"],
    "inv",
    "The inverse matrix.",
    "cmat_inv([[[0]], [[2]]]) = [[[0]], [[-0.5]]]",
  ),
  complexFunction(
    "cmat_expm",
    ["cmat_matrix_exp"],
    "expm",
    "The exponential of a matrix.",
    "cmat_expm([[[0]], [[pi()]]]) = [[[-1]], [[0]]]",
  ),
  compose(
    {
      name: "cmat_mpow",
      aliases: ["cmat_matrix_pow"],
      args: ["matrix", "integer"],
      least: 2,
      square: true,
      overload: `${square} × ℤ → ComplexMatrix(n, n)`,
      summary: "The power of a matrix; a negative exponent inverts first.",
      example: "cmat_mpow([[[0]], [[1]]], 2) = [[[-1]], [[0]]]",
      bound: asReal(2, "mpow"),
    },
    pair((op, [m], [k]) => complexified(op, op("mpow", realified(op, given(m)), given(k)))),
  ),
  compose(
    {
      name: "cmat_norm",
      aliases: ["cmat_matrix_norm"],
      args: one,
      least: 2,
      overload: `${shaped} → ℝ`,
      summary: "The square root of the sum of squared moduli.",
      example: "cmat_norm([[[3]], [[4]]]) = 5",
    },
    { gives: "one", by: (op, [m]) => op("norm", op("hstack", given(m).re, given(m).im)) },
  ),
];

/** A number read off `realify(M)`. */
function measured(
  name: string,
  aliases: readonly string[],
  isSquare: boolean,
  result: Type,
  text: readonly [string, string, string],
  by: (op: (name: string, ...args: readonly Value[]) => Value, parts: Parts<MatrixValue>) => Value,
  bound?: ErrorBound,
): Primitive {
  const [overload, summary, example] = text;
  return definePrimitive(
    {
      name,
      aliases,
      arity: 1,
      overloads: [overload],
      rule: ([m], context) => {
        const own = partsType(m, 2, context);
        if (m === undefined || own === undefined) return notAccepted;
        if (isSquare && !agree(own.shape.rows, own.shape.columns).ok)
          return mismatch("a square matrix is needed", [`this is a ${shapeText(own.shape)}`]);
        return typed([partsParam(m, own)], result);
      },
      doc: { summary, example },
      ...(bound === undefined ? {} : { bound }),
    },
    ([m], context) => {
      const parts = partsOf(m);
      if (parts === undefined) return declined;
      if (isSquare && parts.re.rows !== parts.re.columns)
        failWith(context, failures.square, parts.re.rows, parts.re.columns);
      const op = (operation: string, ...args: readonly Value[]): Value => context.operate(operation, args);
      return by(op, parts);
    },
  );
}

const isExact = ({ items }: MatrixValue): boolean => !Array.from(items).some((x) => typeof x === "number");

const measures: readonly Primitive[] = [
  measured(
    "cmat_rank",
    ["cmat_matrix_rank"],
    false,
    integer,
    [`${shaped} → ℤ`, "The rank.", "cmat_rank([[[1, 0], [0, 0]], [[0, 1], [0, 0]]]) = 1"],
    (op, parts) => {
      const rank = op("rank", realified<Value>(op, parts));
      return typeof rank === "bigint" ? rank / 2n : rank;
    },
  ),
  measured(
    "cmat_det",
    ["cmat_determinant"],
    true,
    sequenceOf(2, real),
    [
      `${square} → Vector(2, ℝ)`,
      "[‖det‖, 0]: the modulus of the determinant.",
      "cmat_det([[[3]], [[4]]]) = [5, 0]",
    ],
    (op, { re, im }) => {
      const [x, y] = [reals(re), reals(im)];
      if (x !== undefined && y !== undefined && !(isExact(re) && isExact(im)))
        return listFrom([determinantModulus(x, y, re.rows), 0]);
      // det(realify(M)) = |det M|², without rounding.
      const square = realOf(op("det", realified<Value>(op, { re, im }))) ?? Number.NaN;
      return listFrom([Math.sqrt(Math.max(0, square)), 0]);
    },
    { kind: "backward", factor: 8, measure: "|d − |det M|| / Π‖mᵢ‖ over the rows" },
  ),
];

const solve: Primitive = definePrimitive(
  {
    name: "cmat_solve",
    aliases: ["cmat_linsolve"],
    arity: 2,
    overloads: [`${square} × ComplexMatrix(n, 1) → ComplexMatrix(n, 1)`],
    rule: ([m, b], context) => {
      const [a, right] = [partsType(m, 2, context), partsType(b, 2, context)];
      if (m === undefined || b === undefined || a === undefined || right === undefined) return notAccepted;
      if (!agree(a.shape.rows, a.shape.columns).ok)
        return mismatch("a square matrix is needed", [`this is a ${shapeText(a.shape)}`]);
      if (!agree(right.shape.columns, 1).ok) return notAccepted;
      if (!agree(a.shape.rows, right.shape.rows).ok)
        return mismatch("the right side does not fit the matrix", [
          `the matrix has ${a.shape.rows} rows, the right side ${right.shape.rows}`,
        ]);
      const part = matrixOf(a.shape.rows ?? right.shape.rows, 1, real);
      return typed([partsParam(m, a), partsParam(b, right)], pairType(part, part, right.pair));
    },
    doc: {
      summary: "The pair of n×1 matrices x with M·x = b, for such a pair b.",
      example: "cmat_solve([[[0]], [[2]]], [[[4]], [[0]]]) = [[[0]], [[-2]]]",
      raises: "a singular matrix (KL0506), sizes that do not fit (KL0505)",
    },
    bound: asReal(4, "solve"),
  },
  ([m, b], context) => {
    const [a, right] = [partsOf(m), partsOf(b)];
    if (a === undefined || right === undefined || right.re.columns !== 1) return declined;
    const op = (name: string, ...args: readonly Value[]): Value => context.operate(name, args);
    const x = asVector(op("solve", realified<Value>(op, a), op("vstack", right.re, right.im)));
    if (x === undefined) return declined;
    const n = x.length / 2;
    const part = (start: number): Value =>
      matrixFrom(
        n,
        1,
        Array.from({ length: n }, (_, i) => element(x, start + i)),
      );
    return pairValue(part(0), part(n), right.pair);
  },
);

export const complexMatrixFunctions: readonly Primitive[] = [...numeric, ...measures, solve];
