/**
 * Loop → a C library with plain C functions (exports.ts) and its header: reentrant, no output, no exit. Trouble is a status.
 */
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
import { header, prototype } from "../header.ts";
import { type CompiledLibrary, planLibrary } from "../library.ts";
import type { LibraryNeeds } from "../needs.ts";
import type { Plan } from "../plan.ts";
import type { CodegenOptions } from "../target.ts";
import type { TemplateLibrary } from "../template.ts";
import { braced, type Lines } from "../text.ts";
import { copyArray } from "./copy.ts";
import { cLibrary } from "./emit.ts";
import { cElement } from "./expression.ts";

export function emitCLibrary(
  functions: readonly ExportedFunction[],
  options: CodegenOptions,
  templates: TemplateLibrary = new Map(),
  printType: (type: Type) => string = () => "",
): CompiledLibrary {
  const { interfaces, plans, needs, left } = planLibrary(functions, options);
  const wrappers = interfaces.flatMap(({ plan, ...each }) => ["", ...wrapper(each, plan, needs)]);
  const exported = ["typedef i64 int64_t;", "typedef i32 int32_t;", "typedef u8 uint8_t;", ...wrappers];
  const source = cLibrary(plans, needs, exported, options, templates, "anyone");
  return { source, header: header(interfaces, printType, needs.threads), left };
}

function wrapper(of: Interface, plan: Plan, needs: LibraryNeeds): Lines {
  const { entry } = plan;
  const context = [
    "struct kleis_context context = {0};",
    ...(needs.polls ? ["context.cancel = &kleis_never;"] : []),
    ...(needs.threads === undefined ? [] : ["context.team = &kleis_threads;"]),
    ...(needs.stack ? [`context.stack_limit = kleis_stack_address() - ${exportedStackBytes};`] : []),
  ];
  const outputs = outputPointers(of.results, entry);
  const args = [...(entry.context ? ["&context"] : []), ...of.args.map(argument), ...outputs];
  const call = `${entry.name}(${args.join(", ")})`;
  const values = entry.results.reduce((count, type) => count + (typeof type === "object" ? 2 : 1), 0);
  const take =
    values === 0
      ? `${call};`
      : values === 1
        ? `const ${entry.results[0] === "f64" ? "double" : "i64"} results = ${call};`
        : `const struct ${entry.name}_results results = ${call};`;
  const free = needs.arena && entry.context ? ["kleis_free_arena(&context);"] : [];
  const failed = entry.context ? braced("if (context.status)", [...free, "return (i32)context.status;"]) : [];
  return braced(`__attribute__((visibility("default"))) ${prototype(of)}`, [
    ...(entry.context ? context : []),
    take,
    ...failed,
    ...storeResults(returnedResults(of.results, entry), values === 1, free),
    ...free,
    "return 0;",
  ]);
}

function argument(arg: ExportedArg): string {
  switch (arg.kind) {
    case "scalar":
      return arg.element === "bool" ? `${arg.name} != 0` : arg.name;
    case "pointer":
      return `(${cElement(arg.element)} *)${arg.name}`;
    case "length":
      return [`${arg.constant}LL`, ...arg.factors].join(" * ") + (arg.plus ? ` + ${arg.plus}` : "");
  }
}

function storeResults(results: readonly ExportedResult[], single: boolean, free: Lines): Lines {
  let next = 0;
  const value = (): string => (single ? "results" : `results.v${next++}`);
  return inOrder(results.map((result) => storeResult(result, value, free)));
}

function storeResult(result: ExportedResult, value: () => string, free: Lines): StoredResult {
  switch (result.kind) {
    case "scalar":
      return { extents: [], contents: [`*${result.name} = ${value()};`] };
    case "complex": {
      const contents = [`${result.name}[0] = ${value()};`, `${result.name}[1] = ${value()};`];
      return { extents: [], contents };
    }
    case "array": {
      const extents = result.extents.map((extent) => `*${extent} = ${value()};`);
      const [address, count] = [value(), value()];
      const fits =
        result.length === undefined
          ? braced(`if (${count} > ${result.capacity})`, [...free, `return ${capacityStatus};`])
          : [];
      return {
        extents,
        contents: [...fits, ...copyArray(result.name, address, count, `sizeof *${result.name}`)],
      };
    }
  }
}
