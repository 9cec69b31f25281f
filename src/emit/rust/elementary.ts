/** Elementary functions that C libraries miss by more than 1 ULP: the same as in c/elementary.ts. */
interface Piece {
  readonly name: string;
  readonly text: string;
}

const doubles = `
#[derive(Clone, Copy)]
struct KleisDd {
  hi: f64,
  lo: f64,
}

#[inline(always)]
fn kleis_dd(hi: f64, lo: f64) -> KleisDd {
  KleisDd { hi, lo }
}

#[inline(always)]
fn kleis_dd_quick(a: f64, b: f64) -> KleisDd {
  let hi = a + b;
  kleis_dd(hi, b - (hi - a))
}

#[inline(always)]
fn kleis_dd_sum(a: f64, b: f64) -> KleisDd {
  let hi = a + b;
  let rest = hi - a;
  kleis_dd(hi, (a - (hi - rest)) + (b - rest))
}

#[inline(always)]
fn kleis_dd_product(a: f64, b: f64) -> KleisDd {
  let hi = a * b;
  kleis_dd(hi, kleis_fma(a, b, -hi))
}

#[inline(always)]
fn kleis_dd_add(a: KleisDd, b: KleisDd) -> KleisDd {
  let sum = kleis_dd_sum(a.hi, b.hi);
  kleis_dd_quick(sum.hi, sum.lo + (a.lo + b.lo))
}

#[inline(always)]
fn kleis_dd_mul(a: KleisDd, b: KleisDd) -> KleisDd {
  let product = kleis_dd_product(a.hi, b.hi);
  kleis_dd_quick(product.hi, product.lo + (a.hi * b.lo + a.lo * b.hi))
}

#[inline(always)]
fn kleis_dd_div(a: KleisDd, b: KleisDd) -> KleisDd {
  let quotient = a.hi / b.hi;
  let back = kleis_dd_mul(b, kleis_dd(quotient, 0.0));
  kleis_dd_quick(quotient, (a.hi - back.hi + (a.lo - back.lo)) / b.hi)
}

#[inline(always)]
fn kleis_dd_sqrt(a: KleisDd) -> KleisDd {
  let root = kleis_sqrt(a.hi);
  let square = kleis_dd_product(root, root);
  if a.hi == 0.0 { a } else { kleis_dd_quick(root, (a.hi - square.hi + (a.lo - square.lo)) / (2.0 * root)) }
}

#[inline(always)]
fn kleis_dd_scale(a: KleisDd, power: f64) -> KleisDd {
  kleis_dd(a.hi * power, a.lo * power)
}

#[inline(always)]
fn kleis_dd_power(exponent: i64) -> f64 {
  f64::from_bits(((exponent + 1023) as u64) << 52)
}

// e^r - 1 with x = r + exponent * ln 2.
fn kleis_dd_exp_parts(x: f64) -> (KleisDd, f64) {
  // Added and taken away, leaves the nearest integer.
  let shifter = 6755399441055744.0;
  let k = (x * 1.4426950408889634 + shifter) - shifter;
  let r = kleis_dd_add(
    kleis_dd_sum(x, -k * 0.6931471805592082),
    kleis_dd(-k * 7.371002565167799e-13, -k * 1.94704509238075e-31),
  );
  let s = kleis_dd_scale(r, 0.125);
  let h = s.hi;
  let mut rest = 2.505210838544172e-8;
  rest = rest * h + 2.755731922398589e-7;
  rest = rest * h + 2.7557319223985893e-6;
  rest = rest * h + 2.48015873015873e-5;
  rest = rest * h + 1.984126984126984e-4;
  rest = rest * h + 1.388888888888889e-3;
  rest = rest * h + 8.333333333333333e-3;
  rest = rest * h + 4.1666666666666664e-2;
  rest = rest * h + 1.6666666666666666e-1;
  let half = kleis_dd_scale(kleis_dd_mul(s, s), 0.5);
  let mut e = kleis_dd_add(kleis_dd_add(s, half), kleis_dd(rest * h * h * h, 0.0));
  let mut i = 0;
  while i < 3 {
    e = kleis_dd_add(kleis_dd_scale(e, 2.0), kleis_dd_mul(e, e));
    i += 1;
  }
  (e, k)
}

// e^x - 1, |x| below 700.
fn kleis_dd_expm1(x: f64) -> KleisDd {
  let (fraction, k) = kleis_dd_exp_parts(x);
  let power = kleis_dd_power(k as i64);
  if k == 0.0 { fraction } else { kleis_dd_add(kleis_dd_scale(fraction, power), kleis_dd(power - 1.0, 0.0)) }
}

// ln(1 + a) by a Newton step on the library's logarithm.
unsafe fn kleis_dd_log1p(a: KleisDd) -> KleisDd {
  let first = log1p(a.hi);
  let e = kleis_dd_expm1(-first);
  kleis_dd_add(kleis_dd(first, 0.0), kleis_dd_add(kleis_dd_add(a, e), kleis_dd_mul(a, e)))
}

// ln a of a positive normal number.
unsafe fn kleis_dd_log(a: KleisDd) -> KleisDd {
  let mut exponent = (a.hi.to_bits() >> 52) as i64 - 1023;
  let first = -exponent / 2;
  let mut m = kleis_dd_scale(kleis_dd_scale(a, kleis_dd_power(first)), kleis_dd_power(-exponent - first));
  if m.hi > 1.4142135623730951 {
    m = kleis_dd_scale(m, 0.5);
    exponent += 1;
  }
  let whole = kleis_dd_mul(kleis_dd(0.6931471805599453, 2.3190468138462996e-17), kleis_dd(exponent as f64, 0.0));
  kleis_dd_add(whole, kleis_dd_log1p(kleis_dd_add(m, kleis_dd(-1.0, 0.0))))
}

// e^x / 2, also where e^x is beyond the range.
fn kleis_half_exp(x: f64) -> f64 {
  let (less1, k) = kleis_dd_exp_parts(x);
  let fraction = kleis_dd_add(kleis_dd(1.0, 0.0), less1);
  (fraction.hi + fraction.lo) * kleis_dd_power(k as i64 - 2) * 2.0
}`;

