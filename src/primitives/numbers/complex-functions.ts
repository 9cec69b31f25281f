/**
 * Functions on ℂ, each by its real parts. Branch cuts are the usual ones, along the negative real axis (Kahan 1987).
 */
import type { ComplexValue } from "../../interpret/value.ts";
import { complexNumber } from "../number.ts";
import { hypot } from "./real-functions.ts";

export function complexHypot(z: ComplexValue): number {
  return hypot(z.re, z.im);
}

/** The root with a real part that is not negative. */
export function complexSqrt(z: ComplexValue): ComplexValue {
  if (z.re === 0 && z.im === 0) return complexNumber(0, z.im);
  const size = Math.sqrt((Math.abs(z.re) + complexHypot(z)) / 2);
  const other = Math.abs(z.im) / (2 * size);
  const sign = z.im < 0 || Object.is(z.im, -0) ? -1 : 1;
  return z.re >= 0 ? complexNumber(size, sign * other) : complexNumber(other, sign * size);
}

export function complexExp(z: ComplexValue): ComplexValue {
  const size = Math.exp(z.re);
  return z.im === 0 ? complexNumber(size, 0) : complexNumber(size * Math.cos(z.im), size * Math.sin(z.im));
}

export function complexLog(z: ComplexValue): ComplexValue {
  return complexNumber(Math.log(complexHypot(z)), Math.atan2(z.im, z.re));
}

/** exp(w · ln z); 0^w is 0 for a positive real part of w and 1 for w = 0. */
export function complexPower(z: ComplexValue, w: ComplexValue): ComplexValue {
  if (w.re === 0 && w.im === 0) return complexNumber(1, 0);
  if (z.re === 0 && z.im === 0 && w.re > 0) return complexNumber(0, 0);
  const log = complexLog(z);
  return complexExp(complexNumber(w.re * log.re - w.im * log.im, w.re * log.im + w.im * log.re));
}

export function complexSin(z: ComplexValue): ComplexValue {
  return complexNumber(Math.sin(z.re) * Math.cosh(z.im), Math.cos(z.re) * Math.sinh(z.im));
}
export function complexCos(z: ComplexValue): ComplexValue {
  return complexNumber(Math.cos(z.re) * Math.cosh(z.im), -Math.sin(z.re) * Math.sinh(z.im));
}
