/**
 * From what solving left open to schemes, and back.
 *
 * `generalise` first gives open unknowns the form that their uses demand (a called parameter is a function, one that is
 * matched with `Cons` a list), makes one of unknowns between which values merely pass, and then quantifies what is still
 * open together with the constraints that depend on it (Jones, "Qualified Types", 1994; no defaulting, T1).
 */
import type { Span } from "../base/span.ts";
import { isOpen, renameType } from "./open-type.ts";
import {
  type Constraint,
  constraintInputs,
  constraintOutput,
  constraintTypes,
  mapConstraint,
  type Scheme,
} from "./scheme.ts";
import type { Solver } from "./solver.ts";
import type { Task } from "./task.ts";
import { substituteType, typeKey, typeParts, typeVariables } from "./traverse.ts";
import { any, fn, list, type Type, type TypeVarId, tuple } from "./type.ts";
import type { Unknown } from "./unknowns.ts";

/** Where inference of a group or of a `let` began. */
export interface Start {
  readonly unknowns: number;
  readonly constraints: number;
}

/** A scheme with more constraints says less than it costs: what they would decide becomes `any`. */
const mostConstraints = 24;

/** Unknowns that one group may have bound before its types are not told apart any more. */
const fewestBindings = 100;
const bindingsPerConstraint = 20;

export function startOf(solver: Solver): Start {
  return { unknowns: solver.mark, constraints: solver.count };
}

/**
 * The schemes of several types that share constraints: the members of a group. `all`: everything since the start is
 * quantified, not only what no surrounding name is involved in.
 */
export function generalise(
  solver: Solver,
  types: readonly Type[],
  start: Start,
  all: boolean,
): readonly Scheme[] {
  const own = (id: TypeVarId) => id >= start.unknowns;
  // A type that contains itself by way of a join would be given forms for ever.
  const most = solver.bindings + fewestBindings + bindingsPerConstraint * (solver.count - start.constraints);
  for (let before = -1; before !== solver.bindings && !solver.exhausted; ) {
    before = solver.bindings;
    giveForms(solver, start, own, most);
    solver.decompose(start.constraints);
    uniteFlows(solver, types, start, own);
  }
  const open = openUnknowns(solver, start, own, all);
  const settle = (type: Type): Type => settled(solver, type, open);
  const tasks = solver.tasksSince(start.constraints);
  const residual = tasks.filter((task) => mentionsDeep(solver, deciding(solver, task), open));
  const left = new Set(residual);
  const given = tasks.filter((task) => !left.has(task));
  const constraints = simplified([
    ...residual.map((task) => mapConstraint(task.constraint, settle)),
    ...given.flatMap((task) => lowerBound(solver, task.constraint, open, settle)),
  ]);
  solver.withdraw(residual);
  const settledTypes = types.map(settle);
  const relevant = connected(settledTypes, constraints);
  if (relevant.length > mostConstraints || solver.exhausted) {
    const decided = decidedBy(relevant);
    return settledTypes.map((t) => quantify(substituteType(t, decided), [], open));
  }
  return settledTypes.map((t) => quantify(t, relevant, open));
}

/** A copy of the scheme's type with new unknowns; its constraints are added to the solver. */
export function instantiate(solver: Solver, scheme: Scheme, call?: CallPlace): Type {
  if (scheme.vars.length === 0 && scheme.constraints.length === 0) return scheme.type;
  const names = new Map<TypeVarId, Type>(scheme.vars.map((id) => [id, solver.fresh()]));
  const rename = (type: Type) => renameType(type, names);
  for (const constraint of scheme.constraints) solver.add(within(mapConstraint(constraint, rename), call));
  return rename(scheme.type);
}

interface CallPlace {
  readonly name: string;
  readonly span: Span;
}

function within(constraint: Constraint, call: CallPlace | undefined): Constraint {
  if (call === undefined || (constraint.kind !== "operation" && constraint.kind !== "call"))
    return constraint;
  const { site } = constraint;
  return { ...constraint, site: { ...site, within: [...site.within, call].slice(-8) } };
}

// ---- forms ---------------------------------------------------------------------------------------------

