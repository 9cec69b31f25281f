/**
 * Regular expressions, built by calls (`re_star(re_literal("ab"))`): values that print as they were built, of type RegEx.
 * `matches` asks whether the whole text matches; the operations are those of SMT-LIB's theory of strings.
 */
import { type DataValue, dataValue, type Value } from "../../interpret/value.ts";
import { bool, data, integer, string, type Type } from "../../types/type.ts";
import { anyNumber, definePrimitive } from "../define.ts";
import { failures, failWith } from "../failures.ts";
import { indexOf } from "../number.ts";
import { declined, type EvaluationContext, type Primitive, type TypeRule } from "../primitive.ts";
import { isCon, isInteger, notAccepted, typed } from "../typing.ts";
import { type Node, RegexFactory } from "./regex.ts";

const regexType: Type = data("RegEx", []);

function isRegex(v: Value | undefined): v is DataValue {
  return typeof v === "object" && v.kind === "data" && v.data === "RegEx";
}

/** What an argument of a builder is. */
type Kind = "text" | "regex" | "count";

function isKind(v: Value, kind: Kind): boolean {
  if (kind === "text") return typeof v === "string";
  return kind === "regex" ? isRegex(v) : indexOf(v) !== undefined;
}
function typeOfKind(kind: Kind): Type {
  return kind === "text" ? string : kind === "regex" ? regexType : integer;
}
function acceptsKind(type: Type, kind: Kind): boolean {
  if (kind === "count") return isInteger(type);
  return isCon(type, kind === "text" ? "String" : "RegEx");
}

interface Builder {
  readonly name: string;
  readonly args: readonly Kind[];
  /** More arguments of the last kind may follow. */
  readonly more?: boolean;
  readonly summary: string;
  readonly example: string;
}

function builder({ name, args, more, summary, example }: Builder): Primitive {
  const kindAt = (i: number): Kind => args[Math.min(i, args.length - 1)] ?? "regex";
  const rule: TypeRule = (types) =>
    types.every((type, i) => acceptsKind(type, kindAt(i)))
      ? typed(
          types.map((_, i) => typeOfKind(kindAt(i))),
          regexType,
        )
      : notAccepted;
  const written = args.map((kind) => (kind === "text" ? "String" : kind === "regex" ? "RegEx" : "ℤ"));
  return definePrimitive(
    {
      name,
      yields: true,
      ...(args.length === 0 ? { bare: true } : {}),
      arity: more ? [args.length, anyNumber] : args.length,
      overloads: [args.length === 0 ? "RegEx" : `${written.join(" × ")} → RegEx`],
      rule,
      doc: { summary, example },
      bound: { kind: "exact" },
    },
    (values, context) => {
      if (!values.every((v, i) => isKind(v, kindAt(i)))) return declined;
      const negative = values.find((v, i) => kindAt(i) === "count" && (indexOf(v) ?? 0) < 0);
      if (negative !== undefined) failWith(context, failures.negative, indexOf(negative) ?? 0);
      return dataValue("RegEx", name, values);
    },
  );
}

// --------------------------------------------------------------------------------------------------- matching

/** Deeper ones are refused: they are followed by recursion. */
const deepest = 1000;

function compiled(value: DataValue, factory: RegexFactory, depth: number, context: EvaluationContext): Node {
  const node = depth > deepest ? undefined : compileCall(value, factory, depth, context);
  if (node === undefined || node.depth > deepest)
    return context.fail("KL0507", "the regular expression is nested too deeply");
  return node;
}

function compileCall(
  { constructor: name, fields }: DataValue,
  factory: RegexFactory,
  depth: number,
  context: EvaluationContext,
): Node {
  const items = fields.filter(isRegex).map((item) => compiled(item, factory, depth + 1, context));
  const [first = factory.none] = items;
  const [text, ...texts] = fields.filter((v) => typeof v === "string");
  const [least = 0, most = Number.POSITIVE_INFINITY] = fields.slice(1).map(indexOf);
  switch (name) {
    case "re_literal":
      return factory.literal(text ?? "");
    case "re_range":
      return characterRange(factory, text ?? "", texts[0] ?? "");
    case "re_star":
      return factory.loop(first, 0, Number.POSITIVE_INFINITY);
    case "re_plus":
      return factory.loop(first, 1, Number.POSITIVE_INFINITY);
    case "re_option":
      return factory.loop(first, 0, 1);
    case "re_loop":
      return factory.loop(first, least, most);
    case "re_concat":
      return items.reduceRight((rest, item) => factory.concat(item, rest), factory.empty);
    case "re_union":
      return factory.union(items);
    case "re_intersect":
      return factory.intersect(items);
    case "re_complement":
      return factory.complement(first);
    case "re_full":
      return factory.all;
    case "re_allchar":
      return factory.anyCharacter;
    default:
      return factory.none;
  }
}

