/**
 * Loop → C (gnu11): one self-contained text that exports `kleis_kernel` and `kleis_release` (abi.ts). Nothing is included,
 * everything else is static; no undefined behaviour beyond what Loop excludes.
 */
import type { LoopProgram } from "../../loop/loop.ts";
import type { KernelSignature, KernelSource } from "../abi.ts";
import { frameLayout } from "../frame.ts";
import { planProgram } from "../planner.ts";
import type { CodegenOptions } from "../target.ts";
import { instantiateTemplate, type TemplateLibrary } from "../template.ts";
import { cEntry } from "./entry.ts";
import { cFunction, cHeader } from "./function.ts";
import { cSupport } from "./support.ts";

export function emitC(
  program: LoopProgram,
  signature: KernelSignature,
  options: CodegenOptions,
  templates: TemplateLibrary = new Map(),
): KernelSource {
  const plan = planProgram(program, options);
  // A product and a sum in place of one fused operation would not give the same bits everywhere.
  const fuses = options.target.fma || options.floatModel === "reproducible";
  const instances = plan.templates.map((instance) =>
    instantiateTemplate(instance, "c", options.target, templates),
  );
  const functions = plan.functions.flatMap((fn) => ["", ...cFunction(fn, fuses)]);
  const needs = {
    context: plan.functions.some((fn) => fn.context),
    arena: program.functions.some((fn) => fn.allocates),
    stack: plan.functions.some((fn) => fn.guardsStack),
    polls: plan.functions.some((fn) => fn.polls) || instances.length > 0,
  };
  const entry = cEntry(plan.entry, frameLayout(signature.params, signature.result), needs);
  const headers = plan.functions.map(cHeader);
  const body = [
    ...(needs.polls ? ["", "static const volatile i32 kleis_never = 0;"] : []),
    ...instances.flatMap((instance) => ["", ...instance.text.split("\n")]),
    "",
    ...headers.flatMap((header) => header.structure),
    ...headers.map((header) => `${header.head};`),
    ...functions,
    "",
    ...entry,
  ];
  const text = [...cSupport(body.join("\n"), needs), ...body, ""].join("\n");
  return { language: "c", text, templates: instances.map((instance) => instance.identity) };
}
