/**
 * Elementary and special functions to a chosen number of bits in fixed point on BigInt: what test/numerics measures rows against.
 *
 * A number is an integer multiple of 2^-bits. Series are summed after an exact reduction of the argument; a double is an exact
 * input wherever enough bits were chosen (`bitsFor`). Errors are a few hundred units of 2^-bits.
 */
export type Fixed = bigint;

/** mantissa · 2^exponent. */
export interface Exact {
  readonly mantissa: bigint;
  readonly exponent: number;
}

const size = (x: bigint): bigint => (x < 0n ? -x : x);
const bitLength = (x: bigint): number => (x === 0n ? 0 : size(x).toString(16).length * 4);

export function exactly(x: number): Exact {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, x);
  const raw = view.getBigUint64(0);
  const field = Number((raw >> 52n) & 0x7ffn);
  const fraction = raw & ((1n << 52n) - 1n);
  const mantissa = field === 0 ? fraction : fraction | (1n << 52n);
  return { mantissa: x < 0 ? -mantissa : mantissa, exponent: Math.max(field, 1) - 1075 };
}

function shifted(x: bigint, by: number): bigint {
  return by >= 0 ? x << BigInt(by) : x >> BigInt(-by);
}

/**
 * Distance of `computed` from the exact value in units of the last place of that value rounded to a double (of the smallest
 * subnormal where it is below the normal numbers). Infinity stands for 2^1024.
 */
export function ulpError(computed: number, exact: Exact): number {
  if (Number.isNaN(computed)) return Number.POSITIVE_INFINITY;
  const clipped = clip(exact);
  if (clipped.mantissa === 0n) return computed === 0 ? 0 : Number.POSITIVE_INFINITY;
  const top = size(clipped.mantissa).toString(2).length - 1 + clipped.exponent;
  const unit = Math.min(1023, Math.max(top, -1022)) - 52;
  const own = Number.isFinite(computed)
    ? exactly(computed)
    : { mantissa: computed > 0 ? 1n : -1n, exponent: 1024 };
  // Both as multiples of 2^(unit - 20): a millionth of an ULP is enough.
  const difference =
    shifted(own.mantissa, own.exponent - unit + 20) - shifted(clipped.mantissa, clipped.exponent - unit + 20);
  return Number(size(difference)) / 2 ** 20;
}

function clip(exact: Exact): Exact {
  const { mantissa, exponent } = exact;
  if (mantissa === 0n) return exact;
  const length = size(mantissa).toString(2).length;
  if (length + exponent > 1024) return { mantissa: mantissa < 0n ? -1n : 1n, exponent: 1024 };
  // Far below the smallest subnormal: not 0, but its size no longer matters.
  return length + exponent < -1200 ? { mantissa: mantissa < 0n ? -1n : 1n, exponent: -1200 } : exact;
}

function floorDivide(a: bigint, b: bigint): bigint {
  const q = a / b;
  return a % b !== 0n && a < 0n !== b < 0n ? q - 1n : q;
}

/** Beyond this e^x is no double, whatever its last digits. */
const farOut = 2000n;

export class FixedPoint {
  readonly bits: bigint;
  readonly one: Fixed;
  #pi: Fixed | undefined;
  #ln2: Fixed | undefined;

  constructor(bits: number) {
    this.bits = BigInt(bits);
    this.one = 1n << this.bits;
  }

  of(x: number): Fixed {
    const { mantissa, exponent } = exactly(x);
    return shifted(mantissa, exponent + Number(this.bits));
  }
  exact(value: Fixed): Exact {
    return { mantissa: value, exponent: -Number(this.bits) };
  }
  /** Cut where it does not fit. */
  from({ mantissa, exponent }: Exact): Fixed {
    return shifted(mantissa, exponent + Number(this.bits));
  }
  multiply(a: Fixed, b: Fixed): Fixed {
    return (a * b) >> this.bits;
  }
  divide(a: Fixed, b: Fixed): Fixed {
    return (a << this.bits) / b;
  }
  square(a: Fixed): Fixed {
    return this.multiply(a, a);
  }

  // ── constants ─────────────────────────────────────────────────────────────────────────────────────────────────

  /** Machin 1706. */
  get pi(): Fixed {
    this.#pi ??= 4n * (4n * this.#arctanOfInverse(5n) - this.#arctanOfInverse(239n));
    return this.#pi;
  }
  /** ln 2 = 2 artanh(1/3). */
  get ln2(): Fixed {
    this.#ln2 ??= 2n * this.#artanh(this.one / 3n);
    return this.#ln2;
  }

