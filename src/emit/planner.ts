/**
 * Loop → Plan. Decides, function by function: names; which arrays lie in the frame; where the cancel word is read (a loop
 * whose body is short is cut into strips, so that no vector loop is interrupted); which checks raise a flag that is
 * tested after the loop nest, and which leave at once.
 */
import { CompilerBug } from "../base/outcome.ts";
import {
  entriesOf,
  type Local,
  type LocalId,
  type LoopFnId,
  type LoopFunction,
  type LoopProgram,
  type Stmt,
} from "../loop/loop.ts";
import { visitStmts } from "../loop/walk.ts";
import { writersTo } from "../loop/writers.ts";
import { failureOf, leave, planChecked, statusOf, stickySites, testFlags } from "./failing.ts";
import { type LibraryNames, libraryNames } from "./library-names.ts";
import { nameSupply } from "./names.ts";
import type { FlagTest, Plan, Planned, PlannedFunction, PlannedOutput } from "./plan.ts";
import {
  type BreakLabel,
  type Callee,
  type FunctionFacts,
  type Mark,
  outside,
  type Place,
  type ProgramFacts,
  unlabelled,
} from "./planning.ts";
import { workOf } from "./polling.ts";
import { declaredIn, keepsNothing, stackArrays } from "./storage.ts";
import { type CodegenOptions, pollBudget, pollStrip } from "./target.ts";
import { teamTemplates } from "./template.ts";

export function planProgram(
  program: LoopProgram,
  options: CodegenOptions,
  names: LibraryNames = libraryNames(),
): Plan {
  const { templates } = names;
  const callees = new Map<LoopFnId, Callee>();
  const exported = new Set(entriesOf(program).map(({ id }) => id));
  for (const fn of program.functions) {
    const context = fn.fails || fn.recursive || fn.polls || fn.allocates || fn.shares === true;
    const entry = exported.has(fn.id);
    callees.set(fn.id, { fn, name: names.fresh(`${fn.name}_${fn.id}`), context, entry });
  }
  const planned = new Map<LoopFnId, PlannedFunction>();
  const writers = writersTo(program);
  for (const [id, callee] of callees)
    planned.set(id, planFunction(callee, { callees, sites: program.sites, options, templates, writers }));
  const entries = entriesOf(program).flatMap(({ id }) => planned.get(id) ?? []);
  const [entry] = entries;
  if (entry === undefined || entries.length < entriesOf(program).length)
    throw new CompilerBug("an entry function is not in the program");
  return { functions: [...planned.values()], entry, entries, templates: templates.all() };
}

function planFunction(callee: Callee, program: ProgramFacts): PlannedFunction {
  const { fn } = callee;
  const locals = localsOf(fn);
  const stack = stackArrays(fn);
  const supply = nameSupply([...program.callees.values()].map((other) => other.name));
  const names = new Map<LocalId, string>();
  for (const local of locals.values()) names.set(local.id, supply(local.name));
  const isArray = (id: LocalId): boolean => typeof known(locals.get(id), id).type === "object";
  const outputs = plannedOutputs(fn, supply);
  const facts: FunctionFacts = { ...program, fn, stack, outputs, freshName: supply, isArray };
  return {
    name: callee.name,
    params: fn.params,
    results: fn.results.filter((_, k) => !isOutput(fn, k)),
    outputs,
    body: fn.recursive ? planGuarded(fn.body, facts) : planBlock(fn.body, facts, outside),
    context: callee.context,
    inlined: callee.entry && !fn.recursive,
    guardsStack: fn.recursive,
    polls: fn.polls,
    ...(fn.turns === undefined ? {} : { turns: fn.turns }),
    ownsWhatItWrites: fn.turns !== undefined || (!storesToParams(fn) && !program.writers.has(fn.id)),
    nameOf: (id) => known(names.get(id), id),
    typeOf: (id) => known(locals.get(id), id).type,
  };
}

function plannedOutputs(fn: LoopFunction, supply: (wish: string) => string): readonly PlannedOutput[] {
  return fn.outputs.flatMap(({ result }): PlannedOutput[] => {
    const type = fn.results[result];
    return typeof type === "object" ? [{ result, name: supply("output"), element: type.array }] : [];
  });
}

function isOutput(fn: LoopFunction, result: number): boolean {
  return fn.outputs.some((output) => output.result === result);
}

function known<T>(found: T | undefined, id: LocalId): T {
  if (found === undefined) throw new CompilerBug(`local ${id} is not declared`);
  return found;
}

function planBlock(stmts: readonly Stmt[], facts: FunctionFacts, place: Place): readonly Planned[] {
  return stmts.flatMap((stmt) => planStmt(stmt, facts, place));
}

