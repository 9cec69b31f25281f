/**
 * Lets maps and sums with elementary functions run in lanes: in a counted loop whose turns are independent and do nothing
 * but compute and store, `exp`, `sin` and their like become straight code (loop/elementary), within 4 ULP in place of the
 * C library's 1. Loops of few turns, and everything else, keep the library.
 *
 * What is right up to some size of argument only is watched: if any argument was larger, the loop runs again as it was. So
 * it has to be one that may run again: what it stores to is fresh and not read by it, and its sum is set back.
 */

import { accumulators } from "../budget.ts";
import { reciprocals, type VectorFunction, vectorFunctions } from "../elementary/index.ts";
import { binary, compare, constReal, f64, i64, index, load, local as read, select, unary } from "../expr.ts";
import type { Local, LocalId, LoopExpr, LoopFunction, LoopProgram, LoopType, Stmt } from "../loop.ts";
import { renameStmt } from "../rename.ts";
import { mapChildren, mapComputed } from "../rewrite.ts";
import { assignedBy, exprsOf, mapBlocks, visitExpr, visitStmts } from "../walk.ts";
import { rangeOf } from "./expression-ranges.ts";
import type { LoopPass } from "./pass.ts";
import { anyReal, type Range, type RealRange } from "./range.ts";
import { straightened } from "./straighten.ts";

/** Below this many turns a loop is over before lanes pay. */
const fewTurns = 16;

export const vectorElementary: LoopPass = {
  name: "vector-elementary",
  description: "Write out elementary functions in independent loops, so that they run in lanes.",
  run: (program: LoopProgram) => ({ ...program, functions: program.functions.map(inFunction) }),
};

type For = Stmt & { readonly kind: "for" };

interface Context {
  readonly fresh: (name: string, type: LoopType) => Local;
  /** Arrays that nothing else stands for. */
  readonly own: ReadonlySet<LocalId>;
}

function inFunction(fn: LoopFunction): LoopFunction {
  let largest = Math.max(-1, ...fn.params.map((param) => param.id));
  const own = new Set<LocalId>(fn.turns?.written ?? []);
  visitStmts(fn.body, (stmt) => {
    for (const id of assignedBy(stmt)) largest = Math.max(largest, id);
    if (stmt.kind === "allocate") own.add(stmt.local.id);
  });
  visitStmts(fn.body, (stmt) => {
    if (stmt.kind === "alias") own.delete(stmt.from);
    if (stmt.kind === "call") for (const arg of stmt.args) if (arg.kind === "array") own.delete(arg.id);
  });
  const fresh = (name: string, type: LoopType): Local => {
    largest += 1;
    return { id: largest as LocalId, name, type };
  };
  return { ...fn, body: inBlock({ fresh, own }, fn.body) };
}

function inBlock(context: Context, block: readonly Stmt[]): readonly Stmt[] {
  return block.flatMap((stmt) => {
    const inLanes = stmt.kind === "for" ? vectorised(context, stmt) : undefined;
    return inLanes ?? [mapBlocks(stmt, (inner) => inBlock(context, inner))];
  });
}

// ── which loops ─────────────────────────────────────────────────────────────────────────────────────────────────────

/** `total := total + term`, the last statement of the loop, of a local from outside it. */
interface Sum {
  readonly total: LocalId;
  readonly term: LoopExpr;
}

function vectorised(context: Context, written: For): readonly Stmt[] | undefined {
  if (!written.independent || (written.trips ?? fewTurns) < fewTurns) return undefined;
  const loop = withoutIfs(context, written);
  if (loop === undefined || !loop.body.every(computes)) return undefined;
  const used = functionsIn(loop.body);
  if (used.length === 0) return undefined;
  const outside = assignedOutside(loop);
  const sum = sumOf(loop, outside);
  if (outside.length > (sum === undefined ? 0 : 1)) return undefined;
  if (!used.some((f) => f.reach !== undefined)) return inLanes(context, loop, sum, undefined);
  return mayRunAgain(context, loop) ? watched(context, loop, sum) : undefined;
}

/** A function costs some nanoseconds for each element; in a branch that is rarely taken more of them would be no gain. */
const functionsInBranches = 4;

