/** Expressions rebuilt with other parts. */
import type { LoopExpr, Operand, Stmt } from "./loop.ts";

/** The expression with each of its children changed. */
export function mapChildren(e: LoopExpr, change: (child: LoopExpr) => LoopExpr): LoopExpr {
  switch (e.kind) {
    case "const":
    case "local":
    case "length":
      return e;
    case "unary":
    case "convert":
    case "reinterpret":
      return { ...e, value: change(e.value) };
    case "binary":
    case "compare":
      return { ...e, left: change(e.left), right: change(e.right) };
    case "fma":
      return { ...e, a: change(e.a), b: change(e.b), c: change(e.c) };
    case "select":
      return { ...e, condition: change(e.condition), then: change(e.then), else: change(e.else) };
    case "load":
      return { ...e, index: change(e.index) };
    case "elementary":
      return { ...e, args: e.args.map(change) };
  }
}

/** A statement that computes, with each of its expressions changed; others as they are. */
export function mapComputed(stmt: Stmt, change: (e: LoopExpr) => LoopExpr): Stmt {
  switch (stmt.kind) {
    case "declare":
      return stmt.value === undefined ? stmt : { ...stmt, value: change(stmt.value) };
    case "assign":
      return { ...stmt, value: change(stmt.value) };
    case "store":
      return { ...stmt, index: change(stmt.index), value: change(stmt.value) };
    case "check":
      return { ...stmt, ok: change(stmt.ok) };
    case "checked": {
      const left = change(stmt.left);
      return stmt.right === undefined ? { ...stmt, left } : { ...stmt, left, right: change(stmt.right) };
    }
    default:
      return stmt;
  }
}

/** Any statement with each of the expressions that it evaluates itself changed (walk.ts, `exprsOf`). */
export function mapExprs(stmt: Stmt, change: (e: LoopExpr) => LoopExpr): Stmt {
  const operands = (list: readonly Operand[]): readonly Operand[] =>
    list.map((o) => {
      if (o.kind === "scalar") return { ...o, value: change(o.value) };
      return o.from === undefined ? o : { ...o, from: change(o.from) };
    });
  switch (stmt.kind) {
    case "check":
      return { ...stmt, ok: change(stmt.ok), details: stmt.details.map(change) };
    case "fail":
      return { ...stmt, details: stmt.details.map(change) };
    case "for":
      return { ...stmt, from: change(stmt.from), to: change(stmt.to) };
    case "while":
    case "if":
      return { ...stmt, condition: change(stmt.condition) };
    case "allocate":
      return { ...stmt, length: change(stmt.length) };
    case "call":
    case "template":
      return { ...stmt, args: operands(stmt.args) };
    case "return":
      return { ...stmt, values: operands(stmt.values) };
    default:
      return mapComputed(stmt, change);
  }
}
