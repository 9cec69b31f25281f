/** The interface of the parser that scripts/build-grammar.js makes of grammar.peggy. */
import type { NodeBuilder } from "./build.ts";

export interface ParseOptions {
  readonly startRule: "Program" | "WholeExpression" | "WholeType";
  /** The file name that spans carry. */
  readonly grammarSource: string;
  readonly build: NodeBuilder;
  /** Report the outcome instead of throwing. */
  readonly peg$library: true;
  /** Offset to start at. */
  readonly peg$currPos: number;
}

export type Expectation =
  | { readonly type: "literal"; readonly text: string }
  | { readonly type: "other"; readonly description: string }
  | { readonly type: "class" | "any" | "end" };

export interface ParseOutcome {
  /** What the start rule gave; meaningless unless `peg$currPos` moved. */
  readonly peg$result: unknown;
  readonly peg$FAILED: unknown;
  /** Where the start rule stopped. */
  readonly peg$currPos: number;
  /** The farthest place where something else was expected, and what. */
  readonly peg$maxFailPos: number;
  readonly peg$maxFailExpected: readonly Expectation[];
  readonly peg$success: boolean;
}

export function parse(text: string, options: ParseOptions): ParseOutcome;
