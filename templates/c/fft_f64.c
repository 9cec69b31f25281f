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

#include "parts/fft_lengths.h"
#include "parts/fft_vectors.h"
#include "parts/fft_butterflies.h"
#include "parts/fft_passes.h"
#include "parts/fft_turns.h"
#include "parts/fft_chirps.h"
#include "parts/fft_real.h"

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
