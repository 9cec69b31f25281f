/**
 * Loop → C (gnu11): one self-contained text that exports `kleis_kernel` and `kleis_release` (abi.ts). Nothing is included,
 * everything else is static; no undefined behaviour beyond what Loop excludes.
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
import { cKernels } from "./entry.ts";
import { cFunction, cHeader } from "./function.ts";
import { cPart } from "./parallel.ts";
import { cSupport } from "./support.ts";
import { cTeam } from "./team.ts";

export function emitC(
  program: LoopProgram,
  signatures: readonly KernelSignature[],
  options: CodegenOptions,
  templates: TemplateLibrary = new Map(),
): KernelSource {
  const { plan, needs, kernels } = planLibrary(program, signatures, options);
  return cLibrary([plan], needs, cKernels(kernels, needs), options, templates, "node");
}

/** The whole text around the exported functions. */
export function cLibrary(
  plans: readonly Plan[],
  needs: LibraryNeeds,
  exported: Lines,
  options: CodegenOptions,
  templates: TemplateLibrary,
  loader: Loader,
): KernelSource {
  // A product and a sum in place of one fused operation would not give the same bits everywhere.
  const fuses = options.target.fma || options.floatModel === "reproducible";
  const functions = plans.flatMap((plan) => plan.functions);
  const instances = (plans.at(-1)?.templates ?? []).map((instance) =>
    instantiateTemplate(instance, "c", options.target, templates),
  );
  const headers = functions.map(cHeader);
  const parts = functions.map((fn) => cPart(fn, needs)).filter((part) => part.length > 0);
  const body = [
    ...(needs.polls || instances.length > 0 ? ["", "static const volatile i32 kleis_never = 0;"] : []),
    ...cTeam(needs),
    ...instances.flatMap((instance) => ["", ...instance.text.split("\n")]),
    "",
    ...headers.flatMap((header) => header.structure),
    ...headers.map((header) => `${header.head};`),
    ...parts.flatMap((part) => ["", ...part]),
    ...functions.flatMap((fn) => ["", ...cFunction(fn, fuses)]),
    "",
    ...exported,
  ];
  const text = [...cSupport(body.join("\n"), needs), ...body, ""].join("\n");
  const libraries = systemLibraries(text, loader, needs);
  return { language: "c", text, libraries, templates: instances.map((instance) => instance.identity) };
}
