/** What to generate code for, from the settings and the machine: every field is part of the cache key. */
import { fail, ok, type Result } from "../base/outcome.ts";
import { type CodegenOptions, targetFromFeatures, targetFromIsa } from "../emit/target.ts";
import { readCpu } from "../toolchain/cpu.ts";
import type { SessionOptions } from "./options.ts";

/** Fails where the target is not one that there is. */
export function codegenOptions(options: SessionOptions): Result<CodegenOptions> {
  const cpu = readCpu(options.store.host);
  const target =
    options.target === "native"
      ? targetFromFeatures(cpu.architecture, cpu.features, cpu.cache)
      : targetFromIsa(options.target);
  if (target === undefined) return fail(`no target is called ${options.target}`);
  return ok({
    target,
    floatModel: options.floatModel,
    optimise: options.optimise,
    wrapIntegers: options.wrapIntegers,
    ieeeDivision: options.ieeeDivision,
    rewrite: options.rewrite,
    debug: false,
  });
}
