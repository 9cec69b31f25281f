/**
 * Discrete Fourier transforms of any length: kernel exp(−2πi jk/n), unscaled forward, 1/n backward.
 *
 * Mixed radix (Cooley & Tukey 1965): a transform of length n = p·m is p interleaved ones of length m; the twiddle factors are
 * computed once, each by its own sine and cosine, so the error grows with log n only (Higham 2002, §24.1).
 */
import type { Value } from "../interpret/value.ts";
import { complexValue } from "../interpret/value.ts";
import { complex } from "../types/type.ts";
import { element, isList, listFrom } from "./arrays.ts";
import { definePrimitive } from "./define.ts";
import { failures, failWith } from "./failures.ts";
import { realOf } from "./number.ts";
import { declined, type Primitive, type TypeRule } from "./primitive.ts";
import { isNumeric, notAccepted, sequence, typed, withElement } from "./typing.ts";

interface Signal {
  readonly re: Float64Array;
  readonly im: Float64Array;
}

/** cos and sin of 2πk/n, k = 0 … n−1; `sign` is that of the exponent. */
function twiddles(n: number, sign: 1 | -1): Signal {
  const angle = (k: number): number => (2 * Math.PI * k) / n;
  return {
    re: Float64Array.from({ length: n }, (_, k) => Math.cos(angle(k))),
    im: Float64Array.from({ length: n }, (_, k) => sign * Math.sin(angle(k))),
  };
}

function smallestFactor(n: number): number {
  for (let p = 2; p * p <= n; p++) if (n % p === 0) return p;
  return n;
}

/** The transform of every `stride`-th value from `start` on, n of them; `turns` belong to n · stride. */
function transform(x: Signal, start: number, stride: number, n: number, turns: Signal): Signal {
  if (n === 1) return { re: Float64Array.of(x.re[start] ?? 0), im: Float64Array.of(x.im[start] ?? 0) };
  const p = smallestFactor(n);
  const m = n / p;
  const parts = Array.from({ length: p }, (_, q) => transform(x, start + q * stride, stride * p, m, turns));
  const out: Signal = { re: new Float64Array(n), im: new Float64Array(n) };
  for (let k = 0; k < n; k++) {
    let [re, im] = [0, 0];
    for (const [q, part] of parts.entries()) {
      const turn = ((q * k) % n) * stride;
      const [c, s] = [turns.re[turn] ?? 0, turns.im[turn] ?? 0];
      const [a, b] = [part.re[k % m] ?? 0, part.im[k % m] ?? 0];
      re += a * c - b * s;
      im += a * s + b * c;
    }
    out.re[k] = re;
    out.im[k] = im;
  }
  return out;
}

/** Imaginary parts this small are rounding: the language shows such numbers as real. */
const negligible = 1e-14;

function transformed(x: Signal, sign: 1 | -1): Value {
  const n = x.re.length;
  const { re, im } = transform(x, 0, 1, n, twiddles(n, sign));
  const scale = sign === 1 ? n : 1;
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

const rule: TypeRule = ([xs], context) => {
  const seq = sequence(xs, context);
  if (seq === undefined || !isNumeric(seq.element)) return notAccepted;
  return typed([withElement(seq, complex)], withElement(seq, complex));
};

function row(name: string, sign: 1 | -1, summary: string, example: string): Primitive {
  return definePrimitive(
    {
      name,
      arity: 1,
      overloads: ["∀(n : Nat). Vector(n, ℂ) → Vector(n, ℂ)"],
      rule,
      doc: { summary, example, raises: "an empty list (KL0506)", source: "Cooley & Tukey (1965)" },
      bound: { kind: "gamma", terms: "log n" },
    },
    ([xs], context) => {
      const signal = xs === undefined ? undefined : signalIn(xs);
      if (signal === undefined) return declined;
      return signal.re.length === 0 ? failWith(context, failures.emptyList) : transformed(signal, sign);
    },
  );
}

const forward = "The discrete Fourier transform, kernel exp(-2πi jk/n).";
const backward = "The inverse of the discrete Fourier transform.";

export const fourier: readonly Primitive[] = [
  row("fft", -1, forward, "fft([1, 0, 0, 0]) = [1, 1, 1, 1]"),
  row("dft", -1, forward, "dft([1, 2, 3]) = fft([1, 2, 3])"),
  row("ifft", 1, backward, "ifft([4, 0, 0, 0]) = [1, 1, 1, 1]"),
  row("idft", 1, backward, "idft(dft([1, 2, 3])) = [1, 2, 3]"),
];
