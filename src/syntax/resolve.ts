/**
 * Which names an expression takes from outside, and in which order definitions depend on each other.
 *
 * In: trees of ast.ts. Out: names, occurrences, groups. Nothing here recurses: an expression may be as deep and
 * a chain of definitions as long as memory allows. Reading the imported files is the session's work; here is
 * only which paths a program names.
 */
import { unreachable } from "../base/outcome.ts";
import type { Define, Expr, Import, Name, Param, Pattern, Program, TypeExpr } from "./ast.ts";

export function importsOf(program: Program): readonly Import[] {
  return program.items.filter((item): item is Import => item.kind === "import");
}

// ---- what a construct binds ------------------------------------------------------------------------------

/** The names a pattern binds, from left to right. */
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

/**
 * Lower-case names among the arguments of the types: `A : Matrix(n, k)` puts `n` and `k` in scope as naturals
 * (language.md §19).
 */
export function dimensionNames(types: readonly TypeExpr[]): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (type: TypeExpr, isArgument: boolean): void => {
    switch (type.kind) {
      case "type-name":
        if (isArgument && /^[\p{Ll}_]/u.test(type.name)) names.add(type.name);
        return;
      case "type-call":
        for (const arg of type.args) visit(arg, true);
        return;
      case "type-product":
        for (const item of type.items) visit(item, isArgument);
        return;
      case "type-arrow":
        visit(type.from, isArgument);
        visit(type.to, isArgument);
        return;
      case "type-operator":
        visit(type.left, true);
        visit(type.right, true);
        return;
      case "type-forall":
        visit(type.body, isArgument);
        return;
      case "type-number":
      case "type-string":
        return;
      default:
        unreachable(type);
    }
  };
  for (const type of types) visit(type, false);
  return names;
}

/** The names that parameters put in scope of a body, dimensions of their types included. */
export function parameterNames(params: readonly Param[]): readonly string[] {
  const annotations = params.flatMap((p) => p.annotation ?? []);
  return [...params.map((p) => p.name), ...dimensionNames(annotations)];
}

// ---- free names ------------------------------------------------------------------------------------------

type Step =
  | { readonly do: "visit"; readonly expr: Expr }
  | { readonly do: "enter" | "leave"; readonly names: readonly string[] };

/** Every place where an expression uses a name that it does not bind itself, from left to right. */
export function freeOccurrences(expr: Expr, bound: Iterable<string> = []): readonly Name[] {
  const found: Name[] = [];
  // How many enclosing constructs bind each name.
  const depth = new Map<string, number>();
  for (const name of bound) depth.set(name, 1);
  const todo: Step[] = [{ do: "visit", expr }];
  for (let step = todo.pop(); step !== undefined; step = todo.pop()) {
    if (step.do !== "visit") {
      const change = step.do === "enter" ? 1 : -1;
      for (const name of step.names) depth.set(name, (depth.get(name) ?? 0) + change);
    } else if (step.expr.kind === "name") {
      if ((depth.get(step.expr.name) ?? 0) === 0) found.push(step.expr);
    } else {
      for (const next of stepsInto(step.expr).reverse()) todo.push(next);
    }
  }
  return found;
}

/** The parts of an expression in the order they are read, with what is bound around them. */
function stepsInto(expr: Exclude<Expr, Name>): Step[] {
  switch (expr.kind) {
    case "number":
    case "string":
      return [];
    case "call":
      return [visit(expr.callee), ...expr.args.map(visit), ...expr.named.map((n) => visit(n.value))];
    case "list":
    case "tuple":
      return expr.items.map(visit);
    case "lambda":
      return within(parameterNames(expr.params), [expr.body]);
    case "let":
      return [visit(expr.value), ...within(patternNames(expr.pattern), [expr.body])];
    case "if":
      return [visit(expr.condition), visit(expr.then), visit(expr.else)];
    case "match":
      return [
        visit(expr.scrutinee),
        ...expr.cases.flatMap((c) => within(patternNames(c.pattern), c.guard ? [c.guard, c.body] : [c.body])),
      ];
    case "quantifier": {
      const names = expr.groups.flatMap((g) => g.names);
      return within(names, expr.where ? [expr.where, expr.body] : [expr.body]);
    }
    case "ascription":
      return [visit(expr.value)];
    case "index":
      return [visit(expr.target), ...expr.indices.map(visit)];
    case "field":
      return [visit(expr.target)];
    default:
      return unreachable(expr);
  }
}

