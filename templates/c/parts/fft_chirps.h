/*
 * fft_chirps, a part of fft_f64: Bluestein's chirps exp(−πi j²/n) make a transform a convolution.
 *
 * Version     1
 */

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
