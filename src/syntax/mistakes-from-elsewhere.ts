/** Mistakes that other notations teach: their operators, their patterns, their heads of definitions and types. */
import { type Diagnostic, error } from "../base/diagnostic.ts";
import { describeToken, type Place } from "./place.ts";
import type { Token } from "./scan.ts";

// ---- operators of several characters ---------------------------------------------------------------------

/** What stands for operators whose first characters mean something here. */
const sequences: Readonly<Record<string, string>> = {
  "++": "lists are joined by list_concat(xs, ys), texts by concat(a, b)",
  "<>": "different is `a ≠ b`, or `a != b`",
  "~=": "different is `a ≠ b`, or `a != b`",
  "/=": "different is `a ≠ b`, or `a != b`; names keep their values",
  "+=": "names keep their values: `let y = x + 1 in …` gives the new one a name",
  "-=": "names keep their values: `let y = x - 1 in …` gives the new one a name",
  "*=": "names keep their values: `let y = 2 * x in …` gives the new one a name",
  "|>": "a function is applied by f(x)",
  "<|": "a function is applied by f(x)",
  "::": "a type stands after one colon: `define f(x : ℤ) : ℤ = …`; the list of a first element and a rest is Cons(x, xs)",
  ".*": 'entries are multiplied by zip_with(λ a b . a * b, xs, ys), of import "stdlib/lists.kleis"',
  "./": 'entries are divided by zip_with(λ a b . a / b, xs, ys), of import "stdlib/lists.kleis"',
  ".^": "a power of every entry is list_map(λ a . a^2, xs)",
  ".+": "`+` goes entry by entry; a number is added to each by list_map(λ a . a + 1, xs)",
  ".-": "`-` goes entry by entry; a number is taken from each by list_map(λ a . a - 1, xs)",
  "..": "a range is range(from, end)",
};

/** The parser stops within such an operator, or before it. */
export function foreignSequence(place: Place): Diagnostic | undefined {
  const { found, expected, scan, spanOf } = place;
  if (found?.kind !== "symbol" || isPatternPlace(place) || expected.has("=>")) return undefined;
  const run = adjacentSymbols(scan.tokens, found);
  for (const [i, first] of run.entries()) {
    const second = run[i + 1];
    if (second === undefined || (first !== found && second !== found)) continue;
    const written = first.text + second.text;
    const hint = Object.hasOwn(sequences, written) ? sequences[written] : undefined;
    if (hint === undefined) continue;
    const span = { ...spanOf(first), end: second.end };
    return error("KL0016", `\`${written}\` is not an operator`, span, { hint });
  }
  return undefined;
}

/** The symbols that stand side by side with a token. */
function adjacentSymbols(tokens: readonly Token[], token: Token): readonly Token[] {
  const at = tokens.indexOf(token);
  const isPart = (i: number): boolean => tokens[i]?.kind === "symbol";
  let [first, last] = [at, at];
  while (isPart(first - 1) && tokens[first - 1]?.end === tokens[first]?.start) first -= 1;
  while (isPart(last + 1) && tokens[last + 1]?.start === tokens[last]?.end) last += 1;
  return tokens.slice(first, last + 1);
}

/** `A @ B`: an at sign that begins no line is read as the mark of an annotation. */
export function atSign({ before, found, spanOf }: Place): Diagnostic | undefined {
  const mark = before.slice(-2).find((token) => token.text === "@");
  if (mark === undefined || mark.first || mark === before[0] || found === undefined) return undefined;
  return error("KL0016", "`@` is not an operator", spanOf(mark), { hint: "a matrix product is `A * B`" });
}

/** `f . g`: a dot with white space around it. */
export function looseDot({ found, previous, next, expected, spanOf }: Place): Diagnostic | undefined {
  if (found?.text !== "." || !expected.has("an operator") || previous === undefined) return undefined;
  const names = previous.kind === "word" && next?.kind === "word";
  const [f, g] = names ? [previous.text, next.text] : ["f", "g"];
  return error("KL0016", "`.` is not an operator", spanOf(found), {
    hint: `one function after another is λ x . ${f}(${g}(x)); a field follows its dot directly: p.x`,
  });
}

