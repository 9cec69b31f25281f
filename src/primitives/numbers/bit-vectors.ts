/**
 * Bit vectors BitVec(n): integers modulo 2ⁿ with the operations of SMT-LIB's theory of fixed-size bit vectors, whose
 * answers for a zero divisor and for shifts past the width these rows give too.
 */
import { type BitsValue, bitsValue, type Value } from "../../interpret/value.ts";
import { constantDim, unknownDim } from "../../types/dim.ts";
import { bool, data, integer, type Type } from "../../types/type.ts";
import { definePrimitive } from "../define.ts";
import { failures, failWith } from "../failures.ts";
import { indexOf, integerOf } from "../number.ts";
import { declined, type EvaluationContext, type Primitive, type TypeRule } from "../primitive.ts";
import { isCon, isInteger, mismatch, notAccepted, type Size, sizeOf, staticSize, typed } from "../typing.ts";

/** Wider ones are taken for a mistake. */
const widest = 1 << 20;

function isBits(v: Value | undefined): v is BitsValue {
  return typeof v === "object" && v.kind === "bits";
}
function signed({ width, value }: BitsValue): bigint {
  return BigInt.asIntN(width, value);
}

// ----------------------------------------------------------------------------------------------------- types

function widthOf(type: Type | undefined): Size {
  const [first] = type?.kind === "con" ? type.args : [];
  return first?.kind === "dim" ? sizeOf(first.dim) : undefined;
}
function bitsType(width: Size): Type {
  return data("BitVec", [{ kind: "dim", dim: width === undefined ? unknownDim : constantDim(width) }]);
}

/** Bit vectors of one width. */
function onBits(result: (width: Size) => Type): TypeRule {
  return (args) => {
    if (!args.every((t) => isCon(t, "BitVec"))) return notAccepted;
    const widths = args.map(widthOf).filter((w) => w !== undefined);
    const [width] = widths;
    if (widths.some((w) => w !== width))
      return mismatch("these bit vectors have different widths", [
        `the first has ${widths[0]} bits, the second ${widths[1]}`,
      ]);
    const type = bitsType(width);
    return typed(
      args.map(() => type),
      result(width),
    );
  };
}

// ------------------------------------------------------------------------------------------------------ rows

function define(
  name: string,
  summary: string,
  example: string,
  parts: {
    readonly arity: number;
    readonly overload: string;
    readonly rule: TypeRule;
    readonly aliases?: readonly string[];
  },
  run: (args: readonly Value[], context: EvaluationContext) => Value | typeof declined,
): Primitive {
  return definePrimitive(
    {
      name,
      aliases: parts.aliases ?? [],
      arity: parts.arity,
      yields: true,
      overloads: [parts.overload],
      rule: parts.rule,
      doc: { summary, example },
      bound: { kind: "exact" },
    },
    run,
  );
}

type Meaning<R> = (a: BitsValue, b: BitsValue) => R;

function onTwo<R extends Value>(
  name: string,
  to: Type | undefined,
  by: Meaning<R>,
  text: readonly [string, string],
): Primitive {
  const overload = `∀(n : Nat). BitVec(n) × BitVec(n) → ${to === undefined ? "BitVec(n)" : "Bool"}`;
  const rule = onBits((width) => to ?? bitsType(width));
  return define(name, text[0], text[1], { arity: 2, overload, rule }, ([a, b], context) => {
    if (!isBits(a) || !isBits(b)) return declined;
    if (a.width !== b.width)
      return context.fail("KL0505", `the bit vectors have different widths: ${a.width} and ${b.width}`);
    return by(a, b);
  });
}

function operation(name: string, summary: string, example: string, by: Meaning<bigint>): Primitive {
  return onTwo(name, undefined, (a, b) => bitsValue(a.width, by(a, b)), [summary, example]);
}

function comparison(name: string, summary: string, example: string, by: Meaning<boolean>): Primitive {
  return onTwo(name, bool, by, [summary, example]);
}

function onOne(
  name: string,
  summary: string,
  example: string,
  overload: string,
  result: (width: Size) => Type,
  by: (a: BitsValue) => Value,
  aliases: readonly string[] = [],
): Primitive {
  return define(name, summary, example, { arity: 1, overload, rule: onBits(result), aliases }, ([a]) =>
    isBits(a) ? by(a) : declined,
  );
}

function widthGiven(v: Value | undefined, context: EvaluationContext): number | undefined {
  const width = indexOf(v);
  if (width !== undefined && width < 1) failWith(context, failures.size, width);
  if (width !== undefined && width > widest) context.fail("KL0507", `${width} bits are too many`);
  return width;
}

