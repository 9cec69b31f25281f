/**
 * Instances: a definition, lambda or constant at particular argument types, and the fixpoint that finds their result types.
 *
 * In: targets (what to build a body from) and the types of a call. Out: an instance whose parameter and result types are
 * settled, or, inside a recursion, the assumption made so far. Assumptions start at `never` and only grow (`join`), so a
 * recursion is built again until nothing changes; what depends on an open instance stays provisional until that one is
 * settled (the components of the call graph are found as in Tarjan's algorithm). Calls within a recursion group share one
 * instance whose parameters are the join of what they pass (T3).
 */
import type { Diagnostic } from "../base/diagnostic.ts";
import type { Span } from "../base/span.ts";
import { bounded, join } from "../types/flow.ts";
import { equalTypes, typeKey } from "../types/traverse.ts";
import { any, never, type Type } from "../types/type.ts";
import { coerceTo } from "./coerce.ts";
import type { CoreAnnotation, CoreExpr, CoreVar, FnId } from "./core.ts";

/** Something to make instances of. */
export interface Target {
  /** Equal keys, equal code. */
  readonly key: string;
  readonly name: string;
  readonly span: Span;
  /** How many of the parameters are captures. */
  readonly captures: number;
  readonly annotations: readonly CoreAnnotation[];
  /** The definition whose text this is: calls within its recursion group are monomorphic. */
  readonly owner: string | undefined;
  /** The result type where it is declared, so that a recursion need not search for it. */
  readonly declaredResult: (params: readonly Type[]) => Type | undefined;
  /** The result is declared ℕ: what the function gives was checked by itself. */
  readonly naturalResult?: boolean;
  /** The parameters to fall back on when calls come with ever new types. */
  readonly widest: (params: readonly Type[]) => readonly Type[];
  readonly build: (instance: Instance) => Built;
}

export interface Built {
  readonly params: readonly CoreVar[];
  readonly body: CoreExpr;
}

export interface Instance {
  readonly id: FnId;
  readonly target: Target;
  params: readonly Type[];
  result: Type;
  effect: boolean;
  /** Found in the last pass. */
  problems: Diagnostic[];
  uses: Set<Instance>;
  built: Built | undefined;
  state: "open" | "provisional" | "stale" | "done";
  /** Place on the stack of open instances, and the lowest place this one depends on. */
  depth: number;
  low: number;
  passes: number;
  /** Its result was used while it was open. */
  read: boolean;
  /** Something it depends on has grown since: build it again. */
  dirty: boolean;
  /** What calls within the recursion want the parameters to be. */
  wanted: readonly Type[] | undefined;
  /** Provisional instances that wait for this one. */
  members: Instance[];
}

export interface Instances {
  /** The instance for a call with these (already coerced) argument types, made where there is none. */
  readonly reach: (target: Target, params: readonly Type[]) => Instance;
  /** As `reach`, for code that may never be called: its problems are not those of the caller. */
  readonly consider: (target: Target, params: readonly Type[]) => Instance;
}

/** More instances of one target than this, and the next is for unknown types. */
const greatestNumberOfInstances = 64;
/** Passes after which a type that still grows becomes `any`. */
const patience = 6;

export interface InstanceHooks {
  readonly newId: () => FnId;
  /** Do these two definitions call each other? */
  readonly sameGroup: (a: string | undefined, b: string | undefined) => boolean;
  /** The instance will not change any more. */
  readonly settled: (instance: Instance, built: Built) => void;
}

