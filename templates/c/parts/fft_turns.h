/*
 * fft_turns, a part of fft_f64: twiddle factors and the plan of a length.
 *
 * Version     1
 */

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
