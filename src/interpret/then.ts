/**
 * Where the value of an expression goes, and how it gets there: the ends of steps.
 */
import type { Type } from "../types/type.ts";
import { entering, isCompact } from "./compact.ts";
import { fit } from "./parts.ts";
import type { Pure, Step, Thread } from "./thread.ts";
import type { Value } from "./value.ts";

/** Into a place, with the step after; or back to the caller. `type` is that of the receiver. */
export type Then =
  | { readonly kind: "store"; readonly place: number; readonly type: Type; readonly next: Step }
  | { readonly kind: "return"; readonly type: Type };

/** A pure value on its way. */
export function deliver(value: Pure, from: Type, then: Then): Step {
  const fitted = fit(value, from, then.type);
  if (then.kind === "return") {
    const compact = isCompact(then.type);
    return (thread) => {
      thread.result = fitted(thread.frame);
      thread.compact = compact;
      return thread.leave();
    };
  }
  const { place, next } = then;
  return (thread) => {
    thread.frame[place] = fitted(thread.frame);
    return next;
  };
}

/** A value of the outside on its way; the thread's frame is the receiver's. */
export function deliverValue(then: Then): (thread: Thread, value: Value) => Step {
  const enter = entering(then.type);
  if (then.kind === "return") {
    return enter === undefined || isCompact(then.type)
      ? (thread, value) => thread.give(value)
      : (thread, value) => thread.give(enter(value));
  }
  const { place, next } = then;
  return (thread, value) => {
    thread.frame[place] = enter === undefined ? value : enter(value);
    return next;
  };
}

/**
 * Takes the result of a call of a function that gives `from`; undefined where the call may take its caller's place (whoever
 * takes the result then reads its form from the thread, or allows for integers in either form).
 */
export function resumeAfter(then: Then, from: Type): Step | undefined {
  if (then.kind === "return" && !raises(from, then.type)) return undefined;
  if (then.kind === "store" && isCompact(from) && isCompact(then.type)) {
    const { place, next } = then;
    return (thread) => {
      thread.frame[place] = thread.result;
      return next;
    };
  }
  const pass = deliverValue(then);
  return (thread) => pass(thread, thread.taken());
}

/** Whether a number may have to be raised on the way. */
function raises(from: Type, to: Type): boolean {
  if (entering(to) === undefined || isCompact(to)) return false;
  return from.kind !== "con" || to.kind !== "con" || from.name !== to.name;
}
