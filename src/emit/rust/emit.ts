/**
 * Loop → Rust: one self-contained crate without the standard library that exports `kleis_kernel` and `kleis_release` (abi.ts).
 * Nothing in it can panic.
 */
import type { LoopProgram } from "../../loop/loop.ts";
import type { KernelSignature, KernelSource } from "../abi.ts";
import type { LibraryNeeds } from "../needs.ts";
import type { Plan } from "../plan.ts";
import { planLibrary } from "../planned-library.ts";
import { type Loader, systemLibraries } from "../system-libraries.ts";
import type { CodegenOptions } from "../target.ts";
import { instantiateTemplate, type TemplateLibrary } from "../template.ts";
import type { Lines } from "../text.ts";
import { rustKernels } from "./entry.ts";
import { rustFunction } from "./function.ts";
import { rustPart } from "./parallel.ts";
import { rustSupport } from "./support.ts";
import { rustTeam } from "./team.ts";

export function emitRust(
  program: LoopProgram,
  signatures: readonly KernelSignature[],
  options: CodegenOptions,
  templates: TemplateLibrary = new Map(),
): KernelSource {
  const { plan, needs, kernels } = planLibrary(program, signatures, options);
  return rustLibrary([plan], needs, rustKernels(kernels, needs), options, templates, "node");
}

/** The whole text around the exported functions. */
export function rustLibrary(
  plans: readonly Plan[],
  needs: LibraryNeeds,
  exported: Lines,
  options: CodegenOptions,
  templates: TemplateLibrary,
  loader: Loader,
): KernelSource {
  // A product and a sum in place of one fused operation would not give the same bits everywhere.
  const fuses = options.target.fma || options.floatModel === "reproducible";
  const instances = (plans.at(-1)?.templates ?? []).map((instance) =>
    instantiateTemplate(instance, "rust", options.target, templates),
  );
  const functions = plans.flatMap((plan) => plan.functions);
  const body = [
    ...(needs.polls || instances.length > 0 ? ["", "static KLEIS_NEVER: i32 = 0;"] : []),
    ...rustTeam(needs),
    ...instances.flatMap((instance) => ["", ...instance.text.split("\n")]),
    ...functions.flatMap((fn) => ["", ...rustFunction(fn, fuses), ...rustPart(fn, needs)]),
    "",
    ...exported,
  ];
  const text = [...rustSupport(body.join("\n"), needs, loader), ...body, ""].join("\n");
  const libraries = systemLibraries(text, loader, needs);
  return { language: "rust", text, libraries, templates: instances.map((instance) => instance.identity) };
}
