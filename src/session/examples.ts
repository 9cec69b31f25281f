/**
 * Running example blocks: statements in order, bindings that last to the end of the block, the first failure ends it.
 *
 * A block passes, fails, or is undecided: one of its asserts stays symbolic, which only a solver could decide.
 */
import { type Diagnostic, isError } from "../base/diagnostic.ts";
import { ProgramError } from "../base/outcome.ts";
import type { ConstantId } from "../core/core.ts";
import { agrees } from "../interpret/equal.ts";
import { isSymbolic, type Value } from "../interpret/value.ts";
import type { Session } from "../session.ts";
import type { Example, Expr, Statement } from "../syntax/ast.ts";
import { printExpr } from "../syntax/print.ts";
import {
  conditionInValues,
  falseCondition,
  type Part,
  undecidedAssertion,
  unequalSides,
} from "./failed-assertion.ts";

export interface ExampleResult {
  readonly example: Example;
  readonly status: "passed" | "failed" | "undecided";
  /** Asserts that held. */
  readonly passed: number;
  readonly asserts: number;
  /** The sentence for a failure, or for what is undecided. */
  readonly message: string | undefined;
  /** The values that decided it, where the sentence does not have them: `3 < 2`. */
  readonly values: string | undefined;
  /** The same with its place; a note for what is undecided. */
  readonly problem: Diagnostic | undefined;
}

type Bindings = Map<string, ConstantId>;

type Outcome =
  | { readonly kind: "done" }
  | { readonly kind: "held" }
  | Open
  | {
      readonly kind: "failed";
      readonly message: string;
      readonly problem: Diagnostic;
      readonly values?: string | undefined;
    };

interface Open {
  readonly kind: "undecided";
  readonly message: string;
  readonly problem: Diagnostic;
}

export async function runExample(session: Session, example: Example): Promise<ExampleResult> {
  const bindings: Bindings = new Map();
  const asserts = example.statements.filter((s) => s.kind === "assert").length;
  let passed = 0;
  let open: Open | undefined;
  for (const statement of example.statements) {
    const outcome = await runStatement(session, statement, bindings);
    if (outcome.kind === "failed") {
      const { message, values } = outcome;
      const problem = reachedFrom(outcome.problem, statement);
      return { example, status: "failed", passed, asserts, message, values, problem };
    }
    if (outcome.kind === "held") passed += 1;
    if (outcome.kind === "undecided") open ??= outcome;
  }
  const status = open === undefined ? "passed" : "undecided";
  const { message, problem } = open ?? {};
  return { example, status, passed, asserts, message, values: undefined, problem };
}

/** A failure inside what the statement calls is shown together with the statement. */
function reachedFrom(problem: Diagnostic, { span }: Statement): Diagnostic {
  const { file, start, end } = problem.primary.span;
  if (file === span.file && span.start <= start && end <= span.end) return problem;
  return { ...problem, related: [...problem.related, { span, message: "reached from here" }] };
}

async function runStatement(session: Session, statement: Statement, bindings: Bindings): Promise<Outcome> {
  switch (statement.kind) {
    case "let":
      return statement.value === undefined
        ? forget(bindings, statement.name)
        : bind(session, statement, statement.value, bindings);
    case "assert":
      return assert(session, statement.condition, bindings);
    case "expression": {
      const value = await evaluate(session, statement.value, bindings);
      return value.ok ? { kind: "done" } : failed("Error evaluating expression", value.problem);
    }
  }
}

/** `let x : T`: a free symbol of that name, whatever was bound before. */
function forget(bindings: Bindings, name: string): Outcome {
  bindings.delete(name);
  return { kind: "done" };
}

/** A value that cannot be computed is no failure by itself: only using it is (language.md §8). */
async function bind(
  session: Session,
  statement: Statement & { readonly kind: "let" },
  written: Expr,
  bindings: Bindings,
): Promise<Outcome> {
  const { annotation, name } = statement;
  const expr: Expr =
    annotation === undefined
      ? written
      : { kind: "ascription", value: written, type: annotation, span: written.span };
  const { value: constant } = session.loaded.specialiser.constant(name, expr, bindings);
  bindings.set(name, constant.id);
  await evaluate(session, { kind: "name", name, span: written.span }, bindings);
  return { kind: "done" };
}

type Evaluated =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly problem: Diagnostic };

