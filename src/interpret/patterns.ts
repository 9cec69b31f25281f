/**
 * Patterns as tests that fill the places of their variables.
 *
 * A value matched at a place of type ℤ is compact; parts of compounds are values of the outside and enter the places they
 * are bound to. Numbers match by value across kinds, bracket lists and Cons chains are one (language.md §4).
 */
import { unreachable } from "../base/outcome.ts";
import type { CorePattern, Literal } from "../core/core.ts";
import type { Type } from "../types/type.ts";
import { type Builder, bindAt } from "./builder.ts";
import { type Conversion, compact, entering, expand, isCompact, leaving } from "./compact.ts";
import { equalValues } from "./equal.ts";
import { at, listOf, tail } from "./list.ts";
import type { Frame } from "./thread.ts";
import { unitValue, type Value } from "./value.ts";

/** Fills places only where it answers true (a failed attempt may leave some filled; they are not read). */
export type Test = (value: Value, frame: Frame) => boolean;

export interface Matcher {
  readonly matches: Test;
  /** First place free after those the pattern binds. */
  readonly top: number;
}

export function literalValue(literal: Literal): Value {
  switch (literal.kind) {
    case "integer":
    case "real":
    case "bool":
    case "string":
      return literal.value;
    case "unit":
      return unitValue;
    default:
      return unreachable(literal);
  }
}

/** A pattern on a scrutinee of this type. */
export function caseMatcher(b: Builder, pattern: CorePattern, scrutinee: Type, top: number): Matcher {
  const whole = matcher(b, pattern, top);
  const leave = isCompact(pattern.type) ? undefined : leaving(scrutinee);
  if (leave === undefined) return whole;
  return { ...whole, matches: (value, frame) => whole.matches(leave(value), frame) };
}

function matcher(b: Builder, pattern: CorePattern, top: number): Matcher {
  switch (pattern.kind) {
    case "wildcard":
      return { matches: () => true, top };
    case "bind": {
      bindAt(b, pattern.bound, top);
      return { matches: binder(top, entering(pattern.bound.type)), top: top + 1 };
    }
    case "literal":
      return { matches: literalTest(pattern.literal, isCompact(pattern.type)), top };
    case "as": {
      bindAt(b, pattern.bound, top);
      const bind = binder(top, entering(pattern.bound.type));
      const inner = matcher(b, pattern.pattern, top + 1);
      return { matches: (v, frame) => bind(v, frame) && inner.matches(v, frame), top: inner.top };
    }
    case "construct":
    case "term": {
      const parts = matchers(b, pattern.args, top);
      const name = pattern.kind === "construct" ? pattern.constructor : pattern.name;
      const wanted = pattern.args.length;
      const found = shapeOf(name, wanted) ?? appliedTo(name, wanted);
      return { matches: partsTest(found, parts.tests), top: parts.top };
    }
    case "tuple": {
      const parts = matchers(b, pattern.items, top);
      return { matches: partsTest(tupleItems(pattern.items.length), parts.tests), top: parts.top };
    }
    case "list": {
      const parts = matchers(b, pattern.items, top);
      return { matches: listTest(parts.tests), top: parts.top };
    }
    case "cons": {
      const head = matcher(b, pattern.head, top);
      const rest = matcher(b, pattern.tail, head.top);
      return { matches: consTest(entered(pattern.head, head.matches), rest.matches), top: rest.top };
    }
    default:
      return unreachable(pattern);
  }
}

function matchers(
  b: Builder,
  patterns: readonly CorePattern[],
  top: number,
): { readonly tests: readonly Test[]; readonly top: number } {
  const tests: Test[] = [];
  let free = top;
  for (const pattern of patterns) {
    const part = matcher(b, pattern, free);
    tests.push(entered(pattern, part.matches));
    free = part.top;
  }
  return { tests, top: free };
}

/** A part of a compound enters the form of the type it is matched at. */
function entered(pattern: CorePattern, test: Test): Test {
  const enter = entering(pattern.type);
  return enter === undefined ? test : (value, frame) => test(enter(value), frame);
}

function binder(place: number, enter: Conversion | undefined): Test {
  if (enter === undefined) {
    return (value, frame) => {
      frame[place] = value;
      return true;
    };
  }
  return (value, frame) => {
    frame[place] = enter(value);
    return true;
  };
}

function literalTest(literal: Literal, isInteger: boolean): Test {
  const wanted = literalValue(literal);
  if (isInteger) {
    const small = compact(wanted);
    return (value) => value === small || (typeof value === "bigint" && expand(small) === value);
  }
  if (typeof wanted === "bigint" || typeof wanted === "number") {
    return (value) => value === wanted || equalValues(value, wanted) === true;
  }
  if (typeof wanted === "object") return (value) => typeof value === "object" && value.kind === "unit";
  return (value) => value === wanted;
}

type Parts = (value: Value) => readonly Value[] | undefined;

function partsTest(parts: Parts, tests: readonly Test[]): Test {
  return (value, frame) => {
    const found = parts(value);
    if (found === undefined) return false;
    for (let i = 0; i < tests.length; i += 1) {
      if (tests[i]?.(found[i] as Value, frame) !== true) return false; // as many parts as tests
    }
    return true;
  };
}

/** The arguments of a data value or inert term of this name; a name alone is a term without arguments. */
function appliedTo(name: string, count: number): Parts {
  const none: readonly Value[] = [];
  return (value) => {
    if (typeof value !== "object") return undefined;
    if (value.kind === "data")
      return value.constructor === name && value.fields.length === count ? value.fields : undefined;
    if (value.kind === "term")
      return value.name === name && value.args.length === count ? value.args : undefined;
    return value.kind === "symbol" && value.name === name && count === 0 ? none : undefined;
  };
}

/** What `Matrix(m, n, xs)`, `Vector(n, xs)` and `Complex(re, im)` build: values of their own, which the patterns take apart. */
function shapeOf(name: string, count: number): Parts | undefined {
  const term = appliedTo(name, count);
  const shaped =
    (parts: (value: Exclude<Value, bigint | number | string | boolean>) => ReturnType<Parts>): Parts =>
    (value) =>
      (typeof value === "object" ? parts(value) : undefined) ?? term(value);
  if (name === "Matrix" && count === 3)
    return shaped((v) =>
      v.kind === "matrix" ? [BigInt(v.rows), BigInt(v.columns), listOf(v.items)] : undefined,
    );
  if (name === "Vector" && count === 2)
    return shaped((v) => (v.kind === "list" ? [BigInt(v.length), v] : undefined));
  if (name === "Complex" && count === 2)
    return shaped((v) => (v.kind === "complex" ? [v.re, v.im] : undefined));
  return undefined;
}

function tupleItems(count: number): Parts {
  return (value) =>
    typeof value === "object" && value.kind === "tuple" && value.items.length === count
      ? value.items
      : undefined;
}

function listTest(tests: readonly Test[]): Test {
  return (value, frame) => {
    if (typeof value !== "object" || value.kind !== "list" || value.length !== tests.length) return false;
    for (let i = 0; i < tests.length; i += 1) {
      if (tests[i]?.(at(value, i), frame) !== true) return false;
    }
    return true;
  };
}

function consTest(head: Test, rest: Test): Test {
  return (value, frame) =>
    typeof value === "object" &&
    value.kind === "list" &&
    value.length > 0 &&
    head(at(value, 0), frame) &&
    rest(tail(value), frame);
}
