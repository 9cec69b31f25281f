/** Planned statements as C. */
import { unreachable } from "../../base/outcome.ts";
import type { LocalId, LoopExpr, LoopType, Operand } from "../../loop/loop.ts";
import { noSite, statusCode } from "../abi.ts";
import { type LaneSpelling, laneBlock } from "../lanes.ts";
import type { CheckedOp, Failure, FlagTest, Planned, PlannedFunction } from "../plan.ts";
import { bare, braced, indent, type Lines } from "../text.ts";
import { cElement, cExpression, cScalar, type ExpressionContext } from "./expression.ts";
import { cShared } from "./parallel.ts";

export interface StatementContext extends ExpressionContext {
  readonly fn: PlannedFunction;
  /** The statement that leaves the function where it failed. */
  readonly leave: string;
  /** A tuple of results as one C value. */
  readonly results: (values: readonly string[]) => string;
}

export function cBlock(stmts: readonly Planned[], context: StatementContext): Lines {
  return stmts.flatMap((stmt) => cStatement(stmt, context));
}

function cStatement(stmt: Planned, context: StatementContext): Lines {
  const expr = (e: LoopExpr): string => cExpression(e, context);
  const name = context.fn.nameOf;
  switch (stmt.kind) {
    case "declare":
      return cDeclare(name(stmt.local.id), stmt.local.type, stmt.value && bare(expr(stmt.value)));
    case "assign":
      return [`${name(stmt.id)} = ${bare(expr(stmt.value))};`];
    case "alias":
      return [`${name(stmt.id)} = ${name(stmt.from)};`, `${name(stmt.id)}_n = ${name(stmt.from)}_n;`];
    case "store":
      return [`${name(stmt.array)}[${bare(expr(stmt.index))}] = ${bare(expr(stmt.value))};`];
    case "checked":
      return cChecked(stmt, context);
    case "check":
      return onFailure(`!${expr(stmt.ok)}`, stmt.failure, context, stmt.details);
    case "fail":
      return leaving(stmt.failure, context, stmt.details);
    case "for":
      return cFor(stmt, context, cBlock(stmt.body, context));
    case "lanes":
      return laneBlock(stmt, cLanes(context));
    case "while":
      return braced(`while (${bare(expr(stmt.condition))})`, cBlock(stmt.body, context));
    case "loop":
      return braced("for (;;)", cBlock(stmt.body, context));
    case "break":
      return [stmt.label === undefined ? "break;" : `goto ${stmt.label};`];
    case "continue":
      return ["continue;"];
    case "if":
      return cIf(stmt, context);
    case "poll":
      return braced("if (*cancel)", cancelled(context));
    case "guard":
      return braced("if (kleis_stack_address() < ctx->stack_limit)", [
        `kleis_fail(ctx, ${statusCode.depth}, ${noSite}, 0, 0);`,
        context.leave,
      ]);
    case "flags":
      return [`i64 ${stmt.flags.map((flag) => `${flag} = 0`).join(", ")};`];
    case "test-flags":
      return testFlags(stmt.tests, context);
    case "stack-array": {
      const [array, element] = [name(stmt.local.id), elementOf(stmt.local.type)];
      return [
        `${element} ${array}_data[${Math.max(1, stmt.length)}] __attribute__((aligned(64)));`,
        ...cDeclare(array, stmt.local.type, `${array}_data`, String(stmt.length)),
      ];
    }
    case "output-array":
      return cDeclare(name(stmt.local.id), stmt.local.type, stmt.output, expr(stmt.length));
    case "arena-array": {
      const [array, element] = [name(stmt.local.id), elementOf(stmt.local.type)];
      return [
        `i64 ${array}_n = ${expr(stmt.length)};`,
        `${element} *${array} = kleis_allocate(ctx, ${array}_n * (i64)sizeof(${element}));`,
        `if (!${array}) ${context.leave}`,
      ];
    }
    case "recycled-array":
      return cRecycled(stmt, context);
    case "mark":
      return [`struct kleis_mark ${stmt.name} = kleis_mark(ctx);`];
    case "release":
      return [`kleis_return_to(ctx, ${stmt.name});`];
    case "call":
      return cCall(stmt, context);
    case "template": {
      const args = stmt.args.map((arg) => {
        if (arg.kind === "scalar") return expr(arg.value);
        return arg.from === undefined ? name(arg.id) : `${name(arg.id)} + (${expr(arg.from)})`;
      });
      const team = stmt.team ? [stmt.polls ? "ctx->team" : "0"] : [];
      return [`${stmt.name}(${[...args, stmt.polls ? "cancel" : "&kleis_never", ...team].join(", ")});`];
    }
    case "return":
      return [returned(stmt.values, context)];
    default:
      return unreachable(stmt);
  }
}

