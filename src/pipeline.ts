/**
 * The passes in order: Core function → Loop → optimised Loop → C or Rust. Pure: no files, no processes, no clock.
 */

import { CompilerBug, ok, type Result } from "./base/outcome.ts";
import type { CoreProgram, FnId } from "./core/core.ts";
import { type KernelSignature, type KernelSource, kernelSymbol } from "./emit/abi.ts";
import { emitC } from "./emit/c/emit.ts";
import { emitRust } from "./emit/rust/emit.ts";
import type { CodegenOptions } from "./emit/target.ts";
import type { TemplateLibrary } from "./emit/template.ts";
import { entriesOf, type LoopFunction, type LoopProgram } from "./loop/loop.ts";
import { lowerTogether, type Unsupported } from "./loop/lower.ts";
import type { PrimitiveTable } from "./primitives/primitive.ts";

export interface LibraryRequest {
  readonly program: CoreProgram;
  /** What the library is for, first what has to be in it. */
  readonly fns: readonly FnId[];
  readonly table: PrimitiveTable;
  /** Template texts by path below templates/. */
  readonly templates: () => TemplateLibrary;
  readonly codegen: CodegenOptions;
  readonly language: "c" | "rust";
}

export interface EmittedLibrary {
  readonly source: KernelSource;
  /** What was printed, with the places of the program. */
  readonly functions: readonly LoopFunction[];
  /** Of the first `fns`, in order: as many as it is good to compile together. */
  readonly signatures: readonly KernelSignature[];
}

const printers = { c: emitC, rust: emitRust } as const;

export function librarySource(request: LibraryRequest): Result<EmittedLibrary, Unsupported> {
  const { program, fns, table, codegen, language, templates } = request;
  const lowered = lowerTogether(program, fns, table, codegen);
  if (!lowered.ok) return lowered;
  const signatures = signaturesOf(lowered.value);
  const source = printers[language](lowered.value, signatures, codegen, templates());
  return ok({ source, functions: lowered.value.functions, signatures });
}

/** For one function. */
export function kernelSource(
  request: Omit<LibraryRequest, "fns"> & { readonly fn: FnId },
): Result<{ readonly source: KernelSource; readonly signature: KernelSignature }, Unsupported> {
  const library = librarySource({ ...request, fns: [request.fn] });
  if (!library.ok) return library;
  const [signature] = library.value.signatures;
  if (signature === undefined) throw new CompilerBug("a library without its kernel");
  return ok({ source: library.value.source, signature });
}

function signaturesOf(program: LoopProgram): readonly KernelSignature[] {
  return entriesOf(program).map(({ id, params, result }, place) => {
    const entry = program.functions.find((fn) => fn.id === id);
    return {
      symbol: kernelSymbol(place),
      params,
      result,
      sites: program.sites,
      texts: program.texts,
      unbounded: entry === undefined || entry.polls || entry.recursive,
    };
  });
}
