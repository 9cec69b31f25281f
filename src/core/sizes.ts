/**
 * Dimension variables as values (T7): `n` in the body of `define f(A : Matrix(n, n)) = …`.
 *
 * In: the annotations of a function, what its arguments' types decide, and its parameters. Out: a number for each variable
 * that is known, a read of an argument for each that is not; where several places show one variable, they are compared.
 */
import { type Diagnostic, error } from "../base/diagnostic.ts";
import { noSpan } from "../base/span.ts";
import { dimValue } from "../types/dim.ts";
import { singleVariable } from "../types/match.ts";
import { type Substitution, typeVariables } from "../types/traverse.ts";
import { bool, integer, type Type } from "../types/type.ts";
import { failure, letIn, prim, variable } from "./build.ts";
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
): Sizes {
  const bindings: (readonly [string, Binding])[] = [];
  const wrappers: ((body: CoreExpr) => CoreExpr)[] = [];
  for (const source of sizesOf(annotations, substitution)) {
    if (source.kind === "known") {
      bindings.push([source.name, { kind: "size", value: source.value }]);
      continue;
    }
    const bound = world.newVar(source.name, integer);
    const first = readSize(source.from, params);
    if (first === undefined) continue;
    bindings.push([source.name, { kind: "local", variable: bound }]);
    wrappers.push((body) => letIn(bound, first, body, body.span));
    for (const other of source.others) {
      const size = readSize(other, params);
      const problem = sizeProblem(source.name, annotations, [source.from, other]);
      if (size !== undefined)
        wrappers.push((body) => unlessEqual(variable(bound, noSpan), size, body, problem));
    }
  }
  return { bindings, around: (body) => wrappers.reduceRight((inner, wrap) => wrap(inner), body) };
}

function readSize({ param, row }: SizeReading, params: readonly CoreVar[]): CoreExpr | undefined {
  const bound = params[param];
  return bound && prim(row, [variable(bound, noSpan)], integer, noSpan);
}

/** Two dimensions that are known only now differ. */
function unlessEqual(a: CoreExpr, b: CoreExpr, body: CoreExpr, problem: Diagnostic): CoreExpr {
  const { span } = problem.primary;
  const condition = prim("equals", [a, b], bool, span);
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
  readings: readonly [SizeReading, SizeReading],
): Diagnostic {
  const texts = readings.map(({ param, row }) => {
    const owner = annotations.params[param]?.name ?? "?";
    return `the number of ${readingWords.get(row) ?? row} of ${owner}`;
  });
  const span = annotations.params[readings[1].param]?.span ?? noSpan;
  return error("KL0301", `the dimension ${name} of these arguments differs`, span, {
    notes: [`${name} is ${texts.join(" and ")}`],
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
    };

/** The row that reads a dimension off a parameter. */
interface SizeReading {
  readonly param: number;
  readonly row: string;
}

/** Where each dimension variable of the parameters comes from; those nothing shows are left out. */
function sizesOf(annotations: Annotations, substitution: Substitution): readonly SizeSource[] {
  const names = new Set<string>();
  for (const pattern of annotations.patterns) {
    if (pattern !== undefined) for (const name of typeVariables(pattern).dims) names.add(name);
  }
  return [...names].flatMap((name): SizeSource[] => {
    const dim = substitution.dim(name);
    const value = dim === undefined ? undefined : dimValue(dim);
    if (value !== undefined) return [{ kind: "known", name, value }];
    const [from, ...others] = readingsOf(name, annotations.patterns);
    return from === undefined ? [] : [{ kind: "read", name, from, others }];
  });
}

const readers: ReadonlyMap<string, readonly string[]> = new Map([
  ["Matrix", ["nrows", "ncols"]],
  ["Vector", ["length"]],
]);

function readingsOf(name: string, patterns: readonly (Type | undefined)[]): readonly SizeReading[] {
  return patterns.flatMap((pattern, param) => {
    if (pattern?.kind !== "con") return [];
    const rows = readers.get(pattern.name) ?? [];
    return pattern.args.flatMap((arg, i): SizeReading[] => {
      const row = rows[i];
      if (row === undefined || arg.kind !== "dim" || singleVariable(arg.dim) !== name) return [];
      return [{ param, row }];
    });
  });
}
