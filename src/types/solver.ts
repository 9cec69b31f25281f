/**
 * Solving constraints: the least types that satisfy all flows (T2).
 *
 * Every unknown (`var`) keeps the join of what has flowed into it so far. Types only grow along the lattice of flow.ts, so
 * each constraint is simply run again when something it has read grows, until nothing changes. What never receives
 * anything stays open and is what generalisation quantifies. A meeting that no rule joins gives `any` (T4), so solving
 * itself never fails; problems are looked for afterwards, in the stable types.
 *
 * The number of steps is bounded; a program that exceeds the bound is checked no further (its types become `any`), which
 * costs precision, never correctness: specialisation types the program anew.
 */
import { Meetings } from "./meetings.ts";
import { correspondence, isOpen, isSame, listOf, vectorOf, zip } from "./open-type.ts";
import type { Constraint, OperationConstraint } from "./scheme.ts";
import type { Task } from "./task.ts";
import { typeKey, typeParts } from "./traverse.ts";
import { any, fn, type Type } from "./type.ts";
import { type Unknown, Unknowns } from "./unknowns.ts";

/** The type an operation gives on these types; undefined while open arguments leave that undecided. */
export type OperationTyping = (constraint: OperationConstraint, args: readonly Type[]) => Type | undefined;
/** The type of a call of an annotated definition on these types. */
export type CallTyping = (constraint: Extract<Constraint, { kind: "call" }>, args: readonly Type[]) => Type;
/** The type of a field; undefined while the target is open. */
export type FieldTyping = (target: Type, name: string) => Type | undefined;

export interface Meanings {
  readonly operation: OperationTyping;
  readonly call: CallTyping;
  readonly field: FieldTyping;
}

