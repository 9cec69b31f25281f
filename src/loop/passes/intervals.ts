/**
 * Interval analysis: ranges of all scalars, forward through the structured control flow. Overflow checks and comparisons
 * that the ranges decide are replaced by plain arithmetic and constants.
 *
 * What a `for` adds to a variable is found relative to the start of an iteration: if one turn adds between a and b, whatever
 * the variable was, then T turns add between T·a and T·b. Every assumption used is one that has been established, so
 * each round of the analysis of a loop is sound by itself and only sharpens the last. (Cousot & Cousot 1977.)
 */
import { binary as binaryExpr, unary as unaryExpr } from "../expr.ts";
import type { LocalId, LoopExpr, LoopFunction, Stmt } from "../loop.ts";
import { assignedBy, visitStmts } from "../walk.ts";
import { refine } from "./conditions.ts";
import { decide, rangeOf, sameLocal, simplify } from "./expression-ranges.ts";
import {
  afterSteps,
  anyReal,
  clampI64,
  fitsI64,
  type IntRange,
  int,
  intBinary,
  intersectInt,
  joinRange,
  largest,
  type Range,
  type Ranges,
  square,
  top,
  within,
} from "./range.ts";
import { giveUp, limitedMoves, limitsIn, widenTo, withoutBase } from "./widening.ts";

export type State = Map<LocalId, Range>;

/** The states in which a block is left, by where it goes; undefined where it cannot. */
interface Leaving {
  readonly fall: State | undefined;
  readonly breaks: State | undefined;
  readonly continues: State | undefined;
  readonly block: readonly Stmt[];
}

/** Rounds of sharpening for a `for`; nests multiply them. */
const rounds = 2;

/** The body under these ranges of its parameters, without the checks that they make needless. */
export function sharpen(fn: LoopFunction, params: Ranges): readonly Stmt[] {
  const state: State = new Map();
  for (const param of fn.params)
    if (typeof param.type !== "object") state.set(param.id, params.get(param.id) ?? top(param.type));
  return analyse(fn.body, state).block;
}

/** A block of which nothing is known but what it says itself, without the checks that this makes needless. */
export function sharpenBlock(block: readonly Stmt[]): readonly Stmt[] {
  return analyse(block, new Map()).block;
}

/** Checks for overflow that are left in a block. */
export function overflowChecks(block: readonly Stmt[]): number {
  let count = 0;
  visitStmts(block, (stmt) => {
    if (stmt.kind === "checked") count += 1;
  });
  return count;
}

function analyse(block: readonly Stmt[], start: State): Leaving {
  const out: Stmt[] = [];
  let state: State | undefined = start;
  let breaks: State | undefined;
  let continues: State | undefined;
  for (const stmt of block) {
    if (state === undefined) break;
    const after: Leaving = analyseStmt(stmt, state);
    out.push(...after.block);
    breaks = joinStates(breaks, after.breaks);
    continues = joinStates(continues, after.continues);
    state = after.fall;
  }
  return { fall: state, breaks, continues, block: out };
}

function goOn(state: State, ...block: readonly Stmt[]): Leaving {
  return { fall: state, breaks: undefined, continues: undefined, block };
}

function analyseStmt(stmt: Stmt, state: State): Leaving {
  switch (stmt.kind) {
    case "declare": {
      if (typeof stmt.local.type === "object") return goOn(state, stmt);
      const range = stmt.value === undefined ? top(stmt.local.type) : rangeOf(state, stmt.value);
      state.set(stmt.local.id, range);
      return goOn(state, stmt.value === undefined ? stmt : { ...stmt, value: simplify(state, stmt.value) });
    }
    case "assign":
      state.set(stmt.id, rangeOf(state, stmt.value));
      return goOn(state, { ...stmt, value: simplify(state, stmt.value) });
    case "store":
      return goOn(state, { ...stmt, value: simplify(state, stmt.value) });
    case "checked":
      return analyseChecked(stmt, state);
    case "check": {
      const decided = decide(state, stmt.ok);
      if (decided === true) return goOn(state);
      refine(state, stmt.ok, true);
      return goOn(state, stmt);
    }
    case "if":
      return analyseIf(stmt, state);
    case "for":
      return analyseFor(stmt, state);
    case "while":
    case "loop":
      return analyseLoop(stmt, state);
    case "lanes":
      for (const id of carriedBy(stmt.body, state)) widen(state, id);
      return goOn(state, stmt);
    case "call":
      for (const id of stmt.results) widen(state, id);
      return goOn(state, stmt);
    case "alias":
    case "allocate":
    case "template":
      return goOn(state, stmt);
    case "continue":
      return { fall: undefined, breaks: undefined, continues: state, block: [stmt] };
    case "break":
      return { fall: undefined, breaks: state, continues: undefined, block: [stmt] };
    case "fail":
    case "return":
      return { fall: undefined, breaks: undefined, continues: undefined, block: [stmt] };
  }
}