/** `p.0` */
export function positionAfterDot({ found, previous, before, spanOf }: Place): Diagnostic | undefined {
  const owner = before.at(-2);
  if (previous?.text !== "." || found?.kind !== "number" || owner === undefined) return undefined;
  const name = owner.kind === "word" ? owner.text : "xs";
  return error("KL0001", `expected a name, found ${describeToken(found)}`, spanOf(found), {
    hint: `a position of a list stands in brackets, from 0: ${name}[${found.text}]; the parts of a tuple are fst(p) and snd(p), or let (a, b) = p in …`,
  });
}

// ---- lists and slices --------------------------------------------------------------------------------------

/** `[1, 2; 3, 4]` */
export function rowsBySemicolon({ found, open, expected, spanOf }: Place): Diagnostic | undefined {
  if (found?.text !== ";" || open.at(-1)?.text !== "[" || !expected.has("]")) return undefined;
  return error("KL0001", "`;` does not separate rows", spanOf(found), {
    hint: "a matrix is matrix([[1, 2], [3, 4]]), or Matrix(2, 2, [1, 2, 3, 4])",
  });
}

/** `xs[:]`, `xs[1:]` and `A(:, 1)` */
export function slice({ found, previous, open, expected, spanOf }: Place): Diagnostic | undefined {
  const inner = open.at(-1)?.text;
  if (inner !== "[" && !(inner === "(" && found?.text === ":")) return undefined;
  const colon = [found, previous].find((token) => token?.text === ":");
  if (colon === undefined || !(expected.has("an expression") || expected.has("a type"))) return undefined;
  return error("KL0001", "`:` makes no range", spanOf(colon), {
    hint: "a part of a list is list_slice(xs, from, end), a row A[i], a column matrix_col(A, j)",
  });
}

/** `3,14`, and a tuple without its parentheses. */
export function looseComma(place: Place): Diagnostic | undefined {
  const { found, previous, next, open, expected, spanOf } = place;
  if (found?.text !== "," || open.length > 0 || !expected.has("an operator")) return undefined;
  const isDecimal =
    previous?.kind === "number" &&
    next?.kind === "number" &&
    previous.end === found.start &&
    next.start === found.end;
  if (isDecimal) {
    const grouped = /^\d{1,3}(?:,\d{3})+(?![\d,.])/.exec(place.text.slice(previous.start))?.[0] ?? "";
    if (grouped.length > 7 || grouped.endsWith(",000")) {
      const written = grouped.replaceAll(",", "");
      const span = { ...spanOf(previous), end: previous.start + grouped.length };
      return error("KL0013", `\`${grouped}\` is not a number`, span, {
        hint: "digits are not grouped",
        fix: { span, replacement: written, description: `write ${written}` },
      });
    }
    const written = `${previous.text}.${next.text}`;
    const span = { ...spanOf(previous), end: next.end };
    return error("KL0013", "a decimal point is written `.`", span, {
      fix: { span, replacement: written, description: `write ${written}` },
    });
  }
  return error("KL0001", "a `,` cannot stand here", spanOf(found), {
    hint: "a tuple stands in parentheses, (a, b), a list in brackets, [a, b]",
  });
}

/** `0:0.1:1` */
export function rangeByColons({ found, before, spanOf }: Place): Diagnostic | undefined {
  const [colon, step] = before.slice(-2);
  if (found?.text !== ":" || colon?.text !== ":" || step?.kind !== "number") return undefined;
  return error("KL0001", "`:` makes no range", spanOf(found), {
    hint: "equally spaced numbers are linspace(from, to, count), integers range(from, end)",
  });
}

// ---- patterns ----------------------------------------------------------------------------------------------

function isPatternPlace({ expected }: Place): boolean {
  return expected.has("a pattern") && !expected.has("an expression");
}