function cDeclare(name: string, type: LoopType, value?: string, length = "0"): Lines {
  return typeof type === "object"
    ? [`${cElement(type.array)} *${name} = ${value ?? "0"};`, `i64 ${name}_n = ${length};`]
    : [`${cScalar(type)} ${name} = ${value ?? "0"};`];
}

/** One after the other, memory of the pool comes to the front until it is free; then it is long enough or is replaced. */
function cRecycled(stmt: Planned & { readonly kind: "recycled-array" }, context: StatementContext): Lines {
  const name = context.fn.nameOf;
  const [array, element] = [name(stmt.local.id), elementOf(stmt.local.type)];
  const [memory = array, ...others] = stmt.pool.map(name);
  const taken = stmt.live.map((id) => `${memory} == ${name(id)}`).join(" || ");
  const exchanges = others.flatMap((other) =>
    braced(`if (${memory}_n && (${taken}))`, [
      `${element} *const taken = ${memory};`,
      `const i64 taken_n = ${memory}_n;`,
      `${memory} = ${other}, ${memory}_n = ${other}_n;`,
      `${other} = taken, ${other}_n = taken_n;`,
    ]),
  );
  return [
    ...cDeclare(array, stmt.local.type, undefined, cExpression(stmt.length, context)),
    ...exchanges,
    ...braced(`if (${memory}_n < ${array}_n)`, [
      `const i64 longer = ${array}_n > 2 * ${memory}_n ? ${array}_n : 2 * ${memory}_n;`,
      `${element} *const fresh = kleis_allocate(ctx, longer * (i64)sizeof(${element}));`,
      `if (!fresh) ${context.leave}`,
      `${memory} = fresh, ${memory}_n = longer;`,
      ...stmt.marks.map((mark) => `${mark} = kleis_mark(ctx);`),
    ]),
    `${array} = ${memory};`,
  ];
}

/** How what `laneBlock` writes is spelled in C. */
function cLanes(context: StatementContext): LaneSpelling {
  return {
    fn: context.fn,
    scalar: (e) => bare(cExpression(e, context)),
    declare: (type, name, value) => `${type} ${name} = ${value};`,
    head: (word, condition) => `${word} (${condition})`,
    position: (array, offset) => (offset === 0 ? array : `${array} + ${offset}`),
    counted: (stmt, body) => cFor(stmt, context, body),
    scalarStatement: (stmt) => cStatement(stmt, context),
  };
}

function elementOf(type: LoopType): string {
  return typeof type === "object" ? cElement(type.array) : cScalar(type);
}

/** A branch that only asks again goes on as `else if`: a `match` of many cases stays flat. */
function cIf(stmt: Planned & { readonly kind: "if" }, context: StatementContext): Lines {
  const parts: Lines[] = [];
  let one = stmt;
  for (let word = "if"; ; word = "} else if") {
    parts.push(
      [`${word} (${bare(cExpression(one.condition, context))}) {`],
      indent(cBlock(one.then, context)),
    );
    const [next, ...others] = one.else;
    if (next?.kind !== "if" || others.length > 0) break;
    one = next;
  }
  if (one.else.length > 0) parts.push(["} else {"], indent(cBlock(one.else, context)));
  return [...parts.flat(), "}"];
}

