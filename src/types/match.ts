/**
 * Matching written types against concrete ones: parameters of rows' overloads, of definitions and of constructors.
 *
 * In: patterns (types with variables) and the concrete types of the arguments. Out: what the variables stand for and the
 * types that the arguments are coerced to; or the two dimensions that are known and differ; or nothing, where an argument is
 * of another form. Types of a variable join, dimensions are solved as polynomials.
 */
import {
  constantDim,
  type Dim,
  dimValue,
  dimVariable,
  equalDims,
  printDim,
  substituteDim,
  unknownDim,
} from "./dim.ts";
import { asMatrix, asSequence, flows, isComplexMatrix, join, partsOfComplex, rowsAsMatrix } from "./flow.ts";
import { printType } from "./print.ts";
import { solveDim } from "./solve-dim.ts";
import { type Substitution, substituteType, typeParts } from "./traverse.ts";
import { any, never, type Type, type TypeVarId } from "./type.ts";

/** How far arguments may be bent: `exact` only upwards (T2, T6), `narrowing` also ℝ → ℤ with a run-time check (T10). */
export type Strictness = "exact" | "narrowing";

/** Variables that no argument decided stand for nothing known. */
export function closed(type: Type): Type {
  return substituteType(type, { type: () => any, dim: () => unknownDim });
}

export type MatchResult =
  | {
      readonly kind: "matched";
      /** What each argument is coerced to; functions keep their type. */
      readonly params: readonly Type[];
      readonly substitution: Substitution;
      readonly bind: (id: TypeVarId, type: Type) => void;
    }
  | DimensionClash
  /** The argument at `index` is of another form than its pattern. */
  | { readonly kind: "other"; readonly index: number };

/** Two dimensions are known and differ. */
export interface DimensionClash {
  readonly kind: "clash";
  readonly index: number;
  readonly notes: readonly string[];
}

/** Calls the function argument `index` on arguments of these types. */
export type ApplyArgument = (index: number, args: readonly Type[]) => Type;

export function matchTypes(
  patterns: readonly Type[],
  args: readonly Type[],
  strictness: Strictness,
  apply?: ApplyArgument,
): MatchResult {
  const collector = createCollector();
  const isFunction = (i: number) => patterns[i]?.kind === "function";
  patterns.forEach((pattern, i) => {
    if (!isFunction(i)) collector.collect(pattern, args[i] ?? any, i);
  });
  if (apply !== undefined) {
    const index = patterns.findIndex((p, i) => !isFunction(i) && !hasForm(args[i] ?? any, p));
    if (index >= 0) return { kind: "other", index };
  }
  patterns.forEach((pattern, i) => {
    if (pattern.kind === "function") collectFunction(pattern, args[i] ?? any, i, collector, apply);
  });
  const params: Type[] = [];
  let other: number | undefined;
  patterns.forEach((pattern, i) => {
    const arg = args[i] ?? any;
    const param = sharpened(closed(substituteType(pattern, collector.substitution)), arg);
    const fits = fit(arg, param, strictness);
    if (fits === undefined) other ??= i;
    params.push(fits ?? param);
  });
  if (other === undefined && collector.clash === undefined)
    return { kind: "matched", params, substitution: collector.substitution, bind: collector.bind };
  if (collector.clash !== undefined && patterns.every((p, i) => hasForm(args[i] ?? any, p)))
    return collector.clash;
  const index = other ?? 0;
  const [pattern, arg] = [patterns[index], args[index]];
  if (pattern !== undefined && arg !== undefined && hasForm(arg, pattern))
    return { kind: "clash", index, notes: [clashNote(pattern, arg, collector.substitution)] };
  return { kind: "other", index };
}

/** A parameter that leaves a dimension open takes the argument's. */
function sharpened(param: Type, arg: Type): Type {
  if (param.kind !== "con" || !param.args.some((t) => t.kind === "dim" && t.dim.kind === "unknown"))
    return param;
  const shape = asMatrix(arg) ?? rowsAsMatrix(arg);
  const length = asSequence(arg)?.length;
  const known =
    param.name === "Matrix" && shape !== undefined
      ? [shape.rows, shape.columns]
      : param.name === "Vector" && length !== undefined
        ? [constantDim(length)]
        : [];
  const args = param.args.map((t, i) =>
    t.kind === "dim" && t.dim.kind === "unknown" ? dimType(known[i] ?? t.dim) : t,
  );
  return { ...param, args };
}

