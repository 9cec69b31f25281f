/**
 * Do the cases of a `match` cover every value, and can each be reached?
 *
 * Maranget's usefulness: "Warnings for pattern matching", JFP 17 (2007), §3. A row of patterns is useful after others when
 * some value matches it and none of them. Guarded cases cover nothing. What the constructors in a column tell decides which
 * values there are; numbers, strings and undeclared constructors are never complete without a wildcard.
 */
import { type Diagnostic, warning } from "../base/diagnostic.ts";
import type { Match, Pattern } from "../syntax/ast.ts";
import type { Environment } from "./environment.ts";
import { nearest } from "./nearest.ts";

/** A pattern seen as a constructor with parts; undefined matches everything. */
type Shape = { readonly head: Head; readonly parts: readonly Shape[] } | undefined;

interface Head {
  /** Equal heads have equal keys. */
  readonly key: string;
  readonly name: string;
  readonly arity: number;
  /** All heads of the type, where they are finitely many. */
  readonly signature: readonly Head[] | undefined;
}

type Row = readonly Shape[];

/** Checking more than this many steps costs more than the warning is worth. */
const mostSteps = 20_000;

export function checkMatch(match: Match, env: Environment): readonly Diagnostic[] {
  const budget = { steps: mostSteps };
  const problems: Diagnostic[] = [];
  const rows: Row[] = [];
  match.cases.forEach((matchCase, i) => {
    problems.push(...misspelt(matchCase.pattern, env));
    const row = [shapeOf(matchCase.pattern, env)];
    if (missing(rows, row, 1, budget) === undefined && budget.steps > 0) {
      problems.push(
        warning("KL0402", `unreachable pattern at case ${i + 1}`, matchCase.pattern.span, {
          notes: ["the cases above match everything it matches"],
        }),
      );
    }
    if (matchCase.guard === undefined) rows.push(row);
  });
  const uncovered = missing(rows, [undefined], 1, budget);
  if (uncovered !== undefined && budget.steps > 0 && isWorthSaying(match, env)) {
    const [witness] = uncovered;
    problems.push(
      warning("KL0401", "non-exhaustive match", match.scrutinee.span, {
        notes: [`missing cases: ${witness === undefined ? "_" : printShape(witness)}`],
        hint: "add the missing cases, or a last case `_`",
      }),
    );
  }
  return problems;
}

/** `cons(x, xs)` and `Cosn(x, xs)` match nothing but terms that nobody builds where `Cons(x, xs)` is meant. */
function misspelt(pattern: Pattern, env: Environment): readonly Diagnostic[] {
  switch (pattern.kind) {
    case "as":
      return misspelt(pattern.pattern, env);
    case "tuple":
    case "list":
      return pattern.items.flatMap((item) => misspelt(item, env));
    case "constructor": {
      const inside = pattern.args.flatMap((arg) => misspelt(arg, env));
      const meant = isConstructor(pattern.name, env) ? undefined : constructorMeant(pattern.name, env);
      if (meant === undefined) return inside;
      const problem = warning("KL0402", `\`${pattern.name}\` is not a constructor`, pattern.span, {
        hint: `did you mean \`${meant}\`?`,
      });
      return [problem, ...inside];
    }
    default:
      return [];
  }
}

/** The constructor that differs in its first letter's case, or the program's own that is nearest. */
export function constructorMeant(name: string, env: Environment): string | undefined {
  const capital = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  if (capital !== name) return isConstructor(capital, env) ? capital : undefined;
  const own = env.dataTypes.flatMap((type) => type.constructors.filter((c) => c.span.file !== ""));
  return nearest(
    name,
    own.map((c) => c.name),
  );
}

function isConstructor(name: string, env: Environment): boolean {
  return env.constructorNamed(name) !== undefined || lists.some((head) => head.name === name);
}

/** With undeclared constructors alone nothing is known about what else there may be. */
function isWorthSaying(match: Match, env: Environment): boolean {
  return match.cases.some(
    (c) => c.guard !== undefined || shapeOf(c.pattern, env)?.head.key.startsWith("?") !== true,
  );
}

// ---- shapes --------------------------------------------------------------------------------------------

const booleans = heads([
  ["True", 0],
  ["False", 0],
]);
const lists = heads([
  ["Nil", 0],
  ["Cons", 2],
]);

function heads(constructors: readonly (readonly [string, number])[]): readonly Head[] {
  const made: Head[] = [];
  for (const [name, arity] of constructors) made.push({ key: name, name, arity, signature: made });
  return made;
}