function planStmt(stmt: Stmt, facts: FunctionFacts, place: Place): readonly Planned[] {
  switch (stmt.kind) {
    case "declare":
    case "assign":
    case "alias":
    case "store":
    case "continue":
      return [stmt];
    case "break": {
      const target = place.breakLabel;
      if (target === undefined) return [stmt];
      target.used = true;
      return [{ kind: "break", label: target.label }];
    }
    case "checked":
      return [planChecked(stmt, facts, place)];
    case "check":
      return [
        { kind: "check", ok: stmt.ok, details: stmt.details, failure: failureOf(stmt, "site", facts, place) },
      ];
    case "fail":
      return [{ kind: "fail", details: stmt.details, failure: leave(stmt.site, facts, place) }];
    case "for":
      return inArenaScope(stmt.body, facts, place, (start, scope) =>
        inNest(stmt.body, facts, scope, (inner) => planFor(stmt, start, facts, inner)),
      );
    // No nest starts at a loop that may run on because of a wrong value: its checks leave at once.
    case "while":
      return inArenaScope(stmt.body, facts, place, (start, scope) => [
        {
          kind: "while",
          condition: stmt.condition,
          body: [...start, ...pollFirst(stmt.body, facts, unlabelled(scope))],
        },
      ]);
    case "loop":
      return inArenaScope(stmt.body, facts, place, (start, scope) => [
        { kind: "loop", body: [...start, ...pollFirst(stmt.body, facts, unlabelled(scope))] },
      ]);
    case "lanes": {
      const body = planBlock(stmt.body, facts, unlabelled(place));
      return [{ ...stmt, body, together: lanesTogether(stmt.width, facts.options.target.lanes) }];
    }
    case "if":
      return [
        {
          kind: "if",
          condition: stmt.condition,
          then: planBlock(stmt.then, facts, place),
          else: planBlock(stmt.else, facts, place),
        },
      ];
    case "allocate":
      return [planAllocate(stmt, facts, place)];
    case "call": {
      const callee = facts.callees.get(stmt.fn);
      if (callee === undefined) throw new CompilerBug(`function ${stmt.fn} is not in the program`);
      const { args } = stmt;
      const results = stmt.results.filter((_, k) => !isOutput(callee.fn, k));
      const rooms = callee.fn.outputs.flatMap(({ result }) => stmt.results[result] ?? []);
      const flags = callee.context ? [...place.flags.values()] : [];
      const { parallel } = stmt;
      return [
        {
          kind: "call",
          name: callee.name,
          context: callee.context,
          args,
          results,
          rooms,
          flags,
          ...(parallel === undefined ? {} : { parallel }),
        },
      ];
    }
    case "template": {
      const name = facts.templates.instance(stmt.name, stmt.holes);
      const polls = facts.fn.polls && stmt.work === undefined;
      const team = teamTemplates.has(stmt.name);
      return [{ kind: "template", name, args: stmt.args, polls, team }, ...(polls ? poll(facts) : [])];
    }
    case "return":
      return [
        ...testFlags(place),
        { kind: "return", values: stmt.values.filter((_, k) => !isOutput(facts.fn, k)) },
      ];
  }
}

function planAllocate(
  { local, length, staticLength, recycled, output }: Stmt & { readonly kind: "allocate" },
  facts: FunctionFacts,
  place: Place,
): Planned {
  const placed = facts.outputs.find((each) => each.result === output);
  if (placed !== undefined) return { kind: "output-array", local, output: placed.name, length };
  if (recycled !== undefined) {
    const isOlder = (mark: Mark): boolean => recycled.pool.every((id) => !mark.inside.has(id));
    const marks = place.marks.filter(isOlder).map((mark) => mark.name);
    return { kind: "recycled-array", local, length, ...recycled, marks };
  }
  return facts.stack.has(local.id) && staticLength !== undefined
    ? { kind: "stack-array", local, length: staticLength }
    : { kind: "arena-array", local, length };
}

// ── recursion ───────────────────────────────────────────────────────────────────────────────────────────────────────────

/**
 * A recursive function looks at the stack and the cancel word on every path to its first call, and only there: half of the
 * calls of a tree recursion are leaves, which cost nothing more this way.
 */
function planGuarded(body: readonly Stmt[], facts: FunctionFacts): readonly Planned[] {
  const first = body.findIndex((stmt) => contains(stmt, isCall));
  const stmt = body[first];
  if (stmt === undefined) return planBlock(body, facts, outside);
  const before = planBlock(body.slice(0, first), facts, outside);
  const after = body.slice(first + 1);
  if (stmt.kind !== "if" || after.some((later) => contains(later, isCall)))
    return [...before, { kind: "guard" }, ...poll(facts), ...planBlock(body.slice(first), facts, outside)];
  return [
    ...before,
    {
      kind: "if",
      condition: stmt.condition,
      then: planGuarded(stmt.then, facts),
      else: planGuarded(stmt.else, facts),
    },
    ...planBlock(after, facts, outside),
  ];
}

function isCall(stmt: Stmt): boolean {
  return stmt.kind === "call";
}

function contains(stmt: Stmt, wanted: (stmt: Stmt) => boolean): boolean {
  let found = false;
  visitStmts([stmt], (each) => {
    found ||= wanted(each);
  });
  return found;
}

