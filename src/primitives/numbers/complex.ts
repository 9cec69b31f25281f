/** Complex numbers: building, parts, and the operations under the names the language's files use. */
import type { ComplexValue, Value } from "../../interpret/value.ts";
import type { Lowering } from "../../loop/lowering.ts";
import { complex, integer, real, type Type } from "../../types/type.ts";
import { definePrimitive } from "../define.ts";
import { failures, failWith } from "../failures.ts";
import {
  addition,
  type Binary,
  binary,
  complexNumber,
  division,
  isNumber,
  isZero,
  multiplication,
  negation,
  realOf,
  subtraction,
  type Unary,
  unary,
} from "../number.ts";
import { declined, type ErrorBound, type Primitive, type TypeRule } from "../primitive.ts";
import { accepts, levelOfType, notAccepted, numericRule, typed } from "../typing.ts";
import { atan2 } from "./arctangent.ts";
import {
  lowerComplex,
  lowerComplexInverse,
  lowerComplexNegate,
  lowerComplexOperation,
  lowerConjugate,
  lowerImaginaryPart,
  lowerPhase,
  lowerRealPart,
  lowerSquaredModulus,
} from "./lower-complex.ts";
import { onSymbolicParts } from "./symbolic-complex.ts";

const exact: ErrorBound = { kind: "exact" };

const construct = definePrimitive(
  {
    name: "complex",
    aliases: ["Complex"],
    arity: 2,
    overloads: ["ℝ × ℝ → ℂ"],
    rule: accepts([real, real], complex),
    doc: { summary: "re + im·i.", example: "complex(1, 2) * complex(1, -2) = 5" },
    lower: lowerComplex,
    bound: exact,
  },
  ([re, im]) => {
    const x = realOf(re);
    const y = realOf(im);
    return x === undefined || y === undefined ? declined : complexNumber(x, y);
  },
);

/** A row on two numbers that are taken as complex. */
function operation(
  name: string,
  aliases: readonly string[],
  summary: string,
  example: string,
  by: Binary,
  lower: Lowering,
  bound?: ErrorBound,
): Primitive {
  return definePrimitive(
    {
      name,
      aliases,
      arity: 2,
      overloads: ["ℂ × ℂ → ℂ"],
      rule: numericRule(3, 3),
      doc: { summary, example },
      lower,
      ...(bound === undefined ? {} : { bound }),
    },
    ([a, b], context) => {
      if (name === "complex_div" && b !== undefined && isNumber(b) && isZero(b))
        failWith(context, failures.division);
      return onSymbolicParts(name, a, b, context) ?? binary(onlyComplex(by), a, b);
    },
  );
}

function onlyComplex(by: Binary): Binary {
  return by.complex === undefined ? {} : { complex: by.complex };
}

/** A part of a number: what a real one gives follows from its own kind. */
function part(
  name: string,
  aliases: readonly string[],
  summary: string,
  example: string,
  by: Unary,
  lower: Lowering,
  result: (own: Type) => Type,
): Primitive {
  const rule: TypeRule = ([a]) => {
    const level = levelOfType(a);
    return a === undefined || level === undefined ? notAccepted : typed([a], level === 3 ? real : result(a));
  };
  return definePrimitive(
    {
      name,
      aliases,
      arity: 1,
      overloads: ["ℂ → ℝ", "ℝ → ℝ"],
      rule,
      doc: { summary, example },
      lower,
      bound: exact,
    },
    ([a]) => unary(by, a),
  );
}

const same = (v: Value): Value => v;

const conjugate = definePrimitive(
  {
    name: "conj",
    aliases: ["complex_conj", "conjugate"],
    arity: 1,
    overloads: ["ℂ → ℂ", "ℝ → ℝ"],
    rule: numericRule(0, 3),
    doc: { summary: "The complex conjugate.", example: "conj(complex(1, 2)) = complex(1, -2)" },
    lower: lowerConjugate,
    bound: exact,
  },
  ([a]) =>
    unary({ integer: same, rational: same, real: same, complex: (z) => complexNumber(z.re, -z.im) }, a),
);

