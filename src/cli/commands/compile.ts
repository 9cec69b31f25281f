/** `kleis compile`: definitions with concrete types as a library with a plain C interface, ahead of time; with `--exe` a program. */
import { writeFileSync } from "node:fs";
import path from "node:path";
import { type Diagnostic, error, isError } from "../../base/diagnostic.ts";
import { fail, ok, type Result } from "../../base/outcome.ts";
import { noSpan, type Span } from "../../base/span.ts";
import { emitCLibrary } from "../../emit/c/library.ts";
import type { ExportedFunction } from "../../emit/exports.ts";
import type { CompiledLibrary } from "../../emit/library.ts";
import { emitRustLibrary } from "../../emit/rust/library.ts";
import { type CodegenOptions, compilerFlags } from "../../emit/target.ts";
import { lower } from "../../loop/lower.ts";
import type { Loaded, Session } from "../../session.ts";
import type { Define } from "../../syntax/ast.ts";
import { compileObject } from "../../toolchain/archive.ts";
import { compileKernel, rejectionBug } from "../../toolchain/compile.ts";
import { unknownDim } from "../../types/dim.ts";
import { nearest } from "../../types/nearest.ts";
import { printType } from "../../types/print.ts";
import { isClosedType, substituteType } from "../../types/traverse.ts";
import type { Type } from "../../types/type.ts";
import { defaultRunOptions } from "../arguments/options.ts";
import type { Desk } from "../desk.ts";
import { type ExitCode, exitCode } from "../exit.ts";
import { readProgram } from "../inputs.ts";
import type { CompileOptions } from "../invocation.ts";
import { whyNotWritten } from "../why-not-written.ts";
import { compileProgram } from "./compile-program.ts";

const endings = [".so", ".a", ".o", ".c", ".rs", ".h"] as const;
type Ending = (typeof endings)[number];

export async function compile(desk: Desk, file: string, options: CompileOptions): Promise<ExitCode> {
  const ending = options.executable ? undefined : endings.find((each) => options.output.endsWith(each));
  if (ending === undefined && !options.executable) {
    desk.terminal.error(
      `kleis compile: ${options.output} ends in none of ${endings.join(" ")} (--exe makes a program)`,
    );
    return exitCode.usage;
  }
  if (options.executable && options.backend === "rust") {
    desk.terminal.error("kleis compile: --exe is made through C; leave out --backend rust");
    return exitCode.usage;
  }
  const program = readProgram(desk, file);
  if (program === undefined) return exitCode.program;
  const settings = {
    ...defaultRunOptions,
    backend: ending === ".rs" ? ("rust" as const) : options.backend,
    target: options.target,
    optimise: options.optimise,
    rewrite: options.rewrite,
  };
  return desk.withSession(settings, program, async (session) => {
    const loaded = session.load(program);
    if (loaded === undefined) return exitCode.program;
    const codegen: CodegenOptions = { ...session.codegen, threads: options.threads };
    if (ending === undefined) {
      const program = await compileProgram(desk, session, codegen, loaded, file);
      return program !== undefined && save(desk, options.output, program, 0o755)
        ? exitCode.ok
        : exitCode.program;
    }
    const chosen = chooseFunctions(desk, session, codegen, loaded, file, options.functions);
    if (chosen === undefined) return exitCode.program;
    return write(desk, session, codegen, chosen, ending, options, loaded);
  });
}

/** The functions to export; undefined where one that was named cannot be (reported). */
function chooseFunctions(
  desk: Desk,
  session: Session,
  codegen: CodegenOptions,
  loaded: Loaded,
  file: string,
  names: readonly string[],
): readonly ExportedFunction[] | undefined {
  const own = loaded.environment.definitions.filter((d) => d.span.file === file && d.params !== undefined);
  const chosen: ExportedFunction[] = [];
  let failed = false;
  for (const name of names.length > 0 ? names : own.map((d) => d.name)) {
    const define = loaded.environment.definition(name);
    const exported = define === undefined ? undefined : exportFunction(session, codegen, loaded, define);
    if (exported?.ok) chosen.push(exported.value);
    else {
      const [why, span] = exported?.error ?? [missing(name, own), noSpan];
      failed ||= names.length > 0;
      desk.problem(notExported(name, why, span, names.length > 0), loaded.source.sources);
    }
  }
  if (!failed && chosen.length === 0) {
    desk.problem(error("KL0603", `nothing in ${file} can be exported`, noSpan), loaded.source.sources);
    return undefined;
  }
  return failed ? undefined : chosen;
}

function notExported(name: string, why: string, span: Span, asked: boolean): Diagnostic {
  const problem = error("KL0603", `\`${name}\` is not exported`, span, { notes: [why] });
  return asked ? problem : { ...problem, severity: "warning" };
}

