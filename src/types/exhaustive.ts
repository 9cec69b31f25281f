/**
 * Do the cases of a `match` cover every value, and can each be reached?
 *
 * Maranget's usefulness: "Warnings for pattern matching", JFP 17 (2007), §3. A row of patterns is useful after others when
 * some value matches it and none of them. Guarded cases cover nothing. What the constructors in a column tell decides which
 * values there are, unless the value's type is known to be another one, or they are of several types: such a pattern fits
 * nowhere and covers nothing. Numbers, strings and undeclared constructors are never complete without a wildcard.
 */
import { type Diagnostic, warning } from "../base/diagnostic.ts";
import type { Match, Pattern } from "../syntax/ast.ts";
import type { Environment } from "./environment.ts";
import { isSequence } from "./explain.ts";
import { nearest } from "./nearest.ts";
import type { Type } from "./type.ts";

/** A pattern seen as a constructor with parts; undefined matches everything. */
type Shape = { readonly head: Head; readonly parts: readonly Shape[] } | undefined;

interface Head {
  /** Equal heads have equal keys. */
  readonly key: string;
  readonly name: string;
  readonly arity: number;
  /** All heads of the type, where they are finitely many. */
  readonly signature: readonly Head[] | undefined;
  /** No value of the type that is matched is built with it. */
  readonly foreign?: true;
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

  /** Of all heads that occur and can fit; undefined where they are of several types. */
  get signature(): readonly Head[] | undefined {
    let common: readonly Head[] | undefined;
    for (const { head } of this.#byHead.values()) {
      if (head.foreign) continue;
      if (head.signature === undefined) return undefined;
      common ??= head.signature;
      if (common[0]?.key !== head.signature[0]?.key) return undefined;
    }
    return common;
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

/** `type`: what is known of the type of the value that is matched. */
export function checkMatch(match: Match, type: Type, env: Environment): readonly Diagnostic[] {
  const budget = { steps: mostSteps };
  const problems: Diagnostic[] = [];
  const rows = new Rows();
  const known: Signatures = { env, byData: new Map() };
  match.cases.forEach((matchCase, i) => {
    problems.push(...misspelt(matchCase.pattern, env));
    const row = [shapeOf(matchCase.pattern, type, known)];
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
  if (uncovered !== undefined && budget.steps > 0 && isWorthSaying(match, type, known)) {
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
function isWorthSaying(match: Match, type: Type, known: Signatures): boolean {
  return match.cases.some(
    (c) => c.guard !== undefined || shapeOf(c.pattern, type, known)?.head.key.startsWith("?") !== true,
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

/** `type`: undefined where nothing is known of it. */
function shapeOf(pattern: Pattern, type: Type | undefined, known: Signatures): Shape {
  switch (pattern.kind) {
    case "wildcard":
    case "bind":
      return undefined;
    case "as":
      return shapeOf(pattern.pattern, type, known);
    case "number":
      return leaf(`#${Number(pattern.text)}`, pattern.text);
    case "string":
      return leaf(JSON.stringify(pattern.value), JSON.stringify(pattern.value));
    case "tuple":
      return tupleShape(pattern.items, type, known);
    case "list":
      return listShape(pattern.items, type, known);
    case "constructor":
      return constructorShape(pattern.name, pattern.args, type, known);
  }
}

function leaf(key: string, name: string): Shape {
  return { head: { key, name, arity: 0, signature: undefined }, parts: [] };
}

function tupleShape(items: readonly Pattern[], type: Type | undefined, known: Signatures): Shape {
  const made: Head[] = [];
  const head = { key: `tuple${items.length}`, name: "", arity: items.length, signature: made };
  made.push(head);
  const fitting = fitted(head, head.key, type);
  const types = type?.kind === "tuple" ? type.items : [];
  return { head: fitting, parts: items.map((item, i) => shapeOf(item, types[i], known)) };
}

function listShape(items: readonly Pattern[], type: Type | undefined, known: Signatures): Shape {
  const [nil, cons] = lists.map((head) => fitted(head, "List", type));
  if (nil === undefined || cons === undefined) return undefined;
  let shape: Shape = { head: nil, parts: [] };
  for (const item of [...items].reverse())
    shape = { head: cons, parts: [shapeOf(item, elementOf(type), known), shape] };
  return shape;
}

function constructorShape(
  name: string,
  args: readonly Pattern[],
  type: Type | undefined,
  known: Signatures,
): Shape {
  const head = headNamed(name, type, known);
  if (head === undefined && /^(Pair|Tuple[345])$/.test(name)) return tupleShape(args, type, known);
  const types = name === "Cons" ? [elementOf(type), type] : [];
  const parts = args.map((arg, i) => shapeOf(arg, types[i], known));
  if (head !== undefined) return { head, parts: padded(parts, head.arity) };
  return { head: { key: `?${name}/${args.length}`, name, arity: args.length, signature: undefined }, parts };
}

function headNamed(name: string, type: Type | undefined, { env, byData }: Signatures): Head | undefined {
  const declared = env.constructorNamed(name);
  const siblings = declared === undefined ? undefined : env.data(declared.data)?.constructors;
  if (declared === undefined || siblings === undefined) {
    const head = [...booleans, ...lists].find((one) => one.name === name);
    return head && fitted(head, booleans.includes(head) ? "Bool" : "List", type);
  }
  const made = byData.get(declared.data) ?? heads(siblings.map((c) => [c.name, c.fields.length] as const));
  byData.set(declared.data, made);
  const head = made[declared.tag];
  return head && fitted(head, declared.data, type);
}

/** A head that values of the type cannot have covers none of them, whatever its siblings cover. */
function fitted(head: Head, form: string, type: Type | undefined): Head {
  const actual = type && formOf(type);
  return actual === undefined || actual === form ? head : { ...head, signature: undefined, foreign: true };
}

/** What values of the type are built with; undefined where that is open. */
function formOf(type: Type): string | undefined {
  if (isSequence(type)) return "List";
  if (type.kind === "tuple") return `tuple${type.items.length}`;
  return type.kind === "con" && type.name !== "Matrix" ? type.name : undefined;
}

function elementOf(type: Type | undefined): Type | undefined {
  return type?.kind === "con" && isSequence(type) ? type.args.at(-1) : undefined;
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