  #arctanOfInverse(n: bigint): Fixed {
    let term = this.one / n;
    let sum = term;
    for (let k = 3n; term !== 0n; k += 2n) {
      term = -term / (n * n);
      sum += term / k;
    }
    return sum;
  }
  #artanh(z: Fixed): Fixed {
    const square = this.square(z);
    let power = z;
    let sum = z;
    for (let k = 3n; power !== 0n && power !== -1n; k += 2n) {
      power = this.multiply(power, square);
      sum += power / k;
    }
    return sum;
  }

  // ── exponential and logarithm ─────────────────────────────────────────────────────────────────────────────────

  exp(x: Fixed): Exact {
    if (size(x) > farOut << this.bits) return { mantissa: 1n, exponent: x > 0n ? 3000 : -3000 };
    return this.#expOfAny(x);
  }

  #expOfAny(x: Fixed): Exact {
    const scale = floorDivide(x, this.ln2);
    // Halved so often that the series needs few terms; then squared as often.
    let less1 = this.#expm1Series((x - scale * this.ln2) >> 8n);
    for (let i = 0; i < 8; i++) less1 = 2n * less1 + this.square(less1);
    return { mantissa: this.one + less1, exponent: Number(scale) - Number(this.bits) };
  }

  #expm1Series(r: Fixed): Fixed {
    let term = r;
    let sum = r;
    for (let k = 2n; term !== 0n && term !== -1n; k++) {
      term = this.multiply(term, r) / k;
      sum += term;
    }
    return sum;
  }

  /** Of a positive number. */
  ln(x: Exact): Fixed {
    const length = size(x.mantissa).toString(2).length;
    const m = shifted(x.mantissa, Number(this.bits) - length + 1);
    const small = 3n * m > 4n * this.one;
    const [scale, near] = small ? [length + x.exponent, m / 2n] : [length + x.exponent - 1, m];
    return BigInt(scale) * this.ln2 + 2n * this.#artanh(this.divide(near - this.one, near + this.one));
  }

  sqrt(x: Fixed): Fixed {
    const target = x << this.bits;
    if (target === 0n) return 0n;
    let root = 1n << BigInt(Math.ceil(bitLength(target) / 2) + 1);
    for (;;) {
      const next = (root + target / root) >> 1n;
      if (next >= root) return root;
      root = next;
    }
  }

  // ── trigonometry ──────────────────────────────────────────────────────────────────────────────────────────────

  sin(x: Fixed): Fixed {
    const turn = 2n * this.pi;
    const reduced = x - floorDivide(x, turn) * turn;
    return this.#sineSeries(reduced > this.pi ? reduced - turn : reduced);
  }
  cos(x: Fixed): Fixed {
    return this.sin(x + this.pi / 2n);
  }
  #sineSeries(x: Fixed): Fixed {
    const square = this.square(x);
    let term = x;
    let sum = x;
    for (let k = 2n; term !== 0n && term !== -1n; k += 2n) {
      term = -this.multiply(term, square) / (k * (k + 1n));
      sum += term;
    }
    return sum;
  }
  /** sin(πx), reduced before π comes in. */
  sinPi(x: Fixed): Fixed {
    const turn = 2n * this.one;
    const reduced = x - floorDivide(x, turn) * turn;
    return this.sin(this.multiply(this.pi, reduced > this.one ? reduced - turn : reduced));
  }
  /** By halving the argument three times: atan x = 2 atan(x / (1 + √(1 + x²))). */
  atan(x: Fixed): Fixed {
    if (size(x) > this.one)
      return (x > 0n ? this.pi / 2n : -this.pi / 2n) - this.atan(this.divide(this.one, x));
    let y = x;
    for (let i = 0; i < 3; i++) y = this.divide(y, this.one + this.sqrt(this.one + this.square(y)));
    const square = this.square(y);
    let power = y;
    let sum = y;
    for (let k = 3n; size(power) > 1n; k += 2n) {
      power = -this.multiply(power, square);
      sum += power / k;
    }
    return 8n * sum;
  }

  // ── special functions ─────────────────────────────────────────────────────────────────────────────────────────

  /** 2/√π · e^(−x²) · Σ 2ⁿ x^(2n+1) / (2n+1)!!, all terms of one sign. */
  erf(x: Fixed): Fixed {
    const twice = 2n * this.square(x);
    let term = x;
    let sum = x;
    for (let n = 1n; term !== 0n && term !== -1n; n++) {
      term = this.multiply(term, twice) / (2n * n + 1n);
      sum += term;
    }
    const gaussian = this.exp(-this.square(x));
    return this.divide(2n * shifted(sum * gaussian.mantissa, gaussian.exponent), this.sqrt(this.pi));
  }

  /** Stirling's series at an argument raised above 200 (to about 150 bits); by reflection below ½. */
  gamma(x: Fixed): Exact {
    if (2n * x >= this.one) return this.#gammaOnTheRight(x);
    const sine = this.sinPi(x);
    const other = this.#gammaOnTheRight(this.one - x);
    const quotient = (this.pi << (4n * this.bits)) / (sine * other.mantissa);
    return { mantissa: quotient, exponent: -4 * Number(this.bits) - other.exponent };
  }

  #gammaOnTheRight(x: Fixed): Exact {
    let y = x;
    let product: Exact = { mantissa: this.one, exponent: -Number(this.bits) };
    for (; y < 200n * this.one; y += this.one) product = this.#times(product, y);
    const inverse = this.divide(this.one, y);
    const series = this.#asymptotic(inverse, (k) => 2n * k * (2n * k - 1n), inverse);
    const log =
      this.multiply(y - this.one / 2n, this.ln(this.exact(y))) -
      y +
      this.ln(this.exact(2n * this.pi)) / 2n +
      series;
    // Quotients of Γ may be small where it is not; beyond this nothing asks for one.
    if (log > (farOut * farOut) << this.bits) return { mantissa: 1n, exponent: 3000 };
    const whole = this.#expOfAny(log);
    const wide = 2n * this.bits;
    return {
      mantissa: (whole.mantissa << wide) / product.mantissa,
      exponent: whole.exponent - Number(wide) - product.exponent,
    };
  }

  #times({ mantissa, exponent }: Exact, y: Fixed): Exact {
    const product = mantissa * y;
    const excess = Math.max(0, bitLength(product) - 2 * Number(this.bits));
    return { mantissa: product >> BigInt(excess), exponent: exponent - Number(this.bits) + excess };
  }

  /** Σ B₂ₖ/divisor(k) · first · inverse^(2k−2). */
  #asymptotic(inverse: Fixed, divisor: (k: bigint) => bigint, first: Fixed): Fixed {
    let power = first;
    let sum = 0n;
    for (const [i, [numerator, denominator]] of bernoulli.entries()) {
      sum += (power * numerator) / (denominator * divisor(BigInt(i + 1)));
      power = this.multiply(power, this.square(inverse));
    }
    return sum;
  }

  /** ψ, likewise (DLMF §5.5.2, §5.5.4, §5.11.2). */
  digamma(x: Fixed): Fixed {
    if (x < 0n) {
      const [sine, cosine] = [this.sinPi(x), this.sinPi(x + this.one / 2n)];
      return this.digamma(this.one - x) - this.divide(this.multiply(this.pi, cosine), sine);
    }
    let y = x;
    let sum = 0n;
    for (; y < 200n * this.one; y += this.one) sum -= this.divide(this.one, y);
    const inverse = this.divide(this.one, y);
    const tail = this.#asymptotic(inverse, (k) => 2n * k, this.square(inverse));
    return sum + this.ln(this.exact(y)) - inverse / 2n - tail;
  }
}

/** B₂, B₄, … B₂₀. */
const bernoulli = [
  [1n, 6n],
  [-1n, 30n],
  [1n, 42n],
  [-1n, 30n],
  [5n, 66n],
  [-691n, 2730n],
  [7n, 6n],
  [-3617n, 510n],
  [43867n, 798n],
  [-174611n, 330n],
] as const;

const made = new Map<number, FixedPoint>();

/** Fixed point in which these doubles are exact and a relative error of 2^-200 can be seen, with `more` bits besides. */
export function bitsFor(xs: readonly number[], more = 0): FixedPoint {
  const exponents = xs.map((x) => Math.abs(exactly(x).exponent + 52));
  const bits = 128 * Math.ceil((256 + more + exponents.reduce((a, b) => a + b, 0)) / 128);
  const known = made.get(bits) ?? new FixedPoint(bits);
  made.set(bits, known);
  return known;
}
