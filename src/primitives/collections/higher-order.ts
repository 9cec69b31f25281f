/**
 * Functions of functions over lists: map, filter, folds, searches.
 *
 * The callback's type is found by running it on the element type; an accumulator's type is a fixpoint. Each call is
 * `yield`ed, so the evaluator keeps its own stack.
 */
import { isFunction as isCallable, type ListValue, type Value } from "../../interpret/value.ts";
import { any, bool, list, type Type } from "../../types/type.ts";
import { checkLength, element, elements, isList, listFrom } from "../arrays.ts";
import { anyNumber, callArgument, defineCalling, definePrimitive } from "../define.ts";
import {
  type CallRequest,
  type Declined,
  declined,
  type Primitive,
  type TypeRule,
  type TypingContext,
} from "../primitive.ts";
import { isCon, isFunction, notAccepted, type Sequence, sequence, sequenceOf, typed } from "../typing.ts";
import {
  lowerFilter,
  lowerFlatMap,
  lowerFold,
  lowerFoldRight,
  lowerMap,
  lowerQuantifier,
} from "./lower-higher-order.ts";

/** A callback and a list: what the row gives follows from the callback's result. */
function mapping(result: (xs: Sequence, called: Type, context: TypingContext) => Type | undefined): TypeRule {
  return ([f, xs], context) => {
    const seq = sequence(xs, context);
    if (f === undefined || !isFunction(f) || seq === undefined) return notAccepted;
    const type = result(seq, context.applyArgument(0, [seq.element]), context);
    return type === undefined ? notAccepted : typed([f, seq.param], type);
  };
}

function isPredicate(result: Type): boolean {
  return isCon(result, "Bool") || result.kind === "any" || result.kind === "never";
}

function arguments_(f: Value | undefined, xs: Value | undefined): { f: Value; xs: ListValue } | undefined {
  return f !== undefined && isCallable(f) && isList(xs) ? { f, xs } : undefined;
}

/** Calls are taken apart before any type is looked at (syntax/specialize.ts); what comes here names no function. */
const specialize = definePrimitive(
  {
    name: "specialize",
    yields: true,
    arity: [1, anyNumber],
    overloads: ["∀(f). f → f"],
    rule: (args) => typed(args, any),
    doc: {
      summary:
        "A definition with free names as a function in which the named ones have values: `specialize(energy, m = 1.0, V = λ x . x^2)`.",
      example: "specialize(λ x . k * x + V(x), k = 2, V = λ x . x^2)(3) = 15",
      raises: "a name that is not free in it, a function that is a local value (KL0207)",
    },
  },
  (_, context) =>
    context.fail(
      "KL0207",
      "`specialize` takes a definition by its name",
      "specialize(energy, m = 1.0, V = λ x . x^2)",
    ),
);

const listMap = defineCalling(
  {
    name: "list_map",
    aliases: ["map"],
    arity: 2,
    overloads: [
      "∀(n : Nat)(a b). (a → b) × Vector(n, a) → Vector(n, b)",
      "∀(a b). (a → b) × List(a) → List(b)",
    ],
    rule: mapping((xs, called) => sequenceOf(xs.length, called)),
    doc: {
      summary: "The function applied to every element.",
      example: "list_map(λ x . x * x, [1, 2, 3]) = [1, 4, 9]",
    },
    lower: lowerMap,
  },
  function* ([f, xs]) {
    const given = arguments_(f, xs);
    if (given === undefined) return declined;
    const items: Value[] = [];
    for (let i = 0; i < given.xs.length; i++)
      items.push(yield callArgument(0, given.f, [element(given.xs, i)]));
    return listFrom(items);
  },
);

const listFilter = defineCalling(
  {
    name: "list_filter",
    aliases: ["filter"],
    arity: 2,
    overloads: ["∀(a). (a → Bool) × List(a) → List(a)"],
    rule: mapping((xs, called) => (isPredicate(called) ? list(xs.element) : undefined)),
    doc: {
      summary: "The elements for which the function gives true.",
      example: "list_filter(λ x . x > 1, [1, 2, 3]) = [2, 3]",
    },
    lower: lowerFilter,
  },
  function* ([f, xs]) {
    const given = arguments_(f, xs);
    if (given === undefined) return declined;
    const kept: Value[] = [];
    for (let i = 0; i < given.xs.length; i++) {
      const x = element(given.xs, i);
      const keep = yield callArgument(0, given.f, [x]);
      if (typeof keep !== "boolean") return declined;
      if (keep) kept.push(x);
    }
    return listFrom(kept);
  },
);

