/**
 * What the compiler decided for each function of a Loop program, in words: what is written out and what stays a loop, which
 * hand-shaped kernels serve, what runs in vector lanes, where arrays lie. `kleis explain` shows it.
 */
import type { LoopFnId, LoopFunction, LoopProgram, Operand, Stmt } from "../loop/loop.ts";
import { visitStmts } from "../loop/walk.ts";
import { stackArrays } from "./storage.ts";
import type { Target } from "./target.ts";

/** A line for each function, `NAME: …`; where nothing had to be decided there is none. */
export function decisionLines(program: LoopProgram, target: Target): readonly string[] {
  const turns = new Map(program.functions.map((fn) => [fn.id, fn]));
  return program.functions.flatMap((fn) => {
    // Told of where the loop was.
    if (fn.turns !== undefined) return [];
    const said = decisionsOf(fn, turns, target);
    return said.length === 0 ? [] : [`${fn.name}: ${said.join("; ")}`];
  });
}

function decisionsOf(
  fn: LoopFunction,
  functions: ReadonlyMap<LoopFnId, LoopFunction>,
  target: Target,
): readonly string[] {
  const all: Stmt[] = [];
  let shared = false;
  const see = (stmt: Stmt): void => {
    const turns = stmt.kind === "call" && stmt.parallel !== undefined ? functions.get(stmt.fn) : undefined;
    if (stmt.kind !== "call" || turns === undefined) {
      all.push(stmt);
      return;
    }
    shared = true;
    visitStmts(turns.body, (inner) => see(withRange(inner, turns, stmt.args)));
  };
  visitStmts(fn.body, see);
  return [
    ...shapeOf(all),
    ...lanesOf(all, target),
    ...kernelsOf(all),
    ...(shared ? ["turns that threads may share"] : []),
    ...storageOf(fn, all),
  ];
}

/** The loop over a part of the range, as it was over the whole. */
function withRange(stmt: Stmt, { params }: LoopFunction, [from, to]: readonly Operand[]): Stmt {
  const isPart = stmt.kind === "for" && stmt.from.kind === "local" && stmt.from.id === params[0]?.id;
  if (!isPart || from?.kind !== "scalar" || to?.kind !== "scalar") return stmt;
  return { ...stmt, from: from.value, to: to.value };
}

/** Statements of a function that is worth a word although it has no loop. */
const writtenOut = 8;

function shapeOf(all: readonly Stmt[]): readonly string[] {
  const loops = all.filter((stmt) => stmt.kind === "for" || stmt.kind === "while" || stmt.kind === "loop");
  const stores = all.filter((stmt) => stmt.kind === "store").length;
  if (loops.length === 0)
    return all.length < writtenOut && stores === 0 ? [] : [`written out, ${count(all.length, "statement")}`];
  const known = loops.filter((stmt) => stmt.kind === "for" && hasKnownLength(stmt)).length;
  if (known === loops.length) return [`${count(loops.length, "loop")} of known length`];
  const some = known === 0 ? "length known at run time" : `${known} of known length`;
  return [`${count(loops.length, "loop")}, ${some}`];
}

function hasKnownLength(stmt: Stmt & { readonly kind: "for" }): boolean {
  return stmt.from.kind === "const" && stmt.to.kind === "const";
}

/** Loops whose turns are independent are vector code of the C or Rust compiler; those in `lanes` are ours. */
function lanesOf(all: readonly Stmt[], { lanes, isa }: Target): readonly string[] {
  const ours = all.find((stmt) => stmt.kind === "lanes");
  if (ours?.kind === "lanes") return [`turns in ${ours.width} lanes`];
  const theirs = all.some((stmt) => stmt.kind === "for" && stmt.independent);
  return theirs ? [`independent turns, for vectors of ${lanes} numbers (${isa})`] : [];
}

function kernelsOf(all: readonly Stmt[]): readonly string[] {
  const kernels = all.flatMap((stmt) => (stmt.kind === "template" ? [kernelName(stmt)] : []));
  return kernels.length === 0 ? [] : [`by ${[...new Set(kernels)].join(", ")}`];
}

function kernelName({ name, holes }: Stmt & { readonly kind: "template" }): string {
  const sizes = Object.entries(holes).flatMap(([hole, value]) =>
    typeof value === "number" ? [`${hole} = ${value}`] : [],
  );
  return sizes.length === 0 ? name : `${name}(${sizes.join(", ")})`;
}

function storageOf(fn: LoopFunction, all: readonly Stmt[]): readonly string[] {
  const stack = stackArrays(fn);
  let numbers = 0;
  let arena = false;
  let callers = fn.outputs.length > 0;
  for (const stmt of all) {
    if (stmt.kind !== "allocate") continue;
    if (stmt.output !== undefined) callers = true;
    else if (stack.has(stmt.local.id)) numbers += stmt.staticLength ?? 0;
    else arena = true;
  }
  return [
    ...(numbers > 0 ? [`${count(numbers, "number")} on the stack`] : []),
    ...(callers ? ["results in the caller's memory"] : []),
    ...(arena ? ["arrays of the call in its arena"] : []),
  ];
}

function count(n: number, what: string): string {
  return `${n.toLocaleString("en")} ${what}${n === 1 ? "" : "s"}`;
}
