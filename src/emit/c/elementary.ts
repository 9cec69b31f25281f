/**
 * Elementary functions that C libraries miss by more than 1 ULP (glibc 2.36: tanh 2.2, acosh 2.3, sinh, cosh, asinh 1.9, atanh 1.8,
 * log10 1.6, cbrt 3.7): our own, on unevaluated sums of two doubles, as in primitives/double-double.ts and real-functions.ts.
 */
interface Piece {
  readonly name: string;
  readonly text: string;
}

const doubles = `
struct kleis_dd {
  double hi, lo;
};

static inline struct kleis_dd kleis_dd(double hi, double lo) { return (struct kleis_dd){hi, lo}; }

static inline struct kleis_dd kleis_dd_quick(double a, double b) {
  const double hi = a + b;
  return kleis_dd(hi, b - (hi - a));
}

static inline struct kleis_dd kleis_dd_sum(double a, double b) {
  const double hi = a + b, rest = hi - a;
  return kleis_dd(hi, (a - (hi - rest)) + (b - rest));
}

static inline struct kleis_dd kleis_dd_product(double a, double b) {
  const double hi = a * b;
  return kleis_dd(hi, __builtin_fma(a, b, -hi));
}

static inline struct kleis_dd kleis_dd_add(struct kleis_dd a, struct kleis_dd b) {
  const struct kleis_dd sum = kleis_dd_sum(a.hi, b.hi);
  return kleis_dd_quick(sum.hi, sum.lo + (a.lo + b.lo));
}

static inline struct kleis_dd kleis_dd_mul(struct kleis_dd a, struct kleis_dd b) {
  const struct kleis_dd product = kleis_dd_product(a.hi, b.hi);
  return kleis_dd_quick(product.hi, product.lo + (a.hi * b.lo + a.lo * b.hi));
}

static inline struct kleis_dd kleis_dd_div(struct kleis_dd a, struct kleis_dd b) {
  const double quotient = a.hi / b.hi;
  const struct kleis_dd back = kleis_dd_mul(b, kleis_dd(quotient, 0));
  return kleis_dd_quick(quotient, (a.hi - back.hi + (a.lo - back.lo)) / b.hi);
}

static inline struct kleis_dd kleis_dd_sqrt(struct kleis_dd a) {
  const double root = __builtin_sqrt(a.hi);
  const struct kleis_dd square = kleis_dd_product(root, root);
  return a.hi == 0 ? a : kleis_dd_quick(root, (a.hi - square.hi + (a.lo - square.lo)) / (2 * root));
}

static inline struct kleis_dd kleis_dd_scale(struct kleis_dd a, double power) {
  return kleis_dd(a.hi * power, a.lo * power);
}

static inline double kleis_dd_power(i64 exponent) { return kleis_double((u64)(exponent + 1023) << 52); }

// e^r - 1 with x = r + exponent * ln 2.
static struct kleis_dd kleis_dd_exp_parts(double x, double *exponent) {
  const double k = __builtin_rint(x * 0x1.71547652b82fep+0);
  const struct kleis_dd r =
      kleis_dd_add(kleis_dd_sum(x, -k * 0x1.62e42fefa2p-1), kleis_dd(-k * 0x1.9ef35793c7673p-41, -k * 0x1.f97b57a079a19p-103));
  const struct kleis_dd s = kleis_dd_scale(r, 0.125);
  const double h = s.hi;
  double rest = 0x1.ae64567f544e4p-26;
  rest = rest * h + 0x1.27e4fb7789f5cp-22;
  rest = rest * h + 0x1.71de3a556c734p-19;
  rest = rest * h + 0x1.a01a01a01a01ap-16;
  rest = rest * h + 0x1.a01a01a01a01ap-13;
  rest = rest * h + 0x1.6c16c16c16c17p-10;
  rest = rest * h + 0x1.1111111111111p-7;
  rest = rest * h + 0x1.5555555555555p-5;
  rest = rest * h + 0x1.5555555555555p-3;
  struct kleis_dd e =
      kleis_dd_add(kleis_dd_add(s, kleis_dd_scale(kleis_dd_mul(s, s), 0.5)), kleis_dd(rest * h * h * h, 0));
  for (i64 i = 0; i < 3; i++) e = kleis_dd_add(kleis_dd_scale(e, 2), kleis_dd_mul(e, e));
  *exponent = k;
  return e;
}

// e^x - 1, |x| below 700.
static struct kleis_dd kleis_dd_expm1(double x) {
  double k;
  const struct kleis_dd fraction = kleis_dd_exp_parts(x, &k);
  const double power = kleis_dd_power((i64)k);
  return k == 0 ? fraction : kleis_dd_add(kleis_dd_scale(fraction, power), kleis_dd(power - 1, 0));
}

// ln(1 + a) by a Newton step on the library's logarithm.
static struct kleis_dd kleis_dd_log1p(struct kleis_dd a) {
  const double first = log1p(a.hi);
  const struct kleis_dd e = kleis_dd_expm1(-first);
  return kleis_dd_add(kleis_dd(first, 0), kleis_dd_add(kleis_dd_add(a, e), kleis_dd_mul(a, e)));
}

// ln a of a positive normal number.
static struct kleis_dd kleis_dd_log(struct kleis_dd a) {
  i64 exponent = (i64)(kleis_bits(a.hi) >> 52) - 1023;
  struct kleis_dd m = kleis_dd_scale(kleis_dd_scale(a, kleis_dd_power(-exponent / 2)), kleis_dd_power(-exponent - -exponent / 2));
  if (m.hi > 1.4142135623730951) {
    m = kleis_dd_scale(m, 0.5);
    exponent++;
  }
  const struct kleis_dd whole = kleis_dd_mul(kleis_dd(0x1.62e42fefa39efp-1, 0x1.abc9e3b39803fp-56), kleis_dd((double)exponent, 0));
  return kleis_dd_add(whole, kleis_dd_log1p(kleis_dd_add(m, kleis_dd(-1, 0))));
}

// e^x / 2, also where e^x is beyond the range.
static double kleis_half_exp(double x) {
  double k;
  const struct kleis_dd fraction = kleis_dd_add(kleis_dd(1, 0), kleis_dd_exp_parts(x, &k));
  return (fraction.hi + fraction.lo) * kleis_dd_power((i64)k - 2) * 2;
}`;

