/** A copy of a block whose own locals have fresh ids, so that it can stand beside the original. */
import type { Local, LocalId, LoopExpr, Operand, Recycled, Stmt } from "./loop.ts";
import { assignedBy, visitStmts } from "./walk.ts";

/** `kept`: locals from outside, the function's parameters. */
export function renameLocals(block: readonly Stmt[], kept: readonly LocalId[]): readonly Stmt[] {
  let largest = Math.max(-1, ...kept);
  visitStmts(block, (stmt) => {
    for (const id of assignedBy(stmt)) largest = Math.max(largest, id);
  });
  const fixed = new Set<LocalId>(kept);
  const shift = largest + 1;
  const rename = (id: LocalId): LocalId => (fixed.has(id) ? id : ((id + shift) as LocalId));
  return block.map((stmt) => renameStmt(stmt, rename));
}

type Rename = (id: LocalId) => LocalId;

function renameLocal(local: Local, rename: Rename): Local {
  return { ...local, id: rename(local.id) };
}

function renameOperands(operands: readonly Operand[], rename: Rename): readonly Operand[] {
  return operands.map((o) => {
    if (o.kind === "scalar") return { ...o, value: renameExpr(o.value, rename) };
    const from = o.from && renameExpr(o.from, rename);
    return { ...o, id: rename(o.id), ...(from === undefined ? {} : { from }) };
  });
}

function renameRecycled({ pool, live }: Recycled, rename: Rename): Recycled {
  return { pool: pool.map(rename), live: live.map(rename) };
}

export function renameStmt(stmt: Stmt, rename: Rename): Stmt {
  const e = (x: LoopExpr): LoopExpr => renameExpr(x, rename);
  const block = (stmts: readonly Stmt[]): readonly Stmt[] => stmts.map((s) => renameStmt(s, rename));
  switch (stmt.kind) {
    case "declare":
      return {
        ...stmt,
        local: renameLocal(stmt.local, rename),
        ...(stmt.value === undefined ? {} : { value: e(stmt.value) }),
      };
    case "assign":
      return { ...stmt, id: rename(stmt.id), value: e(stmt.value) };
    case "alias":
      return { ...stmt, id: rename(stmt.id), from: rename(stmt.from) };
    case "store":
      return { ...stmt, array: rename(stmt.array), index: e(stmt.index), value: e(stmt.value) };
    case "checked":
      return {
        ...stmt,
        result: rename(stmt.result),
        left: e(stmt.left),
        ...(stmt.right === undefined ? {} : { right: e(stmt.right) }),
      };
    case "check":
      return { ...stmt, ok: e(stmt.ok), details: stmt.details.map(e) };
    case "fail":
      return { ...stmt, details: stmt.details.map(e) };
    case "for":
      return {
        ...stmt,
        counter: renameLocal(stmt.counter, rename),
        from: e(stmt.from),
        to: e(stmt.to),
        body: block(stmt.body),
      };
    case "while":
      return { ...stmt, condition: e(stmt.condition), body: block(stmt.body) };
    case "lanes":
      return { ...stmt, lane: renameLocal(stmt.lane, rename), body: block(stmt.body) };
    case "loop":
      return { ...stmt, body: block(stmt.body) };
    case "continue":
    case "break":
      return stmt;
    case "if":
      return { ...stmt, condition: e(stmt.condition), then: block(stmt.then), else: block(stmt.else) };
    case "allocate":
      return {
        ...stmt,
        local: renameLocal(stmt.local, rename),
        length: e(stmt.length),
        ...(stmt.recycled === undefined ? {} : { recycled: renameRecycled(stmt.recycled, rename) }),
      };
    case "call":
      return { ...stmt, args: renameOperands(stmt.args, rename), results: stmt.results.map(rename) };
    case "template":
      return { ...stmt, args: renameOperands(stmt.args, rename) };
    case "return":
      return { ...stmt, values: renameOperands(stmt.values, rename) };
  }
}

function renameExpr(expr: LoopExpr, rename: Rename): LoopExpr {
  const e = (x: LoopExpr): LoopExpr => renameExpr(x, rename);
  switch (expr.kind) {
    case "const":
      return expr;
    case "local":
      return { ...expr, id: rename(expr.id) };
    case "unary":
    case "convert":
    case "reinterpret":
      return { ...expr, value: e(expr.value) };
    case "binary":
    case "compare":
      return { ...expr, left: e(expr.left), right: e(expr.right) };
    case "fma":
      return { ...expr, a: e(expr.a), b: e(expr.b), c: e(expr.c) };
    case "select":
      return { ...expr, condition: e(expr.condition), then: e(expr.then), else: e(expr.else) };
    case "load":
      return { ...expr, array: rename(expr.array), index: e(expr.index) };
    case "length":
      return { ...expr, array: rename(expr.array) };
    case "elementary":
      return { ...expr, args: expr.args.map(e) };
  }
}
