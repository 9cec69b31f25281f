/** Planned statements as Rust. */
import { unreachable } from "../../base/outcome.ts";
import type { LocalId, LoopExpr, LoopType, Operand } from "../../loop/loop.ts";
import { noSite, statusCode } from "../abi.ts";
import { type LaneSpelling, laneBlock } from "../lanes.ts";
import type { CheckedOp, Failure, FlagTest, Planned, PlannedFunction } from "../plan.ts";
import { bare, braced, indent, type Lines } from "../text.ts";
import { type ExpressionContext, rustElement, rustExpression, rustScalar } from "./expression.ts";
import { rustShared } from "./parallel.ts";

export interface StatementContext extends ExpressionContext {
  readonly fn: PlannedFunction;
  /** The statement that leaves the function where it failed. */
  readonly leave: string;
}

export function rustBlock(stmts: readonly Planned[], context: StatementContext): Lines {
  return stmts.flatMap((stmt) => rustStatement(stmt, context));
}

function rustStatement(stmt: Planned, context: StatementContext): Lines {
  const expr = (e: LoopExpr): string => rustExpression(e, context);
  const name = context.fn.nameOf;
  switch (stmt.kind) {
    case "declare":
      return rustDeclare(name(stmt.local.id), stmt.local.type, stmt.value && bare(expr(stmt.value)));
    case "assign":
      return [`${name(stmt.id)} = ${bare(expr(stmt.value))};`];
    case "alias":
      return [`${name(stmt.id)} = ${name(stmt.from)};`, `${name(stmt.id)}_n = ${name(stmt.from)}_n;`];
    case "store": {
      const type = context.fn.typeOf(stmt.array);
      const cast = typeof type === "object" && type.array === "bool" ? " as u8" : "";
      return [`*${name(stmt.array)}.offset(${expr(stmt.index)} as isize) = ${expr(stmt.value)}${cast};`];
    }
    case "checked":
      return rustChecked(stmt, context);
    case "check":
      return onFailure(`!${expr(stmt.ok)}`, stmt.failure, context, stmt.details);
    case "fail":
      return leaving(stmt.failure, context, stmt.details);
    case "for":
      return rustFor(stmt, context, rustBlock(stmt.body, context), keptSideBySide(stmt, context));
    case "lanes":
      return laneBlock(stmt, rustLanes(context));
    case "while":
      return braced(`while ${bare(expr(stmt.condition))}`, rustBlock(stmt.body, context));
    case "loop":
      return braced("loop", rustBlock(stmt.body, context));
    case "break":
      return [stmt.label === undefined ? "break;" : `break '${stmt.label};`];
    case "continue":
      return ["continue;"];
    case "if":
      return rustIf(stmt, context);
    case "poll":
      return braced("if core::ptr::read_volatile(cancel) != 0", cancelled(context));
    case "guard":
      return braced("if kleis_stack_address() < (*ctx).stack_limit", [
        `kleis_fail(ctx, ${statusCode.depth}, ${noSite}, 0, 0);`,
        context.leave,
      ]);
    case "flags":
      return stmt.flags.map((flag) => `let mut ${flag} = 0i64;`);
    case "test-flags":
      return testFlags(stmt.tests, context);
    case "stack-array": {
      const [array, element] = [name(stmt.local.id), elementOf(stmt.local.type)];
      return [
        `let mut ${array}_data = core::mem::MaybeUninit::<[${element}; ${stmt.length}]>::uninit();`,
        ...rustDeclare(
          array,
          stmt.local.type,
          `${array}_data.as_mut_ptr() as *mut ${element}`,
          `${stmt.length}i64`,
        ),
      ];
    }
    case "output-array":
      return rustDeclare(name(stmt.local.id), stmt.local.type, stmt.output, expr(stmt.length));
    case "arena-array": {
      const [array, element] = [name(stmt.local.id), elementOf(stmt.local.type)];
      return [
        `let mut ${array}_n = ${expr(stmt.length)};`,
        `let mut ${array} = kleis_allocate(ctx, ${array}_n * core::mem::size_of::<${element}>() as i64) as *mut ${element};`,
        `if ${array}.is_null() { ${context.leave} }`,
      ];
    }
    case "recycled-array":
      return rustRecycled(stmt, context);
    case "mark":
      return [`let mut ${stmt.name} = kleis_mark(ctx);`];
    case "release":
      return [`kleis_return_to(ctx, ${stmt.name});`];
    case "call":
      return rustCall(stmt, context);
    case "template": {
      const args = stmt.args.map((arg) => {
        if (arg.kind === "scalar") return expr(arg.value);
        return arg.from === undefined
          ? name(arg.id)
          : `${name(arg.id)}.wrapping_offset((${expr(arg.from)}) as isize)`;
      });
      const team = stmt.team ? [stmt.polls ? "(*ctx).team" : "core::ptr::null()"] : [];
      return [`${stmt.name}(${[...args, stmt.polls ? "cancel" : "&KLEIS_NEVER", ...team].join(", ")});`];
    }
    case "return": {
      const values = stmt.values.flatMap((value) => rustOperand(value, context));
      return [`return${values.length === 0 ? "" : ` ${tuple(values)}`};`];
    }
    default:
      return unreachable(stmt);
  }
}

