/**
 * Dimension terms in canonical form: polynomials with integer coefficients over variables and opaque
 * applications (`/ ^ min max gcd lcm` that do not reduce), so that `n+1` equals `1+n` and `2*n` equals `n+n`.
 */
import { unreachable } from "../base/outcome.ts";

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

// ---- building: every result is canonical ---------------------------------------------------------------

export function dimVariable(name: string): Dim {
  return atomDim({ kind: "dim-var", name });
}

export function addDims(a: Dim, b: Dim): Dim {
  if (a.kind === "unknown" || b.kind === "unknown") return unknownDim;
  return collect([...a.terms, ...b.terms]);
}

export function subtractDims(a: Dim, b: Dim): Dim {
  if (a.kind === "unknown" || b.kind === "unknown") return unknownDim;
  return collect([...a.terms, ...b.terms.map((t) => ({ ...t, coefficient: -t.coefficient }))]);
}

export function multiplyDims(a: Dim, b: Dim): Dim {
  if (isConstant(a, 0) || isConstant(b, 0)) return constantDim(0);
  if (a.kind === "unknown" || b.kind === "unknown") return unknownDim;
  return collect(a.terms.flatMap((s) => b.terms.map((t) => multiplyTerms(s, t))));
}

/** Truncating; a division by zero has no value and is unknown. */
export function divideDims(a: Dim, b: Dim): Dim {
  if (isConstant(b, 1)) return a;
  if (a.kind === "unknown" || b.kind === "unknown" || isConstant(b, 0)) return unknownDim;
  if (isConstant(a, 0)) return a;
  const [m, n] = [dimValue(a), dimValue(b)];
  if (m !== undefined && n !== undefined) return constantDim(Math.trunc(m / n));
  if (n !== undefined && a.terms.every((t) => t.coefficient % n === 0)) {
    return { kind: "poly", terms: a.terms.map((t) => ({ ...t, coefficient: t.coefficient / n })) };
  }
  return atomDim({ kind: "apply", operator: "/", left: a, right: b });
}

/** Powers up to this one are multiplied out; higher ones of a sum stay opaque. */
const greatestExpandedPower = 6;

export function powerDims(base: Dim, exponent: Dim): Dim {
  if (isConstant(exponent, 0) || isConstant(base, 1)) return constantDim(1);
  if (isConstant(exponent, 1)) return base;
  if (base.kind === "unknown" || exponent.kind === "unknown") return unknownDim;
  if (isConstant(base, 0)) return base;
  const [b, k] = [dimValue(base), dimValue(exponent)];
  if (k !== undefined && k >= 0) {
    if (b !== undefined) return safe(b ** k);
    if (k <= greatestExpandedPower) {
      let product: Dim = base;
      for (let i = 1; i < k; i++) product = multiplyDims(product, base);
      return product;
    }
  }
  return atomDim({ kind: "apply", operator: "^", left: base, right: exponent });
}

export function minDims(a: Dim, b: Dim): Dim {
  return commutative("min", a, b, Math.min, { zero: 0, unit: undefined });
}
export function maxDims(a: Dim, b: Dim): Dim {
  return commutative("max", a, b, Math.max, { zero: undefined, unit: 0 });
}
export function gcdDims(a: Dim, b: Dim): Dim {
  return commutative("gcd", a, b, gcd, { zero: 1, unit: 0 });
}
export function lcmDims(a: Dim, b: Dim): Dim {
  return commutative("lcm", a, b, (m, n) => (m === 0 ? 0 : (m / gcd(m, n)) * n), { zero: 0, unit: 1 });
}

/** The operation that a dimension operator or one of `min max gcd lcm` names. */
export function applyDimOperator(operator: DimOperator | "+" | "-" | "*", a: Dim, b: Dim): Dim {
  switch (operator) {
    case "+":
      return addDims(a, b);
    case "-":
      return subtractDims(a, b);
    case "*":
      return multiplyDims(a, b);
    case "/":
      return divideDims(a, b);
    case "^":
      return powerDims(a, b);
    case "min":
      return minDims(a, b);
    case "max":
      return maxDims(a, b);
    case "gcd":
      return gcdDims(a, b);
    case "lcm":
      return lcmDims(a, b);
    default:
      return unreachable(operator);
  }
}

// ---- asking --------------------------------------------------------------------------------------------

/** Equal canonical forms have equal keys and the other way round. */
export function dimKey(dim: Dim): string {
  return dim.kind === "unknown" ? "?" : dim.terms.map((t) => `${t.coefficient}·${factorsKey(t)}`).join("+");
}

/** The same dimension whatever the variables are; the unknown dimension is not known to equal itself. */
export function equalDims(a: Dim, b: Dim): boolean {
  return a.kind !== "unknown" && b.kind !== "unknown" && (a === b || dimKey(a) === dimKey(b));
}

export function dimVariables(dim: Dim, found: Set<string> = new Set()): ReadonlySet<string> {
  if (dim.kind === "unknown") return found;
  for (const term of dim.terms) {
    for (const { atom } of term.factors) {
      if (atom.kind === "dim-var") found.add(atom.name);
      else {
        dimVariables(atom.left, found);
        dimVariables(atom.right, found);
      }
    }
  }
  return found;
}