function visit(expr: Expr): Step {
  return { do: "visit", expr };
}

function within(names: readonly string[], exprs: readonly Expr[]): Step[] {
  return [{ do: "enter", names }, ...exprs.map(visit), { do: "leave", names }];
}

export function freeNames(expr: Expr, bound: Iterable<string> = []): ReadonlySet<string> {
  return new Set(freeOccurrences(expr, bound).map((occurrence) => occurrence.name));
}

/** Every place where a definition uses a name that is neither its parameter nor a dimension of one. */
export function freeOccurrencesOfDefine(define: Define): readonly Name[] {
  const results = define.result === undefined ? [] : [...dimensionNames([define.result])];
  return freeOccurrences(define.body, [...parameterNames(define.params ?? []), ...results]);
}

// ---- dependencies ----------------------------------------------------------------------------------------

/**
 * Definitions in groups that call each other, each group after those it uses: the order in which types are
 * inferred. Of several definitions of a name the last one counts.
 */
export function dependencyGroups(defines: readonly Define[]): readonly (readonly Define[])[] {
  const byName = new Map(defines.map((define) => [define.name, define]));
  const uses = new Map(
    [...byName].map(([name, define]) => [
      name,
      [...new Set(freeOccurrencesOfDefine(define).map((o) => o.name))].filter((n) => byName.has(n)),
    ]),
  );
  return stronglyConnected([...byName.keys()], (name) => uses.get(name) ?? []).map((group) =>
    group.flatMap((name) => byName.get(name) ?? []),
  );
}

/** Whether a group of `dependencyGroups` is recursive: several definitions, or one that uses itself. */
export function isRecursive(group: readonly Define[]): boolean {
  const [only, ...others] = group;
  if (only === undefined || others.length > 0) return others.length > 0;
  return freeOccurrencesOfDefine(only).some((o) => o.name === only.name);
}

/**
 * Strongly connected components, each after those it has edges to (Tarjan, "Depth-first search and linear graph
 * algorithms", 1972), with a stack of its own. Nodes of a component keep the order of `nodes`.
 */
export function stronglyConnected<Node>(
  nodes: readonly Node[],
  edges: (node: Node) => readonly Node[],
): readonly (readonly Node[])[] {
  const position = new Map(nodes.map((node, i) => [node, i]));
  const index = new Map<Node, number>();
  const low = new Map<Node, number>();
  const open: Node[] = [];
  const isOpen = new Set<Node>();
  const components: (readonly Node[])[] = [];

  const lower = (node: Node, to: number): void => {
    low.set(node, Math.min(low.get(node) ?? to, to));
  };
  const enter = (node: Node): { node: Node; rest: Iterator<Node> } => {
    index.set(node, index.size);
    lower(node, index.size - 1);
    open.push(node);
    isOpen.add(node);
    return { node, rest: edges(node)[Symbol.iterator]() };
  };
  /** Closes the component of which `root` was met first. */
  const close = (root: Node): void => {
    const component = open.splice(open.lastIndexOf(root));
    for (const node of component) isOpen.delete(node);
    components.push(component.sort((a, b) => (position.get(a) ?? 0) - (position.get(b) ?? 0)));
  };

  for (const start of nodes) {
    if (index.has(start)) continue;
    const path = [enter(start)];
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const next = top.rest.next();
      if (next.done) {
        path.pop();
        const own = low.get(top.node) ?? 0;
        if (own === index.get(top.node)) close(top.node);
        const below = path.at(-1);
        if (below !== undefined) lower(below.node, own);
      } else if (!index.has(next.value)) {
        path.push(enter(next.value));
      } else if (isOpen.has(next.value)) {
        lower(top.node, index.get(next.value) ?? 0);
      }
    }
  }
  return components;
}
