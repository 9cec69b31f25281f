/**
 * `match`: cases are tried one after the other, each an `if` whose other branch tries the next. A pattern gives one
 * condition, without effects, and the values of its names.
 */
import type { CoreCase, CoreExpr, CorePattern, Literal } from "../core/core.ts";
import { failures } from "../primitives/failures.ts";
import { type Activation, bind, type LowerExpr, layoutFor } from "./activation.ts";
import { type ArrayLayout, bufferArray, force, pullArray, scalar, scalarOf, sizeOf } from "./arrays.ts";
import { halvedConstructors } from "./budget.ts";
import { isDataLayout, tagOf } from "./data.ts";
import { isConstructor } from "./data-values.ts";
import { add, and, bool, compare, constBool, f64, i64, index, not, sub } from "./expr.ts";
import { isLayout, layoutOf } from "./layout.ts";
import type { LoopExpr } from "./loop.ts";
import type { LoopBuilder, Lowered, LoweredArray } from "./lowering.ts";
import { sparseView } from "./sparse.ts";
import { triplesOf } from "./sparse-entries.ts";
import { isSparseLayout } from "./sparse-layout.ts";

interface Test {
  readonly ok: LoopExpr;
  readonly bindings: readonly { readonly id: import("../core/core.ts").VarId; readonly value: Lowered }[];
}

const always: Test = { ok: bool(true), bindings: [] };

/** Emits the cases; `finish` lowers the body of one, wherever its value goes. */
export function lowerMatch(
  activation: Activation,
  e: CoreExpr & { readonly kind: "match" },
  lower: LowerExpr,
  finish: (body: CoreExpr) => void,
): void {
  const { build } = activation;
  const scrutinee = force(build, lower(activation, e.scrutinee));
  const finishAs = ({ pattern, body }: CoreCase): void => {
    for (const { id, value } of testPattern(build, pattern, scrutinee).bindings) bind(activation, id, value);
    finish(body);
  };
  const byTag = casesByTag(build, e.cases);
  if (byTag !== undefined && scrutinee.kind === "tuple") {
    chooseByTag(build, scrutinee, byTag, finishAs);
    return;
  }
  const certain = certainCase(build, e.cases);
  const tryFrom = (k: number): void => {
    const one = e.cases[k];
    if (one === undefined) {
      noMatch(build, scrutinee);
      return;
    }
    const tested = testPattern(build, one.pattern, scrutinee);
    const test = k === certain ? { ok: bool(true), bindings: tested.bindings } : tested;
    const bindAll = (): void => {
      for (const { id, value } of test.bindings) bind(activation, id, value);
    };
    const chosen =
      one.guard === undefined ? test.ok : guarded(activation, test.ok, bindAll, one.guard, lower);
    build.branch(
      chosen,
      () => {
        bindAll();
        finish(one.body);
      },
      () => tryFrom(k + 1),
    );
  };
  tryFrom(0);
}

/**
 * The cases of a type with many constructors, by tag, where each constructor has one that fits all its values. A case after the
 * other would be an `if` within an `if`, as deep as there are constructors.
 */
function casesByTag(build: LoopBuilder, cases: readonly CoreCase[]): readonly CoreCase[] | undefined {
  const [first] = cases;
  if (cases.length < halvedConstructors || first?.pattern.kind !== "construct") return undefined;
  const layout = layoutOf(first.pattern.type, build.dataTypes);
  if (!isLayout(layout) || !isDataLayout(layout)) return undefined;
  const { name, constructors } = layout.data;
  const byTag: CoreCase[] = [];
  const taken = new Set<number>();
  for (const one of cases) {
    const { pattern, guard } = one;
    if (pattern.kind !== "construct" || pattern.data !== name || guard !== undefined) return undefined;
    const tag = tagOf(layout.data, pattern.constructor);
    if (tag === undefined) return undefined;
    if (!pattern.args.every((arg) => arg.kind === "wildcard" || arg.kind === "bind")) return undefined;
    if (!taken.has(tag)) byTag[tag] = one;
    taken.add(tag);
  }
  return taken.size === constructors.length ? byTag : undefined;
}

function chooseByTag(
  build: LoopBuilder,
  scrutinee: Lowered & { readonly kind: "tuple" },
  byTag: readonly CoreCase[],
  finish: (one: CoreCase) => void,
): void {
  const [tag] = scrutinee.items;
  if (tag?.kind !== "scalar") build.unsupported("patterns of this form");
  const among = (from: number, to: number): void => {
    const [only] = byTag.slice(from, to);
    const middle = (from + to) >> 1;
    if (to - from > 1)
      build.branch(
        compare("lt", tag.value, i64(BigInt(middle))),
        () => among(from, middle),
        () => among(middle, to),
      );
    else if (only !== undefined) finish(only);
  };
  among(0, byTag.length);
}

