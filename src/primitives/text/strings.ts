/**
 * Texts: sequences of Unicode characters. `strlen` and `indexOf` count bytes of UTF-8, everything else characters.
 */

import { formatValue } from "../../interpret/format.ts";
import { formatBox } from "../../interpret/format-box.ts";
import { concat as concatLists } from "../../interpret/list.ts";
import { isFunction as isCallable, symbolValue, type Value } from "../../interpret/value.ts";
import { bool, integer, list, string, type Type } from "../../types/type.ts";
import { isList, listFrom } from "../arrays.ts";
import { lowerConcat } from "../collections/lower-lists.ts";
import { anyNumber, callArgument, defineCalling, definePrimitive } from "../define.ts";
import { indexOf, integerOf, isNumber, realOf } from "../number.ts";
import { declined, type EvaluationContext, type Primitive, type TypeRule } from "../primitive.ts";
import {
  accepts,
  firstOf,
  isCon,
  isFunction,
  isNumeric,
  notAccepted,
  sequence,
  typed,
  withElement,
} from "../typing.ts";
import { replaceEvery, trimEnd, trimStart } from "./characters.ts";
import { decimals } from "./decimals.ts";

// ---------------------------------------------------------------------------------------- rows of one shape each

interface Row {
  readonly name: string;
  readonly aliases?: readonly string[];
  readonly summary: string;
  readonly example: string;
}

/** Texts in, anything out. */
function onTexts(
  row: Row,
  count: number,
  result: Type,
  run: (...texts: readonly string[]) => Value,
): Primitive {
  const params = new Array<Type>(count).fill(string);
  return definePrimitive(
    {
      name: row.name,
      aliases: row.aliases ?? [],
      arity: count,
      overloads: [`${params.map(() => "String").join(" × ")} → ${resultName(result)}`],
      rule: accepts(params, result),
      doc: { summary: row.summary, example: row.example },
    },
    (args) => (args.every((a) => typeof a === "string") ? run(...args) : declined),
  );
}

function resultName(type: Type): string {
  if (type.kind !== "con") return "a";
  return type.args.length === 0 ? type.name : `${type.name}(${type.args.map(resultName).join(", ")})`;
}

/** A text and then integers in. */
function onPositions(
  row: Row,
  count: number,
  result: Type,
  run: (text: string, ...positions: readonly number[]) => Value,
): Primitive {
  const params = [string, ...new Array<Type>(count).fill(integer)];
  return definePrimitive(
    {
      name: row.name,
      aliases: row.aliases ?? [],
      arity: count + 1,
      overloads: [`String${" × ℤ".repeat(count)} → ${resultName(result)}`],
      rule: accepts(params, result),
      doc: { summary: row.summary, example: row.example },
    },
    ([text, ...rest]) => {
      const positions = rest.map(indexOf);
      if (typeof text !== "string" || !positions.every((p) => p !== undefined)) return declined;
      return run(text, ...positions);
    },
  );
}

// ------------------------------------------------------------------------------------------------------ joining

/** The text of a value inside other text: strings bare, everything else as it is shown. */
function textOf(v: Value): string {
  return typeof v === "string" ? v : formatValue(v);
}

function isTextual(type: Type): boolean {
  return isCon(type, "String") || isNumeric(type);
}

const concatRule: TypeRule = firstOf(
  (args) => (args.every(isTextual) ? typed(args, string) : notAccepted),
  (args, context) => {
    const lists = args.map((arg) => sequence(arg, context));
    if (!lists.every((xs) => xs !== undefined)) return notAccepted;
    const joined = lists.map((xs) => xs.element).reduce((a, b) => context.join(a, b));
    return typed(
      lists.map((xs) => withElement(xs, joined)),
      list(joined),
    );
  },
);

function isWord(v: Value): boolean {
  return typeof v === "string" || isNumber(v) || (typeof v === "object" && v.kind === "symbol");
}

const concat = definePrimitive(
  {
    name: "concat",
    arity: [1, anyNumber],
    overloads: ["String × String → String", "∀(a). List(a) × List(a) → List(a)"],
    rule: concatRule,
    doc: {
      summary: "Texts and numbers joined to one text; lists joined to one list.",
      example: 'concat("n = ", 3) = "n = 3"',
    },
    lower: lowerConcat,
  },
  (args) => {
    if (args.every(isList)) return args.reduce(concatLists);
    if (!args.every(isWord)) return declined;
    // Added, not joined: the host then keeps the pieces, and a text grown piece by piece costs no copy for each.
    const text = args.map(textOf).reduce((a, b) => a + b, "");
    return args.some((v) => typeof v === "object" && v.kind === "symbol") ? symbolValue(text) : text;
  },
);

/** Text pieces and places: `{}` and `{:.k}`; `{{` and `}}` stand for braces. */
const place = /\{\{|\}\}|\{(?::\.(\d{1,2}))?\}/g;

