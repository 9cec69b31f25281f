/*
 * eigh_f64 against what it states: sizes around the width of vectors and the tiles, matrices that begin anywhere, memory that ends
 * where they do. TEMPLATE is the C template with its holes filled, or declares the same function of a Rust library; VECTORS and
 * FEW are the values of the holes. Prints what is wrong; exit code 1 then.
 */
#include "factors.h"
#include TEMPLATE

/* Beyond the kinds of all drivers. */
enum { REPEATED = KINDS, GRAPH, TILTED, LOPSIDED, ALL };

/* 1 − 2·v·transpose(v) has two eigenvalues; the second differences along a line have them known. */
static double symmetric(int kind, long i, long j, long n) {
  const double line = i == j ? 2 : i - j == 1 || j - i == 1 ? -1 : 0;
  switch (kind) {
    case REPEATED: return (i == j) - 2.0 / (double)n;
    case GRAPH: return line;
    case TILTED: return entry(RANDOM, i < j ? i : j, i < j ? j : i, n) + (i < j ? 1e-12 : 0);
    case LOPSIDED: return line + (i == n - 1 && j == 0 && n > 1 ? 1e-6 : 0);
    case NOT_A_NUMBER: return i == n / 2 && j == i ? NAN : line;
    case INFINITE: return (i == n - 1 && j == 0) || (j == n - 1 && i == 0) ? -INFINITY : line;
    default: return entry(kind, i < j ? i : j, i < j ? j : i, n);
  }
}

static void check(long n, int kind) {
  const int shift = (int)(n % 2), odd = !shift;
  double *const a = array(n * n, shift), *const w = array(n, odd), *const q = array(VECTORS * n * n, shift);
  double *const work = array(FEW ? 24 * n + 176 : (n + 40) * (n + 64), odd);
  for (long i = 0; i < n; i++)
    for (long j = 0; j < n; j++) a[i * n + j] = symmetric(kind, i, j, n);
  eigh_f64(a, w, q, work, n, &never);
  const double unit = largest(a, n * n), size = norm(a, n * n, unit), rounding = 8 * (double)n * 0x1p-53;
  if (kind == NOT_A_NUMBER || kind == INFINITE || (kind == LOPSIDED && n > 1)) {
    all_nan("a value", n, n, kind, w, n);
    all_nan("a vector", n, n, kind, q, VECTORS * n * n);
  } else {
    double trace = 0;
    for (long i = 0; i < n; i++) trace += a[i * n + i] / unit - w[i] / unit;
    within("the trace", n, n, kind, fabs(trace), rounding * size * (double)(n + 1));
    within("the sum of squares", n, n, kind, fabs(norm(w, n, unit) - size), rounding * size * sqrt((double)n + 1));
    for (long i = 0; i < n; i++) within("a value that is not finite", n, n, kind, fabs(w[i] / unit), 2 * size);
    for (long i = 1; i < n; i++) within("a value below the one before", n, n, kind, w[i - 1] / unit - w[i] / unit, 0);
    for (long i = 0; i < n && kind == GRAPH; i++) {
      const double root = sin(M_PI * (double)(i + 1) / (double)(2 * n + 2));
      within("a value that is known", n, n, kind, fabs(w[i] - 4 * root * root), rounding * size * unit);
    }
  }
  if (VECTORS && kind != NOT_A_NUMBER && kind != INFINITE && (kind != LOPSIDED || n < 2)) {
    for (long i = 0; i < n; i++)
      for (long j = 0; j < n; j++) {
        double sum = 0;
        for (long k = 0; k < n; k++) sum += q[i * n + k] * (w[k] / unit) * q[j * n + k];
        a[i * n + j] -= sum * unit;
      }
    within("the residual", n, n, kind, norm(a, n * n, unit), (kind == TILTED ? 1e-12 * (double)n : 0) + rounding * size);
    within("the departure", n, n, kind, departure(q, n, n), rounding * sqrt((double)n));
    for (long k = 0; k < n; k++) {
      long first = 0;
      while (q[first * n + k] * q[first * n + k] * (double)n < 0.1) first++;
      within("the sign", n, n, kind, -q[first * n + k], 0);
    }
  }
  release(a, shift), release(w, odd), release(q, shift), release(work, odd);
}

int main(void) {
  for (long n = FEW; n <= (FEW ? FEW : 36); n++)
    for (int kind = 0; kind < ALL; kind++) check(n, kind);
  static const long more[] = {48, 63, 65, 100};
  for (unsigned i = 0; !FEW && i < sizeof more / sizeof *more; i++)
    for (int kind = 0; kind < ALL; kind += more[i] > 64 ? 2 : 1) check(more[i], kind);
  return wrong;
}
