/*
 * qr_f64 against what it states: shapes around the width of vectors and the bands of reflections, matrices that begin anywhere,
 * memory that ends where they do. TEMPLATE is the C template with its holes filled, or declares the same function of a Rust library;
 * SMALL is the value of the hole. Where M and N are not 0 it is qr_fixed_f64 of that size. Prints what is wrong; exit code 1 then.
 */
#include "factors.h"
#include TEMPLATE

static void check(long m, long n, int kind) {
  const long k = m < n ? m : n, c = k, larger = m < n ? n : m;
  const int shift = (int)((m + n) % 2), odd = !shift;
  double *const a = array(m * n, shift), *const q = array(m * c, odd), *const r = array(k * n, shift);
  double *const work = array((m + 96) * (2 * n + c + 64) + 8192, odd);
  for (long i = 0; i < m; i++)
    for (long j = 0; j < n; j++) a[i * n + j] = entry(kind, i, j, k);
#if M
  qr_fixed_f64(a, q, r, &never);
#else
  qr_f64(a, q, r, work, m, n, c, &never);
#endif
  const double unit = largest(a, m * n), size = norm(a, m * n, unit), rounding = 4 * (double)larger * 0x1p-53;
  for (long i = 0; i < k; i++)
    for (long j = 0; j < n && j < i; j++) within("below the diagonal", m, n, kind, fabs(r[i * n + j]), 0);
  if (kind >= NOT_A_NUMBER && k > 0) {
    all_nan("a column", m, n, kind, q, m * c);
    for (long i = 0; i < k; i++) all_nan("an entry", m, n, kind, r + i * n + i, n - i);
  } else {
    for (long i = 0; i < m; i++)
      for (long j = 0; j < n; j++) {
        double sum = 0;
        for (long l = 0; l < k; l++) sum += q[i * c + l] * (r[l * n + j] / unit);
        a[i * n + j] -= sum * unit;
      }
    within("the residual", m, n, kind, norm(a, m * n, unit), rounding * size);
    within("the departure", m, n, kind, departure(q, m, c), rounding * sqrt((double)larger));
  }
  release(a, shift), release(q, odd), release(r, shift), release(work, odd);
}

int main(void) {
  for (int kind = 0; M && kind < KINDS; kind++) check(M, N, kind);
  if (M) return wrong;
  for (long m = 0; m <= 26; m++)
    for (long n = 0; n <= 26; n++)
      if (!SMALL || m <= 12 || n <= 12) check(m, n, (int)(m * 5 + n) % KINDS);
  static const long more[][2] = {{33, 33}, {64, 31}, {31, 65}, {100, 100}, {130, 12}, {12, 130}, {129, 70}};
  for (unsigned i = 0; i < sizeof more / sizeof *more; i++)
    for (int kind = 0; kind < KINDS; kind++)
      if (!SMALL || more[i][0] <= 12 || more[i][1] <= 12) check(more[i][0], more[i][1], kind);
  return wrong;
}
