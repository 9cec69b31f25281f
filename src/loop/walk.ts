/** Ways through Loop programs that passes share: children of statements, expressions in them, rebuilding. */
import type { LocalId, LoopExpr, Operand, Stmt } from "./loop.ts";

export function childExprs(e: LoopExpr): readonly LoopExpr[] {
  switch (e.kind) {
    case "const":
    case "local":
    case "length":
      return [];
    case "unary":
    case "convert":
    case "reinterpret":
      return [e.value];
    case "binary":
    case "compare":
      return [e.left, e.right];
    case "fma":
      return [e.a, e.b, e.c];
    case "select":
      return [e.condition, e.then, e.else];
    case "load":
      return [e.index];
    case "elementary":
      return e.args;
  }
}

function operandExprs(operands: readonly Operand[]): readonly LoopExpr[] {
  return operands.flatMap((o) => {
    const value = o.kind === "scalar" ? o.value : o.from;
    return value === undefined ? [] : [value];
  });
}

/** The expressions that a statement evaluates itself, not those of its blocks. */
export function exprsOf(stmt: Stmt): readonly LoopExpr[] {
  switch (stmt.kind) {
    case "declare":
      return stmt.value === undefined ? [] : [stmt.value];
    case "assign":
      return [stmt.value];
    case "store":
      return [stmt.index, stmt.value];
    case "checked":
      return stmt.right === undefined ? [stmt.left] : [stmt.left, stmt.right];
    case "check":
      return [stmt.ok, ...stmt.details];
    case "fail":
      return stmt.details;
    case "for":
      return [stmt.from, stmt.to];
    case "while":
    case "if":
      return [stmt.condition];
    case "allocate":
      return [stmt.length];
    case "call":
    case "template":
      return operandExprs(stmt.args);
    case "return":
      return operandExprs(stmt.values);
    case "alias":
    case "lanes":
    case "loop":
    case "continue":
    case "break":
      return [];
  }
}

export function blocksOf(stmt: Stmt): readonly (readonly Stmt[])[] {
  switch (stmt.kind) {
    case "for":
    case "while":
    case "lanes":
    case "loop":
      return [stmt.body];
    case "if":
      return [stmt.then, stmt.else];
    default:
      return [];
  }
}

/** The statement with each of its blocks changed. */
export function mapBlocks(stmt: Stmt, change: (block: readonly Stmt[]) => readonly Stmt[]): Stmt {
  switch (stmt.kind) {
    case "for":
    case "while":
    case "lanes":
    case "loop":
      return { ...stmt, body: change(stmt.body) };
    case "if":
      return { ...stmt, then: change(stmt.then), else: change(stmt.else) };
    default:
      return stmt;
  }
}

export function visitStmts(block: readonly Stmt[], see: (stmt: Stmt) => void): void {
  for (const stmt of block) {
    see(stmt);
    for (const inner of blocksOf(stmt)) visitStmts(inner, see);
  }
}

export function visitExpr(e: LoopExpr, see: (e: LoopExpr) => void): void {
  see(e);
  for (const child of childExprs(e)) visitExpr(child, see);
}

/** The locals that a statement gives a value, itself. */
export function assignedBy(stmt: Stmt): readonly LocalId[] {
  switch (stmt.kind) {
    case "assign":
    case "alias":
      return [stmt.id];
    case "checked":
      return [stmt.result];
    case "declare":
      return [stmt.local.id];
    case "allocate":
      return [stmt.local.id, ...(stmt.recycled?.pool ?? [])];
    case "for":
      return [stmt.counter.id];
    case "lanes":
      return [stmt.lane.id];
    case "call":
      return stmt.results;
    default:
      return [];
  }
}

/** Whether one of these locals is read in it. */
export function mentions(e: LoopExpr, locals: ReadonlySet<LocalId>): boolean {
  let found = false;
  visitExpr(e, (inner) => {
    if (inner.kind === "local" && locals.has(inner.id)) found = true;
  });
  return found;
}
