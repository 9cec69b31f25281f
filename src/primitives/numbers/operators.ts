/**
 * The operators `+ - * /` and negation: on the numeric tower (T2), and on lists and matrices (T6).
 */
import { gridOf } from "../../interpret/field.ts";
import type { Value } from "../../interpret/value.ts";
import type { Lowering } from "../../loop/lowering.ts";
import { real, type Type } from "../../types/type.ts";
import {
  fieldRule,
  fieldScalarRule,
  fieldsRule,
  isField,
  scalarFieldRule,
} from "../analysis/field-typing.ts";
import { combineFields, mapField, scaleField } from "../analysis/fields.ts";
import { lowerFieldNegate, lowerFieldOperation } from "../analysis/lower-fields.ts";
import { isList, isMatrix } from "../arrays.ts";
import { definePrimitive } from "../define.ts";
import { failures, failWith } from "../failures.ts";
import {
  type EntryOperation,
  elementwise,
  elementwiseTyping,
  mapEntries,
  mappingTyping,
  scalingTyping,
} from "../matrices/elementwise.ts";
import { product, productTyping } from "../matrices/products.ts";
import {
  addition,
  binary,
  division,
  isNumber,
  isZero,
  multiplication,
  negation,
  subtraction,
  unary,
} from "../number.ts";
import {
  type Declined,
  declined,
  type EvaluationContext,
  type Primitive,
  type TypeRule,
} from "../primitive.ts";
import { oneNumber, twoNumbers } from "../samples.ts";
import {
  decline,
  firstOf,
  levelOfType,
  notAccepted,
  numericRule,
  sequence,
  typed,
  typeOfLevel,
} from "../typing.ts";
import { lowerNegate, lowerOperation, lowerTimes } from "./lower-arithmetic.ts";
import type { Operation } from "./lower-numbers.ts";

const exact = { kind: "exact" } as const;

const tower = (name: string): readonly string[] =>
  ["ℤ", "ℚ", "ℝ", "ℂ"]
    .map((t) => `${t} × ${t} → ${t}`)
    .concat([
      `∀(n : Nat)(a b). Vector(n, a) × Vector(n, b) → Vector(n, ${name}(a, b))`,
      `∀(m n : Nat)(a b). Matrix(m, n, a) × Matrix(m, n, b) → Matrix(m, n, ${name}(a, b))`,
      `∀(a b). List(a) × List(b) → List(${name}(a, b))`,
    ]);

function additive(name: "plus" | "minus"): TypeRule {
  return firstOf(numericRule(0, 3), fieldsRule, ([a, b], context) =>
    a === undefined || b === undefined
      ? notAccepted
      : isText(a) && isText(b) && name === "plus"
        ? decline("texts are not added", "join them with concat(a, b)")
        : elementwiseTyping(name, a, b, context),
  );
}

function isText(type: Type): boolean {
  return type.kind === "con" && type.name === "String";
}

const entryPlus: EntryOperation = { name: "plus", real: (a, b) => a + b };
const entryMinus: EntryOperation = { name: "minus", real: (a, b) => a - b };

const plus = definePrimitive(
  {
    name: "plus",
    arity: 2,
    overloads: tower("plus"),
    rule: additive("plus"),
    doc: {
      summary: "The sum; entry by entry on lists and matrices of the same shape.",
      example: "plus(2, 3) = 5",
      raises: "unequal sizes: KL0301 while compiling, KL0505 at run time",
    },
    lower: onFields("plus", lowerOperation("plus")),
    samples: twoNumbers,
    bound: exact,
  },
  ([a, b], context) => {
    const sum = binary(addition, a, b);
    if (sum !== declined) return sum;
    const fields = combineFields(entryPlus.real, a, b, context);
    return fields === declined ? elementwise(entryPlus, a, b, context) : fields;
  },
);

const minus = definePrimitive(
  {
    name: "minus",
    arity: 2,
    overloads: tower("minus"),
    rule: additive("minus"),
    doc: {
      summary: "The difference; entry by entry on lists and matrices of the same shape.",
      example: "minus(2, 3) = -1",
      raises: "unequal sizes: KL0301 while compiling, KL0505 at run time",
    },
    lower: onFields("minus", lowerOperation("minus")),
    samples: twoNumbers,
    bound: exact,
  },
  ([a, b], context) => {
    const difference = binary(subtraction, a, b);
    if (difference !== declined) return difference;
    const fields = combineFields(entryMinus.real, a, b, context);
    return fields === declined ? elementwise(entryMinus, a, b, context) : fields;
  },
);

const timesRule: TypeRule = firstOf(
  numericRule(0, 3),
  fieldsRule,
  scalarFieldRule,
  fieldScalarRule,
  ([a, b], context) => (a && b ? productTyping(a, b, context) : notAccepted),
  ([a, b], context) => (a && b ? scalingTyping("times", a, b, false, context) : notAccepted),
  ([a, b], context) => (a && b ? scalingTyping("times", b, a, true, context) : notAccepted),
  ([a, b], context) =>
    sequence(a, context) !== undefined && sequence(b, context) !== undefined
      ? decline(
          "two lists have no product",
          "dot(xs, ys) is the inner product, cross(u, v) the one of two vectors in space",
        )
      : notAccepted,
);

