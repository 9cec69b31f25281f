/*
 * fft_passes, a part of fft_f64: the passes of Stockham's autosort.
 *
 * Version     1
 */

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
