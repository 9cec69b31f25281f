/**
 * Loop → a C library with plain C functions (exports.ts) and its header: reentrant, no output, no exit. Trouble is a status.
 */
import type { Type } from "../../types/type.ts";
import { type KernelSource, statusCode } from "../abi.ts";
import {
  capacityStatus,
  type ExportedFunction,
  type ExportedResult,
  exportedParam,
  exportedResults,
  resultDeclarations,
} from "../exports.ts";
import { identifier } from "../names.ts";
import type { Plan } from "../plan.ts";
import { libraryNames, planProgram } from "../planner.ts";
import type { CodegenOptions } from "../target.ts";
import type { TemplateLibrary } from "../template.ts";
import { braced, type Lines } from "../text.ts";
import { cLibrary, needsOf } from "./emit.ts";
import type { LibraryNeeds } from "./entry.ts";

export interface CompiledLibrary {
  readonly source: KernelSource;
  readonly header: string;
  /** Names of functions whose types have no place in the interface. */
  readonly left: readonly string[];
}

/** Stack below the caller that a recursive function may use: what even a small thread has. */
const exportedStackBytes = 256 * 1024;

interface Interface {
  readonly name: string;
  readonly fn: ExportedFunction;
  readonly declarations: readonly string[];
  readonly args: readonly string[];
  readonly results: readonly ExportedResult[];
}

export function emitCLibrary(
  functions: readonly ExportedFunction[],
  options: CodegenOptions,
  templates: TemplateLibrary = new Map(),
  printType: (type: Type) => string = () => "",
): CompiledLibrary {
  const interfaces = functions.map(interfaceOf);
  const known = interfaces.filter((each) => each !== undefined);
  const left = functions.filter((_, i) => interfaces[i] === undefined).map((fn) => fn.name);
  const names = libraryNames(known.map((each) => each.name));
  const plans = known.map((each) => planProgram(each.fn.program, options, names));
  const needs = needsOf(
    plans,
    known.map((each) => each.fn.program),
  );
  const wrappers = known.flatMap((each, i) => {
    const plan = plans[i];
    return plan === undefined ? [] : ["", ...wrapper(each, plan, needs)];
  });
  const exported = ["typedef i64 int64_t;", "typedef i32 int32_t;", "typedef u8 uint8_t;", ...wrappers];
  return {
    source: cLibrary(plans, needs, exported, options, templates),
    header: header(known, printType),
    left,
  };
}

function interfaceOf(fn: ExportedFunction): Interface | undefined {
  const params = fn.params.map((param, i) => {
    const layout = fn.program.params[i];
    return layout === undefined ? undefined : exportedParam(param.name, param.type, layout);
  });
  const results = exportedResults("result", fn.result, fn.program.result);
  const known = params.filter((param) => param !== undefined);
  if (results === undefined || known.length < params.length) return undefined;
  const declarations = [
    ...known.flatMap((param) => param.declarations),
    ...results.flatMap(resultDeclarations),
  ];
  return { name: identifier(fn.name), fn, declarations, args: known.flatMap((param) => param.args), results };
}

function prototype(of: Interface): string {
  return `int32_t ${of.name}(${of.declarations.length === 0 ? "void" : of.declarations.join(", ")})`;
}

// ── wrappers ────────────────────────────────────────────────────────────────────────────────────────────────────────

function wrapper(of: Interface, plan: Plan, needs: LibraryNeeds): Lines {
  const { entry } = plan;
  const context = [
    "struct kleis_context context = {0};",
    ...(needs.polls ? ["context.cancel = &kleis_never;"] : []),
    ...(needs.stack ? [`context.stack_limit = kleis_stack_address() - ${exportedStackBytes};`] : []),
  ];
  const call = `${entry.name}(${[...(entry.context ? ["&context"] : []), ...of.args].join(", ")})`;
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
    ...storeResults(of.results, values === 1, free),
    ...free,
    "return 0;",
  ]);
}

function storeResults(results: readonly ExportedResult[], single: boolean, free: Lines): Lines {
  let next = 0;
  const value = (): string => (single ? "results" : `results.v${next++}`);
  return results.flatMap((result) => storeResult(result, value, free));
}

function storeResult(result: ExportedResult, value: () => string, free: Lines): Lines {
  switch (result.kind) {
    case "scalar":
      return [`*${result.name} = ${value()};`];
    case "complex":
      return [`${result.name}[0] = ${value()};`, `${result.name}[1] = ${value()};`];
    case "array": {
      const extents = result.extents.map((extent) => `*${extent} = ${value()};`);
      const [address, count] = [value(), value()];
      const fits =
        result.length === undefined
          ? braced(`if (${count} > ${result.name}_capacity)`, [...free, `return ${capacityStatus};`])
          : [];
      const size = `(u64)${count} * sizeof *${result.name}`;
      return [...extents, ...fits, `if (${count}) __builtin_memcpy(${result.name}, ${address}, ${size});`];
    }
  }
}

// ── header ──────────────────────────────────────────────────────────────────────────────────────────────────────────

const statusMeaning: Readonly<Record<string, string>> = {
  ok: "the results are written",
  overflow: "an integer does not fit into 64 bits",
  division: "a divisor is zero",
  index: "an index is out of range",
  dimension: "sizes do not fit together",
  depth: "recursion is too deep",
  domain: "an argument is outside the function's domain",
  match: "no pattern fits",
  cancelled: "not returned by these functions",
  memory: "there is not enough memory",
};

function header(interfaces: readonly Interface[], printType: (type: Type) => string): string {
  const codes = Object.entries(statusCode).map(
    ([name, code]) => `  KLEIS_${name.toUpperCase()} = ${code}, /* ${statusMeaning[name] ?? ""} */`,
  );
  const functions = interfaces.flatMap((each) => {
    const types = each.fn.params.map((param) => `${param.name} : ${printType(param.type)}`).join(", ");
    return ["", `/* ${each.fn.name}(${types}) : ${printType(each.fn.result)} */`, `${prototype(each)};`];
  });
  return [
    "/*",
    " * Functions compiled by Kleis. Each returns 0 or one of the codes below, and writes its results through the pointers at",
    " * the end of its parameters. Matrices are contiguous and row-major; results must not overlap arguments. The functions are",
    " * reentrant and may run on several threads at once. A name that is no C identifier has its other characters spelled out.",
    " */",
    "#ifndef KLEIS_LIBRARY_H",
    "#define KLEIS_LIBRARY_H",
    "",
    "#include <stdint.h>",
    "",
    "#ifdef __cplusplus",
    'extern "C" {',
    "#endif",
    "",
    "enum kleis_status {",
    ...codes,
    `  KLEIS_CAPACITY = ${capacityStatus} /* the result does not fit; its extents are written */`,
    "};",
    ...functions,
    "",
    "#ifdef __cplusplus",
    "}",
    "#endif",
    "",
    "#endif",
    "",
  ].join("\n");
}
