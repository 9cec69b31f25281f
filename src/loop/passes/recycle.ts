/**
 * Lets a loop that carries arrays from turn to turn make them in memory that it used before, so that a million turns take
 * no more of it than a few.
 *
 * An array made in a turn and known by a name from outside the loop may live on. How long nobody knows before the program
 * runs; how many can live at once is known: one for each name that is visible where the next is made. So the loop gets one
 * piece of memory more than that, and each turn takes one that no such name stands for. Nothing is copied but what a
 * function called in the loop gives back, since that function cannot know where it goes.
 */
import { index, load, local as read } from "../expr.ts";
import type { ElementScalar, Local, LocalId, LoopFnId, LoopFunction, LoopType, Stmt } from "../loop.ts";
import { type ArrayNames, arrayNames, namesOf } from "../names.ts";
import { assignedBy, mapBlocks, visitStmts } from "../walk.ts";
import type { LoopPass } from "./pass.ts";

export const recycle: LoopPass = {
  name: "recycle",
  description: "Make the arrays that a loop carries in memory that it used before.",
  run: (program) => {
    const making = program.functions.filter((fn) => fn.allocates);
    const makers: Makers = new Map(
      making.map((fn) => [fn.id, new Set(fn.outputs.map((output) => output.result))]),
    );
    return { ...program, functions: program.functions.map((fn) => recycleIn(fn, makers)) };
  },
};

/** The functions that make arrays, each with the results that it writes to memory of its caller. */
type Makers = ReadonlyMap<LoopFnId, ReadonlySet<number>>;

interface Facts {
  readonly names: ArrayNames;
  readonly makers: Makers;
  readonly fresh: (name: string, type: LoopType) => Local;
  readonly typeOf: (id: LocalId) => LoopType | undefined;
}

interface Around {
  /** Array locals that can be named here. */
  readonly visible: ReadonlySet<LocalId>;
  /** The loops around, outermost first. */
  readonly loops: readonly EnclosingLoop[];
}

interface EnclosingLoop {
  readonly visibleBefore: ReadonlySet<LocalId>;
  /** The memory that arrays of this loop share. */
  readonly pools: Local[];
}

function recycleIn(fn: LoopFunction, makers: Makers): LoopFunction {
  const types = new Map<LocalId, LoopType>(fn.params.map((param) => [param.id, param.type]));
  let last = Math.max(-1, ...types.keys());
  visitStmts(fn.body, (stmt) => {
    if (stmt.kind === "declare" || stmt.kind === "allocate") types.set(stmt.local.id, stmt.local.type);
    for (const id of assignedBy(stmt)) last = Math.max(last, id);
  });
  const facts: Facts = {
    names: arrayNames(fn.body),
    makers,
    fresh(name, type) {
      last += 1;
      return { id: last as LocalId, name, type };
    },
    typeOf: (id) => types.get(id),
  };
  const params = fn.params.filter((param) => isArray(param.type)).map((param) => param.id);
  return { ...fn, body: recycleBlock(fn.body, { visible: new Set(params), loops: [] }, facts) };
}

function isArray(type: LoopType | undefined): type is { readonly array: ElementScalar } {
  return typeof type === "object";
}

function recycleBlock(block: readonly Stmt[], around: Around, facts: Facts): readonly Stmt[] {
  const visible = new Set(around.visible);
  const here: Around = { ...around, visible };
  return block.flatMap((stmt) => {
    const changed = recycleStmt(stmt, here, facts);
    if ((stmt.kind === "declare" || stmt.kind === "allocate") && isArray(stmt.local.type))
      visible.add(stmt.local.id);
    return changed;
  });
}

function recycleStmt(stmt: Stmt, around: Around, facts: Facts): readonly Stmt[] {
  switch (stmt.kind) {
    case "allocate":
      if (stmt.output !== undefined) return [stmt];
      return [recycledAllocate(stmt, namesOf(stmt.local.id, facts.names), around, facts) ?? stmt];
    case "call":
      return facts.makers.has(stmt.fn) ? keptResults(stmt, around, facts) : [stmt];
    case "for":
    case "while":
    case "loop": {
      const loop: EnclosingLoop = { visibleBefore: new Set(around.visible), pools: [] };
      const inside: Around = { ...around, loops: [...around.loops, loop] };
      const changed = mapBlocks(stmt, (body) => recycleBlock(body, inside, facts));
      return [...loop.pools.map((local): Stmt => ({ kind: "declare", local })), changed];
    }
    default:
      return [mapBlocks(stmt, (inner) => recycleBlock(inner, around, facts))];
  }
}

type Allocate = Stmt & { readonly kind: "allocate" };

/** Undefined where no turn hands the array to the next. */
function recycledAllocate(
  stmt: Allocate,
  known: ReadonlySet<LocalId>,
  around: Around,
  facts: Facts,
): Allocate | undefined {
  const loop = around.loops.find((each) => [...known].some((id) => each.visibleBefore.has(id)));
  if (loop === undefined) return undefined;
  const live = [...known].filter((id) => id !== stmt.local.id && around.visible.has(id));
  const pool = [...live, stmt.local.id].map(() => facts.fresh("memory", stmt.local.type));
  loop.pools.push(...pool);
  return { ...stmt, recycled: { pool: pool.map((local) => local.id), live } };
}

/** Copies of the arrays that a called function made and that this turn hands to the next. */
function keptResults(stmt: Stmt & { readonly kind: "call" }, around: Around, facts: Facts): readonly Stmt[] {
  const before: Stmt[] = [];
  const copies: Stmt[] = [];
  const renames: Stmt[] = [];
  const outputs = facts.makers.get(stmt.fn);
  const results = stmt.results.map((id, k) => {
    const type = facts.typeOf(id);
    if (!isArray(type) || outputs?.has(k)) return id;
    const given = facts.fresh("given", type);
    const kept = facts.fresh("kept", type);
    const length = { kind: "length", type: "index", array: given.id } as const;
    const made: Allocate = { kind: "allocate", local: kept, length };
    const recycled = recycledAllocate(made, namesOf(id, facts.names), around, facts);
    if (recycled === undefined) return id;
    before.push({ kind: "declare", local: given });
    copies.push(recycled, copy(given, kept, type.array, facts));
    renames.push({ kind: "alias", id, from: kept.id });
    return given.id;
  });
  return [...before, { ...stmt, results }, ...copies, ...renames];
}

function copy(from: Local, to: Local, element: ElementScalar, facts: Facts): Stmt {
  const counter = facts.fresh("i", "index");
  const at = read(counter.id, "index");
  return {
    kind: "for",
    counter,
    from: index(0),
    to: { kind: "length", type: "index", array: from.id },
    body: [{ kind: "store", array: to.id, index: at, value: load(from.id, element, at) }],
    independent: true,
  };
}
