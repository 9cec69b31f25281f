import type { CompareOp } from "../loop/loop.ts";

/** Comparisons are written alike in C and Rust. */
export const comparisonSigns: { readonly [Op in CompareOp]: string } = {
  eq: "==",
  ne: "!=",
  lt: "<",
  le: "<=",
  gt: ">",
  ge: ">=",
};

/** Lines of emitted text. */
export type Lines = readonly string[];

export function indent(lines: Lines): Lines {
  return lines.map((line) => (line === "" ? "" : `  ${line}`));
}

/** `head { body }` over several lines. */
export function braced(head: string, body: Lines): Lines {
  return [`${head} {`, ...indent(body), "}"];
}

/** The shortest decimal that reads back as exactly this finite number, with a point or an exponent in it. */
export function decimal(value: number): string {
  if (Object.is(value, -0)) return "-0.0";
  const text = String(value);
  return /[.e]/.test(text) ? text : `${text}.0`;
}

/** An expression without the parentheses around all of it, for where nothing stands beside it. */
export function bare(text: string): string {
  if (!text.startsWith("(") || !text.endsWith(")")) return text;
  let depth = 0;
  for (let at = 0; at < text.length - 1; at += 1) {
    if (text[at] === "(") depth += 1;
    if (text[at] === ")") depth -= 1;
    if (depth === 0) return text;
  }
  return text.slice(1, -1);
}
