/**
 * What the compiler decided for each function of a Loop program, in words: what is written out and what stays a loop, which
 * hand-shaped kernels serve, what runs in vector lanes, where arrays lie. `kleis explain` shows it.
 */
import type { LoopFunction, LoopProgram, Stmt } from "../loop/loop.ts";
import { visitStmts } from "../loop/walk.ts";
import { stackArrays } from "./storage.ts";
import type { Target } from "./target.ts";

/** A line for each function, `NAME: …`; where nothing had to be decided there is none. */
export function decisionLines(program: LoopProgram, target: Target): readonly string[] {
  return program.functions.flatMap((fn) => {
    const said = decisionsOf(fn, target);
    return said.length === 0 ? [] : [`${fn.name}: ${said.join("; ")}`];
  });
}

function decisionsOf(fn: LoopFunction, target: Target): readonly string[] {
  const all: Stmt[] = [];
  visitStmts(fn.body, (stmt) => all.push(stmt));
  return [...shapeOf(all), ...lanesOf(all, target), ...kernelsOf(all), ...storageOf(fn, all)];
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