/** A row that makes a vector of the width given first. */
function ofWidth(name: string, summary: string, example: string, by: (width: number) => bigint): Primitive {
  const rule: TypeRule = ([n], context) =>
    isInteger(n) ? typed([integer], bitsType(staticSize(0, context))) : notAccepted;
  return define(name, summary, example, { arity: 1, overload: "ℤ → BitVec(n)", rule }, ([n], context) => {
    const width = widthGiven(n, context);
    return width === undefined ? declined : bitsValue(width, by(width));
  });
}

const bitvec = define(
  "bitvec",
  "The bit vector of a width and an integer, modulo 2ⁿ.",
  "bitvec(8, 257) = bvone(8)",
  {
    arity: 2,
    overload: "ℤ × ℤ → BitVec(n)",
    rule: ([n, k], context) =>
      isInteger(n) && isInteger(k)
        ? typed([integer, integer], bitsType(staticSize(0, context)))
        : notAccepted,
  },
  ([n, k], context) => {
    const width = widthGiven(n, context);
    const value = integerOf(k);
    return width === undefined || value === undefined ? declined : bitsValue(width, value);
  },
);

const bit = define(
  "bit",
  "Whether bit i is set; bit 0 is the lowest.",
  "bit(bitvec(4, 5), 2) = true",
  {
    arity: 2,
    overload: "∀(n : Nat). BitVec(n) × ℤ → Bool",
    rule: ([a, i]) => (a && isCon(a, "BitVec") && isInteger(i) ? typed([a, integer], bool) : notAccepted),
  },
  ([a, i], context) => {
    const position = indexOf(i);
    if (!isBits(a) || position === undefined) return declined;
    if (position < 0 || position >= a.width)
      return context.fail("KL0502", `bit ${position} is out of range for ${a.width} bits`);
    return ((a.value >> BigInt(position)) & 1n) === 1n;
  },
);

// -------------------------------------------------------------------------------------------------- meanings

/** SMT-LIB: x / 0 has all bits set, x mod 0 is x. */
const unsignedQuotient: Meaning<bigint> = (a, b) => (b.value === 0n ? -1n : a.value / b.value);
const unsignedRemainder: Meaning<bigint> = (a, b) => (b.value === 0n ? a.value : a.value % b.value);
const signedQuotient: Meaning<bigint> = (a, b) => {
  const [x, y] = [signed(a), signed(b)];
  return y === 0n ? (x < 0n ? 1n : -1n) : x / y;
};

/** A shift by the width or more leaves `filled`. */
function shift(
  filled: (a: BitsValue) => bigint,
  by: (a: BitsValue, places: bigint) => bigint,
): Meaning<bigint> {
  return (a, b) => (b.value >= BigInt(a.width) ? filled(a) : by(a, b.value));
}
const zero = (): bigint => 0n;

const same = (width: Size): Type => bitsType(width);