const phase = definePrimitive(
  {
    name: "arg",
    aliases: ["phase"],
    yields: true,
    arity: 1,
    overloads: ["ℂ → ℝ"],
    rule: ([a]) => (levelOfType(a) === undefined ? notAccepted : typed([complex], real)),
    doc: { summary: "The angle of a complex number, in (-π, π].", example: "arg(complex(0, 1)) = pi() / 2" },
    lower: lowerPhase,
    bound: { kind: "ulp", ulp: 1, vectorUlp: 4 },
  },
  ([a]) => unary({ complex: (z) => atan2(z.im, z.re) }, a),
);

const one: ComplexValue = complexNumber(1, 0);

const inverse = definePrimitive(
  {
    name: "complex_inverse",
    yields: true,
    arity: 1,
    overloads: ["ℂ → ℂ"],
    rule: numericRule(3, 3),
    doc: {
      summary: "1 / z.",
      example: "complex_inverse(complex(0, 1)) = complex(0, -1)",
      raises: "Division by zero (KL0501)",
    },
    lower: lowerComplexInverse,
  },
  ([a], context) => {
    if (a !== undefined && isNumber(a) && isZero(a)) failWith(context, failures.division);
    return unary({ complex: (z) => division.complex(one, z) }, a);
  },
);

const negative = definePrimitive(
  {
    name: "neg_complex",
    yields: true,
    arity: 1,
    overloads: ["ℂ → ℂ"],
    rule: numericRule(3, 3),
    doc: { summary: "-z.", example: "neg_complex(complex(1, 2)) = complex(-1, -2)" },
    lower: lowerComplexNegate,
    bound: exact,
  },
  ([a]) => unary({ complex: negation.complex }, a),
);

export const complexNumbers: readonly Primitive[] = [
  construct,
  operation(
    "complex_add",
    ["cadd"],
    "The sum.",
    "complex_add(complex(1, 2), 1) = complex(2, 2)",
    addition,
    lowerComplexOperation("plus"),
    exact,
  ),
  operation(
    "complex_sub",
    ["csub"],
    "The difference.",
    "complex_sub(complex(1, 2), 1) = complex(0, 2)",
    subtraction,
    lowerComplexOperation("minus"),
    exact,
  ),
  operation(
    "complex_mul",
    ["cmul"],
    "The product.",
    "complex_mul(complex(0, 1), complex(0, 1)) = -1",
    multiplication,
    lowerComplexOperation("times"),
    { kind: "gamma", terms: "2" },
  ),
  operation(
    "complex_div",
    [],
    "The quotient.",
    "complex_div(complex(2, 4), 2) = complex(1, 2)",
    division,
    lowerComplexOperation("divide"),
  ),
  inverse,
  negative,
  conjugate,
  part(
    "abs_sq",
    ["complex_abs_squared", "abs_squared"],
    "The squared modulus.",
    "abs_sq(complex(3, 4)) = 25",
    {
      integer: (a) => a * a,
      rational: (a) => multiplication.rational(a, a),
      real: (a) => a * a,
      complex: (z) => z.re * z.re + z.im * z.im,
    },
    lowerSquaredModulus,
    (own) => own,
  ),
  part(
    "re",
    ["real", "real_part"],
    "The real part.",
    "re(complex(3, 4)) = 3",
    { integer: same, rational: same, real: same, complex: (z) => z.re },
    lowerRealPart,
    (own) => own,
  ),
  part(
    "im",
    ["imag", "imag_part"],
    "The imaginary part; 0 of a real number.",
    "im(complex(3, 4)) = 4",
    { integer: () => 0n, rational: () => 0n, real: () => 0, complex: (z) => z.im },
    lowerImaginaryPart,
    (own) => (levelOfType(own) === 2 ? real : integer),
  ),
  phase,
];
