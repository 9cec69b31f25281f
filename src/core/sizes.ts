/**
 * Dimension variables as values (T7): `n` in the body of `define f(A : Matrix(n, n)) = …`.
 *
 * In: the annotations of a function, what its arguments' types decide, and its parameters. Out: a number for each variable
 * that is known, a read of an argument for each that is not; where several places show one variable, they are compared.
 */
import { type Diagnostic, error } from "../base/diagnostic.ts";
import { noSpan } from "../base/span.ts";
import { type Dim, dimValue, printDim } from "../types/dim.ts";
import { linearDim } from "../types/solve-dim.ts";
import { sparseShape } from "../types/sparse.ts";
import { type Substitution, typeVariables } from "../types/traverse.ts";
import { bool, integer, type Type } from "../types/type.ts";
import { failure, integerLiteral, letIn, prim, variable } from "./build.ts";
import type { CoreExpr, CoreVar } from "./core.ts";
import type { Annotations } from "./entry.ts";
import type { World } from "./frame.ts";
import type { Binding } from "./scope.ts";

export interface Sizes {
  readonly bindings: readonly (readonly [string, Binding])[];
  /** Puts what is read and checked at run time before the body. */
  readonly around: (body: CoreExpr) => CoreExpr;
}

/** Dimension variables as values: numbers where they are known, else read off the arguments (T7). Parameters win. */
export function bindSizes(
  world: World,
  annotations: Annotations,
  substitution: Substitution,
  params: readonly CoreVar[],
  mentions: (name: string) => boolean,
): Sizes {
  const bindings: (readonly [string, Binding])[] = [];
  const wrappers: ((body: CoreExpr) => CoreExpr)[] = [];
  for (const source of sizesOf(world, annotations, substitution)) {
    if (source.kind === "known") {
      bindings.push([source.name, { kind: "size", value: source.value }]);
      continue;
    }
    const bound = world.newVar(source.name, integer);
    const n = variable(bound, noSpan);
    if (source.kind === "hidden") {
      if (!mentions(source.name)) continue;
      const problem = hiddenProblem(source, annotations);
      bindings.push([source.name, { kind: "local", variable: bound }]);
      wrappers.push((body) => letIn(bound, failure(problem, problem.primary.span), body, body.span));
      continue;
    }
    const first = solvedSize(source.from, params);
    if (first === undefined) continue;
    bindings.push([source.name, { kind: "local", variable: bound }]);
    wrappers.push((body) => letIn(bound, first, body, body.span));
    for (const reading of isPlain(source.from) ? source.others : [source.from, ...source.others]) {
      const size = readSize(reading, params);
      const problem = sizeProblem(source.name, annotations, source.from, reading);
      if (size !== undefined) wrappers.push((body) => unlessFits(n, reading, size, body, problem));
    }
  }
  return { bindings, around: (body) => wrappers.reduceRight((inner, wrap) => wrap(inner), body) };
}

function readSize({ param, row }: SizeReading, params: readonly CoreVar[]): CoreExpr | undefined {
  const bound = params[param];
  return bound && prim(row, [variable(bound, noSpan)], integer, noSpan);
}

/** The variable from what is read: `(rows - 1) / 2` where a Matrix has `2*n + 1` rows; what is left over is found by the check. */
function solvedSize(reading: SizeReading, params: readonly CoreVar[]): CoreExpr | undefined {
  const size = readSize(reading, params);
  if (size === undefined || isPlain(reading)) return size;
  const part = integerPrim("minus", size, integerLiteral(reading.offset, noSpan));
  return integerPrim("int_div", part, integerLiteral(reading.scale, noSpan));
}

function isPlain(reading: SizeReading): boolean {
  return reading.scale === 1 && reading.offset === 0;
}

function integerPrim(row: string, a: CoreExpr, b: CoreExpr): CoreExpr {
  return prim(row, [a, b], integer, noSpan);
}

/** The body where `scale * n + offset` is what is read and n is natural, else the problem. */
function unlessFits(
  n: CoreExpr,
  reading: SizeReading,
  size: CoreExpr,
  body: CoreExpr,
  problem: Diagnostic,
): CoreExpr {
  const { span } = problem.primary;
  const scaled = reading.scale === 1 ? n : integerPrim("times", integerLiteral(reading.scale, span), n);
  const wanted =
    reading.offset === 0 ? scaled : integerPrim("plus", scaled, integerLiteral(reading.offset, span));
  const agree = prim("equals", [wanted, size], bool, span);
  const natural = prim("geq", [n, integerLiteral(0, span)], bool, span);
  const condition = reading.offset > 0 ? prim("logical_and", [natural, agree], bool, span) : agree;
  return {
    kind: "if",
    condition,
    then: body,
    else: failure(problem, span),
    type: body.type,
    span: body.span,
  };
}

