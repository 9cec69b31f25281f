/*
 * eig_f64 against what it states: sizes around the width of vectors and groups of columns, matrices that begin anywhere, memory that
 * ends where they do. TEMPLATE is the C template with its holes filled, or declares the same function of a Rust library; FORM and FEW
 * are the values of the holes. Prints what is wrong; exit code 1 then.
 */
#include "factors.h"
#include TEMPLATE

/* Beyond the kinds of all drivers: complex pairs, one block of Jordan's, a cyclic permutation, what is symmetric. */
enum { ROTATIONS = KINDS, JORDAN, CYCLE, SYMMETRIC, ALL };

static double general(int kind, long i, long j, long n) {
  switch (kind) {
    case ROTATIONS: return i == j ? 1 : i / 2 == j / 2 ? (double)(j - i) * (double)(2 + i / 2) : i < j ? entry(RANDOM, i, j, n) : 0;
    case JORDAN: return i == j ? 2 : j == i + 1;
    case CYCLE: return (j - i + n) % n == 1 || n == 1;
    case SYMMETRIC: return entry(RANDOM, i < j ? i : j, i < j ? j : i, n);
    default: return entry(kind, i, j, n);
  }
}

static void form(const double *a, const double *x, const double *y, long n, int kind, double unit, double bound) {
  double *const product = array(n * n, 0), sum = 0;
  for (long i = 0; i < n; i++)
    for (long j = 0; j < n; j++) {
      product[i * n + j] = 0;
      for (long k = 0; k < n; k++) product[i * n + j] += x[i * n + k] * (y[k * n + j] / unit);
    }
  for (long i = 0; i < n; i++)
    for (long j = 0; j < n; j++) {
      double entry = -a[i * n + j] / unit;
      for (long k = 0; k < n; k++) entry += product[i * n + k] * x[j * n + k];
      sum += entry * entry;
      if (j + 1 < i) within("an entry below the blocks", n, n, kind, fabs(y[i * n + j]), 0);
    }
  release(product, 0);
  within("the residual", n, n, kind, sqrt(sum), bound);
  within("the departure", n, n, kind, departure(x, n, n), 10 * (double)n * 0x1p-53 * sqrt((double)n));
  for (long k = 0; k + 1 < n; k++) {
    if (y[(k + 1) * n + k] == 0) continue;
    within("a block with two diagonal entries", n, n, kind, fabs(y[k * n + k] - y[(k + 1) * n + k + 1]), 0);
    within("a block of real values", n, n, kind, y[k * n + k + 1] / unit * (y[(k + 1) * n + k] / unit), 0);
    if (k + 2 < n) within("blocks that overlap", n, n, kind, fabs(y[(k + 2) * n + k + 1]), 0);
  }
}

static void vectors(const double *a, const double *re, const double *im, const double *x, const double *y, long n, int kind,
                    double unit, double bound) {
  for (long k = 0; k < n; k++) {
    double sum = 0, size = 0;
    for (long i = 0; i < n; i++) {
      double one = 0, other = 0;
      for (long j = 0; j < n; j++) {
        one += a[i * n + j] / unit * x[k * n + j];
        other += a[i * n + j] / unit * y[k * n + j];
      }
      one -= re[k] / unit * x[k * n + i] - im[k] / unit * y[k * n + i];
      other -= re[k] / unit * y[k * n + i] + im[k] / unit * x[k * n + i];
      sum += one * one + other * other;
      size += x[k * n + i] * x[k * n + i] + y[k * n + i] * y[k * n + i];
    }
    within("the residual of a vector", n, n, kind, sqrt(sum), bound);
    within("the length of a vector", n, n, kind, fabs(size - 1), 10 * (double)n * 0x1p-53);
  }
}

static void check(long n, int kind) {
  const int shift = (int)(n % 2), odd = !shift;
  const long count = FORM > 0 ? n * n : 0;
  double *const a = array(n * n, shift), *const re = array(n, odd), *const im = array(n, shift), *const x = array(count, shift);
  double *const y = array(count, odd), *const work = array(FEW ? 16 * n + 208 : (2 * n + 64) * (n + 40), shift);
  for (long i = 0; i < n; i++)
    for (long j = 0; j < n; j++) a[i * n + j] = general(kind, i, j, n);
  eig_f64(a, re, im, x, y, work, n, &never);
  const double unit = largest(a, n * n), size = norm(a, n * n, unit), bound = 10 * (double)n * 0x1p-53 * size;
  if (kind == NOT_A_NUMBER || kind == INFINITE) {
    all_nan("a value", n, n, kind, re, n);
    all_nan("an imaginary part", n, n, kind, im, n);
    all_nan("a factor", n, n, kind, x, count);
    all_nan("a factor", n, n, kind, y, count);
  } else {
    double trace = 0;
    for (long i = 0; i < n; i++) trace += a[i * n + i] / unit - re[i] / unit;
    within("the trace", n, n, kind, fabs(trace), bound * sqrt((double)n + 1));
    for (long i = 0; i < n; i++) {
      within("a value beyond the norm", n, n, kind, hypot(re[i] / unit, im[i] / unit), size + bound);
      if (im[i] > 0) within("a value without its conjugate", n, n, kind, fabs(re[i] - re[i + 1]) + fabs(im[i] + im[i + 1]), 0);
    }
    if (FORM == 1) form(a, x, y, n, kind, unit, bound);
    if (FORM == 2) vectors(a, re, im, x, y, n, kind, unit, bound);
  }
  release(a, shift), release(re, odd), release(im, shift), release(x, shift), release(y, odd), release(work, shift);
}

int main(void) {
  for (long n = FEW; n <= (FEW ? FEW : 36); n++)
    for (int kind = 0; kind < ALL; kind++) check(n, kind);
  static const long more[] = {48, 63, 65};
  for (unsigned i = 0; !FEW && i < sizeof more / sizeof *more; i++)
    for (int kind = 0; kind < ALL; kind += 2) check(more[i], kind);
  return wrong;
}
