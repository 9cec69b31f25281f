/**
 * From a Core function to a kernel to call: lower, emit, look in the cache, compile where it is not there, load.
 *
 * The pipeline (pipeline.ts) says what the code is; this module gets it made and remembers nothing of its own.
 */

import { CompilerBug, fail, ok, type Result } from "../base/outcome.ts";
import { type ContentKey, contentKey, type KeyFields, keyFields } from "../cache/key.ts";
import type { Entry } from "../cache/shelf.ts";
import type { Store } from "../cache/store.ts";
import type { CoreProgram, FnId } from "../core/core.ts";
import type { KernelSignature, KernelSource } from "../emit/abi.ts";
import { type CodegenOptions, compilerFlags } from "../emit/target.ts";
import type { TemplateLibrary } from "../emit/template.ts";
import type { LoopFunction } from "../loop/loop.ts";
import { librarySource } from "../pipeline.ts";
import type { PrimitiveTable } from "../primitives/primitive.ts";
import { CancelWord } from "../runtime/cancel.ts";
import { Kernel } from "../runtime/kernel.ts";
import type { Native } from "../runtime/native.ts";
import { compileKernel } from "../toolchain/compile.ts";
import { readCpu } from "../toolchain/cpu.ts";
import type { Host } from "../toolchain/host.ts";
import type { Type } from "../types/type.ts";
import { Gate } from "./gate.ts";
import { rejectionOf } from "./rejection.ts";
import type { Language, Toolset, Toolsets } from "./toolsets.ts";
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
  readonly host: Host;
  readonly store: Store;
  /** Opened when a kernel is to be loaded. */
  readonly access: () => Result<NativeAccess>;
  /** Threads for its kernels, where they were asked for. */
  readonly team: (native: Native) => Promise<void>;
  readonly table: PrimitiveTable;
  readonly templates: () => TemplateLibrary;
  readonly codegen: CodegenOptions;
  readonly toolsets: Toolsets;
  /** In order of preference; the first whose compiler is there is used. */
  readonly languages: readonly Language[];
  /** Where the sources of libraries are left for people to read. */
  readonly sourcesDirectory: string | undefined;
}

/** What would be asked of the cache for a function: `cache why`. */
export interface Wanted {
  readonly key: ContentKey;
  readonly fields: KeyFields;
  readonly label: string;
}

export class KernelFactory {
  readonly #parts: KernelFactoryParts;
  /** As many compilers at a time as there are processors; most sessions never ask. */
  #gate: Gate | undefined;

  constructor(parts: KernelFactoryParts) {
    this.#parts = parts;
  }

