/**
 * Elementary functions to 200 bits in fixed point on BigInt: what test/numerics measures rows against.
 *
 * A number is an integer multiple of 2^-200. Series are summed after an exact reduction of the argument; every double is
 * an exact input. Errors are a few units of 2^-200, far below any rounding of a double.
 */
export const precision = 200n;
export const one = 1n << precision;

export type Fixed = bigint;

const abs = (x: bigint): bigint => (x < 0n ? -x : x);

export function multiply(a: Fixed, b: Fixed): Fixed {
  return (a * b) >> precision;
}
export function divide(a: Fixed, b: Fixed): Fixed {
  return (a << precision) / b;
}

/** Exact for every double of magnitude at least 2^-147; below, cut at 2^-200. */
export function fromDouble(x: number): Fixed {
  const { mantissa, exponent } = parts(x);
  const shift = BigInt(exponent) + precision;
  return shift >= 0n ? mantissa << shift : mantissa >> -shift;
}

/** x = mantissa · 2^exponent. */
function parts(x: number): { readonly mantissa: bigint; readonly exponent: number } {
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, x);
  const raw = bits.getBigUint64(0);
  const field = Number((raw >> 52n) & 0x7ffn);
  const fraction = raw & ((1n << 52n) - 1n);
  const mantissa = field === 0 ? fraction : fraction | (1n << 52n);
  return { mantissa: x < 0 ? -mantissa : mantissa, exponent: Math.max(field, 1) - 1075 };
}

/**
 * Distance of `computed` from `exact · 2^scale`, in units of the last place of the exact value rounded to a double
 * (of the smallest normal number where that is smaller).
 */
export function ulpError(computed: number, exact: Fixed, scale = 0): number {
  if (!Number.isFinite(computed)) return Number.POSITIVE_INFINITY;
  if (exact === 0n) return computed === 0 ? 0 : Number.POSITIVE_INFINITY;
  const top = abs(exact).toString(2).length - 1 - Number(precision) + scale;
  const ulp = Math.max(top, -1022) - 52;
  const { mantissa, exponent } = parts(computed);
  // Both as multiples of 2^(ulp - 20): a millionth of an ULP is enough.
  const unit = ulp - 20;
  const left = shifted(mantissa, exponent - unit);
  const right = shifted(exact, scale - Number(precision) - unit);
  return Number(abs(left - right)) / 2 ** 20;
}

function shifted(x: bigint, by: number): bigint {
  return by >= 0 ? x << BigInt(by) : x >> BigInt(-by);
}

// ----------------------------------------------------------------------------------------------------- constants

/** arctan(1/n) by its series. */
function arctanOfInverse(n: bigint): Fixed {
  let term = one / n;
  let sum = term;
  for (let k = 3n; term !== 0n; k += 2n) {
    term = -term / (n * n);
    sum += term / k;
  }
  return sum;
}

/** Machin 1706. */
export const pi: Fixed = 4n * (4n * arctanOfInverse(5n) - arctanOfInverse(239n));

function artanh(z: Fixed): Fixed {
  const square = multiply(z, z);
  let power = z;
  let sum = z;
  for (let k = 3n; abs(power) > 0n && k < 2000n; k += 2n) {
    power = multiply(power, square);
    sum += power / k;
  }
  return sum;
}

/** ln 2 = 2 artanh(1/3). */
export const ln2: Fixed = 2n * artanh(one / 3n);

// ------------------------------------------------------------------------------------------- exp, log and powers

export interface Scaled {
  readonly value: Fixed;
  readonly scale: number;
}

/** e^x as value · 2^scale with value in [1, 2). */
export function exp(x: Fixed): Scaled {
  const scale = floorDivide(x, ln2);
  const rest = x - scale * ln2;
  // Halved eight times, so that the series needs few terms; then squared as often.
  let value = series(rest >> 8n);
  for (let i = 0; i < 8; i++) value = multiply(value, value);
  return { value, scale: Number(scale) };
}

function series(r: Fixed): Fixed {
  let term = one;
  let sum = one;
  for (let k = 1n; term !== 0n; k++) {
    term = multiply(term, r) / k;
    sum += term;
  }
  return sum;
}

function floorDivide(a: bigint, b: bigint): bigint {
  const q = a / b;
  return a % b !== 0n && a < 0n !== b < 0n ? q - 1n : q;
}

/** ln of a positive fixed-point number. */
export function ln(x: Fixed): Fixed {
  const scale = BigInt(x.toString(2).length - 1) - precision;
  const m = scale >= 0n ? x >> scale : x << -scale;
  return scale * ln2 + 2n * artanh(divide(m - one, m + one));
}

export function sqrt(x: Fixed): Fixed {
  const target = x << precision;
  let root = 1n << BigInt(Math.ceil(target.toString(2).length / 2));
  for (;;) {
    const next = (root + target / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}

// ------------------------------------------------------------------------------------------------- trigonometry

export function sin(x: Fixed): Fixed {
  const turn = 2n * pi;
  // Doubles of the tests stay below 2^40: the error of the reduction is below 2^-155.
  const reduced = x - floorDivide(x, turn) * turn;
  return sineSeries(reduced > pi ? reduced - turn : reduced);
}

function sineSeries(x: Fixed): Fixed {
  const square = multiply(x, x);
  let term = x;
  let sum = x;
  for (let k = 2n; term !== 0n && k < 400n; k += 2n) {
    term = -multiply(term, square) / (k * (k + 1n));
    sum += term;
  }
  return sum;
}

export function cos(x: Fixed): Fixed {
  return sin(x + pi / 2n);
}

/** arctan by halving the argument three times: atan x = 2 atan(x / (1 + √(1 + x²))). */
export function atan(x: Fixed): Fixed {
  if (abs(x) > one) return (x > 0n ? pi / 2n : -pi / 2n) - atan(divide(one, x));
  let y = x;
  for (let i = 0; i < 3; i++) y = divide(y, one + sqrt(one + multiply(y, y)));
  const square = multiply(y, y);
  let power = y;
  let sum = y;
  for (let k = 3n; abs(power) > 1n && k < 4000n; k += 2n) {
    power = -multiply(power, square);
    sum += power / k;
  }
  return 8n * sum;
}
