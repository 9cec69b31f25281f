/**
 * `if` as `select` (Allen, Kennedy, Porterfield & Warren 1983): both branches are computed and one result is taken, so that a loop
 * around runs in lanes. Branches that only compute qualify, without loads, which may be out of range, and without integer
 * arithmetic, which may be known not to overflow only under the condition.
 */
import { binary, bool, f64, local as read, select, unary } from "../expr.ts";
import type { Local, LocalId, LoopExpr, LoopType, Stmt } from "../loop.ts";
import { mapChildren } from "../rewrite.ts";
import { visitExpr } from "../walk.ts";

export interface Straightening {
  readonly fresh: (name: string, type: LoopType) => Local;
  /** An argument of this function is replaced where its branch is not taken: one out of reach would be noted. */
  readonly guarded: (name: string) => boolean;
}

/** What locals are after the statements so far, where that is not what they were before the `if`. */
type Values = Map<LocalId, LoopExpr>;

interface Branch extends Straightening {
  readonly out: Stmt[];
  /** Locals that have a value. */
  readonly known: Set<LocalId>;
}

/** The block without any `if`; undefined where one does not qualify. */
export function straightened(block: readonly Stmt[], how: Straightening): readonly Stmt[] | undefined {
  const out: Stmt[] = [];
  const known = new Set<LocalId>();
  const own = declaredIn(block);
  for (const stmt of block) {
    if (stmt.kind !== "if") {
      out.push(stmt);
      if (stmt.kind === "declare" && stmt.value !== undefined) known.add(stmt.local.id);
      if (stmt.kind === "assign") known.add(stmt.id);
      if (stmt.kind === "checked") known.add(stmt.result);
      continue;
    }
    const values: Values = new Map();
    if (!writeIf({ ...how, out, known }, stmt, bool(true), values)) return undefined;
    for (const [id, value] of values) {
      // What is carried from turn to turn is no local of the loop.
      if (!own.has(id)) return undefined;
      out.push({ kind: "assign", id, value });
      known.add(id);
    }
  }
  return out;
}

function declaredIn(block: readonly Stmt[]): ReadonlySet<LocalId> {
  return new Set(block.flatMap((stmt) => (stmt.kind === "declare" ? [stmt.local.id] : [])));
}

type If = Stmt & { readonly kind: "if" };

function writeIf(branch: Branch, stmt: If, taken: LoopExpr, values: Values): boolean {
  if (!qualifies(stmt.condition)) return false;
  const condition = named(branch, "holds", inserted(branch, stmt.condition, taken, values));
  const not = unary("not", condition);
  const [then, otherwise]: readonly [Values, Values] = [new Map(values), new Map(values)];
  if (!writeBranch(branch, stmt.then, both(branch, taken, condition), then)) return false;
  if (!writeBranch(branch, stmt.else, both(branch, taken, not), otherwise)) return false;
  const own = declaredIn([...stmt.then, ...stmt.else]);
  for (const id of new Set([...then.keys(), ...otherwise.keys()])) {
    if (own.has(id)) continue;
    const [a, b] = [then.get(id), otherwise.get(id)];
    const type = (a ?? b)?.type;
    if (type === undefined) continue;
    const before = branch.known.has(id) ? read(id, type) : undefined;
    const [yes, no] = [a ?? before ?? b, b ?? before ?? a];
    if (yes !== undefined && no !== undefined)
      values.set(id, yes === no ? yes : named(branch, "chosen", select(condition, yes, no)));
  }
  return true;
}

function both(branch: Branch, taken: LoopExpr, condition: LoopExpr): LoopExpr {
  if (taken.kind === "const") return condition;
  return named(branch, "taken", binary("and", taken, condition));
}

function writeBranch(branch: Branch, block: readonly Stmt[], taken: LoopExpr, values: Values): boolean {
  return block.every((stmt) => {
    switch (stmt.kind) {
      case "declare":
        if (typeof stmt.local.type === "object") return false;
        if (stmt.value === undefined) return true;
        if (!qualifies(stmt.value)) return false;
        values.set(
          stmt.local.id,
          named(branch, stmt.local.name, inserted(branch, stmt.value, taken, values)),
        );
        return true;
      case "assign":
        if (!qualifies(stmt.value)) return false;
        values.set(stmt.id, named(branch, "t", inserted(branch, stmt.value, taken, values)));
        return true;
      case "check": {
        if (!stmt.sticky || stmt.details.length > 0 || !qualifies(stmt.ok)) return false;
        const ok = inserted(branch, stmt.ok, taken, values);
        branch.out.push({ ...stmt, ok: binary("or", unary("not", taken), ok) });
        return true;
      }
      case "if":
        return writeIf(branch, stmt, taken, values);
      default:
        return false;
    }
  });
}

/** With what locals are by now, and harmless arguments where the branch is not taken. */
function inserted(branch: Branch, e: LoopExpr, taken: LoopExpr, values: Values): LoopExpr {
  if (e.kind === "local") return values.get(e.id) ?? e;
  const changed = mapChildren(e, (child) => inserted(branch, child, taken, values));
  if (changed.kind !== "elementary" || !branch.guarded(changed.name) || taken.kind === "const")
    return changed;
  return { ...changed, args: changed.args.map((x) => select(taken, x, f64(1))) };
}

function named(branch: Branch, name: string, value: LoopExpr): LoopExpr {
  if (value.kind === "local" || value.kind === "const") return value;
  const local = branch.fresh(name, value.type);
  branch.out.push({ kind: "declare", local, value });
  return read(local.id, value.type);
}

/** It may be computed where nothing asks for it. */
function qualifies(e: LoopExpr): boolean {
  let fine = true;
  visitExpr(e, (part) => {
    if (part.kind === "load") fine = false;
    if (part.kind === "binary" && (part.type === "i64" || part.type === "index")) fine = false;
    if (part.kind === "unary" && part.type === "i64") fine = false;
    if (part.kind === "convert" && part.value.type === "f64" && part.type !== "f64") fine = false;
  });
  return fine;
}
