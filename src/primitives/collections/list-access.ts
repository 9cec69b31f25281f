/** Reading lists: entries, ends, lengths, membership. */
import { tail } from "../../interpret/list.ts";
import { scalar } from "../../loop/arrays.ts";
import { bool as constant } from "../../loop/expr.ts";
import type { Lowering } from "../../loop/lowering.ts";
import { asSequence } from "../../types/flow.ts";
import { any, bool, integer, list, type Type } from "../../types/type.ts";
import { element, isList, isMatrix, isTuple, rowOf } from "../arrays.ts";
import { definePrimitive } from "../define.ts";
import { failures, failWith } from "../failures.ts";
import { integerOf, realOf } from "../number.ts";
import { declined, type Primitive, type TypeRule, type TypingContext } from "../primitive.ts";
import {
  isInteger,
  matrixShape,
  notAccepted,
  type Sequence,
  sequence,
  sequenceOf,
  typed,
} from "../typing.ts";
import {
  lowerHead,
  lowerIsEmpty,
  lowerLength,
  lowerListNth,
  lowerNth,
  lowerProjection,
  lowerTail,
} from "./lower-lists.ts";

/** The type says which values are lists; of these only their length is asked for. */
const lowerIsAtom: Lowering = (call) => {
  const [type] = call.argTypes;
  const [value] = call.args;
  if (type === undefined || asSequence(type) === undefined) return scalar(constant(true));
  return value?.kind === "tuple" ? scalar(constant(value.items.length === 0)) : lowerIsEmpty(call);
};

/** A rule on one list. */
function onList(result: (xs: Sequence) => Type): TypeRule {
  return ([xs], context) => {
    const seq = sequence(xs, context);
    return seq === undefined ? notAccepted : typed([seq.param], result(seq));
  };
}

