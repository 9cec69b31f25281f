/**
 * A place where the parser stopped → one diagnostic in words.
 *
 * In: the offset, what the grammar could have taken there, and the rough tokens around. Out: what was found, what
 * was expected, and for the mistakes people make (mistakes.ts) what to write instead.
 */
import { type Diagnostic, error } from "../base/diagnostic.ts";
import type { Span } from "../base/span.ts";
import { mistakes } from "./mistakes.ts";
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

export function explainSyntaxError(
  file: string,
  text: string,
  scan: Scan,
  failure: SyntaxFailure,
): Diagnostic {
  const place = placeOf(file, text, scan, failure);
  for (const mistake of mistakes) {
    const diagnostic = mistake(place);
    if (diagnostic !== undefined) return diagnostic;
  }
  return unexpected(place);
}

function placeOf(file: string, text: string, scan: Scan, { at, expected, itemStart }: SyntaxFailure): Place {
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

/** No known mistake: what was expected and what was found. */
function unexpected(place: Place): Diagnostic {
  const { found, previous, expected, span } = place;
  const wanted = inWords(expected);
  if (place.isEnd) {
    const after = previous === undefined ? "" : ` after \`${shorten(previous.text)}\``;
    return error("KL0019", `${wanted} is missing${after}`, span, {
      label: found === undefined ? "the text ends here" : "the next declaration begins below",
    });
  }
  return error("KL0001", `expected ${wanted}, found ${describeToken(found)}`, span);
}

export function describeToken(token: Token | undefined): string {
  if (token === undefined) return "the end of the text";
  return token.kind === "string" ? "a string" : `\`${shorten(token.text)}\``;
}

function shorten(text: string): string {
  const characters = [...text];
  return characters.length > 30 ? `${characters.slice(0, 29).join("")}…` : text;
}

// ---- what was expected -----------------------------------------------------------------------------------

const declarationWords = [
  "import",
  "define",
  "data",
  "type",
  "operation",
  "structure",
  "implements",
  "example",
];
/** Names of grammar rules that are said in messages, the larger before what they include. */
const sayable = ["an expression", "a type", "a pattern", "a name", "a string", "a number"];
/** Never said: they may stand almost anywhere. */
const unsaid = new Set(["", "a new line", "the end of the number", "@", ";", "!", "∀", "forall"]);

/** The expectations as a phrase: "`,` or `)`", "an expression". */
function inWords(expected: ReadonlySet<string>): string {
  const noun = sayable.find((name) => expected.has(name));
  const isOperatorPlace = expected.has("an operator");
  const isItemPlace = expected.has("define") && expected.has("data");
  const literals = [...expected].filter(
    (name) =>
      !unsaid.has(name) &&
      !sayable.includes(name) &&
      name !== "an operator" &&
      !declarationWords.includes(name) &&
      // After an operand or an annotation these only begin something optional.
      !(isOperatorPlace && ["(", "[", ".", ":", "=", "|", "^"].includes(name)) &&
      !(isItemPlace && name === "("),
  );
  const said = [
    ...literals
      .filter((name) => noun !== "an expression" || ![..."([{"].includes(name))
      .map((name) => `\`${name}\``),
    ...(noun === undefined ? [] : [noun]),
    ...(isItemPlace ? ["a declaration"] : []),
    ...(isOperatorPlace && literals.length === 0 && !isItemPlace ? ["an operator"] : []),
  ];
  if (said.length <= 1) return said[0] ?? "something else";
  return `${said.slice(0, -1).join(", ")} or ${said.at(-1)}`;
}
