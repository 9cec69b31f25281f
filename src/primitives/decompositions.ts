/**
 * The decompositions that rows ask for, as one argument of theirs: our own, or for large matrices those of a library that the
 * session has found (runtime/lapack.ts). Rows stay pure, and promise the same error bounds whoever computes.
 */
import type { ComplexValue } from "../interpret/value.ts";
import { type Eigen, eigenOf, eigenvaluesOf } from "./eigenvalues.ts";
import type { Dense } from "./factorisations.ts";
import { type Schur, schurForm } from "./schur.ts";
import { type SingularValues, singularValues } from "./singular-values.ts";

export interface Decompositions {
  /** Undefined where the iteration does not converge (entries that are not finite). */
  readonly schur: (a: Dense) => Schur | undefined;
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
  eigenvalues: eigenvaluesOf,
  eigen: eigenOf,
  singularValues,
};

/**
 * The smaller side from which a library is asked: opening one takes a third of what our own routines take for 100 rows
 * (docs/adr/0013). A size, not a measurement at run time, so that a matrix has the same answer whatever came before it.
 */
export const libraryRows = 100;

/** A library's answers to large matrices, ours to the others. `library` is asked when the first large matrix comes. */
export function preferring(
  library: () => LibraryDecompositions | undefined,
  least: number = libraryRows,
): Decompositions {
  const own = ownDecompositions;
  const large = (a: Dense): LibraryDecompositions | undefined =>
    Math.min(a.rows, a.columns) >= least ? library() : undefined;
  return {
    schur: (a) => large(a)?.schur(a) ?? own.schur(a),
    eigenvalues: (a) => large(a)?.eigenvalues(a) ?? own.eigenvalues(a),
    eigen: (a) => large(a)?.eigen(a) ?? own.eigen(a),
    singularValues: (a) => large(a)?.singularValues(a) ?? own.singularValues(a),
  };
}
