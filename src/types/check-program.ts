/**
 * The checker: every definition, example and top-level expression of a program.
 *
 * In: the environment and the table of rows. Out: a scheme for every definition, types on request, and the problems of T4,
 * found before anything runs. Definitions are inferred in groups that call each other, callees first; a group is
 * generalised together (T3). What is problematic keeps the type `Any` and checking goes on.
 *
 * Definitions of a library (`isLibrary`) are inferred when something reaches them, its examples not at all: most programs
 * use a few of the many that they import.
 */
import { type Diagnostic, warning } from "../base/diagnostic.ts";
import type { Checked } from "../base/outcome.ts";
import type { Primitive, PrimitiveTable } from "../primitives/primitive.ts";
import type { Define, Example, Expr, Statement } from "../syntax/ast.ts";
import { dependencyGroups, freeNames, freeOccurrencesOfDefine } from "../syntax/resolve.ts";
import type { Environment } from "./environment.ts";
import { fieldType } from "./field-type.ts";
import { mentionsFunction } from "./forms.ts";
import { createTypeScope, typeFromSyntax } from "./from-syntax.ts";
import { generalise, instantiate, type Start, startOf } from "./generalise.ts";
import { bindParams, infer } from "./infer.ts";
import {
  type Binding,
  bindLocal,
  type DefinitionType,
  type Inference,
  opened,
  unbindLocals,
  withoutDims,
} from "./inference.ts";
import { definesNothing, equationAtTop, equationsByName, replacedInLibrary } from "./intended.ts";
import { withNaturals } from "./naturals.ts";
import { isOpen } from "./open-type.ts";
import { createOperations, type Operations } from "./operations.ts";
import { claimProblems, constraintProblems, dimensionsOfCall } from "./problems.ts";
import { monotype, type OperationConstraint, type Scheme, type WrittenSignature } from "./scheme.ts";
import { Solver } from "./solver.ts";
import { substituteType } from "./traverse.ts";
import { any, fn, type Type, type TypeVarId } from "./type.ts";

export interface TypedProgram {
  /** The scheme of a definition. */
  scheme(name: string): Scheme | undefined;
  /** The same as it is shown: ℕ where the definition says so. */
  shownScheme(name: string): Scheme | undefined;
  /** The type, as it is shown, of an expression of which nothing but the program's declarations is known. */
  typeOfExpression(expr: Expr): Checked<Scheme>;
}

export interface CheckOptions {
  /** Calls of undeclared names, and operations that nothing carries out, stay as terms and are no problem. */
  readonly symbolic?: boolean;
  /** Whether a file is part of a library that the program imports. Absent: none is. */
  readonly isLibrary?: (file: string) => boolean;
}

export function checkProgram(
  env: Environment,
  table: PrimitiveTable,
  options: CheckOptions = {},
): Checked<TypedProgram> {
  const { isLibrary = () => false } = options;
  const checker = new Checker(env, table, options.symbolic === true);
  const own = env.definitions.filter((define) => !isLibrary(define.span.file)).map((define) => define.name);
  checker.require([...own, ...namesOfMembers(env)]);
  for (const example of env.examples) if (!isLibrary(example.span.file)) checker.checkExample(example);
  for (const expression of env.expressions) checker.checkExpression(expression.value);
  const replacing = replacedInLibrary(env, isLibrary);
  return {
    value: {
      scheme: (name) => checker.scheme(name),
      shownScheme: (name) => checker.shownScheme(name),
      typeOfExpression: (expr) => checker.typeOfExpression(expr),
    },
    problems: [...checker.takeProblems(), ...replacing],
  };
}

/** What structures and implementations mention: operations come to it without being named. */
function namesOfMembers({ structures, implementations }: Environment): readonly string[] {
  const defaults = structures.flatMap((structure) => [...structure.defaults.values()]);
  const bodies = implementations.flatMap(({ decl }) =>
    decl.members.flatMap((member) => {
      if (member.kind === "verify") return [];
      return member.kind === "element" ? [member.value] : [member.body];
    }),
  );
  return [
    ...defaults.flatMap((define) => freeOccurrencesOfDefine(define).map((occurrence) => occurrence.name)),
    ...bodies.flatMap((body) => [...freeNames(body)]),
  ];
}