  #compilers(): Gate {
    this.#gate ??= new Gate(readCpu(this.#parts.host).cores);
    return this.#gate;
  }

  /** A kernel for this function at its own types, ended with whatever else runs in the session. */
  build(program: CoreProgram, fn: FnId): Promise<Result<BuiltKernel, Unbuilt>> {
    return this.#buildOne(program, fn, ({ cancel }) => cancel);
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
    for await (const prepared of this.#prepareAll(program, fns)) {
      const made = this.#load(prepared, ({ cancel }) => cancel);
      for (let place = 0; place < countOf(prepared); place += 1)
        kernels.push(made.then((library) => kernelAt(library, place)));
    }
    return kernels;
  }

  /** The key under which the library of each of these functions is kept, or would be, when all are built together. */
  async wanted(program: CoreProgram, fns: readonly FnId[]): Promise<readonly Result<Wanted, Unbuilt>[]> {
    const all: Result<Wanted, Unbuilt>[] = [];
    for await (const prepared of this.#prepareAll(program, fns)) {
      const wanted = prepared.ok ? ok(wantedOf(prepared.value)) : prepared;
      for (let place = 0; place < countOf(prepared); place += 1) all.push(wanted);
    }
    return all;
  }

  async #buildOne(
    program: CoreProgram,
    fn: FnId,
    cancelWord: (access: NativeAccess) => CancelWord,
  ): Promise<Result<BuiltKernel, Unbuilt>> {
    return kernelAt(await this.#load(await this.#prepare(program, [fn]), cancelWord), 0);
  }

  /** Library by library, until each of the functions has one or has none. */
  async *#prepareAll(program: CoreProgram, fns: readonly FnId[]): AsyncGenerator<Result<Job, Unbuilt>> {
    for (let done = 0; done < fns.length; ) {
      const prepared = await this.#prepare(program, fns.slice(done));
      yield prepared;
      done += countOf(prepared);
    }
  }

  /** The library's kernels, from the cache or from a compiler. */
  async #load(
    prepared: Result<Job, Unbuilt>,
    cancelWord: (access: NativeAccess) => CancelWord,
  ): Promise<Result<readonly BuiltKernel[], Unbuilt>> {
    if (!prepared.ok) return prepared;
    const job = prepared.value;
    this.#leaveSource(job);
    const found = this.#parts.store.get(job.key);
    const making = found === undefined ? this.#compilers().run(() => this.#make(job)) : undefined;
    // The way into native code takes milliseconds to open: meanwhile the compiler works.
    if (making !== undefined) await new Promise((started) => setImmediate(started));
    const access = this.#parts.access();
    const made = making === undefined ? undefined : await making;
    if (made?.ok === false) return made;
    if (!access.ok) return fail({ kind: "unavailable", why: access.error });
    const path = made === undefined ? found?.path : made.value.entry.path;
    const library = access.value.native.open(path ?? "");
    if (!library.ok) return fail({ kind: "unavailable", why: library.error });
    const { compiler, linker, language } = job.toolset;
    const common = {
      tier: language,
      key: job.key,
      tools: [compiler.path, ...(linker === undefined ? [] : [linker.path])],
      cached: made === undefined,
      compileMs: made?.value.compileMs ?? 0,
    };
    const { native } = access.value;
    await this.#parts.team(native);
    const cancel = cancelWord(access.value);
    return ok(
      job.kernels.map(({ signature, resultType }) => ({
        ...common,
        kernel: new Kernel({ native, library: library.value, signature, resultType, cancel }),
        signature,
        resultType,
      })),
    );
  }

  /** A library for the first of these functions, and for those behind it that are better compiled with it than apart. */
  async #prepare(program: CoreProgram, fns: readonly FnId[]): Promise<Result<Job, Unbuilt>> {
    const { table, templates, codegen, toolsets, languages } = this.#parts;
    const found = await toolsets.first(languages);
    if (!found.ok) return fail({ kind: "unavailable", why: found.error });
    const toolset = found.value;
    const { compiler, linker, language } = toolset;
    const emitted = librarySource({ program, fns, table, templates, codegen, language });
    if (!emitted.ok) return fail({ kind: "unsupported", what: emitted.error.what, span: emitted.error.span });
    const { source, signatures, functions: emittedFunctions } = emitted.value;
    const flags = compilerFlags(codegen, source);
    const fields = keyFields({
      source,
      compiler,
      ...(linker === undefined ? {} : { linker }),
      flags,
      options: codegen,
    });
    const functions = fns.map((fn) => program.functions.get(fn));
    const kernels = signatures.map((signature, place): JobKernel => {
      const resultType = functions[place]?.result ?? { kind: "any" };
      return { signature, resultType };
    });
    const [first] = functions;
    const others = signatures.length === 1 ? "" : ` and ${signatures.length - 1} more`;
    const label = `${first?.span.file ?? ""}: ${first?.name ?? ""}${others}`;
    const key = contentKey(fields);
    return ok({ source, functions: emittedFunctions, toolset, flags, fields, key, label, kernels });
  }

  /** For people: where it cannot be written, nothing depends on it. */
  #leaveSource({ key, source }: Job): void {
    const { host, sourcesDirectory } = this.#parts;
    if (sourcesDirectory === undefined) return;
    host.files.makeDirectory(sourcesDirectory);
    const ending = source.language === "c" ? "c" : "rs";
    host.files.create(`${sourcesDirectory}/${key.slice(0, 12)}.${ending}`, source.text);
  }

  async #make(job: Job): Promise<Result<{ readonly entry: Entry; readonly compileMs: number }, Unbuilt>> {
    const { host, store } = this.#parts;
    const { compiler, linker, language } = job.toolset;
    const start = performance.now();
    const compiled = await compileKernel(host, {
      tool: compiler,
      source: job.source,
      flags: job.flags,
      ...(linker === undefined ? {} : { linker }),
      ...(store.scratch === undefined ? {} : { scratch: store.scratch }),
    });
    if (!compiled.ok) {
      if (compiled.error.kind === "unavailable")
        return fail({ kind: "unavailable", why: compiled.error.message });
      const rejection = await rejectionOf(host, compiled.error, job);
      return fail({ kind: "rejected", rejection });
    }
    const compileMs = performance.now() - start;
    const kept = await store.put({
      library: compiled.value.library,
      fields: job.fields,
      label: job.label,
      language,
      compileMs,
    });
    return kept.ok ? ok({ entry: kept.value, compileMs }) : fail({ kind: "unavailable", why: kept.error });
  }
}

/** What does not work fails for one function alone; the next are tried without it. */
function countOf(prepared: Result<Job, Unbuilt>): number {
  return prepared.ok ? prepared.value.kernels.length : 1;
}

function wantedOf({ key, fields, label }: Job): Wanted {
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

interface Job {
  readonly source: KernelSource;
  readonly functions: readonly LoopFunction[];
  readonly toolset: Toolset;
  readonly flags: readonly string[];
  readonly fields: KeyFields;
  readonly key: ContentKey;
  readonly label: string;
  readonly kernels: readonly JobKernel[];
}

interface JobKernel {
  readonly signature: KernelSignature;
  readonly resultType: Type;
}
