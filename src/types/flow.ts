/**
 * The lattice of concrete types: what two types meet in (`join`), and how a value of one type becomes a value of another
 * (`flows`). In: types without variables. Out: types, and the coercions that Core spells out (T2, T5, T6, T7, T8, T10).
 *
 *   never ≤ every type ≤ any;  ℤ ≤ ℚ ≤ ℝ ≤ ℂ;  Vector(n, T) ≤ List(T);  rows ≤ Matrix;  elementwise through all of them.
 *
 * `join` is commutative, associative and idempotent; its chains are finite but for nesting, which `bounded` cuts.
 */
import { constantDim, type Dim, dimValue, equalDims, unknownDim } from "./dim.ts";
import { equalTypes, typeParts } from "./traverse.ts";
import { any, list, matrix, never, type Type, tuple, vector } from "./type.ts";

// ---- numbers -------------------------------------------------------------------------------------------

const tower: readonly string[] = ["ℤ", "ℚ", "ℝ", "ℂ"];

/** Position on the chain ℤ ⊂ ℚ ⊂ ℝ ⊂ ℂ, or -1. */
export function numericRank(type: Type): number {
  return type.kind === "con" ? tower.indexOf(type.name) : -1;
}

export function isNumeric(type: Type): boolean {
  return numericRank(type) >= 0;
}

// ---- sequences -----------------------------------------------------------------------------------------

/** A list or vector seen as one: `length` is undefined where it is known only at run time. */
export interface Sequence {
  readonly length: number | undefined;
  readonly element: Type;
}

/** `List(T)`, `Vector(n, T)` and fixed lists (whose element type is the join of their parts). */
export function asSequence(type: Type): Sequence | undefined {
  if (type.kind === "fixed")
    return { length: type.items.length, element: type.items.reduce((a, b) => join(a, b), never) };
  if (type.kind !== "con") return undefined;
  const [first, second] = type.args;
  if (type.name === "List" && first !== undefined) return { length: undefined, element: first };
  if (type.name === "Vector" && first?.kind === "dim" && second !== undefined)
    return { length: dimValue(first.dim), element: second };
  return undefined;
}

export interface MatrixShape {
  readonly rows: Dim;
  readonly columns: Dim;
  readonly element: Type;
}

export function asMatrix(type: Type): MatrixShape | undefined {
  if (type.kind !== "con" || type.name !== "Matrix") return undefined;
  const [rows, columns, element] = type.args;
  if (rows?.kind !== "dim" || columns?.kind !== "dim" || element === undefined) return undefined;
  return { rows: rows.dim, columns: columns.dim, element };
}

/** A list of lists as the matrix it may stand for (T6). */
export function rowsAsMatrix(type: Type): MatrixShape | undefined {
  const outer = asSequence(type);
  const inner = outer === undefined ? undefined : asSequence(outer.element);
  if (outer === undefined || inner === undefined) return undefined;
  return { rows: sizeDim(outer.length), columns: sizeDim(inner.length), element: inner.element };
}

function sizeDim(size: number | undefined): Dim {
  return size === undefined ? unknownDim : constantDim(size);
}

// ---- join ----------------------------------------------------------------------------------------------

/** The least type both flow into; `any` where no rule joins them. */
export function join(a: Type, b: Type): Type {
  if (a === b || b.kind === "never") return a;
  if (a.kind === "never") return b;
  if (a.kind === "any" || b.kind === "any") return any;
  if (isNumeric(a) && isNumeric(b)) return numericRank(a) >= numericRank(b) ? a : b;
  if (a.kind === "tuple" && b.kind === "tuple" && a.items.length === b.items.length)
    return tuple(joinAll(a.items, b.items));
  if (a.kind === "closure" && b.kind === "closure" && sameCode(a, b))
    return { ...a, captures: joinAll(a.captures, b.captures) };
  if (a.kind === "record" && b.kind === "record") return joinRecords(a, b);
  const sequences = joinSequences(a, b);
  if (sequences !== undefined) return sequences;
  const matrices = joinMatrices(a, b);
  if (matrices !== undefined) return matrices;
  if (a.kind === "con" && b.kind === "con" && a.name === b.name && a.args.length === b.args.length)
    return { ...a, args: a.args.map((arg, i) => joinArguments(arg, b.args[i] ?? any)) };
  return equalTypes(a, b) ? a : any;
}

