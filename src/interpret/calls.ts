/**
 * Entering code: known functions, native ones, and values that turn out to be callable only at run time.
 *
 * Whoever calls has pushed the frame that waits (or not, in tail position); what is entered ends with `leave`.
 */
import type { Span } from "../base/span.ts";
import type { FnId } from "../core/core.ts";
import { type Code, callsBetweenQuestions, type Linker } from "./code.ts";
import { compact, isCompact } from "./compact.ts";
import { boxed } from "./conform.ts";
import { notCallable, wrongArity } from "./failures.ts";
import type { NativeFunction, NativeResult } from "./hooks.ts";
import { type Memo, memoKey, remember } from "./memo.ts";
import type { Frame, Pure, Step, Thread } from "./thread.ts";
import { termValue, type Value } from "./value.ts";

// ---- known functions -------------------------------------------------------------------------------------

/** A call: `resume` takes the result; without it the call takes the place of its caller. */
export function callStep(
  link: Linker,
  code: Code,
  args: readonly Pure[],
  resume: Step | undefined,
  place: Span,
): Step {
  const fill = filler(args);
  return (thread) => {
    const frame = code.template.slice();
    fill(frame, thread.frame);
    if (resume !== undefined) thread.push(resume, place);
    thread.frame = frame;
    return enter(link, code, thread, place);
  };
}

/** Evaluates arguments in the caller's frame, into the first places of the new one. */
function filler(args: readonly Pure[]): (frame: Frame, caller: Frame) => void {
  const [first, second, third] = args;
  if (args.length === 0) return () => {};
  if (args.length === 1 && first !== undefined) {
    return (frame, caller) => {
      frame[0] = first(caller);
    };
  }
  if (args.length === 2 && first !== undefined && second !== undefined) {
    return (frame, caller) => {
      frame[0] = first(caller);
      frame[1] = second(caller);
    };
  }
  if (args.length === 3 && first !== undefined && second !== undefined && third !== undefined) {
    return (frame, caller) => {
      frame[0] = first(caller);
      frame[1] = second(caller);
      frame[2] = third(caller);
    };
  }
  return (frame, caller) => {
    for (const [i, arg] of args.entries()) frame[i] = arg(caller);
  };
}

/** Runs the code on the thread's frame, natively where that is possible. */
function enter(link: Linker, code: Code, thread: Thread, place: Span): Step {
  code.calls += 1;
  if (code.calls < code.askAt) return code.entry;
  // Native code knows nothing of what is kept: a remembering function runs here.
  if (code.memo !== undefined) return recall(code, code.memo, thread, place);
  if (!thread.native) return code.entry;
  const native = nativeCode(link, code);
  return native === undefined ? code.entry : callNative(code, native, thread, place);
}

function nativeCode(link: Linker, code: Code): NativeFunction | undefined {
  if (code.native !== undefined) return code.native;
  code.native = link.hooks.native(code.fn.id, code.calls);
  code.askAt = code.native === undefined ? code.calls + callsBetweenQuestions : 0;
  return code.native;
}

/** The result met before, or a call whose result is kept. */
function recall(code: Code, memo: Memo, thread: Thread, place: Span): Step {
  const key = memoKey(argumentsOf(code, thread));
  const known = memo.get(key);
  if (known !== undefined) return giveTyped(code, thread, known);
  const keep: Step = (after) => {
    remember(memo, key, after.taken());
    return after.leave();
  };
  thread.push(keep, place);
  return code.entry;
}

/** The arguments in the thread's frame, as values of the outside. */
function argumentsOf(code: Code, thread: Thread): readonly Value[] {
  return code.fn.params.map((_, i) => {
    const value = thread.frame[i] as Value; // parameters come first
    return code.leaving[i]?.(value) ?? value;
  });
}

/** A value of the outside as this function's result. */
function giveTyped(code: Code, thread: Thread, value: Value): Step {
  thread.compact = isCompact(code.fn.result);
  thread.result = thread.compact ? compact(value) : value;
  return thread.leave();
}

function callNative(code: Code, native: NativeFunction, thread: Thread, place: Span): Step {
  const settle = (result: NativeResult) => settleNative(code, thread, result, place);
  const result = native(argumentsOf(code, thread));
  return result instanceof Promise ? thread.wait({ promise: result, resume: settle }) : settle(result);
}

/** Below a call that native code gave back, its recursive calls would only give back theirs: all is interpreted. */
function settleNative(code: Code, thread: Thread, result: NativeResult, place: Span): Step {
  if (typeof result !== "object" || result.kind !== "interpret") return giveTyped(code, thread, result);
  thread.push(endOfInterpretation, place);
  thread.native = false;
  return code.entry;
}

const endOfInterpretation: Step = (thread) => {
  thread.native = true;
  return thread.leave();
};

// ---- values that are called ------------------------------------------------------------------------------

/** A frame for the code with these captures and arguments, all values of the outside. */
export function frameFor(code: Code, captures: readonly Value[], args: readonly Value[]): Frame {
  const frame = code.template.slice();
  const count = code.fn.params.length;
  for (let i = 0; i < count; i += 1) {
    const value = (i < captures.length ? captures[i] : args[i - captures.length]) as Value; // arity is checked
    const enter = code.entering[i];
    frame[i] = enter === undefined ? value : enter(value);
  }
  return frame;
}

/** Runs a function of the program on values, for a caller that knows nothing of it. */
export function invoke(link: Linker, thread: Thread, fn: FnId, args: readonly Value[]): Step {
  const code = link.code(fn);
  code.calls += 1;
  thread.frame = frameFor(code, [], args);
  return code.entry;
}

/** Calls a value. What is called by a free name stays a term. */
export function applyValue(
  link: Linker,
  thread: Thread,
  callee: Value,
  args: readonly Value[],
  place: Span,
): Step {
  if (typeof callee !== "object") throw notCallable(callee, place);
  switch (callee.kind) {
    case "closure":
      return applyValue(link, thread, boxed(callee, link.conforming), args, place);
    case "function": {
      if (args.length === callee.arity) {
        const code = link.code(callee.fn);
        code.calls += 1;
        thread.frame = frameFor(code, callee.captures, args);
        return code.entry;
      }
      if (args.length > callee.arity || !callee.partial)
        throw wrongArity(callee.name, callee.arity, args.length, place);
      const captures = [...callee.captures, ...args];
      return thread.give({ ...callee, captures, arity: callee.arity - args.length });
    }
    case "symbol": {
      const fn = link.hooks.definition(callee.name, args);
      return fn === undefined ? thread.give(termValue(callee.name, args)) : invoke(link, thread, fn, args);
    }
    case "term":
      return thread.give(termValue("apply", [callee, ...args]));
    default:
      throw notCallable(callee, place);
  }
}
