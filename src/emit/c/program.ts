/**
 * Loop → a stand-alone program in C: the kernels of its expressions as one text, and a `main` that calls them in order and
 * writes what they give (show.ts; templates/program/values.c).
 */
import { CompilerBug } from "../../base/outcome.ts";
import type { LoopProgram } from "../../loop/loop.ts";
import type { Type } from "../../types/type.ts";
import { frameHeader, type KernelSource, kernelSymbol, releaseSymbol, statusCode } from "../abi.ts";
import { type FrameSlot, frameLayout, isKept } from "../frame.ts";
import { withoutEvaluator } from "../library.ts";
import { libraryNames } from "../library-names.ts";
import { needsOf } from "../needs.ts";
import { planProgram } from "../planner.ts";
import type { CodegenOptions } from "../target.ts";
import type { TemplateLibrary } from "../template.ts";
import { braced, type Lines } from "../text.ts";
import { cLibrary } from "./emit.ts";
import { cKernels } from "./entry.ts";
import { cString, showBox, showValue } from "./show.ts";

export interface ProgramExpression {
  /** Takes nothing. */
  readonly program: LoopProgram;
  readonly type: Type;
  /** `line` is what `kleis eval` writes of a value, `box` what `out` does. */
  readonly shown: "line" | "box";
  /** What is said where it fails: at each site of the program, and where there is no site. */
  readonly messages: FailureMessages;
}

export interface FailureMessages {
  /** `{0}` and `{1}` stand for the two details. */
  readonly sites: readonly string[];
  readonly overflow: readonly string[];
  readonly depth: string;
  readonly memory: string;
}

export interface EmittedProgram {
  readonly kernels: KernelSource;
  readonly main: string;
}

/** `unwritten`: the number of the first expression whose values a stand-alone program does not write. */
export function emitCProgram(
  expressions: readonly ProgramExpression[],
  options: CodegenOptions,
  templates: TemplateLibrary,
): EmittedProgram | { readonly unwritten: number } {
  const values = templates.get("program/values.c");
  if (values === undefined)
    throw new CompilerBug("there is no text of what a stand-alone program has around its kernels");
  const names = libraryNames(expressions.map((_, k) => kernelSymbol(k)));
  const programs = expressions.map(({ program }) => withoutEvaluator(program));
  const plans = programs.map((program) => planProgram(program, options, names));
  const needs = needsOf(plans, programs, options);
  const kernels = plans.map(({ entry }, k) => {
    const { result, sites = [], texts = [] } = programs[k] ?? {};
    const layout = result ?? { kind: "unit" as const };
    const signature = { symbol: kernelSymbol(k), params: [], result: layout, sites, texts, unbounded: true };
    return { entry, signature };
  });
  const functions: Lines[] = [];
  for (const [k, expression] of expressions.entries()) {
    const lines = evaluation(expression, k);
    if (lines === undefined) return { unwritten: k };
    functions.push(lines);
  }
  const main = [
    ...expressions.map((_, k) => `extern int32_t ${kernelSymbol(k)}(word *frame);`),
    `extern void ${releaseSymbol}(word *frame);`,
    ...functions.flatMap((lines) => ["", ...lines]),
    "",
    ...braced("int evaluate_all(void)", [
      ...expressions.map((_, k) => `if (evaluate_${k}() != 0) return 1;`),
      "return 0;",
    ]),
    "",
  ].join("\n");
  return {
    kernels: cLibrary(plans, needs, cKernels(kernels, needs), options, templates, "anyone"),
    main: `${values}\n${main}`,
  };
}

function evaluation({ program, type, shown, messages }: ProgramExpression, k: number): Lines | undefined {
  const frame = frameLayout([], program.result);
  const texts = `texts_${k}`;
  const written = (shown === "box" ? showBox : showValue)(
    { slots: frame.results, texts },
    program.result,
    type,
  );
  if (written === undefined) return undefined;
  const provided = frame.results.filter((slot): slot is ArraySlot => slot.kind === "array" && !isKept(slot));
  return [
    ...(program.texts.length > 0 ? [table(texts, program.texts)] : []),
    ...(messages.sites.length > 0 ? [table(`sites_${k}`, messages.sites)] : []),
    ...(messages.overflow.length > 0 ? [table(`overflows_${k}`, messages.overflow)] : []),
    ...braced(`static int evaluate_${k}(void)`, [
      `word frame[${frame.words}] = {[${frameHeader.stackBytes}] = stack_bytes};`,
      ...provided.map(
        ({ word, element, length }) =>
          `frame[${word}] = room_for(${length.constant}, ${element === "bool" ? 1 : 8});`,
      ),
      `const int32_t status = ${kernelSymbol(k)}(frame);`,
      ...braced("if (status != 0)", [...failed(messages, k), "return 1;"]),
      ...written,
      'put("\\n");',
      ...provided.map(({ word }) => `free((void *)(uintptr_t)frame[${word}]);`),
      `if (frame[${frameHeader.arena}] != 0) ${releaseSymbol}(frame);`,
      "return 0;",
    ]),
  ];
}

type ArraySlot = FrameSlot & { readonly kind: "array" };

/** Says what is wrong. */
function failed(messages: FailureMessages, k: number): Lines {
  const count = messages.sites.length;
  const details = `(int64_t)frame[${frameHeader.detail0}], (int64_t)frame[${frameHeader.detail1}]`;
  const site = `frame[${frameHeader.site}]`;
  const at = (list: string): Lines =>
    count > 0 ? [`if (${site} < ${count}) message = ${list}[${site}];`] : [];
  return [
    `const char *message = ${cString(messages.memory)};`,
    `if (status == ${statusCode.depth}) message = ${cString(messages.depth)};`,
    ...braced(`else if (status == ${statusCode.overflow})`, at(`overflows_${k}`)),
    ...braced("else", at(`sites_${k}`)),
    `tell(message, ${details});`,
  ];
}

function table(name: string, texts: readonly string[]): string {
  return `static const char *const ${name}[] = {${texts.map(cString).join(", ")}};`;
}
