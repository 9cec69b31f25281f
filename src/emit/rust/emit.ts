/**
 * Loop → Rust: one self-contained crate without the standard library that exports `kleis_kernel` and `kleis_release` (abi.ts).
 * Nothing in it can panic.
 */
import type { LoopProgram } from "../../loop/loop.ts";
import type { KernelSignature, KernelSource } from "../abi.ts";
import { frameLayout } from "../frame.ts";
import { planProgram } from "../planner.ts";
import type { CodegenOptions } from "../target.ts";
import { instantiateTemplate, type TemplateLibrary } from "../template.ts";
import { rustEntry } from "./entry.ts";
import { rustFunction } from "./function.ts";
import { rustSupport } from "./support.ts";

export function emitRust(
  program: LoopProgram,
  signature: KernelSignature,
  options: CodegenOptions,
  templates: TemplateLibrary = new Map(),
): KernelSource {
  const plan = planProgram(program, options);
  // A product and a sum in place of one fused operation would not give the same bits everywhere.
  const fuses = options.target.fma || options.floatModel === "reproducible";
  const instances = plan.templates.map((instance) =>
    instantiateTemplate(instance, "rust", options.target, templates),
  );
  const needs = {
    context: plan.functions.some((fn) => fn.context),
    arena: program.functions.some((fn) => fn.allocates),
    stack: plan.functions.some((fn) => fn.guardsStack),
    polls: plan.functions.some((fn) => fn.polls),
  };
  const frame = frameLayout(signature.params, signature.result);
  const body = [
    ...(needs.polls || instances.length > 0 ? ["", "static KLEIS_NEVER: i32 = 0;"] : []),
    ...instances.flatMap((instance) => ["", ...instance.text.split("\n")]),
    ...plan.functions.flatMap((fn) => ["", ...rustFunction(fn, fuses)]),
    "",
    ...rustEntry(plan.entry, frame, needs),
  ];
  const text = [...rustSupport(body.join("\n"), needs), ...body, ""].join("\n");
  return { language: "rust", text, templates: instances.map((instance) => instance.identity) };
}
