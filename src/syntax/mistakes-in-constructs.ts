/** Mistakes in how it is put together: brackets, missing words, and the constructs of other languages. */
import { type Diagnostic, error } from "../base/diagnostic.ts";
import { describeToken, entry, type Place } from "./place.ts";
import type { Token } from "./scan.ts";

// ---- brackets and commas ---------------------------------------------------------------------------------

const closers: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" };

export function trailingComma({ found, previous, spanOf }: Place): Diagnostic | undefined {
  if (previous?.text !== "," || found?.kind !== "close") return undefined;
  return error("KL0011", `a comma stands before \`${found.text}\``, spanOf(previous), {
    label: "nothing follows it",
    fix: { span: spanOf(previous), replacement: "", description: "remove the comma" },
  });
}

export function leadingBar({ found, previous, before, spanOf }: Place): Diagnostic | undefined {
  if (found?.text !== "|") return undefined;
  const isData = previous?.text === "=" && before.some((t) => t.text === "data");
  if (!isData && previous?.text !== "{") return undefined;
  return error("KL0012", "no `|` stands before the first alternative", spanOf(found), {
    hint: "`|` separates alternatives: A | B | C",
    fix: { span: spanOf(found), replacement: "", description: "remove the `|`" },
  });
}

export function strayCloser({ found, open, spanOf }: Place): Diagnostic | undefined {
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
export function unclosedBracket(place: Place): Diagnostic | undefined {
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

/** A lambda or a quantifier without the dot before its body. */
export function missingDot({ found, expected, before, span }: Place): Diagnostic | undefined {
  if (!expected.has(".") || expected.has("an operator") || found === undefined) return undefined;
  const binder = before.findLast((t) => /^(?:λ.*|lambda|∀|forall|∃|exists)$/u.test(t.text));
  return error("KL0001", `expected \`.\` before the body, found ${describeToken(found)}`, span, {
    hint: /^(?:λ|lambda)/u.test(binder?.text ?? "")
      ? "a function is `λ x y . body`"
      : "a quantified formula is `∀(x : T). body`",
  });
}

// ---- constructs ------------------------------------------------------------------------------------------

/** `if … then …` and `let … =` that stop before their next word. */
export function unfinishedConstruct(place: Place): Diagnostic | undefined {
  const { text, expected, found, isEnd, before, span, spanOf } = place;
  const stops =
    isEnd || found?.first || found?.kind === "close" || found?.text === "," || found?.text === ";";
  if (!stops) return undefined;
  for (const [word, opener] of [
    ["else", "if"],
    ["then", "if"],
    ["in", "let"],
  ] as const) {
    // Where a block may end too, the statement before is complete: its `in` is optional.
    if (!expected.has(word) || (word === "in" && expected.has("}"))) continue;
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
          : !isTopLevelLet && word === "in" && takesApart(before, start)
            ? "a let without `in` binds one name: let parts = value, then let first = nth(parts, 0)"
            : hintFor(word, isTopLevelLet, isCalled(before, start)),
    });
  }
  return undefined;
}

function hintFor(word: "else" | "then" | "in", isTopLevelLet: boolean, isFunction: boolean): string {
  if (isTopLevelLet && isFunction) return "a function is defined by `define f(x) = value`";
  if (isTopLevelLet) return "outside examples a name is defined by `define name = value`";
  return word === "in" ? "let name = value in body" : "if condition then value else value";
}

/** `let [a, b] = …`: its names hold in a body. */
function takesApart(before: readonly Token[], opener: Token | undefined): boolean {
  const next = opener === undefined ? undefined : before[before.indexOf(opener) + 1]?.text;
  return next === "[" || next === "(";
}