/** One value as such, none or several as a tuple. */
export function tuple(parts: readonly string[]): string {
  return parts.length === 1 ? parts.join("") : `(${parts.join(", ")})`;
}

function rustDeclare(name: string, type: LoopType, value?: string, length = "0i64"): Lines {
  if (typeof type === "object") {
    const pointer = `*mut ${rustElement(type.array)}`;
    return [
      `let mut ${name}: ${pointer} = ${value ?? "core::ptr::null_mut()"};`,
      `let mut ${name}_n: i64 = ${length};`,
    ];
  }
  const zero = { f64: "0.0f64", i64: "0i64", index: "0i64", bool: "false" }[type];
  return [`let mut ${name}: ${rustScalar(type)} = ${value ?? zero};`];
}

/** One after the other, memory of the pool comes to the front until it is free; then it is long enough or is replaced. */
function rustRecycled(stmt: Planned & { readonly kind: "recycled-array" }, context: StatementContext): Lines {
  const name = context.fn.nameOf;
  const [array, element] = [name(stmt.local.id), elementOf(stmt.local.type)];
  const [memory = array, ...others] = stmt.pool.map(name);
  const taken = stmt.live.map((id) => `${memory} == ${name(id)}`).join(" || ");
  const exchanges = others.flatMap((other) =>
    braced(`if ${memory}_n != 0 && (${taken})`, [
      `core::mem::swap(&mut ${memory}, &mut ${other});`,
      `core::mem::swap(&mut ${memory}_n, &mut ${other}_n);`,
    ]),
  );
  return [
    ...rustDeclare(array, stmt.local.type, undefined, rustExpression(stmt.length, context)),
    ...exchanges,
    ...braced(`if ${memory}_n < ${array}_n`, [
      `let longer = if ${array}_n > 2 * ${memory}_n { ${array}_n } else { 2 * ${memory}_n };`,
      `let fresh = kleis_allocate(ctx, longer * core::mem::size_of::<${element}>() as i64) as *mut ${element};`,
      `if fresh.is_null() { ${context.leave} }`,
      `${memory} = fresh;`,
      `${memory}_n = longer;`,
      ...stmt.marks.map((mark) => `${mark} = kleis_mark(ctx);`),
    ]),
    `${array} = ${memory};`,
  ];
}

/** How what `laneBlock` writes is spelled in Rust. */
function rustLanes(context: StatementContext): LaneSpelling {
  return {
    fn: context.fn,
    scalar: (e) => bare(rustExpression(e, context)),
    declare: (type, name, value) => `let mut ${name}: ${type} = ${value};`,
    head: (word, condition) => `${word} ${condition}`,
    position: (array, offset) => (offset === 0 ? array : `${array}.add(${offset})`),
    counted: (stmt, body) => rustFor(stmt, context, body, []),
    scalarStatement: (stmt) => rustStatement(stmt, context),
  };
}

function elementOf(type: LoopType): string {
  return typeof type === "object" ? rustElement(type.array) : rustScalar(type);
}

