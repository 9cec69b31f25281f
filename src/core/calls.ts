/**
 * What a call of a name means follows from the types of its arguments (T12): a constructor, the built-in, `implements`, the
 * program's definition; then what stays inert, and the errors of T4. Local names never come here.
 */
import { type Diagnostic, error } from "../base/diagnostic.ts";
import type { Span } from "../base/span.ts";
import type { Typing } from "../primitives/primitive.ts";
import type { Define } from "../syntax/ast.ts";
import { unmetProblem } from "../types/conditions.ts";
import { notDefined, refusal } from "../types/explain.ts";
import { flowsSafely, join } from "../types/flow.ts";
import { shortType } from "../types/print.ts";
import { sparseShape } from "../types/sparse.ts";
import { mentionsAny } from "../types/traverse.ts";
import { any, type Type } from "../types/type.ts";
import { callTarget } from "./apply.ts";
import { failure, term } from "./build.ts";
import { coerceTo } from "./coerce.ts";
import { construct } from "./construct.ts";
import type { CoreExpr } from "./core.ts";
import { derivedAfterAll, derivedBeforeRow } from "./derived.ts";
import { settleElements } from "./elements.ts";
import { annotationsOf, planEntry } from "./entry.ts";
import { type Frame, neverArriving, report } from "./frame.ts";
import { callMember, unmetMember } from "./implementations.ts";
import { callRow, dynamicCall } from "./rows.ts";
import { definitionTarget } from "./targets.ts";

export function callNamed(frame: Frame, name: string, given: readonly CoreExpr[], span: Span): CoreExpr {
  const args = settleElements(frame, given);
  return (
    neverArriving(frame, args) ?? construct(frame, name, args, span) ?? callByType(frame, name, args, span)
  );
}

/** As `callNamed`, leaving out what `implements` gives: what `operation f = f` stands for. */
export function callWithoutMembers(
  frame: Frame,
  name: string,
  args: readonly CoreExpr[],
  span: Span,
): CoreExpr {
  return (
    neverArriving(frame, args) ??
    construct(frame, name, args, span) ??
    callByType(frame, name, args, span, "definition")
  );
}

/** Where a call looks behind the built-in. */
type Behind = "members" | "definition";

function callByType(
  frame: Frame,
  name: string,
  args: readonly CoreExpr[],
  span: Span,
  behind: Behind = "members",
): CoreExpr {
  const { world } = frame;
  const row = world.table.get(name);
  const own = ownDefinition(frame, name, args.length);
  let refused: Typing | undefined;
  // A data type of that shape had no operations before it was taken for a sparse matrix: the program's come first.
  const sparse = args.some((arg) => sparseShape(arg.type, world.environment) !== undefined);
  const member =
    sparse && behind === "members"
      ? (callMember(frame, name, args, span, "implements") ??
        (row && callMember(frame, row.name, args, span, "implements")))
      : undefined;
  if (member !== undefined) return member;
  if (row !== undefined && own === undefined && behind === "members" && (!sparse || row.name === "power")) {
    const derived = derivedBeforeRow(frame, row.name, args, span);
    if (derived !== undefined) return derived;
  }
  if (row !== undefined && !((row.yields === true || sparse) && own !== undefined)) {
    const answer = callRow(frame, row, args, span, "exact");
    if (answer.kind === "node" && own === undefined) return answer.node;
    // A row that is certain to fail gives way.
    if (answer.kind === "node" && own !== undefined && answer.node.type.kind !== "never")
      return withFallback(frame, own, answer.node, args, span);
    if (answer.kind === "mismatch" && own === undefined)
      return failWith(frame, mismatchProblem(answer, args, span), span);
    if (answer.kind !== "node") refused = answer;
  }
  const other =
    behind === "members" ? callWithoutRow(frame, name, args, span) : onlyDefinition(frame, name, args, span);
  if (other !== undefined) return other;
  const derived = row && behind === "members" ? ofOwnTypes(frame, row.name, name, args, span) : undefined;
  if (derived !== undefined) return derived;
  if (row !== undefined && row.type.rule === undefined) {
    const answer = callRow(frame, row, args, span, "narrowing");
    if (answer.kind === "node") return answer.node;
  }
  return inert(frame, name, args, span, refused);
}

/**
 * Values that the row declines, or fails on, may be the program's own function's (T12), unless it is declared for other types.
 * Where it gives something that is not of the row's type, the values decide.
 */
function withFallback(
  frame: Frame,
  define: Define,
  node: CoreExpr,
  args: readonly CoreExpr[],
  span: Span,
): CoreExpr {
  if (node.kind !== "prim" || isDeclaredForOthers(frame, define, args)) return node;
  const other = resultOf(frame, define, args);
  if (other === undefined || flowsSafely(other, node.type)) return { ...node, fallback: true };
  const type = join(node.type, other);
  const open = dynamicCall(frame, node.name, args, span);
  return coerceTo(open, type) ?? open;
}

function isDeclaredForOthers(frame: Frame, define: Define, args: readonly CoreExpr[]): boolean {
  return define.params !== undefined && entryOf(frame, define, args).kind !== "entered";
}

function entryOf(frame: Frame, define: Define, args: readonly CoreExpr[]): ReturnType<typeof planEntry> {
  const types = args.map((arg) => arg.type);
  return planEntry(annotationsOf(define, frame.world.environment.types), types);
}

/** What the definition would give for these arguments. */
function resultOf(frame: Frame, define: Define, args: readonly CoreExpr[]): Type | undefined {
  const { world } = frame;
  if (define.params === undefined) return undefined;
  const plan = entryOf(frame, define, args);
  if (plan.kind !== "entered") return undefined;
  const instance = world.instances.consider(definitionTarget(world, define), plan.params);
  return instance.problems.length > 0 ? undefined : instance.result;
}

