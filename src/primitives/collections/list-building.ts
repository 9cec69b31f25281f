/** Making lists from numbers and from other lists. */
import { concat, cons, emptyList } from "../../interpret/list.ts";
import { tupleValue, type Value } from "../../interpret/value.ts";
import { integer, list, never, type Type, tuple } from "../../types/type.ts";
import { checkLength, element, elements, isList, listFrom, slice } from "../arrays.ts";
import { definePrimitive, type RowSpec } from "../define.ts";
import { failures, failWith } from "../failures.ts";
import { elementwise, elementwiseTyping } from "../matrices/elementwise.ts";
import { indexOf } from "../number.ts";
import { declined, type Primitive, type TypeRule, type TypingContext } from "../primitive.ts";
import { isInteger, notAccepted, sequence, sequenceOf, staticSize, typed, withElement } from "../typing.ts";
import {
  lowerConcat,
  lowerCons,
  lowerFlatten,
  lowerNil,
  lowerRepeat,
  lowerReverse,
  lowerRotate,
  lowerSlice,
  lowerVecAdd,
  lowerZip,
} from "./lower-lists.ts";

const concatRule: TypeRule = ([a, b], context) => {
  const xs = sequence(a, context);
  const ys = sequence(b, context);
  if (xs === undefined || ys === undefined) return notAccepted;
  const joined = context.join(xs.element, ys.element);
  return typed([withElement(xs, joined), withElement(ys, joined)], list(joined));
};

/** Element types of a flattened list: lists give their elements, anything else itself. */
function flattened(type: Type, context: TypingContext): Type {
  return sequence(type, context)?.element ?? type;
}

export const listBuilding: readonly Primitive[] = [
  definePrimitive(
    {
      name: "Nil",
      aliases: ["nil"],
      arity: 0,
      bare: true,
      overloads: ["∀(a). () → List(a)"],
      rule: () => typed([], list(never)),
      doc: { summary: "The empty list.", example: "Nil = []" },
      lower: lowerNil,
    },
    () => emptyList,
  ),
  definePrimitive(
    {
      name: "Cons",
      aliases: ["cons"],
      arity: 2,
      overloads: ["∀(a). a × List(a) → List(a)"],
      rule: ([head, rest], context) => {
        const xs = sequence(rest, context);
        if (head === undefined || xs === undefined) return notAccepted;
        const joined = context.join(head, xs.element);
        return typed([joined, withElement(xs, joined)], list(joined));
      },
      doc: { summary: "A list with one more element in front.", example: "Cons(1, [2, 3]) = [1, 2, 3]" },
      lower: lowerCons,
    },
    ([head, rest]) => (head !== undefined && isList(rest) ? cons(head, rest) : declined),
  ),
  definePrimitive(
    {
      name: "list_concat",
      aliases: ["list_append", "append"],
      arity: 2,
      overloads: ["∀(a). List(a) × List(a) → List(a)"],
      rule: concatRule,
      doc: { summary: "The elements of both, in order.", example: "list_concat([1], [2, 3]) = [1, 2, 3]" },
      lower: lowerConcat,
    },
    ([xs, ys]) => (isList(xs) && isList(ys) ? concat(xs, ys) : declined),
  ),
  definePrimitive(
    {
      name: "list_flatten",
      aliases: ["list_join"],
      arity: 1,
      overloads: ["∀(a). List(List(a)) → List(a)"],
      rule: ([xss], context) => {
        const outer = sequence(xss, context);
        return outer === undefined
          ? notAccepted
          : typed([outer.param], list(flattened(outer.element, context)));
      },
      doc: {
        summary: "One level of lists joined; elements that are no lists stay.",
        example: "list_flatten([[1, 2], [3]]) = [1, 2, 3]",
      },
      lower: lowerFlatten,
    },
    ([xss]) => {
      if (!isList(xss)) return declined;
      const parts = elements(xss);
      checkLength(parts.reduce<number>((sum, x) => sum + (isList(x) ? x.length : 1), 0));
      return listFrom(parts.flatMap((x) => (isList(x) ? elements(x) : [x])));
    },
  ),
  definePrimitive(
    {
      name: "list_slice",
      arity: [2, 3],
      overloads: ["∀(a). List(a) × ℤ → List(a)", "∀(a). List(a) × ℤ × ℤ → List(a)"],
      rule: ([xs, ...bounds], context) => {
        const seq = sequence(xs, context);
        if (seq === undefined || !bounds.every(isInteger)) return notAccepted;
        return typed([seq.param, ...bounds.map(() => integer)], list(seq.element));
      },
      doc: {
        summary: "The elements from the first position up to, not including, the second; both clamped.",
        example: "list_slice([1, 2, 3, 4], 1, 3) = [2, 3]",
      },
      lower: lowerSlice,
    },
    ([xs, a, b]) => {
      const from = indexOf(a);
      const to = b === undefined && isList(xs) ? xs.length : indexOf(b);
      if (!isList(xs) || from === undefined || to === undefined) return declined;
      const start = Math.min(Math.max(from, 0), xs.length);
      return slice(xs, start, Math.max(start, Math.min(to, xs.length)));
    },
  ),
  keepsLength(
    { name: "list_rotate", arity: 2, example: "list_rotate([1, 2, 3], 1) = [2, 3, 1]", lower: lowerRotate },
    "Turned to the left by a number of places.",
    (xs, k) => xs.map((_, i) => xs[(((i + k) % xs.length) + xs.length) % xs.length] ?? _),
  ),
  keepsLength(
    { name: "reverse", arity: 1, example: "reverse([1, 2, 3]) = [3, 2, 1]", lower: lowerReverse },
    "The elements from last to first.",
    (xs) => [...xs].reverse(),
  ),
  definePrimitive(
    {
      name: "list_zip",
      aliases: ["zip"],
      arity: 2,
      overloads: ["∀(a b). List(a) × List(b) → List((a, b))"],
      rule: ([a, b], context) => {
        const xs = sequence(a, context);
        const ys = sequence(b, context);
        if (xs === undefined || ys === undefined) return notAccepted;
        const known = xs.length !== undefined && ys.length !== undefined;
        const length = known ? Math.min(xs.length ?? 0, ys.length ?? 0) : undefined;
        return typed([xs.param, ys.param], sequenceOf(length, tuple([xs.element, ys.element])));
      },
      doc: {
        summary: "Pairs of elements at equal positions, as many as the shorter list has.",
        example: "list_zip([1, 2], [3, 4]) = [(1, 3), (2, 4)]",
      },
      lower: lowerZip,
    },
    ([xs, ys]) => {
      if (!isList(xs) || !isList(ys)) return declined;
      const length = Math.min(xs.length, ys.length);
      return listFrom(Array.from({ length }, (_, i) => tupleValue(element(xs, i), element(ys, i))));
    },
  ),
  definePrimitive(
    {
      name: "vec_add",
      arity: 2,
      overloads: ["∀(n : Nat)(a b). Vector(n, a) × Vector(n, b) → Vector(n, plus(a, b))"],
      rule: ([a, b], context) => (a && b ? elementwiseTyping("plus", a, b, context) : notAccepted),
      doc: {
        summary: "The sum of two lists, entry by entry.",
        example: "vec_add([1, 2], [3, 4]) = [4, 6]",
        raises: "different lengths: KL0301 while compiling, KL0505 at run time",
      },
      lower: lowerVecAdd,
    },
    ([xs, ys], context) =>
      isList(xs) && isList(ys)
        ? elementwise({ name: "plus", real: (a, b) => a + b }, xs, ys, context)
        : declined,
  ),
  definePrimitive(
    {
      name: "repeat",
      arity: 2,
      yields: true,
      overloads: ["∀(a). a × ℤ → List(a)"],
      rule: repeatRule(0, 1),
      doc: {
        summary: "A list of one value, given the value and then how often.",
        example: "repeat(7, 3) = [7, 7, 7]",
      },
      lower: lowerRepeat(0),
    },
    ([x, n], context) => repeated(x, n, context),
  ),
  definePrimitive(
    {
      name: "replicate",
      arity: 2,
      yields: true,
      overloads: ["∀(a). ℤ × a → List(a)"],
      rule: repeatRule(1, 0),
      doc: {
        summary: "A list of one value, given how often and then the value.",
        example: "replicate(3, 7) = [7, 7, 7]",
      },
      lower: lowerRepeat(1),
    },
    ([n, x], context) => repeated(x, n, context),
  ),
];