/** A branch that only asks again goes on as `else if`: a `match` of many cases stays flat. */
function rustIf(stmt: Planned & { readonly kind: "if" }, context: StatementContext): Lines {
  const parts: Lines[] = [];
  let one = stmt;
  for (let word = "if"; ; word = "} else if") {
    parts.push(
      [`${word} ${bare(rustExpression(one.condition, context))} {`],
      indent(rustBlock(one.then, context)),
    );
    const [next, ...others] = one.else;
    if (next?.kind !== "if" || others.length > 0) break;
    one = next;
  }
  if (one.else.length > 0) parts.push(["} else {"], indent(rustBlock(one.else, context)));
  return [...parts.flat(), "}"];
}

function rustFor(
  stmt: Planned & { readonly kind: "for" },
  context: StatementContext,
  body: Lines,
  after: Lines,
): Lines {
  const i = context.fn.nameOf(stmt.counter.id);
  const [from, to] = [rustExpression(stmt.from, context), rustExpression(stmt.to, context)];
  if (stmt.strip === undefined) return [...braced(`for ${i} in ${from}..${to}`, body), ...after];
  const label = stmt.label === undefined ? "" : `'${stmt.label}: `;
  return [
    `let (mut ${i}_strip, ${i}_to): (i64, i64) = (${from}, ${to});`,
    ...braced(`${label}while ${i}_strip < ${i}_to`, [
      `let ${i}_end = if ${i}_to.wrapping_sub(${i}_strip) as u64 > ${stmt.strip} { ${i}_strip + ${stmt.strip} } else { ${i}_to };`,
      ...braced(`for ${i} in ${i}_strip..${i}_end`, body),
      ...after,
      `${i}_strip = ${i}_end;`,
      ...braced(`if ${i}_strip < ${i}_to && core::ptr::read_volatile(cancel) != 0`, cancelled(context)),
    ]),
  ];
}

/** Carried by a loop, so many doubles are partial results (lower-partials.ts). */
const partialResults = 8;

/**
 * LLVM makes vectors of neighbours as wide as what is done with them after the loop: pairs, where they are added up. Seen as an
 * array that anything may happen to, they fill registers: 1000 terms take 44 ns instead of 70.
 */
function keptSideBySide(stmt: Planned & { readonly kind: "for" }, context: StatementContext): Lines {
  const inside = new Set(stmt.body.flatMap((inner) => (inner.kind === "declare" ? [inner.local.id] : [])));
  const carried = stmt.body.flatMap((inner) =>
    inner.kind === "assign" && inner.value.type === "f64" && !inside.has(inner.id) ? [inner.id] : [],
  );
  if (carried.length < partialResults) return [];
  const names = [...new Set(carried)].map(context.fn.nameOf).join(", ");
  return [`[${names}] = core::hint::black_box([${names}]);`];
}

// ── calls ───────────────────────────────────────────────────────────────────────────────────────────────────────────

function rustCall(stmt: Planned & { readonly kind: "call" }, context: StatementContext): Lines {
  const rooms = stmt.rooms.map(context.fn.nameOf);
  const args = [...stmt.args.flatMap((arg) => rustOperand(arg, context)), ...rooms];
  const call = `${stmt.name}(${[...(stmt.context ? ["ctx"] : []), ...args].join(", ")});`;
  if (stmt.parallel !== undefined)
    return rustShared(stmt, stmt.parallel, args, stmt.context ? failedCall(stmt.flags, context) : []);
  const targets = stmt.results.flatMap((id) => parts(id, context));
  const failed = stmt.context ? failedCall(stmt.flags, context) : [];
  return [targets.length === 0 ? call : `${tuple(targets)} = ${call}`, ...failed];
}

function failedCall(flags: readonly FlagTest[], context: StatementContext): Lines {
  return braced("if (*ctx).status != 0", [...testFlags(flags, context), context.leave]);
}

/** The Rust variables of a local. */
function parts(id: LocalId, context: StatementContext): readonly string[] {
  const name = context.fn.nameOf(id);
  return typeof context.fn.typeOf(id) === "object" ? [name, `${name}_n`] : [name];
}

function rustOperand(operand: Operand, context: StatementContext): readonly string[] {
  return operand.kind === "array" ? parts(operand.id, context) : [rustExpression(operand.value, context)];
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
  const [first = "0", second = "0"] = details.map((detail) => rustExpression(detail, context));
  return [
    ...testFlags(failure.flags, context),
    `kleis_fail(ctx, ${failure.status}, ${failure.site}, ${first}, ${second});`,
    context.leave,
  ];
}

