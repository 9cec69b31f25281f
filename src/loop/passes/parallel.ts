/**
 * Lets threads share a loop whose turns are independent: the loop becomes a function of a range of turns, and in its place
 * stands a parallel call for the whole range (docs/adr/0016-threads.md). Where there are no threads, or the call comes to too little,
 * that is what it is, a call.
 *
 * A loop qualifies where it computes and writes nothing but arrays that were made just before it, that it does not read, each
 * turn at places of its own: then every division of the range gives the same bits. What fails in a part runs again by one
 * thread, which fails where it would have failed.
 *
 *   for i in from .. to { … xs[i] … ys[i] := … }   ⇒   parallel turns(from, to, xs, ys)
 */
import { parallelWork } from "../budget.ts";
import { costOf } from "../cost.ts";
import { local as read } from "../expr.ts";
import type {
  Local,
  LocalId,
  LoopExpr,
  LoopFnId,
  LoopFunction,
  LoopProgram,
  LoopType,
  Operand,
  Stmt,
} from "../loop.ts";
import { assignedBy, exprsOf, mapBlocks, mentions, visitExpr, visitStmts } from "../walk.ts";
import { writersTo } from "../writers.ts";
import type { LoopPass } from "./pass.ts";

export const parallel: LoopPass = {
  name: "parallel",
  description: "Make functions of long loops with independent turns, for threads to share.",
  run: (program: LoopProgram) => {
    const made: LoopFunction[] = [];
    const facts: ProgramFacts = {
      functions: new Map(program.functions.map((fn) => [fn.id, fn])),
      writers: writersTo(program),
      made,
      nextId: 1 + Math.max(...program.functions.map((fn) => fn.id)),
    };
    const functions = program.functions.map((fn) => inFunction(fn, facts));
    return made.length === 0 ? program : { ...program, functions: [...functions, ...made] };
  },
};

interface ProgramFacts {
  readonly functions: ReadonlyMap<LoopFnId, LoopFunction>;
  readonly writers: ReadonlySet<LoopFnId>;
  readonly made: LoopFunction[];
  readonly nextId: number;
}

interface FunctionFacts extends ProgramFacts {
  readonly fn: LoopFunction;
  readonly locals: ReadonlyMap<LocalId, Local>;
}

type For = Stmt & { readonly kind: "for" };

function inFunction(fn: LoopFunction, program: ProgramFacts): LoopFunction {
  const locals = new Map<LocalId, Local>(fn.params.map((param) => [param.id, param]));
  visitStmts(fn.body, (stmt) => {
    const own = declaredBy(stmt);
    if (own !== undefined) locals.set(own.id, own);
  });
  return { ...fn, body: inBlock(fn.body, { fresh: new Set(), looped: false }, { ...program, fn, locals }) };
}

function declaredBy(stmt: Stmt): Local | undefined {
  switch (stmt.kind) {
    case "declare":
    case "allocate":
      return stmt.local;
    case "for":
      return stmt.counter;
    case "lanes":
      return stmt.lane;
    default:
      return undefined;
  }
}

// ── where ───────────────────────────────────────────────────────────────────────────────────────────────────────────────

interface Place {
  /** Arrays made here that nothing else stands for. */
  readonly fresh: ReadonlySet<LocalId>;
  /** In a loop: only one that is known to be long is worth a call each time. */
  readonly looped: boolean;
}

/** Outermost loops first. */
function inBlock(block: readonly Stmt[], place: Place, facts: FunctionFacts): readonly Stmt[] {
  const fresh = new Set(place.fresh);
  const here: Place = { ...place, fresh };
  return block.map((stmt): Stmt => {
    if (stmt.kind === "for") {
      const shared = sharedLoop(stmt, here, facts);
      if (shared !== undefined) return shared;
    }
    const loops = stmt.kind === "for" || stmt.kind === "while" || stmt.kind === "loop";
    const known = handedOn([stmt]);
    // What one turn hands on, the next one has handed on.
    const inside: Place = { fresh: loops ? without(fresh, known) : fresh, looped: place.looped || loops };
    const changed = stmt.kind === "lanes" ? stmt : mapBlocks(stmt, (inner) => inBlock(inner, inside, facts));
    for (const id of known) fresh.delete(id);
    if (stmt.kind === "allocate") fresh.add(stmt.local.id);
    return changed;
  });
}

function without(ids: ReadonlySet<LocalId>, gone: ReadonlySet<LocalId>): ReadonlySet<LocalId> {
  return new Set([...ids].filter((id) => !gone.has(id)));
}

/** Arrays that something else may stand for, or that stand for something else. */
function handedOn(block: readonly Stmt[]): ReadonlySet<LocalId> {
  const found = new Set<LocalId>();
  visitStmts(block, (stmt) => {
    if (stmt.kind === "alias") found.add(stmt.id).add(stmt.from);
    if (stmt.kind !== "call") return;
    for (const id of [...arraysAmong(stmt.args), ...stmt.results]) found.add(id);
  });
  return found;
}