function repeatRule(value: 0 | 1, count: 0 | 1): TypeRule {
  return (args, context) => {
    const item = args[value];
    if (item === undefined || !isInteger(args[count])) return notAccepted;
    const params = value === 0 ? [item, integer] : [integer, item];
    return typed(params, sequenceOf(staticSize(count, context), item));
  };
}

function repeated(
  x: Value | undefined,
  n: Value | undefined,
  context: Parameters<typeof failWith>[0],
): Value | typeof declined {
  const count = indexOf(n);
  if (x === undefined || count === undefined) return declined;
  if (count < 0) failWith(context, failures.negative, count);
  return listFrom(new Array<Value>(count).fill(x));
}

function keepsLength(
  {
    name,
    arity,
    example,
    lower,
  }: Required<Pick<RowSpec, "name" | "lower">> & { arity: 1 | 2; example: string },
  summary: string,
  run: (xs: readonly Value[], k: number) => readonly Value[],
): Primitive {
  return definePrimitive(
    {
      name,
      arity,
      overloads: [`∀(n : Nat)(a). Vector(n, a)${arity === 2 ? " × ℤ" : ""} → Vector(n, a)`],
      rule: ([xs, k], context) => {
        const seq = sequence(xs, context);
        if (seq === undefined || (arity === 2 && !isInteger(k))) return notAccepted;
        return typed(arity === 2 ? [seq.param, integer] : [seq.param], withElement(seq, seq.element));
      },
      doc: { summary, example },
      lower,
    },
    ([xs, k]) => {
      const shift = arity === 2 ? indexOf(k) : 0;
      return isList(xs) && shift !== undefined ? listFrom(run(elements(xs), shift)) : declined;
    },
  );
}
