/**
 * From Core functions to a library in the cache: lower, emit, look in the cache, compile where it is not there.
 *
 * The pipeline (pipeline.ts) says what the code is; this module gets it made and remembers nothing of its own. What goes in and
 * what comes out is plain data, so that a Worker may do it (library-worker.ts).
 */

import { fail, ok, type Result } from "../base/outcome.ts";
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
import { compileKernel } from "../toolchain/compile.ts";
import { readCpu } from "../toolchain/cpu.ts";
import type { Host } from "../toolchain/host.ts";
import type { Type } from "../types/type.ts";
import { Gate } from "./gate.ts";
import { rejectionOf } from "./rejection.ts";
import type { Language, Toolset, Toolsets } from "./toolsets.ts";
import type { Unbuilt } from "./unbuilt.ts";

export interface LibraryMakerParts {
  readonly host: Host;
  readonly store: Store;
  readonly table: PrimitiveTable;
  readonly templates: () => TemplateLibrary;
  readonly codegen: CodegenOptions;
  readonly toolsets: Toolsets;
  /** In order of preference; the first whose compiler is there is used. */
  readonly languages: readonly Language[];
  /** Where the sources of libraries are left for people to read. */
  readonly sourcesDirectory: string | undefined;
  /** Processors that compilers leave to somebody else. */
  readonly spared?: number;
}

/** A library that lies in the cache, and what there is to call in it. */
export interface MadeLibrary {
  readonly path: string;
  readonly tier: Language;
  readonly key: ContentKey;
  /** Files of the compilers that its key names. */
  readonly tools: readonly string[];
  /** No compiler was started. */
  readonly cached: boolean;
  readonly compileMs: number;
  readonly kernels: readonly KernelForm[];
}

export interface KernelForm {
  readonly signature: KernelSignature;
  readonly resultType: Type;
}

/** A library that is to be: its text, and the key under which it is kept. */
export interface LibraryPlan {
  readonly source: KernelSource;
  readonly functions: readonly LoopFunction[];
  readonly toolset: Toolset;
  readonly flags: readonly string[];
  readonly fields: KeyFields;
  readonly key: ContentKey;
  readonly label: string;
  readonly kernels: readonly KernelForm[];
}

export class LibraryMaker {
  readonly #parts: LibraryMakerParts;
  /** As many compilers at a time as there are processors for them; most sessions never ask. */
  #gate: Gate | undefined;
  #closed = false;

  constructor(parts: LibraryMakerParts) {
    this.#parts = parts;
  }

  /** A library for the first of these functions, and for those behind it that are better compiled with it than apart. */
  async plan(program: CoreProgram, fns: readonly FnId[]): Promise<Result<LibraryPlan, Unbuilt>> {
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
    const kernels = signatures.map((signature, place): KernelForm => {
      const resultType = functions[place]?.result ?? { kind: "any" };
      return { signature, resultType };
    });
    const [first] = functions;
    const others = signatures.length === 1 ? "" : ` and ${signatures.length - 1} more`;
    const label = `${first?.span.file ?? ""}: ${first?.name ?? ""}${others}`;
    const key = contentKey(fields);
    return ok({ source, functions: emittedFunctions, toolset, flags, fields, key, label, kernels });
  }

  /** Plan by plan, until each of the functions is in one or can be in none. */
  async *planAll(program: CoreProgram, fns: readonly FnId[]): AsyncGenerator<Result<LibraryPlan, Unbuilt>> {
    for (let done = 0; done < fns.length; ) {
      const plan = await this.plan(program, fns.slice(done));
      yield plan;
      done += kernelCount(plan);
    }
  }

  /** The library of a plan, from the cache or from a compiler, which is at work when this returns. */
  async make(plan: LibraryPlan): Promise<Result<MadeLibrary, Unbuilt>> {
    this.#leaveSource(plan);
    const found = this.#parts.store.get(plan.key);
    if (found !== undefined) return ok(libraryOf(plan, found.path, undefined));
    this.#gate ??= new Gate(Math.max(1, readCpu(this.#parts.host).cores - (this.#parts.spared ?? 0)));
    const made = await this.#gate.run(async () => (this.#closed ? tooLate : this.#compile(plan)));
    return made.ok ? ok(libraryOf(plan, made.value.entry.path, made.value.compileMs)) : made;
  }

  /** Starts no compiler any more, for those that wait for their turn either. */
  close(): void {
    this.#closed = true;
  }

  /** For people: where it cannot be written, nothing depends on it. */
  #leaveSource({ key, source }: LibraryPlan): void {
    const { host, sourcesDirectory } = this.#parts;
    if (sourcesDirectory === undefined) return;
    host.files.makeDirectory(sourcesDirectory);
    const ending = source.language === "c" ? "c" : "rs";
    host.files.create(`${sourcesDirectory}/${key.slice(0, 12)}.${ending}`, source.text);
  }

  async #compile(
    plan: LibraryPlan,
  ): Promise<Result<{ readonly entry: Entry; readonly compileMs: number }, Unbuilt>> {
    const { host, store } = this.#parts;
    const { compiler, linker, language } = plan.toolset;
    const start = performance.now();
    const compiled = await compileKernel(host, {
      tool: compiler,
      source: plan.source,
      flags: plan.flags,
      ...(linker === undefined ? {} : { linker }),
      ...(store.scratch === undefined ? {} : { scratch: store.scratch }),
    });
    if (!compiled.ok) {
      if (compiled.error.kind === "unavailable")
        return fail({ kind: "unavailable", why: compiled.error.message });
      const rejection = await rejectionOf(host, compiled.error, plan);
      return fail({ kind: "rejected", rejection });
    }
    const compileMs = performance.now() - start;
    const kept = await store.put({
      library: compiled.value.library,
      fields: plan.fields,
      label: plan.label,
      language,
      compileMs,
    });
    return kept.ok ? ok({ entry: kept.value, compileMs }) : fail({ kind: "unavailable", why: kept.error });
  }
}

/** The answer to who has gone. */
export const tooLate: Result<never, Unbuilt> = fail({
  kind: "unavailable",
  why: "nobody waits for it any more",
});

/** `compileMs`: undefined where no compiler was started. */
function libraryOf(plan: LibraryPlan, path: string, compileMs: number | undefined): MadeLibrary {
  const { compiler, linker, language } = plan.toolset;
  return {
    path,
    tier: language,
    key: plan.key,
    tools: [compiler.path, ...(linker === undefined ? [] : [linker.path])],
    cached: compileMs === undefined,
    compileMs: compileMs ?? 0,
    kernels: plan.kernels,
  };
}

/** What does not work fails for one function alone; the next are tried without it. */
export function kernelCount(plan: Result<LibraryPlan, Unbuilt>): number {
  return plan.ok ? plan.value.kernels.length : 1;
}
