/**
 * Where the ticks of an axis are and what stands at them: steps of 1, 2, 2.5 or 5 times a power of ten (Heckbert, Nice Numbers
 * for Graph Labels, 1990); powers of ten on logarithmic axes, with their multiples as minor ticks.
 */
import type { ScaleKind, Tick } from "./element.ts";
import { exponent } from "./label.ts";

export interface Ticks {
  readonly major: readonly Tick[];
  readonly minor: readonly number[];
}

/** Ticks within `low … high`, about `wanted` of them. */
export function ticksOf(scale: ScaleKind, low: number, high: number, wanted: number): Ticks {
  const decades = scale === "log" ? Math.log10(high) - Math.log10(low) : 0;
  if (scale === "log" && decades > 1) return logTicks(low, high, wanted);
  const at = linearPositions(low, high, wanted);
  return { major: labelled(at), minor: [] };
}

export function linearPositions(low: number, high: number, wanted: number): readonly number[] {
  const span = high - low;
  if (!(span > 0)) return [low];
  const step = niceStep(span / Math.max(1, wanted));
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => rounded((first + i) * step, step));
}

/** The least of 1, 2, 2.5, 5, 10 times a power of ten that is not below `rough`. */
function niceStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough));
  const factor = [1, 2, 2.5, 5, 10].find((f) => f * power >= rough * (1 - 1e-9)) ?? 10;
  return factor * power;
}

/** A multiple of the step without the error of the multiplication. */
function rounded(value: number, step: number): number {
  const digits = Math.min(100, Math.max(0, 2 - Math.floor(Math.log10(step))));
  return digits > 15 ? value : Number(value.toFixed(digits)) + 0;
}

function logTicks(low: number, high: number, wanted: number): Ticks {
  const [first, last] = [Math.ceil(Math.log10(low) - 1e-9), Math.floor(Math.log10(high) + 1e-9)];
  const every = Math.max(1, Math.ceil((last - first + 1) / Math.max(2, wanted)));
  const powers = Array.from({ length: last - first + 1 }, (_, i) => first + i);
  // Of every third power, say, 10⁰ is one; but two ticks are needed to read a scale.
  const from = powers.filter((k) => k % every === 0).length >= 2 ? 0 : first;
  const isMajor = (k: number): boolean => (k - from) % every === 0;
  const major = powers.filter(isMajor);
  const minor: number[] = powers.filter((k) => !isMajor(k)).map((k) => 10 ** k);
  for (let k = first - 1; k <= last; k += 1)
    for (let m = 2; m <= 9 && every === 1; m += 1) {
      const value = m * 10 ** k;
      if (value >= low && value <= high) minor.push(value);
    }
  return { major: major.map((k) => ({ at: 10 ** k, text: powerText(k) })), minor };
}

function powerText(k: number): string {
  return k === 0 ? "1" : k === 1 ? "10" : `10${exponent(k)}`;
}

/** All labels of an axis in one form: as many decimals as the finest needs, powers of ten where plain numbers would be long. */
export function labelled(at: readonly number[]): readonly Tick[] {
  const largest = at.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const power = largest === 0 ? 0 : Math.floor(Math.log10(largest));
  if (power >= 5 || power <= -4) {
    const mantissas = at.map((value) => value / 10 ** power);
    const digits = decimals(mantissas);
    return at.map((value, i) => ({
      at: value,
      text: value === 0 ? "0" : `${signed(mantissas[i] ?? 0, digits)}×10${exponent(power)}`,
    }));
  }
  const digits = decimals(at);
  return at.map((value) => ({ at: value, text: signed(value, digits) }));
}

function decimals(values: readonly number[]): number {
  for (let digits = 0; digits < 8; digits += 1)
    if (values.every((value) => Math.abs(Number(value.toFixed(digits)) - value) <= 1e-9 * Math.abs(value)))
      return digits;
  return 8;
}

function signed(value: number, digits: number): string {
  const text = value.toFixed(digits);
  return text.startsWith("-") ? `−${text.slice(1)}` : text;
}