/** Gives every open unknown the form that a use of it demands, until none is left to give. */
function giveForms(solver: Solver, start: Start, own: (id: TypeVarId) => boolean, most: number): void {
  for (let changed = true; changed; ) {
    changed = false;
    if (solver.bindings > most) solver.giveUp();
    if (solver.exhausted) return;
    for (const constraint of solver.since(start.constraints)) {
      const [unknown, form] = demand(solver, constraint);
      if (unknown === undefined || form === undefined || !own(unknown.id)) continue;
      const before = unknown.lower;
      solver.bind(unknown, form);
      changed ||= unknown.lower !== before;
    }
  }
}

function demand(solver: Solver, constraint: Constraint): readonly [(Unknown | undefined)?, Type?] {
  if (constraint.kind === "apply") {
    const callee = solver.head(constraint.callee);
    if (callee.kind !== "var") return [];
    const params = constraint.args.map(() => solver.fresh());
    return [solver.unknown(callee), fn(params, solver.fresh())];
  }
  if (constraint.kind !== "flow") return [];
  // A parameter takes the form even where something has flowed into it: in a recursive call, its own kind.
  const source = solver.representative(constraint.source);
  const { target } = constraint;
  if (source.kind !== "var" || target.kind === "var" || target.kind === "any" || target.kind === "dim")
    return [];
  const unknown = solver.unknown(source);
  if (unknown?.lower !== undefined && !unknown.external) return [];
  // A pattern of a fixed length says only that there is a list.
  if (target.kind === "fixed") {
    const element = solver.fresh();
    for (const item of target.items) solver.flow(element, item);
    return [solver.unknown(source), list(element)];
  }
  return [solver.unknown(source), target];
}

/** What flows into each unknown. */
interface Incoming {
  readonly count: Map<TypeVarId, number>;
  /** Unknowns that something other than a flow from a known form decides. */
  readonly undecided: Set<TypeVarId>;
  /** Unknowns that an operation, a call or the like decides. */
  readonly computed: Set<TypeVarId>;
}

function incomingOf(solver: Solver, tasks: readonly Task[], types: readonly Type[]): Incoming {
  const incoming: Incoming = { count: new Map(), undecided: new Set(), computed: new Set() };
  /** Whoever is given a function may feed its parameters, and they the parameters of theirs. */
  const feeds = (type: Type, fed: boolean): void => {
    const head = solver.representative(type);
    if (head.kind === "function") {
      for (const param of head.params) feeds(param, !fed);
      feeds(head.result, fed);
    } else if (head.kind !== "var") {
      for (const part of typeParts(head)) feeds(part, fed);
    } else if (fed) {
      incoming.count.set(head.id, (incoming.count.get(head.id) ?? 0) + 1);
      incoming.undecided.add(head.id);
    }
  };
  for (const type of types) feeds(type, false);
  for (const task of tasks) {
    const { constraint: c, decided } = task;
    if (!decided) for (const input of constraintInputs(c)) feeds(input, false);
    const output = solver.representative(constraintOutput(c));
    if (output.kind !== "var") continue;
    incoming.count.set(output.id, (incoming.count.get(output.id) ?? 0) + 1);
    if (isSettled(solver, task)) continue;
    if (c.kind !== "flow") incoming.computed.add(output.id);
    if (c.kind !== "flow" || solver.representative(c.source).kind === "var") {
      incoming.undecided.add(output.id);
    }
  }
  return incoming;
}

/** A higher-order operation that only its function still adds to. */
function isSettled(solver: Solver, task: Task): boolean {
  if (task.constraint.kind !== "operation" || !task.decided) return false;
  const others = deciding(solver, task);
  return (
    others.length < task.constraint.args.length && others.every((arg) => !isOpen(solver.representative(arg)))
  );
}

/**
 * Unknowns between which values merely pass are one; an unknown that only known forms flow into is what they meet in.
 */