export const listAccess: readonly Primitive[] = [
  definePrimitive(
    {
      name: "head",
      aliases: ["car"],
      arity: 1,
      overloads: ["∀(a). List(a) → a"],
      rule: onList((xs) => xs.element),
      doc: {
        summary: "The first element.",
        example: "head([1, 2, 3]) = 1",
        raises: "an empty list (KL0506)",
      },
      lower: lowerHead,
    },
    ([xs], context) =>
      isList(xs) ? (xs.length === 0 ? failWith(context, failures.emptyList) : element(xs, 0)) : declined,
  ),
  definePrimitive(
    {
      name: "tail",
      aliases: ["cdr"],
      arity: 1,
      overloads: ["∀(a). List(a) → List(a)"],
      rule: onList((xs) => list(xs.element)),
      doc: {
        summary: "All elements but the first.",
        example: "tail([1, 2, 3]) = [2, 3]",
        raises: "an empty list (KL0506)",
      },
      lower: lowerTail,
    },
    ([xs], context) =>
      isList(xs) ? (xs.length === 0 ? failWith(context, failures.emptyList) : tail(xs)) : declined,
  ),
  definePrimitive(
    {
      name: "isEmpty",
      aliases: ["isNil"],
      arity: 1,
      overloads: ["∀(a). List(a) → Bool"],
      rule: onList(() => bool),
      doc: { summary: "Whether there is no element.", example: "isEmpty([]) = true" },
      lower: lowerIsEmpty,
    },
    ([xs]) => (isList(xs) ? xs.length === 0 : declined),
  ),
  definePrimitive(
    {
      name: "is_atom",
      yields: true,
      arity: 1,
      overloads: ["∀(a). a → Bool"],
      rule: ([x]) => (x === undefined ? notAccepted : typed([x], bool)),
      doc: {
        summary: "Whether a value has no elements to take: true of all but lists with elements.",
        example: "is_atom([1, 2]) = false",
      },
      lower: lowerIsAtom,
    },
    ([x]) => !(isList(x) && x.length > 0),
  ),
  definePrimitive(
    {
      name: "length",
      aliases: ["list_length"],
      arity: 1,
      overloads: ["∀(a). List(a) → ℤ"],
      rule: onList(() => integer),
      doc: { summary: "The number of elements.", example: "length([1, 2, 3]) = 3" },
      lower: lowerLength,
    },
    ([xs]) => (isList(xs) ? BigInt(xs.length) : declined),
  ),
  definePrimitive(
    {
      name: "nth",
      aliases: ["index"],
      arity: 2,
      overloads: ["∀(a). List(a) × ℤ → a", "∀(m n : Nat)(a). Matrix(m, n, a) × ℤ → Vector(n, a)"],
      rule: nthTyping,
      doc: {
        summary: "The element at a position, counted from 0; of a matrix, the row.",
        example: "nth([10, 20, 30], 1) = 20",
        raises: "a position outside (KL0502)",
      },
      lower: lowerNth,
    },
    ([xs, i], context) => {
      const at = integerOf(i);
      if (at === undefined) return declined;
      if (isMatrix(xs))
        return at < 0n || at >= BigInt(xs.rows)
          ? failWith(context, failures.row, at, xs.rows)
          : rowOf(xs, Number(at));
      if (!isList(xs)) return declined;
      if (at < 0n || at >= BigInt(xs.length)) failWith(context, failures.index, at, xs.length);
      return element(xs, Number(at));
    },
  ),
  definePrimitive(
    {
      name: "list_nth",
      arity: 2,
      overloads: ["∀(a). List(a) × ℝ → a"],
      rule: ([xs, i], context) => {
        const seq = sequence(xs, context);
        return seq === undefined || !isInteger(i) || i === undefined
          ? notAccepted
          : typed([seq.param, i], seq.element);
      },
      doc: {
        summary: "As nth, with a position that is truncated to an integer.",
        example: "list_nth([10, 20, 30], 1.7) = 20",
        raises: "a position outside (KL0502)",
      },
      lower: lowerListNth,
    },
    ([xs, i], context) => {
      const at = realOf(i);
      if (!isList(xs) || at === undefined) return declined;
      const index = Math.trunc(at);
      // Written so that NaN is outside too.
      if (!(index >= 0 && index < xs.length)) return failWith(context, failures.index, index, xs.length);
      return element(xs, index);
    },
  ),
  projection("fst", ["first"], 0, "The first part of a pair.", "fst((1, 2)) = 1"),
  projection("snd", ["second"], 1, "The second part of a pair.", "snd((1, 2)) = 2"),
];

/** A literal position in a fixed list has that part's own type (T8). */
function nthTyping(args: readonly Type[], context: TypingContext): ReturnType<TypeRule> {
  const [xs, i] = args;
  if (xs === undefined || !isInteger(i)) return notAccepted;
  const literal = context.literal(1);
  const part = xs.kind === "fixed" && literal !== undefined ? xs.items[Number(literal)] : undefined;
  if (part !== undefined) return typed([xs, integer], part);
  const seq = sequence(xs, context);
  if (seq !== undefined) return typed([seq.param, integer], seq.element);
  const shape = matrixShape(xs, context);
  return shape === undefined ? notAccepted : typed([xs, integer], sequenceOf(shape.columns, shape.element));
}

function projection(
  name: string,
  aliases: readonly string[],
  part: 0 | 1,
  summary: string,
  example: string,
): Primitive {
  return definePrimitive(
    {
      name,
      aliases,
      arity: 1,
      overloads: [`∀(a b). Pair(a, b) → ${part === 0 ? "a" : "b"}`],
      rule: ([pair]) =>
        pair?.kind === "tuple" && pair.items.length === 2
          ? typed([pair], pair.items[part] ?? any)
          : notAccepted,
      doc: { summary, example },
      lower: lowerProjection(part),
    },
    ([pair]) => (isTuple(pair) && pair.items.length === 2 ? (pair.items[part] ?? declined) : declined),
  );
}