function joinAll(a: readonly Type[], b: readonly Type[]): readonly Type[] {
  return a.map((t, i) => join(t, b[i] ?? any));
}

type Closure = Extract<Type, { kind: "closure" }>;
type RecordType = Extract<Type, { kind: "record" }>;

function sameCode(a: Closure, b: Closure): boolean {
  return a.lambda === b.lambda && a.arity === b.arity && a.captures.length === b.captures.length;
}

function joinRecords(a: RecordType, b: RecordType): Type {
  if (a.fields.length !== b.fields.length) return any;
  if (!a.fields.every((f, i) => f.name === b.fields[i]?.name)) return any;
  return {
    kind: "record",
    fields: a.fields.map((f, i) => ({ name: f.name, type: join(f.type, b.fields[i]?.type ?? any) })),
  };
}

function joinArguments(a: Type, b: Type): Type {
  if (a.kind === "dim" && b.kind === "dim") return { kind: "dim", dim: joinDims(a.dim, b.dim) };
  return join(a, b);
}

function joinDims(a: Dim, b: Dim): Dim {
  return equalDims(a, b) ? a : unknownDim;
}

function joinSequences(a: Type, b: Type): Type | undefined {
  if (a.kind === "fixed" && b.kind === "fixed" && a.items.length === b.items.length)
    return { kind: "fixed", items: joinAll(a.items, b.items) };
  const [s, t] = [asSequence(a), asSequence(b)];
  if (s === undefined || t === undefined) return undefined;
  const element = join(s.element, t.element);
  const keepsLength = s.length !== undefined && s.length === t.length;
  return keepsLength ? vector(constantDim(s.length), element) : list(element);
}

/** Rows meet a Matrix in a Matrix only where they are known to be rectangular. */
function joinMatrices(a: Type, b: Type): Type | undefined {
  const [m, n] = [asMatrix(a), asMatrix(b)];
  if (m === undefined && n === undefined) return undefined;
  const [s, t] = [m ?? knownRows(a), n ?? knownRows(b)];
  if (s === undefined || t === undefined) return undefined;
  return matrix(joinDims(s.rows, t.rows), joinDims(s.columns, t.columns), join(s.element, t.element));
}

function knownRows(type: Type): MatrixShape | undefined {
  const shape = rowsAsMatrix(type);
  return shape === undefined || shape.rows.kind === "unknown" || shape.columns.kind === "unknown"
    ? undefined
    : shape;
}

// ---- widening ------------------------------------------------------------------------------------------

/** Types nested deeper than this become `any`, so that a fixpoint over growing types ends. */
const deepestType = 10;

/** The type with everything below the greatest depth replaced by `any`. */
export function bounded(type: Type, depth: number = deepestType): Type {
  return isWithin(type, depth) ? type : cut(type, depth);
}

function isWithin(type: Type, depth: number): boolean {
  const parts = typeParts(type);
  return parts.length === 0 || (depth > 0 && parts.every((part) => isWithin(part, depth - 1)));
}

function cut(type: Type, depth: number): Type {
  const inside = (t: Type): Type => (t.kind === "dim" || t.kind === "text" ? t : cut(t, depth - 1));
  if (typeParts(type).length === 0) return type;
  if (depth === 0) return any;
  switch (type.kind) {
    case "con":
      return { ...type, args: type.args.map(inside) };
    case "tuple":
    case "fixed":
      return { ...type, items: type.items.map(inside) };
    case "closure":
      return { ...type, captures: type.captures.map(inside) };
    case "record":
      return { ...type, fields: type.fields.map((f) => ({ ...f, type: inside(f.type) })) };
    default:
      return type;
  }
}

// ---- flow ----------------------------------------------------------------------------------------------