const listFlatmap = defineCalling(
  {
    name: "list_flatmap",
    aliases: ["flatmap", "concat_map"],
    arity: 2,
    overloads: ["∀(a b). (a → List(b)) × List(a) → List(b)"],
    rule: mapping((_, called, context) => list(sequence(called, context)?.element ?? called)),
    doc: {
      summary: "The lists that the function gives, joined; a result that is no list counts as one element.",
      example: "list_flatmap(λ x . [x, x], [1, 2]) = [1, 1, 2, 2]",
    },
    lower: lowerFlatMap,
  },
  function* ([f, xs]) {
    const given = arguments_(f, xs);
    if (given === undefined) return declined;
    const items: Value[] = [];
    for (let i = 0; i < given.xs.length; i++) {
      const part = yield callArgument(0, given.f, [element(given.xs, i)]);
      if (isList(part)) {
        checkLength(items.length + part.length);
        for (const x of elements(part)) items.push(x);
      } else items.push(part);
    }
    return listFrom(items);
  },
);

// ------------------------------------------------------------------------------------------------------- folds

/** `accumulator` is the position of the running value among the callback's arguments. */
function foldRule(accumulator: 0 | 1): TypeRule {
  return ([f, start, xs], context) => {
    const seq = sequence(xs, context);
    if (f === undefined || start === undefined || !isFunction(f) || seq === undefined) return notAccepted;
    const args = accumulator === 0 ? [start, seq.element] : [seq.element, start];
    const stable = context.fixpoint(0, args, accumulator, start);
    return typed([f, stable, seq.param], stable);
  };
}

const listFold = defineCalling(
  {
    name: "list_fold",
    aliases: ["foldl"],
    arity: 3,
    overloads: ["∀(a b). (b × a → b) × b × List(a) → b"],
    rule: foldRule(0),
    doc: {
      summary: "Runs through a list from the left: f(f(z, x₀), x₁) and so on.",
      example: "list_fold(λ a x . 10 * a + x, 0, [1, 2, 3]) = 123",
    },
    lower: lowerFold,
  },
  function* ([f, start, xs]) {
    const given = arguments_(f, xs);
    if (given === undefined || start === undefined) return declined;
    let running = start;
    for (let i = 0; i < given.xs.length; i++)
      running = yield callArgument(0, given.f, [running, element(given.xs, i)]);
    return running;
  },
);

const foldr = defineCalling(
  {
    name: "foldr",
    arity: 3,
    overloads: ["∀(a b). (a × b → b) × b × List(a) → b"],
    rule: foldRule(1),
    doc: {
      summary: "Runs through a list from the right: f(x₀, f(x₁, … z)).",
      example: "foldr(λ x a . x - a, 0, [1, 2, 3]) = 2",
    },
    lower: lowerFoldRight,
  },
  function* ([f, start, xs]) {
    const given = arguments_(f, xs);
    if (given === undefined || start === undefined) return declined;
    let running = start;
    for (let i = given.xs.length - 1; i >= 0; i--)
      running = yield callArgument(0, given.f, [element(given.xs, i), running]);
    return running;
  },
);

// ---------------------------------------------------------------------------------------------------- searches

function* search(
  [f, xs]: readonly Value[],
  sought: boolean,
): Generator<CallRequest, Value | Declined, Value> {
  const given = arguments_(f, xs);
  if (given === undefined) return declined;
  for (let i = 0; i < given.xs.length; i++) {
    const answer = yield callArgument(0, given.f, [element(given.xs, i)]);
    if (typeof answer !== "boolean") return declined;
    if (answer === sought) return sought;
  }
  return !sought;
}

function quantifier(name: string, sought: boolean, summary: string, example: string): Primitive {
  return defineCalling(
    {
      name,
      arity: 2,
      overloads: ["∀(a). (a → Bool) × List(a) → Bool"],
      rule: mapping((_, called) => (isPredicate(called) ? bool : undefined)),
      doc: { summary, example },
      lower: lowerQuantifier(sought),
    },
    (args) => search(args, sought),
  );
}

export const higherOrder: readonly Primitive[] = [
  listMap,
  listFilter,
  listFlatmap,
  listFold,
  foldr,
  specialize,
  quantifier(
    "all",
    false,
    "Whether the function gives true for every element; stops at the first false.",
    "all(λ x . x > 0, [1, 2]) = true",
  ),
  quantifier(
    "any",
    true,
    "Whether the function gives true for some element; stops at the first true.",
    "any(λ x . x > 1, [1, 2]) = true",
  ),
];