export const elementaryPieces: readonly Piece[] = [
  { name: "kleis_dd", text: doubles },
  {
    name: "kleis_log10",
    text: `
unsafe fn kleis_log10(x: f64) -> f64 {
  if !(x >= 2.2250738585072014e-308) || x == f64::INFINITY { return log10(x); }
  let y = kleis_dd_mul(kleis_dd_log(kleis_dd(x, 0.0)), kleis_dd(0.4342944819032518, 1.098319650216765e-17));
  y.hi + y.lo
}`,
  },
  {
    name: "kleis_cbrt",
    text: `
unsafe fn kleis_cbrt(x: f64) -> f64 {
  let size = x.abs();
  if !(size > 0.0) || size == f64::INFINITY { return x; }
  let (up, down) = if size < kleis_dd_power(-300) {
    (kleis_dd_power(600), kleis_dd_power(-200))
  } else if size > kleis_dd_power(600) {
    (kleis_dd_power(-600), kleis_dd_power(200))
  } else {
    (1.0, 1.0)
  };
  let y = cbrt(x * up);
  let cube = kleis_dd_mul(kleis_dd_product(y, y), kleis_dd(y, 0.0));
  (y + ((x * up - cube.hi) - cube.lo) / (3.0 * y * y)) * down
}`,
  },
  {
    name: "kleis_sinh",
    text: `
fn kleis_sinh(x: f64) -> f64 {
  let size = x.abs();
  if !(size > 3.725290298461914e-9) { return x; }
  if size > 22.0 {
    return (if size > 711.0 { f64::INFINITY } else { kleis_half_exp(size) }).copysign(x);
  }
  let e = kleis_dd_expm1(size);
  let y = kleis_dd_add(e, kleis_dd_div(e, kleis_dd_add(kleis_dd(1.0, 0.0), e)));
  ((y.hi + y.lo) / 2.0).copysign(x)
}`,
  },
  {
    name: "kleis_cosh",
    text: `
fn kleis_cosh(x: f64) -> f64 {
  let size = x.abs();
  if !(size <= 22.0) {
    return if size > 711.0 { f64::INFINITY } else if size > 22.0 { kleis_half_exp(size) } else { x };
  }
  let (e, one) = (kleis_dd_expm1(size), kleis_dd(1.0, 0.0));
  let y = kleis_dd_add(one, kleis_dd_div(kleis_dd_mul(e, e), kleis_dd_scale(kleis_dd_add(one, e), 2.0)));
  y.hi + y.lo
}`,
  },
  {
    name: "kleis_tanh",
    text: `
fn kleis_tanh(x: f64) -> f64 {
  let size = x.abs();
  if !(size > 3.725290298461914e-9) { return x; }
  if size > 22.0 { return 1f64.copysign(x); }
  let e = kleis_dd_expm1(2.0 * size);
  let y = kleis_dd_div(e, kleis_dd_add(e, kleis_dd(2.0, 0.0)));
  (y.hi + y.lo).copysign(x)
}`,
  },
  {
    name: "kleis_asinh",
    text: `
unsafe fn kleis_asinh(x: f64) -> f64 {
  let size = x.abs();
  if !(size > 3.725290298461914e-9) || size == f64::INFINITY { return x; }
  let y = if size > 268435456.0 {
    kleis_dd_add(kleis_dd_log(kleis_dd(size, 0.0)), kleis_dd(0.6931471805599453, 2.3190468138462996e-17))
  } else {
    let (square, one) = (kleis_dd_product(size, size), kleis_dd(1.0, 0.0));
    let root = kleis_dd_sqrt(kleis_dd_add(one, square));
    if size > 0.5 {
      kleis_dd_log(kleis_dd_add(kleis_dd(size, 0.0), root))
    } else {
      kleis_dd_log1p(kleis_dd_add(kleis_dd(size, 0.0), kleis_dd_div(square, kleis_dd_add(one, root))))
    }
  };
  (y.hi + y.lo).copysign(x)
}`,
  },
  {
    name: "kleis_acosh",
    text: `
unsafe fn kleis_acosh(x: f64) -> f64 {
  if !(x > 1.0) { return if x == 1.0 { 0.0 } else { f64::NAN }; }
  if x == f64::INFINITY { return x; }
  let y = if x > 268435456.0 {
    kleis_dd_add(kleis_dd_log(kleis_dd(x, 0.0)), kleis_dd(0.6931471805599453, 2.3190468138462996e-17))
  } else {
    // x * x - 1 as t * (t + 2) with t = x - 1: nothing cancels near 1.
    let t = kleis_dd_sum(x, -1.0);
    let root = kleis_dd_sqrt(kleis_dd_mul(t, kleis_dd_add(t, kleis_dd(2.0, 0.0))));
    if x < 1.25 { kleis_dd_log1p(kleis_dd_add(t, root)) } else { kleis_dd_log(kleis_dd_add(kleis_dd(x, 0.0), root)) }
  };
  y.hi + y.lo
}`,
  },
  {
    name: "kleis_atanh",
    text: `
unsafe fn kleis_atanh(x: f64) -> f64 {
  let size = x.abs();
  if !(size > 3.725290298461914e-9) { return x; }
  if !(size < 1.0) { return if size == 1.0 { f64::INFINITY.copysign(x) } else { f64::NAN }; }
  let below = kleis_dd_sum(1.0, -size);
  let y = if size < 0.3 {
    kleis_dd_log1p(kleis_dd_div(kleis_dd(2.0 * size, 0.0), below))
  } else {
    kleis_dd_log(kleis_dd_div(kleis_dd_sum(1.0, size), below))
  };
  ((y.hi + y.lo) / 2.0).copysign(x)
}`,
  },
];
