/**
 * What a Loop program means: it is run here statement by statement, with `bigint` for i64. Tests compare its answers with
 * the evaluator's and with compiled code. Slow, and exact where the printers have to be.
 */
import { CompilerBug } from "../base/outcome.ts";
import {
  arrayAt,
  big,
  evaluateExpr,
  type Frame,
  type LoopArray,
  type LoopScalar,
  type LoopValue,
  type LoopWorld,
  numberOf,
  storeAt,
} from "./evaluate-expression.ts";
import { runLanes } from "./evaluate-lanes.ts";
import { maxI64, minI64 } from "./expr.ts";
import type {
  LoopExpr,
  LoopFnId,
  LoopFunction,
  LoopProgram,
  Operand,
  Recycled,
  Status,
  Stmt,
} from "./loop.ts";

export type LoopOutcome =
  | { readonly status: "ok"; readonly results: readonly LoopValue[] }
  | { readonly status: Exclude<Status, "ok">; readonly site: number; readonly details: readonly bigint[] };

class Failure extends Error {
  readonly site: number;
  readonly details: readonly bigint[];
  constructor(site: number, details: readonly bigint[]) {
    super("a Loop program failed");
    this.site = site;
    this.details = details;
  }
}

const depthLimit = 2_000;

/** Runs the entry on values in the order of its parameters. */
export function evaluateLoop(
  program: LoopProgram,
  args: readonly LoopValue[],
  world: LoopWorld,
): LoopOutcome {
  const machine = createMachine(program, world);
  try {
    return { status: "ok", results: machine.call(program.entry, args, 0) };
  } catch (problem) {
    if (!(problem instanceof Failure)) throw problem;
    const status = problem.site < 0 ? "depth" : program.sites[problem.site]?.status;
    return {
      status: status === undefined || status === "ok" ? "match" : status,
      site: problem.site,
      details: problem.details,
    };
  }
}

type Flow =
  | { readonly kind: "next" | "break" | "continue" }
  | { readonly kind: "return"; readonly values: readonly LoopValue[] };

const next: Flow = { kind: "next" };

interface Machine {
  call(fn: LoopFnId, args: readonly LoopValue[], depth: number): readonly LoopValue[];
}

function createMachine(program: LoopProgram, world: LoopWorld): Machine {
  const functions = new Map<LoopFnId, LoopFunction>(program.functions.map((fn) => [fn.id, fn]));
  const machine: Machine = {
    call(id, args, depth) {
      if (depth > depthLimit) throw new Failure(-1, []);
      const fn = functions.get(id);
      if (fn === undefined) throw new CompilerBug(`Loop function ${id} does not exist`);
      const frame: Frame = new Map();
      fn.params.forEach((param, k) => {
        const value = args[k];
        if (value !== undefined) frame.set(param.id, value);
      });
      const pending: Pending = { failure: undefined };
      const flow = runBlock({ machine, world, frame, depth, pending }, fn.body);
      if (flow.kind !== "return") throw new CompilerBug(`Loop function ${fn.name} ends without a return`);
      return flow.values;
    },
  };
  return machine;
}

/** The first sticky failure of the loop nest being run. */
interface Pending {
  failure: Failure | undefined;
}

export interface Context {
  readonly machine: Machine;
  readonly world: LoopWorld;
  readonly frame: Frame;
  readonly depth: number;
  readonly pending: Pending;
  /** In lanes, where nothing says that plain i64 stays in range. */
  readonly wraps?: boolean;
}

function runBlock(context: Context, block: readonly Stmt[]): Flow {
  for (const stmt of block) {
    const flow = runStmt(context, stmt);
    if (flow.kind !== "next") return flow;
  }
  return next;
}

function failAt(context: Context, site: number, details: readonly bigint[], sticky: boolean): void {
  const failure = new Failure(site, details);
  if (!sticky) throw failure;
  context.pending.failure ??= failure;
}

