/** Which statements of a turn are worth lanes, what they read of the turn and what the rest of it reads of them. */
import { local as read } from "../../expr.ts";
import type { Local, LocalId, LoopExpr, LoopFnId, LoopFunction, Operand, Stmt } from "../../loop.ts";
import { assignedBy, blocksOf, exprsOf, visitExpr, visitStmts } from "../../walk.ts";
import { type Fresh, localsOf } from "./inline.ts";

export type For = Stmt & { readonly kind: "for" };
type Functions = ReadonlyMap<LoopFnId, LoopFunction>;

/** A turn is `before`, `code`, `after`. */
export interface Core {
  readonly before: readonly Stmt[];
  /** The statements of `before` that the inputs need. */
  readonly needed: readonly Stmt[];
  readonly code: readonly Stmt[];
  readonly after: readonly Stmt[];
  /** Locals of `before` and the counter that `code` mentions. */
  readonly inputs: readonly Local[];
  /** Locals of `code`, and inputs that it changes, that `after` reads. */
  readonly outputs: readonly Local[];
  /** Operations of `code` where every `if` goes the longer way. */
  readonly longestPath: number;
}

/** A counted loop of fewer turns is over before lanes pay. */
const fewTurns = 8;

export function findCore(loop: For, functions: Functions, fresh: Fresh): Core | undefined {
  const loops = loop.body.map((stmt) => hasLoop(stmt, functions, 0));
  const last = loops.lastIndexOf(true);
  if (last < 0) return undefined;
  const first = loop.body.findIndex((stmt, k) => k === last || !isSimple(stmt));
  const turn = withArguments(loop, first, last, fresh);
  const after = loop.body.slice(last + 1);
  if (jumps(after) || !mayBeMoved(loop, turn)) return undefined;
  const { before, code } = turn;
  const declared = [loop.counter, ...topLocals(before)];
  const mentioned = mentions(code);
  const inputs = declared.filter((local) => mentioned.has(local.id));
  const changed = new Set<LocalId>();
  visitStmts(code, (stmt) => {
    for (const id of assignedBy(stmt)) changed.add(id);
  });
  const wanted = mentions(after);
  const outputs = [...inputs, ...topLocals(code)].filter(({ id }) => changed.has(id) && wanted.has(id));
  if ([...inputs, ...outputs].some(({ type }) => typeof type === "object")) return undefined;
  const needed = sliceFor(before, new Set(inputs.map(({ id }) => id)));
  return { before, needed, code, after, inputs, outputs, longestPath: longestPath(code, functions, 0) };
}

// ── what runs in lanes ──────────────────────────────────────────────────────────────────────────────────────────────

/** Calls are followed this far. */
const followedCalls = 4;

/** A loop of which nobody else makes lanes: its turns depend on each other, or are not counted. */
function hasLoop(stmt: Stmt, functions: Functions, depth: number): boolean {
  if (stmt.kind === "loop" || stmt.kind === "while") return true;
  if (stmt.kind === "for" && !stmt.independent && (stmt.trips ?? fewTurns) >= fewTurns) return true;
  if (stmt.kind === "call") {
    const fn = functions.get(stmt.fn);
    return depth < followedCalls && fn?.body.some((inner) => hasLoop(inner, functions, depth + 1)) === true;
  }
  return blocksOf(stmt).some((block) => block.some((inner) => hasLoop(inner, functions, depth)));
}

/** It can be computed once more, and ahead of the turns before. */
function isSimple(stmt: Stmt): boolean {
  if (stmt.kind === "declare" || stmt.kind === "assign") return true;
  return stmt.kind === "if" && [...stmt.then, ...stmt.else].every(isSimple);
}

interface Split {
  readonly before: readonly Stmt[];
  readonly code: readonly Stmt[];
}

/**
 * Arguments of a call that comes first are computed before it, where they may read arrays; results that are declared before
 * it are declared with it.
 */
function withArguments(loop: For, first: number, last: number, fresh: Fresh): Split {
  const before = [...loop.body.slice(0, first)];
  const code = [...loop.body.slice(first, last + 1)];
  const [start] = code;
  if (start?.kind === "call") {
    const args = start.args.map((arg): Operand => {
      if (arg.kind === "array" || arg.value.kind === "local" || arg.value.kind === "const") return arg;
      const local = fresh("arg", arg.value.type);
      before.push({ kind: "declare", local, value: arg.value });
      return { kind: "scalar", value: read(local.id, arg.value.type) };
    });
    code[0] = { ...start, args };
  }
  const isOpen = (stmt: Stmt): boolean =>
    stmt.kind === "declare" && stmt.value === undefined && !isMentioned(before, stmt.local.id);
  return {
    before: before.filter((stmt) => !isOpen(stmt)),
    code: [...before.filter(isOpen), ...code],
  };
}

