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

/** The rows so far, by what their first part is built with: many constructors would be looked through for each of many cases. */
class Rows {
  readonly #byHead = new Map<string, { readonly head: Head; readonly rows: Row[] }>();
  /** Those whose first part matches everything. */
  readonly wild: Row[] = [];

  constructor(rows: Iterable<Row> = []) {
    for (const row of rows) this.add(row);
  }

  add(row: Row): void {
    const [first] = row;
    const group = first === undefined ? undefined : this.#byHead.get(first.head.key);
    if (first === undefined) this.wild.push(row);
    else if (group === undefined) this.#byHead.set(first.head.key, { head: first.head, rows: [row] });
    else group.rows.push(row);
  }

  get isEmpty(): boolean {
    return this.wild.length === 0 && this.#byHead.size === 0;
  }

  has(head: Head): boolean {
    return this.#byHead.has(head.key);
  }

  /** Of any head that occurs. */
  get signature(): readonly Head[] | undefined {
    for (const { head } of this.#byHead.values()) return head.signature;
    return undefined;
  }

  /** What the rows say of values whose first part is built with `head`: that part's parts in its place. */
  specialised(head: Head): Rows {
    const built = this.#byHead.get(head.key)?.rows ?? [];
    const parts = padded([], head.arity);
    return new Rows([
      ...built.map(([first, ...others]) => [...(first?.parts ?? []), ...others]),
      ...this.wild.map(([, ...others]) => [...parts, ...others]),
    ]);
  }
}

/** Checking more than this many steps costs more than the warning is worth. */
const mostSteps = 20_000;

export function checkMatch(match: Match, env: Environment): readonly Diagnostic[] {
  const budget = { steps: mostSteps };
  const problems: Diagnostic[] = [];
  const rows = new Rows();
  const known: Signatures = { env, byData: new Map() };
  match.cases.forEach((matchCase, i) => {
    problems.push(...misspelt(matchCase.pattern, env));
    const row = [shapeOf(matchCase.pattern, known)];
    if (missing(rows, row, 1, budget) === undefined && budget.steps > 0) {
      problems.push(
        warning("KL0402", `unreachable pattern at case ${i + 1}`, matchCase.pattern.span, {
          notes: ["the cases above match everything it matches"],
        }),
      );
    }
    if (matchCase.guard === undefined) rows.add(row);
  });
  const uncovered = missing(rows, [undefined], 1, budget);
  if (uncovered !== undefined && budget.steps > 0 && isWorthSaying(match, known)) {
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
function isWorthSaying(match: Match, known: Signatures): boolean {
  return match.cases.some(
    (c) => c.guard !== undefined || shapeOf(c.pattern, known)?.head.key.startsWith("?") !== true,
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

/** The heads of each data type, made once for a match. */
interface Signatures {
  readonly env: Environment;
  readonly byData: Map<string, readonly Head[]>;
}

function heads(constructors: readonly (readonly [string, number])[]): readonly Head[] {
  const made: Head[] = [];
  for (const [name, arity] of constructors) made.push({ key: name, name, arity, signature: made });
  return made;
}

function shapeOf(pattern: Pattern, known: Signatures): Shape {
  switch (pattern.kind) {
    case "wildcard":
    case "bind":
      return undefined;
    case "as":
      return shapeOf(pattern.pattern, known);
    case "number":
      return leaf(`#${Number(pattern.text)}`, pattern.text);
    case "string":
      return leaf(JSON.stringify(pattern.value), JSON.stringify(pattern.value));
    case "tuple":
      return tupleShape(pattern.items, known);
    case "list":
      return listShape(pattern.items, known);
    case "constructor":
      return constructorShape(pattern.name, pattern.args, known);
  }
}

function leaf(key: string, name: string): Shape {
  return { head: { key, name, arity: 0, signature: undefined }, parts: [] };
}

function tupleShape(items: readonly Pattern[], known: Signatures): Shape {
  const made: Head[] = [];
  const head = { key: `tuple${items.length}`, name: "", arity: items.length, signature: made };
  made.push(head);
  return { head, parts: items.map((item) => shapeOf(item, known)) };
}

function listShape(items: readonly Pattern[], known: Signatures): Shape {
  const [nil, cons] = lists;
  if (nil === undefined || cons === undefined) return undefined;
  let shape: Shape = { head: nil, parts: [] };
  for (const item of [...items].reverse()) shape = { head: cons, parts: [shapeOf(item, known), shape] };
  return shape;
}

function constructorShape(name: string, args: readonly Pattern[], known: Signatures): Shape {
  const parts = args.map((arg) => shapeOf(arg, known));
  const head = headNamed(name, known);
  if (head !== undefined) return { head, parts: padded(parts, head.arity) };
  if (/^(Pair|Tuple[345])$/.test(name)) return tupleShape(args, known);
  return { head: { key: `?${name}/${args.length}`, name, arity: args.length, signature: undefined }, parts };
}

function headNamed(name: string, { env, byData }: Signatures): Head | undefined {
  const declared = env.constructorNamed(name);
  const siblings = declared === undefined ? undefined : env.data(declared.data)?.constructors;
  if (declared === undefined || siblings === undefined)
    return [...booleans, ...lists].find((head) => head.name === name);
  const made = byData.get(declared.data) ?? heads(siblings.map((c) => [c.name, c.fields.length] as const));
  byData.set(declared.data, made);
  return made[declared.tag];
}

function padded(parts: readonly Shape[], arity: number): readonly Shape[] {
  return Array.from({ length: arity }, (_, i) => parts[i]);
}

// ---- usefulness ----------------------------------------------------------------------------------------

/** Values that `row` matches and `rows` do not, as shapes; undefined where there are none: the row is useless. */
function missing(
  rows: Rows,
  row: Row,
  width: number,
  budget: { steps: number },
): readonly Shape[] | undefined {
  budget.steps -= 1;
  if (budget.steps <= 0) return Array.from({ length: width }, () => undefined);
  if (width === 0) return rows.isEmpty ? [] : undefined;
  const [first, ...others] = row;
  if (first !== undefined) return missingWith(first.head, rows, [...first.parts, ...others], width, budget);
  const { signature } = rows;
  if (signature?.every((head) => rows.has(head))) {
    for (const head of signature) {
      const wild = padded([], head.arity);
      const found = missingWith(head, rows, [...wild, ...others], width, budget);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  const rest = missing(new Rows(rows.wild.map((r) => r.slice(1))), others, width - 1, budget);
  if (rest === undefined) return undefined;
  const absent = signature?.find((head) => !rows.has(head));
  const witness: Shape = absent === undefined ? undefined : { head: absent, parts: padded([], absent.arity) };
  return [witness, ...rest];
}

/** As `missing`, for values whose first part is built with `head`; `row` has that part's parts in its place. */
function missingWith(
  head: Head,
  rows: Rows,
  row: Row,
  width: number,
  budget: { steps: number },
): readonly Shape[] | undefined {
  const found = missing(rows.specialised(head), row, width - 1 + head.arity, budget);
  return found && [{ head, parts: found.slice(0, head.arity) }, ...found.slice(head.arity)];
}

function printShape(shape: Shape): string {
  if (shape === undefined) return "_";
  const { head, parts } = shape;
  if (parts.length === 0 && head.name !== "") return head.name;
  return `${head.name}(${parts.map(printShape).join(", ")})`;
}