interface GroupMember {
  readonly type: DefinitionType;
  readonly params: readonly Type[];
  readonly result: Type;
  readonly declared: Type | undefined;
}

/** What symbolic evaluation leaves as it stands: undeclared calls, and operations that nothing accepts (T4). */
const keptSymbolic: ReadonlySet<string> = new Set(["KL0101", "KL0303", "KL0316"]);

/** Copies of definitions that stand in for operations are followed this far. */
const deepestFallback = 8;

class Checker {
  readonly #inference: Inference;
  readonly #operations: Operations;
  readonly #symbolic: boolean;
  /** Groups not inferred yet, in the order in which they have to be. */
  #pending: readonly (readonly Define[])[];

  constructor(env: Environment, table: PrimitiveTable, symbolic: boolean) {
    this.#symbolic = symbolic;
    this.#pending = dependencyGroups(env.definitions);
    const solver = new Solver({
      operation: (constraint, args) => this.#operationType(constraint, args),
      call: (constraint, args) => {
        const dims = dimensionsOfCall(constraint.written, args);
        return substituteType(constraint.declared, { type: () => undefined, dim: dims });
      },
      field: (target, name) => fieldType(target, name, env),
    });
    this.#operations = createOperations(env, table, solver);
    this.#inference = {
      env,
      table,
      solver,
      problems: [],
      locals: new Map<string, Binding[]>(),
      definitions: new Map(),
      claims: [],
      fallbacks: new WeakMap(),
      equations: equationsByName(env, table),
    };
  }

  scheme(name: string): Scheme | undefined {
    this.require([name]);
    return this.#inference.definitions.get(name)?.scheme;
  }

  takeProblems(): readonly Diagnostic[] {
    const found = new Map<string, Diagnostic>();
    for (const problem of this.#inference.problems.splice(0)) {
      if (this.#symbolic && keptSymbolic.has(problem.code)) continue;
      const { file, start, end } = problem.primary.span;
      const key = `${problem.code} ${file} ${start} ${end}`;
      if (!found.has(key)) found.set(key, problem);
    }
    return [...found.values()];
  }

  // ---- definitions -------------------------------------------------------------------------------------

  /** Infers the definitions of these names and all that they use. */
  require(names: Iterable<string>): void {
    const { env, definitions } = this.#inference;
    const pending = new Map(this.#pending.flatMap((group) => group.map((define) => [define.name, define])));
    const reached = new Set<string>();
    const copies: Define[] = [];
    const todo = [...names];
    for (let name = todo.pop(); name !== undefined; name = todo.pop()) {
      if (reached.has(name)) continue;
      // What an expression asks `specialize` for is made when the program has been read.
      const copy = definitions.has(name) || pending.has(name) ? undefined : env.definition(name);
      const define = pending.get(name) ?? copy;
      if (define === undefined) continue;
      if (copy !== undefined) copies.push(copy);
      reached.add(name);
      for (const used of freeOccurrencesOfDefine(define)) todo.push(used.name);
    }
    if (reached.size === 0) return;
    const isReached = (group: readonly Define[]): boolean => group.some((define) => reached.has(define.name));
    const groups = this.#pending;
    this.#pending = groups.filter((group) => !isReached(group));
    for (const group of [...groups, ...dependencyGroups(copies)])
      if (isReached(group)) this.#inferGroup(group);
  }

  #inferGroup(group: readonly Define[]): void {
    const { solver, definitions } = this.#inference;
    const start = startOf(solver);
    const members = group.map((define) => this.#declare(define));
    members.forEach((member) => {
      this.#inferBody(member);
    });
    const types = members.map((m) =>
      m.type.define.params === undefined ? m.result : fn(m.params, m.result),
    );
    const schemes = generalise(solver, types, start, true);
    this.#report(start);
    for (const member of members) this.#warnWhereUnreachable(member.type);
    members.forEach((member, i) => {
      const { define } = member.type;
      definitions.set(define.name, { ...member.type, scheme: schemes[i] ?? monotype(any) });
    });
    solver.reset();
  }

  /** Gives a definition the types that its annotations say, and unknowns where they say nothing. */
  #declare(define: Define): GroupMember {
    const { env, solver, problems, definitions } = this.#inference;
    const scope = createTypeScope(env.types);
    const read = (annotation: Parameters<typeof typeFromSyntax>[0] | undefined): Type | undefined => {
      if (annotation === undefined) return undefined;
      const { value, problems: found } = typeFromSyntax(annotation, scope);
      problems.push(...found);
      return value;
    };
    const params = (define.params ?? []).map((param) => ({
      name: param.name,
      type: read(param.annotation),
      span: param.annotation?.span ?? param.span,
    }));
    const declared = read(define.result);
    const names = new Map<TypeVarId, Type>();
    const types = params.map(({ type }) =>
      type === undefined ? solver.fresh(undefined, true) : opened(type, this.#inference, names, true),
    );
    const result = declared === undefined ? solver.fresh() : opened(declared, this.#inference, names);
    const written: WrittenSignature = { name: define.name, params, span: define.nameSpan };
    const type: DefinitionType = {
      define,
      written,
      annotated: params.some((p) => p.type !== undefined),
      scheme: monotype(define.params === undefined ? result : fn(types, result)),
    };
    definitions.set(define.name, type);
    return { type, params: types, result, declared };
  }

  #inferBody({ type: { define }, params, result, declared }: GroupMember): void {
    const names = bindParams(define.params ?? [], params, this.#inference);
    const body = infer(define.body, this.#inference);
    unbindLocals(this.#inference, names);
    this.#inference.solver.flow(body, result);
    if (declared !== undefined && define.result !== undefined) {
      this.#inference.claims.push({
        type: body,
        written: declared,
        span: resultPlace(define.body).span,
        writtenSpan: define.result.span,
        what: `the result of \`${define.name}\``,
      });
    }
  }

  /** A built-in that takes everything a definition of its name is declared for leaves that nothing to do (T12). */
  #warnWhereUnreachable({ define, written }: DefinitionType): void {
    const { table, problems } = this.#inference;
    const row = table.get(define.name);
    if (define.params === undefined || row === undefined) return;
    if (row.yields !== true && takesEveryValue(row, define.params.length)) {
      const alias = row.name === define.name ? "it" : `it is another name of \`${row.name}\` and`;
      problems.push(hiddenDefinition(define, `${alias} takes every value`));
      return;
    }
    const args = written.params.flatMap((p) => (p.type === undefined ? [] : [withoutDims(p.type)]));
    if (args.length < define.params.length || args.some((arg) => isOpen(arg) || mentionsFunction(arg)))
      return;
    const site = { span: define.nameSpan, args: [], within: [] };
    const constraint = { kind: "operation", operation: define.name, args, result: any, site } as const;
    const verdict = this.#operations.judge(constraint, args);
    if (verdict.kind !== "typed" || verdict.result.kind === "any") return;
    problems.push(hiddenDefinition(define, "it takes everything that this definition is declared for"));
  }

  // ---- expressions and examples ------------------------------------------------------------------------

  typeOf(expr: Expr): Scheme {
    this.require(freeNames(expr));
    const { solver } = this.#inference;
    const start = startOf(solver);
    const type = infer(expr, this.#inference);
    const [scheme = monotype(any)] = generalise(solver, [type], start, true);
    this.#report(start);
    solver.reset();
    return scheme;
  }

  shownScheme(name: string): Scheme | undefined {
    const { env } = this.#inference;
    const [scheme, define] = [this.scheme(name), env.definition(name)];
    return scheme && define && withNaturals(scheme, define, env.types);
  }

  typeOfExpression(written: Expr): Checked<Scheme> {
    const expr = this.#inference.env.specialized(written).value;
    const inferred = this.typeOf(expr);
    const value = expr.kind === "name" ? (this.shownScheme(expr.name) ?? inferred) : inferred;
    return { value, problems: this.takeProblems() };
  }

  checkExpression(expr: Expr): void {
    this.typeOf(expr);
    const { env, table, problems } = this.#inference;
    const equation = equationAtTop(expr, env, table);
    if (equation?.isName && !this.#symbolic) problems.push(definesNothing(equation));
  }

  checkExample(example: Example): void {
    const bound: string[] = [];
    for (const statement of example.statements) {
      const scheme = this.#statement(statement);
      if (statement.kind !== "let") continue;
      bindLocal(this.#inference, statement.name, scheme, statement.span);
      bound.push(statement.name);
    }
    unbindLocals(this.#inference, bound);
  }

  #statement(statement: Statement): Scheme {
    switch (statement.kind) {
      case "let": {
        if (statement.value === undefined) return monotype(any);
        const { value, annotation: type, span } = statement;
        return this.typeOf(type === undefined ? value : { kind: "ascription", value, type, span });
      }
      case "assert":
        return this.typeOf(statement.condition);
      case "expression":
        return this.typeOf(statement.value);
    }
  }

  // ---- meanings and problems ---------------------------------------------------------------------------

  #operationType(constraint: OperationConstraint, args: readonly Type[]): Type | undefined {
    const verdict = this.#operations.judge(constraint, args);
    switch (verdict.kind) {
      case "typed":
        return verdict.result;
      case "open":
        return undefined;
      case "definition":
        return this.#fallbackType(constraint);
      case "mismatch":
      case "refused":
      case "unmet":
        return any;
    }
  }

  /** The program's own definition of an operation, called where the built-in does not take the arguments. */
  #fallbackType(constraint: OperationConstraint): Type {
    const { definitions, fallbacks, solver } = this.#inference;
    const known = fallbacks.get(constraint);
    if (known !== undefined) return known;
    const { operation: name, site } = constraint;
    const definition = definitions.get(name);
    // A definition that calls itself through an operation is not followed into its own copies.
    const repeated = site.within.some((w) => w.name === name) || site.within.length >= deepestFallback;
    if (definition === undefined || repeated) return any;
    const type = instantiate(solver, definition.scheme, { name, span: site.span });
    const result = type.kind === "function" ? type.result : any;
    fallbacks.set(constraint, result);
    if (type.kind === "function") {
      type.params.forEach((param, i) => {
        const arg = constraint.args[i];
        if (arg !== undefined) solver.send(arg, param);
      });
    }
    return result;
  }

  /** Looks for problems in what is settled since the start of the group. */
  #report(start: Start): void {
    const { solver, claims, problems } = this.#inference;
    if (!solver.exhausted) {
      for (const constraint of solver.since(start.constraints)) {
        problems.push(...constraintProblems(constraint, this.#inference, this.#operations));
      }
      for (const claim of claims) problems.push(...claimProblems(claim, this.#inference));
    }
    claims.splice(0);
  }
}

/** One of its forms has variables alone: `out : ∀a. a → a`. */
function takesEveryValue(row: Primitive, count: number): boolean {
  return row.type.overloads.some((form) => {
    const params = /^∀\([a-z ]+\)\. ([a-z](?: × [a-z])*) →/.exec(form)?.[1]?.split(" × ");
    return params?.length === count && new Set(params).size === count;
  });
}

function hiddenDefinition({ name, nameSpan }: Define, why: string): Diagnostic {
  return warning("KL0312", `the built-in \`${name}\` is called instead of this`, nameSpan, {
    notes: [why],
    hint: "give the definition another name",
  });
}

/** The part of a body that its value comes from, where that is one place. */
function resultPlace(body: Expr): Expr {
  let place = body;
  while (place.kind === "let") place = place.body;
  return place;
}