/** The loop with `select` in place of each `if`; undefined where one contains no function, or too many, or cannot go. */
function withoutIfs(context: Context, loop: For): For | undefined {
  const ifs = loop.body.filter((stmt) => stmt.kind === "if");
  if (ifs.length === 0) return loop;
  const inside: Stmt[] = [];
  visitStmts(ifs, (stmt) => inside.push(stmt));
  const count = functionsIn(inside).length;
  if (count === 0 || count > functionsInBranches) return undefined;
  const guarded = (name: string): boolean => vectorFunctions.get(name)?.reach !== undefined;
  const body = straightened(loop.body, { fresh: context.fresh, guarded });
  return body === undefined ? undefined : { ...loop, body };
}

function computes(stmt: Stmt): boolean {
  if (stmt.kind === "check" || stmt.kind === "checked") return stmt.sticky;
  return stmt.kind === "declare" || stmt.kind === "assign" || stmt.kind === "store";
}

function functionsIn(block: readonly Stmt[]): readonly VectorFunction[] {
  const found: VectorFunction[] = [];
  for (const stmt of block)
    for (const e of exprsOf(stmt))
      visitExpr(e, (inner) => {
        const f = vectorFunction(inner);
        if (f !== undefined) found.push(f);
      });
  return found;
}

function vectorFunction(e: LoopExpr): VectorFunction | undefined {
  return vectorCall(e)?.f;
}

interface VectorCall {
  readonly f: VectorFunction;
  readonly args: readonly LoopExpr[];
}

/** Which function the expression is of what. */
function vectorCall(e: LoopExpr): VectorCall | undefined {
  const isReciprocal = e.kind === "binary" && e.op === "div" && constReal(e.left) === 1;
  const call = isReciprocal ? e.right : e;
  if (call.kind !== "elementary") return undefined;
  const f = vectorFunctions.get((isReciprocal ? reciprocals.get(call.name) : call.name) ?? "");
  return f?.arity === call.args.length ? { f, args: call.args } : undefined;
}

function assignedOutside(loop: For): readonly LocalId[] {
  const inside = new Set(loop.body.flatMap((stmt) => (stmt.kind === "declare" ? [stmt.local.id] : [])));
  return loop.body.flatMap((stmt) => assignedBy(stmt)).filter((id) => !inside.has(id));
}

function sumOf(loop: For, outside: readonly LocalId[]): Sum | undefined {
  const [total] = outside;
  const last = loop.body.at(-1);
  if (loop.counter.type !== "index" || last?.kind !== "assign" || last.id !== total) return undefined;
  const { value } = last;
  if (value.kind !== "binary" || value.op !== "add" || value.type !== "f64") return undefined;
  if (value.left.kind !== "local" || value.left.id !== total) return undefined;
  let reads = 0;
  for (const stmt of loop.body)
    for (const e of exprsOf(stmt))
      visitExpr(e, (inner) => {
        if (inner.kind === "local" && inner.id === total) reads += 1;
      });
  return reads === 1 ? { total, term: value.right } : undefined;
}

function mayRunAgain(context: Context, loop: For): boolean {
  const stored = new Set(loop.body.flatMap((stmt) => (stmt.kind === "store" ? [stmt.array] : [])));
  let safe = [...stored].every((array) => context.own.has(array));
  for (const stmt of loop.body)
    for (const e of exprsOf(stmt))
      visitExpr(e, (inner) => {
        if (inner.kind === "load" && stored.has(inner.array)) safe = false;
      });
  return safe;
}

// ── in lanes ────────────────────────────────────────────────────────────────────────────────────────────────────────

/** In lanes, and once more with the library's functions where an argument was out of reach. */
function watched(context: Context, loop: For, sum: Sum | undefined): readonly Stmt[] {
  const far = context.fresh("far", "i64");
  const again = fromTheStart(context, loop);
  const before = context.fresh("before", "f64");
  return [
    { kind: "declare", local: far, value: i64(0n) },
    ...(sum === undefined ? [] : [declare(before, read(sum.total, "f64"))]),
    ...inLanes(context, loop, sum, far),
    {
      kind: "if",
      condition: compare("ne", read(far.id, "i64"), i64(0n)),
      then: [...(sum === undefined ? [] : [assign(sum.total, read(before.id, "f64"))]), again],
      else: [],
    },
  ];
}

function inLanes(context: Context, loop: For, sum: Sum | undefined, far: Local | undefined): readonly Stmt[] {
  return sum === undefined
    ? [{ ...loop, body: writtenOut(context, loop.body, far) }]
    : summed(context, loop, sum, far);
}

/** The loop with locals of its own. */
function fromTheStart(context: Context, loop: For): Stmt {
  const ids = new Map<LocalId, LocalId>();
  for (const local of [loop.counter, ...loop.body.flatMap((s) => (s.kind === "declare" ? [s.local] : []))])
    ids.set(local.id, context.fresh(local.name, local.type).id);
  return renameStmt(loop, (id) => ids.get(id) ?? id);
}

