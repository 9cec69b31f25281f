/** Mistakes in what is written: characters, strings, comments, numbers and operators the language does not have. */
import { type Diagnostic, error } from "../base/diagnostic.ts";
import { operationOf } from "./operators.ts";
import { entry, type Place } from "./place.ts";

// ---- text that is not of the language --------------------------------------------------------------------

export function unclosedText({ scan, at, spanOf }: Place): Diagnostic | undefined {
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

export function quoteOrPrime({
  found,
  previous,
  next,
  before,
  expected,
  spanOf,
}: Place): Diagnostic | undefined {
  if (found === undefined) return undefined;
  if (/^[“”„]$/.test(found.text)) {
    return error("KL0015", "strings are written with straight quotes", spanOf(found), { hint: 'write "…"' });
  }
  if (found.text === "`") {
    const title = "a backtick means nothing here";
    return error("KL0015", title, spanOf(found), {
      hint: expected.has("an operator")
        ? "a function is called by f(a, b)"
        : 'strings stand in double quotes: "…"',
    });
  }
  if (!/^['’‘′″‴⁺⁻⁎˟]$/.test(found.text)) return undefined;
  if (previous?.end === found.start && (previous.kind === "word" || /^[)\]]$/.test(previous.text))) {
    const base = previous.kind === "word" ? previous.text : "x";
    const isCalled = next?.text === "(" && next.start === found.end && before.at(-2)?.text !== "define";
    const isDerivative = isCalled && /^['’′″]$/.test(found.text);
    return error("KL0015", `a name cannot carry \`${found.text}\``, spanOf(found), {
      hint: isDerivative
        ? `the derivative is derivative(${base}, x), of import "stdlib/dual.kleis"`
        : /[⁺⁻]/.test(found.text)
          ? `a power is written with its sign: ${base}^-1`
          : `the transpose is ${base}ᵀ; a name consists of letters, digits and subscripts, such as ${base}_1`,
    });
  }
  return error("KL0015", `\`${found.text}\` does not begin a string`, spanOf(found), {
    hint: 'strings stand in double quotes: "…"',
  });
}

export function foreignComment({ text, found, at, spanOf, span }: Place): Diagnostic | undefined {
  const hint = "comments begin with `//`, or stand between `/*` and `*/`";
  if (found?.text === "#" || (found?.text === "%" && found.first))
    return error("KL0014", `\`${found.text}\` does not begin a comment`, spanOf(found), { hint });
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

export function malformedNumber(place: Place): Diagnostic | undefined {
  const { found, previous, next, expected, at, text, spanOf } = place;
  if (found?.text === "." && next?.kind === "number" && next.start === found.end) {
    const span = { ...spanOf(found), end: next.end };
    return error("KL0013", "a number does not begin with a point", span, { hint: `write 0.${next.text}` });
  }
  if (previous?.kind !== "number" || previous.end !== at || found === undefined) return undefined;
  const span = { ...spanOf(previous), end: found.end };
  if (found.text === ".") {
    const hint = next?.text === "." ? "a range is range(from, end)" : `write ${previous.text}.0`;
    return error("KL0013", "a digit must follow the point of a number", span, { hint });
  }
  if (!expected.has("the end of the number")) return undefined;
  const title = `\`${text.slice(previous.start, found.end)}\` is not a number`;
  const { hint, written } = numberInstead(previous.text, text.slice(found.start, found.end), text.slice(at));
  if (written === undefined) return error("KL0013", title, span, { hint });
  return error("KL0013", title, span, {
    hint,
    fix: { span, replacement: written, description: `write ${written}` },
  });
}

/** What may be meant by digits and what follows them directly. */
function numberInstead(digits: string, tail: string, rest: string): { hint: string; written?: string } {
  if (digits === "0" && /^[xXbBoO][0-9A-Fa-f]/.test(tail)) return { hint: "numbers are written in decimal" };
  if (/^(?:_[0-9]+)+$/.test(tail)) {
    return { hint: "digits are not grouped", written: `${digits}${tail.replaceAll("_", "")}` };
  }
  if (/^[dD][0-9]+$/.test(tail))
    return { hint: "an exponent is written with e", written: `${digits}e${tail.slice(1)}` };
  if (/^[eE]$/.test(tail)) return { hint: "an exponent needs its digits: 1e6" };
  const raised = /^[⁰¹²³⁴-⁹]+/.exec(rest)?.[0];
  if (raised !== undefined)
    return { hint: "a power needs its `^`", written: `${digits}^${raised.normalize("NFKC")}` };
  if (/^(?:j|im)$/.test(tail)) return { hint: "the imaginary unit is i", written: `${digits} * i` };
  return { hint: "a product needs its sign", written: `${digits} * ${tail}` };
}

// ---- operators -------------------------------------------------------------------------------------------

/** What stands for operators that other languages have. */
const substitutes: Readonly<Record<string, string>> = {
  "=>": "a function is `λ x . body`; implication is `→`, or implies(a, b)",
  "->": "a function is `λ x . body`; implication is `→`, or implies(a, b); in types `->` is the function arrow",
  "<=>": "equivalence is `↔`, or iff(a, b)",
  "**": "a power is `a ^ b`",
  "%": "the remainder is mod(a, b); a comment begins with `//`",
  $: "a function is applied by f(x)",
  "\\": "a system of equations is solved by solve(A, b)",
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
  "°": "angles are in radians: x * π / 180",
};

/** What stands for symbols that other notations begin an expression with. */
const beginnings: Readonly<Record<string, string>> = {
  "|": "the absolute value is abs(x)",
  "!": "the negation is `¬`, or `not`",
  "~": "the negation is `¬`, or `not`",
  "?": "kleis explain NAME tells what a name means, and :doc NAME at the prompt",
  "\\": "a function is `λ x . body`",
  "∑": "the sum is written with the Greek letter: Σ(from, to, λ k . term)",
  "∏": "the product is written with the Greek letter: Π(from, to, λ k . factor)",
  "∂": "a derivative is D(f, x)",
  "∞": "there is no infinite literal; 1e308 * 10 is infinite",
};

const command = "symbols and formulas are written out: α, a / b, sqrt(x); \\alpha TAB gives α at the prompt";

const comprehension = "a list is made from another by list_map(λ x . …, xs) and list_filter";

export function foreignOperator({
  found,
  next,
  expected,
  spanOf,
  at,
  previous,
  before,
  open,
}: Place): Diagnostic | undefined {
  if (found?.kind !== "symbol") return undefined;
  if (expected.has(".") && !expected.has("an operator")) return undefined;
  const span = spanOf(found);
  // A line that begins with a bar: no alternative goes on, a value begins.
  const isBar = found.text === "|" && found.first && open.length === 0;
  const substitute =
    found.text === "|" && open.at(-1)?.text === "[" ? comprehension : entry(substitutes, found.text);
  if (substitute !== undefined && !isBar && (expected.has("an operator") || found.start < at)) {
    return error("KL0016", `\`${found.text}\` is not an operator of expressions`, span, { hint: substitute });
  }
  const isCommand = found.text === "\\" && next?.kind === "word" && next.text.length > 1;
  const beginning = isCommand ? command : entry(beginnings, found.text);
  if (beginning !== undefined && (isBar || expected.has("an expression"))) {
    return error("KL0016", `\`${found.text}\` does not begin an expression`, span, { hint: beginning });
  }
  if (found.text !== "=" || previous?.text !== ":" || !expected.has("a type")) return undefined;
  const isDefine = before.some((t) => t.text === "define");
  return error("KL0016", "`:=` is not an operator", span, {
    hint: isDefine ? "a definition is written with `=` alone" : "a name is defined by `define name = value`",
  });
}

/** Symbols that look like ours, as word processors and other keyboards write them. */
const lookalikes: Readonly<Record<string, string>> = {
  "−": "-",
  "–": "-",
  "—": "-",
  "∗": "*",
  "∕": "/",
  "⁄": "/",
  "＝": "=",
  "，": ",",
  "：": ":",
  "（": "(",
  "）": ")",
  "⩽": "≤",
  "⩾": "≥",
  "½": "1/2",
  "¼": "1/4",
  "¾": "3/4",
};

/** Signs of mathematics that are written as calls here. */
const signs: Readonly<Record<string, string>> = {
  "∛": "the cube root of x ≥ 0 is x^(1/3)",
  "‖": "the norm is norm(v)",
  "∥": "the norm is norm(v)",
  "±": "both values are a list: [a - b, a + b]",
  "∏": "a product is product(list_map(λ k . …, range(from, end)))",
};

/** Symbols with a place in the grammar besides the operators. */
const grammarSymbols = new Set([...'|:;,.=@"∀∃→×_', "=>", "->"]);

export function unknownSymbol({ found, spanOf }: Place): Diagnostic | undefined {
  if (found?.kind !== "symbol" || operationOf(found.text) !== undefined || grammarSymbols.has(found.text)) {
    return undefined;
  }
  if (/^\p{M}/u.test(found.text)) {
    return error("KL0002", "names carry no combining marks", spanOf(found), {
      hint: "use a letter of its own, or write the mark out: x_hat",
    });
  }
  if (/^[\p{Cf}\u3164]/u.test(found.text)) {
    const code = found.text.codePointAt(0)?.toString(16).toUpperCase().padStart(4, "0");
    return error("KL0002", `an invisible character stands here, U+${code}`, spanOf(found), {
      fix: { span: spanOf(found), replacement: "", description: "remove it" },
    });
  }
  const meant = entry(lookalikes, found.text);
  const sign = entry(signs, found.text);
  return error("KL0002", `\`${found.text}\` means nothing here`, spanOf(found), {
    ...(meant === undefined
      ? {}
      : { fix: { span: spanOf(found), replacement: meant, description: `write ${meant}` } }),
    ...(sign === undefined ? {} : { hint: sign }),
    ...(/^[⁰¹²³⁴-⁹⁺⁻]/.test(found.text) ? { hint: "a power is written with its sign: (x + 1)^2" } : {}),
  });
}