/** `let f(x)`: a name with parentheses directly after it. */
function isCalled(before: readonly Token[], opener: Token | undefined): boolean {
  const at = opener === undefined ? -1 : before.indexOf(opener);
  return at !== -1 && before[at + 2]?.text === "(" && before[at + 1]?.end === before[at + 2]?.start;
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

export function negativePattern({ found, expected, span }: Place): Diagnostic | undefined {
  if (found?.text !== "-" || !expected.has("a pattern")) return undefined;
  return error("KL0001", "a pattern cannot be a negative number", span, {
    hint: "use a guard: n if n = -1 => …",
  });
}

/** `f (a, b) => …`: the pattern of a case was read as the arguments of the name before it. */
export function swallowedCase({ found, previous, open, scan, span }: Place): Diagnostic | undefined {
  if (found?.text !== "=>" || previous?.text !== ")" || open.at(-1)?.text !== "{") return undefined;
  const opener = scan.partner.get(previous.start);
  if (opener === undefined) return undefined;
  return error("KL0001", "this case was read as arguments of the name before it", span, {
    related: [{ span: { ...span, start: opener.start, end: opener.end }, message: "a case begins here" }],
    hint: "put `|` before a case whose pattern begins with a parenthesis",
  });
}

export function caseArrow({ found, expected, span }: Place): Diagnostic | undefined {
  if (!expected.has("=>") || expected.has("an operator") || !/^(?:->|→|:|=|↦)$/.test(found?.text ?? ""))
    return undefined;
  return error("KL0001", `expected \`=>\` after the pattern, found ${describeToken(found)}`, span, {
    hint: "a case is `pattern => value`",
  });
}

/** Braces where other languages have blocks, and `x_{1}`. */
export function foreignBrace({
  text,
  found,
  previous,
  before,
  expected,
  scan,
  spanOf,
}: Place): Diagnostic | undefined {
  if (found?.text !== "{" || expected.has("{")) return undefined;
  const end = text.indexOf("}", found.end);
  const enclosed = end === -1 || scan.open.includes(found) ? "" : text.slice(found.end, end);
  return error("KL0001", "a `{` cannot stand here", spanOf(found), {
    hint: insteadOfBrace(found, previous, before) ?? insteadOfBraces(enclosed),
  });
}

/** Elements of a set, or keys with their values. */
function insteadOfBraces(enclosed: string): string {
  if (/^\s*(?:"[^"]*"|[\p{L}\p{N}_]+)\s*:/u.test(enclosed)) return 'a map is map_from([("a", 1), ("b", 2)])';
  return /^[^;=(]*,[^;=]*$/.test(enclosed)
    ? `a set is set_of([${enclosed.trim()}])`
    : "a body is an expression; braces enclose cases, examples and members of structures";
}

function insteadOfBrace(
  found: Token,
  previous: Token | undefined,
  before: readonly Token[],
): string | undefined {
  if (previous?.text.endsWith("_") && previous.end === found.start)
    return "a subscript is part of the name: x_1, or x₁";
  if (previous?.text === "^") return "parentheses enclose an exponent: x^(n + 1)";
  const [word, name] = before;
  if (word?.text === "data" && previous === name && name !== undefined)
    return `a type with fields is declared by data ${name.text} = ${name.text}(field : T)`;
  if (word?.text === "type" && previous?.text === "=" && name !== undefined)
    return `a type with fields is declared by data ${name.text} = ${name.text}(field : T)`;
  if (previous?.text === "try") return "what may fail gives an Option, Some(x) or None";
  if (unfinished(before, "if", "then") !== undefined)
    return "a choice is `if condition then value else value`";
  return undefined;
}

export function parameters({ found, expected, before, open, span }: Place): Diagnostic | undefined {
  if (found === undefined || !expected.has(":") || expected.has("an operator")) return undefined;
  const opener = open.at(-1);
  const owner = before[opener === undefined ? -1 : before.indexOf(opener) - 1];
  if (opener?.text === "(" && /^(?:λ|lambda)$/.test(owner?.text ?? "")) {
    return error("KL0001", `expected \`:\`, found ${describeToken(found)}`, span, {
      hint:
        found.text === ","
          ? "a function of two arguments is `λ x y . body`; a pair is taken apart in the body: λ p . let (x, y) = p in …"
          : "a function is `λ x y . body`; a parameter with a type is (x : T)",
    });
  }
  const [word, name] = before.slice(-2);
  if (word?.text !== "define" || name?.kind !== "word" || found.kind !== "word") return undefined;
  return error("KL0001", `expected \`(\` or \`=\`, found ${describeToken(found)}`, span, {
    hint: `parameters stand in parentheses: define ${name.text}(${found.text}) = …`,
  });
}

export function matchWith({ found, expected, span }: Place): Diagnostic | undefined {
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
  case: "cases are `match x { pattern => value | pattern => value }`",
  end: "nothing ends with `end`: a body is an expression",
  begin: "nothing begins with `begin`: a body is an expression",
  using: 'a file is brought in by `import "path.kleis"`',
  include: 'a file is brought in by `import "path.kleis"`',
  div: "division without remainder is int_div(a, b)",
  where: "a local name is `let name = value in body`",
  mod: "the remainder is mod(a, b)",
  in: 'of a set it is x ∈ s, of a list member(x, xs), of import "stdlib/lists.kleis"',
  do: "there are no statements: a body is an expression, and let name = value in … names a part of it",
  switch: "cases are `match x { pattern => value | pattern => value }`",
  unless: "a choice is `if condition then value else value`",
  try: "what may fail gives an Option, Some(x) or None, and `match` takes it apart",
  raise: "what may fail gives an Option, Some(x) or None",
  throw: "what may fail gives an Option, Some(x) or None",
  record: "a type is declared by `data Name = Name(field : T)`",
  trait: "what types may offer is declared by `structure Name(T) { operation f : T → T }`",
  interface: "what types may offer is declared by `structure Name(T) { operation f : T → T }`",
  instance: "what a type offers is told by `implements Name(T) { operation f(x) = … }`",
  module: 'a file is a module: `import "path.kleis"` brings it in',
  namespace: 'a file is a module: `import "path.kleis"` brings it in',
  package: 'a file is a module: `import "path.kleis"` brings it in',
  from: 'a file is brought in by `import "path.kleis"`',
  load: 'a file is brought in by `import "path.kleis"`, its text read by readFile("path")',
  global: "definitions are known everywhere in a file",
  print: 'a value is printed by out(x), a text with values by out(format("x = {}", x))',
  test: 'a test is `example "name" { assert(claim) }`',
  if: "a choice is `if condition then value else value`",
  verify: "outside `implements` a claim is checked by `assert` in an example",
  notation: "there is no `notation`",
};

export function foreignConstruct({ found, previous, expected, spanOf }: Place): Diagnostic | undefined {
  if (!expected.has("an operator")) return undefined;
  const word = [previous, found].find((t) => t?.kind === "word" && entry(foreignWords, t.text) !== undefined);
  if (word === undefined || (word === previous && !/^(?:word|number|string)$/.test(found?.kind ?? "")))
    return undefined;
  return error("KL0020", `\`${word.text}\` does not work like this`, spanOf(word), {
    hint: entry(foreignWords, word.text) ?? "",
  });
}

/** An operand directly after an operand: a forgotten operator, comma or pair of parentheses. */
export function juxtaposition(place: Place): Diagnostic | undefined {
  const { found, previous, expected, open, spanOf } = place;
  if (!expected.has("an operator") || found === undefined || previous === undefined || place.isEnd)
    return undefined;
  const beginsOperand =
    found.kind === "word" || found.kind === "number" || found.kind === "string" || /^[([]$/.test(found.text);
  if (!beginsOperand) return undefined;
  const unclosed = neverClosed(place);
  if (unclosed !== undefined) return unclosed;
  const inList = open.at(-1) !== undefined && open.at(-1)?.text !== "{";
  const isCall = found.kind === "word" && place.next?.text === "(";
  const isBracket = found.kind === "open";
  const right = isBracket ? (found.text === "(" ? "(…)" : "[…]") : isCall ? `${found.text}(…)` : found.text;
  const argument = found.text === "(" ? "…" : right;
  return error(
    "KL0010",
    `${describeToken(found)} follows ${describeToken(previous)} without an operator`,
    spanOf(found),
    {
      related: [{ span: spanOf(previous), message: "" }],
      hint:
        anotherNotation(place) ??
        (inList ? "put a comma or an operator between them" : separation(previous, right, argument)),
    },
  );
}

/** The next line begins, and a bracket before it is never closed. */
function neverClosed({ found, previous, expected, open, scan, spanOf }: Place): Diagnostic | undefined {
  const opener = open.at(-1);
  if (opener === undefined || found?.first !== true || !scan.open.includes(opener)) return undefined;
  const closer = closers[opener.text] ?? "";
  if (previous === undefined || !expected.has(closer)) return undefined;
  return error("KL0005", `this \`${opener.text}\` is not closed`, spanOf(opener), {
    label: "opened here",
    related: [{ span: { ...spanOf(previous), start: previous.end }, message: `expected \`${closer}\`` }],
  });
}

/** What is meant where other languages need no parentheses. */
function anotherNotation({ text, found, previous, before, open }: Place): string | undefined {
  if (found === undefined || previous === undefined) return undefined;
  if (unfinished(before, "if", "then") !== undefined && before.at(-2)?.text === ":")
    return "a choice is `if condition then value else value`";
  const list = open.at(-1);
  if (list?.text === "[" && /^[^\]]*;/.test(text.slice(list.end)))
    return "a matrix is matrix([[1, 2], [3, 4]]), or Matrix(2, 2, [1, 2, 3, 4])";
  if (previous.text === "define") return "a name begins with a letter: `define x = value`";
  if (previous.text === "!") return "the negation is `¬`, or `not`";
  if (found.text === "[" && previous.kind === "word" && open.length === 0)
    return `a call is ${previous.text}([…]); a position follows its list directly: ${previous.text}[…]`;
  if (/^(?::|→|->|×)$/.test(before.at(-2)?.text ?? ""))
    return `the arguments of a type stand in parentheses: ${previous.text}(${found.text})`;
  if (previous.text === "assert") return "write assert(claim)";
  if (found.kind === "string" && previous.kind === "word" && previous.end === found.start)
    return 'values are put into a text by format("x = {}", x)';
  const head = /^([\p{L}\p{N}_ ]+)=(?![=>])/u.exec(text.slice(found.start));
  if (head === null || previous.kind !== "word" || !previous.first || open.length > 0) return undefined;
  return `a definition is define ${previous.text}(${(head[1] ?? "").trim().replaceAll(/ +/g, ", ")}) = …`;
}

function separation(previous: Token, right: string, argument: string): string {
  switch (previous.kind) {
    case "word":
      return `a product is ${previous.text} * ${right}, a call ${previous.text}(${argument})`;
    case "number":
      return `a product is ${previous.text} * ${right}`;
    default:
      return "a product needs its sign, a new expression a line of its own or a `;` before it";
  }
}

/** `import` and `example` are names unless a string follows. */
export function missingString({ found, previous, expected, span }: Place): Diagnostic | undefined {
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
