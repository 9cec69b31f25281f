/** Errors of the evaluator itself; those of the built-ins are in their rows. */
import { type DiagnosticDetails, error } from "../base/diagnostic.ts";
import { ProgramError } from "../base/outcome.ts";
import type { Span } from "../base/span.ts";
import type { CoreExpr, CorePattern } from "../core/core.ts";
import { failures } from "../primitives/failures.ts";
import { listPattern, tuplePattern } from "../types/infer-pattern.ts";
import { formatValue } from "./format.ts";
import type { Value } from "./value.ts";

type Kind<K extends CoreExpr["kind"]> = Extract<CoreExpr, { readonly kind: K }>;

function failure(
  code: `KL${number}`,
  title: string,
  place: Span,
  details: DiagnosticDetails = {},
): ProgramError {
  return new ProgramError(error(code, title, place, details));
}

const longestShown = 60;

/** A value for a message: on one line, cut where it is long. */
export function shown(value: Value): string {
  const text = formatValue(value);
  return text.length <= longestShown ? text : `${text.slice(0, longestShown - 1)}…`;
}

export function tooDeep(place: Span): ProgramError {
  return failure("KL0503", "recursion too deep", place, {
    notes: ["more than 1,000,000 calls are waiting for each other"],
    hint: "a call in tail position takes no space: pass what has been computed so far as an argument",
  });
}

export function noMatch(scrutinee: Value, { cases, span }: Kind<"match">): ProgramError {
  const hint = otherForm(
    scrutinee,
    cases.map((c) => c.pattern.kind),
  );
  return failure(failures.noMatch.code, failures.noMatch.text, span, {
    notes: [`the value is ${shown(scrutinee)}`],
    ...(hint === undefined ? {} : { hint }),
  });
}

/** A tuple that list patterns were tried on, or a list that tuple patterns were. */
function otherForm(value: Value, patterns: readonly CorePattern["kind"][]): string | undefined {
  if (typeof value !== "object") return undefined;
  if (value.kind === "tuple" && patterns.includes("list")) return tuplePattern;
  return value.kind === "list" && patterns.includes("tuple") ? listPattern : undefined;
}

/** The host's word for a number, text or list that it cannot hold. */
export function beyondHost(failure: unknown): boolean {
  return (
    failure instanceof RangeError && /BigInt|array length|string length|array buffer/i.test(failure.message)
  );
}

export function tooLarge(place: Span): ProgramError {
  return failure("KL0507", "this value is too large to be computed", place);
}

export function outOfMemory(place: Span): ProgramError {
  return failure("KL0507", "the values of the program fill the memory", place, {
    hint: "what is summed or folded need not be kept: let a fold carry only what is needed",
  });
}

/** `text`: "expected an integer, got 1.5". `shape`: the length or the sizes are at fault. */
export function misfits(text: string, shape: boolean, place: Span): ProgramError {
  return failure(shape ? "KL0505" : "KL0510", text, place);
}

export function noCondition(value: Value, place: Span): ProgramError {
  const free = [...symbolsIn(value)].map((name) => `\`${name}\``);
  const verb = free.length === 1 ? "has no value" : "have no values";
  return failure("KL0511", `expected true or false, got ${shown(value)}`, place, {
    notes: free.length === 0 ? [] : [`${free.slice(0, 4).join(", ")} ${verb}`],
  });
}

/** The free names of a symbolic value. */
function symbolsIn(value: Value, names = new Set<string>()): ReadonlySet<string> {
  if (typeof value !== "object") return names;
  if (value.kind === "symbol") names.add(value.name);
  else if (value.kind === "term") for (const arg of value.args) symbolsIn(arg, names);
  return names;
}

export function cyclicConstant(name: string, place: Span): ProgramError {
  return failure("KL0512", `the value of \`${name}\` depends on itself`, place);
}

export function notCallable(value: Value, place: Span): ProgramError {
  return failure("KL0513", `this is not a function: ${shown(value)}`, place);
}

export function wrongArity(name: string, expected: number, given: number, place: Span): ProgramError {
  const plural = expected === 1 ? "" : "s";
  return failure("KL0201", `Function '${name}' expects ${expected} argument${plural}, got ${given}`, place);
}

export function noField(value: Value, name: string, place: Span): ProgramError {
  return failure("KL0514", `there is no field '${name}' in ${shown(value)}`, place);
}
