/**
 * The decompositions that rows ask for, as one argument of theirs: our own, or for large matrices those of a library that the
 * session has found (runtime/lapack.ts). Rows stay pure, and promise the same error bounds whoever computes.
 */
import type { ComplexValue } from "../interpret/value.ts";
import { type Eigen, eigenOf, eigenvaluesOf } from "./linear-algebra/eigenvalues.ts";
import type { Dense } from "./linear-algebra/factorisations.ts";
import { type Schur, schurForm } from "./linear-algebra/schur.ts";
import { type SingularValues, singularValues } from "./linear-algebra/singular-values.ts";

export interface Decompositions {
  /** Undefined where the iteration does not converge (entries that are not finite). */
  readonly schur: (a: Dense) => Schur | undefined;
  /** The same for callers that bring the blocks into an order of their own. */
  readonly unordered: (a: Dense) => Schur | undefined;
  readonly eigenvalues: (a: Dense) => readonly ComplexValue[] | undefined;
  readonly eigen: (a: Dense) => Eigen | undefined;
  /** All NaN where an entry is not finite. */
  readonly singularValues: (a: Dense) => SingularValues;
}

/** The same from elsewhere; undefined where it has no answer to a matrix, which then is ours to decompose. */
export interface LibraryDecompositions {
  readonly schur: Decompositions["schur"];
  readonly eigenvalues: Decompositions["eigenvalues"];
  readonly eigen: Decompositions["eigen"];
  readonly singularValues: (a: Dense) => SingularValues | undefined;
}

export const ownDecompositions: Decompositions = {
  schur: schurForm,
  unordered: schurForm,
  eigenvalues: eigenvaluesOf,
  eigen: eigenOf,
  singularValues,
};

/**
 * The smaller side from which a library is asked: opening one takes a third of what our own routines take for 100 rows
 * (docs/adr/0013). A size, not a measurement at run time, so that a matrix has the same answer whatever came before it.
 */
export const libraryRows = 100;

/**
 * Up to so many rows eigenvalues and Schur forms are ours on every tier, and native code has them: they come in the order in which the
 * iteration finds them, and a library's is another one (docs/adr/0020).
 */
export const nativeRows = 200;

/** A library's answers to large matrices, ours to the others; `least`: the size from which all are its. It is asked for when the first comes. */
export function preferring(library: () => LibraryDecompositions | undefined, least?: number): Decompositions {
  const own = ownDecompositions;
  const from = (a: Dense, rows: number): LibraryDecompositions | undefined =>
    Math.min(a.rows, a.columns) >= rows ? library() : undefined;
  const large = (a: Dense): LibraryDecompositions | undefined => from(a, least ?? libraryRows);
  const inOrder = (a: Dense): LibraryDecompositions | undefined => from(a, least ?? nativeRows + 1);
  return {
    schur: (a) => inOrder(a)?.schur(a) ?? own.schur(a),
    unordered: (a) => large(a)?.schur(a) ?? own.schur(a),
    eigenvalues: (a) => inOrder(a)?.eigenvalues(a) ?? own.eigenvalues(a),
    eigen: (a) => inOrder(a)?.eigen(a) ?? own.eigen(a),
    singularValues: (a) => large(a)?.singularValues(a) ?? own.singularValues(a),
  };
}
