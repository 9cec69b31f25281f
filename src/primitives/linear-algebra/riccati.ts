/**
 * Algebraic Riccati equations, continuous and discrete, by the stable invariant subspace of the Hamiltonian matrix
 * (Laub 1979). The discrete equation is led back to the continuous one: the Cayley transform of its symplectic pencil maps
 * the unit disc to the left half plane and keeps the subspaces; A need not be invertible.
 *
 * Sizes: A n×n, B n×m, Q n×n, R m×m. The results are undefined where there is no stabilising solution, or none that leaves a small
 * residual.
 */
import {
  combination,
  type Dense,
  dense,
  get,
  identity,
  length,
  solveAll,
  times,
  transposed,
} from "./factorisations.ts";
import { schurForm } from "./schur.ts";
import { orderSchur } from "./schur-order.ts";

export interface Regulator {
  readonly a: Dense;
  readonly b: Dense;
  readonly q: Dense;
  readonly r: Dense;
}

/** P with AᵀP + PA − PBR⁻¹BᵀP + Q = 0 and A − BR⁻¹BᵀP stable. */
export function continuousRiccati({ a, b, q, r }: Regulator, schur = schurForm): Dense | undefined {
  const g = weight(b, r);
  if (g === undefined) return undefined;
  // P = s·P′ for the equation with sG and Q/s: both weights of one size.
  const s = balance(g, q);
  const p = graph(
    blocks(
      a,
      g,
      q,
      (x) => x,
      (x) => -s * x,
      (x) => -x / s,
      (x) => -x,
    ),
    isSymmetric(q) && isSymmetric(r),
    schur,
  );
  const scaled = p && dense(p.rows, p.columns, (i, j) => s * get(p, i, j));
  return scaled && solves(continuousResidual({ a, b, q, r }, scaled)) ? scaled : undefined;
}

/** P with AᵀPA − P − AᵀPB(BᵀPB + R)⁻¹BᵀPA + Q = 0 and the closed loop stable. */
export function discreteRiccati({ a, b, q, r }: Regulator, schur = schurForm): Dense | undefined {
  const g = weight(b, r);
  if (g === undefined) return undefined;
  const one = identity(a.rows);
  const same = (x: number): number => x;
  const minus = (x: number): number => -x;
  const shifted = (sign: number): Dense => combination(a, 1, one, sign);
  const sum = blocks(shifted(1), g, q, same, same, minus, same);
  const difference = blocks(shifted(-1), g, q, same, minus, minus, minus);
  const hamiltonian = solveAll(sum, difference);
  const p = hamiltonian && graph(hamiltonian, isSymmetric(q) && isSymmetric(r), schur);
  const better = p && refined({ a, b, q, r }, p);
  return better && solves(discreteResidual({ a, b, q, r }, better)) ? better : undefined;
}

/** How far from a solution: the size of the residual, and of the terms that it is the sum of. */
interface Residual {
  readonly size: number;
  readonly terms: number;
}

/**
 * Half of the digits are right. A basis of the subspace comes out of a matrix with eigenvalues on, or too near to, the axis as
 * well, but is no solution.
 */
function solves(residual: Residual | undefined): boolean {
  return residual !== undefined && residual.size <= 2 ** -26 * residual.terms;
}

function continuousResidual(regulator: Regulator, p: Dense): Residual | undefined {
  const k = continuousGain(regulator, p);
  if (k === undefined) return undefined;
  const { a, b, q } = regulator;
  const mapped = times(transposed(a), p);
  const quadratic = times(times(p, b), k);
  const linear = combination(combination(mapped, 1, times(p, a), 1), 1, q, 1);
  const residual = combination(linear, 1, quadratic, -1);
  return { size: length(residual.items), terms: length(mapped.items) + length(quadratic.items) };
}

const refinements = 3;

/**
 * Newton steps (Kleinman): the transform costs digits where the subspaces are sensitive, and the equation gives them back. A step
 * is kept while the residual falls.
 */
