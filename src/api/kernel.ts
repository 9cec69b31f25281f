/**
 * A definition as a function of JavaScript: native where there is a library for it, the evaluator otherwise, with the same
 * answers. Calls are synchronous and cannot be ended from outside; `async` leaves the thread free.
 */
import type { SourceTexts } from "../base/span.ts";
import type { CoreFunction } from "../core/core.ts";
import type { Machine } from "../interpret/machine.ts";
import type { Value } from "../interpret/value.ts";
import type { Elements } from "../runtime/frame.ts";
import type { InterpretReason } from "../runtime/kernel.ts";
import type { BuiltKernel } from "../session/kernels.ts";
import type { Tier } from "../session/options.ts";
import { printType } from "../types/print.ts";
import { fn as functionType } from "../types/type.ts";
import { shownError } from "./errors.ts";
import { inOwnMemory } from "./own-memory.ts";
import { arraysOf, checkApart, fill, overlap, type Target } from "./targets.ts";
import { toKleis } from "./to-kleis.ts";
import { type DataTypes, fromKleis, type KleisValue } from "./values.ts";

/** `Arguments` and `Result` are what the program's author knows of them; every call checks the arguments. */
export interface Kernel<Arguments extends readonly unknown[] = readonly unknown[], Result = KleisValue> {
  (...args: Arguments): Result;
  /** Writes the result into `out`, an array or (for a tuple) one for each part; gives `out`. */
  into<Out extends Target>(out: Out, ...args: Arguments): Out;
  /**
   * On another thread. Arrays of the arguments are copied first, but for those over a `SharedArrayBuffer`. Closing the session ends
   * it, and so does its time limit; a `Worker` that is terminated waits for it.
   */
  async(...args: Arguments): Promise<Result>;
  /** Parameters and result: `(Vector(3, ℝ), ℝ) → ℝ`. */
  readonly type: string;
  readonly tier: Tier;
  /** No compiler was started for it. */
  readonly cached: boolean;
  readonly compileMs: number;
}

export interface KernelParts {
  readonly core: CoreFunction;
  readonly machine: Machine;
  /** Undefined: interpreted. */
  readonly built: BuiltKernel | undefined;
  readonly sources: SourceTexts;
  readonly known: DataTypes;
}

export function createKernel({ core, machine, built, sources, known }: KernelParts): Kernel {
  const params = core.params.map((param) => param.type);
  const native = built?.kernel;
  /** Once an integer has left 64 bits, exact arithmetic is tried first. */
  let exact = false;

  const encode = (args: readonly unknown[]): readonly Value[] => {
    if (args.length !== params.length)
      throw new TypeError(`${core.name} takes ${params.length} arguments, got ${args.length}`);
    return params.map((type, i) => argument(core.name, i, () => toKleis(args[i], type, known)));
  };
  const interpret = (args: readonly Value[], reason: InterpretReason | undefined): Value => {
    exact ||= reason === "overflow";
    return machine.runSync(core.id, args);
  };
  const shown = <T>(work: () => T): T => {
    try {
      return work();
    } catch (failure) {
      throw shownError(failure, sources);
    }
  };

  const call = (args: readonly Value[]): Value => {
    if (native === undefined || exact) return interpret(args, undefined);
    const result = native.call(args);
    return result.kind === "value" ? result.value : interpret(args, result.reason);
  };
  const callAside = async (args: readonly Value[]): Promise<Value> => {
    if (native === undefined || exact) return machine.run(core.id, args);
    const result = await native.callAside(args);
    if (result.kind === "value") return result.value;
    exact ||= result.reason === "overflow";
    return machine.run(core.id, args);
  };
  const callInto = (out: Target, args: readonly Value[]): void => {
    checkApart(out);
    const targets = native?.resultArrays === undefined ? undefined : arraysOf(out, native.resultArrays);
    if (native === undefined || targets === undefined || exact) {
      fill(out, call(args));
      return;
    }
    const outcome = native.callInto(apart(args, targets), targets);
    if (outcome !== "filled") fill(out, interpret(args, outcome));
  };

  const kernel = (...args: readonly unknown[]): KleisValue => {
    const values = encode(args);
    return fromKleis(
      shown(() => call(values)),
      core.result,
      known,
    );
  };
  const tier: Tier = built?.tier ?? "interp";
  return Object.assign(kernel, {
    into: <Out extends Target>(out: Out, ...args: readonly unknown[]): Out => {
      const values = encode(args);
      shown(() => callInto(out, values));
      return out;
    },
    async: async (...args: readonly unknown[]): Promise<KleisValue> => {
      const values = encode(args).map(inOwnMemory);
      const value = await callAside(values).catch((failure: unknown) => {
        throw shownError(failure, sources);
      });
      return fromKleis(value, core.result, known);
    },
    type: printType(functionType(params, core.result)),
    tier,
    cached: built?.cached ?? true,
    compileMs: built?.compileMs ?? 0,
  });
}

function argument(name: string, index: number, value: () => Value): Value {
  try {
    return value();
  } catch (problem) {
    if (problem instanceof TypeError)
      throw new TypeError(`${name}, argument ${index + 1}: ${problem.message}`);
    if (problem instanceof RangeError && problem.message.includes("call stack"))
      throw new TypeError(`${name}, argument ${index + 1}: it is nested too deeply, or contains itself`);
    throw problem;
  }
}

/** Native code writes results while it reads arguments: those that lie in the same memory are copied. */
function apart(args: readonly Value[], targets: readonly Elements[]): readonly Value[] {
  return args.map((arg) => {
    if (typeof arg !== "object" || (arg.kind !== "list" && arg.kind !== "matrix")) return arg;
    const { items } = arg;
    const shared = items instanceof Float64Array && targets.some((target) => overlap(items, target));
    return shared ? { ...arg, items: items.slice() } : arg;
  });
}
