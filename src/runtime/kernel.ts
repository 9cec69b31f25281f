/**
 * A compiled function as something to call with values.
 *
 * Short kernels run on the caller's thread; those whose work has no small bound run aside, so that signals and timers are
 * served, and end soon after the cancel word is set. What native code cannot finish (an integer beyond 64 bits, too deep a
 * recursion) is answered with "interpret": kernels are pure, so the evaluator runs the same call from the start.
 */
import { CompilerBug, ProgramError } from "../base/outcome.ts";
import { frameHeader, type KernelSignature, statusCode } from "../emit/abi.ts";
import { type FrameLayout, frameLayout } from "../emit/frame.ts";
import { beyondHost } from "../interpret/failures.ts";
import { unitValue, type Value } from "../interpret/value.ts";
import type { Status } from "../loop/loop.ts";
import type { Type } from "../types/type.ts";
import type { CancelWord } from "./cancel.ts";
import { decode, type FixedArray, fixedArrays, provideResults, type ResultArrays } from "./decode.ts";
import { encode } from "./encode.ts";
import { type Elements, Frame } from "./frame.ts";
import { asideStackBytes, callerStackBytes, type Native, type NativeLibrary } from "./native.ts";
import { siteProblem } from "./site-problem.ts";

export type NativeResult =
  | { readonly kind: "value"; readonly value: Value }
  | { readonly kind: "interpret"; readonly reason: InterpretReason };

/** `shape`: the values are not of the types that the kernel was made for. */
export type InterpretReason = "overflow" | "depth" | "shape" | "memory";

export interface KernelParts {
  readonly native: Native;
  readonly library: NativeLibrary;
  readonly signature: KernelSignature;
  readonly resultType: Type;
  readonly cancel: CancelWord;
}

export class Kernel {
  readonly #parts: KernelParts;
  readonly #layout: FrameLayout;
  /** Frames not in use: a call aside holds its own, so that calls may overlap. */
  readonly #idle: Frame[] = [];

  constructor(parts: KernelParts) {
    this.#parts = parts;
    this.#layout = frameLayout(parts.signature.params, parts.signature.result);
    this.resultArrays = fixedArrays(this.#layout.results);
  }

  /** Work has no small bound: `run` goes aside. */
  get unbounded(): boolean {
    return this.#parts.signature.unbounded;
  }

  /** The result, at once or as a promise. Throws `ProgramError` for an error of the program, `Interrupted` when cancelled. */
  run(args: readonly Value[]): NativeResult | Promise<NativeResult> {
    return this.unbounded ? this.callAside(args) : this.call(args);
  }

  /** What `callInto` fills: the arrays of the result, where it is nothing else and their sizes are known. */
  readonly resultArrays: readonly FixedArray[] | undefined;

  /** On this thread, until it ends. */
  call(args: readonly Value[]): NativeResult {
    const call = this.#prepare(args, callerStackBytes);
    if (call.kind === "interpret") return call;
    const results = this.#provide(call.frame);
    if (results === undefined) return this.#withoutRoom(call.frame);
    const code = this.#enter(call.frame);
    return this.#finish(call.frame, code, () => this.#read(call.frame, results));
  }

  /** On this thread, with the result in the caller's arrays, one for each of `resultArrays`. */
  callInto(args: readonly Value[], targets: readonly Elements[]): "filled" | InterpretReason {
    const call = this.#prepare(args, callerStackBytes);
    if (call.kind === "interpret") return call.reason;
    const { frame } = call;
    for (const [i, { word, length }] of (this.resultArrays ?? []).entries()) {
      const target = targets[i];
      if (target === undefined) throw new CompilerBug("a kernel lacks an array for its result");
      frame.passTarget(word, target, length);
    }
    const result = this.#finish(frame, this.#enter(frame), () => unitValue);
    return result.kind === "interpret" ? result.reason : "filled";
  }

  async callAside(args: readonly Value[]): Promise<NativeResult> {
    const call = this.#prepare(args, asideStackBytes);
    if (call.kind === "interpret") return call;
    const results = this.#provide(call.frame);
    if (results === undefined) return this.#withoutRoom(call.frame);
    const { library, signature } = this.#parts;
    const code = await library.callAside(signature.symbol, call.frame.address);
    return this.#finish(call.frame, code, () => this.#read(call.frame, results));
  }

  #enter(frame: Frame): number {
    const { library, signature } = this.#parts;
    return library.call(signature.symbol, frame.address);
  }

  #prepare(
    args: readonly Value[],
    stackBytes: number,
  ): PreparedCall | (NativeResult & { readonly kind: "interpret" }) {
    const { native, cancel, signature } = this.#parts;
    const frame = this.#idle.pop() ?? new Frame(native, this.#layout.words, signature.texts);
    frame.reset(cancel.address, stackBytes, native.team);
    const misfit = encode(frame, this.#layout.params, signature.params, args);
    if (misfit !== undefined) {
      this.#idle.push(frame);
      return { kind: "interpret", reason: misfit };
    }
    return { kind: "prepared", frame };
  }

  /** Undefined where the host cannot hold arrays of these sizes. */
  #provide(frame: Frame): ResultArrays | undefined {
    return unlessBeyondHost(() => provideResults(frame, this.#layout.results));
  }

  #withoutRoom(frame: Frame): NativeResult {
    frame.reset(0, 0);
    this.#idle.push(frame);
    return { kind: "interpret", reason: "memory" };
  }

  #read(frame: Frame, results: ResultArrays): Value | undefined {
    const { signature, resultType } = this.#parts;
    return unlessBeyondHost(() => decode(frame, this.#layout.results, results, signature.result, resultType));
  }

  /** What a call came to; afterwards its frame serves the next. */
  #finish(frame: Frame, code: number, value: () => Value | undefined): NativeResult {
    const status = statusOf(code);
    try {
      if (status !== "ok") return this.#failed(frame, status);
      const read = value();
      return read === undefined ? { kind: "interpret", reason: "memory" } : { kind: "value", value: read };
    } finally {
      if (frame.size(frameHeader.arena) !== 0) this.#parts.library.release(frame.address);
      frame.reset(0, 0);
      this.#idle.push(frame);
    }
  }

  #failed(frame: Frame, status: Exclude<Status, "ok">): NativeResult {
    if (status === "overflow" || status === "depth") return { kind: "interpret", reason: status };
    if (status === "cancelled") throw this.#parts.cancel.interruption();
    const site = this.#parts.signature.sites[frame.size(frameHeader.site)];
    // An allocation that failed has no place; the evaluator's own does.
    if (site === undefined && status === "memory") return { kind: "interpret", reason: status };
    if (site === undefined)
      throw new CompilerBug(`a kernel failed (${status}) at a site that is not in its table`);
    const details = [frame.integer(frameHeader.detail0), frame.integer(frameHeader.detail1)] as const;
    throw new ProgramError(siteProblem(site, status, details));
  }
}

/** What is made, unless it is larger than the host's arrays can be. */
function unlessBeyondHost<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch (failure) {
    if (beyondHost(failure)) return undefined;
    throw failure;
  }
}

interface PreparedCall {
  readonly kind: "prepared";
  readonly frame: Frame;
}

const statusByCode = new Map(
  Object.entries(statusCode).map(([status, code]) => [code, status as Status]), // the table's own keys
);

function statusOf(code: number): Status {
  const status = statusByCode.get(code);
  if (status === undefined) throw new CompilerBug(`a kernel returned the unknown status ${code}`);
  return status;
}
