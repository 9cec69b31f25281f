/*
 * fft_f64: the discrete Fourier transform of a list of complex numbers of any length, forward or backward.
 *
 * Version     2
 * Parameters  (re, im, out_re, out_im, work, length, cancel): out[k] = Σ_j in[j]·exp(∓2πi jk/n), divided by n where `inverse` is 1.
 *             `n` is the length where it is known, else 0 and `length` is it. im is not read where `real` is 1: then n is known and
 *             even. work has room for 2n doubles, 16n + 1024 where a prime factor of n is above 13 (for real numbers of half their
 *             length), 32n + 2048 where n is not known. Imaginary parts below 1e-14 become 0, and everything becomes NaN where a
 *             number that goes in is not finite
 * Requires    8-byte alignment; out_re, out_im and work overlap nothing; length ≥ 1
 * Error       ‖out − exact‖ ≤ 2 u log2(n) ‖exact‖ in the 2-norm, barring overflow and underflow (Higham 2002, §24.1);
 *             multiply-adds are fused where the target has them
 * Cancel      read before every butterfly; what has been written is undefined when it was found set
 * Method      Stockham's autosort in mixed radix (Van Loan 1992, §1.7): parts are kept apart, so vectors run along neighbours; the
 *             first passes, where neighbours belong to different butterflies, exchange rows and columns as they store. Lengths
 *             with a prime factor above 13: Bluestein's convolution (1970). Real numbers: two neighbours make up one complex one.
 *             Twiddle factors are computed in full precision, each by itself, by the first call, which leaves them to all later ones.
 */
typedef __INT64_TYPE__ fft_f64_int;
typedef __INT32_TYPE__ fft_f64_word;

enum { fft_f64_n = 1000 }; // hole n: integer 0..16777216
enum { fft_f64_inverse = 0 }; // hole inverse: integer 0..1
enum { fft_f64_real = 0 }; // hole real: integer 0..1
enum { fft_f64_lanes = 2 }; // hole lanes: integer 1..16

enum { fft_f64_width = fft_f64_lanes >= 8 ? 8 : fft_f64_lanes >= 4 ? 4 : 2 };

#define fft_f64_inline static inline __attribute__((always_inline, unused))
/* Passes, where the time goes. */
#define fft_f64_apart static __attribute__((noinline, unused))
/* What gains nothing from the later optimisations but what its arguments are: compiled in three quarters of the time. */
#define fft_f64_calm static __attribute__((noinline, unused, optimize("O1", "ipa-cp", "ipa-sra")))
/* Runs once: compiled for size, which is compiled faster. */
#define fft_f64_once static __attribute__((noinline, cold, unused))
#define fft_f64_min(x, y) ((x) < (y) ? (x) : (y))
#define fft_f64_unrolled _Pragma("GCC unroll 16")

// ── which passes a length takes ────────────────────────────────────────────────────────────────────────────────────────

enum { fft_f64_known = fft_f64_n > 0 };
/* What primes passes take. Code for a length that is not known has fewer of them: it has to have them all. */
enum { fft_f64_primes = fft_f64_known ? 2 * 3 * 5 * 7 * 11 * 13 : 2 * 3 * 5 * 7 };

/* The factor of what remains that a pass takes when the ones before it have taken `s`: vectors want eight or four first. */
#define fft_f64_factor(rest, s)                                                                                         \
  ((rest) == 16 && (s) >= 8 && fft_f64_known ? 16                                                                       \
   : (rest) % 8 == 0                         ? 8                                                                        \
   : (rest) % 4 + (s) == 1                   ? 4                                                                        \
   : (rest) % 13 == 0 && fft_f64_known       ? 13                                                                       \
   : (rest) % 11 == 0 && fft_f64_known       ? 11                                                                       \
   : (rest) % 7 == 0                         ? 7                                                                        \
   : (rest) % 5 == 0                         ? 5                                                                        \
   : (rest) % 3 == 0                         ? 3                                                                        \
   : (rest) % 4 == 0                         ? 4                                                                        \
   : (rest) % 2 == 0                         ? 2                                                                        \
                                             : 1)

/* The shortest convenient length that is not below x: a power of two, or 5, 6 or 7 eighths of it. */
#define fft_f64_power(x) ((fft_f64_int)16 << (60 - __builtin_clzll(((fft_f64_int)(x)-1) | 8)))
#define fft_f64_convenient(x)                                                                                           \
  (fft_f64_power(x) / 8 * 5 >= (x)   ? fft_f64_power(x) / 8 * 5                                                         \
   : fft_f64_power(x) / 8 * 6 >= (x) ? fft_f64_power(x) / 8 * 6                                                         \
   : fft_f64_power(x) / 8 * 7 >= (x) ? fft_f64_power(x) / 8 * 7                                                         \
                                     : fft_f64_power(x))

/* Complex numbers that are transformed, and how many by passes. */
enum { fft_f64_points = !fft_f64_known ? 1 : fft_f64_real ? fft_f64_n / 2 : fft_f64_n };
/* No prime factor of n is another where the primes' product to its 32nd power is a multiple of n. */
#define fft_f64_square(x, n) ((fft_f64_int)(x) * (fft_f64_int)(x) % (n))
enum { fft_f64_power1 = fft_f64_square(fft_f64_primes % fft_f64_points, fft_f64_points) };
enum { fft_f64_power2 = fft_f64_square(fft_f64_power1, fft_f64_points) };
enum { fft_f64_power3 = fft_f64_square(fft_f64_power2, fft_f64_points) };
enum { fft_f64_power4 = fft_f64_square(fft_f64_power3, fft_f64_points) };
enum { fft_f64_power5 = fft_f64_square(fft_f64_power4, fft_f64_points) };
enum { fft_f64_chirps = fft_f64_power5 != 0 };
enum { fft_f64_size = fft_f64_chirps ? fft_f64_convenient(2 * fft_f64_points - 1) : fft_f64_points };

