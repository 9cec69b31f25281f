/** What may stand in `lanes` (loop.ts): the part of the verifier that passes ask as well, before they write any. */
import type { LocalId, LoopExpr, Stmt } from "./loop.ts";
import { exprsOf, visitExpr, visitStmts } from "./walk.ts";

type Lanes = Stmt & { readonly kind: "lanes" };

/** What is wrong with the body, apart from types and scopes. */
export function laneProblems(stmt: Lanes): readonly string[] {
  const problems: string[] = [];
  const varying = varyingLocals(stmt);
  visitStmts(stmt.body, (inner) => {
    const problem = stmtProblem(inner, stmt.lane.id, varying);
    if (problem !== undefined) problems.push(`${problem} in lanes`);
    for (const e of exprsOf(inner))
      visitExpr(e, (part) => {
        const wrong = exprProblem(part, stmt.lane.id, varying);
        if (wrong !== undefined) problems.push(`${wrong} in lanes`);
      });
  });
  return problems;
}

/** The locals that have a value in each lane. Counters of its loops and everything from outside have one for all. */
export function varyingLocals(stmt: Pick<Lanes, "lane" | "body">): ReadonlySet<LocalId> {
  const varying = new Set<LocalId>([stmt.lane.id]);
  visitStmts(stmt.body, (inner) => {
    if (inner.kind === "declare") varying.add(inner.local.id);
  });
  return varying;
}

export function isVarying(e: LoopExpr, varying: ReadonlySet<LocalId>): boolean {
  let found = false;
  visitExpr(e, (part) => {
    if (part.kind === "local" && varying.has(part.id)) found = true;
  });
  return found;
}

function stmtProblem(stmt: Stmt, lane: LocalId, varying: ReadonlySet<LocalId>): string | undefined {
  switch (stmt.kind) {
    case "declare":
      return stmt.value === undefined ? "a local without a value" : undefined;
    case "assign":
      return varying.has(stmt.id) && stmt.id !== lane ? undefined : "a change of what all lanes share";
    case "store":
      return isLane(stmt.index, lane) ? undefined : "a store at another place than its own";
    case "if":
      return stmt.else.length === 0 ? undefined : "an else";
    case "while":
      return undefined;
    case "for":
      return isVarying(stmt.from, varying) || isVarying(stmt.to, varying) ? "bounds that differ" : undefined;
    default:
      return stmt.kind;
  }
}

function isLane(e: LoopExpr, lane: LocalId): boolean {
  return e.kind === "local" && e.id === lane;
}

/** Why an expression has no meaning in lanes; nothing where all of it has. Children are looked at by themselves. */
export function exprProblem(
  e: LoopExpr,
  lane: LocalId | undefined,
  varying: ReadonlySet<LocalId>,
): string | undefined {
  switch (e.kind) {
    case "load":
      if (!isVarying(e.index, varying) || (lane !== undefined && isLane(e.index, lane))) return undefined;
      return "a load at another place than its own";
    case "binary":
      return e.type === "f64" ? realProblem(e.op) : integerProblem(e);
    case "convert":
      return e.value.type === "f64" && e.type !== "f64" ? "an integer made of a real number" : undefined;
    case "elementary":
      return `${e.name}, which has no lanes,`;
    default:
      return undefined;
  }
}

function realProblem(op: string): string | undefined {
  return ["add", "sub", "mul", "div", "min", "max"].includes(op) ? undefined : `a real ${op}`;
}

/** No instruction divides integers lane by lane; powers are loops. */
function integerProblem(e: LoopExpr & { readonly kind: "binary" }): string | undefined {
  if (["div", "rem", "pow", "atan2", "hypot"].includes(e.op)) return `an integer ${e.op}`;
  const shifts = e.op === "shl" || e.op === "shr";
  return shifts && e.right.kind !== "const" ? "a shift by what differs" : undefined;
}
