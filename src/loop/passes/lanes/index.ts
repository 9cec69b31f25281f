/**
 * Runs turns of a counted loop in lanes where each contains a loop whose number of turns depends on data: an escape time, an
 * iteration that converges, a fold in a map. Compilers turn loops into lanes only where nothing inside of them loops.
 *
 * The loop goes over strips of `width` turns. Of a turn's statements, those from the first that loops to the last run in lanes
 * (masks.ts): `before` fills an array for each local that they read, `lanes` works on these and fills an array for each
 * local that is read after them, then the rest of each turn runs as it was, in order. So only the statements in lanes have to
 * be pure, sums may follow them, and what fails does so when and as it would have: in a lane where something fails the scalar
 * statements run again. The last strip has fewer lanes that take part.
 *
 *   for i in from .. to { before; core; after }  ⇒
 *   for strip in 0 .. ⌈(to − from) / width⌉ {
 *     for l in 0 .. count { before; in[l] := x }
 *     lanes { x := in[lane]; masked core; out[lane] := y }
 *     for l in 0 .. count { before; y := out[l]; after }
 *   }
 */
import { laneOperations, laneRegisters } from "../../budget.ts";
import type { Local, LocalId, LoopFnId, LoopFunction, LoopProgram, LoopType, Stmt } from "../../loop.ts";
import { assignedBy, mapBlocks, visitStmts } from "../../walk.ts";
import type { LoopPass } from "../pass.ts";
import { type For, findCore } from "./core.ts";
import { inlining } from "./inline.ts";
import { masked, operationsIn } from "./masks.ts";
import { Unfit } from "./scopes.ts";
import { renamedCore, type StripContext, strips } from "./strips.ts";

/** `registerLanes`: f64 in one vector register of the target. */
export function lanesPass(registerLanes: number): LoopPass {
  const width = registerLanes * laneRegisters;
  return {
    name: "lanes",
    description: "Run turns of a loop in lanes where each has a loop of its own.",
    run: (program: LoopProgram) => {
      const functions = new Map(program.functions.map((fn) => [fn.id, fn]));
      return withoutUncalled({
        ...program,
        functions: program.functions.map((fn) => inFunction(functions, fn, width)),
      });
    },
  };
}

interface Context extends StripContext {
  readonly functions: ReadonlyMap<LoopFnId, LoopFunction>;
}

function inFunction(
  functions: ReadonlyMap<LoopFnId, LoopFunction>,
  fn: LoopFunction,
  width: number,
): LoopFunction {
  let largest = Math.max(-1, ...fn.params.map((param) => param.id));
  visitStmts(fn.body, (stmt) => {
    for (const id of assignedBy(stmt)) largest = Math.max(largest, id);
  });
  const fresh = (name: string, type: LoopType): Local => {
    largest += 1;
    return { id: largest as LocalId, name, type };
  };
  const context: Context = { functions, fresh, width, exchanged: [] };
  const body = inBlock(context, fn.body);
  return { ...fn, body: [...context.exchanged, ...body] };
}

/** Innermost first: a loop that contains lanes stays a loop. */
function inBlock(context: Context, block: readonly Stmt[]): readonly Stmt[] {
  return block.flatMap((stmt): readonly Stmt[] => {
    const inner = mapBlocks(stmt, (each) => inBlock(context, each));
    if (inner.kind !== "for") return [inner];
    if (hasLanes(inner.body)) return [{ ...inner, independent: false }];
    return inStrips(context, inner) ?? [inner];
  });
}

function hasLanes(block: readonly Stmt[]): boolean {
  let found = false;
  visitStmts(block, (stmt) => {
    found ||= stmt.kind === "lanes";
  });
  return found;
}

// ── one loop ────────────────────────────────────────────────────────────────────────────────────────────────────────

function inStrips(context: Context, loop: For): readonly Stmt[] | undefined {
  if (loop.counter.type !== "index" || (loop.trips ?? context.width) < context.width / 2) return undefined;
  const core = findCore(loop, context.functions, context.fresh);
  if (core === undefined) return undefined;
  const renamed = renamedCore(context, core);
  const active = context.fresh("active", "bool");
  try {
    const result = masked({
      code: renamed.code,
      mask: active.id,
      inputs: renamed.inputs.map(({ own }) => own.id),
      outputs: renamed.outputs.map(({ own }) => own.id),
      fresh: context.fresh,
      inline: inlining(context.functions, context.fresh),
    });
    const operations = operationsIn(result.body);
    if (operations > laneOperations || operations > (core.longestPath * context.width) / 2) return undefined;
    return strips(context, loop, core, renamed, active, result);
  } catch (problem) {
    if (problem instanceof Unfit) return undefined;
    throw problem;
  }
}

// ── functions ───────────────────────────────────────────────────────────────────────────────────────────────────────

/** Without the functions whose calls have all gone into lanes. */
function withoutUncalled(program: LoopProgram): LoopProgram {
  const called = new Set<LoopFnId>([program.entry, ...(program.others ?? []).map(({ id }) => id)]);
  const open = [...called];
  const functions = new Map(program.functions.map((fn) => [fn.id, fn]));
  for (let id = open.pop(); id !== undefined; id = open.pop())
    visitStmts(functions.get(id)?.body ?? [], (stmt) => {
      if (stmt.kind !== "call" || called.has(stmt.fn)) return;
      called.add(stmt.fn);
      open.push(stmt.fn);
    });
  return { ...program, functions: program.functions.filter((fn) => called.has(fn.id)) };
}
