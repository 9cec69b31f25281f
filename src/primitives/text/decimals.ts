/** Numbers with a fixed count of decimals, rounded from their exact value. */
import { formatValue } from "../../interpret/format.ts";
import { type Numeric, realToRational, toRational } from "../../interpret/number.ts";
import { magnitude } from "../number.ts";

/** With exactly `digits` decimals, never an exponent; of two that are equally near the even one, as C and IEEE 754 have it. */
export function decimals(value: Numeric, digits: number): string {
  if (typeof value === "object" && value.kind === "complex") return decimals(value.re, digits);
  if (typeof value === "number" && !Number.isFinite(value)) return formatValue(value);
  const { numerator, denominator } = typeof value === "number" ? realToRational(value) : toRational(value);
  const shifted = magnitude(numerator) * 10n ** BigInt(digits);
  const below = shifted / denominator;
  const rest = 2n * (shifted % denominator);
  const up = rest > denominator || (rest === denominator && below % 2n === 1n);
  const text = (up ? below + 1n : below).toString().padStart(digits + 1, "0");
  const point = text.length - digits;
  const sign = numerator < 0n ? "-" : "";
  return digits === 0 ? sign + text : `${sign}${text.slice(0, point)}.${text.slice(point)}`;
}