function isMentioned(block: readonly Stmt[], id: LocalId): boolean {
  let count = 0;
  visitStmts(block, (stmt) => {
    if (assignedBy(stmt).includes(id)) count += 1;
  });
  return count > 1 || readsOf(block).has(id);
}

// ── what may be done ────────────────────────────────────────────────────────────────────────────────────────────────

/** What several turns compute before the rest of the first of them is what they would have computed in order. */
function mayBeMoved(loop: For, { before, code }: Split): boolean {
  const own = new Set(localsOf(loop.body).map(({ id }) => id));
  own.add(loop.counter.id);
  const changed = new Set<LocalId>();
  let stores = false;
  visitStmts(loop.body, (stmt) => {
    for (const id of assignedBy(stmt)) if (!own.has(id)) changed.add(id);
    stores ||= ["store", "alias", "call", "template", "allocate"].includes(stmt.kind);
  });
  const moved = [...before, ...code];
  if ([...readsOf(moved)].some((id) => changed.has(id))) return false;
  for (const stmt of allIn(moved)) if (assignedBy(stmt).some((id) => changed.has(id))) return false;
  return loop.independent || !stores || !loads(moved);
}

function allIn(block: readonly Stmt[]): readonly Stmt[] {
  const found: Stmt[] = [];
  visitStmts(block, (stmt) => found.push(stmt));
  return found;
}

function loads(block: readonly Stmt[]): boolean {
  let found = false;
  for (const stmt of allIn(block))
    for (const e of exprsOf(stmt))
      visitExpr(e, (part) => {
        found ||= part.kind === "load" || part.kind === "length";
      });
  return found;
}

/** Leaves the loop around, or this turn of it. */
function jumps(block: readonly Stmt[]): boolean {
  return block.some((stmt) => {
    if (stmt.kind === "break" || stmt.kind === "continue" || stmt.kind === "return") return true;
    if (stmt.kind === "if") return jumps(stmt.then) || jumps(stmt.else);
    return blocksOf(stmt).some((inner) => allIn(inner).some((each) => each.kind === "return"));
  });
}

// ── who reads what ──────────────────────────────────────────────────────────────────────────────────────────────────

function topLocals(block: readonly Stmt[]): readonly Local[] {
  return block.flatMap((stmt) => (stmt.kind === "declare" ? [stmt.local] : []));
}

function operandReads(operands: readonly Operand[]): readonly LocalId[] {
  return operands.flatMap((operand) => (operand.kind === "array" ? [operand.id] : []));
}

/** Locals that the block reads, arrays too. */
function readsOf(block: readonly Stmt[]): ReadonlySet<LocalId> {
  const found = new Set<LocalId>();
  const see = (e: LoopExpr): void => {
    if (e.kind === "local") found.add(e.id);
    if (e.kind === "load" || e.kind === "length") found.add(e.array);
  };
  visitStmts(block, (stmt) => {
    for (const e of exprsOf(stmt)) visitExpr(e, see);
    if (stmt.kind === "alias") found.add(stmt.from);
    if (stmt.kind === "store") found.add(stmt.array);
    if (stmt.kind === "call" || stmt.kind === "template")
      for (const id of operandReads(stmt.args)) found.add(id);
    if (stmt.kind === "return") for (const id of operandReads(stmt.values)) found.add(id);
  });
  return found;
}

/** Locals that the block reads or gives a value to. */
function mentions(block: readonly Stmt[]): ReadonlySet<LocalId> {
  const found = new Set(readsOf(block));
  for (const stmt of allIn(block)) for (const id of assignedBy(stmt)) found.add(id);
  return found;
}

/** What of a block of simple statements decides the values of `wanted` after it. (Weiser 1981, slicing.) */
function sliceFor(block: readonly Stmt[], wanted: ReadonlySet<LocalId>): readonly Stmt[] {
  const needed = new Set(wanted);
  const kept: Stmt[] = [];
  for (const stmt of [...block].reverse()) {
    if (!allIn([stmt]).some((inner) => assignedBy(inner).some((id) => needed.has(id)))) continue;
    kept.unshift(stmt);
    for (const id of mentions([stmt])) needed.add(id);
  }
  return kept;
}

function longestPath(block: readonly Stmt[], functions: Functions, depth: number): number {
  let count = 0;
  for (const stmt of block) {
    for (const e of exprsOf(stmt))
      visitExpr(e, (part) => {
        if (part.kind !== "const" && part.kind !== "local") count += 1;
      });
    if (stmt.kind === "call" && depth < followedCalls)
      count += longestPath(functions.get(stmt.fn)?.body ?? [], functions, depth + 1);
    else count += Math.max(0, ...blocksOf(stmt).map((inner) => longestPath(inner, functions, depth)));
    if (stmt.kind === "checked") count += 1;
  }
  return count;
}