function cFor(stmt: Planned & { readonly kind: "for" }, context: StatementContext, body: Lines): Lines {
  const i = context.fn.nameOf(stmt.counter.id);
  const [from, to] = [cExpression(stmt.from, context), cExpression(stmt.to, context)];
  if (stmt.strip === undefined)
    return braced(`for (i64 ${i} = ${from}, ${i}_to = ${to}; ${i} < ${i}_to; ${i} += 1)`, body);
  const strips = braced(`for (i64 ${i}_strip = ${from}, ${i}_to = ${to}; ${i}_strip < ${i}_to;)`, [
    `const i64 ${i}_end = (u64)${i}_to - (u64)${i}_strip > ${stmt.strip} ? ${i}_strip + ${stmt.strip} : ${i}_to;`,
    ...braced(`for (i64 ${i} = ${i}_strip; ${i} < ${i}_end; ${i} += 1)`, body),
    `${i}_strip = ${i}_end;`,
    ...braced(`if (${i}_strip < ${i}_to && *cancel)`, cancelled(context)),
  ]);
  return stmt.label === undefined ? strips : [...strips, `${stmt.label}:;`];
}

// ── calls ───────────────────────────────────────────────────────────────────────────────────────────────────────────

function cCall(stmt: Planned & { readonly kind: "call" }, context: StatementContext): Lines {
  const name = context.fn.nameOf;
  const args = [...stmt.args.flatMap((arg) => cOperand(arg, context)), ...stmt.rooms.map(name)];
  const call = `${stmt.name}(${[...(stmt.context ? ["ctx"] : []), ...args].join(", ")})`;
  const failed = stmt.context ? cAfterCall(stmt.flags, context) : [];
  if (stmt.parallel !== undefined) return cShared(stmt, stmt.parallel, args, failed);
  const targets = stmt.results.flatMap((id) => parts(id, context));
  const [only] = stmt.results;
  if (targets.length === 0) return [`${call};`, ...failed];
  if (targets.length === 1 && only !== undefined) return [`${name(only)} = ${call};`, ...failed];
  const assignments = targets.map((target, i) => `${target} = results.v${i};`);
  return [...scoped([`const struct ${stmt.name}_results results = ${call};`, ...assignments]), ...failed];
}

function cAfterCall(flags: readonly FlagTest[], context: StatementContext): Lines {
  if (flags.length === 0) return [`if (ctx->status) ${context.leave}`];
  return braced("if (ctx->status)", [...testFlags(flags, context), context.leave]);
}

/** The C variables of a local. */
function parts(id: LocalId, context: StatementContext): readonly string[] {
  const name = context.fn.nameOf(id);
  return typeof context.fn.typeOf(id) === "object" ? [name, `${name}_n`] : [name];
}

export function cOperand(operand: Operand, context: StatementContext): readonly string[] {
  return operand.kind === "array" ? parts(operand.id, context) : [cExpression(operand.value, context)];
}

function returned(values: readonly Operand[], context: StatementContext): string {
  const texts = values.flatMap((value) => cOperand(value, context));
  return texts.length === 0 ? "return;" : `return ${context.results(texts)};`;
}

// ── failures ────────────────────────────────────────────────────────────────────────────────────────────────────────

function cancelled(context: StatementContext): Lines {
  return [`kleis_fail(ctx, ${statusCode.cancelled}, ${noSite}, 0, 0);`, context.leave];
}

/** Leaves, with what was flagged before this failure where something was. */
function leaving(
  failure: Failure & { readonly kind: "leave" },
  context: StatementContext,
  details: readonly LoopExpr[] = [],
): Lines {
  const [first = "0", second = "0"] = details.map((detail) => cExpression(detail, context));
  return [
    ...testFlags(failure.flags, context),
    `kleis_fail(ctx, ${failure.status}, ${failure.site}, ${first}, ${second});`,
    context.leave,
  ];
}

function testFlags(tests: readonly FlagTest[], context: StatementContext): Lines {
  return tests.flatMap((test) =>
    braced(`if (${test.flag} < 0)`, [`kleis_fail(ctx, ${test.status}, ${test.site}, 0, 0);`, context.leave]),
  );
}

/** What follows a condition that says that an operation failed. */
function onFailure(
  failed: string,
  failure: Failure,
  context: StatementContext,
  details: readonly LoopExpr[] = [],
): Lines {
  return failure.kind === "raise"
    ? [`${failure.flag} |= -(i64)(${failed});`]
    : braced(`if (${failed})`, leaving(failure, context, details));
}

// ── checked arithmetic ──────────────────────────────────────────────────────────────────────────────────────────────

