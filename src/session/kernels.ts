/** From Core functions to kernels to call: libraries are made (library-maker.ts), opened, and their kernels handed out. */

import { CompilerBug, fail, ok, type Result } from "../base/outcome.ts";
import type { ContentKey, KeyFields } from "../cache/key.ts";
import type { CoreProgram, FnId } from "../core/core.ts";
import type { KernelSignature } from "../emit/abi.ts";
import { CancelWord } from "../runtime/cancel.ts";
import { Kernel } from "../runtime/kernel.ts";
import type { Native } from "../runtime/native.ts";
import type { Type } from "../types/type.ts";
import { kernelCount, type LibraryMaker, type LibraryPlan, type MadeLibrary } from "./library-maker.ts";
import type { LibraryThread } from "./library-thread.ts";
import type { Language } from "./toolsets.ts";
import type { Unbuilt } from "./unbuilt.ts";

export interface BuiltKernel {
  readonly kernel: Kernel;
  readonly tier: Language;
  readonly signature: KernelSignature;
  readonly resultType: Type;
  readonly key: ContentKey;
  /** Files of the compilers that the library's key names. */
  readonly tools: readonly string[];
  /** No compiler was started. */
  readonly cached: boolean;
  readonly compileMs: number;
}

/** The way into native code, with the word that ends what runs there. */
export interface NativeAccess {
  readonly native: Native;
  readonly cancel: CancelWord;
}

export interface KernelFactoryParts {
  readonly maker: LibraryMaker;
  /** Makes what nobody waits for; absent: the maker does. */
  readonly thread?: LibraryThread | undefined;
  /** Opened when a kernel is to be loaded. */
  readonly access: () => Result<NativeAccess>;
  /** Threads for its kernels, where they were asked for. */
  readonly team: (native: Native) => Promise<void>;
}

/** What would be asked of the cache for a function: `cache why`. */
export interface Wanted {
  readonly key: ContentKey;
  readonly fields: KeyFields;
  readonly label: string;
}

type CancelWordOf = (access: NativeAccess) => CancelWord;

export class KernelFactory {
  readonly #parts: KernelFactoryParts;

  constructor(parts: KernelFactoryParts) {
    this.#parts = parts;
  }

  /** A kernel for this function at its own types, ended with whatever else runs in the session. */
  build(program: CoreProgram, fn: FnId): Promise<Result<BuiltKernel, Unbuilt>> {
    return this.#buildOne(program, fn, ({ cancel }) => cancel);
  }

  /** The same, where nobody waits for it: the evaluator goes on meanwhile. */
  async buildBeside(program: CoreProgram, fn: FnId): Promise<Result<BuiltKernel, Unbuilt>> {
    const { thread, access } = this.#parts;
    if (thread === undefined) return this.build(program, fn);
    const made = await thread.make(program, fn);
    return made.ok ? kernelAt(await this.#open(made.value, access(), ({ cancel }) => cancel), 0) : made;
  }

  /** One that the session's interruptions do not reach. */
  buildApart(program: CoreProgram, fn: FnId): Promise<Result<BuiltKernel, Unbuilt>> {
    return this.#buildOne(program, fn, ({ native }) => new CancelWord(native));
  }

  /**
   * Kernels for these functions, in their order: those that share much come in one library. All are begun when this returns.
   */
  async buildAll(
    program: CoreProgram,
    fns: readonly FnId[],
  ): Promise<readonly Promise<Result<BuiltKernel, Unbuilt>>[]> {
    const kernels: Promise<Result<BuiltKernel, Unbuilt>>[] = [];
    for await (const plan of this.#parts.maker.planAll(program, fns)) {
      const made = this.#make(plan, ({ cancel }) => cancel);
      for (let place = 0; place < kernelCount(plan); place += 1)
        kernels.push(made.then((library) => kernelAt(library, place)));
    }
    return kernels;
  }

  /** The key under which the library of each of these functions is kept, or would be, when all are built together. */
  async wanted(program: CoreProgram, fns: readonly FnId[]): Promise<readonly Result<Wanted, Unbuilt>[]> {
    const all: Result<Wanted, Unbuilt>[] = [];
    for await (const plan of this.#parts.maker.planAll(program, fns)) {
      const wanted = plan.ok ? ok(wantedOf(plan.value)) : plan;
      for (let place = 0; place < kernelCount(plan); place += 1) all.push(wanted);
    }
    return all;
  }

  async #buildOne(
    program: CoreProgram,
    fn: FnId,
    cancelWord: CancelWordOf,
  ): Promise<Result<BuiltKernel, Unbuilt>> {
    return kernelAt(await this.#make(await this.#parts.maker.plan(program, [fn]), cancelWord), 0);
  }

  async #make(
    plan: Result<LibraryPlan, Unbuilt>,
    cancelWord: CancelWordOf,
  ): Promise<Result<readonly BuiltKernel[], Unbuilt>> {
    if (!plan.ok) return plan;
    const making = this.#parts.maker.make(plan.value);
    // The way into native code takes milliseconds to open: meanwhile the compiler works.
    await new Promise((started) => setImmediate(started));
    const access = this.#parts.access();
    const made = await making;
    return made.ok ? this.#open(made.value, access, cancelWord) : made;
  }

  async #open(
    made: MadeLibrary,
    access: Result<NativeAccess>,
    cancelWord: CancelWordOf,
  ): Promise<Result<readonly BuiltKernel[], Unbuilt>> {
    if (!access.ok) return fail({ kind: "unavailable", why: access.error });
    const { native } = access.value;
    const library = native.open(made.path);
    if (!library.ok) return fail({ kind: "unavailable", why: library.error });
    const { tier, key, tools, cached, compileMs } = made;
    await this.#parts.team(native);
    const cancel = cancelWord(access.value);
    return ok(
      made.kernels.map(({ signature, resultType }) => ({
        ...{ tier, key, tools, cached, compileMs, signature, resultType },
        kernel: new Kernel({ native, library: library.value, signature, resultType, cancel }),
      })),
    );
  }
}

function wantedOf({ key, fields, label }: LibraryPlan): Wanted {
  return { key, fields, label };
}

function kernelAt(
  library: Result<readonly BuiltKernel[], Unbuilt>,
  place: number,
): Result<BuiltKernel, Unbuilt> {
  if (!library.ok) return library;
  const kernel = library.value[place];
  if (kernel === undefined) throw new CompilerBug("a library lacks a kernel that it was made for");
  return ok(kernel);
}