const readingWords: ReadonlyMap<string, string> = new Map([
  ["nrows", "rows"],
  ["ncols", "columns"],
  ["length", "elements"],
]);

function sizeProblem(
  name: string,
  annotations: Annotations,
  first: SizeReading,
  second: SizeReading,
): Diagnostic {
  const text = ({ param, row }: SizeReading): string =>
    `the number of ${readingWords.get(row) ?? row} of ${annotations.params[param]?.name ?? "?"}`;
  const shown = (reading: SizeReading): string => printDim(reading.dim);
  const span = annotations.params[second.param]?.span ?? noSpan;
  if (first === second)
    return error("KL0301", `${text(first)} is not of the form ${shown(first)}`, span, {
      notes: [`no natural number ${name} makes ${shown(first)} equal ${text(first)}`],
    });
  const notes =
    isPlain(first) && isPlain(second)
      ? [`${name} is ${text(first)} and ${text(second)}`]
      : [`${shown(first)} is ${text(first)}`, `${shown(second)} is ${text(second)}`];
  return error("KL0301", `the dimension ${name} of these arguments differs`, span, { notes });
}

function hiddenProblem(
  { name, param }: Extract<SizeSource, { kind: "hidden" }>,
  annotations: Annotations,
): Diagnostic {
  const span = annotations.params[param]?.span ?? noSpan;
  return error("KL0307", `the dimension ${name} cannot be found from the arguments`, span, {
    hint: `make ${name} a parameter, or let an argument show it: Vector(${name}), Vector(2*${name})`,
  });
}

// ---- where they come from ------------------------------------------------------------------------------

type SizeSource =
  | { readonly kind: "known"; readonly name: string; readonly value: number }
  /** Read off an argument at run time; the other places that show it have to agree. */
  | {
      readonly kind: "read";
      readonly name: string;
      readonly from: SizeReading;
      readonly others: readonly SizeReading[];
    }
  /** It occurs in the type of this parameter, but nothing there tells what it is: `Vector(m + n)`. */
  | { readonly kind: "hidden"; readonly name: string; readonly param: number };

/** The row that reads `dim`, which is `scale * n + offset`, off a parameter. */
interface SizeReading {
  readonly param: number;
  readonly row: string;
  readonly dim: Dim;
  readonly scale: number;
  readonly offset: number;
}

/** Where each dimension variable of the parameters comes from. */
function sizesOf(world: World, annotations: Annotations, substitution: Substitution): readonly SizeSource[] {
  const names = new Map<string, number>();
  for (const [param, pattern] of annotations.patterns.entries()) {
    if (pattern === undefined) continue;
    for (const name of typeVariables(pattern).dims) if (!names.has(name)) names.set(name, param);
  }
  return [...names].map(([name, param]): SizeSource => {
    const dim = substitution.dim(name);
    const value = dim === undefined ? undefined : dimValue(dim);
    if (value !== undefined) return { kind: "known", name, value };
    const [from, ...others] = readingsOf(world, name, annotations.patterns);
    return from === undefined ? { kind: "hidden", name, param } : { kind: "read", name, from, others };
  });
}

const readers: ReadonlyMap<string, readonly string[]> = new Map([
  ["Matrix", ["nrows", "ncols"]],
  ["Vector", ["length"]],
]);

/** The plain ones first. */
function readingsOf(
  world: World,
  name: string,
  patterns: readonly (Type | undefined)[],
): readonly SizeReading[] {
  const readings = patterns.flatMap((pattern, param) => {
    if (pattern?.kind !== "con") return [];
    const family = sparseShape(pattern, world.environment) === undefined ? pattern.name : "Matrix";
    const rows = readers.get(family) ?? [];
    return pattern.args.flatMap((arg, i): SizeReading[] => {
      const row = rows[i];
      if (row === undefined || arg.kind !== "dim") return [];
      const linear = linearDim(arg.dim);
      return linear?.name === name ? [{ param, row, dim: arg.dim, ...linear }] : [];
    });
  });
  return readings.sort((a, b) => Number(isPlain(b)) - Number(isPlain(a)));
}
