/**
 * The place where the parser stopped, as the descriptions of mistakes read it: what was expected, what was found,
 * what stands before it and which brackets are open.
 */
import type { Span } from "../base/span.ts";
import { beginsDeclaration } from "./recover.ts";
import type { Scan, Token } from "./scan.ts";

export interface SyntaxFailure {
  /** The farthest offset that made no sense. */
  readonly at: number;
  /** What could have stood there: names of the grammar's tokens, and literal text. */
  readonly expected: ReadonlySet<string>;
  /** Where the last complete item begins, or else the reading. */
  readonly itemStart: number;
}

/** What is known about the place; every description of a mistake reads this. */
export interface Place {
  readonly text: string;
  readonly at: number;
  readonly expected: ReadonlySet<string>;
  readonly scan: Scan;
  /** The tokens before the place from the last complete item on, comments left out. */
  readonly before: readonly Token[];
  readonly previous: Token | undefined;
  /** The token that made no sense; absent at the end of the text. */
  readonly found: Token | undefined;
  /** The token after it. */
  readonly next: Token | undefined;
  /** Nothing that could go on follows: the end of the text, or the next declaration. */
  readonly isEnd: boolean;
  /** Brackets of the item that are open here, outermost first. */
  readonly open: readonly Token[];
  /** Where to point: at the found token, or, when that is on another line, just after the previous one. */
  readonly span: Span;
  spanOf(token: Token): Span;
}

export function placeOf(
  file: string,
  text: string,
  scan: Scan,
  { at, expected, itemStart }: SyntaxFailure,
): Place {
  const tokens = scan.tokens.filter((token) => token.kind !== "comment" || token.unclosed);
  const here = tokens.findIndex((token) => token.end > at);
  const found = tokens[here];
  const before = (found === undefined ? tokens : tokens.slice(0, here)).filter((t) => t.start >= itemStart);
  const previous = before.at(-1) ?? tokens[here - 1];
  const spanOf = (token: Token): Span => ({ file, start: token.start, end: token.end });
  const sameLine =
    found !== undefined && (previous === undefined || !text.slice(previous.end, at).includes("\n"));
  const after = previous?.end ?? at;
  return {
    text,
    at,
    expected,
    scan,
    before,
    previous,
    found,
    next: here === -1 ? undefined : tokens[here + 1],
    isEnd: found === undefined || beginsDeclaration(tokens, here),
    open: openBrackets(before),
    span: sameLine ? spanOf(found) : { file, start: after, end: after },
    spanOf,
  };
}

function openBrackets(tokens: readonly Token[]): readonly Token[] {
  const open: Token[] = [];
  for (const token of tokens) {
    if (token.kind === "open") open.push(token);
    if (token.kind === "close") open.pop();
  }
  return open;
}

export function describeToken(token: Token | undefined): string {
  if (token === undefined) return "the end of the text";
  return token.kind === "string" ? "a string" : `\`${shorten(token.text)}\``;
}

export function shorten(text: string): string {
  const characters = [...text];
  return characters.length > 30 ? `${characters.slice(0, 29).join("")}…` : text;
}

/** The entry of a table under a key that stands in the text. */
export function entry(table: Readonly<Record<string, string>>, key: string): string | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
