/**
 * Running example blocks: statements in order, bindings that last to the end of the block, the first failure ends it.
 *
 * A block passes, fails, or is undecided: one of its asserts stays symbolic, which only a solver could decide.
 */
import { isError } from "../base/diagnostic.ts";
import { ProgramError } from "../base/outcome.ts";
import type { ConstantId } from "../core/core.ts";
import { agrees } from "../interpret/equal.ts";
import { isSymbolic, type Value } from "../interpret/value.ts";
import type { Session } from "../session.ts";
import type { Example, Expr, Statement } from "../syntax/ast.ts";
import { printExpr } from "../syntax/print.ts";

export interface ExampleResult {
  readonly example: Example;
  readonly status: "passed" | "failed" | "undecided";
  /** Asserts that held. */
  readonly passed: number;
  readonly asserts: number;
  /** The sentence for a failure, or for what is undecided. */
  readonly message: string | undefined;
  /** Where the failure lies. */
  readonly problem: ProgramError["diagnostic"] | undefined;
}

type Bindings = Map<string, ConstantId>;

type Outcome =
  | { readonly kind: "done" }
  | { readonly kind: "held" }
  | { readonly kind: "undecided"; readonly message: string }
  | { readonly kind: "failed"; readonly message: string; readonly problem?: ProgramError["diagnostic"] };

export async function runExample(session: Session, example: Example): Promise<ExampleResult> {
  const bindings: Bindings = new Map();
  const asserts = example.statements.filter((s) => s.kind === "assert").length;
  let passed = 0;
  let open: string | undefined;
  for (const statement of example.statements) {
    const outcome = await runStatement(session, statement, bindings);
    if (outcome.kind === "failed") {
      const { message, problem } = outcome;
      return { example, status: "failed", passed, asserts, message, problem };
    }
    if (outcome.kind === "held") passed += 1;
    if (outcome.kind === "undecided") open ??= outcome.message;
  }
  const status = open === undefined ? "passed" : "undecided";
  return { example, status, passed, asserts, message: open, problem: undefined };
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
  | { readonly ok: false; readonly problem: ProgramError["diagnostic"] };

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

function failed(what: string, problem: ProgramError["diagnostic"]): Outcome {
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
  const [expected, got] = [session.text(right.value), session.text(left.value)];
  return { kind: "failed", message: `Assertion failed: expected ${expected}, got ${got}` };
}

async function assertTrue(session: Session, condition: Expr, bindings: Bindings): Promise<Outcome> {
  const found = await evaluate(session, condition, bindings);
  if (!found.ok) return failed("Error evaluating expression", found.problem);
  const { value } = found;
  if (
    value === true ||
    (typeof value === "bigint" && value !== 0n) ||
    (typeof value === "number" && value !== 0)
  )
    return { kind: "held" };
  if (isSymbolic(value)) return undecided(condition);
  return { kind: "failed", message: `Assertion failed: expected true, got ${session.text(value)}` };
}

function undecided(condition: Expr): Outcome {
  return { kind: "undecided", message: `Not decided: ${printExpr(condition)} stays symbolic` };
}

const equalities: ReadonlySet<string> = new Set(["equals", "eq"]);

function sidesOfEquality(condition: Expr): { readonly left: Expr; readonly right: Expr } | undefined {
  if (condition.kind !== "call" || condition.callee.kind !== "name") return undefined;
  const [left, right] = condition.args;
  if (!equalities.has(condition.callee.name) || condition.args.length !== 2) return undefined;
  return left === undefined || right === undefined ? undefined : { left, right };
}