function arraysAmong(operands: readonly Operand[]): readonly LocalId[] {
  return operands.flatMap((operand) => (operand.kind === "array" ? [operand.id] : []));
}

// ── which loops ─────────────────────────────────────────────────────────────────────────────────────────────────────────

function sharedLoop(loop: For, place: Place, facts: FunctionFacts): Stmt | undefined {
  if (!loop.independent || loop.counter.type !== "index" || loop.turns !== undefined) return undefined;
  // What is known of the length otherwise may be far from it.
  const isKnown = loop.from.kind === "const" && loop.to.kind === "const";
  if (!isKnown && place.looped) return undefined;
  const cost = costOf(loop.body, facts.functions);
  if (loop.trips !== undefined && loop.trips * cost < parallelWork) return undefined;
  const uses = usesIn(loop, facts);
  if (uses === undefined || !uses.written.every((id) => place.fresh.has(id))) return undefined;
  return callOfTurns(loop, cost, uses, facts);
}

interface Uses {
  /** Locals from outside that the loop mentions. */
  readonly captured: readonly Local[];
  /** The arrays among them that it writes to. */
  readonly written: readonly LocalId[];
}

/** Undefined where parts of the loop could get in each other's way. */
function usesIn(loop: For, facts: FunctionFacts): Uses | undefined {
  const inside = new Set<LocalId>([loop.counter.id]);
  const made = new Set<LocalId>();
  visitStmts(loop.body, (stmt) => {
    const own = declaredBy(stmt);
    if (own !== undefined) inside.add(own.id);
    if (stmt.kind === "allocate") made.add(stmt.local.id);
  });
  const written = new Set<LocalId>();
  const readIds = new Set<LocalId>();
  const see = (e: LoopExpr): void => {
    if (e.kind === "local") readIds.add(e.id);
    if (e.kind === "load" || e.kind === "length") readIds.add(e.array);
  };
  const varying = dependents(loop);
  let apart = true;
  visitStmts(loop.body, (stmt) => {
    for (const e of exprsOf(stmt)) visitExpr(e, see);
    for (const id of stmt.kind === "alias" ? [stmt.id, stmt.from] : assignedBy(stmt))
      if (!inside.has(id)) apart = false;
    if (stmt.kind === "return") apart = false;
    if (stmt.kind === "store") {
      const own = made.has(stmt.array);
      if (!own && (inside.has(stmt.array) || !mentions(stmt.index, varying))) apart = false;
      if (!own) written.add(stmt.array);
    }
    if (stmt.kind === "call" || stmt.kind === "template")
      for (const id of arraysAmong(stmt.args)) readIds.add(id);
    if (stmt.kind === "call" && facts.writers.has(stmt.fn)) apart = false;
  });
  if (!apart || [...written].some((id) => readIds.has(id))) return undefined;
  const mentioned = new Set([...readIds, ...written]);
  const captured = [...mentioned].flatMap((id) => (inside.has(id) ? [] : (facts.locals.get(id) ?? [])));
  return { captured, written: [...written] };
}

/** The counter and the locals whose values are made with it. */
function dependents(loop: For): ReadonlySet<LocalId> {
  const found = new Set<LocalId>([loop.counter.id]);
  visitStmts(loop.body, (stmt) => {
    if (stmt.kind === "declare" && stmt.value !== undefined && mentions(stmt.value, found))
      found.add(stmt.local.id);
  });
  return found;
}

// ── the function of a range ─────────────────────────────────────────────────────────────────────────────────────────────

function callOfTurns(loop: For, cost: number, { captured, written }: Uses, facts: FunctionFacts): Stmt {
  const { fn, made } = facts;
  const largest = Math.max(...facts.locals.keys());
  const bound = (name: string, past: number): Local => ({
    id: (largest + past) as LocalId,
    name,
    type: "index",
  });
  const [first, last] = [bound("first", 1), bound("last", 2)];
  const id = (facts.nextId + made.length) as LoopFnId;
  const range: Stmt = { ...loop, from: read(first.id, "index"), to: read(last.id, "index") };
  made.push({
    id,
    name: `${fn.name}_turns`,
    params: [first, last, ...captured],
    results: [],
    outputs: [],
    body: [range, { kind: "return", values: [] }],
    span: fn.span,
    fails: false,
    recursive: false,
    polls: false,
    allocates: false,
    turns: { written },
  });
  const args = [loop.from, loop.to].map((value): Operand => ({ kind: "scalar", value }));
  return {
    kind: "call",
    fn: id,
    args: [...args, ...captured.map(operandOf)],
    results: [],
    parallel: { cost: Math.max(1, Math.round(cost)) },
  };
}

function operandOf({ id, type }: Local): Operand {
  return isArray(type) ? { kind: "array", id } : { kind: "scalar", value: read(id, type) };
}

function isArray(type: LoopType): type is Exclude<LoopType, string> {
  return typeof type === "object";
}
