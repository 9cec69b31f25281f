/**
 * `specialize(f, m = 1.0, V = λ x . x^2)`: a definition with free names becomes a function in which they have values.
 *
 * In: a program's definitions. Out: expressions in which such calls are ordinary ones, of copies of the definitions that take
 * the values as their first parameters; so every stage after this one sees nothing but definitions. A copy is made of each
 * definition that comes upon one of the names, `energy⟨m, V⟩` of `energy`; in it the name `m` is `⟨m⟩`, which no program can
 * write, so nothing is captured. Numbers are put into the calls of the copies, where they are folded.
 */
import { type Diagnostic, error } from "../base/diagnostic.ts";
import { unreachable } from "../base/outcome.ts";
import type {
  Call,
  Define,
  Expr,
  ImplementsMember,
  Item,
  Lambda,
  NamedArgument,
  Program,
  Statement,
  StructureMember,
} from "./ast.ts";
import {
  freeNames,
  freeOccurrences,
  freeOccurrencesOfDefine,
  parameterNames,
  patternNames,
} from "./resolve.ts";

export interface SpecializeOptions {
  readonly definition: (name: string) => Define | undefined;
  /** Something other than a definition has this name: a built-in, a constructor. */
  readonly isTaken: (name: string) => boolean;
}

export interface Specializer {
  /** The expression without calls of `specialize`. `bound`: local names around it. */
  readonly expand: (expr: Expr, bound?: ReadonlySet<string>) => Expr;
  readonly expandItem: (item: Item) => Item;
  /** The copy of a definition that has this name. */
  readonly copyNamed: (name: string) => Define | undefined;
  readonly copies: () => readonly Define[];
  /** Calls that mean nothing, so far. */
  readonly problems: Diagnostic[];
}

/** Whether a program may have such a call: a program whose text is not known may. */
export function mayUse(program: Program): boolean {
  return program.specializes !== false;
}