/** The case that is left when all other constructors of the type have had theirs: it needs no test. */
function certainCase(build: LoopBuilder, cases: readonly CoreCase[]): number | undefined {
  const [first] = cases;
  const layout =
    first?.pattern.kind === "construct" ? layoutOf(first.pattern.type, build.dataTypes) : undefined;
  if (layout === undefined || !isLayout(layout) || !isDataLayout(layout)) return undefined;
  const left = new Set(layout.data.constructors.map((c) => c.name));
  for (const [k, { pattern, guard }] of cases.entries()) {
    if (pattern.kind !== "construct" || guard !== undefined || !pattern.args.every(fitsAlways)) continue;
    if (left.size === 1 && left.has(pattern.constructor)) return k;
    left.delete(pattern.constructor);
  }
  return undefined;
}

function fitsAlways(pattern: CorePattern): boolean {
  return (
    pattern.kind === "wildcard" ||
    pattern.kind === "bind" ||
    (pattern.kind === "as" && fitsAlways(pattern.pattern)) ||
    (pattern.kind === "tuple" && pattern.items.every(fitsAlways))
  );
}

/** The message names the value: an integer is recorded, anything else is found again by the evaluator. */
function noMatch(build: LoopBuilder, scrutinee: Lowered): void {
  const { text } = failures.noMatch;
  if (scrutinee.kind === "scalar" && scrutinee.value.type === "i64")
    build.fail("match", `${text}\nthe value is {0}`, [scrutinee.value]);
  else build.unless(bool(false), "match");
}

/** The guard is evaluated only where the pattern fits. */
function guarded(
  activation: Activation,
  ok: LoopExpr,
  bindAll: () => void,
  guard: CoreExpr,
  lower: LowerExpr,
): LoopExpr {
  const { build } = activation;
  if (constBool(ok) === true) {
    bindAll();
    return scalarOf(build, lower(activation, guard));
  }
  const holds = build.local("holds", "bool", bool(false));
  build.branch(
    ok,
    () => {
      bindAll();
      build.assign(holds, scalarOf(build, lower(activation, guard)));
    },
    () => {},
  );
  return build.read(holds);
}

const never: Test = { ok: bool(false), bindings: [] };

function testPattern(build: LoopBuilder, pattern: CorePattern, value: Lowered): Test {
  if (isOfOtherForm(pattern)) return never;
  switch (pattern.kind) {
    case "wildcard":
      return always;
    case "bind":
      return { ok: bool(true), bindings: [{ id: pattern.bound.id, value }] };
    case "as": {
      const inner = testPattern(build, pattern.pattern, value);
      return { ok: inner.ok, bindings: [...inner.bindings, { id: pattern.bound.id, value }] };
    }
    case "literal":
      return { ok: equalsLiteral(build, value, pattern.literal), bindings: [] };
    case "tuple":
      return testAll(build, pattern.items, tupleParts(build, value));
    case "list":
      return testList(build, pattern.items, value);
    case "cons":
      return testCons(build, pattern.head, pattern.tail, value);
    case "construct":
      return testConstruct(build, pattern, value);
    case "term":
      return build.unsupported("symbolic values");
  }
}

/** `Complex(re, im)`, `Matrix(m, n, xs)`, `Vector(n, xs)` where they are built: they take apart what is no data value. */
function isShape(pattern: { readonly data: string; readonly constructor: string }): boolean {
  const { data } = pattern;
  return data === pattern.constructor && (data === "Complex" || data === "Matrix" || data === "Vector");
}

/** Tuples of another length, constructors of another type: such a pattern fits no value of the type it is tried on. */
function isOfOtherForm({ type, ...pattern }: CorePattern): boolean {
  if (pattern.kind === "tuple") return type.kind !== "tuple" || type.items.length !== pattern.items.length;
  if (pattern.kind === "construct" && isShape(pattern)) return false;
  if (pattern.kind === "construct") return type.kind !== "con" || type.name !== pattern.data;
  if (pattern.kind === "list" || pattern.kind === "cons") return type.kind === "tuple";
  return false;
}

function tupleParts(build: LoopBuilder, value: Lowered): readonly Lowered[] {
  if (value.kind === "tuple") return value.items;
  if (value.kind === "array" && value.items !== undefined) return value.items;
  return build.unsupported("patterns of this form");
}

function testAll(build: LoopBuilder, patterns: readonly CorePattern[], values: readonly Lowered[]): Test {
  let ok = bool(true);
  const bindings = patterns.flatMap((pattern, k) => {
    const test = testPattern(build, pattern, values[k] ?? { kind: "unit" });
    ok = and(ok, test.ok);
    return test.bindings;
  });
  return { ok, bindings };
}

