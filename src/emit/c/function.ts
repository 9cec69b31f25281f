/** Functions of a plan as static C functions. */
import type { LoopType } from "../../loop/loop.ts";
import type { PlannedFunction } from "../plan.ts";
import { braced, type Lines } from "../text.ts";
import { cElement, cType } from "./expression.ts";
import { cBlock, type StatementContext } from "./statement.ts";

/** The declaration without its end, preceded by the structure of the results where there are several. */
export function cHeader(fn: PlannedFunction): { readonly structure: Lines; readonly head: string } {
  const values = fn.results.flatMap(resultParts);
  const [only] = values;
  const structure =
    values.length > 1
      ? [`struct ${fn.name}_results {`, ...values.map((type, i) => `  ${type}v${i};`), "};"]
      : [];
  const result = values.length > 1 ? `struct ${fn.name}_results ` : (only ?? "void ");
  const params = fn.params.flatMap((param) => cParam(fn.nameOf(param.id), param.type, fn.ownsWhatItWrites));
  const outputs = fn.outputs.map((output) => `${cElement(output.element)} *restrict ${output.name}`);
  const all = [...(fn.context ? ["struct kleis_context *ctx"] : []), ...params, ...outputs];
  const storage = fn.inlined
    ? "static inline __attribute__((always_inline)) "
    : fn.turns === undefined
      ? "static "
      : "static __attribute__((noinline)) ";
  return { structure, head: `${storage}${result}${fn.name}(${all.length === 0 ? "void" : all.join(", ")})` };
}

export function cFunction(fn: PlannedFunction, fusesMultiplyAdd: boolean): Lines {
  const severalResults = fn.results.flatMap(resultParts).length > 1;
  const context: StatementContext = {
    fn,
    fusesMultiplyAdd,
    leave: leaveStatement(fn, severalResults),
    results: (values) =>
      severalResults ? `(struct ${fn.name}_results){${values.join(", ")}}` : values.join(", "),
  };
  const cancel = fn.polls ? ["const volatile i32 *const cancel = ctx->cancel;"] : [];
  return braced(cHeader(fn).head, [...cancel, ...cBlock(fn.body, context)]);
}

function leaveStatement(fn: PlannedFunction, severalResults: boolean): string {
  if (fn.results.length === 0) return "return;";
  return severalResults ? `return (struct ${fn.name}_results){0};` : "return 0;";
}

function resultParts(type: LoopType): readonly string[] {
  return typeof type === "object" ? [cType(type), "i64 "] : [cType(type)];
}

/** Parameters that are only read, or that nothing else stands for, may be promised not to overlap what the function writes. */
function cParam(name: string, type: LoopType, restricted: boolean): readonly string[] {
  if (typeof type !== "object") return [`${cType(type)}${name}`];
  return [`${cElement(type.array)} *${restricted ? "restrict " : ""}${name}`, `i64 ${name}_n`];
}