export function createSpecializer(options: SpecializeOptions): Specializer {
  const { isTaken } = options;
  const problems: Diagnostic[] = [];
  const copies = new Map<string, Define>();
  const definition = (name: string): Define | undefined => options.definition(name) ?? copies.get(name);

  const expanded = new Map<Define, Define>();
  /** The definition without calls of `specialize`; as it is written while that is being found. */
  const settled = (define: Define): Define => {
    const known = expanded.get(define);
    if (known !== undefined) return known;
    expanded.set(define, define);
    const body = expand(define.body, new Set(parameterNames(define.params ?? [])));
    const result = body === define.body ? define : { ...define, body };
    expanded.set(define, result);
    return result;
  };

  /** What a definition comes upon in the end, other than definitions: through those that it uses. */
  const outside = (start: Iterable<string>): ReadonlySet<string> => {
    const found = new Set<string>();
    const seen = new Set<string>();
    const todo = [...start];
    for (let name = todo.pop(); name !== undefined; name = todo.pop()) {
      if (seen.has(name)) continue;
      seen.add(name);
      const define = definition(name);
      if (define === undefined) found.add(name);
      else for (const used of freeOccurrencesOfDefine(settled(define))) todo.push(used.name);
    }
    return found;
  };
  const reaches = (name: string, names: readonly string[]): boolean => {
    if (definition(name) === undefined) return false;
    const found = outside([name]);
    return names.some((n) => found.has(n));
  };

  const copyOf = (define: Define, names: readonly string[]): string => {
    const name = `${define.name}⟨${names.join(", ")}⟩`;
    if (copies.has(name)) return name;
    // A definition that calls itself finds its copy here.
    copies.set(name, define);
    const { params, body, nameSpan } = settled(define);
    const given = names.map((n) => ({ name: hidden(n), span: nameSpan }));
    copies.set(name, {
      ...define,
      name,
      params: [...given, ...(params ?? [])],
      body: withValues(body, names, new Map(), parameterNames(params ?? [])),
    });
    return name;
  };

  /** The expression with the names, where they are free in it, replaced by their values. */
  const withValues = (
    expr: Expr,
    names: readonly string[],
    values: ReadonlyMap<string, Expr>,
    bound: Iterable<string> = [],
  ): Expr => {
    const value = (name: string, span: Expr["span"]): Expr =>
      values.get(name) ?? { kind: "name", name: hidden(name), span };
    return mapFree(expr, new Set(bound), (node, local) => {
      const called = node.kind === "call" ? node.callee : node;
      if (called.kind !== "name" || local.has(called.name)) return undefined;
      const { name, span } = called;
      if (node.kind === "name" && names.includes(name)) return value(name, span);
      const define = definition(name);
      if (define === undefined || !reaches(name, names)) return undefined;
      const callee: Expr = { kind: "name", name: copyOf(define, names), span };
      const given = names.map((n) => value(n, span));
      if (define.params === undefined) return node.kind === "name" ? call(callee, given, span) : undefined;
      if (node.kind !== "call") return etaExpanded(callee, given, define, span);
      const rest = node.args.map((arg) => withValues(arg, names, values, local));
      const named = node.named.map((n) => ({ ...n, value: withValues(n.value, names, values, local) }));
      return { ...node, callee, args: [...given, ...rest], named };
    });
  };

  const expandCall = (node: Call, bound: ReadonlySet<string>): Expr => {
    const target = node.args[0];
    const problem = node.args.length === 1 ? undefined : wrongForm(node);
    if (target === undefined || problem !== undefined || node.named.length === 0) {
      problems.push(problem ?? wrongForm(node));
      return node;
    }
    const inner = expand(target, bound);
    const free = outside([...freeNames(inner)].filter((name) => !bound.has(name)));
    for (const named of node.named) {
      const wrong = unbindable(named, target, bound, free);
      if (wrong !== undefined) problems.push(wrong);
    }
    const given = node.named.filter(({ name }) => free.has(name) && !isTaken(name));
    const names = [...new Set(given.map(({ name }) => name))].sort();
    const values = new Map(
      given.flatMap(({ name, value }) => (isNumber(value) ? [[name, value] as const] : [])),
    );
    const body = withValues(inner, names, values, bound);
    return given.reduceRight<Expr>((rest, { name, value, span }) => {
      if (values.has(name)) return rest;
      const pattern = { kind: "bind", name: hidden(name), span } as const;
      return { kind: "let", pattern, value: expand(value, bound), body: rest, span: node.span };
    }, body);
  };

  const unbindable = (
    { name, span }: NamedArgument,
    target: Expr,
    bound: ReadonlySet<string>,
    free: ReadonlySet<string>,
  ): Diagnostic | undefined => {
    if (free.has(name) && !isTaken(name)) return undefined;
    const what = target.kind === "name" ? `\`${target.name}\`` : "this expression";
    const open = [...free].filter((n) => !isTaken(n));
    const notes =
      target.kind === "name" && bound.has(target.name)
        ? [`\`${target.name}\` is a local value: what is free in it cannot be seen here`]
        : definition(name) !== undefined || isTaken(name)
          ? [`\`${name}\` has a meaning already`]
          : [open.length === 0 ? "it has none" : `free in it: ${open.map((n) => `\`${n}\``).join(", ")}`];
    return error("KL0207", `\`${name}\` is no free name of ${what}`, span, {
      notes,
      ...(definition(name)?.params === undefined && definition(name) !== undefined
        ? { hint: `make \`${name}\` a parameter, or leave its definition out` }
        : {}),
    });
  };

  const expand = (expr: Expr, bound: ReadonlySet<string> = new Set()): Expr => {
    if (definition("specialize") !== undefined) return expr;
    if (!freeOccurrences(expr, bound).some((used) => used.name === "specialize")) return expr;
    return mapFree(expr, bound, (node, local) =>
      node.kind === "call" &&
      node.callee.kind === "name" &&
      node.callee.name === "specialize" &&
      !local.has("specialize")
        ? expandCall(node, local)
        : undefined,
    );
  };

  const expandItem = (item: Item): Item => {
    switch (item.kind) {
      case "define":
        return settled(item);
      case "expression":
        return { ...item, value: expand(item.value) };
      case "example": {
        const bound = new Set<string>();
        return { ...item, statements: item.statements.map((statement) => expandStatement(statement, bound)) };
      }
      case "structure":
        return { ...item, members: item.members.map(expandMember) };
      case "implements":
        return { ...item, members: item.members.map(expandGiven) };
      default:
        return item;
    }
  };
  /** Adds the name that the statement binds to `bound`. */
  const expandStatement = (statement: Statement, bound: Set<string>): Statement => {
    const around = new Set(bound);
    switch (statement.kind) {
      case "assert":
        return { ...statement, condition: expand(statement.condition, around) };
      case "expression":
        return { ...statement, value: expand(statement.value, around) };
      case "let":
        bound.add(statement.name);
        return statement.value === undefined
          ? statement
          : { ...statement, value: expand(statement.value, around) };
      default:
        return unreachable(statement);
    }
  };
  const expandMember = (member: StructureMember): StructureMember => {
    if (member.kind === "nested") return { ...member, members: member.members.map(expandMember) };
    if (member.kind !== "define") return member;
    return { ...member, body: expand(member.body, new Set(parameterNames(member.params ?? []))) };
  };
  const expandGiven = (member: ImplementsMember): ImplementsMember => {
    if (member.kind === "verify") return member;
    if (member.kind === "element") return { ...member, value: expand(member.value) };
    return { ...member, body: expand(member.body, new Set(parameterNames(member.params ?? []))) };
  };
  return {
    expand,
    expandItem,
    copyNamed: (name) => copies.get(name),
    copies: () => [...copies.values()],
    problems,
  };
}