function widen(state: State, id: LocalId): void {
  const before = state.get(id);
  if (before !== undefined) state.set(id, topLike(before));
}

function topLike(range: Range): Range {
  return range.kind === "int" ? top("i64") : range.kind === "real" ? anyReal : { kind: "bool" };
}

function analyseChecked(stmt: Stmt & { readonly kind: "checked" }, state: State): Leaving {
  const exact = checkedRange(stmt, state);
  state.set(stmt.result, clampI64(exact ?? int(-(2n ** 63n), 2n ** 63n - 1n)));
  const plain = exact !== undefined && fitsI64(exact) ? plainExpr(stmt) : undefined;
  return goOn(state, plain === undefined ? stmt : { kind: "assign", id: stmt.result, value: plain });
}

/** The exact range of the result; undefined where nothing is known of it. */
function checkedRange(stmt: Stmt & { readonly kind: "checked" }, state: State): IntRange | undefined {
  const a = rangeOf(state, stmt.left);
  const b = stmt.right === undefined ? undefined : rangeOf(state, stmt.right);
  if (a.kind !== "int") return undefined;
  switch (stmt.op) {
    case "neg":
      return int(-a.hi, -a.lo);
    case "abs":
      return int(a.lo > 0n ? a.lo : a.hi < 0n ? -a.hi : 0n, largest(a.hi, -a.lo));
    case "add":
    case "sub":
      return b?.kind === "int" ? intBinary(stmt.op, a, b) : undefined;
    case "mul":
      if (stmt.right !== undefined && sameLocal(stmt.left, stmt.right)) {
        const squared = square(a);
        return squared.kind === "int" ? squared : undefined;
      }
      return b?.kind === "int" ? intBinary("mul", a, b) : undefined;
    case "div":
    case "rem":
      // −2⁶³ / −1 is the one quotient that does not fit; a zero divisor has been tested where it can occur.
      return b?.kind === "int" && (b.lo > 0n || b.hi < -1n) ? intBinary(stmt.op, a, b) : undefined;
    case "pow":
    case "from-f64":
      return undefined;
  }
}

function plainExpr(stmt: Stmt & { readonly kind: "checked" }): LoopExpr | undefined {
  switch (stmt.op) {
    case "neg":
    case "abs":
      return unaryExpr(stmt.op, stmt.left);
    case "add":
    case "sub":
    case "mul":
    case "div":
    case "rem":
      return stmt.right === undefined ? undefined : binaryExpr(stmt.op, stmt.left, stmt.right);
    case "pow":
    case "from-f64":
      return undefined;
  }
}

function analyseIf(stmt: Stmt & { readonly kind: "if" }, state: State): Leaving {
  const decided = decide(state, stmt.condition);
  if (decided !== undefined) return analyse(decided ? stmt.then : stmt.else, state);
  const [yes, no] = [new Map(state), new Map(state)];
  refine(yes, stmt.condition, true);
  refine(no, stmt.condition, false);
  const [then, otherwise] = [analyse(stmt.then, yes), analyse(stmt.else, no)];
  const merged: Stmt = { ...stmt, then: then.block, else: otherwise.block };
  return {
    fall: joinStates(then.fall, otherwise.fall),
    breaks: joinStates(then.breaks, otherwise.breaks),
    continues: joinStates(then.continues, otherwise.continues),
    block: then.block.length + otherwise.block.length === 0 ? [] : [merged],
  };
}

function joinStates(a: State | undefined, b: State | undefined): State | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  const joined: State = new Map();
  for (const [id, range] of a) {
    const other = b.get(id);
    if (other !== undefined) joined.set(id, joinRange(range, other));
  }
  return joined;
}

/** Locals from outside the loop that its body changes. */
function carriedBy(body: readonly Stmt[], state: State): readonly LocalId[] {
  const changed = new Set<LocalId>();
  visitStmts(body, (stmt) => {
    for (const id of assignedBy(stmt)) if (state.has(id)) changed.add(id);
  });
  return [...changed];
}

