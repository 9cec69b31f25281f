/** Discrete Fourier transforms of any length, unscaled forward, 1/n backward (fourier-transform.ts; native lower-fourier.ts). */
import type { Value } from "../../interpret/value.ts";
import { complexValue } from "../../interpret/value.ts";
import { complex, real } from "../../types/type.ts";
import { element, isList, listFrom } from "../arrays.ts";
import { definePrimitive } from "../define.ts";
import { failures, failWith } from "../failures.ts";
import { realOf } from "../number.ts";
import { declined, type Primitive, type TypeRule } from "../primitive.ts";
import { isNumeric, notAccepted, sequence, typed, withElement } from "../typing.ts";
import { inverseTransform, type Signal, transform } from "./fourier-transform.ts";
import { lowerFourier } from "./lower-fourier.ts";

/** Imaginary parts this small are rounding: the language shows such numbers as real. */
const negligible = 1e-14;

function transformed(x: Signal, inverse: boolean): Value {
  const n = x.re.length;
  const { re, im } = inverse ? inverseTransform(x) : transform(x);
  const scale = inverse ? n : 1;
  return listFrom(
    Array.from(re, (a, k) => {
      const b = (im[k] ?? 0) / scale;
      return complexValue(a / scale, Math.abs(b) < negligible ? 0 : b);
    }),
  );
}

function signalIn(v: Value): Signal | undefined {
  if (!isList(v)) return undefined;
  const signal: Signal = { re: new Float64Array(v.length), im: new Float64Array(v.length) };
  for (let i = 0; i < v.length; i++) {
    const x = element(v, i);
    const z = typeof x === "object" && x.kind === "complex" ? x : undefined;
    const re = z?.re ?? realOf(x);
    if (re === undefined) return undefined;
    signal.re[i] = re;
    signal.im[i] = z?.im ?? 0;
  }
  return signal;
}

/** Numbers that are not complex stay real: their transform takes half the time. */
const rule: TypeRule = ([xs], context) => {
  const seq = sequence(xs, context);
  if (seq === undefined || !isNumeric(seq.element)) return notAccepted;
  const isComplex = seq.element.kind === "con" && seq.element.name === "ℂ";
  return typed([withElement(seq, isComplex ? complex : real)], withElement(seq, complex));
};

function row(name: string, inverse: boolean, summary: string, example: string): Primitive {
  return definePrimitive(
    {
      name,
      arity: 1,
      overloads: ["∀(n : Nat). Vector(n, ℂ) → Vector(n, ℂ)"],
      rule,
      doc: {
        summary,
        example,
        raises: "an empty list (KL0506)",
        source: "Cooley & Tukey (1965); Bluestein (1970) for lengths with a prime factor above 13",
      },
      bound: { kind: "gamma", terms: "log n" },
      lower: lowerFourier(inverse),
    },
    ([xs], context) => {
      const signal = xs === undefined ? undefined : signalIn(xs);
      if (signal === undefined) return declined;
      return signal.re.length === 0 ? failWith(context, failures.emptyList) : transformed(signal, inverse);
    },
  );
}

const forward = "The discrete Fourier transform, kernel exp(-2πi jk/n).";
const backward = "The inverse of the discrete Fourier transform.";

export const fourier: readonly Primitive[] = [
  row("fft", false, forward, "fft([1, 0, 0, 0]) = [1, 1, 1, 1]"),
  row("dft", false, forward, "dft([1, 2, 3]) = fft([1, 2, 3])"),
  row("ifft", true, backward, "ifft([4, 0, 0, 0]) = [1, 1, 1, 1]"),
  row("idft", true, backward, "idft(dft([1, 2, 3])) = [1, 2, 3]"),
];