function cChecked(stmt: Planned & { readonly kind: "checked" }, context: StatementContext): Lines {
  const x = context.fn.nameOf(stmt.result);
  const a = cExpression(stmt.left, context);
  const b = stmt.right === undefined ? "0" : cExpression(stmt.right, context);
  switch (stmt.op) {
    case "div":
    case "rem":
      return cDivide(stmt.op, { x, a, b }, stmt, context);
    case "from-f64":
      return onFailure(`kleis_from_f64(${a}, &${x})`, stmt.invalid, context);
    case "pow":
      return [
        ...onFailure(`${b} < 0`, stmt.invalid, context),
        ...(stmt.overflow === undefined
          ? [`${x} = kleis_pow_i64(${a}, ${b});`]
          : onFailure(`kleis_pow_overflow(${a}, ${b}, &${x})`, stmt.overflow, context)),
      ];
    default:
      return cRing(stmt.op, { x, a, b }, stmt.overflow, context);
  }
}

interface Operands {
  readonly x: string;
  readonly a: string;
  readonly b: string;
}

type RingOp = Exclude<CheckedOp, "div" | "rem" | "pow" | "from-f64">;

function cRing(
  op: RingOp,
  { x, a, b }: Operands,
  overflow: Failure | undefined,
  context: StatementContext,
): Lines {
  if (overflow === undefined) return [`${x} = ${wrapping(op, a, b)};`];
  if (overflow.kind === "raise" && op !== "mul") return flagged(op, { x, a, b }, overflow.flag);
  switch (op) {
    case "add":
    case "sub":
    case "mul":
      return onFailure(`__builtin_${op}_overflow(${a}, ${b}, &${x})`, overflow, context);
    case "neg":
      return onFailure(`__builtin_sub_overflow(0LL, ${a}, &${x})`, overflow, context);
    case "abs":
      return [
        `${x} = ${a};`,
        ...onFailure(`${x} < 0 && __builtin_sub_overflow(0LL, ${x}, &${x})`, overflow, context),
      ];
  }
}

function wrapping(op: RingOp, a: string, b: string): string {
  switch (op) {
    case "add":
      return `(i64)((u64)${a} + (u64)${b})`;
    case "sub":
      return `(i64)((u64)${a} - (u64)${b})`;
    case "mul":
      return `(i64)((u64)${a} * (u64)${b})`;
    case "neg":
      return `(i64)(0 - (u64)${a})`;
    case "abs":
      return `(i64)(${a} < 0 ? 0 - (u64)${a} : (u64)${a})`;
  }
}

/** Sign arithmetic that vectorises, where `__builtin_add_overflow` does not. */
function flagged(op: Exclude<RingOp, "mul">, { x, a, b }: Operands, flag: string): Lines {
  const signs = {
    add: "(lhs ^ result) & (rhs ^ result)",
    sub: "(lhs ^ rhs) & (lhs ^ result)",
    neg: "lhs & result",
    abs: "result",
  };
  return scoped([
    `const i64 lhs = ${a}, rhs = ${b}, result = ${wrapping(op, "lhs", "rhs")};`,
    `${flag} |= ${signs[op]};`,
    `${x} = result;`,
  ]);
}

/** Truncating division. The most negative number by −1 overflows; its remainder is 0. */
function cDivide(
  op: "div" | "rem",
  { x, a, b }: Operands,
  stmt: Planned & { readonly kind: "checked" },
  context: StatementContext,
): Lines {
  const { overflow, invalid } = stmt;
  // Where the program goes on after a zero divisor was flagged, there still is none to divide by.
  const divisor = invalid.kind === "raise" ? "(rhs == 0 ? 1 : rhs)" : "rhs";
  const quotient = `rhs == -1 ? ${wrapping("neg", "lhs", "")} : lhs / ${divisor}`;
  const leaves = overflow?.kind === "leave";
  return scoped([
    `const i64 lhs = ${a}, rhs = ${b};`,
    ...onFailure("rhs == 0", invalid, context),
    ...(op === "div" && overflow !== undefined
      ? onFailure(`(rhs == -1 && lhs == ${mostNegative})`, overflow, context)
      : []),
    `${x} = ${op === "rem" ? `rhs == -1 ? 0 : lhs % ${divisor}` : leaves ? `lhs / ${divisor}` : quotient};`,
  ]);
}

function scoped(lines: Lines): Lines {
  return ["{", ...indent(lines), "}"];
}

const mostNegative = "(-9223372036854775807LL - 1)";