const stepsPerConstraint = 60;
export class Solver {
  readonly #unknowns = new Unknowns();
  readonly #meetings = new Meetings({
    fresh: () => this.fresh(),
    flow: (source, target) => this.flow(source, target),
  });
  readonly #meanings: Meanings;
  #tasks: Task[] = [];
  #queue: Task[] = [];
  #steps = 0;
  #bindings = 0;
  #added = 0;
  #draining = false;
  #gaveUp = false;
  readonly #running: Task[] = [];
  readonly #sent = new Set<string>();

  constructor(meanings: Meanings) {
    this.#meanings = meanings;
  }

  // ---- unknowns ----------------------------------------------------------------------------------------

  fresh(name?: string, external = false): Type {
    return this.#unknowns.fresh(name, external);
  }

  unknown(type: Type): Unknown | undefined {
    return this.#unknowns.unknown(type);
  }

  /** The unknowns made since a mark. */
  unknownsFrom(mark: number): readonly Unknown[] {
    return this.#unknowns.unknownsFrom(mark);
  }

  /** The unknown that stands for all that were made one with it. */
  representative(type: Type): Type {
    return this.#unknowns.representative(type);
  }

  /** Ids from here on belong to what is inferred next. */
  get mark(): number {
    return this.#unknowns.mark;
  }

  /** What a type is at the moment; its open unknowns stay. */
  read(type: Type, reader?: Task): Type {
    return this.#unknowns.read(type, reader);
  }

  /** As `read`, on behalf of the constraint that is being solved. */
  observe(type: Type): Type {
    return this.read(type, this.#running.at(-1));
  }

  /** The outermost form of a type. */
  head(type: Type, reader?: Task): Type {
    return this.#unknowns.head(type, reader);
  }

  /** Makes an unknown stand for a type, which it may have received before. */
  bind(unknown: Unknown, type: Type): void {
    if (unknown.bound || this.#unknowns.occurs(unknown.id, type)) return;
    const received = unknown.lower;
    this.#bindings += 1;
    unknown.lower = type;
    unknown.bound = true;
    if (unknown.external) this.#feed(type);
    if (received !== undefined) this.flow(received, type);
    this.#wake(unknown);
    this.drain();
  }

  /** What is part of a parameter is fed by callers too; what a function takes is fed by its calls. */
  #feed(type: Type): void {
    if (type.kind === "function") {
      this.#feed(type.result);
    } else if (type.kind === "var") {
      const unknown = this.unknown(this.representative(type));
      if (unknown === undefined) this.#feed(this.representative(type));
      else unknown.external = true;
    } else for (const part of typeParts(type)) this.#feed(part);
  }

  /** Makes one unknown of two, with what both have received. */
  unite(merged: Unknown, kept: Unknown): void {
    const [before, received] = [kept.lower, merged.lower];
    if (merged === kept || kept.bound || merged.bound) return;
    this.#bindings += 1;
    merged.lower = { kind: "var", id: kept.id };
    merged.bound = true;
    for (const reader of merged.readers) kept.readers.add(reader);
    if (received !== undefined) {
      const after = before === undefined ? received : this.#meetings.merge(before, received);
      kept.lower = this.#unknowns.occurs(kept.id, after) ? any : after;
    }
    this.#wake(kept);
    this.drain();
  }

  // ---- constraints -------------------------------------------------------------------------------------

  add(constraint: Constraint): void {
    const task: Task = { constraint, queued: false, running: false, done: false, decided: false };
    this.#tasks.push(task);
    // What solving itself adds must not put off the bound on its steps.
    if (!this.#draining) this.#added += 1;
    this.#enqueue(task);
    this.drain();
  }

  flow(source: Type, target: Type): void {
    if (!isSame(source, target) && source.kind !== "never") this.add({ kind: "flow", source, target });
  }

  /** A flow that a rule asks for while it runs; asking again costs nothing. */
  send(source: Type, target: Type): void {
    const key = `${typeKey(source)}≤${typeKey(target)}`;
    if (this.#sent.has(key)) return;
    this.#sent.add(key);
    this.flow(source, target);
    this.drain(true);
  }

  /** How many unknowns have been bound so far. */
  get bindings(): number {
    return this.#bindings;
  }

  get count(): number {
    return this.#tasks.length;
  }

  /** The constraints added since a mark of `count`. */
  since(count: number): readonly Constraint[] {
    return this.tasksSince(count).map((t) => t.constraint);
  }

  tasksSince(count: number): readonly Task[] {
    return this.#tasks.slice(count).filter((t) => !t.done);
  }

  /** Takes constraints out. */
  withdraw(tasks: Iterable<Task>): void {
    for (const task of tasks) task.done = true;
  }

  /**
   * Splits constraints whose parts are known into flows between the parts, so that what is left says only what is not yet
   * decided.
   */
  decompose(count: number): void {
    for (let i = count; i < this.#tasks.length; i++) {
      const task = this.#tasks[i];
      if (task === undefined || task.done) continue;
      const parts = this.#parts(task.constraint);
      if (parts === undefined) continue;
      task.done = true;
      for (const [source, target] of parts) this.flow(source, target);
    }
  }

  #parts(c: Constraint): readonly (readonly [Type, Type])[] | undefined {
    if (c.kind === "apply") {
      const callee = this.representative(c.callee);
      if (callee.kind !== "function" || callee.params.length < c.args.length) return undefined;
      const missing = callee.params.slice(c.args.length);
      const result = missing.length === 0 ? callee.result : fn(missing, callee.result, callee.effect);
      return [...zip(c.args, callee.params), [result, c.result]];
    }
    if (c.kind !== "flow") return undefined;
    const [source, target] = [this.representative(c.source), this.representative(c.target)];
    if (isSame(source, target)) return [];
    if (source.kind === "var" || target.kind === "var") {
      return isSame(source, c.source) && isSame(target, c.target) ? undefined : [[source, target]];
    }
    if (source.kind === "function" && target.kind === "function") {
      if (source.params.length !== target.params.length) return [];
      return [...zip(target.params, source.params), [source.result, target.result]];
    }
    return correspondence(source, target);
  }

  /** Forgets what has been solved, when a group of definitions is finished. */
  reset(): void {
    this.#tasks = [];
    this.#queue = [];
    this.#unknowns.clear();
    this.#meetings.clear();
    this.#sent.clear();
    this.#steps = 0;
    this.#added = 0;
    this.#gaveUp = false;
  }

  /** Whether the bound on steps was reached: types are then not to be believed. */
  get exhausted(): boolean {
    return this.#gaveUp || this.#steps > 2000 + stepsPerConstraint * this.#added;
  }

  /** As if the bound on steps were reached, until the next reset. */
  giveUp(): void {
    this.#gaveUp = true;
  }

  #enqueue(task: Task): void {
    if (task.queued || task.done) return;
    task.queued = true;
    this.#queue.push(task);
  }

  #wake(unknown: Unknown): void {
    for (const reader of unknown.readers) this.#enqueue(reader);
  }

  /** Runs what is to be run. Called within a run (a rule that applies its function argument) it runs all others. */
  drain(nested = false): void {
    if (this.#draining && !nested) return;
    const before = this.#draining;
    this.#draining = true;
    const postponed: Task[] = [];
    for (let task = this.#queue.pop(); task !== undefined; task = this.#queue.pop()) {
      task.queued = false;
      if (task.done || this.exhausted) continue;
      if (task.running) {
        postponed.push(task);
        continue;
      }
      this.#steps += 1;
      task.running = true;
      this.#running.push(task);
      this.#run(task);
      this.#running.pop();
      task.running = false;
    }
    this.#draining = before;
    for (const task of postponed) this.#enqueue(task);
  }

  #run(task: Task): void {
    const { constraint: c } = task;
    switch (c.kind) {
      case "flow":
        this.#flow(c.source, c.target, task);
        return;
      case "operation": {
        const args = c.args.map((arg) => this.readArgument(arg, task));
        const result = this.#meanings.operation(c, args);
        task.decided = result !== undefined;
        if (result !== undefined) this.#flow(result, c.result, task);
        return;
      }
      case "call": {
        const args = c.args.map((arg) => this.readArgument(arg, task));
        this.#flow(this.#meanings.call(c, args), c.result, task);
        return;
      }
      case "apply":
        this.#apply(c.callee, c.args, c.result, task);
        return;
      case "field": {
        const result = this.#meanings.field(this.read(c.target, task), c.name);
        if (result !== undefined) this.#flow(result, c.result, task);
        return;
      }
      case "list": {
        const items = c.items.map((item) => this.read(item, task));
        if (!items.some(isOpen)) this.#flow(listOf(items), c.result, task);
        else if (c.items.some((item) => this.head(item).kind === "function")) {
          const element = this.fresh();
          for (const item of c.items) this.#flow(item, element, task);
          this.#flow(vectorOf(c.items.length, element), c.result, task);
        }
      }
    }
  }

  /** An argument as rules see it: functions keep their unknowns, so that they can be applied. */
  readArgument(arg: Type, reader?: Task): Type {
    const head = this.head(arg, reader);
    return head.kind === "function" ? head : this.read(arg, reader);
  }

  #apply(callee: Type, args: readonly Type[], result: Type, task: Task): void {
    const head = this.head(callee, task);
    if (head.kind === "var") return;
    if (head.kind !== "function") {
      this.#flow(any, result, task);
      return;
    }
    head.params.forEach((param, i) => {
      const arg = args[i];
      if (arg !== undefined) this.#flow(arg, param, task);
    });
    const missing = head.params.slice(args.length);
    if (missing.length > 0) this.#flow(fn(missing, head.result, head.effect), result, task);
    else if (args.length === head.params.length) this.#flow(head.result, result, task);
    else this.#apply(head.result, args.slice(head.params.length), result, task);
  }

  // ---- flow --------------------------------------------------------------------------------------------

  #flow(source: Type, target: Type, task: Task): void {
    if (isSame(source, target)) return;
    const from = this.head(source, task);
    if (target.kind === "var") {
      if (from.kind !== "var" && from.kind !== "never") this.#raise(target, from);
      return;
    }
    if (from.kind === "var") return;
    if (from.kind === "function" && target.kind === "function") {
      target.params.forEach((param, i) => {
        const own = from.params[i];
        if (own !== undefined) this.#flow(param, own, task);
      });
      if (from.params.length === target.params.length) this.#flow(from.result, target.result, task);
      return;
    }
    for (const [a, b] of correspondence(from, target)) this.#flow(a, b, task);
  }

  #raise(target: Extract<Type, { kind: "var" }>, source: Type): void {
    const unknown = this.#unknowns.unknown(target);
    if (unknown === undefined) return;
    const before = unknown.lower;
    if (unknown.bound && before !== undefined) {
      const task = this.#running.at(-1);
      if (task === undefined) this.flow(source, before);
      else this.#flow(source, before, task);
      return;
    }
    const after = before === undefined ? source : this.#meetings.merge(before, source);
    if (before !== undefined && (after === before || typeKey(after) === typeKey(before))) return;
    unknown.lower = this.#unknowns.occurs(target.id, after) ? any : after;
    this.#wake(unknown);
  }
}