function testFlags(tests: readonly FlagTest[], context: StatementContext): Lines {
  return tests.flatMap((test) =>
    braced(`if ${test.flag} < 0`, [`kleis_fail(ctx, ${test.status}, ${test.site}, 0, 0);`, context.leave]),
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
    ? [`${failure.flag} |= -((${failed}) as i64);`]
    : braced(`if ${failed}`, leaving(failure, context, details));
}

// ── checked arithmetic ──────────────────────────────────────────────────────────────────────────────────────────────

function rustChecked(stmt: Planned & { readonly kind: "checked" }, context: StatementContext): Lines {
  const x = context.fn.nameOf(stmt.result);
  const a = rustExpression(stmt.left, context);
  const b = stmt.right === undefined ? "0i64" : rustExpression(stmt.right, context);
  switch (stmt.op) {
    case "div":
    case "rem":
      return rustDivide(stmt.op, { x, a, b }, stmt, context);
    case "from-f64":
      return scoped([
        `let (result, failed) = kleis_from_f64(${a});`,
        `${x} = result;`,
        ...onFailure("failed", stmt.invalid, context),
      ]);
    case "pow":
      return [
        ...onFailure(`${b} < 0`, stmt.invalid, context),
        ...(stmt.overflow === undefined
          ? [`${x} = kleis_pow_i64(${a}, ${b});`]
          : overflowing(`kleis_overflowing_pow(${a}, ${b})`, x, stmt.overflow, context)),
      ];
    default:
      return rustRing(stmt.op, { x, a, b }, stmt.overflow, context);
  }
}

interface Operands {
  readonly x: string;
  readonly a: string;
  readonly b: string;
}

type RingOp = Exclude<CheckedOp, "div" | "rem" | "pow" | "from-f64">;

function rustRing(
  op: RingOp,
  operands: Operands,
  overflow: Failure | undefined,
  context: StatementContext,
): Lines {
  const { x, a, b } = operands;
  const args = op === "neg" || op === "abs" ? "" : b;
  if (overflow === undefined) return [`${x} = ${a}.wrapping_${op}(${args});`];
  if (overflow.kind === "raise" && op !== "mul") return flagged(op, operands, overflow.flag);
  return overflowing(`${a}.overflowing_${op}(${args})`, x, overflow, context);
}

function overflowing(call: string, x: string, failure: Failure, context: StatementContext): Lines {
  return scoped([
    `let (result, failed) = ${call};`,
    `${x} = result;`,
    ...onFailure("failed", failure, context),
  ]);
}

/** Sign arithmetic that vectorises, where the overflowing operations do not. */
function flagged(op: Exclude<RingOp, "mul">, { x, a, b }: Operands, flag: string): Lines {
  const signs = {
    add: "(lhs ^ result) & (rhs ^ result)",
    sub: "(lhs ^ rhs) & (lhs ^ result)",
    neg: "lhs & result",
    abs: "result",
  };
  const args = op === "neg" || op === "abs" ? "" : "rhs";
  return scoped([
    `let (lhs, rhs): (i64, i64) = (${a}, ${b});`,
    `let result = lhs.wrapping_${op}(${args});`,
    `${flag} |= ${signs[op]};`,
    `${x} = result;`,
  ]);
}

/** Truncating division. The most negative number by −1 overflows; its remainder is 0. */
function rustDivide(
  op: "div" | "rem",
  { x, a, b }: Operands,
  stmt: Planned & { readonly kind: "checked" },
  context: StatementContext,
): Lines {
  const { overflow, invalid } = stmt;
  // Where the program goes on after a zero divisor was flagged, there still is none to divide by.
  const divisor = invalid.kind === "raise" ? "if rhs == 0 { 1 } else { rhs }" : "rhs";
  return scoped([
    `let (lhs, rhs): (i64, i64) = (${a}, ${b});`,
    ...onFailure("rhs == 0", invalid, context),
    ...(op === "div" && overflow !== undefined
      ? onFailure("(rhs == -1 && lhs == i64::MIN)", overflow, context)
      : []),
    `${x} = kleis_${op}_i64(lhs, ${divisor});`,
  ]);
}

function scoped(lines: Lines): Lines {
  return ["{", ...indent(lines), "}"];
}
