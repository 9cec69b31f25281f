/**
 * Lets loops be vectorised in spite of checks: in a nest of counted loops that only computes, a failed overflow or division
 * check is recorded and acted on when the nest ends.
 *
 * What is computed after a failure is meaningless but harmless: i64 wraps, ℝ divides to an infinity, and no address may
 * depend on it. That is why only nests qualify whose addresses are made of counters and of what was known before them.
 */
import type { LocalId, LoopExpr, LoopProgram, Site, Stmt } from "../loop.ts";
import { exprsOf, mapBlocks, mentions, visitExpr, visitStmts } from "../walk.ts";
import type { LoopPass } from "./pass.ts";

export const sticky: LoopPass = {
  name: "sticky",
  description: "Record failures of pure counted loops and act on them after the nest.",
  run: (program: LoopProgram) => ({
    ...program,
    functions: program.functions.map((fn) => ({ ...fn, body: markNests(program.sites, fn.body) })),
  }),
};

function markNests(sites: readonly Site[], block: readonly Stmt[]): readonly Stmt[] {
  return block.map((stmt) =>
    stmt.kind === "for" && qualifies(sites, stmt)
      ? markAll(stmt)
      : mapBlocks(stmt, (inner) => markNests(sites, inner)),
  );
}

function markAll(stmt: Stmt): Stmt {
  if (stmt.kind === "checked" || stmt.kind === "check") return { ...stmt, sticky: true };
  return mapBlocks(stmt, (block) => block.map(markAll));
}

function qualifies(sites: readonly Site[], nest: Stmt & { readonly kind: "for" }): boolean {
  const made = new Set<LocalId>();
  let pure = true;
  let checks = false;
  visitStmts([nest], (stmt) => {
    pure &&= isHarmless(sites, stmt);
    checks ||= stmt.kind === "checked" || stmt.kind === "check";
    if (stmt.kind === "declare") made.add(stmt.local.id);
    if (stmt.kind === "assign" || stmt.kind === "checked")
      made.add(stmt.kind === "assign" ? stmt.id : stmt.result);
  });
  if (!pure || !checks) return false;
  visitStmts([nest], (stmt) => {
    pure &&= addressesOf(stmt).every((address) => !mentions(address, made));
    pure &&= exprsOf(stmt).every((e) => !divides(e, made));
  });
  return pure;
}

function isHarmless(sites: readonly Site[], stmt: Stmt): boolean {
  switch (stmt.kind) {
    case "declare":
    case "assign":
    case "store":
    case "if":
    case "for":
      return true;
    case "checked":
      return stmt.op === "add" || stmt.op === "sub" || stmt.op === "mul" || stmt.op === "neg";
    case "check": {
      const status = sites[stmt.site]?.status;
      return status === "division" && stmt.ok.kind === "compare" && stmt.ok.left.type === "f64";
    }
    default:
      return false;
  }
}

/** Positions that the statement reads or writes at, and bounds of loops. */
function addressesOf(stmt: Stmt): readonly LoopExpr[] {
  const found: LoopExpr[] = [];
  if (stmt.kind === "store") found.push(stmt.index);
  if (stmt.kind === "for") found.push(stmt.from, stmt.to);
  for (const e of exprsOf(stmt))
    visitExpr(e, (inner) => {
      if (inner.kind === "load") found.push(inner.index);
    });
  return found;
}

/** A plain i64 division by something computed in the nest: what was proved of its divisor may not hold after a failure. */
function divides(e: LoopExpr, made: ReadonlySet<LocalId>): boolean {
  let found = false;
  visitExpr(e, (inner) => {
    const division = inner.kind === "binary" && (inner.op === "div" || inner.op === "rem");
    if (division && inner.type !== "f64" && mentions(inner.right, made)) found = true;
  });
  return found;
}
