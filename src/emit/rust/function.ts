/** Functions of a plan as private Rust functions. */
import type { LoopType } from "../../loop/loop.ts";
import type { PlannedFunction } from "../plan.ts";
import { braced, type Lines } from "../text.ts";
import { rustElement, rustType } from "./expression.ts";
import { rustBlock, type StatementContext, tuple } from "./statement.ts";

export function rustFunction(fn: PlannedFunction, fusesMultiplyAdd: boolean): Lines {
  const params = fn.params.flatMap((param) => rustParam(fn.nameOf(param.id), param.type));
  const outputs = fn.outputs.map((output) => `${output.name}: *mut ${rustElement(output.element)}`);
  const all = [...(fn.context ? ["ctx: *mut KleisContext"] : []), ...params, ...outputs];
  const types = fn.results.flatMap(resultTypes);
  const zeros = types.map((type) =>
    type === "f64" ? "0.0" : type === "bool" ? "false" : type === "i64" ? "0" : "core::ptr::null_mut()",
  );
  const context: StatementContext = {
    fn,
    fusesMultiplyAdd,
    leave: types.length === 0 ? "return;" : `return ${tuple(zeros)};`,
  };
  const cancel = fn.polls ? ["let cancel = (*ctx).cancel;"] : [];
  const body = [...cancel, ...rustBlock(fn.body, context)];
  const result = types.length === 0 ? "" : ` -> ${tuple(types)}`;
  const attribute = fn.inlined ? ["#[inline(always)]"] : fn.turns === undefined ? [] : ["#[inline(never)]"];
  return [...attribute, ...braced(`unsafe fn ${fn.name}(${all.join(", ")})${result}`, body)];
}

function resultTypes(type: LoopType): readonly string[] {
  return typeof type === "object" ? [rustType(type), "i64"] : [rustType(type)];
}

function rustParam(name: string, type: LoopType): readonly string[] {
  const own = `mut ${name}: ${rustType(type)}`;
  return typeof type === "object" ? [own, `mut ${name}_n: i64`] : [own];
}