/** What the program itself has under this name for these arguments. */
export function callWithoutRow(
  frame: Frame,
  name: string,
  args: readonly CoreExpr[],
  span: Span,
): CoreExpr | undefined {
  const { environment } = frame.world;
  const member = callMember(frame, name, args, span, "implements");
  if (member !== undefined) return member;
  const definition = environment.definition(name);
  if (definition !== undefined) return callDefinition(frame, definition, args, span);
  return callMember(frame, name, args, span, "default");
}

/** What `implements` gives under the built-in's own name where an alias is called, and what follows from other operations. */
function ofOwnTypes(
  frame: Frame,
  name: string,
  called: string,
  args: readonly CoreExpr[],
  span: Span,
): CoreExpr | undefined {
  const member = name === called ? undefined : callMember(frame, name, args, span, "implements");
  return member ?? derivedAfterAll(frame, name, args, span);
}

function onlyDefinition(
  frame: Frame,
  name: string,
  args: readonly CoreExpr[],
  span: Span,
): CoreExpr | undefined {
  const definition = frame.world.environment.definition(name);
  return definition === undefined ? undefined : callDefinition(frame, definition, args, span);
}

/** The program's own function of this name, where it takes so many arguments. */
function ownDefinition(frame: Frame, name: string, count: number): Define | undefined {
  const define = frame.world.environment.definition(name);
  return define === undefined || (define.params?.length ?? count) === count ? define : undefined;
}

function callDefinition(frame: Frame, define: Define, args: readonly CoreExpr[], span: Span): CoreExpr {
  const { world } = frame;
  if (define.params === undefined) {
    const constant = world.constants.named(define.name, span);
    return constant === undefined
      ? failWith(frame, undeclared(frame, define.name, span), span)
      : world.applyValue(frame, constant, args, span);
  }
  if (define.params.length !== args.length)
    return failWith(frame, arityProblem(define, args.length, span), span);
  const annotations = annotationsOf(define, world.environment.types);
  return callTarget(frame, definitionTarget(world, define), annotations, [], args, span);
}

// ---- nothing takes the call ----------------------------------------------------------------------------

function inert(
  frame: Frame,
  name: string,
  args: readonly CoreExpr[],
  span: Span,
  answer: Typing | undefined,
): CoreExpr {
  const { environment, table, symbolic } = frame.world;
  const known =
    table.has(name) || environment.isStructureOperation(name) || environment.instancesOf(name).length > 0;
  const isOpen = args.some((arg) => mentionsAny(arg.type));
  if (known && isOpen && (symbolic || !isMiscounted(frame, name, args.length)))
    return dynamicCall(frame, name, args, span);
  const types = args.map((arg) => arg.type);
  const unmet = symbolic ? undefined : unmetMember(frame, name, types);
  if (unmet !== undefined) {
    const related = args.map((arg) => ({ span: arg.span, message: `this is a ${shortType(arg.type)}` }));
    return failWith(frame, unmetProblem(name, unmet, span, related), span);
  }
  const declared = environment.signature(name) !== undefined || environment.isStructureOperation(name);
  if (symbolic || isUpperCase(name) || (declared && !table.has(name))) return inertTerm(name, args, span);
  if (!known) return failWith(frame, undeclared(frame, name, span), span);
  return failWith(frame, refused(frame, name, args, span, answer), span);
}

/** No value of the arguments makes so many of them fit the built-in, and nothing else has its name. */
function isMiscounted({ world }: Frame, name: string, count: number): boolean {
  const { environment, table } = world;
  const arity = table.get(name)?.type.arity;
  if (arity === undefined || (arity.least <= count && count <= arity.most)) return false;
  return (
    !isUpperCase(name) &&
    !environment.isStructureOperation(name) &&
    environment.instancesOf(name).length === 0
  );
}

export function inertTerm(name: string, args: readonly CoreExpr[], span: Span): CoreExpr {
  return term(
    name,
    args.map((arg) => coerceTo(arg, any) ?? arg),
    span,
  );
}

export function isUpperCase(name: string): boolean {
  return /^\p{Lu}/u.test(name);
}

// ---- problems ------------------------------------------------------------------------------------------

export function failWith(frame: Frame, problem: Diagnostic, span: Span): CoreExpr {
  report(frame, problem);
  return failure(problem, span);
}

function mismatchProblem(
  typing: Extract<Typing, { kind: "mismatch" }>,
  args: readonly CoreExpr[],
  span: Span,
): Diagnostic {
  const { title, notes, hint } = typing;
  const related = args.map((arg) => ({ span: arg.span, message: `this is a ${shortType(arg.type)}` }));
  return error("KL0301", title, span, { related, notes, ...(hint === undefined ? {} : { hint }) });
}

function arityProblem(define: Define, given: number, span: Span): Diagnostic {
  const wanted = define.params?.length ?? 0;
  const title = `Function '${define.name}' expects ${wanted} ${wanted === 1 ? "argument" : "arguments"}, got ${given}`;
  return error("KL0201", title, span, { related: [{ span: define.nameSpan, message: "defined here" }] });
}

function undeclared(frame: Frame, name: string, span: Span): Diagnostic {
  const { environment, table } = frame.world;
  const candidates = [...environment.definitions.map((d) => d.name), ...table.keys()];
  return notDefined(name, candidates, span);
}

function refused(
  frame: Frame,
  name: string,
  args: readonly CoreExpr[],
  span: Span,
  answer: Typing | undefined,
): Diagnostic {
  const why = answer?.kind === "declined" ? answer : {};
  const types = args.map((arg) => arg.type);
  const { title, ...details } = refusal(name, types, why, frame.world.table.get(name));
  return error("KL0303", title, span, details);
}