function runStmt(context: Context, stmt: Stmt): Flow {
  const { frame } = context;
  const value = (e: LoopExpr): LoopScalar => evaluateExpr(context, e);
  switch (stmt.kind) {
    case "declare":
      if (stmt.value !== undefined) frame.set(stmt.local.id, value(stmt.value));
      else frame.delete(stmt.local.id);
      return next;
    case "assign":
      frame.set(stmt.id, value(stmt.value));
      return next;
    case "alias":
      frame.set(stmt.id, arrayAt(frame, stmt.from));
      return next;
    case "store":
      storeAt(arrayAt(frame, stmt.array), numberOf(value(stmt.index)), value(stmt.value));
      return next;
    case "checked":
      runChecked(context, stmt);
      return next;
    case "check":
      if (value(stmt.ok) !== true)
        failAt(
          context,
          stmt.site,
          stmt.details.map((d) => big(value(d))),
          stmt.sticky,
        );
      return next;
    case "fail":
      throw new Failure(
        stmt.site,
        stmt.details.map((d) => big(value(d))),
      );
    case "for":
      return runFor(context, stmt);
    case "while":
      while (value(stmt.condition) === true) {
        const flow = runBlock(context, stmt.body);
        if (flow.kind === "return") return flow;
        if (flow.kind === "break") break;
      }
      return next;
    case "lanes": {
      const inLane = (own: Frame): Context => ({ ...context, frame: own, wraps: true });
      runLanes(stmt, frame, {
        value: (own, e) => evaluateExpr(inLane(own), e),
        store: (own, { array, index, value: e }) =>
          storeAt(
            arrayAt(own, array),
            numberOf(evaluateExpr(inLane(own), index)),
            evaluateExpr(inLane(own), e),
          ),
      });
      return next;
    }
    case "loop":
      for (;;) {
        const flow = runBlock(context, stmt.body);
        if (flow.kind === "return") return flow;
        if (flow.kind === "break") return next;
      }
    case "continue":
    case "break":
      return { kind: stmt.kind };
    case "if":
      return runBlock(context, value(stmt.condition) === true ? stmt.then : stmt.else);
    case "allocate":
      frame.set(stmt.local.id, freshArray(frame, numberOf(value(stmt.length)), stmt.recycled));
      return next;
    case "call": {
      const results = context.machine.call(stmt.fn, operandValues(context, stmt.args), context.depth + 1);
      stmt.results.forEach((id, k) => {
        const result = results[k];
        if (result !== undefined) frame.set(id, result);
      });
      return next;
    }
    case "template":
      context.world.template(stmt.name, operandValues(context, stmt.args), stmt.holes);
      return next;
    case "return":
      return { kind: "return", values: operandValues(context, stmt.values) };
  }
}

/** Recycled memory loses what was in it, so that a read of an array that is gone is noticed. */
function freshArray(frame: Frame, length: number, recycled: Recycled | undefined): LoopArray {
  if (recycled === undefined) return { items: new Array<LoopScalar>(length) };
  const live = new Set(recycled.live.map((id) => frame.get(id)));
  const free = recycled.pool.find((id) => {
    const memory = frame.get(id);
    return memory === undefined || !live.has(memory);
  });
  if (free === undefined) throw new CompilerBug("no recycled memory is free");
  const before = frame.get(free);
  const memory = typeof before === "object" ? before : { items: [] };
  frame.set(free, memory);
  memory.items.length = 0;
  memory.items.length = length;
  return memory;
}

function operandValues(context: Context, operands: readonly Operand[]): readonly LoopValue[] {
  return operands.map((o) => {
    if (o.kind === "scalar") return evaluateExpr(context, o.value);
    const array = arrayAt(context.frame, o.id);
    if (o.from === undefined) return array;
    return { ...array, items: array.items.slice(Number(evaluateExpr(context, o.from))) };
  });
}

/** What was recorded inside is acted on when the outermost `for` ends. */
function runFor(context: Context, stmt: Stmt & { readonly kind: "for" }): Flow {
  const from = evaluateExpr(context, stmt.from);
  const to = evaluateExpr(context, stmt.to);
  const inner: Context = { ...context, pending: { failure: undefined } };
  const step = typeof from === "bigint" ? 1n : 1;
  for (let i = from; i < to; i = typeof i === "bigint" ? i + BigInt(step) : Number(i) + Number(step)) {
    context.frame.set(stmt.counter.id, i);
    const flow = runBlock(inner, stmt.body);
    if (flow.kind === "return") return flow;
    if (flow.kind === "break") break;
  }
  if (inner.pending.failure !== undefined) throw inner.pending.failure;
  return next;
}

function runChecked(context: Context, stmt: Stmt & { readonly kind: "checked" }): void {
  const left = evaluateExpr(context, stmt.left);
  const right = stmt.right === undefined ? 0n : big(evaluateExpr(context, stmt.right));
  const exact = checkedValue(stmt.op, left, right);
  if (exact !== undefined && exact >= minI64 && exact <= maxI64) {
    context.frame.set(stmt.result, exact);
    return;
  }
  failAt(context, stmt.site, [], stmt.sticky);
  context.frame.set(stmt.result, BigInt.asIntN(64, exact ?? 0n));
}

function checkedValue(
  op: (Stmt & { readonly kind: "checked" })["op"],
  left: LoopScalar,
  right: bigint,
): bigint | undefined {
  if (op === "from-f64") {
    const x = numberOf(left);
    return Number.isFinite(x) ? BigInt(Math.trunc(x)) : undefined;
  }
  const a = big(left);
  switch (op) {
    case "add":
      return a + right;
    case "sub":
      return a - right;
    case "mul":
      return a * right;
    case "neg":
      return -a;
    case "abs":
      return a < 0n ? -a : a;
    case "div":
      return right === 0n ? undefined : a / right;
    case "rem":
      return right === 0n ? undefined : a % right;
    case "pow":
      return checkedPower(a, right);
  }
}

function checkedPower(a: bigint, k: bigint): bigint | undefined {
  if (k < 0n) return undefined;
  if (k > 64n && a !== 0n && a !== 1n && a !== -1n) return undefined;
  return k > 64n ? a ** (64n + (k & 1n)) : a ** k;
}
