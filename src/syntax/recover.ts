/**
 * Where reading goes on after a syntax error: at the next declaration that begins a line outside braces.
 * A bare expression is no such place, since any line of a broken definition may look like one.
 */
import type { SyntaxFailure } from "./place.ts";
import type { Scan, Token } from "./scan.ts";

/** The offset of the next declaration at or after the failure, if there is one. */
export function resumeAfter(scan: Scan, failure: SyntaxFailure): number | undefined {
  const { tokens, open, partner } = scan;
  let depth = 0;
  for (const [i, token] of tokens.entries()) {
    if (token.start < failure.itemStart) continue;
    // A brace that is never closed encloses nothing.
    if (token.text === "{" && token.kind === "open" && !open.includes(token)) depth += 1;
    if (token.text === "}" && token.kind === "close" && partner.has(token.start))
      depth = Math.max(0, depth - 1);
    const isAhead = token.start >= failure.at && token.start > failure.itemStart;
    if (isAhead && depth === 0 && beginsDeclaration(tokens, i)) return token.start;
  }
  return undefined;
}

/** Whether the tokens from `i` on look like a declaration: `data`, `type` and the others are also ordinary names. */
export function beginsDeclaration(tokens: readonly Token[], i: number): boolean {
  const word = tokens[i];
  const next = tokens[i + 1];
  if (word === undefined || next === undefined || !word.first) return false;
  if (word.text === "@") return next.kind === "word" && next.start === word.end;
  if (word.kind !== "word") return false;
  switch (word.text) {
    case "import":
    case "example":
      return next.kind === "string";
    case "define":
    case "operation":
      return next.kind === "word" || (next.text === "(" && tokens[i + 2]?.kind === "symbol");
    case "data":
    case "type":
    case "structure":
    case "implements":
      return next.kind === "word" && !connectives.has(next.text);
    default:
      return false;
  }
}

const connectives: ReadonlySet<string> = new Set(["and", "or", "then", "else", "in", "as", "where", "if"]);