function uniteFlows(
  solver: Solver,
  types: readonly Type[],
  start: Start,
  own: (id: TypeVarId) => boolean,
): void {
  const tasks = solver.tasksSince(start.constraints);
  const incoming = incomingOf(solver, tasks, types);
  for (const task of tasks) {
    const { constraint: c } = task;
    const output = solver.unknown(solver.representative(constraintOutput(c)));
    if (c.kind === "operation" && output?.lower !== undefined && isSettled(solver, task)) {
      const alone = incoming.count.get(output.id) === 1 && !output.external && own(output.id);
      if (alone) solver.bind(output, output.lower);
    }
    if (c.kind !== "flow") continue;
    const [source, target] = [solver.representative(c.source), solver.representative(c.target)];
    const to = solver.unknown(target);
    if (target.kind !== "var" || to === undefined || !own(target.id)) continue;
    if (source.kind === "var") {
      if (source.id !== target.id && own(source.id)) unitePair(solver, source.id, target.id, incoming);
    } else if (!to.external && (!incoming.undecided.has(target.id) || isPure(source, incoming))) {
      const only = incoming.count.get(target.id) === 1;
      solver.bind(to, only ? source : (to.lower ?? source));
    }
  }
}

/** Functions, and tuples of them, which no coercion reaches, meet by being one, as in Hindley and Milner. */
function isPure(type: Type, incoming: Incoming): boolean {
  switch (type.kind) {
    case "var":
      return !incoming.computed.has(type.id);
    case "function":
      return [...typeVariables(type).types].every((id) => !incoming.computed.has(id));
    case "tuple":
      return type.items.every((item) => isPure(item, incoming));
    default:
      return false;
  }
}

function unitePair(solver: Solver, source: TypeVarId, target: TypeVarId, incoming: Incoming): void {
  const [from, to] = [
    solver.unknown({ kind: "var", id: source }),
    solver.unknown({ kind: "var", id: target }),
  ];
  if (from === undefined || to === undefined) return;
  const { count, computed, undecided } = incoming;
  const alone = count.get(target) === 1 && !to.external;
  const unfed = !from.external && from.lower === undefined && (count.get(source) ?? 0) === 0;
  const pure = [from, to].every((u) => u.lower === undefined && !computed.has(u.id));
  if (!alone && !unfed && !pure) return;
  // A parameter stays the representative: callers add to it.
  const [kept, merged] = to.external && !from.external ? [to, from] : [from, to];
  solver.unite(merged, kept);
  count.set(kept.id, (count.get(from.id) ?? 0) + (count.get(to.id) ?? 0) - 1);
  // Where this flow is all that reaches the target, only the source says what decides the two.
  for (const marks of [computed, undecided]) {
    if (marks.has(from.id) || (!alone && marks.has(to.id))) marks.add(kept.id);
    else marks.delete(kept.id);
  }
}

// ---- what is open --------------------------------------------------------------------------------------

/** Parameters, unknowns that nothing decides, and what is decided by these. */
function openUnknowns(
  solver: Solver,
  start: Start,
  own: (id: TypeVarId) => boolean,
  all: boolean,
): ReadonlySet<TypeVarId> {
  const tasks = solver.tasksSince(start.constraints);
  const constraints = tasks.map((task) => task.constraint);
  const outputs = new Set<TypeVarId>();
  for (const c of constraints) {
    for (const id of typeVariables(constraintOutput(c)).types) outputs.add(id);
    const output = solver.representative(constraintOutput(c));
    if (output.kind === "var") outputs.add(output.id);
  }
  const open = new Set<TypeVarId>();
  for (const unknown of solver.unknownsFrom(start.unknowns)) {
    if (unknown.bound) continue;
    if (unknown.external || (unknown.lower === undefined && (all || !outputs.has(unknown.id)))) {
      open.add(unknown.id);
    }
  }
  for (let size = -1; size !== open.size; ) {
    size = open.size;
    for (const task of tasks) {
      const target = solver.representative(constraintOutput(task.constraint));
      if (target.kind !== "var" || open.has(target.id) || !own(target.id)) continue;
      if (solver.unknown(target)?.bound === true) continue;
      if (mentionsDeep(solver, deciding(solver, task), open)) open.add(target.id);
    }
  }
  return open;
}

