/**
 * Control flow of one turn as masks over lanes (Allen, Kennedy, Porterfield & Warren 1983, if-conversion; Karrenberg & Hack 2011,
 * loops whose lanes leave at different turns).
 *
 * In: straight statements, `if`s, loops and calls, scalar. Out: the body of `lanes`. Each place where lanes part has a mask, the
 * lanes that are there; a loop runs until none is left in it. A lane that leaves (`break`, `return`) is taken out of the
 * masks of everything that it leaves. A lane in which something would fail is noted in `troubled` and leaves everything: the
 * scalar code runs again for it, and fails with all that belongs to it.
 */

import { ends } from "../../check.ts";
import { binary, bool, compare, local as read, unary, zero } from "../../expr.ts";
import type { LocalId, LoopExpr, Scalar, Stmt } from "../../loop.ts";
import { blocksOf, exprsOf, visitExpr, visitStmts } from "../../walk.ts";
import { writeChecked } from "./checked.ts";
import {
  assign,
  declare,
  leave,
  type MaskRequest,
  maskOf,
  named,
  newMask,
  readsIn,
  type Scope,
  trouble,
  Unfit,
  value,
  type Writer,
} from "./scopes.ts";

export interface Masked {
  readonly body: readonly Stmt[];
  /** A bool local; undefined where nothing can fail. */
  readonly troubled: LocalId | undefined;
}

/** An `if` over less than this does not ask whether any lane goes there. */
const guardedOperations = 24;

export function masked(request: MaskRequest): Masked {
  const { code, mask, inputs, outputs, fresh } = request;
  const scope: Scope = { kind: "strip", mask, outer: undefined };
  const writer: Writer = {
    ...request,
    home: new Map(inputs.map((id) => [id, scope])),
    reads: readsIn(code),
    varying: new Set([mask, ...inputs]),
    bad: fresh("troubled", "bool"),
    troubles: false,
  };
  for (const id of outputs) writer.reads.set(id, (writer.reads.get(id) ?? 0) + 1);
  const body: Stmt[] = [];
  writeBlock(writer, code, scope, body);
  if (!writer.troubles) return { body, troubled: undefined };
  return {
    body: [{ kind: "declare", local: writer.bad, value: bool(false) }, ...body],
    troubled: writer.bad.id,
  };
}

// ── statements ──────────────────────────────────────────────────────────────────────────────────────────────────────

function writeBlock(writer: Writer, block: readonly Stmt[], scope: Scope, out: Stmt[]): void {
  for (const stmt of block) writeStmt(writer, stmt, scope, out);
}

function writeStmt(writer: Writer, stmt: Stmt, scope: Scope, out: Stmt[]): void {
  switch (stmt.kind) {
    case "declare":
      if (typeof stmt.local.type === "object") throw new Unfit("an array");
      declare(writer, stmt.local, value(writer, stmt.value ?? zero(stmt.local.type), scope), scope, out);
      return;
    case "assign":
      assign(writer, stmt.id, value(writer, stmt.value, scope), scope, out);
      return;
    case "checked":
      writeChecked(writer, stmt, scope, out);
      return;
    case "check":
      trouble(writer, unary("not", value(writer, stmt.ok, scope)), scope, out);
      return;
    case "fail":
      trouble(writer, bool(true), scope, out);
      return;
    case "if":
      writeIf(writer, stmt, scope, out);
      return;
    case "loop":
    case "while":
      writeLoop(writer, stmt, scope, out);
      return;
    case "for":
      writeFor(writer, stmt, scope, out);
      return;
    case "call":
      writeCall(writer, stmt, scope, out);
      return;
    case "return":
      writeReturn(writer, stmt, scope, out);
      return;
    case "break":
      leave(scope, "loop", out);
      return;
    case "continue":
      leave(scope, "turn", out);
      return;
    default:
      throw new Unfit(stmt.kind);
  }
}

// ── if ──────────────────────────────────────────────────────────────────────────────────────────────────────────────

