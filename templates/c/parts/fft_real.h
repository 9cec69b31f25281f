/*
 * fft_real, a part of fft_f64: real numbers, of which two neighbours make up one complex one.
 *
 * Version     1
 */

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
