/*
 * matmul_f64 against its definition: sizes around every edge of its tiles, operands that begin anywhere, memory that ends where
 * the matrices do, infinities and what is no number. TEMPLATE is the C template with its holes filled, or declares the same
 * function of a Rust library. LEFT, RIGHT, ADDS, SYMMETRIC, LEFT_ZEROS and RIGHT_ZEROS are the values of the holes; M, K, N those of known sizes.
 * Prints what is wrong; exit code 1 then.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include TEMPLATE

static const volatile int never = 0;
static double *work;
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
  char *bytes = malloc((size_t)(length + shift) * 8 + 8);
  *memory = bytes;
  return (double *)bytes + shift;
}

static double left_entry(const double *a, long m, long k, long i, long p) {
  return LEFT ? a[p * m + i] : a[i * k + p];
}

static double right_entry(const double *b, long k, long n, long p, long j) {
  return RIGHT ? b[j * k + p] : b[p * n + j];
}

static void check(long m, long k, long n, int kind) {
  if (SYMMETRIC) n = m;
  /* What is multiplied by the zeros of a triangle, or not, must be finite for both to be the same. */
  if ((LEFT_ZEROS || RIGHT_ZEROS) && kind == ENTRIES_SPECIAL) kind = ENTRIES_WHOLE;
  const int shift = (int)((m + n) % 2);
  void *memory[4];
  double *const a = array(m * k, shift, &memory[0]), *const b = array(k * n, !shift, &memory[1]);
  double *const c = array(m * n, shift, &memory[2]), *const d = array(m * n, !shift, &memory[3]);
  for (long i = 0; i < m * k; i++) a[i] = entry(kind, i, 0);
  for (long i = 0; i < k * n; i++) b[i] = entry(kind, i, 1);
  for (long i = 0; i < m; i++)
    for (long p = 0; p < k; p++)
      if (LEFT_ZEROS == 1 ? p > i : LEFT_ZEROS == 2 && p < i) a[LEFT ? p * m + i : i * k + p] = 0;
  for (long p = 0; p < k; p++)
    for (long j = 0; j < n; j++)
      if (RIGHT_ZEROS == 1 ? j > p : RIGHT_ZEROS == 2 && j < p) b[RIGHT ? j * k + p : p * n + j] = 0;
  if (SYMMETRIC)
    for (long i = 0; i < m; i++)
      for (long p = 0; p < k; p++) b[RIGHT ? i * k + p : p * n + i] = left_entry(a, m, k, i, p);
  for (long i = 0; i < m * n; i++) c[i] = NAN, d[i] = (double)((i + (ADDS == 4 ? 3 : 0)) % 5);
  matmul_f64(a, b, c, d, m, k, n, work, &never, TEAM);
  const double unit = 0x1p-53, gamma = (double)(k + 1) * unit / (1 - (double)(k + 1) * unit);
  for (long i = 0; i < m; i++)
    for (long j = 0; j < n; j++) {
      double sum = 0, sizes = 0;
      for (long p = 0; p < k; p++) {
        const double x = left_entry(a, m, k, i, p) * right_entry(b, k, n, p, j);
        sum += x;
        sizes += fabs(x);
      }
      const double before = (double)((i * n + j) % 5);
      const double want = ADDS == 0 ? sum : ADDS == 1 ? before + sum : ADDS == 2 ? before - sum : ADDS == 3 ? sum - before : d[0] * sum, got = c[i * n + j];
      /* Two sums, each within the bound. */
      const double bound = kind == ENTRIES_REAL ? 2 * gamma * (sizes * (ADDS == 4 ? 3 : 1) + before) : 0;
      if (got == want || (isnan(got) && isnan(want)) || fabs(got - want) <= bound) continue;
      if (!wrong) printf("%ld x %ld by %ld x %ld, kind %d: entry %ld, %ld is %.17g, not %.17g\n", m, k, k, n, kind, i, j, got, want);
      wrong = 1;
    }
  for (int i = 0; i < 4; i++) free(memory[i]);
}

int main(void) {
  work = aligned_alloc(64, 325632 * 8);
#ifdef M
  for (int kind = 0; kind < 3; kind++) check(M, K, N, kind);
#else
  for (long m = 1; m <= 40; m++)
    for (long n = 1; n <= 40; n++) check(m, 1 + (m * 7 + n * 3) % 40, n, (int)((m + n) % 3));
  for (long k = 0; k <= 300; k += k < 40 ? 1 : 43) check(13, k, 27, (int)(k % 3));
  /* Several depths; beyond what is done in place bands of a and stretches of b. */
  static const long far[][3] = {{129, 129, 129}, {128, 128, 128}, {65, 300, 127}, {250, 259, 1043}, {600, 60, 70}, {500, 10, 500},
                                {3, 700, 1033},  {1000, 600, 4},  {40, 128, 128}, {1, 2100, 1001}, {0, 3, 4},     {4, 3, 0}};
  for (unsigned i = 0; i < sizeof far / sizeof *far; i++) check(far[i][0], far[i][1], far[i][2], (int)(i % 3));
#endif
  free(work);
  return wrong;
}