/** The type the argument gets for this parameter, undefined where it cannot flow there. */
function fit(arg: Type, param: Type, strictness: Strictness): Type | undefined {
  if (arg.kind === "closure" && (param.kind === "function" || param.kind === "any")) return arg;
  if (arg.kind === "function" && param.kind === "function") return arg;
  const steps = flows(arg, param);
  const flowing =
    strictness === "exact" ? steps?.every((s) => s.coercion !== "narrow" && s.coercion !== "unbox") : steps;
  return flowing ? param : undefined;
}

/** The argument would fit if all dimensions agreed. */
function hasForm(arg: Type, pattern: Type): boolean {
  const erased = withoutDims(
    substituteType(pattern, { type: (id) => ({ kind: "var", id }), dim: () => unknownDim }),
  );
  return flows(withoutDims(arg), closed(erased)) !== undefined;
}

function withoutDims(type: Type): Type {
  if (type.kind === "dim") return { kind: "dim", dim: unknownDim };
  if (type.kind === "con") return { ...type, args: type.args.map(withoutDims) };
  if (type.kind === "tuple") return { ...type, items: type.items.map(withoutDims) };
  return type;
}

function clashNote(pattern: Type, arg: Type, substitution: Substitution): string {
  const wanted = printType(substituteType(pattern, substitution));
  return `a ${wanted} is wanted, this is a ${printType(arg)}`;
}

function collectFunction(
  pattern: Extract<Type, { kind: "function" }>,
  arg: Type,
  index: number,
  collector: Collector,
  apply: ApplyArgument | undefined,
): void {
  if (arg.kind === "closure" && apply !== undefined) {
    const params = pattern.params.map((t) => closed(substituteType(t, collector.substitution)));
    collector.collect(pattern.result, apply(index, params), index);
  } else if (arg.kind === "function") collector.collect(pattern.result, arg.result, index);
}

interface Equation {
  readonly pattern: Dim;
  readonly actual: Dim;
  readonly index: number;
}

interface Collector {
  readonly substitution: Substitution;
  readonly clash: DimensionClash | undefined;
  readonly collect: (pattern: Type, actual: Type, index: number) => void;
  readonly bind: (id: TypeVarId, type: Type) => void;
}

/** Gathers what variables stand for: types by their join, dimensions by equality. */
function createCollector(): Collector {
  const types = new Map<TypeVarId, Type>();
  const dims = new Map<string, { readonly dim: Dim; readonly index: number }>();
  let clash: DimensionClash | undefined;
  const substitution: Substitution = { type: (id) => types.get(id), dim: (name) => dims.get(name)?.dim };

  const bindDim = (name: string, dim: Dim, index: number): void => {
    const before = dims.get(name);
    if (before === undefined || before.dim.kind === "unknown") dims.set(name, { dim, index });
    else if (dim.kind !== "unknown" && !equalDims(before.dim, dim))
      clash ??= { kind: "clash", index, notes: [dimensionNote(name, before, { dim, index })] };
  };

  const knownDim = (name: string): Dim | undefined => {
    const dim = dims.get(name)?.dim;
    return dim?.kind === "unknown" ? undefined : dim;
  };

  /** Equations with several variables, until other arguments decide all but one. */
  let open: Equation[] = [];

  /** False where the equation has to wait. */
  const solved = ({ pattern, actual, index }: Equation): boolean => {
    const only = singleVariable(pattern);
    const value = dimValue(actual);
    if (only !== undefined) bindDim(only, actual, index);
    else if (value !== undefined) {
      const solution = solveDim(substituteDim(pattern, knownDim), value);
      if (solution.kind === "open") return false;
      if (solution.kind === "solved") bindDim(solution.name, constantDim(solution.value), index);
      else clash ??= { kind: "clash", index, notes: [unsolvableNote(pattern, solution.name, value)] };
    }
    return true;
  };

  const collectDim = (pattern: Dim, actual: Dim, index: number): void => {
    open.push({ pattern, actual, index });
    for (let waiting = -1; waiting !== open.length; ) {
      waiting = open.length;
      open = open.filter((equation) => !solved(equation));
    }
  };

  const collect = (pattern: Type, actual: Type, index: number): void => {
    if (pattern.kind === "var") types.set(pattern.id, join(types.get(pattern.id) ?? never, actual));
    else if (pattern.kind === "dim" && actual.kind === "dim") collectDim(pattern.dim, actual.dim, index);
    else for (const [p, a] of partsToCollect(pattern, actual)) collect(p, a, index);
  };

  return {
    substitution,
    get clash() {
      return clash;
    },
    collect,
    bind: (id, type) => {
      types.set(id, type);
    },
  };
}