export const bitVectors: readonly Primitive[] = [
  bitvec,
  ofWidth("bvzero", "All n bits 0.", "bvzero(8) = bitvec(8, 0)", () => 0n),
  ofWidth("bvones", "All n bits 1.", "bvones(8) = bitvec(8, 255)", () => -1n),
  ofWidth("bvone", "The number 1 in n bits.", "bvone(8) = bitvec(8, 1)", () => 1n),
  bit,
  onOne(
    "width",
    "How many bits.",
    "width(bvzero(8)) = 8",
    "∀(n : Nat). BitVec(n) → ℤ",
    () => integer,
    (a) => BigInt(a.width),
  ),
  onOne(
    "bv_to_int",
    "The number the bits mean, without a sign.",
    "bv_to_int(bvones(8)) = 255",
    "∀(n : Nat). BitVec(n) → ℤ",
    () => integer,
    (a) => a.value,
    ["bv_to_nat"],
  ),
  onOne(
    "bv_to_signed",
    "The number the bits mean in two's complement.",
    "bv_to_signed(bvones(8)) = -1",
    "∀(n : Nat). BitVec(n) → ℤ",
    () => integer,
    signed,
  ),
  onOne(
    "bvnot",
    "Every bit the other way.",
    "bvnot(bvzero(8)) = bvones(8)",
    "∀(n : Nat). BitVec(n) → BitVec(n)",
    same,
    (a) => bitsValue(a.width, ~a.value),
  ),
  onOne(
    "bvneg",
    "The negative in two's complement.",
    "bvneg(bvone(8)) = bvones(8)",
    "∀(n : Nat). BitVec(n) → BitVec(n)",
    same,
    (a) => bitsValue(a.width, -a.value),
  ),
  operation(
    "bvand",
    "The bits set in both.",
    "bvand(bitvec(4, 12), bitvec(4, 10)) = bitvec(4, 8)",
    (a, b) => a.value & b.value,
  ),
  operation(
    "bvor",
    "The bits set in at least one.",
    "bvor(bitvec(4, 12), bitvec(4, 10)) = bitvec(4, 14)",
    (a, b) => a.value | b.value,
  ),
  operation(
    "bvxor",
    "The bits set in exactly one.",
    "bvxor(bitvec(4, 12), bitvec(4, 10)) = bitvec(4, 6)",
    (a, b) => a.value ^ b.value,
  ),
  operation(
    "bvadd",
    "The sum modulo 2ⁿ.",
    "bvadd(bvones(8), bvone(8)) = bvzero(8)",
    (a, b) => a.value + b.value,
  ),
  operation(
    "bvsub",
    "The difference modulo 2ⁿ.",
    "bvsub(bvzero(8), bvone(8)) = bvones(8)",
    (a, b) => a.value - b.value,
  ),
  operation(
    "bvmul",
    "The product modulo 2ⁿ.",
    "bvmul(bitvec(8, 20), bitvec(8, 13)) = bitvec(8, 4)",
    (a, b) => a.value * b.value,
  ),
  operation(
    "bvudiv",
    "The quotient without signs; all bits set for a zero divisor.",
    "bvudiv(bitvec(8, 200), bitvec(8, 7)) = bitvec(8, 28)",
    unsignedQuotient,
  ),
  operation(
    "bvurem",
    "The remainder without signs; the dividend for a zero divisor.",
    "bvurem(bitvec(8, 200), bitvec(8, 7)) = bitvec(8, 4)",
    unsignedRemainder,
  ),
  operation(
    "bvsdiv",
    "The quotient in two's complement, towards zero.",
    "bvsdiv(bitvec(8, -7), bitvec(8, 2)) = bitvec(8, -3)",
    signedQuotient,
  ),
  operation(
    "bvshl",
    "Shifted to the left by the second.",
    "bvshl(bitvec(8, 3), bitvec(8, 2)) = bitvec(8, 12)",
    shift(zero, (a, k) => a.value << k),
  ),
  operation(
    "bvlshr",
    "Shifted to the right, zeros coming in.",
    "bvlshr(bitvec(8, 200), bitvec(8, 2)) = bitvec(8, 50)",
    shift(zero, (a, k) => a.value >> k),
  ),
  operation(
    "bvashr",
    "Shifted to the right, copies of the highest bit coming in.",
    "bvashr(bitvec(8, -8), bitvec(8, 2)) = bitvec(8, -2)",
    shift(
      (a) => (signed(a) < 0n ? -1n : 0n),
      (a, k) => signed(a) >> k,
    ),
  ),
  comparison(
    "bvult",
    "Below, without signs.",
    "bvult(bvone(8), bvones(8)) = true",
    (a, b) => a.value < b.value,
  ),
  comparison(
    "bvule",
    "At most, without signs.",
    "bvule(bvone(8), bvone(8)) = true",
    (a, b) => a.value <= b.value,
  ),
  comparison(
    "bvugt",
    "Above, without signs.",
    "bvugt(bvone(8), bvones(8)) = false",
    (a, b) => a.value > b.value,
  ),
  comparison(
    "bvuge",
    "At least, without signs.",
    "bvuge(bvone(8), bvone(8)) = true",
    (a, b) => a.value >= b.value,
  ),
  comparison(
    "bvslt",
    "Below, in two's complement.",
    "bvslt(bvone(8), bvones(8)) = false",
    (a, b) => signed(a) < signed(b),
  ),
  comparison(
    "bvsle",
    "At most, in two's complement.",
    "bvsle(bvones(8), bvone(8)) = true",
    (a, b) => signed(a) <= signed(b),
  ),
  comparison(
    "bvsgt",
    "Above, in two's complement.",
    "bvsgt(bvone(8), bvones(8)) = true",
    (a, b) => signed(a) > signed(b),
  ),
  comparison(
    "bvsge",
    "At least, in two's complement.",
    "bvsge(bvone(8), bvone(8)) = true",
    (a, b) => signed(a) >= signed(b),
  ),
];
