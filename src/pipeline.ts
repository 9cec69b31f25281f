/**
 * The passes in order: Core function → Loop → optimised Loop → C or Rust. Pure: no files, no processes, no clock.
 */
import { ok, type Result } from "./base/outcome.ts";
import type { CoreProgram, FnId } from "./core/core.ts";
import type { KernelSignature, KernelSource } from "./emit/abi.ts";
import { emitC } from "./emit/c/emit.ts";
import { emitRust } from "./emit/rust/emit.ts";
import type { CodegenOptions } from "./emit/target.ts";
import type { LoopProgram } from "./loop/loop.ts";
import { lower, type Unsupported } from "./loop/lower.ts";
import type { PrimitiveTable } from "./primitives/primitive.ts";

export interface KernelRequest {
  readonly program: CoreProgram;
  readonly fn: FnId;
  readonly table: PrimitiveTable;
  /** Template texts by path below templates/. */
  readonly templates: () => ReadonlyMap<string, string>;
  readonly codegen: CodegenOptions;
  readonly language: "c" | "rust";
}

export interface EmittedKernel {
  readonly source: KernelSource;
  readonly signature: KernelSignature;
}

const printers = { c: emitC, rust: emitRust } as const;

export function kernelSource(request: KernelRequest): Result<EmittedKernel, Unsupported> {
  const lowered = lower(request.program, request.fn, request.table, request.codegen);
  if (!lowered.ok) return lowered;
  const signature = signatureOf(lowered.value);
  const source = printers[request.language](lowered.value, signature, request.codegen, request.templates());
  return ok({ source, signature });
}

export function signatureOf(program: LoopProgram): KernelSignature {
  const entry = program.functions.find((fn) => fn.id === program.entry);
  return {
    params: program.params,
    result: program.result,
    sites: program.sites,
    unbounded: entry === undefined || entry.polls || entry.recursive,
  };
}