/** `h :: t`, `(h:t)`, `[h | t]` and `[h, ...t]`. */
export function consPattern(place: Place): Diagnostic | undefined {
  const { found, expected, open, next, spanOf } = place;
  if (found?.kind !== "symbol" || expected.has("an operator")) return undefined;
  const inner = open.at(-1)?.text;
  const isCons =
    (found.text === ":" && expected.has("=>") && next?.text === ":") ||
    (found.text === ":" && inner === "(" && expected.has(",") && expected.has("as")) ||
    (found.text === "|" && inner === "[" && expected.has("as")) ||
    (found.text === "." && inner === "[" && isPatternPlace(place));
  if (!isCons) return undefined;
  return error("KL0001", `expected a pattern, found ${describeToken(found)}`, spanOf(found), {
    hint: "a list of a first element and a rest is Cons(first, rest)",
  });
}

/** A condition, or several alternatives, where one pattern stands. */
export function guardInPattern({ found, expected, before, spanOf }: Place): Diagnostic | undefined {
  if (!expected.has("=>") || expected.has("an operator") || found === undefined) return undefined;
  const span = spanOf(found);
  const title = `expected \`=>\` after the pattern, found ${describeToken(found)}`;
  if (found.text === "|") {
    return error("KL0001", title, span, { hint: "each alternative is a case of its own: 1 => a | 2 => a" });
  }
  const isComparison = /^(?:[<>≤≥≠]|<=|>=|!=|==)$/.test(found.text);
  if (!isComparison && found.text !== "when") return undefined;
  const name = before.at(-1)?.kind === "word" ? before.at(-1)?.text : "n";
  const condition = isComparison ? `${name} ${found.text} …` : "condition";
  return error("KL0001", title, span, {
    hint: `a condition stands after the name it is about: ${name} if ${condition} => value`,
  });
}

/** `A => 1, B => 2` */
export function casesByComma(place: Place): Diagnostic | undefined {
  const { found, open, expected, spanOf } = place;
  if (found?.text !== "," && found?.text !== ";") return undefined;
  if (open.at(-1)?.text !== "{" || !expected.has("a pattern")) return undefined;
  return error("KL0001", `a \`${found.text}\` cannot stand here`, spanOf(found), {
    hint: "`|` separates cases, or white space",
  });
}

/** `forall x. x = x` */
export function untypedQuantifier({ found, before, spanOf }: Place): Diagnostic | undefined {
  const [quantifier, name] = before.slice(-2);
  if (found?.text !== "." || name?.kind !== "word" || !/^(?:forall|exists|∀|∃)$/.test(quantifier?.text ?? ""))
    return undefined;
  const sign = /^(?:forall|∀)$/.test(quantifier?.text ?? "") ? "∀" : "∃";
  return error("KL0001", `\`${name.text}\` has no type here`, spanOf(name), {
    hint: `a quantified formula is ${sign}(${name.text} : T). body`,
  });
}

/** `2 * lambda`: the word begins a function, whatever a definition calls so. */
export function lambdaAsName({ previous, expected, found, isEnd, spanOf }: Place): Diagnostic | undefined {
  if (!/^(?:λ|lambda)$/.test(previous?.text ?? "") || previous === undefined || !expected.has("a name"))
    return undefined;
  if (!isEnd && found?.first !== true && !/^[)\],;+*/^=-]$/.test(found?.text ?? "")) return undefined;
  return error("KL0001", `\`${previous.text}\` begins a function and is no name`, spanOf(previous), {
    hint: "a function is `λ x . body`; a quantity has another name, such as lambda_0",
  });
}

/** `axiom` and `element` at the top of a file. */
export function memberOutside({ found, expected, spanOf }: Place): Diagnostic | undefined {
  if (!expected.has("data") || !/^(?:axiom|element)$/.test(found?.text ?? "") || found === undefined)
    return undefined;
  return error("KL0001", `\`${found.text}\` stands in a structure`, spanOf(found), {
    hint: `structure Name(T) { ${found.text} name : … }`,
  });
}

// ---- definitions and types ---------------------------------------------------------------------------------

