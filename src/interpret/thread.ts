/**
 * One evaluation in progress: the current frame, the stack of frames to come back to, and the result on its way.
 *
 * Code is threaded: a `Step` does its work on the thread and returns the step that follows, so the machine's loop is
 * `step = step(thread)` and Node's stack stays flat however deep the program recurses. A frame is the array of a call's
 * places; a call saves the caller's frame with the step that resumes it.
 */
import type { Span } from "../base/span.ts";
import { tooDeep } from "./failures.ts";
import type { NativeResult } from "./hooks.ts";
import { unitValue, type Value } from "./value.ts";

/** The places of one call; those of type ℤ hold compact integers (`compact.ts`). */
export type Frame = Value[];

/** Computes a value without calling anything: an expression that needs no frame of its own. */
export type Pure = (frame: Frame) => Value;

export type Step = (thread: Thread) => Step;

/** Live calls at which a program is told that it recurses too deep (design.md §4b). */
export const deepest = 1_000_000;

/** Stays where it is: the evaluation has ended, or waits. */
export const halt: Step = () => halt;

/** What the thread waits for, and how it goes on. */
export interface Suspension {
  readonly promise: Promise<NativeResult>;
  readonly resume: (result: NativeResult) => Step;
}

export class Thread {
  frame: Frame = [];
  /** What the call that has just ended gave; `compact` tells its form where it may be an integer. */
  result: Value = unitValue;
  compact = false;
  suspension: Suspension | undefined;
  /** Whether native code may be called: not while folding constants, nor below a call that native code gave back. */
  native: boolean;

  private readonly frames: Frame[] = [];
  private readonly resumes: Step[] = [];

  constructor(native: boolean) {
    this.native = native;
  }

  /** Before a call: the current frame waits for its result, `resume` takes it. */
  push(resume: Step, place: Span): void {
    if (this.resumes.length >= deepest) throw tooDeep(place);
    this.frames.push(this.frame);
    this.resumes.push(resume);
  }

  /** After a call, its result being set: back to the frame that waits for it. */
  leave(): Step {
    const resume = this.resumes.pop();
    this.frame = this.frames.pop() ?? [];
    return resume ?? halt;
  }

  /** The result, to someone who does not know its type. */
  give(value: Value): Step {
    this.result = value;
    this.compact = false;
    return this.leave();
  }

  /** The result as a value of the outside. */
  taken(): Value {
    const { result } = this;
    return this.compact && typeof result === "number" ? BigInt(result) : result;
  }

  /** Stops the loop until the promise is settled. */
  wait(suspension: Suspension): Step {
    this.suspension = suspension;
    return halt;
  }
}