/* Pass k of a known length, as fft_f64_planned makes it: bits say which passes are needed, `twiddles` counts doubles. */
#define fft_f64_pass(k, j)                                                                                              \
  enum { fft_f64_radix##k = fft_f64_factor(fft_f64_rest##j, fft_f64_taken##j) };                                        \
  enum { fft_f64_rest##k = fft_f64_rest##j / fft_f64_radix##k };                                                        \
  enum { fft_f64_taken##k = fft_f64_taken##j * fft_f64_radix##k };                                                      \
  enum { fft_f64_short##k = fft_f64_taken##j + 0 < fft_f64_width };                                                     \
  enum { fft_f64_narrow##k = fft_f64_narrow##j | fft_f64_short##k << fft_f64_radix##k };                                \
  enum { fft_f64_last##k = fft_f64_last##j | (fft_f64_rest##k == 1 && !fft_f64_short##k) << fft_f64_radix##k };         \
  enum { fft_f64_wide##k = fft_f64_wide##j | (fft_f64_rest##k > 1 && !fft_f64_short##k) << fft_f64_radix##k };          \
  enum { fft_f64_few##k = fft_f64_few##j | (fft_f64_rest##k * fft_f64_taken##j < fft_f64_width) << fft_f64_radix##k };  \
  enum { fft_f64_half##k = fft_f64_half##j | (2 * fft_f64_taken##j == fft_f64_width) << fft_f64_radix##k };             \
  enum { fft_f64_first##k = fft_f64_first##j | (fft_f64_taken##j + 0 == 1) << fft_f64_radix##k };                       \
  enum { fft_f64_scatters##k = fft_f64_scatters##j | fft_f64_scattered(k, j) << fft_f64_radix##k };                     \
  enum {                                                                                                                \
    fft_f64_twiddles##k = fft_f64_twiddles##j + fft_f64_twiddles_of(fft_f64_radix##k, fft_f64_rest##k, fft_f64_taken##j + 0) \
  };
/* Whether a narrow pass stores element by element: its butterflies' neighbours are neither a square's rows nor half vectors. */
#define fft_f64_is_square(radix) ((radix) % fft_f64_width == 0 || ((radix) == 4 && fft_f64_width == 8))
#define fft_f64_scattered(k, j)                                                                                         \
  (fft_f64_short##k && (fft_f64_rest##k * fft_f64_taken##j < fft_f64_width ||                                           \
                        !((fft_f64_taken##j + 0 == 1 && fft_f64_is_square(fft_f64_radix##k)) ||                         \
                          (fft_f64_width > 2 && 2 * fft_f64_taken##j == fft_f64_width))))
#define fft_f64_twiddles_of(radix, m, s)                                                                                \
  (2 * ((radix)-1) *                                                                                                    \
   ((s) < fft_f64_width ? ((s) * (m) + fft_f64_width - 1) / fft_f64_width * fft_f64_width : (m)))
enum { fft_f64_rest = fft_f64_size, fft_f64_taken = 1, fft_f64_twiddles = 0 };
enum { fft_f64_narrow = 0, fft_f64_last = 0, fft_f64_wide = 0 };
enum { fft_f64_few = 0, fft_f64_half = 0, fft_f64_first = 0, fft_f64_scatters = 0 };
fft_f64_pass(0, ) fft_f64_pass(1, 0) fft_f64_pass(2, 1) fft_f64_pass(3, 2) fft_f64_pass(4, 3) fft_f64_pass(5, 4);
fft_f64_pass(6, 5) fft_f64_pass(7, 6) fft_f64_pass(8, 7) fft_f64_pass(9, 8) fft_f64_pass(10, 9) fft_f64_pass(11, 10);
fft_f64_pass(12, 11) fft_f64_pass(13, 12) fft_f64_pass(14, 13) fft_f64_pass(15, 14);
#define fft_f64_needs(kind, radix) (fft_f64_known ? fft_f64_##kind##15 >> (radix) & 1 : (radix) <= 8)
/* Whether any pass takes it: compilers need not carry the other butterflies into each pass before they drop them. */
#define fft_f64_uses(radix) (fft_f64_needs(narrow, radix) || fft_f64_needs(wide, radix) || fft_f64_needs(last, radix))

enum {
  fft_f64_odd_uses = fft_f64_uses(3) || fft_f64_uses(5) || fft_f64_uses(7) || fft_f64_uses(11) || fft_f64_uses(13)
};

/* The only narrow pass is the first, and all it stores are whole vectors. */
enum { fft_f64_whole = fft_f64_known && fft_f64_radix0 % fft_f64_width == 0 && fft_f64_rest0 >= (int)fft_f64_width };

// ── vectors ────────────────────────────────────────────────────────────────────────────────────────────────────────────

typedef double fft_f64_v8 __attribute__((vector_size(64), aligned(8), may_alias));
typedef double fft_f64_v4 __attribute__((vector_size(32), aligned(8), may_alias));
typedef double fft_f64_v2 __attribute__((vector_size(16), aligned(8), may_alias));
typedef double fft_f64_vector __attribute__((vector_size(fft_f64_width * 8), aligned(8), may_alias));
typedef fft_f64_int fft_f64_mask __attribute__((vector_size(fft_f64_width * 8), aligned(8), may_alias));

/* s += x·y, fused where the target can; by element where the compiler has no vector operation for it. */
#ifdef __FP_FAST_FMA
#define fft_f64_fused1(x, y, s) __builtin_fma(x, y, s)
#else
#define fft_f64_fused1(x, y, s) ((x) * (y) + (s))
#endif
#if defined(__AVX512F__) && !defined(__clang__)
#define fft_f64_vfmaddpd8(x, y, s) __builtin_ia32_vfmaddpd512_mask(x, y, s, (unsigned char)-1, 4)
#endif
#if defined(__FMA__) && !defined(__clang__)
#define fft_f64_vfmaddpd4(x, y, s) __builtin_ia32_vfmaddpd256(x, y, s)
#define fft_f64_vfmaddpd2(x, y, s) __builtin_ia32_vfmaddpd(x, y, s)
#endif
#define fft_f64_adds(W, OPERATION)                                                                                      \
  fft_f64_inline void fft_f64_add##W(const fft_f64_v##W *x, const fft_f64_v##W *y, fft_f64_v##W *s) {                   \
    OPERATION;                                                                                                          \
  }
#define fft_f64_by_element(W) for (int l = 0; l < W; l += 1) (*s)[l] = fft_f64_fused1((*x)[l], (*y)[l], (*s)[l])
#ifdef fft_f64_vfmaddpd8
fft_f64_adds(8, *s = fft_f64_vfmaddpd8(*x, *y, *s))
#else
fft_f64_adds(8, fft_f64_by_element(8))
#endif
#ifdef fft_f64_vfmaddpd4
fft_f64_adds(4, *s = fft_f64_vfmaddpd4(*x, *y, *s)) fft_f64_adds(2, *s = fft_f64_vfmaddpd2(*x, *y, *s))
#else
fft_f64_adds(4, fft_f64_by_element(4)) fft_f64_adds(2, fft_f64_by_element(2))
#endif

/* The rows of a square become its columns. */
fft_f64_inline void fft_f64_transpose2(fft_f64_v2 *x) {
  const fft_f64_v2 a = x[0], b = x[1];
  x[0] = __builtin_shufflevector(a, b, 0, 2);
  x[1] = __builtin_shufflevector(a, b, 1, 3);
}

fft_f64_inline void fft_f64_transpose4(fft_f64_v4 *x) {
  fft_f64_v4 a[4];
  for (int i = 0; i < 4; i += 2) {
    a[i] = __builtin_shufflevector(x[i], x[i + 1], 0, 4, 2, 6);
    a[i + 1] = __builtin_shufflevector(x[i], x[i + 1], 1, 5, 3, 7);
  }
  for (int i = 0; i < 2; i += 1) {
    x[i] = __builtin_shufflevector(a[i], a[i + 2], 0, 1, 4, 5);
    x[i + 2] = __builtin_shufflevector(a[i], a[i + 2], 2, 3, 6, 7);
  }
}

/* Of four vectors the first pairs of each, the second pairs, …, in the place of the vectors 0, by, 2·by and 3·by. */
fft_f64_inline void fft_f64_pairs8(const int by, const fft_f64_v8 *a, const fft_f64_v8 *b, const fft_f64_v8 *c,
                                   const fft_f64_v8 *d, fft_f64_v8 *x) {
  const fft_f64_v8 p = __builtin_shufflevector(*a, *b, 0, 1, 4, 5, 8, 9, 12, 13);
  const fft_f64_v8 q = __builtin_shufflevector(*a, *b, 2, 3, 6, 7, 10, 11, 14, 15);
  const fft_f64_v8 r = __builtin_shufflevector(*c, *d, 0, 1, 4, 5, 8, 9, 12, 13);
  const fft_f64_v8 s = __builtin_shufflevector(*c, *d, 2, 3, 6, 7, 10, 11, 14, 15);
  x[0] = __builtin_shufflevector(p, r, 0, 1, 4, 5, 8, 9, 12, 13);
  x[by] = __builtin_shufflevector(q, s, 0, 1, 4, 5, 8, 9, 12, 13);
  x[2 * by] = __builtin_shufflevector(p, r, 2, 3, 6, 7, 10, 11, 14, 15);
  x[3 * by] = __builtin_shufflevector(q, s, 2, 3, 6, 7, 10, 11, 14, 15);
}

/* Elements at even places of x[i] and x[i + 1], interleaved, and those at odd places. */
fft_f64_inline void fft_f64_alternate8(const int count, const fft_f64_v8 *x, fft_f64_v8 *a) {
  fft_f64_unrolled for (int i = 0; i < count; i += 2) {
    a[i] = __builtin_shufflevector(x[i], x[i + 1], 0, 8, 2, 10, 4, 12, 6, 14);
    a[i + 1] = __builtin_shufflevector(x[i], x[i + 1], 1, 9, 3, 11, 5, 13, 7, 15);
  }
}

fft_f64_inline void fft_f64_transpose8(fft_f64_v8 *x) {
  fft_f64_v8 a[8];
  fft_f64_alternate8(8, x, a);
  fft_f64_pairs8(2, a, a + 2, a + 4, a + 6, x);
  fft_f64_pairs8(2, a + 1, a + 3, a + 5, a + 7, x + 1);
}

/* The elements of four vectors, interleaved. */
fft_f64_inline void fft_f64_interleave(fft_f64_v8 *x) {
  fft_f64_v8 a[4];
  fft_f64_alternate8(4, x, a);
  fft_f64_pairs8(1, a, a + 2, a + 1, a + 3, x);
}

/* The first half of a vector to one place, the second to another. */
fft_f64_inline void fft_f64_put_halves2(const fft_f64_v2 *x, double *near, double *far) { *near = (*x)[0], *far = (*x)[1]; }
fft_f64_inline void fft_f64_put_halves4(const fft_f64_v4 *x, double *near, double *far) {
  *(fft_f64_v2 *)near = __builtin_shufflevector(*x, *x, 0, 1);
  *(fft_f64_v2 *)far = __builtin_shufflevector(*x, *x, 2, 3);
}
fft_f64_inline void fft_f64_put_halves8(const fft_f64_v8 *x, double *near, double *far) {
  *(fft_f64_v4 *)near = __builtin_shufflevector(*x, *x, 0, 1, 2, 3);
  *(fft_f64_v4 *)far = __builtin_shufflevector(*x, *x, 4, 5, 6, 7);
}

fft_f64_inline void fft_f64_reverse2(fft_f64_v2 *x) { *x = __builtin_shufflevector(*x, *x, 1, 0); }
fft_f64_inline void fft_f64_reverse4(fft_f64_v4 *x) { *x = __builtin_shufflevector(*x, *x, 3, 2, 1, 0); }
fft_f64_inline void fft_f64_reverse8(fft_f64_v8 *x) { *x = __builtin_shufflevector(*x, *x, 7, 6, 5, 4, 3, 2, 1, 0); }

#define fft_f64_of_width(NAME)                                                                                          \
  _Generic((fft_f64_vector *)0, fft_f64_v8 *: NAME##8, fft_f64_v4 *: NAME##4, fft_f64_v2 *: NAME##2)

#define fft_f64_fused(x, y, s)                                                                                          \
  ({                                                                                                                    \
    const fft_f64_vector factor1 = x, factor2 = y;                                                                      \
    fft_f64_vector sum = s;                                                                                             \
    fft_f64_of_width(fft_f64_add)(&factor1, &factor2, &sum);                                                            \
    sum;                                                                                                                \
  })
#define fft_f64_all(x) ((x) - (fft_f64_vector){0})
#define fft_f64_read(x) (*(const fft_f64_vector *)(x))
#define fft_f64_write(x, value) (*(fft_f64_vector *)(x) = (value))

// ── butterflies: the transform of a few vectors, in place ──────────────────────────────────────────────────────────────

typedef fft_f64_vector fft_f64_v;

/* Times wr + i·wi. */
fft_f64_inline void fft_f64_multiply(fft_f64_v *re, fft_f64_v *im, const fft_f64_v *wr, const fft_f64_v *wi) {
  const fft_f64_v a = *re, b = *im;
  *re = fft_f64_fused(a, *wr, -(b * *wi));
  *im = fft_f64_fused(a, *wi, b * *wr);
}

/* Times exp(−2πi k/16). */
fft_f64_inline void fft_f64_twiddle16(const int k, fft_f64_v *re, fft_f64_v *im) {
  static const double cosines[10] = {1, 0.9238795325112867, 0.7071067811865476, 0.3826834323650898, 0, 0,
                                     -0.7071067811865476, 0, 0, -0.9238795325112867};
  static const double sines[10] = {0, 0.3826834323650898, 0.7071067811865476, 0.9238795325112867, 1, 0,
                                   0.7071067811865476, 0, 0, -0.3826834323650898};
  const fft_f64_v a = *re, b = *im;
  if (k == 0) return;
  if (k == 4) {
    *re = b;
    *im = -a;
  } else {
    const fft_f64_v c = fft_f64_all(cosines[k]), s = fft_f64_all(-sines[k]);
    fft_f64_multiply(re, im, &c, &s);
  }
}

/* Of the vectors at 0, by, 2·by and 3·by. */
fft_f64_inline void fft_f64_four(const int by, fft_f64_v *re, fft_f64_v *im) {
  const fft_f64_v ar = re[0] + re[2 * by], ai = im[0] + im[2 * by], br = re[0] - re[2 * by], bi = im[0] - im[2 * by];
  const fft_f64_v cr = re[by] + re[3 * by], ci = im[by] + im[3 * by], dr = re[by] - re[3 * by], di = im[by] - im[3 * by];
  re[0] = ar + cr, im[0] = ai + ci;
  re[by] = br + di, im[by] = bi - dr;
  re[2 * by] = ar - cr, im[2 * by] = ai - ci;
  re[3 * by] = br - di, im[3 * by] = bi + dr;
}

fft_f64_inline void fft_f64_eight(fft_f64_v *re, fft_f64_v *im) {
  const fft_f64_v h = fft_f64_all(0.7071067811865476);
  fft_f64_four(2, re, im);
  fft_f64_four(2, re + 1, im + 1);
  const fft_f64_v ar = re[1], ai = im[1], br = im[5], bi = -re[5];
  const fft_f64_v cr = re[3] + im[3], ci = im[3] - re[3], dr = im[7] - re[7], di = -(re[7] + im[7]);
  const fft_f64_v er[4] = {re[0], re[2], re[4], re[6]}, ei[4] = {im[0], im[2], im[4], im[6]};
  re[0] = er[0] + ar, im[0] = ei[0] + ai, re[4] = er[0] - ar, im[4] = ei[0] - ai;
  re[1] = fft_f64_fused(h, cr, er[1]), im[1] = fft_f64_fused(h, ci, ei[1]);
  re[5] = fft_f64_fused(-h, cr, er[1]), im[5] = fft_f64_fused(-h, ci, ei[1]);
  re[2] = er[2] + br, im[2] = ei[2] + bi, re[6] = er[2] - br, im[6] = ei[2] - bi;
  re[3] = fft_f64_fused(h, dr, er[3]), im[3] = fft_f64_fused(h, di, ei[3]);
  re[7] = fft_f64_fused(-h, dr, er[3]), im[7] = fft_f64_fused(-h, di, ei[3]);
}

fft_f64_inline void fft_f64_sixteen(fft_f64_v *re, fft_f64_v *im) {
  fft_f64_unrolled for (int i = 0; i < 4; i += 1) fft_f64_four(4, re + i, im + i);
  fft_f64_unrolled for (int k = 1; k < 4; k += 1)
    fft_f64_unrolled for (int i = 1; i < 4; i += 1) fft_f64_twiddle16(i * k, re + 4 * k + i, im + 4 * k + i);
  fft_f64_unrolled for (int k = 0; k < 4; k += 1) fft_f64_four(1, re + 4 * k, im + 4 * k);
  fft_f64_unrolled for (int k = 0; k < 4; k += 1) {
    fft_f64_unrolled for (int l = k + 1; l < 4; l += 1) {
      const fft_f64_v a = re[4 * k + l], b = im[4 * k + l];
      re[4 * k + l] = re[4 * l + k], im[4 * k + l] = im[4 * l + k];
      re[4 * l + k] = a, im[4 * l + k] = b;
    }
  }
}

/* An odd number: sums and differences of the vectors that are as far from the first on either side. */
fft_f64_inline void fft_f64_odd(const int radix, fft_f64_v *re, fft_f64_v *im) {
  static const double cosines[5][7] = {
      {1, -0.5},
      {1, 0.30901699437494745, -0.8090169943749475},
      {1, 0.6234898018587335, -0.2225209339563144, -0.9009688679024191},
      {1, 0.8412535328311812, 0.41541501300188644, -0.14231483827328514, -0.6548607339452851, -0.9594929736144974},
      {1, 0.8854560256532099, 0.5680647467311558, 0.12053668025532305, -0.3546048870425356, -0.7485107481711011,
       -0.970941817426052}};
  static const double sines[5][7] = {
      {0, 0.8660254037844386},
      {0, 0.9510565162951535, 0.5877852522924731},
      {0, 0.7818314824680298, 0.9749279121818236, 0.4338837391175581},
      {0, 0.5406408174555976, 0.9096319953545183, 0.9898214418809327, 0.7557495743542583, 0.28173255684142967},
      {0, 0.46472317204376856, 0.8229838658936564, 0.992708874098054, 0.9350162426854148, 0.6631226582407952,
       0.23931566428755777}};
  const int half = radix / 2, row = radix <= 7 ? half - 1 : half - 2;
  const fft_f64_v zr = re[0], zi = im[0];
  fft_f64_v sr[6], si[6], dr[6], di[6];
  fft_f64_unrolled for (int k = 0; k < half; k += 1) {
    sr[k] = re[k + 1] + re[radix - 1 - k], si[k] = im[k + 1] + im[radix - 1 - k];
    dr[k] = re[k + 1] - re[radix - 1 - k], di[k] = im[k + 1] - im[radix - 1 - k];
    re[0] += sr[k], im[0] += si[k];
  }
  fft_f64_unrolled for (int j = 1; j <= half; j += 1) {
    fft_f64_v ar = zr, ai = zi, br = {0}, bi = {0};
    fft_f64_unrolled for (int k = 0; k < half; k += 1) {
      const int angle = j * (k + 1) % radix, back = radix - angle < angle;
      const fft_f64_v c = fft_f64_all(cosines[row][back ? radix - angle : angle]);
      const fft_f64_v s = fft_f64_all(back ? -sines[row][radix - angle] : sines[row][angle]);
      ar = fft_f64_fused(c, sr[k], ar), ai = fft_f64_fused(c, si[k], ai);
      br = fft_f64_fused(s, dr[k], br), bi = fft_f64_fused(s, di[k], bi);
    }
    re[j] = ar + bi, im[j] = ai - br;
    re[radix - j] = ar - bi, im[radix - j] = ai + br;
  }
}

fft_f64_inline void fft_f64_butterfly(const int radix, fft_f64_v *re, fft_f64_v *im) {
  if (fft_f64_uses(16) && radix == 16) fft_f64_sixteen(re, im);
  else if (fft_f64_uses(8) && radix == 8) fft_f64_eight(re, im);
  else if (fft_f64_uses(4) && radix == 4) fft_f64_four(1, re, im);
  else if (fft_f64_uses(2) && radix == 2) {
    const fft_f64_v a = re[1], b = im[1];
    re[1] = re[0] - a, im[1] = im[0] - b, re[0] += a, im[0] += b;
  } else if (fft_f64_odd_uses && radix % 2 == 1) fft_f64_odd(radix, re, im);
}

// ── passes ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

/* Transforms of `radix` numbers, m · s of them: s neighbours have the same twiddle factors. */
struct fft_f64_step {
  fft_f64_int radix, m, s;
  const double *twiddles;
};

/* Imaginary parts below 1e-14 become 0. */
fft_f64_inline void fft_f64_negligible(fft_f64_v *x) {
  const fft_f64_mask kept = ~((*x < 1e-14) & (*x > -1e-14));
  *x = (fft_f64_v)((fft_f64_mask)*x & kept);
}

/* What the last pass does to results: negligible imaginary parts vanish, and the way back divides. */
fft_f64_inline void fft_f64_finish(const double scale, fft_f64_v *re, fft_f64_v *im) {
  fft_f64_v *const part = fft_f64_inverse ? re : im;
  if (fft_f64_inverse) *re *= scale, *im *= scale;
  fft_f64_negligible(part);
}

/* Numbers that are no multiple of a vector's: the last vector begins earlier, and what it has in common is the same. */
#define fft_f64_start(i, count) fft_f64_min(i, (count)-fft_f64_width)

/* Less than a vector for each k. */
fft_f64_once void fft_f64_gather(fft_f64_int radix, const double *x, fft_f64_int total, double *parts) {
  for (fft_f64_int k = 0; k < radix; k += 1)
    for (fft_f64_int l = 0; l < fft_f64_width; l += 1) parts[fft_f64_width * k + l] = l < total ? x[l + total * k] : 0;
}

/* Elements one by one to where they belong. */
fft_f64_calm void fft_f64_scatter(fft_f64_int radix, const double *parts, double *y, fft_f64_int first, fft_f64_int count,
                                  fft_f64_int s) {
  fft_f64_int q = first % s, p = first / s;
  for (fft_f64_int l = 0; l < count; l += 1) {
    double *const to = y + q + s * radix * p;
    for (fft_f64_int j = 0; j < radix; j += 1) to[s * j] = parts[fft_f64_width * j + l];
    if (++q == s) q = 0, p += 1;
  }
}

/* s is less than a vector: vectors run on through butterflies of different twiddle factors. */
fft_f64_inline void fft_f64_narrow_pass(const int radix, const struct fft_f64_step *step, const double *xr, const double *xi,
                                        double *yr, double *yi, const double scale, const volatile fft_f64_word *cancel) {
  enum { width = fft_f64_width };
  const fft_f64_int s = fft_f64_whole ? 1 : step->s, total = fft_f64_whole ? fft_f64_rest0 : step->m * s;
  /* Of a known length it is known what happens in a pass by this radix, which saves compiling the rest. */
  const int few = fft_f64_needs(few, radix) && total < width;
  const double *twiddles = step->twiddles;
  for (fft_f64_int i = 0; i < total; i += width, twiddles += 2 * width * (radix - 1)) {
    if (*cancel) return;
    fft_f64_v re[16], im[16];
    const fft_f64_int first = few ? 0 : fft_f64_start(i, total), count = few ? total : width;
    if (few) {
      /* By way of memory: what is written element by element cannot stay in registers. */
      double parts[2][16][width];
      fft_f64_gather(radix, xr, total, parts[0][0]);
      fft_f64_gather(radix, xi, total, parts[1][0]);
      fft_f64_unrolled for (int k = 0; k < radix; k += 1)
        re[k] = fft_f64_read(parts[0][k]), im[k] = fft_f64_read(parts[1][k]);
    } else
      fft_f64_unrolled for (int k = 0; k < radix; k += 1)
        re[k] = fft_f64_read(xr + first + total * k), im[k] = fft_f64_read(xi + first + total * k);
    fft_f64_butterfly(radix, re, im);
    if (fft_f64_whole || step->m > 1)
      fft_f64_unrolled for (int j = 1; j < radix; j += 1)
        fft_f64_multiply(re + j, im + j, (const fft_f64_v *)(twiddles + width * (2 * j - 2)),
                         (const fft_f64_v *)(twiddles + width * (2 * j - 1)));
    else if (scale != 0)
      fft_f64_unrolled for (int j = 0; j < radix; j += 1) fft_f64_finish(scale, re + j, im + j);
    if (radix % width == 0 && fft_f64_needs(first, radix) && s == 1 && !few) {
      fft_f64_unrolled for (int j = 0; j + width <= radix; j += width) {
        fft_f64_of_width(fft_f64_transpose)(re + j);
        fft_f64_of_width(fft_f64_transpose)(im + j);
        fft_f64_unrolled for (int l = 0; l < width; l += 1) {
          fft_f64_write(yr + (first + l) * radix + j, re[j + l]);
          fft_f64_write(yi + (first + l) * radix + j, im[j + l]);
        }
      }
    } else if (radix == 4 && width == 8 && fft_f64_needs(first, radix) && s == 1 && !few) {
      fft_f64_interleave((fft_f64_v8 *)re);
      fft_f64_interleave((fft_f64_v8 *)im);
      fft_f64_unrolled for (int j = 0; j < 4; j += 1)
        fft_f64_write(yr + 4 * first + width * j, re[j]), fft_f64_write(yi + 4 * first + width * j, im[j]);
    } else if (width > 2 && fft_f64_needs(half, radix) && 2 * s == width && !few) {
      const fft_f64_int near = radix * first, far = near + radix * s;
      fft_f64_unrolled for (int j = 0; j < radix; j += 1) {
        fft_f64_of_width(fft_f64_put_halves)(re + j, yr + near + s * j, yr + far + s * j);
        fft_f64_of_width(fft_f64_put_halves)(im + j, yi + near + s * j, yi + far + s * j);
      }
    } else if (fft_f64_needs(scatters, radix)) {
      double parts[2][16][width];
      fft_f64_unrolled for (int j = 0; j < radix; j += 1)
        fft_f64_write(parts[0][j], re[j]), fft_f64_write(parts[1][j], im[j]);
      fft_f64_scatter(radix, parts[0][0], yr, first, count, s);
      fft_f64_scatter(radix, parts[1][0], yi, first, count, s);
    }
  }
}

/* s is a vector or more. */
fft_f64_inline void fft_f64_wide_pass(const int radix, const struct fft_f64_step *step, const double *xr, const double *xi,
                                      double *yr, double *yi, const volatile fft_f64_word *cancel) {
  const fft_f64_int s = step->s, m = step->m;
  const double *twiddles = step->twiddles;
  for (fft_f64_int p = 0; p < m; p += 1, twiddles += 2 * (radix - 1), xr += s, xi += s, yr += radix * s, yi += radix * s) {
    if (*cancel) return;
    for (fft_f64_int i = 0; i < s; i += fft_f64_width) {
      const fft_f64_int q = fft_f64_start(i, s);
      fft_f64_v re[16], im[16];
      fft_f64_unrolled for (int k = 0; k < radix; k += 1)
        re[k] = fft_f64_read(xr + q + s * m * k), im[k] = fft_f64_read(xi + q + s * m * k);
      fft_f64_butterfly(radix, re, im);
      fft_f64_unrolled for (int j = 1; j < radix; j += 1) {
        const fft_f64_v wr = fft_f64_all(twiddles[2 * j - 2]), wi = fft_f64_all(twiddles[2 * j - 1]);
        fft_f64_multiply(re + j, im + j, &wr, &wi);
      }
      fft_f64_unrolled for (int j = 0; j < radix; j += 1)
        fft_f64_write(yr + q + s * j, re[j]), fft_f64_write(yi + q + s * j, im[j]);
    }
  }
}

/* m is one: there are no twiddle factors. */
fft_f64_inline void fft_f64_last_pass(const int radix, const struct fft_f64_step *step, const double *xr, const double *xi,
                                      double *yr, double *yi, const double scale, const volatile fft_f64_word *cancel) {
  const fft_f64_int s = step->s;
  for (fft_f64_int i = 0; i < s; i += fft_f64_width) {
    if (*cancel) return;
    const fft_f64_int q = fft_f64_start(i, s);
    fft_f64_v re[16], im[16];
    fft_f64_unrolled for (int k = 0; k < radix; k += 1)
      re[k] = fft_f64_read(xr + q + s * k), im[k] = fft_f64_read(xi + q + s * k);
    fft_f64_butterfly(radix, re, im);
    if (scale != 0)
      fft_f64_unrolled for (int j = 0; j < radix; j += 1) fft_f64_finish(scale, re + j, im + j);
    fft_f64_unrolled for (int j = 0; j < radix; j += 1)
      fft_f64_write(yr + q + s * j, re[j]), fft_f64_write(yi + q + s * j, im[j]);
  }
}

#define fft_f64_passes(RADIX)                                                                                           \
  fft_f64_calm void fft_f64_narrow_by##RADIX(const struct fft_f64_step *step, const double *xr, const double *xi,       \
                                             double *yr, double *yi, double scale,                                      \
                                             const volatile fft_f64_word *cancel) {                                    \
    fft_f64_narrow_pass(RADIX, step, xr, xi, yr, yi, scale, cancel);                                                    \
  }                                                                                                                     \
  fft_f64_apart void fft_f64_wide_by##RADIX(const struct fft_f64_step *step, const double *xr, const double *xi,        \
                                            double *yr, double *yi, const volatile fft_f64_word *cancel) {              \
    fft_f64_wide_pass(RADIX, step, xr, xi, yr, yi, cancel);                                                             \
  }                                                                                                                     \
  fft_f64_apart void fft_f64_last_by##RADIX(const struct fft_f64_step *step, const double *xr, const double *xi,        \
                                            double *yr, double *yi, double scale,                                       \
                                            const volatile fft_f64_word *cancel) {                                      \
    fft_f64_last_pass(RADIX, step, xr, xi, yr, yi, scale, cancel);                                                      \
  }
fft_f64_passes(2) fft_f64_passes(3) fft_f64_passes(4) fft_f64_passes(5) fft_f64_passes(7) fft_f64_passes(8);
fft_f64_passes(11) fft_f64_passes(13) fft_f64_passes(16);

struct fft_f64_plan {
  fft_f64_int count;
  struct fft_f64_step steps[40];
};

/* y = the transform of x, by way of `other`. A scale of 0 leaves results as they are. */
fft_f64_calm void fft_f64_run(const struct fft_f64_plan *plan, const double *xr, const double *xi, double *yr, double *yi,
                              double *other, fft_f64_int size, double scale, const volatile fft_f64_word *cancel) {
  const fft_f64_int count = plan->count;
  if (count == 0) *yr = *xr, *yi = *xi;
  for (fft_f64_int k = 0; k < count; k += 1) {
    const struct fft_f64_step *const step = plan->steps + k;
    const int elsewhere = (count - 1 - k) & 1;
    double *const zr = elsewhere ? other : yr, *const zi = elsewhere ? other + size : yi;
#define fft_f64_step_by(RADIX)                                                                                          \
  case RADIX:                                                                                                           \
    if (fft_f64_needs(narrow, RADIX) && step->s < fft_f64_width)                                                        \
      fft_f64_narrow_by##RADIX(step, xr, xi, zr, zi, scale, cancel);                                                    \
    else if (fft_f64_needs(last, RADIX) && step->m == 1)                                                                \
      fft_f64_last_by##RADIX(step, xr, xi, zr, zi, scale, cancel);                                                      \
    else if (fft_f64_needs(wide, RADIX))                                                                                \
      fft_f64_wide_by##RADIX(step, xr, xi, zr, zi, cancel);                                                             \
    break;
    switch (step->radix) {
      fft_f64_step_by(2) fft_f64_step_by(3) fft_f64_step_by(4) fft_f64_step_by(5) fft_f64_step_by(7) fft_f64_step_by(8);
      fft_f64_step_by(11) fft_f64_step_by(13) fft_f64_step_by(16);
    }
    xr = zr, xi = zi;
  }
}

// ── twiddles ───────────────────────────────────────────────────────────────────────────────────────────────────────────

/* exp(−2πi k/n), 0 ≤ k < n ≤ 2³⁶, to 0.6 units in the last place: within an eighth of a circle of an axis, the angle in two parts. */
fft_f64_once void fft_f64_root(fft_f64_int k, fft_f64_int n, double *re, double *im) {
  const fft_f64_int quarter = (8 * k + n) / (2 * n), rest = 4 * k - quarter * n;
  const double unit = 67108864, half_pi = 1.5707963267948966;
  const double pi_high = 1.5707963109016418, pi_low = 1.5893254773528196e-08;
  const fft_f64_int high = rest * 67108864 / n;
  const double q = (double)high / unit, r = (double)(rest * 67108864 - high * n) / ((double)n * unit);
  const double exact = q * pi_high, small = q * pi_low + r * half_pi;
  const double x = exact + small, y = exact - x + small, z = x * x, h = 0.5 * z, w = 1 - h;
  double s = 1. / 355687428096000, c = -1. / 6402373705728000;
  s = s * z - 1. / 1307674368000, s = s * z + 1. / 6227020800, s = s * z - 1. / 39916800, s = s * z + 1. / 362880;
  s = s * z - 1. / 5040, s = s * z + 1. / 120, s = s * z - 1. / 6;
  c = c * z + 1. / 20922789888000, c = c * z - 1. / 87178291200, c = c * z + 1. / 479001600, c = c * z - 1. / 3628800;
  c = c * z + 1. / 40320, c = c * z - 1. / 720, c = c * z + 1. / 24;
  s = x + (x * z * s + y * w);
  c = w + (1 - w - h + (z * z * c - x * y));
  const double along = quarter & 1 ? s : c, across = quarter & 1 ? c : s;
  *re = (quarter + 1) & 2 ? -along : along;
  *im = quarter & 2 ? across : -across;
}

/* The steps of a length, with their twiddles; returns where those end. */
fft_f64_once double *fft_f64_planned(struct fft_f64_plan *plan, fft_f64_int size, double *twiddles,
                                     const volatile fft_f64_word *cancel) {
  enum { width = fft_f64_width };
  fft_f64_int s = 1;
  plan->count = 0;
  for (fft_f64_int rest = size; rest > 1;) {
    const fft_f64_int radix = fft_f64_factor(rest, s), m = rest / radix, total = m * s;
    plan->steps[plan->count] = (struct fft_f64_step){radix, m, s, twiddles};
    plan->count += 1;
    if (s < width)
      for (fft_f64_int i = 0; i < total && !*cancel; i += width) {
        const fft_f64_int first = total < width ? 0 : fft_f64_start(i, total);
        for (fft_f64_int j = 1; j < radix; j += 1, twiddles += 2 * width)
          for (fft_f64_int l = 0; l < width; l += 1)
            fft_f64_root((first + l) / s % m * j, m * radix, twiddles + l, twiddles + width + l);
      }
    else if (m > 1)
      for (fft_f64_int p = 0; p < m && !*cancel; p += 1)
        for (fft_f64_int j = 1; j < radix; j += 1, twiddles += 2) fft_f64_root(p * j, m * radix, twiddles, twiddles + 1);
    s *= radix;
    rest = m;
  }
  return twiddles;
}

// ── Bluestein: chirps exp(−πi j²/n) make a transform a convolution ─────────────────────────────────────────────────────

/* Chirps by j and the transform of the filter, divided by its size, in `table`; work has room for 4·size doubles. */
fft_f64_once void fft_f64_chirped(const struct fft_f64_plan *plan, fft_f64_int n, fft_f64_int size, double *table,
                                   double *work, const volatile fft_f64_word *cancel) {
  double *const filter = table + 2 * n;
  for (fft_f64_int i = 0; i < 2 * size; i += 1) work[i] = 0;
  for (fft_f64_int j = 0, square = 0; j < n && !*cancel; j += 1) {
    fft_f64_root(square, 2 * n, table + j, table + n + j);
    const fft_f64_int mirror = j == 0 ? 0 : size - j;
    work[j] = work[mirror] = table[j] / (double)size;
    work[size + j] = work[size + mirror] = -table[n + j] / (double)size;
    square = (square + 2 * j + 1) % (2 * n);
  }
  fft_f64_run(plan, work, work + size, filter, filter + size, work + 2 * size, size, 0, cancel);
}

/* (zr, zi) = (xr, xi) · (wr, ±wi), n of them. */
fft_f64_apart void fft_f64_products(fft_f64_int n, const double *xr, const double *xi, const double *wr, const double *wi,
                                    double *restrict zr, double *restrict zi) {
  for (fft_f64_int j = 0; j < n; j += 1) {
    zr[j] = xr[j] * wr[j] - xi[j] * wi[j];
    zi[j] = xr[j] * wi[j] + xi[j] * wr[j];
  }
}

/* y = the transform of x; work has room for 6·size doubles, of which y may be those from 2·size on. */
fft_f64_apart void fft_f64_by_chirps(const struct fft_f64_plan *plan, fft_f64_int n, fft_f64_int size, const double *table,
                                     const double *xr, const double *xi, double *yr, double *yi, double *work,
                                     const volatile fft_f64_word *cancel) {
  double *const a = work, *const b = work + 2 * size, *const other = work + 4 * size;
  const double *const filter = table + 2 * n;
  fft_f64_products(n, xr, xi, table, table + n, a, a + size);
  for (fft_f64_int i = n; i < size; i += 1) a[i] = a[size + i] = 0;
  fft_f64_run(plan, a, a + size, b, b + size, other, size, 0, cancel);
  fft_f64_products(size, b, b + size, filter, filter + size, a, a + size);
  /* Backwards: parts exchanged on both sides. */
  fft_f64_run(plan, a + size, a, other + size, other, b, size, 0, cancel);
  fft_f64_products(n, other, other + size, table, table + n, yr, yi);
}

// ── real numbers: z = even places + i · odd places has half the length ─────────────────────────────────────────────────

fft_f64_apart void fft_f64_pairs(const double *x, double *restrict re, double *restrict im) {
  for (fft_f64_int j = 0; j < fft_f64_points; j += 1) re[j] = x[2 * j], im[j] = x[2 * j + 1];
}

/* `count` numbers on from x, or back from it where `step` is −1: as many as a vector has, or fewer one by one. */
fft_f64_inline void fft_f64_get(const int step, const double *x, fft_f64_int count, fft_f64_v *to) {
  if (count == fft_f64_width) {
    *to = fft_f64_read(step == 1 ? x : x - fft_f64_width + 1);
    if (step == -1) fft_f64_of_width(fft_f64_reverse)(to);
  } else
    for (fft_f64_int l = 0; l < count; l += 1) (*to)[l] = x[step * l];
}

fft_f64_inline void fft_f64_put(const int step, double *x, fft_f64_int count, fft_f64_v from) {
  if (count == fft_f64_width) {
    if (step == -1) fft_f64_of_width(fft_f64_reverse)(&from);
    fft_f64_write(step == 1 ? x : x - fft_f64_width + 1, from);
  } else
    for (fft_f64_int l = 0; l < count; l += 1) x[step * l] = from[l];
}

/* Results k, 2n − k, n − k and n + k of `count` neighbours; w = exp(−2πi k/2n). */
fft_f64_inline void fft_f64_halves_at(fft_f64_int k, fft_f64_int count, fft_f64_int n, const double *zr, const double *zi,
                                      const double *wr, const double *wi, double *re, double *im, const double scale) {
  fft_f64_v ar = {0}, ai = {0}, br = {0}, bi = {0}, c = {0}, s = {0};
  fft_f64_get(1, zr + k, count, &ar), fft_f64_get(1, zi + k, count, &ai);
  fft_f64_get(-1, zr + n - k, count, &br), fft_f64_get(-1, zi + n - k, count, &bi);
  fft_f64_get(1, wr + k, count, &c), fft_f64_get(1, wi + k, count, &s);
  const fft_f64_v half = fft_f64_all(0.5 * scale), sign = fft_f64_inverse ? -half : half;
  const fft_f64_v er = ar + br, ei = ai - bi;
  fft_f64_v tr = ai + bi, ti = br - ar;
  fft_f64_multiply(&tr, &ti, &c, &s);
  fft_f64_v p = (ei + ti) * sign, q = (ti - ei) * sign;
  fft_f64_negligible(&p), fft_f64_negligible(&q);
  const fft_f64_v a = (er + tr) * half, b = (er - tr) * half, zero = {0};
  fft_f64_put(1, re + k, count, a), fft_f64_put(1, im + k, count, p);
  fft_f64_put(-1, re + 2 * n - k, count, a), fft_f64_put(-1, im + 2 * n - k, count, zero - p);
  fft_f64_put(-1, re + n - k, count, b), fft_f64_put(-1, im + n - k, count, q);
  fft_f64_put(1, re + n + k, count, b), fft_f64_put(1, im + n + k, count, zero - q);
}

/* From the transform of z that of the 2n real numbers. */
fft_f64_apart void fft_f64_halves(const double *zr, const double *zi, const double *wr, const double *wi,
                                  double *re, double *im, double scale, const volatile fft_f64_word *cancel) {
  enum { width = fft_f64_width, n = fft_f64_points, count = (n - 1) / 2, middle = n / 2 };
  re[0] = (zr[0] + zi[0]) * scale, im[0] = 0;
  re[n] = (zr[0] - zi[0]) * scale, im[n] = 0;
  if (n % 2 == 0) {
    const double part = zi[middle] * (fft_f64_inverse ? scale : -scale);
    re[middle] = re[n + middle] = zr[middle] * scale;
    im[middle] = part < 1e-14 && part > -1e-14 ? 0 : part;
    im[n + middle] = 0 - im[middle];
  }
  if (count < width)
    fft_f64_halves_at(1, count, n, zr, zi, wr, wi, re, im, scale);
  else
    for (fft_f64_int i = 0; i < count; i += width) {
      if (*cancel) return;
      fft_f64_halves_at(1 + fft_f64_start(i, count), width, n, zr, zi, wr, wi, re, im, scale);
    }
}

// ── the whole ──────────────────────────────────────────────────────────────────────────────────────────────────────────

/* Twiddle factors of real numbers, twiddles of the passes, chirps and filter. */
enum { fft_f64_real_twiddles = fft_f64_real ? 2 * (fft_f64_points / 2 + 1) : 0 };
enum { fft_f64_chirp_room = fft_f64_chirps ? 2 * (fft_f64_points + fft_f64_size) : 0 };

struct fft_f64_tables {
  fft_f64_int size, chirps;
  const double *real, *chirp;
  struct fft_f64_plan plan;
};

/* Doubles of work before the tables of an unknown length. */
#define fft_f64_unknown_room(n) (18 * (n) + 1024)

/* Everything that depends on the length alone. */
fft_f64_once void fft_f64_prepare(struct fft_f64_tables *tables, fft_f64_int n, double *room, double *work,
                                                      const volatile fft_f64_word *cancel) {
  tables->chirps = fft_f64_chirps;
  tables->size = fft_f64_size;
  if (!fft_f64_known) {
    fft_f64_int power = fft_f64_primes % n;
    for (int i = 0; i < 5; i += 1) power = fft_f64_square(power, n);
    tables->chirps = power != 0;
    tables->size = tables->chirps ? fft_f64_convenient(2 * n - 1) : n;
  }
  room = fft_f64_planned(&tables->plan, tables->size, room, cancel);
  tables->real = room;
  if (fft_f64_real)
    for (fft_f64_int k = 0; k <= n / 2; k += 1, room += 1) fft_f64_root(k, 2 * n, room, room + n / 2 + 1);
  room += fft_f64_real ? n / 2 + 1 : 0;
  tables->chirp = room;
  if (fft_f64_known ? fft_f64_chirps : tables->chirps) fft_f64_chirped(&tables->plan, n, tables->size, room, work, cancel);
}

static double fft_f64_room[fft_f64_known ? fft_f64_twiddles15 + fft_f64_real_twiddles + fft_f64_chirp_room + 1 : 1]
    __attribute__((aligned(64)));
static struct fft_f64_tables fft_f64_shared;
/* 0: not begun, 1: some call makes the tables, 2: they are there. */
static fft_f64_word fft_f64_state;

/* The tables of a known length, made by the first call; the others wait for it. Null where the call was cancelled. */
fft_f64_inline const struct fft_f64_tables *fft_f64_known_tables(double *work, const volatile fft_f64_word *cancel) {
  while (__atomic_load_n(&fft_f64_state, __ATOMIC_ACQUIRE) != 2) {
    fft_f64_word none = 0;
    if (__atomic_compare_exchange_n(&fft_f64_state, &none, 1, 0, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED)) {
      fft_f64_prepare(&fft_f64_shared, fft_f64_points, fft_f64_room, work, cancel);
      __atomic_store_n(&fft_f64_state, *cancel ? 0 : 2, __ATOMIC_RELEASE);
    }
    if (*cancel) return 0;
  }
  return &fft_f64_shared;
}

fft_f64_inline int fft_f64_is_finite(double x) {
  fft_f64_int bits;
  __builtin_memcpy(&bits, &x, sizeof bits);
  return (bits >> 52 & 2047) != 2047;
}

/* Every result of numbers of which one is not finite is NaN. */
fft_f64_once void fft_f64_spread(const double *re, const double *im, double *out_re, double *out_im, fft_f64_int n) {
  fft_f64_int j = 0;
  while (j < n && fft_f64_is_finite(re[j]) && (fft_f64_real || fft_f64_is_finite(im[j]))) j += 1;
  if (j == n) return;
  for (j = 0; j < n; j += 1) out_re[j] = out_im[j] = __builtin_nan("");
}

fft_f64_calm void fft_f64(const double *re, const double *im, double *out_re, double *out_im, double *work, fft_f64_int length,
                          const volatile fft_f64_word *cancel) {
  const fft_f64_int n = fft_f64_known ? fft_f64_n : length, points = fft_f64_real ? n / 2 : n;
  struct fft_f64_tables own;
  const struct fft_f64_tables *tables = &own;
  if (fft_f64_known)
    tables = fft_f64_known_tables(work, cancel);
  else
    fft_f64_prepare(&own, n, work + fft_f64_unknown_room(n), work, cancel);
  if (!tables || *cancel) return;
  const int chirps = fft_f64_known ? fft_f64_chirps : (int)tables->chirps;
  const fft_f64_int size = fft_f64_known ? fft_f64_size : tables->size;
  const double scale = fft_f64_inverse ? 1 / (double)n : 1;
  if (fft_f64_real) {
    /* The results' own places hold what comes before them. */
    double *const z = chirps ? work + 2 * size : work;
    fft_f64_pairs(re, out_re, out_re + points);
    if (fft_f64_chirps)
      fft_f64_by_chirps(&tables->plan, points, size, tables->chirp, out_re, out_re + points, z, z + size, work, cancel);
    else
      fft_f64_run(&tables->plan, out_re, out_re + points, z, z + size, out_im, size, 0, cancel);
    fft_f64_halves(z, z + size, tables->real, tables->real + points / 2 + 1, out_re, out_im, scale, cancel);
  } else {
    const double *const xr = fft_f64_inverse ? im : re, *const xi = fft_f64_inverse ? re : im;
    double *const yr = fft_f64_inverse ? out_im : out_re, *const yi = fft_f64_inverse ? out_re : out_im;
    if (!chirps)
      fft_f64_run(&tables->plan, xr, xi, yr, yi, work, size, scale, cancel);
    else
      fft_f64_by_chirps(&tables->plan, points, size, tables->chirp, xr, xi, yr, yi, work, cancel);
    if (chirps || n == 1)
      for (fft_f64_int k = 0; k < n; k += 1) {
        out_re[k] *= scale;
        const double part = out_im[k] * scale;
        out_im[k] = part < 1e-14 && part > -1e-14 ? 0 : part;
      }
  }
  /* The first result is the sum: it shows whether a number was not finite. */
  if (!fft_f64_is_finite(out_re[0]) || !fft_f64_is_finite(out_im[0])) fft_f64_spread(re, im, out_re, out_im, n);
}