function writeIf(writer: Writer, stmt: Stmt & { readonly kind: "if" }, scope: Scope, out: Stmt[]): void {
  const condition = named(writer, "holds", value(writer, stmt.condition, scope), scope, out);
  const branch = (block: readonly Stmt[], holds: LoopExpr): void => {
    const mask = newMask(writer, "here", binary("and", maskOf(scope), holds), scope, out);
    const inner: Stmt[] = [];
    writeBlock(writer, block, { kind: "if", mask, outer: scope }, inner);
    if (operationsIn(inner) < guardedOperations) out.push(...inner);
    else out.push({ kind: "if", condition: read(mask, "bool"), then: inner, else: [] });
  };
  const isNot = unary("not", condition);
  // After a branch that is left by all who take it, only the others are here.
  if (ends(stmt.then)) {
    branch(stmt.then, condition);
    writeBlock(writer, stmt.else, scope, out);
  } else if (ends(stmt.else)) {
    branch(stmt.else, isNot);
    writeBlock(writer, stmt.then, scope, out);
  } else {
    const otherwise = stmt.else.length === 0 ? undefined : named(writer, "not", isNot, scope, out);
    if (stmt.then.length > 0) branch(stmt.then, condition);
    if (otherwise !== undefined) branch(stmt.else, otherwise);
  }
}

/** Operations of a block, those of a loop counted once. */
export function operationsIn(block: readonly Stmt[]): number {
  let count = 0;
  visitStmts(block, (stmt) => {
    for (const e of exprsOf(stmt))
      visitExpr(e, (part) => {
        if (part.kind !== "const" && part.kind !== "local") count += 1;
      });
  });
  return count;
}

// ── loops ───────────────────────────────────────────────────────────────────────────────────────────────────────────

function writeLoop(
  writer: Writer,
  stmt: Stmt & { readonly kind: "loop" | "while" },
  scope: Scope,
  out: Stmt[],
): void {
  const goesOn = (at: Scope): LoopExpr =>
    stmt.kind === "while" ? binary("and", maskOf(at), value(writer, stmt.condition, at)) : maskOf(at);
  const mask = newMask(writer, "active", goesOn(scope), scope, out);
  const loop: Scope = { kind: "loop", mask, outer: scope, reads: readsIn([stmt]) };
  const body: Stmt[] = [];
  writeTurn(writer, stmt.body, loop, body);
  if (stmt.kind === "while") body.push({ kind: "assign", id: mask, value: goesOn(loop) });
  out.push({ kind: "while", condition: maskOf(loop), body });
}

function writeTurn(writer: Writer, body: readonly Stmt[], loop: Scope, out: Stmt[]): void {
  const block = withoutLastContinue(body);
  if (!continues(block)) {
    writeBlock(writer, block, loop, out);
    return;
  }
  const mask = newMask(writer, "turn", maskOf(loop), loop, out);
  writeBlock(writer, block, { kind: "turn", mask, outer: loop }, out);
}

/** At its end a turn is over anyway. */
function withoutLastContinue(block: readonly Stmt[]): readonly Stmt[] {
  const last = block.at(-1);
  if (last?.kind === "continue") return block.slice(0, -1);
  if (last?.kind !== "if") return block;
  const [then, otherwise] = [withoutLastContinue(last.then), withoutLastContinue(last.else)];
  return [...block.slice(0, -1), { ...last, then, else: otherwise }];
}

/** Has a `continue` of the loop whose body it is. */
function continues(block: readonly Stmt[]): boolean {
  return block.some(
    (stmt) =>
      stmt.kind === "continue" || (stmt.kind === "if" && (continues(stmt.then) || continues(stmt.else))),
  );
}

