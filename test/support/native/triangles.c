/*
 * cholesky_f64 and solve_f64, whichever CHOLESKY says, within the memory they are given: sizes around bands and tiles, matrices that
 * begin anywhere. What they compute is tested bit by bit elsewhere; here by its residual. TEMPLATE is the C template with its holes
 * filled. Prints what is wrong; exit code 1 then.
 */
#include "factors.h"
#include TEMPLATE

#if CHOLESKY
static void check(long n) {
  const int shift = (int)(n % 2), odd = !shift;
  double *const a = array(n * n, shift), *const l = array(n * n, odd), *const work = array((n + 32) * (n + 48), shift);
  double info[1];
  for (long i = 0; i < n; i++)
    for (long j = 0; j < n; j++) a[i * n + j] = i == j ? (double)n + 1 : 1 / (1 + fabs((double)(i - j)));
  cholesky_f64(a, l, work, info, n, &never);
  within("no factor", n, n, RANDOM, info[0], 0);
  double most = 0;
  for (long i = 0; i < n; i++)
    for (long j = 0; j < n; j++) {
      double sum = a[i * n + j];
      for (long k = 0; k < n; k++) sum -= l[i * n + k] * l[j * n + k];
      most = fmax(most, fabs(sum));
    }
  within("the residual", n, n, RANDOM, most, 2 * (double)(n + 1) * (double)(n + 1) * 0x1p-53);
  if (n > 0) a[(n - 1) * (n + 1)] = -1;
  cholesky_f64(a, l, work, info, n, &never);
  within("a factor", n, n, RANDOM, n > 0 ? 1 - info[0] : 0, 0);
  release(a, shift), release(l, odd), release(work, shift);
}
#else
static void check_right(long n, long r) {
  const int shift = (int)((n + r) % 2), odd = !shift;
  double *const a = array(n * n, shift), *const b = array(n * r, odd), *const x = array(n * r, shift);
  double *const lu = array(n * n, odd), info[2];
  for (long i = 0; i < n; i++)
    for (long j = 0; j < n; j++) a[i * n + j] = entry(RANDOM, i, j, n) + (i == n - 1 - j ? (double)n : 0);
  for (long i = 0; i < n * r; i++) b[i] = cos((double)i);
  solve_f64(a, b, x, lu, info, n, r, &never);
  within("no solution", n, r, RANDOM, info[1], 0);
  for (long i = 0; i < n; i++)
    for (long q = 0; q < r; q++) {
      double sum = b[i * r + q];
      for (long k = 0; k < n; k++) sum -= a[i * n + k] * x[k * r + q];
      within("the residual", n, r, RANDOM, fabs(sum), 100 * (double)(n + 1) * 0x1p-53);
    }
  release(a, shift), release(b, odd), release(x, shift), release(lu, odd);
}
static void check(long n) {
  for (long r = 0; r <= 3; r++) check_right(n, r);
  check_right(n, 9 + n % 20);
}
#endif

int main(void) {
  for (long n = 0; n <= 50; n++) check(n);
  for (long n = 60; n <= 70; n++) check(n);
  check(100);
  return wrong;
}