const pieces: readonly Piece[] = [
  { name: "kleis_dd", text: doubles },
  {
    name: "kleis_log10",
    text: `
static double kleis_log10(double x) {
  if (!(x >= 0x1p-1022) || x == __builtin_inf()) return log10(x);
  const struct kleis_dd y = kleis_dd_mul(kleis_dd_log(kleis_dd(x, 0)), kleis_dd(0x1.bcb7b1526e50ep-2, 0x1.95355baaafad3p-57));
  return y.hi + y.lo;
}`,
  },
  {
    name: "kleis_cbrt",
    text: `
static double kleis_cbrt(double x) {
  const double size = __builtin_fabs(x);
  if (!(size > 0) || size == __builtin_inf()) return x;
  const double up = size < 0x1p-300 ? 0x1p600 : size > 0x1p600 ? 0x1p-600 : 1;
  const double down = size < 0x1p-300 ? 0x1p-200 : size > 0x1p600 ? 0x1p200 : 1;
  const double y = cbrt(x * up);
  const struct kleis_dd cube = kleis_dd_mul(kleis_dd_product(y, y), kleis_dd(y, 0));
  return (y + ((x * up - cube.hi) - cube.lo) / (3 * y * y)) * down;
}`,
  },
  {
    name: "kleis_sinh",
    text: `
static double kleis_sinh(double x) {
  const double size = __builtin_fabs(x);
  if (!(size > 0x1p-28)) return x;
  if (size > 22) return __builtin_copysign(size > 711 ? __builtin_inf() : kleis_half_exp(size), x);
  const struct kleis_dd e = kleis_dd_expm1(size);
  const struct kleis_dd y = kleis_dd_add(e, kleis_dd_div(e, kleis_dd_add(kleis_dd(1, 0), e)));
  return __builtin_copysign((y.hi + y.lo) / 2, x);
}`,
  },
  {
    name: "kleis_cosh",
    text: `
static double kleis_cosh(double x) {
  const double size = __builtin_fabs(x);
  if (!(size <= 22)) return size > 711 ? __builtin_inf() : size > 22 ? kleis_half_exp(size) : x;
  const struct kleis_dd e = kleis_dd_expm1(size), one = kleis_dd(1, 0);
  const struct kleis_dd y =
      kleis_dd_add(one, kleis_dd_div(kleis_dd_mul(e, e), kleis_dd_scale(kleis_dd_add(one, e), 2)));
  return y.hi + y.lo;
}`,
  },
  {
    name: "kleis_tanh",
    text: `
static double kleis_tanh(double x) {
  const double size = __builtin_fabs(x);
  if (!(size > 0x1p-28)) return x;
  if (size > 22) return __builtin_copysign(1, x);
  const struct kleis_dd e = kleis_dd_expm1(2 * size);
  const struct kleis_dd y = kleis_dd_div(e, kleis_dd_add(e, kleis_dd(2, 0)));
  return __builtin_copysign(y.hi + y.lo, x);
}`,
  },
  {
    name: "kleis_asinh",
    text: `
static double kleis_asinh(double x) {
  const double size = __builtin_fabs(x);
  if (!(size > 0x1p-28) || size == __builtin_inf()) return x;
  struct kleis_dd y;
  if (size > 0x1p28) {
    y = kleis_dd_add(kleis_dd_log(kleis_dd(size, 0)), kleis_dd(0x1.62e42fefa39efp-1, 0x1.abc9e3b39803fp-56));
  } else {
    const struct kleis_dd square = kleis_dd_product(size, size), one = kleis_dd(1, 0);
    const struct kleis_dd root = kleis_dd_sqrt(kleis_dd_add(one, square));
    y = size > 0.5 ? kleis_dd_log(kleis_dd_add(kleis_dd(size, 0), root))
                   : kleis_dd_log1p(kleis_dd_add(kleis_dd(size, 0), kleis_dd_div(square, kleis_dd_add(one, root))));
  }
  return __builtin_copysign(y.hi + y.lo, x);
}`,
  },
  {
    name: "kleis_acosh",
    text: `
static double kleis_acosh(double x) {
  if (!(x > 1)) return x == 1 ? 0 : __builtin_nan("");
  if (x == __builtin_inf()) return x;
  struct kleis_dd y;
  if (x > 0x1p28) {
    y = kleis_dd_add(kleis_dd_log(kleis_dd(x, 0)), kleis_dd(0x1.62e42fefa39efp-1, 0x1.abc9e3b39803fp-56));
  } else {
    // x * x - 1 as t * (t + 2) with t = x - 1: nothing cancels near 1.
    const struct kleis_dd t = kleis_dd_sum(x, -1);
    const struct kleis_dd root = kleis_dd_sqrt(kleis_dd_mul(t, kleis_dd_add(t, kleis_dd(2, 0))));
    y = x < 1.25 ? kleis_dd_log1p(kleis_dd_add(t, root)) : kleis_dd_log(kleis_dd_add(kleis_dd(x, 0), root));
  }
  return y.hi + y.lo;
}`,
  },
  {
    name: "kleis_atanh",
    text: `
static double kleis_atanh(double x) {
  const double size = __builtin_fabs(x);
  if (!(size > 0x1p-28)) return x;
  if (!(size < 1)) return size == 1 ? __builtin_copysign(__builtin_inf(), x) : __builtin_nan("");
  const struct kleis_dd below = kleis_dd_sum(1, -size);
  const struct kleis_dd y = size < 0.3 ? kleis_dd_log1p(kleis_dd_div(kleis_dd(2 * size, 0), below))
                                       : kleis_dd_log(kleis_dd_div(kleis_dd_sum(1, size), below));
  return __builtin_copysign((y.hi + y.lo) / 2, x);
}`,
  },
];

export const elementaryPieces: readonly Piece[] = pieces;
