/**
 * From what solving left open to schemes, and back.
 *
 * `generalise` first gives open unknowns the form that their uses demand (a called parameter is a function, one that is
 * matched with `Cons` a list), makes one of unknowns between which values merely pass, and then quantifies what is still
 * open together with the constraints that depend on it (Jones, "Qualified Types", 1994; no defaulting, T1).
 */
import type { Span } from "../base/span.ts";
import {
  type Constraint,
  constraintInputs,
  constraintOutput,
  constraintTypes,
  mapConstraint,
  type Scheme,
} from "./scheme.ts";
import { renameType, type Solver, type Unknown } from "./solver.ts";
import { substituteType, typeKey, typeParts, typeVariables } from "./traverse.ts";
import { any, fn, list, type Type, type TypeVarId } from "./type.ts";

/** Where inference of a group or of a `let` began. */
export interface Start {
  readonly unknowns: number;
  readonly constraints: number;
}

/** A scheme with more constraints says less than it costs: what they would decide becomes `any`. */
const mostConstraints = 24;

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
  giveForms(solver, start, own);
  uniteFlows(solver, start, own);
  const open = openUnknowns(solver, start, own, all);
  const settle = (type: Type): Type => settled(solver, type, open);
  const residual = solver.withdraw(start.constraints, (c) => mentionsDeep(solver, constraintInputs(c), open));
  const constraints = simplified([
    ...residual.map((c) => mapConstraint(c, settle)),
    ...lowerBounds(solver, open, settle),
  ]);
  const settledTypes = types.map(settle);
  if (constraints.length > mostConstraints || solver.exhausted) {
    const decided = decidedBy(constraints);
    return settledTypes.map((t) => quantify(substituteType(t, decided), [], open));
  }
  return settledTypes.map((t) => quantify(t, constraints, open));
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
function giveForms(solver: Solver, start: Start, own: (id: TypeVarId) => boolean): void {
  for (let changed = true; changed; ) {
    changed = false;
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
  const source = solver.head(constraint.source);
  const { target } = constraint;
  if (source.kind !== "var" || target.kind === "var" || target.kind === "any" || target.kind === "dim")
    return [];
  // A pattern of a fixed length says only that there is a list.
  if (target.kind === "fixed") {
    const element = solver.fresh();
    for (const item of target.items) solver.flow(element, item);
    return [solver.unknown(source), list(element)];
  }
  return [solver.unknown(source), target];
}

/** Unknowns between which values pass, and which nothing else decides, are one. */
function uniteFlows(solver: Solver, start: Start, own: (id: TypeVarId) => boolean): void {
  const constraints = solver.since(start.constraints);
  const incoming = new Map<TypeVarId, number>();
  const computed = new Set<TypeVarId>();
  for (const c of constraints) {
    const output = solver.head(constraintOutput(c));
    if (output.kind !== "var") continue;
    incoming.set(output.id, (incoming.get(output.id) ?? 0) + 1);
    if (c.kind !== "flow") computed.add(output.id);
  }
  for (const c of constraints) {
    if (c.kind !== "flow") continue;
    const [source, target] = [solver.head(c.source), solver.head(c.target)];
    if (source.kind !== "var" || target.kind !== "var" || source.id === target.id) continue;
    if (!own(source.id) || !own(target.id)) continue;
    const pure = !computed.has(source.id) && !computed.has(target.id);
    if (!pure && (incoming.get(target.id) ?? 0) > 1) continue;
    const [from, to] = [solver.unknown(source), solver.unknown(target)];
    if (from === undefined || to === undefined) continue;
    // A parameter stays the representative: callers add to it.
    if (to.external && !from.external) solver.bind(from, target);
    else if (!to.external || pure) solver.bind(to, source);
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
  const constraints = solver.since(start.constraints);
  const outputs = new Set<TypeVarId>();
  for (const c of constraints) {
    for (const id of typeVariables(constraintOutput(c)).types) outputs.add(id);
    const head = solver.head(constraintOutput(c));
    if (head.kind === "var") outputs.add(head.id);
  }
  const open = new Set<TypeVarId>();
  for (const unknown of solver.unknownsFrom(start.unknowns)) {
    if (unknown.lower?.kind === "var") continue;
    if (unknown.external || (unknown.lower === undefined && (all || !outputs.has(unknown.id)))) {
      open.add(unknown.id);
    }
  }
  for (let size = -1; size !== open.size; ) {
    size = open.size;
    for (const c of constraints) {
      const target = solver.representative(constraintOutput(c));
      if (target?.kind !== "var" || open.has(target.id) || !own(target.id)) continue;
      if (mentionsDeep(solver, constraintInputs(c), open)) open.add(target.id);
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

/** What has already flowed into an unknown that stays open. */
function lowerBounds(
  solver: Solver,
  open: ReadonlySet<TypeVarId>,
  settle: (type: Type) => Type,
): readonly Constraint[] {
  return [...open].flatMap((id): Constraint[] => {
    const target: Type = { kind: "var", id };
    const lower = solver.unknown(target)?.lower;
    return lower === undefined ? [] : [{ kind: "flow", source: settle(lower), target }];
  });
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

function decidedBy(constraints: readonly Constraint[]) {
  const outputs = new Set(constraints.flatMap((c) => [...typeVariables(constraintOutput(c)).types]));
  return { type: (id: TypeVarId) => (outputs.has(id) ? any : undefined), dim: () => undefined };
}

function quantify(type: Type, constraints: readonly Constraint[], open: ReadonlySet<TypeVarId>): Scheme {
  const found = typeVariables({ kind: "tuple", items: [type, ...constraints.flatMap(constraintTypes)] });
  return {
    vars: [...found.types].filter((id) => open.has(id)),
    dims: [...typeVariables(type).dims],
    constraints,
    type,
  };
}