/** What stands between the parameters of a definition and its `=`. */
export function definitionHead(place: Place): Diagnostic | undefined {
  const { found, before, previous, scan, span } = place;
  const [word, name] = before;
  if (word?.text !== "define" || name?.kind !== "word" || previous?.text !== ")" || found === undefined) {
    return undefined;
  }
  if (before.some((token) => token.text === "=") || scan.partner.get(previous.start) !== before[2]) {
    return undefined;
  }
  const title = `expected \`=\`, found ${describeToken(found)}`;
  const head = `define ${name.text}(…)`;
  if (found.text === "(") {
    return error("KL0001", title, span, {
      hint: `all parameters stand in one pair of parentheses: define ${name.text}(x, y) = …`,
    });
  }
  if (!/^(?:->|=>|→|↦)$/.test(found.text)) return undefined;
  const at = scan.tokens.indexOf(found);
  const equals = scan.tokens.slice(at + 1, at + 12).find((token) => token.text === "=" || token.first);
  return error("KL0001", title, span, {
    hint:
      equals?.text === "="
        ? `the type of the result stands after a colon: ${head} : T = value`
        : `a definition is \`${head} = value\``,
  });
}

/** `define area(Circle(r)) = …` and `define fib(0) = …` */
export function patternAsParameter({ found, before, open, expected, span }: Place): Diagnostic | undefined {
  const [word, name, opener] = before;
  if (word?.text !== "define" || opener === undefined || open.at(-1) !== opener || found === undefined)
    return undefined;
  const isForm = found.text === "(" && before.at(-1)?.kind === "word" && expected.has(":");
  const isConstant = (found.kind === "number" || found.kind === "string") && expected.has("a name");
  if (!isForm && !isConstant) return undefined;
  const title = isForm ? "a parameter is a name" : `a parameter is a name, not ${describeToken(found)}`;
  return error("KL0001", title, span, {
    hint: `the forms of a value are told apart in the body: define ${name?.text ?? "f"}(x) = match x { … => … | … => … }`,
  });
}

/** `data Shape = Circle(ℝ), Square(ℝ)` */
export function formsByComma({ found, before, open, spanOf }: Place): Diagnostic | undefined {
  if (found?.text !== "," || before[0]?.text !== "data" || open.length > 0) return undefined;
  return error("KL0001", "a `,` does not separate the forms of a type", spanOf(found), {
    hint: "`|` does: data Shape = Circle(ℝ) | Square(ℝ)",
  });
}

/** `data Maybe<T>` and `List<T>` */
export function parametersInAngles({
  found,
  previous,
  before,
  expected,
  span,
}: Place): Diagnostic | undefined {
  const type = /^(?:data|type|structure|implements|:|→|->)$/.test(before.at(-2)?.text ?? "");
  if (!type || !/^[<[]$/.test(found?.text ?? "") || previous?.kind !== "word" || expected.has("an operator"))
    return undefined;
  return error("KL0001", `the parameters of a type stand in parentheses, not in \`${found?.text}\``, span, {
    hint: `write ${previous.text}(T)`,
  });
}

/** `data Maybe a = …`, and `let f x = …`. */
export function parametersInARow({ found, before, expected, span }: Place): Diagnostic | undefined {
  const [word, name] = before.slice(-2);
  if (found?.kind !== "word" || name?.kind !== "word" || !expected.has("=")) return undefined;
  const title = `expected \`=\`, found ${describeToken(found)}`;
  if (word?.text === "data" || word?.text === "type") {
    return error("KL0001", title, span, {
      hint: `parameters stand in parentheses: ${word.text} ${name.text}(${found.text}) = …`,
    });
  }
  if (word?.text !== "let") return undefined;
  return error("KL0001", title, span, {
    hint:
      name.text === "rec"
        ? "a function that calls itself is defined by `define`"
        : `a local function is let ${name.text} = λ ${found.text} . … in …`,
  });
}

/** `type Shape = Circle(ℝ) | Square(ℝ)` */
export function formsOfAlias({ found, before, spanOf }: Place): Diagnostic | undefined {
  const [word, name] = before;
  if (found?.text !== "|" || word?.text !== "type" || name?.kind !== "word") return undefined;
  return error("KL0001", "`type` gives another name to one type", spanOf(found), {
    hint: `a type of several forms is declared by data ${name.text} = A | B`,
  });
}

/** `[Real]` for a list. */
export function typeInBrackets({ found, expected, spanOf }: Place): Diagnostic | undefined {
  if (found?.text !== "[" || !expected.has("a type")) return undefined;
  return error("KL0001", "expected a type, found `[`", spanOf(found), {
    hint: "a list of any length is List(T), one of n elements Vector(n, T)",
  });
}
