/**
 * Writes results of known size to memory of the caller: what a function makes in order to return it is made there, so that
 * nothing is copied out of it and a small result needs no arena.
 *
 * A result is placed where every `return` gives an array that one statement outside of any loop made for it, all of one
 * known length; made on different paths, for otherwise two of them would share the memory. A function that calls itself
 * keeps its results: each of its calls would need memory in the caller's frame.
 */
import { index } from "../expr.ts";
import { type Layout, slotsOf } from "../layout.ts";
import {
  entriesOf,
  type Local,
  type LocalId,
  type LoopFnId,
  type LoopFunction,
  type LoopProgram,
  type Output,
  type Stmt,
} from "../loop.ts";
import { assignedBy, blocksOf, mapBlocks, visitStmts } from "../walk.ts";
import { type Callees, calleesIn } from "./callees.ts";
import type { LoopPass } from "./pass.ts";

export const placement: LoopPass = {
  name: "placement",
  description: "Write results of known size to memory of the caller.",
  run: (program) => {
    const done = new Map<LoopFnId, LoopFunction>();
    const callees = calleesIn(program);
    // Callees first: what a caller makes room for it may return in its turn.
    for (const fn of calleesFirst(program, callees))
      done.set(fn.id, place(withRooms(fn, done), program, callees));
    return { ...program, functions: program.functions.map((fn) => done.get(fn.id) ?? fn) };
  },
};

/** A result by its position, with the arrays that are made in its place. */
interface PlacedResult extends Output {
  readonly arrays: ReadonlySet<LocalId>;
}

/** The function with what it makes for its caller marked. */
function place(fn: LoopFunction, program: LoopProgram, callees: Callees): LoopFunction {
  if (callees.reached(fn.id).has(fn.id)) return fn;
  const placed = placedResults(fn, program);
  if (placed.length === 0) return fn;
  const mark = (stmt: Stmt): Stmt => {
    if (stmt.kind !== "allocate") return mapBlocks(stmt, (block) => block.map(mark));
    const output = placed.find((each) => each.arrays.has(stmt.local.id));
    return output === undefined ? stmt : { ...stmt, output: output.result };
  };
  const outputs = placed.map(({ result, length }) => ({ result, length }));
  return { ...fn, body: fn.body.map(mark), outputs };
}

// ── which results ─────────────────────────────────────────────────────────────────────────────────────────────────────────

function placedResults(fn: LoopFunction, program: LoopProgram): readonly PlacedResult[] {
  const made = madeOnce(fn);
  const returns: (Stmt & { readonly kind: "return" })[] = [];
  visitStmts(fn.body, (stmt) => {
    if (stmt.kind === "return") returns.push(stmt);
  });
  const taken = new Set<LocalId>();
  const entry = entriesOf(program).find((each) => each.id === fn.id);
  return fn.results.flatMap((_, result): PlacedResult[] => {
    if (entry !== undefined && !hasKnownSize(entry.result, result)) return [];
    const arrays = new Set<LocalId>();
    for (const { values } of returns) {
      const value = values[result];
      if (value?.kind !== "array" || taken.has(value.id)) return [];
      arrays.add(value.id);
    }
    const creations = [...arrays].map((id) => made.get(id));
    const [first] = creations;
    if (first === undefined || !creations.every((each) => each?.length === first.length)) return [];
    const paths = creations.flatMap((each) => (each === undefined ? [] : [each.path]));
    if (paths.some((path, i) => paths.some((other, j) => i < j && !diverge(path, other)))) return [];
    for (const id of arrays) taken.add(id);
    return [{ result, length: first.length, arrays }];
  });
}

/** What the caller of the entry cannot know the size of, the kernel keeps (emit/abi.ts). */
function hasKnownSize(layout: Layout, result: number): boolean {
  return arraysOfKnownSize(layout)[result] ?? false;
}

/** One flag for each slot. */
function arraysOfKnownSize(layout: Layout): readonly boolean[] {
  if (layout.kind === "tuple") return layout.items.flatMap(arraysOfKnownSize);
  const known = layout.kind === "array" && !layout.extents.includes("run-time");
  return slotsOf(layout).map((slot) => known && slot.kind === "array");
}

interface Creation {
  readonly length: number;
  readonly path: Path;
}

/** The branches taken to a statement: the number of each `if` on the way, and which of its blocks. */
type Path = readonly { readonly fork: number; readonly branch: number }[];