function refined(regulator: Regulator, start: Dense): Dense {
  let p = start;
  let at = discreteResidual(regulator, p);
  for (let k = 0; k < refinements && at !== undefined; k++) {
    const correction = stein(at.closedLoop, at.residual);
    const next = correction && combination(p, 1, correction, 1);
    const after = next && discreteResidual(regulator, next);
    if (next === undefined || after === undefined || !(after.size < at.size / 2)) return p;
    p = next;
    at = after;
  }
  return p;
}

function discreteResidual(
  regulator: Regulator,
  p: Dense,
): (Residual & { readonly closedLoop: Dense; readonly residual: Dense }) | undefined {
  const k = discreteGain(regulator, p);
  if (k === undefined) return undefined;
  const { a, b, q } = regulator;
  const closedLoop = combination(a, 1, times(b, k), -1);
  const weighted = times(transposed(a), p);
  const residual = combination(combination(times(weighted, closedLoop), 1, p, -1), 1, q, 1);
  const terms = length(p.items) + length(times(weighted, a).items);
  return { closedLoop, residual, size: length(residual.items), terms };
}

/** X = MᵀXM + N for a stable M: Σ (Mᵀ)ᵏNMᵏ, the number of terms doubled at each turn (Smith 1968). */
function stein(m: Dense, n: Dense): Dense | undefined {
  let [x, power] = [n, m];
  for (let turn = 0; turn < 40; turn++) {
    const added = times(times(transposed(power), x), power);
    x = combination(x, 1, added, 1);
    const size = length(added.items);
    if (!(size < Number.POSITIVE_INFINITY)) return undefined;
    if (size <= Number.EPSILON * length(x.items)) return x;
    power = times(power, power);
  }
  return undefined;
}

/** K = R⁻¹BᵀP. */
export function continuousGain({ b, r }: Regulator, p: Dense): Dense | undefined {
  return solveAll(r, times(transposed(b), p));
}

/** K = (BᵀPB + R)⁻¹BᵀPA. */
export function discreteGain({ a, b, r }: Regulator, p: Dense): Dense | undefined {
  const weighted = times(transposed(b), p);
  return solveAll(combination(times(weighted, b), 1, r, 1), times(weighted, a));
}

/** G = BR⁻¹Bᵀ. */
function weight(b: Dense, r: Dense): Dense | undefined {
  const inner = solveAll(r, transposed(b));
  return inner && times(b, inner);
}

/** The 2n×2n matrix of A, G, Q and Aᵀ, each under its map. */
function blocks(
  a: Dense,
  g: Dense,
  q: Dense,
  ...[onA, onG, onQ, onTransposed]: readonly [Map, Map, Map, Map]
): Dense {
  const n = a.rows;
  return dense(2 * n, 2 * n, (i, j) => {
    if (i < n) return j < n ? onA(get(a, i, j)) : onG(get(g, i, j - n));
    return j < n ? onQ(get(q, i - n, j)) : onTransposed(get(a, j - n, i - n));
  });
}
type Map = (x: number) => number;

/** P = X₂X₁⁻¹ for the basis [X₁; X₂] of the subspace that belongs to the left half plane. */
function graph(hamiltonian: Dense, symmetric: boolean, schur: typeof schurForm): Dense | undefined {
  const n = hamiltonian.rows / 2;
  const form = schur(hamiltonian);
  if (form === undefined || orderSchur(form, (re) => re < 0) !== n) return undefined;
  const upper = dense(n, n, (i, j) => get(form.u, j, i));
  const lower = dense(n, n, (i, j) => get(form.u, n + j, i));
  const p = solveAll(upper, lower);
  if (p === undefined || !p.items.every(Number.isFinite)) return undefined;
  return dense(n, n, (i, j) => (symmetric ? (get(p, i, j) + get(p, j, i)) / 2 : get(p, j, i)));
}

/** A power of 2 near √(‖Q‖/‖G‖). */
function balance(g: Dense, q: Dense): number {
  const [x, y] = [g, q].map(({ items }) => items.reduce((most, z) => Math.max(most, Math.abs(z)), 0));
  return x && y ? 2 ** Math.round(Math.log2(y / x) / 2) : 1;
}

function isSymmetric(a: Dense): boolean {
  return a.items.every((x, k) => x === get(a, k % a.columns, Math.floor(k / a.columns)));
}
