/**
 * Numbers as the language prints them: by value, in the shortest digits that read back, never with an exponent
 * (language.md §8, §9).
 */
import type { Numeric } from "./number.ts";

function formatReal(x: number): string {
  if (Number.isNaN(x)) return "NaN";
  if (x === Infinity) return "inf";
  if (x === -Infinity) return "-inf";
  if (x === 0) return "0";
  return withoutExponent(String(x));
}

/** "1.5e-7" is "0.00000015". */
function withoutExponent(text: string): string {
  const [mantissa = "", exponentText] = text.split("e");
  if (exponentText === undefined) return text;
  const sign = mantissa.startsWith("-") ? "-" : "";
  const [whole = "", fraction = ""] = mantissa.slice(sign.length).split(".");
  const digits = whole + fraction;
  const point = whole.length + Number(exponentText);
  if (point <= 0) return `${sign}0.${"0".repeat(-point)}${digits}`;
  if (point >= digits.length) return sign + digits + "0".repeat(point - digits.length);
  return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
}

export function formatNumber(value: Numeric): string {
  if (typeof value === "number") return formatReal(value);
  if (typeof value === "bigint") return value.toString();
  if (value.kind === "rational") {
    const { numerator, denominator } = value;
    return denominator === 1n ? numerator.toString() : `${numerator}/${denominator}`;
  }
  if (value.im === 0) return formatReal(value.re);
  const imaginary = formatReal(value.im);
  return imaginary.startsWith("-")
    ? `${formatReal(value.re)} - ${imaginary.slice(1)}i`
    : `${formatReal(value.re)} + ${imaginary}i`;
}
