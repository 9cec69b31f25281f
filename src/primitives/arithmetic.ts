/**
 * Arithmetic: the operators, remainders, powers, roundings and the small numeric functions.
 *
 * ℤ and ℚ are exact, ℝ is IEEE, ℂ is two reals; the level is the least that holds the operands (T2), the result kinds are
 * those of T10. `+ - *` also act on lists and matrices (T6).
 */

import type { Value } from "../interpret/value.ts";
import { integer, real, type Type } from "../types/type.ts";
import { asMatrix, isList, isMatrix } from "./arrays.ts";
import { complexHypot, complexPower, complexSqrt } from "./complex-functions.ts";
import { definePrimitive } from "./define.ts";
import {
  type EntryOperation,
  elementwise,
  elementwiseTyping,
  mapEntries,
  mappingTyping,
  scalingTyping,
} from "./elementwise.ts";
import { failures, failWith } from "./failures.ts";
import { matrixPower } from "./matrix-power.ts";
import {
  addition,
  binary,
  complexNumber,
  division,
  integerOf,
  isNumber,
  isZero,
  multiplication,
  negation,
  powerBy,
  subtraction,
  type Unary,
  unary,
} from "./number.ts";
import {
  type Declined,
  declined,
  type EvaluationContext,
  type Primitive,
  type TypeRule,
} from "./primitive.ts";
import { product, productTyping } from "./products.ts";
import { hypot, pow } from "./real-functions.ts";
import { oneNumber, oneReal, twoIntegers, twoNumbers, twoReals } from "./samples.ts";
import {
  accepts,
  decline,
  firstOf,
  isInteger,
  isNumeric,
  levelOfType,
  matrixParam,
  matrixShape,
  notAccepted,
  numericRule,
  sequence,
  typed,
  typeOfLevel,
} from "./typing.ts";

const exact = { kind: "exact" } as const;

// --------------------------------------------------------------------------------------------------- operators

const tower = (name: string): readonly string[] =>
  ["ℤ", "ℚ", "ℝ", "ℂ"]
    .map((t) => `${t} × ${t} → ${t}`)
    .concat([
      `∀(n : Nat)(a b). Vector(n, a) × Vector(n, b) → Vector(n, ${name}(a, b))`,
      `∀(m n : Nat)(a b). Matrix(m, n, a) × Matrix(m, n, b) → Matrix(m, n, ${name}(a, b))`,
      `∀(a b). List(a) × List(b) → List(${name}(a, b))`,
    ]);

function additive(name: "plus" | "minus"): TypeRule {
  return firstOf(numericRule(0, 3), ([a, b], context) =>
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
    samples: twoNumbers,
    bound: exact,
  },
  ([a, b], context) => {
    const sum = binary(addition, a, b);
    return sum === declined ? elementwise(entryPlus, a, b, context) : sum;
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
    samples: twoNumbers,
    bound: exact,
  },
  ([a, b], context) => {
    const difference = binary(subtraction, a, b);
    return difference === declined ? elementwise(entryMinus, a, b, context) : difference;
  },
);

const timesRule: TypeRule = firstOf(
  numericRule(0, 3),
  ([a, b], context) => (a && b ? productTyping(a, b, context) : notAccepted),
  ([a, b], context) => (a && b ? scalingTyping("times", a, b, false, context) : notAccepted),
  ([a, b], context) => (a && b ? scalingTyping("times", b, a, true, context) : notAccepted),
  ([a, b], context) =>
    sequence(a, context) !== undefined && sequence(b, context) !== undefined
      ? decline("two lists have no product", "dot(xs, ys) is the inner product")
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
    samples: twoNumbers,
    bound: { kind: "gamma", terms: "inner size" },
  },
  ([a, b], context) => {
    const scalar = binary(multiplication, a, b);
    if (scalar !== declined || a === undefined || b === undefined) return scalar;
    const matrices = product(a, b, context);
    if (matrices !== declined) return matrices;
    if (!isContainer(a)) return mapEntries(b, (x) => context.operate("times", [a, x]));
    return isContainer(b) ? declined : mapEntries(a, (x) => context.operate("times", [x, b]));
  },
);

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
    samples: twoNumbers,
    bound: exact,
  },
  ([a, b], context) => {
    if (b === undefined || !isNumber(b)) return declined;
    if (a !== undefined && isContainer(a)) return mapEntries(a, (x) => context.operate("divide", [x, b]));
    if (a === undefined || !isNumber(a)) return declined;
    if (isZero(b)) failWith(context, failures.division);
    return binary(division, a, b);
  },
);