const places = ["first", "second", "third", "fourth", "fifth", "sixth"];

function dimensionNote(
  name: string,
  before: { readonly dim: Dim; readonly index: number },
  after: { readonly dim: Dim; readonly index: number },
): string {
  const place = (index: number) => `the ${places[index] ?? `${index + 1}th`} argument`;
  const [m, n] = [dimValue(before.dim), dimValue(after.dim)];
  if (before.index === after.index) return `${name} is both ${m} and ${n} in ${place(before.index)}`;
  return `${name} is ${m} in ${place(before.index)} and ${n} in ${place(after.index)}`;
}

function unsolvableNote(pattern: Dim, name: string, value: number): string {
  return `no natural number ${printDim(dimVariable(name))} makes ${printDim(pattern)} equal ${value}`;
}

function partsToCollect(pattern: Type, actual: Type): readonly (readonly [Type, Type])[] {
  if (actual.kind === "any") return typeParts(pattern).map((p) => [p, openPart(p)]);
  if (actual.kind === "never") return [];
  const matrix = asMatrix(pattern);
  if (matrix !== undefined) {
    const shape = asMatrix(actual) ?? rowsAsMatrix(actual);
    if (shape === undefined) return [];
    return [
      [dimType(matrix.rows), dimType(shape.rows)],
      [dimType(matrix.columns), dimType(shape.columns)],
      [matrix.element, shape.element],
    ];
  }
  if (isComplexMatrix(pattern)) return paired(pattern.items, partsOfComplex(actual) ?? []);
  if (pattern.kind === "con" && (pattern.name === "List" || pattern.name === "Vector"))
    return sequenceParts(pattern, actual);
  if (pattern.kind === "con" && actual.kind === "con" && pattern.name !== actual.name) return [];
  if (pattern.kind !== actual.kind || pattern.kind === "record") return [];
  return paired(typeParts(pattern), typeParts(actual));
}

function paired(patterns: readonly Type[], others: readonly Type[]): readonly (readonly [Type, Type])[] {
  return patterns.flatMap((p, i) => {
    const other = others[i];
    return other === undefined ? [] : [[p, other] as const];
  });
}

function sequenceParts(
  pattern: Extract<Type, { kind: "con" }>,
  actual: Type,
): readonly (readonly [Type, Type])[] {
  const sequence = asSequence(actual);
  if (sequence === undefined) return [];
  const length = sequence.length === undefined ? unknownDim : constantDim(sequence.length);
  const [first, second] = pattern.args;
  if (first === undefined) return [];
  if (second === undefined) return [[first, sequence.element]];
  return [
    [first, dimType(length)],
    [second, sequence.element],
  ];
}

function openPart(pattern: Type): Type {
  return pattern.kind === "dim" ? dimType(unknownDim) : any;
}

function dimType(dim: Dim): Type {
  return { kind: "dim", dim };
}

/** The variable of `n`, where a dimension is just that. */
export function singleVariable(dim: Dim): string | undefined {
  if (dim.kind === "unknown") return undefined;
  const [term, ...terms] = dim.terms;
  const [factor, ...factors] = term?.factors ?? [];
  if (term?.coefficient !== 1 || terms.length > 0 || factors.length > 0) return undefined;
  return factor?.power === 1 && factor.atom.kind === "dim-var" ? factor.atom.name : undefined;
}