function mentionsDeep(solver: Solver, types: readonly Type[], open: ReadonlySet<TypeVarId>): boolean {
  const seen = new Set<TypeVarId>();
  const visit = (type: Type): boolean => {
    if (type.kind !== "var") return typeParts(type).some(visit);
    if (open.has(type.id)) return true;
    if (seen.has(type.id)) return false;
    seen.add(type.id);
    const lower = solver.unknown(type)?.lower;
    return lower !== undefined && visit(lower);
  };
  return types.some(visit);
}

/** Unknowns that are decided are replaced by what they are. */
function settled(solver: Solver, type: Type, open: ReadonlySet<TypeVarId>): Type {
  const path = new Set<TypeVarId>();
  const visit = (t: Type, depth: number): Type => {
    if (depth > 40) return any;
    return substituteType(t, {
      dim: () => undefined,
      type: (id) => {
        const unknown = solver.unknown({ kind: "var", id });
        if (unknown?.lower === undefined || open.has(id)) return undefined;
        if (path.has(id)) return any;
        path.add(id);
        const result = visit(unknown.lower, depth + 1);
        path.delete(id);
        return result;
      },
    });
  };
  return visit(type, 0);
}

/** What flows into an unknown that stays open, without depending on one. */
function lowerBound(
  solver: Solver,
  constraint: Constraint,
  open: ReadonlySet<TypeVarId>,
  settle: (type: Type) => Type,
): readonly Constraint[] {
  const target = solver.representative(constraintOutput(constraint));
  if (target.kind !== "var" || !open.has(target.id)) return [];
  const source = constraint.kind === "flow" ? settle(constraint.source) : solver.unknown(target)?.lower;
  return source === undefined ? [] : [{ kind: "flow", source: settle(source), target }];
}

/**
 * The types that a constraint still waits for: an operation that is decided waits for no function argument, a call only
 * for what is compared with an annotation.
 */
function deciding(solver: Solver, { constraint, decided }: Task): readonly Type[] {
  if (constraint.kind === "call") {
    return constraint.args.filter((_, i) => constraint.written.params[i]?.type !== undefined);
  }
  if (constraint.kind !== "operation" || !decided) return constraintInputs(constraint);
  return constraint.args.filter((arg) => solver.head(arg).kind !== "function");
}

function simplified(constraints: readonly Constraint[]): readonly Constraint[] {
  const kept = new Map<string, Constraint>();
  for (const c of constraints) {
    const keys = constraintTypes(c).map(typeKey);
    if (c.kind === "flow" && keys[0] === keys[1]) continue;
    const place = c.kind === "operation" ? c.operation : c.kind === "call" ? c.written.name : "";
    const key = [c.kind, place, ...keys].join(" ");
    if (!kept.has(key)) kept.set(key, c);
  }
  return [...kept.values()];
}

/** The constraints that share variables, directly or through others, with the types: the others decide nothing. */
function connected(types: readonly Type[], constraints: readonly Constraint[]): readonly Constraint[] {
  const reached = new Set(types.flatMap((t) => [...typeVariables(t).types]));
  const variables = constraints.map((c) => [...typeVariables(tuple(constraintTypes(c))).types]);
  const kept = new Set<number>();
  for (let size = -1; size !== kept.size; ) {
    size = kept.size;
    variables.forEach((ids, i) => {
      if (kept.has(i) || !ids.some((id) => reached.has(id))) return;
      kept.add(i);
      for (const id of ids) reached.add(id);
    });
  }
  return constraints.filter((_, i) => kept.has(i));
}

function decidedBy(constraints: readonly Constraint[]) {
  const outputs = new Set(constraints.flatMap((c) => [...typeVariables(constraintOutput(c)).types]));
  return { type: (id: TypeVarId) => (outputs.has(id) ? any : undefined), dim: () => undefined };
}

function quantify(type: Type, constraints: readonly Constraint[], open: ReadonlySet<TypeVarId>): Scheme {
  const found = typeVariables(tuple([type, ...constraints.flatMap(constraintTypes)]));
  return {
    vars: [...found.types].filter((id) => open.has(id)),
    dims: [...typeVariables(type).dims],
    constraints,
    type,
  };
}
