/** What `lanes` means: every statement is run in all lanes before the next one. */
import { CompilerBug } from "../base/outcome.ts";
import type { LoopScalar, LoopValue } from "./evaluate-expression.ts";
import type { LocalId, LoopExpr, Stmt } from "./loop.ts";

type Frame = Map<LocalId, LoopValue>;

/** An expression in one lane, and a store from it. */
export interface LaneMeaning {
  readonly value: (frame: Frame, e: LoopExpr) => LoopScalar;
  readonly store: (frame: Frame, stmt: Stmt & { readonly kind: "store" }) => void;
}

export function runLanes(stmt: Stmt & { readonly kind: "lanes" }, around: Frame, meaning: LaneMeaning): void {
  const frames = Array.from({ length: stmt.width }, (_, lane): Frame => {
    const frame = new Map(around);
    return frame.set(stmt.lane.id, lane);
  });
  runBlock(stmt.body, frames, meaning);
}

function runBlock(block: readonly Stmt[], frames: readonly Frame[], meaning: LaneMeaning): void {
  for (const stmt of block) runStmt(stmt, frames, meaning);
}

function runStmt(stmt: Stmt, frames: readonly Frame[], meaning: LaneMeaning): void {
  const anywhere = (condition: LoopExpr): boolean =>
    frames.some((frame) => meaning.value(frame, condition) === true);
  switch (stmt.kind) {
    case "declare":
    case "assign": {
      const id = stmt.kind === "declare" ? stmt.local.id : stmt.id;
      for (const frame of frames)
        if (stmt.value !== undefined) frame.set(id, meaning.value(frame, stmt.value));
      return;
    }
    case "store":
      for (const frame of frames) meaning.store(frame, stmt);
      return;
    case "if":
      if (anywhere(stmt.condition)) runBlock(stmt.then, frames, meaning);
      return;
    case "while":
      while (anywhere(stmt.condition)) runBlock(stmt.body, frames, meaning);
      return;
    case "for": {
      const [first] = frames;
      if (first === undefined) return;
      const [from, to] = [meaning.value(first, stmt.from), meaning.value(first, stmt.to)];
      for (let i = from; i < to; i = typeof i === "bigint" ? i + 1n : Number(i) + 1) {
        for (const frame of frames) frame.set(stmt.counter.id, i);
        runBlock(stmt.body, frames, meaning);
      }
      return;
    }
    default:
      throw new CompilerBug(`${stmt.kind} in lanes`);
  }
}