const times = definePrimitive(
  {
    name: "times",
    aliases: ["mul"],
    arity: 2,
    overloads: [
      "ℤ × ℤ → ℤ",
      "ℚ × ℚ → ℚ",
      "ℝ × ℝ → ℝ",
      "ℂ × ℂ → ℂ",
      "∀(m k n : Nat)(a b). Matrix(m, k, a) × Matrix(k, n, b) → Matrix(m, n, times(a, b))",
      "∀(m n : Nat)(a b). Matrix(m, n, a) × Vector(n, b) → Vector(m, times(a, b))",
      "∀(m n : Nat)(a b). Vector(m, a) × Matrix(m, n, b) → Vector(n, times(a, b))",
      "∀(m n : Nat)(a). ℝ × Matrix(m, n, a) → Matrix(m, n, times(ℝ, a))",
      "∀(n : Nat)(a). ℝ × Vector(n, a) → Vector(n, times(ℝ, a))",
    ],
    rule: timesRule,
    doc: {
      summary: "The product: of numbers, of matrices, of a matrix and a vector, of a scalar and every entry.",
      example: "times(6, 7) = 42",
      raises: "inner sizes that differ: KL0301 while compiling, KL0505 at run time",
    },
    lower: onFields("times", lowerTimes),
    samples: twoNumbers,
    bound: { kind: "gamma", terms: "inner size" },
  },
  ([a, b], context) => {
    const scalar = binary(multiplication, a, b);
    if (scalar !== declined || a === undefined || b === undefined) return scalar;
    const fields = timesFields(a, b, context);
    if (fields !== declined) return fields;
    const matrices = product(a, b, context);
    if (matrices !== declined) return matrices;
    if (!isContainer(a)) return mapEntries(b, (x) => context.operate("times", [a, x]));
    return isContainer(b) ? declined : mapEntries(a, (x) => context.operate("times", [x, b]));
  },
);

function timesFields(a: Value, b: Value, context: EvaluationContext): Value | Declined {
  const multiply = (x: number, y: number): number => x * y;
  const scaled = scaleField(multiply, a, b);
  return scaled === declined ? combineFields(multiply, a, b, context) : scaled;
}

/** Fields have their own native code. */
function onFields(op: Operation, others: Lowering): Lowering {
  const lowered = lowerFieldOperation(op);
  return (call) => (call.argTypes.some(isField) ? lowered(call) : others(call));
}

function isContainer(v: Value): boolean {
  return isList(v) || isMatrix(v);
}

const divideRule: TypeRule = firstOf(
  ([a, b]) => {
    const level = Math.max(levelOfType(a) ?? 9, levelOfType(b) ?? 9);
    if (level > 3) return notAccepted;
    const type = level === 0 ? real : typeOfLevel(level);
    return typed([type, type], type);
  },
  fieldScalarRule,
  ([a, b], context) => (a && b ? scalingTyping("divide", b, a, true, context) : notAccepted),
);

const divide = definePrimitive(
  {
    name: "divide",
    aliases: ["div"],
    arity: 2,
    overloads: [
      "ℚ × ℚ → ℚ",
      "ℝ × ℝ → ℝ",
      "ℂ × ℂ → ℂ",
      "∀(n : Nat)(a). Vector(n, a) × ℝ → Vector(n, divide(a, ℝ))",
      "∀(m n : Nat)(a). Matrix(m, n, a) × ℝ → Matrix(m, n, divide(a, ℝ))",
    ],
    rule: divideRule,
    doc: {
      summary:
        "The quotient: a real number on ℤ, exact on ℚ; of a list or matrix by a scalar entry by entry.",
      example: "divide(10, 4) = 2.5",
      raises: "Division by zero (KL0501)",
    },
    lower: onFields("divide", lowerOperation("divide")),
    samples: twoNumbers,
    bound: exact,
  },
  ([a, b], context) => {
    if (b === undefined || !isNumber(b)) return declined;
    if (a !== undefined && isContainer(a)) return mapEntries(a, (x) => context.operate("divide", [x, b]));
    const field = gridOf(a) !== undefined;
    if (a === undefined || !(isNumber(a) || field)) return declined;
    if (isZero(b)) failWith(context, failures.division);
    return field ? scaleField((x, y) => x / y, a, b) : binary(division, a, b);
  },
);

const negate = definePrimitive(
  {
    name: "negate",
    arity: 1,
    overloads: ["ℤ → ℤ", "ℚ → ℚ", "ℝ → ℝ", "ℂ → ℂ", "∀(n : Nat)(a). Vector(n, a) → Vector(n, negate(a))"],
    rule: firstOf(numericRule(0, 3), fieldRule, ([a], context) =>
      a ? mappingTyping("negate", a, context) : notAccepted,
    ),
    doc: { summary: "The negative; of every entry of a list or matrix.", example: "negate(3) = -3" },
    lower: (call) => (call.argTypes.some(isField) ? lowerFieldNegate(call) : lowerNegate(call)),
    samples: oneNumber,
    bound: exact,
  },
  ([a], context) => {
    const scalar = unary(negation, a);
    if (scalar !== declined) return scalar;
    const field = mapField(a, (x) => -x);
    return field === declined ? mapEntries(a, (x) => context.operate("negate", [x])) : field;
  },
);

export const operators: readonly Primitive[] = [plus, minus, times, divide, negate];