/** Blocks of `accumulators` turns, each of which adds to a sum of its own; what is left over as before. */
function summed(context: Context, loop: For, sum: Sum, far: Local | undefined): readonly Stmt[] {
  const { fresh } = context;
  const width = index(accumulators);
  const [first, blocks] = [fresh("first", "index"), fresh("blocks", "index")];
  const [block, lane] = [fresh("block", "index"), fresh("lane", "index")];
  const parts = fresh("parts", { array: "f64" });
  const at = (local: Local): LoopExpr => read(local.id, "index");
  const part = load(parts.id, "f64", at(lane));
  const position = binary("add", at(first), binary("add", binary("mul", at(block), width), at(lane)));
  const body = [
    declare(loop.counter, position),
    ...loop.body.slice(0, -1),
    store(parts.id, at(lane), binary("add", part, sum.term)),
  ];
  const count = binary("sub", binary("max", loop.to, at(first)), at(first));
  const [each, reset] = [fresh("lane", "index"), fresh("lane", "index")];
  const total = binary("add", read(sum.total, "f64"), load(parts.id, "f64", at(each)));
  const lanes = (counter: Local, inner: readonly Stmt[]): Stmt =>
    counted(counter, index(0), width, inner, accumulators);
  const left = fromTheStart(context, loop) as For;
  const done = binary("add", at(first), binary("mul", at(blocks), width));
  return [
    declare(first, loop.from),
    declare(blocks, binary("div", count, width)),
    { kind: "allocate", local: parts, length: width, staticLength: accumulators },
    lanes(reset, [store(parts.id, at(reset), f64(0))]),
    counted(block, index(0), at(blocks), [lanes(lane, writtenOut(context, body, far))]),
    lanes(each, [assign(sum.total, total)]),
    { ...left, from: done },
  ];
}

function declare(local: Local, value: LoopExpr): Stmt {
  return { kind: "declare", local, value };
}
function assign(id: LocalId, value: LoopExpr): Stmt {
  return { kind: "assign", id, value };
}
function store(array: LocalId, at: LoopExpr, value: LoopExpr): Stmt {
  return { kind: "store", array, index: at, value };
}
function counted(counter: Local, from: LoopExpr, to: LoopExpr, body: readonly Stmt[], trips?: number): Stmt {
  return {
    kind: "for",
    counter,
    from,
    to,
    body,
    independent: true,
    ...(trips === undefined ? {} : { trips }),
  };
}

// ── statements ──────────────────────────────────────────────────────────────────────────────────────────────────────

/** Each statement after the declarations that its functions came to; arguments out of reach are noted in `far`. */
function writtenOut(context: Context, block: readonly Stmt[], far: Local | undefined): readonly Stmt[] {
  const ranges = new Map<LocalId, Range>();
  const assigned = new Set(block.flatMap((stmt) => (stmt.kind === "declare" ? [] : assignedBy(stmt))));
  const rangeOfReal = (e: LoopExpr): RealRange => {
    const range = rangeOf(ranges, e);
    return range.kind === "real" ? range : anyReal;
  };
  return block.flatMap((stmt) => {
    if (stmt.kind === "declare" && stmt.value !== undefined && !assigned.has(stmt.local.id))
      ranges.set(stmt.local.id, rangeOf(ranges, stmt.value));
    const before: Stmt[] = [];
    const name = (value: LoopExpr): LoopExpr => {
      if (value.kind === "local" || value.kind === "const") return value;
      const local = context.fresh("t", value.type);
      before.push(declare(local, value));
      return read(local.id, value.type);
    };
    const note = (x: LoopExpr, reach: number): void => {
      if (far === undefined) return;
      const outside = compare("gt", unary("abs", x), f64(reach));
      const noted = binary("or", read(far.id, "i64"), select(outside, i64(1n), i64(0n)));
      before.push(assign(far.id, noted));
    };
    const change = (e: LoopExpr): LoopExpr => {
      const call = vectorCall(e);
      if (call === undefined) return mapChildren(e, change);
      const { f } = call;
      const known = call.args.map(rangeOfReal);
      const args = call.args.map(change).map(name);
      if (f.reach !== undefined) for (const x of args) note(x, f.reach);
      return f.write(name, args, known);
    };
    const written = mapComputed(stmt, change);
    return [...before, written];
  });
}
