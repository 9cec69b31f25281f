/**
 * Free names of expressions, and which definitions call each other. In: AST and a lookup of definitions. Out: name sets,
 * computed once per lambda and per definition.
 */
import { unreachable } from "../base/outcome.ts";
import type { Define, Expr, Lambda, Pattern } from "../syntax/ast.ts";

const ofLambda = new WeakMap<Lambda, ReadonlySet<string>>();

/** Names a lambda uses but does not bind, in order of first use. */
export function freeNamesOfLambda(lambda: Lambda): ReadonlySet<string> {
  const known = ofLambda.get(lambda);
  if (known !== undefined) return known;
  const found = new Set<string>();
  collect(lambda.body, createBound(lambda.params.map((p) => p.name)), found);
  ofLambda.set(lambda, found);
  return found;
}

interface Bound {
  readonly has: (name: string) => boolean;
  readonly within: (names: readonly string[], body: () => void) => void;
}

function createBound(names: readonly string[]): Bound {
  const counts = new Map<string, number>(names.map((name) => [name, 1]));
  return {
    has: (name) => (counts.get(name) ?? 0) > 0,
    within: (inner, body) => {
      for (const name of inner) counts.set(name, (counts.get(name) ?? 0) + 1);
      body();
      for (const name of inner) counts.set(name, (counts.get(name) ?? 0) - 1);
    },
  };
}

function collect(expr: Expr, bound: Bound, found: Set<string>): void {
  const use = (name: string) => {
    if (!bound.has(name)) found.add(name);
  };
  const all = (parts: readonly Expr[]) => {
    for (const part of parts) collect(part, bound, found);
  };
  switch (expr.kind) {
    case "number":
    case "string":
      return;
    case "name":
      return use(expr.name);
    case "call":
      all([expr.callee, ...expr.args, ...expr.named.map((n) => n.value)]);
      return;
    case "list":
    case "tuple":
      return all(expr.items);
    case "lambda":
      for (const name of freeNamesOfLambda(expr)) use(name);
      return;
    case "let":
      collect(expr.value, bound, found);
      return bound.within(patternNames(expr.pattern), () => collect(expr.body, bound, found));
    case "if":
      return all([expr.condition, expr.then, expr.else]);
    case "match":
      collect(expr.scrutinee, bound, found);
      for (const c of expr.cases)
        bound.within(patternNames(c.pattern), () =>
          all(c.guard === undefined ? [c.body] : [c.guard, c.body]),
        );
      return;
    case "quantifier":
      return;
    case "ascription":
      return collect(expr.value, bound, found);
    case "index":
      return all([expr.target, ...expr.indices]);
    case "field":
      return collect(expr.target, bound, found);
    default:
      return unreachable(expr);
  }
}

/** Names that a pattern binds, left to right. */
export function patternNames(pattern: Pattern): readonly string[] {
  switch (pattern.kind) {
    case "wildcard":
    case "number":
    case "string":
      return [];
    case "bind":
      return [pattern.name];
    case "constructor":
      return pattern.args.flatMap(patternNames);
    case "tuple":
    case "list":
      return pattern.items.flatMap(patternNames);
    case "as":
      return [...patternNames(pattern.pattern), pattern.name];
    default:
      return unreachable(pattern);
  }
}

/** Asks whether two definitions belong to one recursion group; each component is found once, at first need. */
export function createGroups(
  definition: (name: string) => Define | undefined,
): (a: string | undefined, b: string | undefined) => boolean {
  const group = new Map<string, number>();
  const recursive = new Set<string>();
  const used = (name: string): readonly string[] => {
    const define = definition(name);
    if (define === undefined) return [];
    const found = new Set<string>();
    collect(define.body, createBound((define.params ?? []).map((p) => p.name)), found);
    return [...found].filter((other) => definition(other) !== undefined);
  };
  return (a, b) => {
    if (a === undefined || b === undefined) return false;
    if (!group.has(a)) findComponents(a, used, group, recursive);
    return group.get(a) === group.get(b) && recursive.has(a);
  };
}

interface Visit {
  readonly name: string;
  readonly uses: readonly string[];
  next: number;
  readonly index: number;
  low: number;
}

/** Tarjan's strongly connected components from `root`, on a stack of its own. */
function findComponents(
  root: string,
  used: (name: string) => readonly string[],
  group: Map<string, number>,
  recursive: Set<string>,
): void {
  const visits = new Map<string, Visit>();
  const open: Visit[] = [];
  const path: Visit[] = [];
  const enter = (name: string) => {
    const visit = { name, uses: used(name), next: 0, index: visits.size, low: visits.size };
    visits.set(name, visit);
    open.push(visit);
    path.push(visit);
  };
  enter(root);
  for (let visit = path.at(-1); visit !== undefined; visit = path.at(-1)) {
    const name = visit.uses[visit.next++];
    if (name === undefined) {
      path.pop();
      const parent = path.at(-1);
      if (parent !== undefined) parent.low = Math.min(parent.low, visit.low);
      if (visit.low === visit.index) closeComponent(visit, open, group, recursive);
      continue;
    }
    if (name === visit.name) recursive.add(name);
    if (group.has(name)) continue;
    const other = visits.get(name);
    if (other === undefined) enter(name);
    else visit.low = Math.min(visit.low, other.index);
  }
}

function closeComponent(
  root: Visit,
  open: Visit[],
  group: Map<string, number>,
  recursive: Set<string>,
): void {
  const members = open.splice(open.indexOf(root));
  const id = group.size;
  for (const member of members) {
    group.set(member.name, id);
    if (members.length > 1) recursive.add(member.name);
  }
}
