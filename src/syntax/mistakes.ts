/**
 * The mistakes people make, each with what to write instead. A description reads the place where the parser
 * stopped and answers only if it recognises the mistake; the first answer counts, so the certain ones stand first.
 */
import { type Diagnostic, error } from "../base/diagnostic.ts";
import { describeToken, type Place } from "./explain.ts";
import { operationOf } from "./operators.ts";
import type { Token } from "./scan.ts";

type Mistake = (place: Place) => Diagnostic | undefined;

// ---- text that is not of the language --------------------------------------------------------------------

function unclosedText({ scan, at, spanOf }: Place): Diagnostic | undefined {
  const token = scan.tokens.find((t) => t.unclosed && t.start <= at + 1);
  if (token === undefined) return undefined;
  const span = { ...spanOf(token), end: token.start + (token.kind === "string" ? 1 : 2) };
  return token.kind === "string"
    ? error("KL0003", "this string is not closed", span, { label: "it begins here", hint: 'end it with `"`' })
    : error("KL0004", "this comment is not closed", span, {
        label: "it begins here",
        hint: "end it with `*/`",
      });
}

function quoteOrPrime({ found, previous, spanOf }: Place): Diagnostic | undefined {
  if (found === undefined) return undefined;
  if (/^[“”„]$/.test(found.text)) {
    return error("KL0015", "strings are written with straight quotes", spanOf(found), { hint: 'write "…"' });
  }
  if (!/^['’‘′″‴⁺⁻⁎˟]$/.test(found.text)) return undefined;
  if (previous?.end === found.start && (previous.kind === "word" || previous.text === ")")) {
    return error("KL0015", `a name cannot carry \`${found.text}\``, spanOf(found), {
      hint: `write a name of letters, digits and subscripts, such as ${previous.kind === "word" ? previous.text : "x"}_1`,
    });
  }
  return error("KL0015", `\`${found.text}\` does not begin a string`, spanOf(found), {
    hint: 'strings stand in double quotes: "…"',
  });
}

function foreignComment({ text, found, at, spanOf, span }: Place): Diagnostic | undefined {
  const hint = "comments begin with `//`, or stand between `/*` and `*/`";
  if (found?.text === "#") return error("KL0014", "`#` does not begin a comment", spanOf(found), { hint });
  const lineStart = text.lastIndexOf("\n", at - 1) + 1;
  const dashes = /(?:^|\s)--(?=\s|-)/.exec(text.slice(lineStart, at));
  if (found === undefined || dashes === null) return undefined;
  const start = lineStart + dashes.index + dashes[0].length - 2;
  return error(
    "KL0014",
    "`--` does not begin a comment",
    { file: span.file, start, end: start + 2 },
    { hint },
  );
}

// ---- numbers ---------------------------------------------------------------------------------------------

function malformedNumber(place: Place): Diagnostic | undefined {
  const { found, previous, next, expected, at, text, spanOf } = place;
  if (found?.text === "." && next?.kind === "number" && next.start === found.end) {
    const span = { ...spanOf(found), end: next.end };
    return error("KL0013", "a number does not begin with a point", span, { hint: `write 0.${next.text}` });
  }
  if (previous?.kind !== "number" || previous.end !== at || found === undefined) return undefined;
  const span = { ...spanOf(previous), end: found.end };
  if (found.text === ".") {
    return error("KL0013", "a digit must follow the point of a number", span, {
      hint: `write ${previous.text}.0`,
    });
  }
  if (!expected.has("the end of the number")) return undefined;
  const raised = /^[⁰¹²³⁴-⁹]+/.exec(text.slice(at))?.[0];
  const written =
    raised === undefined
      ? `${previous.text} * ${found.text}`
      : `${previous.text}^${raised.normalize("NFKC")}`;
  return error("KL0013", `\`${text.slice(previous.start, found.end)}\` is not a number`, span, {
    hint: raised === undefined ? "a product needs its sign" : "a power needs its `^`",
    fix: { span, replacement: written, description: `write ${written}` },
  });
}

// ---- operators -------------------------------------------------------------------------------------------

/** What stands for operators that other languages have. */
const substitutes: Readonly<Record<string, string>> = {
  "=>": "implication is `→`, or implies(a, b)",
  "->": "implication is `→`, or implies(a, b); in types `->` is the function arrow",
  "<=>": "equivalence is `↔`, or iff(a, b)",
  "**": "a power is `a ^ b`",
  "%": "the remainder is mod(a, b)",
  "÷": "division is `a / b`",
  "&": "the conjunction is `∧`, or `and`",
  "|": "the disjunction is `∨`, or `or`",
  "~": "the negation is `¬`, or `not`",
  "≈": "compare with a tolerance: abs(a - b) < 1e-9",
  "≡": "equality is `=`",
  "∉": "write ¬(x ∈ s)",
  "⊂": "write subset(a, b)",
  "?": "a choice is `if c then a else b`",
  "↦": "a function is `λ x . body`",
  "∞": "there is no infinite literal; 1e308 * 10 is infinite",
};

function foreignOperator({ found, expected, span, at, previous, before }: Place): Diagnostic | undefined {
  if (found?.kind !== "symbol") return undefined;
  if (expected.has(".") && !expected.has("an operator")) return undefined;
  const substitute = substitutes[found.text];
  if (substitute !== undefined && (expected.has("an operator") || found.start < at || found.text === "∞")) {
    return error("KL0016", `\`${found.text}\` is not an operator of expressions`, span, { hint: substitute });
  }
  if (found.text !== "=" || previous?.text !== ":" || !expected.has("a type")) return undefined;
  const isDefine = before.some((t) => t.text === "define");
  return error("KL0016", "`:=` is not an operator", span, {
    hint: isDefine ? "a definition is written with `=` alone" : "a name is defined by `define name = value`",
  });
}

/** Symbols with a place in the grammar besides the operators. */
const grammarSymbols = new Set([...'|:;,.=@"∀∃→×_', "=>", "->"]);

function unknownSymbol({ found, spanOf }: Place): Diagnostic | undefined {
  if (found?.kind !== "symbol" || operationOf(found.text) !== undefined || grammarSymbols.has(found.text)) {
    return undefined;
  }
  return error("KL0002", `\`${found.text}\` means nothing here`, spanOf(found));
}

/** A lambda or a quantifier without the dot before its body. */
function missingDot({ found, expected, before, span }: Place): Diagnostic | undefined {
  if (!expected.has(".") || expected.has("an operator") || found === undefined) return undefined;
  const binder = before.findLast((t) => /^(?:λ.*|lambda|∀|forall|∃|exists)$/u.test(t.text));
  return error("KL0001", `expected \`.\` before the body, found ${describeToken(found)}`, span, {
    hint: /^(?:λ|lambda)/u.test(binder?.text ?? "")
      ? "a function is `λ x y . body`"
      : "a quantified formula is `∀(x : T). body`",
  });
}

// ---- brackets and commas ---------------------------------------------------------------------------------

const closers: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" };

function trailingComma({ found, previous, spanOf }: Place): Diagnostic | undefined {
  if (previous?.text !== "," || found?.kind !== "close") return undefined;
  return error("KL0011", `a comma stands before \`${found.text}\``, spanOf(previous), {
    label: "nothing follows it",
    fix: { span: spanOf(previous), replacement: "", description: "remove the comma" },
  });
}

function leadingBar({ found, previous, before, spanOf }: Place): Diagnostic | undefined {
  if (found?.text !== "|") return undefined;
  const isData = previous?.text === "=" && before.some((t) => t.text === "data");
  if (!isData && previous?.text !== "{") return undefined;
  return error("KL0012", "no `|` stands before the first alternative", spanOf(found), {
    hint: "`|` separates alternatives: A | B | C",
    fix: { span: spanOf(found), replacement: "", description: "remove the `|`" },
  });
}

function strayCloser({ found, open, spanOf }: Place): Diagnostic | undefined {
  if (found?.kind !== "close") return undefined;
  const opener = open.at(-1);
  if (opener === undefined) {
    return error("KL0006", `this \`${found.text}\` closes nothing`, spanOf(found));
  }
  const closer = closers[opener.text] ?? "";
  if (closer === found.text) return undefined;
  return error("KL0005", `\`${found.text}\` does not close \`${opener.text}\``, spanOf(found), {
    label: `expected \`${closer}\``,
    related: [{ span: spanOf(opener), message: "opened here" }],
  });
}

/** An operand is complete, the text or the item ends, and a bracket is still open. */
function unclosedBracket(place: Place): Diagnostic | undefined {
  const { expected, open, spanOf, span, isEnd } = place;
  const opener = open.at(-1);
  if (!isEnd || opener === undefined) return undefined;
  const closer = closers[opener.text] ?? "";
  if (!expected.has(closer)) return undefined;
  return error("KL0005", `this \`${opener.text}\` is not closed`, spanOf(opener), {
    label: "opened here",
    related: [{ span, message: `expected \`${closer}\`` }],
  });
}

// ---- constructs ------------------------------------------------------------------------------------------

/** `if … then …` and `let … =` that stop before their next word. */
function unfinishedConstruct(place: Place): Diagnostic | undefined {
  const { text, expected, found, isEnd, before, span, spanOf } = place;
  const stops =
    isEnd || found?.first || found?.kind === "close" || found?.text === "," || found?.text === ";";
  if (!stops) return undefined;
  for (const [word, opener] of [
    ["else", "if"],
    ["then", "if"],
    ["in", "let"],
  ] as const) {
    if (!expected.has(word)) continue;
    const start = unfinished(before, opener, word);
    const related = start === undefined ? [] : [{ span: spanOf(start), message: `this \`${opener}\`` }];
    const isTopLevelLet =
      opener === "let" && start !== undefined && (start.start === 0 || text[start.start - 1] === "\n");
    return error(word === "else" ? "KL0008" : "KL0009", `this \`${opener}\` has no \`${word}\``, span, {
      label: `\`${word}\` is missing here`,
      related,
      hint:
        found?.text === "," && word === "in"
          ? "each name has its own `let … in`"
          : hintFor(word, isTopLevelLet),
    });
  }
  return undefined;
}

function hintFor(word: "else" | "then" | "in", isTopLevelLet: boolean): string {
  if (isTopLevelLet) return "outside examples a name is defined by `define name = value`";
  return word === "in" ? "let name = value in body" : "if condition then value else value";
}

/** The last `opener` that no `word` of its own follows. */
function unfinished(tokens: readonly Token[], opener: string, word: string): Token | undefined {
  let complete = 0;
  for (const token of [...tokens].reverse()) {
    if (token.text === word) complete += 1;
    if (token.text !== opener) continue;
    if (complete === 0) return token;
    complete -= 1;
  }
  return undefined;
}

function negativePattern({ found, expected, span }: Place): Diagnostic | undefined {
  if (found?.text !== "-" || !expected.has("a pattern")) return undefined;
  return error("KL0001", "a pattern cannot be a negative number", span, {
    hint: "use a guard: n if n = -1 => …",
  });
}

function matchWith({ found, expected, span }: Place): Diagnostic | undefined {
  if (
    !expected.has("{") ||
    !expected.has("an operator") ||
    (found?.text !== "with" && found?.text !== "of")
  ) {
    return undefined;
  }
  return error("KL0001", `\`match\` has no \`${found.text}\``, span, {
    hint: "its cases stand in braces: match e { pattern => value | pattern => value }",
  });
}

const foreignWords: Readonly<Record<string, string>> = {
  def: "a definition is `define f(x) = value`",
  fn: "a definition is `define f(x) = value`, a function value `λ x . value`",
  fun: "a definition is `define f(x) = value`, a function value `λ x . value`",
  func: "a definition is `define f(x) = value`",
  function: "a definition is `define f(x) = value`",
  val: "a definition is `define name = value`",
  var: "a definition is `define name = value`",
  const: "a definition is `define name = value`",
  class: "a type is declared by `data`, an interface by `structure`",
  struct: "a type is declared by `data Name = Name(field : T)`",
  enum: "a type is declared by `data Name = A | B`",
  return: "a body is an expression: its value is the result",
  for: "iterate with list_map, list_fold or recursion",
  while: "iterate with list_fold or recursion",
  elif: "write `else if`",
  verify: "outside `implements` a claim is checked by `assert` in an example",
  notation: "there is no `notation`",
};

function foreignConstruct({ found, previous, expected, spanOf }: Place): Diagnostic | undefined {
  if (!expected.has("an operator")) return undefined;
  const word = [previous, found].find((t) => t?.kind === "word" && substituteFor(t) !== undefined);
  if (word === undefined || (word === previous && found?.kind !== "word")) return undefined;
  return error("KL0020", `\`${word.text}\` is not a word of the language`, spanOf(word), {
    hint: substituteFor(word) ?? "",
  });
}

function substituteFor(token: Token): string | undefined {
  return Object.hasOwn(foreignWords, token.text) ? foreignWords[token.text] : undefined;
}

/** An operand directly after an operand: a forgotten operator, comma or pair of parentheses. */
function juxtaposition(place: Place): Diagnostic | undefined {
  const { found, previous, expected, open, spanOf } = place;
  if (!expected.has("an operator") || found === undefined || previous === undefined || place.isEnd)
    return undefined;
  const beginsOperand =
    found.kind === "word" || found.kind === "number" || found.kind === "string" || found.text === "(";
  if (!beginsOperand) return undefined;
  const inList = open.at(-1) !== undefined && open.at(-1)?.text !== "{";
  const right = found.text === "(" ? "(…)" : found.text;
  const argument = found.text === "(" ? "…" : found.text;
  const call = previous.kind === "word" ? `, a call ${previous.text}(${argument})` : "";
  return error(
    "KL0010",
    `${describeToken(found)} follows ${describeToken(previous)} without an operator`,
    spanOf(found),
    {
      related: [{ span: spanOf(previous), message: "" }],
      hint: inList
        ? "put a comma or an operator between them"
        : `a product is ${previous.text} * ${right}${call}`,
    },
  );
}

/** `import` and `example` are names unless a string follows. */
function missingString({ found, previous, expected, span }: Place): Diagnostic | undefined {
  const needs = previous?.first && (previous.text === "import" || previous.text === "example");
  if (!needs || found?.kind !== "word" || !expected.has("an operator")) return undefined;
  return error(
    "KL0001",
    `expected a string after \`${previous.text}\`, found ${describeToken(found)}`,
    span,
    {
      hint: previous.text === "import" ? 'import "path.kleis"' : 'example "name" { … }',
    },
  );
}

export const mistakes: readonly Mistake[] = [
  unclosedText,
  quoteOrPrime,
  foreignComment,
  malformedNumber,
  missingDot,
  trailingComma,
  leadingBar,
  matchWith,
  missingString,
  foreignConstruct,
  foreignOperator,
  negativePattern,
  strayCloser,
  unfinishedConstruct,
  unclosedBracket,
  juxtaposition,
  unknownSymbol,
];