/** A literal of another kind fits no value. */
function equalsLiteral(build: LoopBuilder, value: Lowered, literal: Literal): LoopExpr {
  switch (value.kind) {
    case "unit":
      return bool(literal.kind === "unit");
    case "text":
      return literal.kind === "string"
        ? compare("eq", value.number, i64(BigInt(build.text(literal.value))))
        : bool(false);
    case "complex":
      return literal.kind === "integer" || literal.kind === "real"
        ? and(compare("eq", value.re, f64(Number(literal.value))), compare("eq", value.im, f64(0)))
        : bool(false);
    case "scalar":
      return scalarEquals(value.value, literal);
    default:
      return bool(false);
  }
}

function scalarEquals(e: LoopExpr, literal: Literal): LoopExpr {
  if (literal.kind === "bool") return e.type !== "bool" ? bool(false) : literal.value ? e : not(e);
  if (e.type === "bool") return bool(false);
  if (literal.kind === "integer")
    return compare("eq", e, e.type === "f64" ? f64(Number(literal.value)) : i64(literal.value));
  if (literal.kind !== "real") return bool(false);
  if (e.type === "f64") return compare("eq", e, f64(literal.value));
  return Number.isInteger(literal.value) ? compare("eq", e, i64(BigInt(literal.value))) : bool(false);
}

function testConstruct(
  build: LoopBuilder,
  pattern: CorePattern & { readonly kind: "construct" },
  value: Lowered,
): Test {
  if (value.kind === "scalar" && value.value.type === "bool") {
    const wanted = pattern.constructor.toLowerCase() === "true";
    return { ok: wanted ? value.value : not(value.value), bindings: [] };
  }
  if (value.kind === "unit") return always;
  if (value.kind === "complex" && pattern.data === "Complex")
    return testAll(build, pattern.args, [scalar(value.re), scalar(value.im)]);
  const layout = value.kind === "tuple" ? layoutFor(build, pattern.type) : undefined;
  if (layout !== undefined && isSparseLayout(layout))
    return testAll(build, pattern.args, [triplesOf(build, sparseView(build, layout, value))]);
  if (value.kind !== "tuple" || layout === undefined || !isDataLayout(layout))
    return build.unsupported(`values of the data type ${pattern.data}`);
  const variant = layout.data.constructors[tagOf(layout.data, pattern.constructor) ?? -1];
  if (variant === undefined) return { ok: bool(false), bindings: [] };
  const fields = variant.places.map((place): Lowered => value.items[place] ?? { kind: "unit" });
  const inner = testAll(build, pattern.args, fields);
  return { ok: and(isConstructor(layout.data, value, variant.name), inner.ok), bindings: inner.bindings };
}

/** Elements are read where the length fits; a test on one of them would read it before. */
function elementTests(build: LoopBuilder, known: LoopExpr, test: Test): Test {
  if (constBool(known) === true || constBool(test.ok) === true)
    return { ok: and(known, test.ok), bindings: test.bindings };
  if (constBool(known) === false) return { ok: bool(false), bindings: test.bindings };
  return build.unsupported("nested patterns in lists whose length is not known");
}

function testList(build: LoopBuilder, patterns: readonly CorePattern[], value: Lowered): Test {
  if (value.kind === "tuple") return testAll(build, patterns, value.items);
  if (value.kind !== "array") return build.unsupported("patterns of this form");
  const fits = compare("eq", sizeOf(value), index(patterns.length));
  if (constBool(fits) === false) return { ok: fits, bindings: [] };
  const items = patterns.map((_, k) => value.at(index(k)));
  return elementTests(build, fits, testAll(build, patterns, items));
}

function testCons(build: LoopBuilder, head: CorePattern, tail: CorePattern, value: Lowered): Test {
  if (value.kind !== "array") return build.unsupported("patterns of this form");
  const fits = compare("gt", sizeOf(value), index(0));
  if (constBool(fits) === false) return { ok: fits, bindings: [] };
  return elementTests(build, fits, testAll(build, [head, tail], [value.at(index(0)), tailOf(value)]));
}

/** The list without its first element, in the same memory. */
export function tailOf(value: LoweredArray): Lowered {
  return dropFirst(value, index(1));
}

/** The list from position `from` on, which is not past its end. */
export function dropFirst(value: LoweredArray, from: LoopExpr): LoweredArray {
  const layout: ArrayLayout = { ...value.layout, extents: ["run-time"] };
  const extents = [sub(sizeOf(value), from)];
  if (value.buffers !== undefined)
    return bufferArray(layout, extents, value.buffers, add(value.offset ?? index(0), from));
  return pullArray(layout, extents, (i) => value.at(add(i, from)), {
    cheap: value.cheap,
    total: value.total,
  });
}
