import type { Lowering } from "../../loop/lowering.ts";
import { integer, real } from "../../types/type.ts";
import { definePrimitive } from "../define.ts";
import { failures, failWith } from "../failures.ts";
import { binary, integerOf, magnitude, type Unary, unary } from "../number.ts";
import { declined, type Primitive } from "../primitive.ts";
import { oneNumber, oneReal, twoIntegers, twoNumbers, twoReals } from "../samples.ts";
import { accepts, isNumeric, levelOfType, notAccepted, numericRule, typed } from "../typing.ts";
import { complexHypot } from "./complex-functions.ts";
import {
  lowerAbs,
  lowerEuclideanQuotient,
  lowerEuclideanRemainder,
  lowerExtremum,
  lowerFrac,
  lowerRounding,
  lowerSign,
  lowerToReal,
  lowerTruncatedRemainder,
} from "./lower-arithmetic.ts";
import { lowerElementary } from "./lower-elementary.ts";
import { operators } from "./operators.ts";
import { powers } from "./powers.ts";
import { hypot } from "./real-functions.ts";

const exact = { kind: "exact" } as const;

// -------------------------------------------------------------------------------------------------- remainders

const integers = accepts([integer, integer], integer);

function integerRow(
  name: string,
  summary: string,
  example: string,
  run: (a: bigint, b: bigint) => bigint,
  lower: Lowering,
): Primitive {
  return definePrimitive(
    {
      name,
      arity: 2,
      yields: name !== "mod",
      overloads: ["ℤ × ℤ → ℤ"],
      rule: integers,
      doc: { summary, example, raises: "Modulo by zero (KL0501)" },
      lower,
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

const truncated = (a: bigint, b: bigint): bigint => a % b;

/** The remainder that is never negative. */
function euclidean(a: bigint, b: bigint): bigint {
  const r = a % b;
  return r < 0n ? r + magnitude(b) : r;
}

const remainders: readonly Primitive[] = [
  integerRow(
    "mod",
    "The remainder, with the sign of the dividend.",
    "mod(-7, 3) = -1",
    truncated,
    lowerTruncatedRemainder,
  ),
  integerRow(
    "int_rem",
    "The remainder, with the sign of the dividend.",
    "int_rem(-7, 3) = -1",
    truncated,
    lowerTruncatedRemainder,
  ),
  integerRow(
    "int_mod",
    "The remainder that is never negative.",
    "int_mod(-7, 3) = 2",
    euclidean,
    lowerEuclideanRemainder,
  ),
  integerRow(
    "int_div",
    "The quotient that goes with int_mod: rounded down for positive divisors.",
    "int_div(-7, 3) = -3",
    (a, b) => (a - euclidean(a, b)) / b,
    lowerEuclideanQuotient,
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
      lower: lowerElementary("fmod"),
      samples: twoReals,
      bound: exact,
    },
    ([a, b]) => binary({ real: (x, y) => x % y }, a, b),
  ),
];

// ------------------------------------------------------------------------------------------------- one argument

const modulus: Unary = {
  integer: magnitude,
  rational: (a) => ({ ...a, numerator: magnitude(a.numerator) }),
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
    lower: lowerAbs,
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
  lower: Lowering,
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
      lower,
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
function roundReal(x: number): number {
  const whole = Math.trunc(x);
  return Math.abs(x - whole) >= 0.5 ? whole + Math.sign(x) : whole;
}

const roundings: readonly Primitive[] = [
  rounding(
    "floor",
    [],
    "The greatest integer not above.",
    "floor(-1.5) = -2",
    Math.floor,
    floorOf,
    lowerRounding("floor"),
  ),
  rounding(
    "ceil",
    ["ceiling"],
    "The least integer not below.",
    "ceil(1.2) = 2",
    Math.ceil,
    ceilOf,
    lowerRounding("ceil"),
  ),
  rounding(
    "round",
    [],
    "The nearest integer; halves go away from zero.",
    "round(-2.5) = -3",
    roundReal,
    roundOf,
    lowerRounding("round"),
  ),
  rounding(
    "trunc",
    ["truncate"],
    "The integer part.",
    "trunc(-1.7) = -1",
    Math.trunc,
    (n, d) => n / d,
    lowerRounding("trunc"),
  ),
  rounding(
    "to_int",
    ["toInteger"],
    "The integer part: the way from ℝ to ℤ.",
    "to_int(2.9) = 2",
    Math.trunc,
    (n, d) => n / d,
    lowerRounding("trunc"),
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
    lower: lowerFrac,
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
    lower: lowerSign,
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
    lower: lowerToReal,
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
      lower: lowerExtremum(name),
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
    lower: lowerElementary("hypot"),
    samples: twoReals,
    bound: { kind: "ulp", ulp: 1, vectorUlp: 2 },
  },
  ([a, b]) => binary({ real: hypot }, a, b),
);

export const arithmetic: readonly Primitive[] = [
  ...operators,
  ...powers,
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