function shapeOf(pattern: Pattern, env: Environment): Shape {
  switch (pattern.kind) {
    case "wildcard":
    case "bind":
      return undefined;
    case "as":
      return shapeOf(pattern.pattern, env);
    case "number":
      return leaf(`#${Number(pattern.text)}`, pattern.text);
    case "string":
      return leaf(JSON.stringify(pattern.value), JSON.stringify(pattern.value));
    case "tuple":
      return tupleShape(pattern.items, env);
    case "list":
      return listShape(pattern.items, env);
    case "constructor":
      return constructorShape(pattern.name, pattern.args, env);
  }
}

function leaf(key: string, name: string): Shape {
  return { head: { key, name, arity: 0, signature: undefined }, parts: [] };
}

function tupleShape(items: readonly Pattern[], env: Environment): Shape {
  const made: Head[] = [];
  const head = { key: `tuple${items.length}`, name: "", arity: items.length, signature: made };
  made.push(head);
  return { head, parts: items.map((item) => shapeOf(item, env)) };
}

function listShape(items: readonly Pattern[], env: Environment): Shape {
  const [nil, cons] = lists;
  if (nil === undefined || cons === undefined) return undefined;
  let shape: Shape = { head: nil, parts: [] };
  for (const item of [...items].reverse()) shape = { head: cons, parts: [shapeOf(item, env), shape] };
  return shape;
}

function constructorShape(name: string, args: readonly Pattern[], env: Environment): Shape {
  const parts = args.map((arg) => shapeOf(arg, env));
  const declared = env.constructorNamed(name);
  const siblings = declared === undefined ? undefined : env.data(declared.data)?.constructors;
  const signature =
    siblings !== undefined
      ? heads(siblings.map((c) => [c.name, c.fields.length] as const))
      : [booleans, lists].find((family) => family.some((h) => h.name === name));
  const head = signature?.find((h) => h.name === name);
  if (head !== undefined) return { head, parts: padded(parts, head.arity) };
  if (/^(Pair|Tuple[345])$/.test(name)) return tupleShape(args, env);
  return { head: { key: `?${name}/${args.length}`, name, arity: args.length, signature: undefined }, parts };
}

function padded(parts: readonly Shape[], arity: number): readonly Shape[] {
  return Array.from({ length: arity }, (_, i) => parts[i]);
}

// ---- usefulness ----------------------------------------------------------------------------------------

/** Values that `row` matches and `rows` do not, as shapes; undefined where there are none: the row is useless. */
function missing(
  rows: readonly Row[],
  row: Row,
  width: number,
  budget: { steps: number },
): readonly Shape[] | undefined {
  budget.steps -= 1;
  if (budget.steps <= 0) return Array.from({ length: width }, () => undefined);
  if (width === 0) return rows.length === 0 ? [] : undefined;
  const [first, ...others] = row;
  if (first !== undefined) return missingWith(first.head, rows, [...first.parts, ...others], width, budget);
  const used = headsOf(rows);
  const signature = [...used.values()][0]?.signature;
  if (signature?.every((head) => used.has(head.key))) {
    for (const head of signature) {
      const wild = Array.from({ length: head.arity }, () => undefined);
      const found = missingWith(head, rows, [...wild, ...others], width, budget);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  const rest = missing(
    rows.flatMap((r) => (r[0] === undefined ? [r.slice(1)] : [])),
    others,
    width - 1,
    budget,
  );
  if (rest === undefined) return undefined;
  const absent = signature?.find((head) => !used.has(head.key));
  const witness: Shape = absent === undefined ? undefined : { head: absent, parts: padded([], absent.arity) };
  return [witness, ...rest];
}

/** As `missing`, for values whose first part is built with `head`; `row` has that part's parts in its place. */
function missingWith(
  head: Head,
  rows: readonly Row[],
  row: Row,
  width: number,
  budget: { steps: number },
): readonly Shape[] | undefined {
  const specialised = rows.flatMap((r): Row[] => {
    const [first, ...others] = r;
    if (first === undefined) return [[...padded([], head.arity), ...others]];
    return first.head.key === head.key ? [[...first.parts, ...others]] : [];
  });
  const found = missing(specialised, row, width - 1 + head.arity, budget);
  return found && [{ head, parts: found.slice(0, head.arity) }, ...found.slice(head.arity)];
}

function headsOf(rows: readonly Row[]): ReadonlyMap<string, Head> {
  return new Map(
    rows.flatMap(([first]) => (first === undefined ? [] : [[first.head.key, first.head] as const])),
  );
}

function printShape(shape: Shape): string {
  if (shape === undefined) return "_";
  const { head, parts } = shape;
  if (parts.length === 0 && head.name !== "") return head.name;
  return `${head.name}(${parts.map(printShape).join(", ")})`;
}