/** One coercion of a chain, with the type it leads to. */
export interface FlowStep {
  readonly coercion: FlowKind;
  readonly type: Type;
}

/** The coercions of Core but `natural`, which no type shows (ℕ and ℤ are one type). */
export type FlowKind = "promote" | "narrow" | "box" | "unbox" | "reshape";

/**
 * How a value of `from` becomes one of `to`: the coercions in order, none where the types are equal or nothing flows.
 * Undefined where it cannot: no rule leads there, or two known dimensions differ.
 */
export function flows(from: Type, to: Type): readonly FlowStep[] | undefined {
  if (from.kind === "never" || equalTypes(from, to)) return [];
  if (!canFlow(from, to)) return undefined;
  const steps: FlowStep[] = [];
  let current: Type = from;
  for (const coercion of leafKinds) {
    const next = convertLeaves(current, to, coercion);
    if (equalTypes(next, current)) continue;
    steps.push({ coercion, type: next });
    current = next;
  }
  if (!equalTypes(current, to)) steps.push({ coercion: "reshape", type: to });
  return steps;
}

/** As `flows`, without coercions that may fail or lose the static type. */
export function flowsSafely(from: Type, to: Type): boolean {
  return (
    flows(from, to)?.every((step) => step.coercion === "promote" || step.coercion === "reshape") ?? false
  );
}

const leafKinds: readonly Exclude<FlowKind, "reshape">[] = ["promote", "narrow", "box", "unbox"];

/** What happens to a part that is not looked into; undefined for parts of one structure. */
function leafKind(from: Type, to: Type): Exclude<FlowKind, "reshape"> | undefined {
  if (from.kind === "any") return to.kind === "any" ? undefined : "unbox";
  if (to.kind === "any") return "box";
  if (isNumeric(from) && isNumeric(to) && numericRank(from) !== numericRank(to))
    return numericRank(from) < numericRank(to) ? "promote" : "narrow";
  if (from.kind === "closure" && to.kind === "function") return "box";
  return undefined;
}

function canFlow(from: Type, to: Type): boolean {
  if (from.kind === "never" || leafKind(from, to) !== undefined) return true;
  const pairs = correspondingParts(from, to);
  return pairs?.every(([a, b]) => canFlow(a, b)) ?? equalTypes(from, to);
}

/** `from` with the leaves of one kind replaced by those of `to`; its form (list, rows, fixed) stays. */
function convertLeaves(from: Type, to: Type, kind: FlowKind): Type {
  if (from.kind === "never") return kind === "promote" ? to : from;
  const leaf = leafKind(from, to);
  if (leaf !== undefined) return leaf === kind ? to : from;
  const convert = (a: Type, b: Type | undefined) => (b === undefined ? a : convertLeaves(a, b, kind));
  switch (from.kind) {
    case "tuple":
      return to.kind === "tuple" ? tuple(from.items.map((t, i) => convert(t, to.items[i]))) : from;
    case "fixed": {
      const element = elementOf(to);
      const target = (i: number) => (to.kind === "fixed" || to.kind === "tuple" ? to.items[i] : element);
      return { kind: "fixed", items: from.items.map((t, i) => convert(t, target(i))) };
    }
    case "record":
      if (to.kind !== "record") return from;
      return {
        kind: "record",
        fields: from.fields.map((f, i) => ({ name: f.name, type: convert(f.type, to.fields[i]?.type) })),
      };
    case "closure":
      if (to.kind !== "closure") return from;
      return { ...from, captures: from.captures.map((t, i) => convert(t, to.captures[i])) };
    case "con":
      return convertCon(from, to, convert);
    default:
      return from;
  }
}

function convertCon(
  from: Extract<Type, { kind: "con" }>,
  to: Type,
  convert: (a: Type, b: Type | undefined) => Type,
): Type {
  const target = asSequence(from) === undefined ? undefined : elementOf(to);
  if (target !== undefined) {
    const last = from.args.length - 1;
    return { ...from, args: from.args.map((arg, i) => (i === last ? convert(arg, target) : arg)) };
  }
  if (to.kind !== "con" || to.args.length !== from.args.length) return from;
  return { ...from, args: from.args.map((arg, i) => (arg.kind === "dim" ? arg : convert(arg, to.args[i]))) };
}

