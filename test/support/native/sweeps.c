/*
 * svd_f64 against what it states: sizes around the width of vectors and groups of columns, matrices that begin anywhere, memory that
 * ends where they do. TEMPLATE is the C template with its holes filled, or declares the same function of a Rust library; VECTORS is
 * the value of the hole. Prints what is wrong; exit code 1 then.
 */
#include "factors.h"
#include TEMPLATE

static void check(long n, int kind) {
  const int shift = (int)(n % 2), odd = !shift;
  double *const a = array(n * n, shift), *const s = array(n, odd), *const u = array(VECTORS * n * n, shift);
  double *const vt = array(VECTORS * n * n, odd), *const work = array((2 * n + 64) * (n + 40), shift);
  for (long i = 0; i < n; i++)
    for (long j = 0; j < n; j++) a[i * n + j] = entry(kind, i, j, n);
  svd_f64(a, s, u, vt, work, n, &never);
  const double unit = largest(a, n * n), size = norm(a, n * n, unit), rounding = 8 * (double)n * 0x1p-53;
  if (kind >= NOT_A_NUMBER) {
    all_nan("a value", n, n, kind, s, n);
    all_nan("a vector", n, n, kind, u, VECTORS * n * n);
    all_nan("a vector", n, n, kind, vt, VECTORS * n * n);
  } else {
    /* The sum of the squares is that of the entries', and the first is no smaller than any column's length. */
    within("the sum of squares", n, n, kind, fabs(norm(s, n, unit) - size), rounding * size * sqrt((double)n + 1));
    for (long i = 0; i < n; i++) within("a value below 0 or out of order", n, n, kind, -s[i], 0);
    for (long i = 1; i < n; i++) within("a value above the one before", n, n, kind, s[i] / unit - s[i - 1] / unit, 0);
  }
  if (VECTORS && kind < NOT_A_NUMBER) {
    for (long i = 0; i < n; i++)
      for (long j = 0; j < n; j++) {
        double sum = 0;
        for (long k = 0; k < n; k++) sum += u[i * n + k] * (s[k] / unit) * vt[k * n + j];
        a[i * n + j] -= sum * unit;
      }
    within("the residual", n, n, kind, norm(a, n * n, unit), rounding * size);
    within("the departure of u", n, n, kind, departure(u, n, n), rounding * sqrt((double)n));
    for (long i = 0; i < n; i++)
      for (long j = 0; j < n; j++) a[j * n + i] = vt[i * n + j];
    within("the departure of v", n, n, kind, departure(a, n, n), rounding * sqrt((double)n));
  }
  release(a, shift), release(s, odd), release(u, shift), release(vt, odd), release(work, shift);
}

int main(void) {
  for (long n = 0; n <= 36; n++)
    for (int kind = 0; kind < KINDS; kind++) check(n, kind);
  static const long more[] = {47, 48, 49, 63, 64, 65, 100, 130};
  for (unsigned i = 0; i < sizeof more / sizeof *more; i++)
    for (int kind = 0; kind < KINDS; kind += more[i] > 64 ? 2 : 1) check(more[i], kind);
  return wrong;
}