const negate = definePrimitive(
  {
    name: "negate",
    arity: 1,
    overloads: ["ℤ → ℤ", "ℚ → ℚ", "ℝ → ℝ", "ℂ → ℂ", "∀(n : Nat)(a). Vector(n, a) → Vector(n, negate(a))"],
    rule: firstOf(numericRule(0, 3), ([a], context) =>
      a ? mappingTyping("negate", a, context) : notAccepted,
    ),
    doc: { summary: "The negative; of every entry of a list or matrix.", example: "negate(3) = -3" },
    samples: oneNumber,
    bound: exact,
  },
  ([a], context) => {
    const scalar = unary(negation, a);
    return scalar === declined ? mapEntries(a, (x) => context.operate("negate", [x])) : scalar;
  },
);

// ------------------------------------------------------------------------------------------------------ powers

const powerRule: TypeRule = ([base, exponent], context) => {
  const k = context.literal(1);
  const natural = k !== undefined && k >= 0n;
  const shape = matrixShape(base, context);
  if (shape !== undefined && isInteger(exponent)) {
    const level = levelOfType(shape.element);
    if (level === undefined) return notAccepted;
    if (shape.rows !== undefined && shape.columns !== undefined && shape.rows !== shape.columns)
      return decline("only a square matrix has powers");
    const entries = natural ? shape.element : typeOfLevel(Math.max(level, 2));
    return typed([matrixParam(shape, entries), integer], matrixParam(shape, entries));
  }
  if (!isNumeric(base) || !isNumeric(exponent) || base === undefined) return notAccepted;
  if (natural && levelOfType(exponent) === 0) return typed([base, integer], base);
  return numericRule(2, 3)([base, exponent ?? base], context);
};

const largestPowerBits = 2n ** 27n;

function power(
  base: Value | undefined,
  exponent: Value | undefined,
  context: EvaluationContext,
): Value | Declined {
  const matrix = asMatrix(base);
  const k = integerOf(exponent);
  if (matrix !== undefined && k !== undefined) return matrixPower(matrix, k, context);
  if (typeof exponent === "bigint" && exponent >= 0n) return naturalPower(base, exponent, context);
  return binary({ real: pow, complex: complexPower }, base, exponent);
}

function naturalPower(base: Value | undefined, k: bigint, context: EvaluationContext): Value | Declined {
  const integerPower = (a: bigint): bigint => {
    const bits = BigInt((a < 0n ? -a : a).toString(2).length - 1);
    if (bits * k > largestPowerBits) context.fail("KL0507", "the power has too many digits");
    return a ** k;
  };
  return unary(
    {
      integer: integerPower,
      rational: (a) => ({
        kind: "rational",
        numerator: integerPower(a.numerator),
        denominator: integerPower(a.denominator),
      }),
      real: (a) => realPower(a, k),
      complex: (a) => powerBy(a, k, complexNumber(1, 0), multiplication.complex),
    },
    base,
  );
}

/** x² is one rounding as a product; other exponents go through `pow`. */
function realPower(x: number, k: bigint): number {
  return k === 2n ? x * x : pow(x, Number(k));
}

const powerRow = definePrimitive(
  {
    name: "power",
    aliases: ["pow"],
    arity: 2,
    overloads: [
      "ℤ × ℤ → ℝ",
      "ℝ × ℝ → ℝ",
      "ℂ × ℂ → ℂ",
      "∀(n : Nat)(a). Matrix(n, n, a) × ℤ → Matrix(n, n, a)",
    ],
    rule: powerRule,
    doc: {
      summary:
        "The power: a natural literal exponent keeps the type of the base (matrices too), any other gives ℝ or ℂ.",
      example: "power(2, 100) = 1267650600228229401496703205376",
    },
    bound: { kind: "ulp", ulp: 1, vectorUlp: 4 },
  },
  ([a, b], context) => power(a, b, context),
);

const sqrt = definePrimitive(
  {
    name: "sqrt",
    arity: 1,
    overloads: ["ℝ → ℝ", "ℂ → ℂ"],
    rule: numericRule(2, 3),
    doc: { summary: "The square root; NaN for a negative real.", example: "sqrt(16) = 4" },
    samples: oneReal,
    bound: exact,
  },
  ([a]) => unary({ real: Math.sqrt, complex: complexSqrt }, a),
);

// -------------------------------------------------------------------------------------------------- remainders

const integers = accepts([integer, integer], integer);

