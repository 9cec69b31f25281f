/* What the drivers of factorisations share: matrices that are hard in some way, and how far factors are from what they should be. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static const volatile int never = 0;
static int wrong;

enum { RANDOM, HILBERT, FALLING, RISING, DEFICIENT, UNIT, TINY, HUGE_ONES, ZERO, NOT_A_NUMBER, INFINITE, KINDS };

static double entry(int kind, long i, long j, long n) {
  const double random = sin((double)(1 + 7 * i * i + 3 * j * j + i * j));
  switch (kind) {
    case HILBERT: return 1 / (double)(i + j + 1);
    case FALLING: return random * pow(10, -15 * (double)(i + j) / (double)(n + 1));
    case RISING: return random * pow(10, 15 * (double)(i + j) / (double)(n + 1) - 30);
    case DEFICIENT: return (double)((1 + i) * (2 + j));
    case UNIT: return i == j;
    case TINY: return random * 1e-300;
    case HUGE_ONES: return random * 1e150;
    case ZERO: return 0;
    case NOT_A_NUMBER: return i == n / 2 && j == i ? NAN : random;
    case INFINITE: return i == n - 1 && j == 0 ? INFINITY : random;
    default: return random;
  }
}

/* Where nothing is known of the alignment, and nothing may be read or written beyond. */
static double *array(long length, int shift) {
  double *const all = malloc((size_t)(length + shift + 1) * 8);
  for (long i = 0; i < length; i++) all[shift + i] = NAN;
  return all + shift;
}

static void release(double *all, int shift) { free(all - shift); }

static double norm(const double *a, long length, double unit) {
  double sum = 0;
  for (long i = 0; i < length; i++) sum += a[i] / unit * (a[i] / unit);
  return sqrt(sum);
}

static double largest(const double *a, long length) {
  double most = 0;
  for (long i = 0; i < length; i++) most = fmax(most, fabs(a[i]));
  return most == 0 ? 1 : most;
}

/* ‖transpose(q)·q − 1‖ of the columns of q (m × n). */
static double departure(const double *q, long m, long n) {
  double sum = 0;
  for (long i = 0; i < n; i++)
    for (long j = 0; j < n; j++) {
      double entry = -(i == j);
      for (long k = 0; k < m; k++) entry += q[k * n + i] * q[k * n + j];
      sum += entry * entry;
    }
  return sqrt(sum);
}

static void within(const char *what, long m, long n, int kind, double measure, double bound) {
  if (measure <= bound) return;
  if (!wrong) printf("%ld x %ld, kind %d: %s is %g, above %g\n", m, n, kind, what, measure, bound);
  wrong = 1;
}

static void all_nan(const char *what, long m, long n, int kind, const double *a, long length) {
  for (long i = 0; i < length; i++)
    if (a[i] == a[i]) within(what, m, n, kind, a[i], NAN);
}
