/**
 * Dimension equations `pattern = number`, solved for the only variable of the pattern in the natural numbers.
 *
 * Solved are polynomials that grow with their variable (`2*n + 1`, `n^2`, `n^2 + n`) and powers of a constant (`2^n`): they
 * have at most one solution. Equations of other forms (`n / 2`, `min(n, 3)`, two variables) may have several and stay open.
 */
import { constantDim, type Dim, dimValue, dimVariables, substituteDim } from "./dim.ts";

export type DimSolution =
  | { readonly kind: "solved"; readonly name: string; readonly value: number }
  /** No natural number is a solution. */
  | { readonly kind: "unsolvable"; readonly name: string }
  | { readonly kind: "open" };

const open: DimSolution = { kind: "open" };

export function solveDim(pattern: Dim, wanted: number): DimSolution {
  const [name, ...others] = dimVariables(pattern);
  if (name === undefined || others.length > 0 || !grows(pattern)) return open;
  const at = (n: number): number =>
    dimValue(substituteDim(pattern, () => constantDim(n))) ?? Number.POSITIVE_INFINITY;
  let [low, high] = [0, 1];
  while (at(high) < wanted) [low, high] = [high, 2 * high];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (at(middle) < wanted) low = middle + 1;
    else high = middle;
  }
  return at(low) === wanted ? { kind: "solved", name, value: low } : { kind: "unsolvable", name };
}

/** Larger for larger values of its variable, from 0 on. */
function grows(dim: Dim): boolean {
  if (dim.kind === "unknown") return false;
  const variable = dim.terms.filter((term) => term.factors.length > 0);
  return (
    variable.length > 0 &&
    variable.every(
      ({ coefficient, factors }) =>
        coefficient > 0 &&
        factors.every(
          ({ atom }) =>
            atom.kind === "dim-var" ||
            (atom.operator === "^" && (dimValue(atom.left) ?? 0) > 1 && grows(atom.right)),
        ),
    )
  );
}

/** `scale * name + offset` with a positive scale, where a dimension is that. */
export function linearDim(
  dim: Dim,
): { readonly name: string; readonly scale: number; readonly offset: number } | undefined {
  if (dim.kind === "unknown") return undefined;
  let offset = 0;
  let found: { readonly name: string; readonly scale: number } | undefined;
  for (const { coefficient, factors } of dim.terms) {
    const [factor, ...others] = factors;
    if (factor === undefined) offset = coefficient;
    else if (found !== undefined || others.length > 0 || factor.power !== 1 || factor.atom.kind !== "dim-var")
      return undefined;
    else found = { name: factor.atom.name, scale: coefficient };
  }
  return found === undefined || found.scale < 1 ? undefined : { ...found, offset };
}
