/** A program whose functions are rewritten when they are asked for, each once. */
import type { PrimitiveTable } from "../../primitives/primitive.ts";
import type { CoreFunction, CoreSource, FnId } from "../core.ts";
import type { Applied, RewriteSettings } from "./rewrite.ts";
import { type Rewritten, rewriteFunction } from "./run.ts";

export interface RewrittenSource extends CoreSource {
  /** What was done to a function. */
  readonly applied: (fn: FnId) => readonly Applied[];
}

export function rewrittenSource(
  program: CoreSource,
  table: PrimitiveTable,
  settings: RewriteSettings,
): RewrittenSource {
  const known = new Map<FnId, Rewritten>();
  const constant: Parameters<typeof rewriteFunction>[1]["constant"] = (id) => program.constants.get(id);
  const rewritten = (fn: CoreFunction): Rewritten => {
    const found = known.get(fn.id) ?? rewriteFunction(fn, { ...settings, table, constant });
    known.set(fn.id, found);
    return found;
  };
  const find = (id: FnId): Rewritten | undefined => {
    const fn = program.functions.get(id);
    return fn && rewritten(fn);
  };
  return {
    functions: { get: (id) => find(id)?.fn },
    constants: program.constants,
    dataTypes: program.dataTypes,
    applied: (id) => find(id)?.applied ?? [],
  };
}