/** Arrays of known length that one statement makes, outside of loops, and that never stand for another. */
function madeOnce(fn: LoopFunction): ReadonlyMap<LocalId, Creation> {
  const created = new Map<LocalId, Creation>();
  const changed = new Set<LocalId>(fn.params.map((param) => param.id));
  let forks = 0;
  const visit = (block: readonly Stmt[], path: Path, inLoop: boolean): void => {
    for (const stmt of block) {
      if (stmt.kind === "allocate" && stmt.staticLength !== undefined && !inLoop)
        created.set(stmt.local.id, { length: stmt.staticLength, path });
      else if (stmt.kind !== "declare") for (const id of assignedBy(stmt)) changed.add(id);
      const fork = forks++;
      const loops = inLoop || stmt.kind !== "if";
      blocksOf(stmt).forEach((inner, branch) => {
        visit(inner, [...path, { fork, branch }], loops);
      });
    }
  };
  visit(fn.body, [], false);
  for (const id of changed) created.delete(id);
  return created;
}

function diverge(a: Path, b: Path): boolean {
  return a.some((step) => b.some((other) => step.fork === other.fork && step.branch !== other.branch));
}

// ── callers ───────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** The function with memory made for each result that a callee writes there. */
function withRooms(fn: LoopFunction, done: ReadonlyMap<LoopFnId, LoopFunction>): LoopFunction {
  const { nextId, types, assignments } = localsOf(fn);
  let next = nextId;
  const rooms = (block: readonly Stmt[]): readonly Stmt[] => {
    const own = new Set(block.flatMap((stmt) => (stmt.kind === "declare" ? [stmt.local.id] : [])));
    const allocated = new Set<LocalId>();
    const changed = block.flatMap((stmt): readonly Stmt[] => {
      if (stmt.kind !== "call") return [mapBlocks(stmt, rooms)];
      const results = [...stmt.results];
      const before: Stmt[] = [];
      const after: Stmt[] = [];
      for (const { result, length } of done.get(stmt.fn)?.outputs ?? []) {
        const id = results[result];
        const local = id === undefined ? undefined : types.get(id);
        if (local === undefined) continue;
        // The local itself is the room, unless it stands for something else at another time.
        const itself = own.has(local.id) && assignments.get(local.id) === 1;
        const room = itself ? local : { ...local, id: next++ as LocalId, name: "room" };
        before.push({ kind: "allocate", local: room, length: index(length), staticLength: length });
        if (itself) allocated.add(local.id);
        else after.push({ kind: "alias", id: local.id, from: room.id });
        results[result] = room.id;
      }
      return [...before, { ...stmt, results }, ...after];
    });
    return changed.filter((stmt) => stmt.kind !== "declare" || !allocated.has(stmt.local.id));
  };
  return { ...fn, body: rooms(fn.body) };
}

interface Locals {
  readonly nextId: number;
  readonly types: ReadonlyMap<LocalId, Local>;
  /** Statements that give each local a value, its declaration not counted. */
  readonly assignments: ReadonlyMap<LocalId, number>;
}

function localsOf(fn: LoopFunction): Locals {
  const types = new Map<LocalId, Local>(fn.params.map((param) => [param.id, param]));
  const assignments = new Map<LocalId, number>();
  let last = Math.max(-1, ...types.keys());
  visitStmts(fn.body, (stmt) => {
    for (const id of assignedBy(stmt)) {
      last = Math.max(last, id);
      if (stmt.kind !== "declare") assignments.set(id, (assignments.get(id) ?? 0) + 1);
    }
    if (stmt.kind === "declare" || stmt.kind === "allocate") types.set(stmt.local.id, stmt.local);
  });
  return { nextId: last + 1, types, assignments };
}

// ── order ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────

function calleesFirst(program: LoopProgram, callees: Callees): readonly LoopFunction[] {
  const byId = new Map(program.functions.map((fn) => [fn.id, fn]));
  const ordered = new Set<LoopFunction>();
  const seen = new Set<LoopFnId>();
  const open: { readonly fn: LoopFunction; readonly left: boolean }[] = program.functions.map((fn) => ({
    fn,
    left: false,
  }));
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next.left) ordered.add(next.fn);
    if (seen.has(next.fn.id)) continue;
    seen.add(next.fn.id);
    open.push({ fn: next.fn, left: true });
    for (const id of callees.direct(next.fn.id)) {
      const callee = byId.get(id);
      if (callee !== undefined && !seen.has(id)) open.push({ fn: callee, left: false });
    }
  }
  return [...ordered];
}