function fillFormat(pattern: string, values: readonly Value[], context: EvaluationContext): string {
  let next = 0;
  const text = pattern.replace(place, (match, digits: string | undefined) => {
    if (match === "{{") return "{";
    if (match === "}}") return "}";
    const value = values[next++];
    if (value === undefined) return "";
    const isReal = digits !== undefined && isNumber(value) && realOf(value) !== undefined;
    return isReal ? decimals(value, Number(digits)) : textOf(value);
  });
  if (next !== values.length) context.fail("KL0506", miscounted(pattern, next, values.length));
  return text;
}

/** `{:8.3f}`, `{0}` and `%d` are places in other languages. */
function miscounted(pattern: string, places: number, values: number): string {
  const [foreign] = /\{[^{}\s]+\}|%[-+0-9.]*[dfgesi]/.exec(pattern.replace(place, "")) ?? [];
  const given = values === 1 ? "1 value" : `${values} values`;
  const has = places === 1 ? "1 place" : `${places} places`;
  const title = `the format has ${has} and was given ${given}`;
  return foreign === undefined
    ? title
    : `${title}; \`${foreign}\` is none: write {}, or {:.3} for three decimals`;
}

const format = definePrimitive(
  {
    name: "format",
    arity: [1, anyNumber],
    yields: true,
    open: true,
    overloads: ["String → String", "∀(a). String × a → String", "∀(a b). String × a × b → String"],
    rule: (args) => (isCon(args[0], "String") || args[0]?.kind === "any" ? typed(args, string) : notAccepted),
    doc: {
      summary: "Text with values put in place of {} and {:.k} (k decimals); {{ and }} are braces.",
      example: 'format("x = {} y = {:.2}", 1, 2.5) = "x = 1 y = 2.50"',
    },
  },
  ([pattern, ...values], context) =>
    typeof pattern === "string" ? fillFormat(pattern, values, context) : declined,
);

const toText = definePrimitive(
  {
    name: "to_string",
    aliases: ["str"],
    arity: 1,
    yields: true,
    open: true,
    overloads: ["∀(a). a → String"],
    rule: (args) => typed(args, string),
    doc: { summary: "The text that out would print; a text is itself.", example: 'to_string(1.5) = "1.5"' },
  },
  ([v]) => (v === undefined ? declined : typeof v === "string" ? v : formatBox(v)),
);

// ----------------------------------------------------------------------------------------------------- measures