/** Replaces variables; those `lookup` does not know stay. */
export function substituteDim(dim: Dim, lookup: (name: string) => Dim | undefined): Dim {
  if (dim.kind === "unknown" || dim.terms.every((t) => t.factors.length === 0)) return dim;
  let sum: Dim = constantDim(0);
  for (const term of dim.terms) {
    let product: Dim = constantDim(term.coefficient);
    for (const { atom, power } of term.factors) {
      const value =
        atom.kind === "dim-var"
          ? (lookup(atom.name) ?? atomDim(atom))
          : applyDimOperator(
              atom.operator,
              substituteDim(atom.left, lookup),
              substituteDim(atom.right, lookup),
            );
      for (let i = 0; i < power; i++) product = multiplyDims(product, value);
    }
    sum = addDims(sum, product);
  }
  return sum;
}

/** `2*n + 1`; the part of a variable's name from the first prime on is dropped (`n'7` is shown as `n`). */
export function printDim(dim: Dim): string {
  if (dim.kind === "unknown") return "?";
  if (dim.terms.length === 0) return "0";
  const constantsLast = [...dim.terms].sort((a, b) => Number(isBare(a)) - Number(isBare(b)));
  return constantsLast
    .map((term, i) => {
      const text = printTerm({ ...term, coefficient: Math.abs(term.coefficient) });
      if (i === 0) return term.coefficient < 0 ? `-${text}` : text;
      return term.coefficient < 0 ? ` - ${text}` : ` + ${text}`;
    })
    .join("");
}

// ---- canonical form ------------------------------------------------------------------------------------

function isBare(term: DimTerm): boolean {
  return term.factors.length === 0;
}

function isConstant(dim: Dim, n: number): boolean {
  return dimValue(dim) === n;
}

/** A number too large to be exact is not known. */
function safe(n: number): Dim {
  return Number.isSafeInteger(n) ? constantDim(n) : unknownDim;
}

function atomDim(atom: DimAtom): Dim {
  return { kind: "poly", terms: [{ coefficient: 1, factors: [{ atom, power: 1 }] }] };
}

function atomKey(atom: DimAtom): string {
  return atom.kind === "dim-var" ? atom.name : `${atom.operator}(${dimKey(atom.left)},${dimKey(atom.right)})`;
}

function factorsKey(term: DimTerm): string {
  return term.factors.map((f) => `${atomKey(f.atom)}^${f.power}`).join("*");
}

function multiplyTerms(a: DimTerm, b: DimTerm): DimTerm {
  const powers = new Map<string, DimFactor>();
  for (const { atom, power } of [...a.factors, ...b.factors]) {
    const key = atomKey(atom);
    powers.set(key, { atom, power: power + (powers.get(key)?.power ?? 0) });
  }
  const factors = [...powers].sort(byKey).map(([, factor]) => factor);
  return { coefficient: a.coefficient * b.coefficient, factors };
}

function collect(terms: readonly DimTerm[]): Dim {
  const sums = new Map<string, DimTerm>();
  for (const term of terms) {
    const key = factorsKey(term);
    const coefficient = term.coefficient + (sums.get(key)?.coefficient ?? 0);
    if (!Number.isSafeInteger(coefficient)) return unknownDim;
    sums.set(key, { ...term, coefficient });
  }
  const kept = [...sums].filter(([, term]) => term.coefficient !== 0);
  return { kind: "poly", terms: kept.sort(byKey).map(([, term]) => term) };
}

function byKey(a: readonly [string, unknown], b: readonly [string, unknown]): number {
  return a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0;
}

function gcd(m: number, n: number): number {
  return n === 0 ? Math.abs(m) : gcd(n, m % n);
}

/** `zero` absorbs and `unit` vanishes, where the operation has such numbers. */
function commutative(
  operator: "min" | "max" | "gcd" | "lcm",
  a: Dim,
  b: Dim,
  compute: (m: number, n: number) => number,
  { zero, unit }: { readonly zero: number | undefined; readonly unit: number | undefined },
): Dim {
  const [m, n] = [dimValue(a), dimValue(b)];
  if (zero !== undefined && (m === zero || n === zero)) return constantDim(zero);
  if (unit !== undefined && m === unit) return b;
  if (unit !== undefined && n === unit) return a;
  if (a.kind === "unknown" || b.kind === "unknown") return unknownDim;
  if (m !== undefined && n !== undefined) return safe(compute(m, n));
  const [left, right] = dimKey(a) <= dimKey(b) ? [a, b] : [b, a];
  return equalDims(a, b) ? a : atomDim({ kind: "apply", operator, left, right });
}

function printTerm({ coefficient, factors }: DimTerm): string {
  const parts = factors.map(({ atom, power }) =>
    power === 1 ? printAtom(atom) : `${printAtom(atom)}^${power}`,
  );
  return coefficient === 1 && parts.length > 0 ? parts.join("*") : [coefficient, ...parts].join("*");
}

function printAtom(atom: DimAtom): string {
  if (atom.kind === "dim-var") return atom.name.replace(/'.*$/, "");
  const [left, right] = [printDim(atom.left), printDim(atom.right)];
  if (atom.operator !== "/" && atom.operator !== "^") return `${atom.operator}(${left}, ${right})`;
  return `(${parenthesised(left)}${atom.operator}${parenthesised(right)})`;
}

function parenthesised(text: string): string {
  return /[ *]/.test(text) ? `(${text})` : text;
}