/** Nothing where an end is not one character. */
function characterRange(factory: RegexFactory, from: string, to: string): Node {
  const [a, b] = [Array.from(from), Array.from(to)];
  return a.length === 1 && b.length === 1
    ? factory.range(from.codePointAt(0) ?? 0, to.codePointAt(0) ?? 0)
    : factory.none;
}

interface Compiled {
  readonly factory: RegexFactory;
  readonly node: Node;
}

/** An expression is compiled once, and keeps the derivatives found for earlier texts. */
const known = new WeakMap<DataValue, Compiled>();

function compile(value: DataValue, context: EvaluationContext): Compiled {
  const found = known.get(value);
  if (found !== undefined) return found;
  const factory = new RegexFactory();
  const made = { factory, node: compiled(value, factory, 0, context) };
  known.set(value, made);
  return made;
}

const matches = definePrimitive(
  {
    name: "matches",
    yields: true,
    arity: 2,
    overloads: ["String × RegEx → Bool"],
    rule: ([s, re]) =>
      isCon(s, "String") && isCon(re, "RegEx") ? typed([string, regexType], bool) : notAccepted,
    doc: {
      summary: "Whether the whole text matches; in time proportional to its length.",
      example: 'matches("abab", re_star(re_literal("ab"))) = true',
      raises: "an expression nested more than 1000 deep (KL0507)",
      source: "Brzozowski (1964)",
    },
    bound: { kind: "exact" },
  },
  ([s, re], context) => {
    if (typeof s !== "string" || !isRegex(re)) return declined;
    const { factory, node } = compile(re, context);
    return factory.matches(node, s);
  },
);

export const regularExpressions: readonly Primitive[] = [
  matches,
  builder({
    name: "re_literal",
    args: ["text"],
    summary: "This text.",
    example: 'matches("a", re_literal("a")) = true',
  }),
  builder({
    name: "re_range",
    args: ["text", "text"],
    summary: "One character from … to.",
    example: 'matches("c", re_range("a", "f")) = true',
  }),
  builder({
    name: "re_star",
    args: ["regex"],
    summary: "Any number of times, also none.",
    example: 'matches("", re_star(re_literal("a"))) = true',
  }),
  builder({
    name: "re_plus",
    args: ["regex"],
    summary: "At least once.",
    example: 'matches("", re_plus(re_literal("a"))) = false',
  }),
  builder({
    name: "re_option",
    args: ["regex"],
    summary: "Once or not at all.",
    example: 'matches("aa", re_option(re_literal("a"))) = false',
  }),
  builder({
    name: "re_loop",
    args: ["regex", "count", "count"],
    summary: "At least and at most so many times.",
    example: 'matches("aaa", re_loop(re_literal("a"), 2, 3)) = true',
  }),
  builder({
    name: "re_concat",
    args: ["regex", "regex"],
    more: true,
    summary: "One after the other.",
    example: 'matches("ab", re_concat(re_literal("a"), re_literal("b"))) = true',
  }),
  builder({
    name: "re_union",
    args: ["regex", "regex"],
    more: true,
    summary: "At least one of them.",
    example: 'matches("b", re_union(re_literal("a"), re_literal("b"))) = true',
  }),
  builder({
    name: "re_intersect",
    args: ["regex", "regex"],
    more: true,
    summary: "All of them.",
    example: 'matches("ab", re_intersect(re_full(), re_literal("ab"))) = true',
  }),
  builder({
    name: "re_complement",
    args: ["regex"],
    summary: "Every text that does not match.",
    example: 'matches("a", re_complement(re_literal("a"))) = false',
  }),
  builder({
    name: "re_full",
    args: [],
    summary: "Every text.",
    example: 'matches("anything", re_full()) = true',
  }),
  builder({
    name: "re_empty",
    args: [],
    summary: "No text, not even the empty one.",
    example: 'matches("", re_empty()) = false',
  }),
  builder({
    name: "re_allchar",
    args: [],
    summary: "Every text of one character.",
    example: 'matches("é", re_allchar()) = true',
  }),
];
