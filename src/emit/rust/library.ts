/** Loop → a Rust library with plain C functions (exports.ts) and its C header; the same interface as the C printer's. */
import type { ElementScalar } from "../../loop/loop.ts";
import type { Type } from "../../types/type.ts";
import {
  capacityStatus,
  type ExportedArg,
  type ExportedFunction,
  type ExportedResult,
  exportedStackBytes,
  type Interface,
  inOrder,
  outputPointers,
  returnedResults,
  type StoredResult,
} from "../exports.ts";
import { header } from "../header.ts";
import { type CompiledLibrary, planLibrary } from "../library.ts";
import type { LibraryNeeds } from "../needs.ts";
import type { Plan } from "../plan.ts";
import type { CodegenOptions } from "../target.ts";
import type { TemplateLibrary } from "../template.ts";
import { braced, type Lines } from "../text.ts";
import { rustLibrary } from "./emit.ts";
import { rustElement } from "./expression.ts";

export function emitRustLibrary(
  functions: readonly ExportedFunction[],
  options: CodegenOptions,
  templates: TemplateLibrary = new Map(),
  printType: (type: Type) => string = () => "",
): CompiledLibrary {
  const { interfaces, plans, needs, left } = planLibrary(functions, options);
  const wrappers = interfaces.flatMap(({ plan, ...each }) => ["", ...wrapper(each, plan, needs)]);
  const source = rustLibrary(plans, needs, wrappers, options, templates, "anyone");
  return { source, header: header(interfaces, printType, needs.threads), left };
}

function wrapper(of: Interface, plan: Plan, needs: LibraryNeeds): Lines {
  const { entry } = plan;
  const params = of.declarations.map(({ name, element, pointer }) => {
    const type = rustElement(element);
    return `${name}: ${pointer === undefined ? type : pointer === "input" ? `*const ${type}` : `*mut ${type}`}`;
  });
  const outputs = outputPointers(of.results, entry);
  const args = [...(entry.context ? ["ctx"] : []), ...of.args.map(argument), ...outputs];
  const call = `${entry.name}(${args.join(", ")});`;
  const free = needs.arena && entry.context ? ["kleis_free_arena(ctx);"] : [];
  const failed = entry.context
    ? braced("if (*ctx).status != 0", [...free, "return (*ctx).status as i32;"])
    : [];
  const single = entry.results.length === 1 && typeof entry.results[0] !== "object";
  return [
    "#[no_mangle]",
    ...braced(`pub unsafe extern "C" fn ${of.name}(${params.join(", ")}) -> i32`, [
      ...(entry.context ? context(needs) : []),
      entry.results.length === 0 ? call : `let results = ${call}`,
      ...failed,
      ...storeResults(returnedResults(of.results, entry), single, free),
      ...free,
      "0",
    ]),
  ];
}

function context(needs: LibraryNeeds): Lines {
  return [
    "let mut context: KleisContext = core::mem::zeroed();",
    ...(needs.polls ? ["context.cancel = &KLEIS_NEVER;"] : []),
    ...(needs.threads === undefined
      ? []
      : ["context.team = &KLEIS_THREADS as *const KleisThreads as *const core::ffi::c_void;"]),
    ...(needs.stack ? [`context.stack_limit = kleis_stack_address() - ${exportedStackBytes};`] : []),
    "let ctx: *mut KleisContext = &mut context;",
  ];
}

function argument(arg: ExportedArg): string {
  switch (arg.kind) {
    case "scalar":
      return arg.element === "bool" ? `${arg.name} != 0` : arg.name;
    case "pointer":
      return `${arg.name} as *mut ${rustElement(arg.element)}`;
    case "length":
      return (
        arg.factors.reduce((product, factor) => `${product}.wrapping_mul(${factor})`, `${arg.constant}i64`) +
        (arg.plus ? `.wrapping_add(${arg.plus})` : "")
      );
  }
}

function storeResults(results: readonly ExportedResult[], single: boolean, free: Lines): Lines {
  let next = 0;
  const value = (): string => (single ? "results" : `results.${next++}`);
  return inOrder(results.map((result) => storeResult(result, value, free)));
}

function storeResult(result: ExportedResult, value: () => string, free: Lines): StoredResult {
  switch (result.kind) {
    case "scalar":
      return { extents: [], contents: [`*${result.name} = ${scalar(value(), result.scalar)};`] };
    case "complex": {
      const contents = [`*${result.name} = ${value()};`, `*${result.name}.add(1) = ${value()};`];
      return { extents: [], contents };
    }
    case "array": {
      const extents = result.extents.map((extent) => `*${extent} = ${value()};`);
      const [address, count] = [value(), value()];
      const fits =
        result.length === undefined
          ? braced(`if ${count} > ${result.capacity}`, [...free, `return ${capacityStatus};`])
          : [];
      const copy = `core::ptr::copy_nonoverlapping(${address}, ${result.name}, ${count} as usize);`;
      return { extents, contents: [...fits, ...braced(`if ${count} != 0`, [copy])] };
    }
  }
}

function scalar(value: string, type: ElementScalar): string {
  return type === "bool" ? `${value} as u8` : value;
}