async function evaluate(session: Session, expr: Expr, bindings: Bindings): Promise<Evaluated> {
  const { value: entry, problems } = session.loaded.specialiser.expression(expr, bindings);
  const certain = problems.find(isError);
  if (certain !== undefined) return { ok: false, problem: certain };
  try {
    const { value } = await session.evaluate({ expr, entry });
    return { ok: true, value };
  } catch (problem) {
    if (problem instanceof ProgramError) return { ok: false, problem: problem.diagnostic };
    throw problem;
  }
}

function failed(what: string, problem: Diagnostic): Outcome {
  return { kind: "failed", message: `${what}: ${problem.title}`, problem };
}

async function assert(session: Session, condition: Expr, bindings: Bindings): Promise<Outcome> {
  const sides = sidesOfEquality(condition);
  if (sides === undefined) return assertTrue(session, condition, bindings);
  const left = await evaluate(session, sides.left, bindings);
  if (!left.ok) return failed("Error evaluating expression", left.problem);
  const right = await evaluate(session, sides.right, bindings);
  if (!right.ok) return failed("Error evaluating expression", right.problem);
  const verdict = agrees(left.value, right.value);
  if (verdict === true) return { kind: "held" };
  if (verdict === undefined) return undecided(condition);
  const text = (value: Value): string => session.text(value);
  const [expected, got] = [text(right.value), text(left.value)];
  const problem = unequalSides(
    condition,
    { expr: sides.left, value: left.value },
    { expr: sides.right, value: right.value },
    text,
  );
  return { kind: "failed", message: `Assertion failed: expected ${expected}, got ${got}`, problem };
}

async function assertTrue(session: Session, condition: Expr, bindings: Bindings): Promise<Outcome> {
  const found = await evaluate(session, condition, bindings);
  if (!found.ok) return failed("Error evaluating expression", found.problem);
  const { value } = found;
  if (isTrue(value)) return { kind: "held" };
  if (isSymbolic(value)) return undecided(condition);
  const text = (part: Value): string => session.text(part);
  const { at, parts } = await whatDecided(session, { expr: condition, value }, bindings);
  return {
    kind: "failed",
    message: `Assertion failed: expected true, got ${text(value)}`,
    values: conditionInValues(at, parts, text),
    problem: falseCondition(at, parts, text),
  };
}

function isTrue(value: Value): boolean {
  return (
    value === true ||
    (typeof value === "bigint" && value !== 0n) ||
    (typeof value === "number" && value !== 0)
  );
}

/**
 * The innermost condition that is to blame, through `∧`, with the values of what it is about. Evaluates those parts again,
 * which nothing may notice: a condition that prints is left as it is.
 */
async function whatDecided(
  session: Session,
  condition: Part,
  bindings: Bindings,
): Promise<{ readonly at: Expr; readonly parts: readonly Part[] }> {
  const evaluatePart = async (expr: Expr): Promise<Part | undefined> => {
    if (session.loaded.specialiser.expression(expr, bindings).value.effect) return undefined;
    const found = await evaluate(session, expr, bindings);
    return found.ok ? { expr, value: found.value } : undefined;
  };
  let at = condition.expr;
  for (let sides = sidesOf(at, "logical_and"); sides !== undefined; sides = sidesOf(at, "logical_and")) {
    const left = await evaluatePart(sides.left);
    if (left === undefined) return { at, parts: [] };
    at = isTrue(left.value) ? sides.right : sides.left;
  }
  if (at.kind !== "call" || at.callee.kind !== "name") return { at, parts: [] };
  const parts: Part[] = [];
  for (const arg of at.args) {
    const part = await evaluatePart(arg);
    if (part === undefined) return { at, parts: [] };
    parts.push(part);
  }
  return { at, parts };
}

function undecided(condition: Expr): Open {
  const message = `Not decided: ${printExpr(condition)} stays symbolic`;
  return { kind: "undecided", message, problem: undecidedAssertion(condition) };
}

const equalities: ReadonlySet<string> = new Set(["equals", "eq"]);

interface Sides {
  readonly left: Expr;
  readonly right: Expr;
}

function sidesOfEquality(condition: Expr): Sides | undefined {
  if (condition.kind !== "call" || condition.callee.kind !== "name") return undefined;
  return equalities.has(condition.callee.name) ? sidesOf(condition, condition.callee.name) : undefined;
}

/** The two arguments of a call of this name. */
function sidesOf(condition: Expr, name: string): Sides | undefined {
  if (condition.kind !== "call" || condition.callee.kind !== "name") return undefined;
  const [left, right] = condition.args;
  if (condition.callee.name !== name || condition.args.length !== 2) return undefined;
  return left === undefined || right === undefined ? undefined : { left, right };
}