function integerRow(
  name: string,
  summary: string,
  example: string,
  run: (a: bigint, b: bigint) => bigint,
): Primitive {
  return definePrimitive(
    {
      name,
      arity: 2,
      yields: name !== "mod",
      overloads: ["ℤ × ℤ → ℤ"],
      rule: integers,
      doc: { summary, example, raises: "Modulo by zero (KL0501)" },
      samples: twoIntegers,
      bound: exact,
    },
    ([a, b], context) => {
      const x = integerOf(a);
      const y = integerOf(b);
      if (x === undefined || y === undefined) return declined;
      if (y === 0n) failWith(context, failures.modulo);
      return run(x, y);
    },
  );
}

/** The remainder that is never negative. */
function euclidean(a: bigint, b: bigint): bigint {
  const r = a % b;
  return r < 0n ? r + (b < 0n ? -b : b) : r;
}

const remainders: readonly Primitive[] = [
  integerRow("mod", "The remainder, with the sign of the dividend.", "mod(-7, 3) = -1", (a, b) => a % b),
  integerRow(
    "int_rem",
    "The remainder, with the sign of the dividend.",
    "int_rem(-7, 3) = -1",
    (a, b) => a % b,
  ),
  integerRow("int_mod", "The remainder that is never negative.", "int_mod(-7, 3) = 2", euclidean),
  integerRow(
    "int_div",
    "The quotient that goes with int_mod: rounded down for positive divisors.",
    "int_div(-7, 3) = -3",
    (a, b) => (a - euclidean(a, b)) / b,
  ),
  definePrimitive(
    {
      name: "fmod",
      aliases: ["remainder"],
      arity: 2,
      overloads: ["ℝ × ℝ → ℝ"],
      rule: numericRule(2, 2),
      doc: {
        summary: "The floating remainder, with the sign of the dividend; exact; NaN for a zero divisor.",
        example: "fmod(7.5, 2) = 1.5",
      },
      samples: twoReals,
      bound: exact,
    },
    ([a, b]) => binary({ real: (x, y) => x % y }, a, b),
  ),
];

// ------------------------------------------------------------------------------------------------- one argument

const modulus: Unary = {
  integer: (a) => (a < 0n ? -a : a),
  rational: (a) => ({ ...a, numerator: a.numerator < 0n ? -a.numerator : a.numerator }),
  real: Math.abs,
  complex: complexHypot,
};

const abs = definePrimitive(
  {
    name: "abs",
    aliases: ["fabs"],
    arity: 1,
    overloads: ["ℤ → ℤ", "ℚ → ℚ", "ℝ → ℝ", "ℂ → ℝ"],
    rule: ([a], context) => {
      if (a === undefined || !isNumeric(a)) return notAccepted;
      return levelOfType(a) === 3 ? typed([a], real) : numericRule(0, 3)([a], context);
    },
    doc: { summary: "The absolute value; the modulus of a complex number.", example: "abs(-3) = 3" },
    samples: oneNumber,
    bound: { kind: "ulp", ulp: 1, vectorUlp: 1 },
  },
  ([a]) => unary(modulus, a),
);

/** A row that gives ℤ: exact, so NaN and infinities are errors. */
function rounding(
  name: string,
  aliases: readonly string[],
  summary: string,
  example: string,
  onReal: (x: number) => number,
  onRational: (n: bigint, d: bigint) => bigint,
): Primitive {
  return definePrimitive(
    {
      name,
      aliases,
      arity: 1,
      yields: name === "to_int",
      overloads: ["ℝ → ℤ", "ℚ → ℤ", "ℤ → ℤ"],
      rule: numericRule(0, 2, integer),
      doc: { summary, example, raises: "NaN and infinite numbers (KL0506)" },
      samples: oneNumber,
      bound: exact,
    },
    ([a], context) =>
      unary(
        {
          integer: (n) => n,
          rational: (q) => onRational(q.numerator, q.denominator),
          real: (x) => (Number.isFinite(x) ? BigInt(onReal(x)) : failWith(context, failures.notInteger)),
        },
        a,
      ),
  );
}

const floorOf = (n: bigint, d: bigint): bigint => (n - euclidean(n, d)) / d;
const ceilOf = (n: bigint, d: bigint): bigint => -floorOf(-n, d);
/** Half away from zero. */
const roundOf = (n: bigint, d: bigint): bigint =>
  n < 0n ? -floorOf(-2n * n + d, 2n * d) : floorOf(2n * n + d, 2n * d);