function hidden(name: string): string {
  return `⟨${name}⟩`;
}

function wrongForm({ span }: Call): Diagnostic {
  return error("KL0207", "`specialize` takes one function, and values for its free names", span, {
    hint: "specialize(energy, m = 1.0, V = λ x . x^2)",
  });
}

function isNumber(expr: Expr): boolean {
  if (expr.kind === "number") return true;
  return (
    expr.kind === "call" &&
    expr.callee.kind === "name" &&
    expr.callee.name === "negate" &&
    expr.args.every(isNumber)
  );
}

function call(callee: Expr, args: readonly Expr[], span: Expr["span"]): Call {
  return { kind: "call", callee, args, named: [], span };
}

/** `λ x p . energy⟨m⟩(1.0, x, p)`, which may be passed on. */
function etaExpanded(
  callee: Expr,
  given: readonly Expr[],
  { params = [] }: Define,
  span: Expr["span"],
): Expr {
  // Values that are names of the program could be captured by parameters; those given here are none.
  const own = params.map(({ name }): Expr => ({ kind: "name", name, span }));
  const body = call(callee, [...given, ...own], span);
  if (params.length === 0) return body;
  const typed: Lambda["params"] = params.map(({ name, annotation }) => ({
    name,
    span,
    ...(annotation === undefined || freeTypes(annotation) ? {} : { annotation }),
  }));
  return { kind: "lambda", params: typed, body, span };
}

/** Variables in a type of a lambda would be dimensions of their own. */
function freeTypes(annotation: NonNullable<Lambda["params"][number]["annotation"]>): boolean {
  return parameterNames([{ name: "", annotation, span: annotation.span }]).length > 1;
}

// ---- over trees ----------------------------------------------------------------------------------------

type Replace = (node: Expr, local: ReadonlySet<string>) => Expr | undefined;

/** The expression with what `replace` gives for a part in its place, from the outside in; `bound`: names that are local around it. */
function mapFree(expr: Expr, bound: ReadonlySet<string>, replace: Replace): Expr {
  const replaced = replace(expr, bound);
  if (replaced !== undefined) return replaced;
  const inside = (part: Expr, names: readonly string[] = []): Expr =>
    mapFree(part, names.length === 0 ? bound : new Set([...bound, ...names]), replace);
  switch (expr.kind) {
    case "number":
    case "string":
    case "name":
      return expr;
    case "call":
      return {
        ...expr,
        callee: inside(expr.callee),
        args: expr.args.map((arg) => inside(arg)),
        named: expr.named.map((n) => ({ ...n, value: inside(n.value) })),
      };
    case "list":
    case "tuple":
      return { ...expr, items: expr.items.map((item) => inside(item)) };
    case "lambda":
      return { ...expr, body: inside(expr.body, parameterNames(expr.params)) };
    case "let":
      return { ...expr, value: inside(expr.value), body: inside(expr.body, patternNames(expr.pattern)) };
    case "if":
      return { ...expr, condition: inside(expr.condition), then: inside(expr.then), else: inside(expr.else) };
    case "match":
      return {
        ...expr,
        scrutinee: inside(expr.scrutinee),
        cases: expr.cases.map((c) => {
          const names = patternNames(c.pattern);
          const guard = c.guard === undefined ? {} : { guard: inside(c.guard, names) };
          return { ...c, ...guard, body: inside(c.body, names) };
        }),
      };
    case "quantifier": {
      const names = expr.groups.flatMap((group) => group.names);
      const where = expr.where === undefined ? {} : { where: inside(expr.where, names) };
      return { ...expr, ...where, body: inside(expr.body, names) };
    }
    case "ascription":
      return { ...expr, value: inside(expr.value) };
    case "index":
      return { ...expr, target: inside(expr.target), indices: expr.indices.map((index) => inside(index)) };
    case "field":
      return { ...expr, target: inside(expr.target) };
    default:
      return unreachable(expr);
  }
}