export function createInstances(hooks: InstanceHooks): Instances {
  const known = new Map<string, Instance>();
  const counts = new Map<string, number>();
  const stack: Instance[] = [];

  const keyOf = (target: Target, params: readonly Type[]) =>
    `${target.key}(${params.map(typeKey).join(";")})`;

  const create = (target: Target, params: readonly Type[]): Instance => {
    const count = (counts.get(target.key) ?? 0) + 1;
    counts.set(target.key, count);
    const instance: Instance = {
      id: hooks.newId(),
      target,
      params,
      result: target.declaredResult(params) ?? never,
      effect: false,
      problems: [],
      uses: new Set(),
      built: undefined,
      state: "stale",
      depth: -1,
      low: -1,
      passes: 0,
      read: false,
      dirty: false,
      wanted: undefined,
      members: [],
    };
    known.set(keyOf(target, params), instance);
    return instance;
  };

  const openRecursion = (target: Target): Instance | undefined => {
    const caller = stack.at(-1);
    if (caller === undefined || !hooks.sameGroup(caller.target.owner, target.owner)) return undefined;
    return stack.findLast((instance) => instance.target.key === target.key);
  };

  const find = (target: Target, given: readonly Type[]): Instance => {
    const params = given.map((t) => bounded(t));
    const same = known.get(keyOf(target, params));
    if (same !== undefined) return same;
    const recursion = openRecursion(target);
    if (recursion !== undefined) {
      widen(recursion, params);
      return recursion;
    }
    const count = counts.get(target.key) ?? 0;
    if (count < greatestNumberOfInstances) return create(target, params);
    const keepsCaptures = count < 2 * greatestNumberOfInstances;
    const widest = target.widest(keepsCaptures ? params : params.map(() => any));
    return known.get(keyOf(target, widest)) ?? create(target, widest);
  };

  const solve = (instance: Instance): void => {
    instance.depth = stack.length;
    instance.state = "open";
    stack.push(instance);
    let grew = pass(instance);
    while (instance.low === instance.depth && (instance.dirty || (grew && instance.read))) {
      for (const member of instance.members) member.state = "stale";
      grew = pass(instance);
    }
    stack.pop();
    if (instance.low === instance.depth) settle(instance);
    else postpone(instance, grew);
  };

  const postpone = (instance: Instance, grew: boolean): void => {
    instance.state = "provisional";
    const head = stack[instance.low];
    if (head === undefined) return;
    if (grew || instance.dirty) head.dirty = true;
    head.members.push(instance, ...instance.members);
    instance.members = [];
  };

  const settle = (head: Instance): void => {
    const group = [head, ...new Set(head.members)];
    const effect = group.some((instance) => instance.effect);
    head.members = [];
    for (const instance of group) {
      if (instance.state === "done" || instance.built === undefined) continue;
      instance.state = "done";
      instance.effect = effect;
      hooks.settled(instance, instance.built);
    }
  };

  const consider = (target: Target, params: readonly Type[]): Instance => {
    const instance = find(target, params);
    if (instance.state === "stale") solve(instance);
    const caller = stack.at(-1);
    if (caller === undefined) return instance;
    if (instance.effect) caller.effect = true;
    if (instance.state === "open") {
      instance.read = true;
      caller.low = Math.min(caller.low, instance.depth);
    } else if (instance.state === "provisional") caller.low = Math.min(caller.low, instance.low);
    return instance;
  };

  return {
    consider,
    reach: (target, params) => {
      const caller = stack.at(-1);
      const instance = consider(target, params);
      caller?.uses.add(instance);
      return instance;
    },
  };
}

/** Builds the body once under the present assumptions; true where they grew. */
function pass(instance: Instance): boolean {
  instance.low = instance.depth;
  instance.problems = [];
  instance.uses = new Set();
  instance.members = [];
  instance.read = false;
  instance.dirty = false;
  instance.wanted = undefined;
  instance.passes += 1;
  const { params, body } = instance.target.build(instance);
  const before = instance.result;
  const joined = bounded(join(before, body.type));
  const growing = !equalTypes(joined, before);
  instance.result = growing && instance.passes > patience ? any : joined;
  const fitted = coerceTo(body, instance.result);
  instance.built = { params, body: fitted ?? body };
  return adoptWanted(instance) || growing;
}

function adoptWanted(instance: Instance): boolean {
  const { wanted } = instance;
  if (wanted === undefined) return false;
  const { passes, target } = instance;
  const widened =
    passes > 2 * patience ? wanted.map(() => any) : passes > patience ? target.widest(wanted) : wanted;
  instance.params = widened.map((type) => bounded(type));
  instance.dirty = true;
  return true;
}

/** A call within the recursion passes other types: the parameters become the join (T3). */
function widen(instance: Instance, types: readonly Type[]): void {
  const before = instance.wanted ?? instance.params;
  const joined = before.map((type, i) => join(type, types[i] ?? any));
  if (joined.some((type, i) => !equalTypes(type, before[i] ?? any))) instance.wanted = joined;
}

/** All problems that running this instance may meet, each once. */
export function problemsFrom(instance: Instance): readonly Diagnostic[] {
  const seen = new Set<Instance>();
  const found = new Map<string, Diagnostic>();
  const pending = [instance];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    for (const problem of next.problems) {
      const { span } = problem.primary;
      const key = `${problem.code} ${span.file} ${span.start} ${span.end} ${problem.title}`;
      if (!found.has(key)) found.set(key, problem);
    }
    pending.push(...next.uses);
  }
  return [...found.values()];
}
