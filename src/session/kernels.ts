/**
 * From a Core function to a kernel to call: lower, emit, look in the cache, compile where it is not there, load.
 *
 * The pipeline (pipeline.ts) says what the code is; this module gets it made and remembers nothing of its own.
 */

import { fail, ok, type Result } from "../base/outcome.ts";
import type { Span } from "../base/span.ts";
import { type ContentKey, contentKey, type KeyFields, keyFields } from "../cache/key.ts";
import type { Entry } from "../cache/shelf.ts";
import type { Store } from "../cache/store.ts";
import type { CoreProgram, FnId } from "../core/core.ts";
import type { KernelSignature } from "../emit/abi.ts";
import { type CodegenOptions, compilerFlags } from "../emit/target.ts";
import { kernelSource } from "../pipeline.ts";
import type { PrimitiveTable } from "../primitives/primitive.ts";
import { CancelWord } from "../runtime/cancel.ts";
import { Kernel } from "../runtime/kernel.ts";
import type { Native } from "../runtime/native.ts";
import { compileKernel, rejectionBug } from "../toolchain/compile.ts";
import { readCpu } from "../toolchain/cpu.ts";
import { detectTool, type Tool } from "../toolchain/detect.ts";
import type { Host } from "../toolchain/host.ts";
import type { Type } from "../types/type.ts";
import { Gate } from "./gate.ts";

export type Language = "c" | "rust";

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

export type Unbuilt =
  /** This program has something that no native code exists for yet. */
  | { readonly kind: "unsupported"; readonly what: string; readonly span: Span }
  /** This machine cannot make or load libraries just now. */
  | { readonly kind: "unavailable"; readonly why: string };

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
  readonly table: PrimitiveTable;
  readonly templates: () => ReadonlyMap<string, string>;
  readonly codegen: CodegenOptions;
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
  /** As many compilers at a time as there are processors. */
  readonly #compilers: Gate;
  readonly #tools = new Map<Language, Promise<Result<Toolset>>>();

  constructor(parts: KernelFactoryParts) {
    this.#parts = parts;
    this.#compilers = new Gate(readCpu(parts.host).cores);
  }

  /** A kernel for this function at its own types, ended with whatever else runs in the session. */
  build(program: CoreProgram, fn: FnId): Promise<Result<BuiltKernel, Unbuilt>> {
    return this.#build(program, fn, ({ cancel }) => cancel);
  }

  /** One that the session's interruptions do not reach. */
  buildApart(program: CoreProgram, fn: FnId): Promise<Result<BuiltKernel, Unbuilt>> {
    return this.#build(program, fn, ({ native }) => new CancelWord(native));
  }

  async #build(
    program: CoreProgram,
    fn: FnId,
    cancelWord: (access: NativeAccess) => CancelWord,
  ): Promise<Result<BuiltKernel, Unbuilt>> {
    const access = this.#parts.access();
    if (!access.ok) return fail({ kind: "unavailable", why: access.error });
    const { native } = access.value;
    const prepared = await this.#prepare(program, fn);
    if (!prepared.ok) return prepared;
    const { job, signature } = prepared.value;
    this.#leaveSource(job);
    const found = this.#parts.store.get(job.key);
    const made =
      found === undefined
        ? await this.#compilers.run(() => this.#make(job))
        : ok({ entry: found, compileMs: 0 });
    if (!made.ok) return made;
    const library = native.open(made.value.entry.path);
    if (!library.ok) return fail({ kind: "unavailable", why: library.error });
    const kernel = new Kernel({
      native,
      library: library.value,
      signature,
      resultType: job.resultType,
      cancel: cancelWord(access.value),
    });
    return ok({
      kernel,
      tier: job.toolset.language,
      signature,
      resultType: job.resultType,
      key: job.key,
      tools: [
        job.toolset.compiler.path,
        ...(job.toolset.linker === undefined ? [] : [job.toolset.linker.path]),
      ],
      cached: found !== undefined,
      compileMs: made.value.compileMs,
    });
  }

  /** The key under which this function's library is kept, or would be. */
  async wanted(program: CoreProgram, fn: FnId): Promise<Result<Wanted, Unbuilt>> {
    const prepared = await this.#prepare(program, fn);
    if (!prepared.ok) return prepared;
    const { key, fields, label } = prepared.value.job;
    return ok({ key, fields, label });
  }

  async #prepare(
    program: CoreProgram,
    fn: FnId,
  ): Promise<Result<{ readonly job: Job; readonly signature: KernelSignature }, Unbuilt>> {
    const toolset = await this.#toolset();
    if (!toolset.ok) return fail({ kind: "unavailable", why: toolset.error });
    const { table, templates, codegen } = this.#parts;
    const lowered = kernelSource({
      program,
      fn,
      table,
      templates,
      codegen,
      language: toolset.value.language,
    });
    if (!lowered.ok) return fail({ kind: "unsupported", what: lowered.error.what, span: lowered.error.span });
    const { source, signature } = lowered.value;
    const { compiler, linker } = toolset.value;
    const flags = compilerFlags(codegen, source);
    const fields = keyFields({
      source,
      compiler,
      ...(linker === undefined ? {} : { linker }),
      flags,
      options: codegen,
    });
    const core = program.functions.get(fn);
    const label = `${core?.span.file ?? ""}: ${core?.name ?? ""}`;
    const resultType = core?.result ?? { kind: "any" };
    const job: Job = {
      source,
      toolset: toolset.value,
      flags,
      fields,
      key: contentKey(fields),
      label,
      resultType,
    };
    return ok({ job, signature });
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
      if (compiled.error.kind === "rejected") throw rejectionBug(compiled.error, job.source);
      return fail({ kind: "unavailable", why: compiled.error.message });
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

  /** The first language whose compiler is there; found once. */
  async #toolset(): Promise<Result<Toolset>> {
    const missing: string[] = [];
    for (const language of this.#parts.languages) {
      const known = this.#tools.get(language) ?? this.#detect(language);
      this.#tools.set(language, known);
      const toolset = await known;
      if (toolset.ok) return toolset;
      missing.push(toolset.error);
    }
    return fail(missing.join("; "));
  }

  async #detect(language: Language): Promise<Result<Toolset>> {
    const { host, store } = this.#parts;
    const cc = await detectTool(host, "cc", store);
    if (language === "c") return cc.ok ? ok({ language, compiler: cc.value }) : cc;
    const rustc = await detectTool(host, "rustc", store);
    if (!rustc.ok) return rustc;
    return ok({ language, compiler: rustc.value, ...(cc.ok ? { linker: cc.value } : {}) });
  }
}

interface Toolset {
  readonly language: Language;
  readonly compiler: Tool;
  readonly linker?: Tool;
}

interface Job {
  readonly source: Parameters<typeof compileKernel>[1]["source"];
  readonly toolset: Toolset;
  readonly flags: readonly string[];
  readonly fields: KeyFields;
  readonly key: ContentKey;
  readonly label: string;
  readonly resultType: Type;
}
