/*
 * cholesky_f64: the lower triangular factor of a symmetric positive definite matrix of doubles of any size.
 *
 * Version     2
 * Parameters  (a, l, work, info, n, cancel): a (n × n) = l · transpose(l), row-major and contiguous; only the lower half of a is
 *             read, the upper half of l is 0; work has room for (n + 32)·(n + 48) doubles; info[0] is 1 where a is not
 *             positive definite, else 0; l is undefined where it is 1
 * Requires    8-byte alignment; l, work and info overlap nothing; n ≥ 0
 * Error       |a − l·transpose(l)| ≤ γ_{n+1} |l| |transpose(l)|, barring overflow and underflow. Nothing is fused, and each entry
 *             has its terms in the definition's order: every bit is the definition's
 * Cancel      read once for every band of columns; what has been written is undefined when it was found set
 * Method      Golub and Van Loan, §4.2.6: a band of columns is copied so that each lies in one piece, and becomes columns of l there;
 *             what is right of it is updated by a product, tile by tile in registers. Rows of the copies end in room for a
 *             whole tile, so that there are no tiles of other widths.
 */
typedef __INT64_TYPE__ cholesky_f64_int;
typedef __INT32_TYPE__ cholesky_f64_word;

enum { cholesky_f64_lanes = 2 }; // hole lanes: integer 1..16
enum { cholesky_f64_registers = 16 }; // hole registers: integer 8..64

enum { cholesky_f64_width = cholesky_f64_lanes >= 8 ? 8 : cholesky_f64_lanes >= 4 ? 4 : 2 };
/* Two vectors wide; rows so that tile, products, one row of b and an element of a fill the registers. */
enum { cholesky_f64_rows = cholesky_f64_registers >= 32 ? 8 : 4 };
enum { cholesky_f64_strip = 2 * cholesky_f64_width };
/* Columns that are done before the rest of the matrix is updated, and before the rest of these columns is. */
enum { cholesky_f64_band = 32, cholesky_f64_part = 8 };

typedef double cholesky_f64_vector __attribute__((vector_size(cholesky_f64_width * 8), aligned(8), may_alias));

/* What pays in vectors is written in them: compilers need not look for more. */
#define cholesky_f64_quick optimize("no-tree-vectorize")
#define cholesky_f64_inline static inline __attribute__((always_inline, cholesky_f64_quick))
#define cholesky_f64_apart static __attribute__((noinline, noclone, cholesky_f64_quick))
#define cholesky_f64_min(x, y) ((x) < (y) ? (x) : (y))
#define cholesky_f64_at(place) (*(cholesky_f64_vector *)(place))

/* A tile of c, rows by two vectors, less a · b: the term p of row i has the factor a[i·lda + p·step]. */
cholesky_f64_inline void cholesky_f64_tile(const int rows, cholesky_f64_int depth, const double *a,
                                           const cholesky_f64_int lda, const cholesky_f64_int step, double *b,
                                           double *c, const cholesky_f64_int ldb, const cholesky_f64_int ldc) {
  cholesky_f64_vector sum[cholesky_f64_rows][2];
#pragma GCC unroll 8
  for (int i = 0; i < rows; i += 1)
#pragma GCC unroll 2
    for (int j = 0; j < 2; j += 1) sum[i][j] = cholesky_f64_at(c + i * ldc + j * cholesky_f64_width);
#pragma GCC unroll 1
  for (; depth > 0; depth -= 1) {
    const cholesky_f64_vector left = cholesky_f64_at(b), right = cholesky_f64_at(b + cholesky_f64_width);
#pragma GCC unroll 8
    for (int i = 0; i < rows; i += 1) {
      const double factor = a[i * lda];
      sum[i][0] -= left * factor;
      sum[i][1] -= right * factor;
    }
    a += step;
    b += ldb;
  }
#pragma GCC unroll 8
  for (int i = 0; i < rows; i += 1)
#pragma GCC unroll 2
    for (int j = 0; j < 2; j += 1) cholesky_f64_at(c + i * ldc + j * cholesky_f64_width) = sum[i][j];
}