/** With the same bounds in all lanes it counts for all of them. */
function writeFor(writer: Writer, stmt: Stmt & { readonly kind: "for" }, scope: Scope, out: Stmt[]): void {
  const [from, to] = [value(writer, stmt.from, scope), value(writer, stmt.to, scope)];
  const varies = (e: LoopExpr): boolean => {
    let found = false;
    visitExpr(e, (part) => {
      if (part.kind === "local" && writer.varying.has(part.id)) found = true;
    });
    return found;
  };
  if (varies(from) || varies(to)) {
    writeCounted(writer, stmt, scope, out);
    return;
  }
  const body: Stmt[] = [];
  if (!leaves(stmt.body)) {
    const same: Scope = { kind: "loop", mask: scope.mask, ends: true, outer: scope, reads: readsIn([stmt]) };
    writeTurn(writer, stmt.body, same, body);
    out.push({ ...stmt, body });
    return;
  }
  const mask = newMask(writer, "active", maskOf(scope), scope, out);
  const loop: Scope = { kind: "loop", mask, outer: scope, reads: readsIn([stmt]) };
  writeTurn(writer, stmt.body, loop, body);
  out.push({ ...stmt, body: [{ kind: "if", condition: maskOf(loop), then: body, else: [] }] });
}

/** Lanes may leave the loop, or everything. */
function leaves(block: readonly Stmt[]): boolean {
  return block.some(
    (stmt) =>
      ["break", "return", "fail", "check", "checked", "call"].includes(stmt.kind) ||
      blocksOf(stmt).some((inner) => leaves(inner)),
  );
}

/** As a loop of each lane that counts for itself. */
function writeCounted(
  writer: Writer,
  stmt: Stmt & { readonly kind: "for" },
  scope: Scope,
  out: Stmt[],
): void {
  const type: Scalar = stmt.counter.type === "index" ? "index" : "i64";
  const one: LoopExpr = { kind: "const", type, value: type === "index" ? 1 : 1n };
  const next = writer.fresh(stmt.counter.name, type);
  const end = named(writer, "end", stmt.to, scope, out);
  const at = read(next.id, type);
  declare(writer, next, stmt.from, scope, out);
  const counted: Stmt = {
    kind: "while",
    condition: compare("lt", at, end),
    body: [
      { kind: "declare", local: stmt.counter, value: at },
      { kind: "assign", id: next.id, value: binary("add", at, one) },
      ...stmt.body,
    ],
  };
  writeLoop(writer, counted, scope, out);
}

// ── calls ───────────────────────────────────────────────────────────────────────────────────────────────────────────

function writeCall(writer: Writer, stmt: Stmt & { readonly kind: "call" }, scope: Scope, out: Stmt[]): void {
  const inlined = writer.inline(stmt);
  if (inlined === undefined) throw new Unfit("a call");
  for (const [id, count] of readsIn(inlined.body)) writer.reads.set(id, (writer.reads.get(id) ?? 0) + count);
  const last = inlined.body.at(-1);
  const before = inlined.body.slice(0, -1);
  // All leave from the loop at its end, which has a mask of its own.
  const atEnd = (last?.kind === "loop" || last?.kind === "return") && !before.some(mayReturn);
  const mask = atEnd ? scope.mask : newMask(writer, "inside", maskOf(scope), scope, out);
  const call: Scope = { kind: "call", mask, ends: atEnd, outer: scope, results: stmt.results };
  writeBlock(writer, inlined.body, call, out);
}

function mayReturn(stmt: Stmt): boolean {
  return stmt.kind === "return" || blocksOf(stmt).some((block) => block.some(mayReturn));
}

function writeReturn(
  writer: Writer,
  stmt: Stmt & { readonly kind: "return" },
  scope: Scope,
  out: Stmt[],
): void {
  let call: Scope | undefined = scope;
  while (call !== undefined && call.kind !== "call") call = call.outer;
  if (call?.results === undefined) throw new Unfit("a return");
  const given = stmt.values.map((operand) => {
    if (operand.kind === "array") throw new Unfit("an array");
    return value(writer, operand.value, scope);
  });
  call.results.forEach((id, k) => {
    const e = given[k];
    if (e !== undefined) assign(writer, id, e, scope, out);
  });
  leave(scope, "call", out);
}
