/**
 * `n // 2`: a division elsewhere, here a comment that swallows the operand.
 *
 * A comment that gives the value of a call (`gcd(4, 6) // 2`) looks the same; so only what cannot be that is told: a number
 * behind the body of a function, or behind a number.
 */
import { type Diagnostic, warning } from "../base/diagnostic.ts";
import type { Item } from "./ast.ts";
import type { Place } from "./place.ts";

const whole = "int_div(a, b) divides without remainder";

export function commentsForOperands(text: string, items: readonly Item[]): readonly Diagnostic[] {
  if (!text.includes("//")) return [];
  return items.flatMap((item) => {
    const expr = item.kind === "define" && item.params !== undefined ? item.body : undefined;
    const read =
      expr ?? (item.kind === "expression" && item.value.kind === "number" ? item.value : undefined);
    if (read === undefined) return [];
    const { file, end } = read.span;
    const [found, blank = "", divisor = ""] =
      /^([ \t]*)\/\/[ \t]*(\d+)[ \t]*$/m.exec(lineAt(text, end)) ?? [];
    if (found === undefined) return [];
    const span = { file, start: end + blank.length, end: end + found.trimEnd().length };
    return [warning("KL0024", `\`// ${divisor}\` is a comment: nothing is divided`, span, { hint: whole })];
  });
}

/** From an offset to the end of its line. */
function lineAt(text: string, offset: number): string {
  const newline = text.indexOf("\n", offset);
  return text.slice(offset, newline === -1 ? text.length : newline);
}

/** A syntax error right behind an operand that a comment with an operand follows: what is missing may stand in there. */
export function perhapsInComment(problem: Diagnostic, { text, before }: Place): Diagnostic {
  const last = before.at(-1);
  if (last === undefined) return problem;
  if (last.kind !== "word" && last.kind !== "number" && last.kind !== "close") return problem;
  const rest = lineAt(text, last.end);
  const swallowed = /^[ \t]*\/\/[ \t]*[\p{L}\d_(][^\n]*?(?:[)\]]|\b(?:then|else|in)\b)/u.test(rest);
  return swallowed ? { ...problem, hint: `\`//\` begins a comment; ${whole}` } : problem;
}
