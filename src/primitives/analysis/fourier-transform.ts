/**
 * The discrete Fourier transform of any length, kernel exp(−2πi jk/n), in n log n steps.
 *
 * Mixed radix (Cooley & Tukey 1965): a transform of length n = p·m is p interleaved ones of length m. A length with a large
 * prime factor is a convolution (Bluestein 1970), which transforms of a power of two compute. Every turn is computed by its own
 * sine and cosine of at most an eighth of a circle, so the error grows with log n only (Higham 2002, §24.1).
 */
export interface Signal {
  readonly re: Float64Array;
  readonly im: Float64Array;
}

/** The largest prime by which a length is divided; sums of more terms are slower than a convolution. */
const largestRadix = 13;

export function transform(x: Signal): Signal {
  const n = x.re.length;
  if ([...x.re, ...x.im].every(Number.isFinite))
    return isSmooth(n) ? mixed(x, 0, 1, n, turnsOf(n)) : convolved(x);
  // Every result has a share of it.
  return { re: new Float64Array(n).fill(Number.NaN), im: new Float64Array(n).fill(Number.NaN) };
}

/** Backwards, without the division by n: parts exchanged on both sides. */
export function inverseTransform({ re, im }: Signal): Signal {
  const back = transform({ re: im, im: re });
  return { re: back.im, im: back.re };
}

export function isSmooth(n: number): boolean {
  let rest = n;
  for (const p of [2, 3, 5, 7, 11, largestRadix]) while (rest > 1 && rest % p === 0) rest /= p;
  return rest <= 1;
}

function signalOf(n: number): Signal {
  return { re: new Float64Array(n), im: new Float64Array(n) };
}

/** exp(−2πi k/n), from the nearest quarter of the circle on. */
function turnInto(out: Signal, at: number, k: number, n: number): void {
  const quarter = Math.round((4 * k) / n);
  const angle = ((4 * k - quarter * n) / n) * (Math.PI / 2);
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  const [along, across] = quarter % 2 === 0 ? [c, s] : [s, c];
  out.re[at] = quarter % 4 === 1 || quarter % 4 === 2 ? -along : along;
  out.im[at] = quarter % 4 >= 2 ? across : -across;
}

function turnsOf(n: number): Signal {
  const turns = signalOf(n);
  for (let k = 0; k < n; k++) turnInto(turns, k, k, n);
  return turns;
}

function smallestFactor(n: number): number {
  if (n % 4 === 0) return 4;
  for (let p = 2; p * p <= n; p++) if (n % p === 0) return p;
  return n;
}

/** The transform of every `stride`-th value from `start` on, n of them; `turns` belong to n · stride. */
function mixed(x: Signal, start: number, stride: number, n: number, turns: Signal): Signal {
  if (n === 1) return { re: Float64Array.of(x.re[start] ?? 0), im: Float64Array.of(x.im[start] ?? 0) };
  const p = smallestFactor(n);
  const m = n / p;
  const parts = Array.from({ length: p }, (_, q) => mixed(x, start + q * stride, stride * p, m, turns));
  const out = signalOf(n);
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

/** z[k] = x[k] · y[k] for as many as `z` has. */
function multiplyInto(z: Signal, x: Signal, y: Signal): Signal {
  for (let k = 0; k < z.re.length; k++) {
    const [a, b, c, d] = [x.re[k] ?? 0, x.im[k] ?? 0, y.re[k] ?? 0, y.im[k] ?? 0];
    z.re[k] = a * c - b * d;
    z.im[k] = a * d + b * c;
  }
  return z;
}

/** jk = (j² + k² − (k − j)²)/2: chirps exp(−πi j²/n) around a convolution with their conjugates. */
function convolved(x: Signal): Signal {
  const n = x.re.length;
  const size = 2 ** Math.ceil(Math.log2(2 * n - 1));
  const turns = turnsOf(size);
  const [chirps, filter, padded] = [signalOf(n), signalOf(size), signalOf(size)];
  for (let j = 0, square = 0; j < n; square = (square + 2 * j + 1) % (2 * n), j++) {
    turnInto(chirps, j, square, 2 * n);
    for (const at of [j, (size - j) % size]) {
      filter.re[at] = chirps.re[j] ?? 0;
      filter.im[at] = -(chirps.im[j] ?? 0);
    }
  }
  const first = multiplyInto(signalOf(n), x, chirps);
  padded.re.set(first.re);
  padded.im.set(first.im);
  const forward = (signal: Signal): Signal => mixed(signal, 0, 1, size, turns);
  const product = multiplyInto(signalOf(size), forward(padded), forward(filter));
  const back = forward({ re: product.im, im: product.re });
  const sum: Signal = { re: back.im.map((a) => a / size), im: back.re.map((b) => b / size) };
  return multiplyInto(signalOf(n), sum, chirps);
}