const bytes = (text: string): number => {
  let count = 0;
  for (const c of text) {
    const code = c.codePointAt(0) ?? 0;
    count += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return count;
};

const byteOffset = (text: string, part: string): bigint => {
  const at = text.indexOf(part);
  return BigInt(at < 0 ? -1 : bytes(text.slice(0, at)));
};

const substring = (text: string, start: number, count: number): string => {
  const from = Math.max(start, 0);
  return [...text].slice(from, from + Math.max(count, 0)).join("");
};

/** At newlines; in a text without any, at the two characters `\n`. */
const linesOf = (text: string): readonly string[] => {
  const lines = text.includes("\n") ? text.split("\n") : text.split("\\n");
  return lines.at(-1) === "" ? lines.slice(0, -1) : lines;
};

const measures: readonly Primitive[] = [
  onTexts(
    { name: "str_eq", summary: "Whether two texts are equal.", example: 'str_eq("a", "a") = true' },
    2,
    bool,
    (a, b) => a === b,
  ),
  onTexts(
    { name: "strlen", summary: "The length in bytes.", example: 'strlen("aé") = 3' },
    1,
    integer,
    (s = "") => BigInt(bytes(s)),
  ),
  onPositions(
    {
      name: "substr",
      aliases: ["substring"],
      summary: "So many characters from a position on, clamped.",
      example: 'substr("kleis", 1, 3) = "lei"',
    },
    2,
    string,
    (s, start = 0, count = 0) => substring(s, start, count),
  ),
  onPositions(
    {
      name: "charAt",
      summary: "The character at a position, or the empty text.",
      example: 'charAt("abc", 1) = "b"',
    },
    1,
    string,
    (s, i = 0) => (i < 0 ? "" : ([...s][i] ?? "")),
  ),
  onTexts(
    {
      name: "indexOf",
      summary: "Where a part begins, in bytes, or -1.",
      example: 'indexOf("kleis", "ei") = 2',
    },
    2,
    integer,
    (s = "", part = "") => byteOffset(s, part),
  ),
  onTexts(
    { name: "contains", summary: "Whether a part occurs.", example: 'contains("kleis", "ei") = true' },
    2,
    bool,
    (s = "", t = "") => s.includes(t),
  ),
  onTexts(
    { name: "hasPrefix", summary: "Whether a text begins so.", example: 'hasPrefix("kleis", "kl") = true' },
    2,
    bool,
    (s = "", t = "") => s.startsWith(t),
  ),
  onTexts(
    { name: "hasSuffix", summary: "Whether a text ends so.", example: 'hasSuffix("kleis", "is") = true' },
    2,
    bool,
    (s = "", t = "") => s.endsWith(t),
  ),
];

// ---------------------------------------------------------------------------------------------------- changing

const changing: readonly Primitive[] = [
  onTexts(
    {
      name: "replace",
      summary: "The first occurrence of the second text replaced by the third.",
      example: 'replace("aba", "a", "c") = "cba"',
    },
    3,
    string,
    (s = "", a = "", b = "") => s.replace(a, () => b),
  ),
  onTexts(
    {
      name: "replaceAll",
      summary: "Every occurrence of the second text replaced by the third.",
      example: 'replaceAll("aba", "a", "c") = "cbc"',
    },
    3,
    string,
    (s = "", a = "", b = "") => replaceEvery(s, a, b),
  ),
  onTexts(
    { name: "trim", summary: "Without white space at the ends.", example: 'trim(" a ") = "a"' },
    1,
    string,
    (s = "") => trimEnd(trimStart(s)),
  ),
  onTexts(
    { name: "trimLeft", summary: "Without white space at the start.", example: 'trimLeft(" a ") = "a "' },
    1,
    string,
    (s = "") => trimStart(s),
  ),
  onTexts(
    { name: "trimRight", summary: "Without white space at the end.", example: 'trimRight(" a ") = " a"' },
    1,
    string,
    (s = "") => trimEnd(s),
  ),
  definePrimitive(
    {
      name: "intToStr",
      aliases: ["int_to_str", "fromInt", "intToString"],
      arity: 1,
      overloads: ["ℝ → String"],
      rule: ([n]) => (n !== undefined && isNumeric(n) ? typed([n], string) : notAccepted),
      doc: { summary: "The digits of the integer part.", example: 'intToStr(42) = "42"' },
    },
    ([n]) => {
      const real = realOf(n);
      return integerOf(n)?.toString() ?? (real === undefined ? declined : formatValue(Math.trunc(real)));
    },
  ),
  onTexts(
    {
      name: "strToInt",
      aliases: ["str_to_int", "toInt"],
      summary: "The integer a text spells, white space at the ends aside; -1 if it spells none.",
      example: 'strToInt(" 42 ") = 42',
    },
    1,
    integer,
    (s = "") => {
      const digits = trimEnd(trimStart(s));
      return /^[+-]?\d+$/.test(digits) ? BigInt(digits.replace(/^\+/, "")) : -1n;
    },
  ),
];

// -------------------------------------------------------------------------------------------------------- lines

const foldLines = defineCalling(
  {
    name: "foldLines",
    arity: 3,
    overloads: ["∀(a). (String × a → a) × a × String → a"],
    rule: ([f, start, text], context) => {
      if (f === undefined || start === undefined || !isFunction(f) || !isCon(text, "String"))
        return notAccepted;
      const stable = context.fixpoint(0, [string, start], 1, start);
      return typed([f, stable, string], stable);
    },
    doc: {
      summary: "Runs through the lines of a text: f(line, accumulator).",
      example: 'foldLines(λ line n . n + 1, 0, "a\\nb") = 2',
    },
  },
  function* ([f, start, text]) {
    if (f === undefined || start === undefined || !isCallable(f) || typeof text !== "string") return declined;
    let running = start;
    for (const line of linesOf(text)) running = yield callArgument(0, f, [line, running]);
    return running;
  },
);

const lines: readonly Primitive[] = [
  onTexts(
    { name: "splitLines", summary: "The lines of a text.", example: 'splitLines("a\\nb") = ["a", "b"]' },
    1,
    list(string),
    (s = "") => listFrom(linesOf(s)),
  ),
  onTexts(
    { name: "countLines", summary: "How many lines a text has.", example: 'countLines("a\\nb") = 2' },
    1,
    integer,
    (s = "") => BigInt(linesOf(s).length),
  ),
  onPositions(
    {
      name: "nthLine",
      summary: "The line at a position, or the empty text.",
      example: 'nthLine("a\\nb", 1) = "b"',
    },
    1,
    string,
    (s, i = 0) => linesOf(s)[i] ?? "",
  ),
  foldLines,
];

const predicates: readonly Primitive[] = (
  [
    ["isDigits", "Whether a text is one or more ASCII digits.", 'isDigits("42") = true', /^[0-9]+$/],
    ["isAlpha", "Whether a text is one or more ASCII letters.", 'isAlpha("ab") = true', /^[A-Za-z]+$/],
    [
      "isAlphaNum",
      "Whether a text is one or more ASCII letters and digits.",
      'isAlphaNum("a1") = true',
      /^[A-Za-z0-9]+$/,
    ],
    ["isAscii", "Whether a text is printable ASCII.", 'isAscii("a b") = true', /^[ -~]*$/],
  ] as const
).map(([name, summary, example, shape]) =>
  onTexts({ name, summary, example }, 1, bool, (s = "") => shape.test(s)),
);

export const strings: readonly Primitive[] = [
  concat,
  format,
  toText,
  ...measures,
  ...changing,
  ...lines,
  ...predicates,
];
