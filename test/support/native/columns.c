/*
 * gemv_f64 against its definition: every number of rows and columns around the lengths of vectors, operands that begin anywhere,
 * memory that ends where they do, infinities and what is no number. TEMPLATE is the C template with its holes filled, or
 * declares the same function of a Rust library. TRANSPOSED is the value of the hole; M and N those of known sizes. Prints what is
 * wrong; exit code 1 then.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include TEMPLATE

static const volatile int never = 0;
static int wrong;

enum { ENTRIES_WHOLE, ENTRIES_REAL, ENTRIES_SPECIAL };

static double entry(int kind, long i, int which) {
  if (kind == ENTRIES_REAL) return sin((double)(i * 7 + which));
  if (kind == ENTRIES_SPECIAL && i % 97 == 31 + which) return which ? -INFINITY : INFINITY;
  if (kind == ENTRIES_SPECIAL && i % 89 == 17) return NAN;
  return (double)((i * (which ? 5 : 7)) % 23) - 11;
}

/* Where nothing is known of the alignment, and nothing may be read or written beyond. */
static double *array(long length, int shift, void **memory) {
  char *bytes = malloc((size_t)(length + shift) * 8);
  *memory = bytes;
  return (double *)bytes + shift;
}

static void check(long m, long n, int kind) {
  const int shift = (int)((m + n) % 2);
  const long terms = TRANSPOSED ? m : n, entries = TRANSPOSED ? n : m;
  void *memory[3];
  double *const a = array(m * n, shift, &memory[0]), *const x = array(terms, !shift, &memory[1]);
  double *const y = array(entries, shift, &memory[2]);
  for (long i = 0; i < m * n; i++) a[i] = entry(kind, i, 0);
  for (long i = 0; i < terms; i++) x[i] = entry(kind, i, 1);
  for (long i = 0; i < entries; i++) y[i] = NAN;
  gemv_f64(a, x, y, m, n, &never);
  const double unit = 0x1p-53, gamma = (double)terms * unit / (1 - (double)terms * unit);
  for (long i = 0; i < entries; i++) {
    double want = 0, sizes = 0;
    for (long p = 0; p < terms; p++) {
      const double term = (TRANSPOSED ? a[p * n + i] : a[i * n + p]) * x[p];
      want += term;
      sizes += fabs(term);
    }
    /* Two sums, each within the bound. */
    const double bound = kind == ENTRIES_REAL ? 2 * gamma * sizes : 0;
    if (y[i] == want || (isnan(y[i]) && isnan(want)) || fabs(y[i] - want) <= bound) continue;
    if (!wrong) printf("%ld x %ld, kind %d: entry %ld is %.17g, not %.17g\n", m, n, kind, i, y[i], want);
    wrong = 1;
  }
  for (int i = 0; i < 3; i++) free(memory[i]);
}

int main(void) {
#ifdef M
  for (int kind = 0; kind < 3; kind++) check(M, N, kind);
#else
  for (long m = 0; m <= 40; m++)
    for (long n = 0; n <= 40; n++) check(m, n, (int)((m + n) % 3));
  for (long n = 41; n <= 140; n++) check(1 + n % 19, n, (int)(n % 3));
  /* Several stretches. */
  check(21, 4099, ENTRIES_REAL);
  check(8, 2048, ENTRIES_WHOLE);
  check(5, 2055, ENTRIES_SPECIAL);
#endif
  return wrong;
}
