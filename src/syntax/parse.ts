/**
 * Text → AST.
 *
 * In: a file name and its text. Out: the tree and the problems. The tree is complete unless a problem is an
 * error; then it holds what could be read, so that later stages may still look at it.
 *
 * Several errors are found in one run: after one, reading goes on at the next declaration (recover.ts).
 * The parser recurses once per level of nesting; a RangeError from very deep text is left to the caller, who
 * runs again with a larger stack.
 */
import type { Diagnostic } from "../base/diagnostic.ts";
import type { Checked } from "../base/outcome.ts";
import type { Expr, Item, Program, TypeExpr } from "./ast.ts";
import { nodeBuilder } from "./build.ts";
import { commentsForOperands } from "./comment-operand.ts";
import { explainSyntaxError } from "./explain.ts";
import { type ParseOptions, type ParseOutcome, parse } from "./grammar.generated.js";
import { indentedAfterDefinition } from "./layout.ts";
import type { SyntaxFailure } from "./place.ts";
import { resumeAfter } from "./recover.ts";
import { type Scan, scan } from "./scan.ts";

/** After so many syntax errors the rest of a file is not read. */
const errorLimit = 50;

export function parseProgram(file: string, text: string): Checked<Program> {
  const reader = new Reader(file, text);
  const items: Item[] = [];
  let from = 0;
  for (let errors = 0; errors < errorLimit; errors += 1) {
    const outcome = reader.read("Program", from);
    // The start rule matches any number of items, none included, so it always gives a list.
    const read = outcome.peg$result as readonly Item[];
    for (const item of read) items.push(item);
    if (outcome.peg$success) break;
    // What looked complete may be the beginning of what is wrong: `2 x` reads as 2 and something.
    const failure = reader.failed(outcome, read.at(-1)?.span.start ?? from);
    const next = resumeAfter(reader.tokens(), failure);
    if (next === undefined) break;
    from = next;
  }
  const specializes = /\bspecialize\b/.test(text);
  const warnings = [...commentsForOperands(text, items), ...indentedAfterDefinition(text, items)];
  return { value: { file, specializes, items }, problems: reader.problems(warnings) };
}

export function parseExpression(file: string, text: string): Checked<Expr> {
  return parseWhole<Expr>(file, text, "WholeExpression", (span) => ({ kind: "tuple", items: [], span }));
}

/** A type as it stands in an annotation; also kinds and dimension expressions. */
export function parseType(file: string, text: string): Checked<TypeExpr> {
  return parseWhole<TypeExpr>(file, text, "WholeType", (span) => ({ kind: "type-product", items: [], span }));
}

/** Whether more text could make this a program: a prompt then asks for another line. */
export function isIncomplete(text: string): boolean {
  const reader = new Reader("", text);
  const outcome = reader.read("Program", 0);
  if (outcome.peg$success) return false;
  const { tokens } = reader.tokens();
  return tokens.some((token) => token.unclosed) || outcome.peg$maxFailPos >= (tokens.at(-1)?.end ?? 0);
}

function parseWhole<Node extends { readonly kind: string }>(
  file: string,
  text: string,
  startRule: ParseOptions["startRule"],
  nothing: (span: { file: string; start: number; end: number }) => Node,
): Checked<Node> {
  const reader = new Reader(file, text);
  const outcome = reader.read(startRule, 0);
  if (outcome.peg$success) return { value: outcome.peg$result as Node, problems: reader.problems() };
  reader.failed(outcome, 0);
  return { value: nothing({ file, start: 0, end: text.length }), problems: reader.problems() };
}

/** One text being read: it keeps the problems found so far, and the tokens once an error asked for them. */
class Reader {
  readonly #found: Diagnostic[] = [];
  readonly #file: string;
  readonly #text: string;
  #scan: Scan | undefined;

  constructor(file: string, text: string) {
    this.#file = file;
    this.#text = text;
  }

  read(startRule: ParseOptions["startRule"], from: number): ParseOutcome {
    return parse(this.#text, {
      startRule,
      grammarSource: this.#file,
      build: nodeBuilder(this.#file, this.#text, this.#found),
      peg$library: true,
      peg$currPos: from,
    });
  }

  /** Records the problem at which the parser stopped. */
  failed(outcome: ParseOutcome, itemStart: number): SyntaxFailure {
    const expected = new Set(outcome.peg$maxFailExpected.map(describe));
    const failure: SyntaxFailure = { at: outcome.peg$maxFailPos, expected, itemStart };
    this.#found.push(explainSyntaxError(this.#file, this.#text, this.tokens(), failure));
    return failure;
  }

  tokens(): Scan {
    this.#scan ??= scan(this.#text);
    return this.#scan;
  }

  /** In order of place, each once; within parentheses a line that continues is meant to. */
  problems(others: readonly Diagnostic[] = []): readonly Diagnostic[] {
    const seen = new Set<string>();
    return [...this.#found, ...others]
      .filter((d) => {
        const key = `${d.code} ${d.primary.span.start}`;
        if (seen.has(key)) return false;
        seen.add(key);
        return d.code !== "KL0018" || !this.tokens().isInParentheses(d.primary.span.start);
      })
      .sort((a, b) => a.primary.span.start - b.primary.span.start);
  }
}

function describe(expectation: ParseOutcome["peg$maxFailExpected"][number]): string {
  switch (expectation.type) {
    case "literal":
      return expectation.text;
    case "other":
      return expectation.description;
    default:
      return "";
  }
}