type Reason = readonly [why: string, span: Span];

function exportFunction(
  session: Session,
  codegen: CodegenOptions,
  loaded: Loaded,
  define: Define,
): Result<ExportedFunction, Reason> {
  const types = concreteParams(loaded, define);
  if (types === undefined)
    return fail(["its parameters have no concrete types; annotate them", define.nameSpan]);
  const { value: fn, problems } = loaded.specialiser.definition(define.name, types);
  const certain = problems.find(isError);
  if (certain !== undefined) return fail([certain.title, certain.primary.span]);
  const program = lower(loaded.specialiser.program, fn.id, session.table, codegen);
  if (!program.ok)
    return fail([`native code does not yet support ${program.error.what}`, program.error.span]);
  const params = (define.params ?? []).map(({ name }, i) => ({ name, type: types[i] ?? fn.result }));
  return ok({ name: define.name, params, result: fn.result, program: program.value });
}

function missing(name: string, own: readonly Define[]): string {
  const similar = nearest(
    name,
    own.map((define) => define.name),
  );
  return `there is no such definition${similar === undefined ? "" : `; did you mean ${similar}?`}`;
}

function concreteParams(loaded: Loaded, define: Define): readonly Type[] | undefined {
  const type = loaded.types.scheme(define.name)?.type;
  if (type === undefined || type.kind !== "function") return undefined;
  const params = type.params.map(withSizesOfCalls);
  return params.every((param) => isClosedType(param) && param.kind !== "any") ? params : undefined;
}

/** Dimension variables are what each call brings: an `int64_t` of the C interface. */
function withSizesOfCalls(type: Type): Type {
  return substituteType(type, { type: () => undefined, dim: () => unknownDim });
}

async function write(
  desk: Desk,
  session: Session,
  codegen: CodegenOptions,
  functions: readonly ExportedFunction[],
  ending: Ending,
  options: CompileOptions,
  loaded: Loaded,
): Promise<ExitCode> {
  const language = ending === ".rs" || (options.backend === "rust" && ending !== ".c") ? "rust" : "c";
  const emit = language === "c" ? emitCLibrary : emitRustLibrary;
  const library = emit(functions, codegen, session.options.templates(), printType);
  for (const name of library.left) {
    const span = loaded.environment.definition(name)?.nameSpan ?? noSpan;
    const why = "its types have no place in a C interface";
    desk.problem(notExported(name, why, span, options.functions.length > 0), loaded.source.sources);
  }
  if (library.left.length > 0 && options.functions.length > 0) return exitCode.program;
  const made = await bytesOf(session, codegen, library, ending, language);
  if (!made.ok) {
    desk.problem(
      error("KL0602", `${options.output} cannot be made`, noSpan, { notes: [made.error] }),
      new Map(),
    );
    return exitCode.program;
  }
  const saved =
    save(desk, options.output, made.value, ending === ".so" ? 0o755 : undefined) &&
    (!options.header || save(desk, options.output.replace(/\.\w+$/, ".h"), library.header));
  return saved ? exitCode.ok : exitCode.program;
}

/** Whether the file could be written; where not, that is reported. */
function save(desk: Desk, name: string, content: Uint8Array | string, mode?: number): boolean {
  try {
    writeFileSync(path.resolve(desk.workingDirectory, name), content, mode === undefined ? {} : { mode });
    return true;
  } catch (problem) {
    const why = whyNotWritten(name, problem);
    desk.problem(error("KL0702", `${name} cannot be written`, noSpan, { notes: [why] }), new Map());
    return false;
  }
}

async function bytesOf(
  session: Session,
  codegen: CodegenOptions,
  { source, header }: CompiledLibrary,
  ending: Ending,
  language: "c" | "rust",
): Promise<Result<Uint8Array | string>> {
  if (ending === ".h") return ok(header);
  if (ending === ".c" || ending === ".rs") return ok(source.text);
  const { host } = session.options.store;
  const toolset = await session.toolsets.get(language);
  if (!toolset.ok) return toolset;
  const { compiler: tool, linker } = toolset.value;
  const flags = compilerFlags(codegen, source);
  if (ending === ".a" || ending === ".o") {
    if (language === "rust") return fail(`${ending} is made through C: leave out --backend rust`);
    return compileObject(host, {
      made: ending === ".o" ? "object" : "archive",
      tool,
      text: source.text,
      flags: flags.filter((flag) => !["-shared", "-nostdlib"].includes(flag) && !flag.startsWith("-l")),
    });
  }
  const compiled = await compileKernel(host, {
    tool,
    source,
    flags,
    ...(linker === undefined ? {} : { linker }),
  });
  if (compiled.ok) return ok(compiled.value.library);
  if (compiled.error.kind === "rejected") throw rejectionBug(compiled.error, source);
  return fail(compiled.error.message);
}
