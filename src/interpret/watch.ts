/**
 * Watching an evaluation: calls, results, decisions and bindings, told one after the other while the machine runs.
 *
 * A watcher is known before code is compiled, so that code which nobody watches has no step for it. What is told may be
 * awaited: the machine stands still meanwhile.
 */
import type { CoreCase, CoreExpr, CoreFunction, CorePattern, CoreVar } from "../core/core.ts";
import type { Builder } from "./builder.ts";
import { placeOf } from "./builder.ts";
import type { Code } from "./code.ts";
import { leaving } from "./compact.ts";
import type { Frame, Step, Thread } from "./thread.ts";
import type { Value } from "./value.ts";

type Kind<K extends CoreExpr["kind"]> = Extract<CoreExpr, { readonly kind: K }>;

export interface Bound {
  readonly name: string;
  readonly value: Value;
}

/** A constant is told of as a function without parameters. */
export type Happening =
  | { readonly kind: "call"; readonly fn: CoreFunction; readonly args: readonly Value[] }
  | { readonly kind: "return"; readonly fn: CoreFunction; readonly value: Value }
  | { readonly kind: "let"; readonly bound: Bound; readonly at: Kind<"let"> }
  | { readonly kind: "if"; readonly holds: boolean; readonly at: Kind<"if"> }
  | {
      readonly kind: "case";
      readonly value: Value;
      readonly chosen: CoreCase;
      readonly bound: readonly Bound[];
      readonly at: Kind<"match">;
    };

export interface Watcher {
  /** False once nothing more is to be told. */
  readonly isActive: () => boolean;
  readonly tell: (happening: Happening) => Promise<void> | undefined;
}

/** Expressions that are steps of their own where somebody watches. */
export function isWatched({ kind }: CoreExpr): boolean {
  return kind === "let" || kind === "if" || kind === "match";
}

/** Tells, then goes on with `next`. */
export function telling(watch: Watcher, next: Step, happening: (frame: Frame) => Happening): Step {
  return (thread) => (watch.isActive() ? told(watch, thread, happening(thread.frame), next) : next);
}

function told(watch: Watcher, thread: Thread, happening: Happening, next: Step): Step {
  const promise = watch.tell(happening);
  if (promise === undefined) return next;
  return thread.wait({ promise: promise.then(() => ({ kind: "interpret" as const })), resume: () => next });
}

/** The first step of a function: its call, and once it is through its result. */
export function watchedEntry(watch: Watcher, { fn, leaving: leave }: Code, entry: Step): Step {
  const leaves: Step = (thread) => thread.leave();
  const after: Step = (thread) =>
    watch.isActive()
      ? told(watch, thread, { kind: "return", fn, value: thread.taken() }, leaves)
      : thread.leave();
  return (thread) => {
    if (!watch.isActive()) return entry;
    const args = fn.params.map((_, i) => {
      const value = thread.frame[i] as Value; // parameters come first
      return leave[i]?.(value) ?? value;
    });
    thread.push(after, fn.span);
    return told(watch, thread, { kind: "call", fn, args }, entry);
  };
}

/** The variables of a pattern, as they are read after it matched. */
export function boundBy(b: Builder, pattern: CorePattern): (frame: Frame) => readonly Bound[] {
  const readers = variablesOf(pattern).map((bound) => reader(b, bound));
  return (frame) => readers.map((read) => read(frame));
}

export function reader(b: Builder, { id, name, type }: CoreVar): (frame: Frame) => Bound {
  const place = placeOf(b, id);
  const leave = leaving(type);
  return (frame) => {
    const value = frame[place] as Value; // bound before it is told
    return { name, value: leave === undefined ? value : leave(value) };
  };
}

function variablesOf(pattern: CorePattern): readonly CoreVar[] {
  switch (pattern.kind) {
    case "bind":
      return [pattern.bound];
    case "as":
      return [pattern.bound, ...variablesOf(pattern.pattern)];
    case "construct":
    case "term":
      return pattern.args.flatMap(variablesOf);
    case "tuple":
    case "list":
      return pattern.items.flatMap(variablesOf);
    case "cons":
      return [...variablesOf(pattern.head), ...variablesOf(pattern.tail)];
    case "wildcard":
    case "literal":
      return [];
  }
}
