/**
 * Dimension terms in canonical form: polynomials with integer coefficients over variables and opaque
 * applications (`/ ^ min max gcd lcm` that do not reduce), so that `n+1` equals `1+n` and `2*n` equals `n+n`.
 */

/** `unknown` is the dimension known only at run time (T7): it unifies with anything and leaves a check. */
export type Dim =
  | { readonly kind: "poly"; readonly terms: readonly DimTerm[] }
  | { readonly kind: "unknown" };

/** `coefficient · Π factors`; factors sorted by key, terms sorted by factors, no zero coefficient. */
export interface DimTerm {
  readonly coefficient: number;
  readonly factors: readonly DimFactor[];
}

export interface DimFactor {
  readonly atom: DimAtom;
  readonly power: number;
}

export type DimAtom =
  | { readonly kind: "dim-var"; readonly name: string }
  | { readonly kind: "apply"; readonly operator: DimOperator; readonly left: Dim; readonly right: Dim };

export type DimOperator = "/" | "^" | "min" | "max" | "gcd" | "lcm";

export const unknownDim: Dim = { kind: "unknown" };

export function constantDim(n: number): Dim {
  return { kind: "poly", terms: n === 0 ? [] : [{ coefficient: n, factors: [] }] };
}

/** The number a dimension is, or undefined where it has variables or is unknown. */
export function dimValue(dim: Dim): number | undefined {
  if (dim.kind === "unknown") return undefined;
  if (dim.terms.length === 0) return 0;
  const [only, ...rest] = dim.terms;
  return rest.length === 0 && only !== undefined && only.factors.length === 0 ? only.coefficient : undefined;
}
