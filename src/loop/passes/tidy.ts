/** Joins a declaration with the assignment right after it, and removes what nothing reads. */
import type { LocalId, LoopExpr, LoopFunction, Stmt } from "../loop.ts";
import { arrayNames, namesOf } from "../names.ts";
import { exprsOf, mapBlocks, visitExpr, visitStmts } from "../walk.ts";
import type { LoopPass } from "./pass.ts";

export const tidy: LoopPass = {
  name: "tidy",
  description: "Join declarations with their first assignment; remove what nothing reads.",
  run: (program) => ({ ...program, functions: program.functions.map(tidyFunction) }),
};

function tidyFunction(fn: LoopFunction): LoopFunction {
  let body = joinDeclarations(fn.body);
  const given = givenArrays(fn);
  for (;;) {
    const next = dropUnused(body, usedLocals(body), given);
    if (count(next) === count(body)) return { ...fn, body: next };
    body = next;
  }
}

function joinDeclarations(block: readonly Stmt[]): readonly Stmt[] {
  const out: Stmt[] = [];
  for (const stmt of block) {
    const last = out.at(-1);
    const declares = last?.kind === "declare" && last.value === undefined ? last : undefined;
    if (stmt.kind === "assign" && declares !== undefined && declares.local.id === stmt.id) {
      out[out.length - 1] = { kind: "declare", local: declares.local, value: stmt.value };
    } else out.push(mapBlocks(stmt, joinDeclarations));
  }
  return out;
}

function count(block: readonly Stmt[]): number {
  let n = 0;
  visitStmts(block, () => {
    n += 1;
  });
  return n;
}

/** Parameters and what comes to stand for them: the caller may look at what is written there. */
function givenArrays(fn: LoopFunction): ReadonlySet<LocalId> {
  const names = arrayNames(fn.body);
  return new Set(fn.params.flatMap((param) => [...namesOf(param.id, names)]));
}

/** Locals that are read, by expressions, as arrays, or as what something is assigned through. */
function usedLocals(block: readonly Stmt[]): ReadonlySet<LocalId> {
  const used = new Set<LocalId>();
  const see = (e: LoopExpr): void => {
    if (e.kind === "local") used.add(e.id);
    if (e.kind === "load" || e.kind === "length") used.add(e.array);
  };
  visitStmts(block, (stmt) => {
    for (const e of exprsOf(stmt)) visitExpr(e, see);
    if (stmt.kind === "alias") used.add(stmt.from);
    if (stmt.kind === "checked") used.add(stmt.result);
    if (stmt.kind === "call") for (const id of stmt.results) used.add(id);
    const operands =
      stmt.kind === "call" || stmt.kind === "template"
        ? stmt.args
        : stmt.kind === "return"
          ? stmt.values
          : [];
    for (const operand of operands) if (operand.kind === "array") used.add(operand.id);
  });
  return used;
}

/** Expressions are total and pure, so computing one that nobody reads is no effect; neither is a store nobody loads. */
function dropUnused(
  block: readonly Stmt[],
  used: ReadonlySet<LocalId>,
  given: ReadonlySet<LocalId>,
): readonly Stmt[] {
  return block.flatMap((stmt): readonly Stmt[] => {
    switch (stmt.kind) {
      case "declare":
      case "allocate":
        return used.has(stmt.local.id) ? [stmt] : [];
      case "assign":
      case "alias":
        return used.has(stmt.id) ? [stmt] : [];
      case "store":
        return used.has(stmt.array) || given.has(stmt.array) ? [stmt] : [];
      case "for": {
        const body = dropUnused(stmt.body, used, given);
        return body.length === 0 ? [] : [{ ...stmt, body }];
      }
      case "if": {
        const [then, otherwise] = [dropUnused(stmt.then, used, given), dropUnused(stmt.else, used, given)];
        return then.length + otherwise.length === 0 ? [] : [{ ...stmt, then, else: otherwise }];
      }
      default:
        return [mapBlocks(stmt, (inner) => dropUnused(inner, used, given))];
    }
  });
}