/** What an element of a sequence flowing into this type has to become. */
function elementOf(to: Type): Type | undefined {
  const shape = asMatrix(to);
  if (shape !== undefined) return vector(shape.columns, shape.element);
  return isComplexMatrix(to) ? to.items[0] : asSequence(to)?.element;
}

/** The parts of two types that flow into each other pairwise; undefined where the types do not correspond. */
function correspondingParts(from: Type, to: Type): readonly (readonly [Type, Type])[] | undefined {
  if (from.kind === "tuple" && to.kind === "tuple") return pairs(from.items, to.items);
  if (from.kind === "fixed" && to.kind === "fixed") return pairs(from.items, to.items);
  if (isComplexMatrix(to)) return pairs(partsOfComplex(from) ?? [], to.items);
  if (from.kind === "closure" && to.kind === "closure")
    return sameCode(from, to) ? pairs(from.captures, to.captures) : undefined;
  if (from.kind === "record" && to.kind === "record") {
    if (!from.fields.every((f, i) => f.name === to.fields[i]?.name)) return undefined;
    return pairs(
      from.fields.map((f) => f.type),
      to.fields.map((f) => f.type),
    );
  }
  if (from.kind === "dim" && to.kind === "dim") return dimsAgree(from.dim, to.dim) ? [] : undefined;
  const shape = asMatrix(to);
  if (shape !== undefined) return matrixParts(from, shape);
  if (asSequence(to) !== undefined) return sequenceParts(from, to);
  if (from.kind === "con" && to.kind === "con" && from.name === to.name) return pairs(from.args, to.args);
  return undefined;
}

/** `ComplexMatrix(m, n)`: a pair of its real and its imaginary part. */
export function isComplexMatrix(type: Type): type is Extract<Type, { kind: "tuple" }> {
  return type.kind === "tuple" && type.items.length === 2 && type.items.every((part) => asMatrix(part));
}

/** The two parts of what may be a complex matrix: built-ins give them in a list. */
export function partsOfComplex(type: Type): readonly Type[] | undefined {
  if (type.kind === "tuple" || type.kind === "fixed") return type.items.length === 2 ? type.items : undefined;
  const list = asSequence(type);
  return list === undefined || (list.length ?? 2) !== 2 ? undefined : [list.element, list.element];
}

function matrixParts(from: Type, to: MatrixShape): readonly (readonly [Type, Type])[] | undefined {
  const shape = asMatrix(from) ?? rowsAsMatrix(from) ?? emptyRows(from);
  if (shape === undefined) return undefined;
  if (!dimsAgree(shape.rows, to.rows) || !dimsAgree(shape.columns, to.columns)) return undefined;
  return [[shape.element, to.element]];
}

/** A list of unknown things may hold rows. */
function emptyRows(from: Type): MatrixShape | undefined {
  const outer = asSequence(from);
  if (outer === undefined || (outer.element.kind !== "never" && outer.element.kind !== "any"))
    return undefined;
  return { rows: sizeDim(outer.length), columns: unknownDim, element: outer.element };
}

function sequenceParts(from: Type, to: Type): readonly (readonly [Type, Type])[] | undefined {
  const [s, t] = [asSequence(from), asSequence(to)];
  if (s === undefined || t === undefined || to.kind === "fixed") return undefined;
  if (s.length !== undefined && t.length !== undefined && s.length !== t.length) return undefined;
  if (from.kind === "fixed") return from.items.map((item) => [item, t.element]);
  return [[s.element, t.element]];
}

/** Nothing known says that they differ. */
export function dimsAgree(a: Dim, b: Dim): boolean {
  return a.kind === "unknown" || b.kind === "unknown" || equalDims(a, b);
}

function pairs(a: readonly Type[], b: readonly Type[]): readonly (readonly [Type, Type])[] | undefined {
  if (a.length !== b.length) return undefined;
  return a.map((t, i) => [t, b[i] ?? any]);
}