// ── loops ───────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Declares the flags that the outermost counted loop of a nest needs, and tests them after it. */
function inNest(
  body: readonly Stmt[],
  facts: FunctionFacts,
  place: Place,
  plan: (inner: Place) => readonly Planned[],
): readonly Planned[] {
  if (place.nested) return plan(unlabelled(place));
  const sites = new Set<number>();
  stickySites(body, sites);
  const flags = new Map<number, FlagTest>();
  for (const site of sites)
    flags.set(site, { flag: facts.freshName(`bad_${site}`), site, status: statusOf(site, facts) });
  const inner: Place = { flags, nested: true, marks: place.marks };
  if (flags.size === 0) return plan(inner);
  return [
    { kind: "flags", flags: [...flags.values()].map((test) => test.flag) },
    ...plan(inner),
    ...testFlags(inner),
  ];
}

function planFor(
  stmt: Stmt & { readonly kind: "for" },
  start: readonly Planned[],
  facts: FunctionFacts,
  place: Place,
): readonly Planned[] {
  const { counter, from, to } = stmt;
  const work = workOf(stmt.body, (id) => facts.callees.get(id)?.fn.polls ?? true);
  const total = (stmt.turns ?? stmt.trips ?? Infinity) * work;
  if (!facts.fn.polls || total <= pollBudget)
    return [{ kind: "for", counter, from, to, body: [...start, ...planBlock(stmt.body, facts, place)] }];
  if (work > pollBudget / 16)
    return [{ kind: "for", counter, from, to, body: [...start, ...pollFirst(stmt.body, facts, place)] }];
  const breakLabel: BreakLabel = { label: facts.freshName(`after_${counter.name}`), used: false };
  const body = [...start, ...planBlock(stmt.body, facts, { ...place, breakLabel })];
  const label = breakLabel.used ? { label: breakLabel.label } : {};
  return [{ kind: "for", counter, from, to, body, strip: stripLength(work), ...label }];
}

/** As many as a register has, or as come out even. */
function lanesTogether(width: number, registerLanes: number): number {
  let together = registerLanes;
  while (width % together !== 0) together /= 2;
  return together;
}

function stripLength(work: number): number {
  return Math.min(pollStrip, Math.max(16, 2 ** Math.floor(Math.log2(pollBudget / Math.max(1, work)))));
}

/** Each iteration starts with the arena as it was before the loop, where none leaves anything there. */
function inArenaScope(
  body: readonly Stmt[],
  facts: FunctionFacts,
  place: Place,
  plan: (start: readonly Planned[], scope: Place) => readonly Planned[],
): readonly Planned[] {
  const makesArrays = (fn: LoopFnId): boolean => facts.callees.get(fn)?.fn.allocates ?? true;
  if (!usesArena(body, facts) || !keepsNothing(body, facts.isArray, makesArrays)) return plan([], place);
  const name = facts.freshName("mark");
  const release: Planned = { kind: "release", name };
  const scope: Place = { ...place, marks: [...place.marks, { name, inside: declaredIn(body) }] };
  return [{ kind: "mark", name }, ...plan([release], scope), release];
}

function usesArena(body: readonly Stmt[], facts: FunctionFacts): boolean {
  let uses = false;
  visitStmts(body, (stmt) => {
    if (stmt.kind === "allocate" && stmt.output === undefined)
      uses ||= stmt.recycled === undefined && !facts.stack.has(stmt.local.id);
    if (stmt.kind === "call") uses ||= facts.callees.get(stmt.fn)?.fn.allocates ?? true;
  });
  return uses;
}

function pollFirst(body: readonly Stmt[], facts: FunctionFacts, place: Place): readonly Planned[] {
  return [...poll(facts), ...planBlock(body, facts, place)];
}

function poll(facts: FunctionFacts): readonly Planned[] {
  return facts.fn.polls ? [{ kind: "poll" }] : [];
}

// ── what a function declares and touches ────────────────────────────────────────────────────────────────────────────

function localsOf(fn: LoopFunction): ReadonlyMap<LocalId, Local> {
  const locals = new Map<LocalId, Local>();
  for (const param of fn.params) locals.set(param.id, param);
  visitStmts(fn.body, (stmt) => {
    if (stmt.kind === "declare" || stmt.kind === "allocate") locals.set(stmt.local.id, stmt.local);
    if (stmt.kind === "for") locals.set(stmt.counter.id, stmt.counter);
    if (stmt.kind === "lanes") locals.set(stmt.lane.id, stmt.lane);
  });
  return locals;
}

function storesToParams(fn: LoopFunction): boolean {
  const params = new Set<LocalId>(fn.params.map((param) => param.id));
  const mayBeParam = new Set(params);
  let stores = false;
  // Twice: an alias in a loop may come to stand for a parameter after the store.
  for (let round = 0; round < 2; round += 1)
    visitStmts(fn.body, (stmt) => {
      // A parameter that comes to stand for other memory names what is written there.
      if (stmt.kind === "alias" && params.has(stmt.id)) stores = true;
      if (stmt.kind === "alias" && mayBeParam.has(stmt.from)) mayBeParam.add(stmt.id);
      if (stmt.kind === "call") for (const result of stmt.results) mayBeParam.add(result);
      if (stmt.kind === "store" && mayBeParam.has(stmt.array)) stores = true;
    });
  return stores;
}