/* c (m × n) −= a (m × depth) · b (depth × n), in columns up to the next multiple of two vectors. */
cholesky_f64_apart void cholesky_f64_update(cholesky_f64_int m, cholesky_f64_int n, cholesky_f64_int depth, const double *a,
                                            cholesky_f64_int lda, cholesky_f64_int step, double *b, cholesky_f64_int ldb,
                                            double *c, cholesky_f64_int ldc) {
  for (; n > 0; n -= cholesky_f64_strip) {
    cholesky_f64_int i = 0;
    for (; i + cholesky_f64_rows <= m; i += cholesky_f64_rows)
      cholesky_f64_tile(cholesky_f64_rows, depth, a + i * lda, lda, step, b, c + i * ldc, ldb, ldc);
    for (; i < m; i += 1) cholesky_f64_tile(1, depth, a + i * lda, lda, step, b, c + i * ldc, ldb, ldc);
    b += cholesky_f64_strip;
    c += cholesky_f64_strip;
  }
}

/* The columns of the band, whose first entries are those of the diagonal: 0 where the matrix is not positive definite. */
cholesky_f64_apart int cholesky_f64_columns(double *band, cholesky_f64_int ld, cholesky_f64_int width, cholesky_f64_int n) {
  for (cholesky_f64_int p = 0; p < width; p += cholesky_f64_part) {
    const cholesky_f64_int done = cholesky_f64_min(p + cholesky_f64_part, width);
    for (cholesky_f64_int k = p; k < done; k += 1) {
      double *const column = band + k * ld;
      const double square = column[k];
      if (!(square > 0)) return 0;
      const double root = __builtin_sqrt(square);
      /* From the same places in every column: a vector that lies across two that were just written waits for both. */
      for (cholesky_f64_int i = p; i < n; i += cholesky_f64_width) cholesky_f64_at(column + i) /= root;
      column[k] = root;
      for (cholesky_f64_int j = k + 1; j < done; j += 1) {
        const double factor = column[j];
        for (cholesky_f64_int i = p; i < n; i += cholesky_f64_width)
          cholesky_f64_at(band + j * ld + i) -= cholesky_f64_at(column + i) * factor;
      }
    }
    cholesky_f64_update(width - done, n - done, done - p, band + p * ld + done, 1, ld, band + p * ld + done, ld,
                        band + done * ld + done, ld);
  }
  return 1;
}

/* It only copies: not worth what compilers do for it at most. */
static __attribute__((noinline, unused, optimize("O2", "no-tree-vectorize"))) void
cholesky_f64(const double *a, double *l, double *work, double *info, cholesky_f64_int n,
             const volatile cholesky_f64_word *cancel) {
  /* Rows that are a multiple of 512 bytes apart would push each other out of the cache. */
  cholesky_f64_int wide = (n + 31) / 16 * 16;
  if (wide % 64 == 0) wide += 16;
  double *const band = work + n * wide;
  for (cholesky_f64_int i = cholesky_f64_band; i < n; i += 1)
    for (cholesky_f64_int j = cholesky_f64_band; j <= i; j += 1) work[i * wide + j] = a[i * n + j];
  info[0] = 1;
  for (cholesky_f64_int k = 0; k < n; k += cholesky_f64_band) {
    if (*cancel) return;
    const cholesky_f64_int width = cholesky_f64_min(cholesky_f64_band, n - k), high = n - k;
    const double *const from = k == 0 ? a : work + k * (wide + 1);
    const cholesky_f64_int distance = k == 0 ? n : wide;
    /* What is above the diagonal and beyond the last row is computed with and never looked at. */
    for (cholesky_f64_int q = 0; q < width; q += 1) {
      for (cholesky_f64_int i = q; i < high; i += 1) band[q * wide + i] = from[i * distance + q];
      for (cholesky_f64_int i = high; i < high + 16; i += 1) band[q * wide + i] = 0;
    }
    if (!cholesky_f64_columns(band, wide, width, high)) return;
    for (cholesky_f64_int i = 0; i < high; i += 1)
      for (cholesky_f64_int q = 0; q < width; q += 1) l[(k + i) * n + k + q] = q <= i ? band[q * wide + i] : 0;
    for (cholesky_f64_int i = k; i < k + width; i += 1)
      for (cholesky_f64_int j = k + width; j < n; j += 1) l[i * n + j] = 0;
    for (cholesky_f64_int j = width; j < high; j += cholesky_f64_strip)
      cholesky_f64_update(high - j, 1, width, band + j, 1, wide, band + j, wide, work + (k + j) * (wide + 1), wide);
  }
  info[0] = 0;
}