/** Half away from zero, without the error of adding 0.5. */
export function roundReal(x: number): number {
  const whole = Math.trunc(x);
  return Math.abs(x - whole) >= 0.5 ? whole + Math.sign(x) : whole;
}

const roundings: readonly Primitive[] = [
  rounding("floor", [], "The greatest integer not above.", "floor(-1.5) = -2", Math.floor, floorOf),
  rounding("ceil", ["ceiling"], "The least integer not below.", "ceil(1.2) = 2", Math.ceil, ceilOf),
  rounding(
    "round",
    [],
    "The nearest integer; halves go away from zero.",
    "round(-2.5) = -3",
    roundReal,
    roundOf,
  ),
  rounding("trunc", ["truncate"], "The integer part.", "trunc(-1.7) = -1", Math.trunc, (n, d) => n / d),
  rounding(
    "to_int",
    ["toInteger"],
    "The integer part: the way from ℝ to ℤ.",
    "to_int(2.9) = 2",
    Math.trunc,
    (n, d) => n / d,
  ),
];

const frac = definePrimitive(
  {
    name: "frac",
    aliases: ["fract"],
    arity: 1,
    overloads: ["ℝ → ℝ", "ℚ → ℚ"],
    rule: numericRule(1, 2),
    doc: { summary: "x - trunc(x).", example: "frac(-1.25) = -0.25" },
    samples: oneReal,
    bound: exact,
  },
  ([a]) =>
    unary(
      {
        rational: (q) => ({ ...q, numerator: q.numerator % q.denominator }),
        real: (x) => x - Math.trunc(x),
      },
      a,
    ),
);

const sign = definePrimitive(
  {
    name: "sign",
    aliases: ["signum"],
    arity: 1,
    overloads: ["ℝ → ℤ", "ℚ → ℤ", "ℤ → ℤ"],
    rule: numericRule(0, 2, integer),
    doc: {
      summary: "1 for zero and above, -1 below (and for the real -0).",
      example: "sign(-2.5) = -1",
      raises: "NaN (KL0506)",
    },
    samples: oneNumber,
    bound: exact,
  },
  ([a], context) =>
    unary(
      {
        integer: (n) => (n < 0n ? -1n : 1n),
        rational: (q) => (q.numerator < 0n ? -1n : 1n),
        real: (x) =>
          Number.isNaN(x) ? failWith(context, failures.notInteger) : x < 0 || Object.is(x, -0) ? -1n : 1n,
      },
      a,
    ),
);

const toReal = definePrimitive(
  {
    name: "to_real",
    yields: true,
    arity: 1,
    overloads: ["ℝ → ℝ"],
    rule: numericRule(2, 2),
    doc: { summary: "The nearest real number.", example: "to_real(3) = 3.0" },
    bound: exact,
  },
  ([a]) => unary({ real: (x) => x }, a),
);

// ------------------------------------------------------------------------------------------------ two arguments

const extremum = (name: "min" | "max", least: boolean): Primitive =>
  definePrimitive(
    {
      name,
      arity: 2,
      overloads: ["ℤ × ℤ → ℤ", "ℚ × ℚ → ℚ", "ℝ × ℝ → ℝ"],
      rule: numericRule(0, 2),
      doc: {
        summary: `The ${least ? "smaller" : "larger"} of two; NaN if one is, and -0 is below +0.`,
        example: least ? "min(3, 2.5) = 2.5" : "max(3, 2.5) = 3",
      },
      samples: twoNumbers,
      bound: exact,
    },
    ([a, b]) =>
      binary(
        {
          integer: (x, y) => (x < y === least ? x : y),
          rational: (x, y) => (x.numerator * y.denominator < y.numerator * x.denominator === least ? x : y),
          real: least ? Math.min : Math.max,
        },
        a,
        b,
      ),
  );

const hypotRow = definePrimitive(
  {
    name: "hypot",
    arity: 2,
    overloads: ["ℝ × ℝ → ℝ"],
    rule: numericRule(2, 2),
    doc: { summary: "√(x² + y²) without early overflow.", example: "hypot(3, 4) = 5" },
    samples: twoReals,
    bound: { kind: "ulp", ulp: 1, vectorUlp: 1 },
  },
  ([a, b]) => binary({ real: hypot }, a, b),
);

export const arithmetic: readonly Primitive[] = [
  plus,
  minus,
  times,
  divide,
  negate,
  powerRow,
  sqrt,
  ...remainders,
  abs,
  ...roundings,
  frac,
  sign,
  toReal,
  extremum("min", true),
  extremum("max", false),
  hypotRow,
];