function analyseFor(stmt: Stmt & { readonly kind: "for" }, state: State): Leaving {
  const from = rangeOf(state, stmt.from);
  const to = rangeOf(state, stmt.to);
  if (from.kind !== "int" || to.kind !== "int") return goOn(state, stmt);
  const trips = to.hi > from.lo ? to.hi - from.lo : 0n;
  if (trips === 0n) return goOn(state);
  const counter = int(from.lo, to.hi - 1n);
  const carried = carriedBy(stmt.body, state);
  let assumed: State = new Map(state);
  for (const id of carried) assumed.set(id, topLike(state.get(id) ?? anyReal));
  let last: Leaving | undefined;
  for (let round = 0; round <= rounds; round++) {
    const bases = new Map(carried.map((id) => [id, Symbol()]));
    const inside = new Map(assumed);
    inside.set(stmt.counter.id, counter);
    for (const id of carried) inside.set(id, rebased(inside.get(id) ?? anyReal, bases.get(id)));
    last = analyse(stmt.body, inside);
    const turn = joinStates(last.fall, last.continues);
    assumed = afterTurns(state, assumed, carried, bases, turn, trips);
  }
  const known = Number(trips) <= Number.MAX_SAFE_INTEGER && trips < 2n ** 40n ? { trips: Number(trips) } : {};
  return goOn(joinStates(assumed, last?.breaks) ?? assumed, {
    ...stmt,
    body: last?.block ?? stmt.body,
    ...known,
  });
}

function rebased(range: Range, base: symbol | undefined): Range {
  if (range.kind !== "int" || base === undefined) return range;
  return { kind: "int", lo: range.lo, hi: range.hi, since: { base, from: 0n, to: 0n } };
}

/** What the carried locals can be after any number of turns, given what one turn does. */
function afterTurns(
  before: State,
  assumed: State,
  carried: readonly LocalId[],
  bases: ReadonlyMap<LocalId, symbol>,
  turn: State | undefined,
  trips: bigint,
): State {
  const next: State = new Map(before);
  for (const id of carried) {
    const start = before.get(id);
    const end = turn?.get(id);
    const held = assumed.get(id);
    if (start === undefined || held === undefined) continue;
    if (end === undefined) next.set(id, start);
    else next.set(id, turnedRange(start, held, end, bases.get(id), trips));
  }
  return next;
}

function turnedRange(start: Range, held: Range, end: Range, base: symbol | undefined, trips: bigint): Range {
  const joined = joinRange(start, end);
  if (start.kind !== "int" || end.kind !== "int" || held.kind !== "int" || joined.kind !== "int")
    return joined;
  const { since } = end;
  const plain = int(joined.lo, joined.hi);
  if (since === undefined || since.base !== base) return intersectInt(plain, held);
  const stepped = afterSteps(start, trips, since.from, since.to);
  const sharp = intersectInt(stepped, held);
  return { ...intersectInt(sharp, plain), ...(stepped.since === undefined ? {} : { since: stepped.since }) };
}

/** A loop without a known number of turns: a bound that moves is given up, until nothing moves. */
function analyseLoop(stmt: Stmt & { readonly kind: "loop" | "while" }, state: State): Leaving {
  const carried = carriedBy(stmt.body, state);
  let assumed: State = new Map(state);
  for (const id of carried) assumed.set(id, withoutBase(assumed.get(id) ?? anyReal));
  const limits = limitsIn(stmt, (e) => rangeOf(assumed, e));
  const moves = new Map<LocalId, number>();
  for (;;) {
    const inside = new Map(assumed);
    if (stmt.kind === "while") refine(inside, stmt.condition, true);
    const body = analyse(stmt.body, inside);
    const turn = joinStates(body.fall, body.continues);
    const moved = carried.filter((id) => {
      const end = turn?.get(id);
      return end !== undefined && !within(end, assumed.get(id) ?? anyReal);
    });
    if (moved.length === 0) {
      const exit = stmt.kind === "while" ? joinStates(assumed, body.breaks) : body.breaks;
      return { fall: exit, breaks: undefined, continues: undefined, block: [{ ...stmt, body: body.block }] };
    }
    assumed = new Map(assumed);
    for (const id of moved) {
      const held = assumed.get(id) ?? anyReal;
      const moved = (moves.get(id) ?? 0) + 1;
      moves.set(id, moved);
      const end = turn?.get(id) ?? held;
      assumed.set(id, moved <= limitedMoves ? widenTo(held, end, limits) : giveUp(held, end));
    }
  }
}
