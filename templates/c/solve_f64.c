/*
 * solve_f64: a linear system of doubles of any size, and the determinant of its matrix.
 *
 * Version     5
 * Parameters  (a, b, x, lu, info, n, r, cancel): a (n × n) · x (n × r) = b (n × r), row-major and contiguous; b is the identity
 *             and not read where `inverse` is 1 (then r = n); b and x are not touched where r = 0; lu has room for n·n doubles;
 *             info[0] is the determinant, info[1] is 1 where a pivot is exactly 0, else 0; x is undefined where it is 1
 * Requires    8-byte alignment; x, lu and info overlap nothing; sizes ≥ 0
 * Error       (a + d)·x = b with |d| ≤ γ_3n |l| |u|, for the triangular factors of a, barring overflow and underflow. Nothing is
 *             fused, and each entry has its terms in the definition's order: every bit is the definition's
 * Cancel      read once for every band of columns; what has been written is undefined when it was found set
 * Method      Golub and Van Loan, §3.4 and §3.2.11: bands of columns are eliminated with partial pivoting, what is right of them is
 *             updated by a product, tile by tile in registers.
 */
typedef __INT64_TYPE__ solve_f64_int;
typedef __UINT64_TYPE__ solve_f64_key;
typedef __INT32_TYPE__ solve_f64_word;

enum { solve_f64_inverse = 0 }; // hole inverse: integer 0..1
enum { solve_f64_lanes = 2 }; // hole lanes: integer 1..16
enum { solve_f64_registers = 16 }; // hole registers: integer 8..64

enum { solve_f64_width = solve_f64_lanes >= 8 ? 8 : solve_f64_lanes >= 4 ? 4 : 2 };
/* Two vectors wide; rows so that tile, products, one row of b and an element of a fill the registers. */
enum { solve_f64_rows = solve_f64_registers >= 32 ? 8 : 4 };
/* Columns that are eliminated before the rest is updated. */
enum { solve_f64_band = 32 };

typedef double solve_f64_vector __attribute__((vector_size(solve_f64_width * 8), aligned(8), may_alias));

/* What pays in vectors is written in them: compilers need not look for more. */
#define solve_f64_quick optimize("O2", "no-tree-vectorize")
#define solve_f64_inline static inline __attribute__((always_inline, solve_f64_quick))
#define solve_f64_apart static __attribute__((noinline, noclone, solve_f64_quick))
#define solve_f64_min(x, y) ((x) < (y) ? (x) : (y))

/* A tile of c: rows by vectors, less a · b, whose terms are `step` places and `ldb` doubles apart. */
#define solve_f64_tile_of(NAME, TYPE)                                                                                   \
  solve_f64_inline void NAME(const int rows, const int vectors, solve_f64_int depth, const double *a,                   \
                             const solve_f64_int lda, const solve_f64_int step, const double *b,                        \
                             const solve_f64_int ldb, double *c, const solve_f64_int ldc) {                             \
    TYPE sum[solve_f64_rows][2];                                                                                        \
    enum { wide = sizeof(TYPE) / 8 };                                                                                   \
    _Pragma("GCC unroll 8") for (int i = 0; i < rows; i += 1)                                                           \
        _Pragma("GCC unroll 2") for (int j = 0; j < vectors; j += 1) sum[i][j] = *(TYPE *)(c + i * ldc + j * wide);     \
    _Pragma("GCC unroll 1") for (solve_f64_int p = 0; p < depth; p += 1) {                                              \
      TYPE line[2];                                                                                                     \
      _Pragma("GCC unroll 2") for (int j = 0; j < vectors; j += 1) line[j] = *(const TYPE *)(b + j * wide);             \
      _Pragma("GCC unroll 8") for (int i = 0; i < rows; i += 1) {                                                       \
        const double factor = a[i * lda];                                                                               \
        _Pragma("GCC unroll 2") for (int j = 0; j < vectors; j += 1) sum[i][j] -= factor * line[j];                     \
      }                                                                                                                 \
      a += step;                                                                                                        \
      b += ldb;                                                                                                         \
    }                                                                                                                   \
    _Pragma("GCC unroll 8") for (int i = 0; i < rows; i += 1)                                                           \
        _Pragma("GCC unroll 2") for (int j = 0; j < vectors; j += 1) *(TYPE *)(c + i * ldc + j * wide) = sum[i][j];     \
  }
solve_f64_tile_of(solve_f64_tile, solve_f64_vector)
solve_f64_tile_of(solve_f64_thin, double)

/* c (m × n) −= a (m × depth) · b (depth × n). */
solve_f64_apart void solve_f64_update(solve_f64_int m, solve_f64_int n, solve_f64_int depth, const double *a, solve_f64_int lda,
                                      solve_f64_int step, const double *b, solve_f64_int ldb, double *c, solve_f64_int ldc) {
  solve_f64_int j = 0;
#define solve_f64_columns(TILE, ROWS, VECTORS, WIDE)                                                                    \
  for (; j + (WIDE) <= n; j += (WIDE)) {                                                                                \
    solve_f64_int i = 0;                                                                                                \
    for (; i + (ROWS) <= m; i += (ROWS))                                                                                \
      TILE(ROWS, VECTORS, depth, a + i * lda, lda, step, b + j, ldb, c + i * ldc + j, ldc);                             \
    for (; i < m; i += 1) TILE(1, VECTORS, depth, a + i * lda, lda, step, b + j, ldb, c + i * ldc + j, ldc);            \
  }
  solve_f64_columns(solve_f64_tile, solve_f64_rows, 2, 2 * solve_f64_width)
  /* At most once: not worth tiles of more rows, which compilers take long for. */
  for (; j + solve_f64_width <= n; j += solve_f64_width)
    for (solve_f64_int i = 0; i < m; i += 1)
      solve_f64_tile(1, 1, depth, a + i * lda, lda, step, b + j, ldb, c + i * ldc + j, ldc);
  solve_f64_columns(solve_f64_thin, 4, 1, 1)
}

solve_f64_apart void solve_f64_exchange(double *x, double *y, solve_f64_int n) {
  for (solve_f64_int j = 0; j < n; j += 1) {
    const double held = x[j];
    x[j] = y[j];
    y[j] = held;
  }
}

/* Where in column k, from its diagonal on, the largest entry stands: by bits, of which what is no number has the most. */
solve_f64_apart solve_f64_int solve_f64_largest(const double *lu, solve_f64_int n, solve_f64_int k) {
  solve_f64_int place = k;
  solve_f64_key largest = 0;
  for (solve_f64_int i = k; i < n; i += 1) {
    solve_f64_key key;
    __builtin_memcpy(&key, lu + i * n + k, sizeof key);
    key <<= 1;
    if (key > largest) {
      place = i;
      largest = key;
    }
  }
  return place;
}

/* Columns k to `end` below the diagonal: 0 where a pivot is. Rows are exchanged as a whole. */
solve_f64_apart int solve_f64_eliminate(double *lu, double *x, solve_f64_int n, solve_f64_int r, solve_f64_int k,
                                        solve_f64_int end, double *determinant) {
  for (; k < end; k += 1) {
    const solve_f64_int place = solve_f64_largest(lu, n, k);
    double *const top = lu + k * n;
    if (place != k) {
      solve_f64_exchange(top, lu + place * n, n);
      solve_f64_exchange(x + k * r, x + place * r, r);
      *determinant = -*determinant;
    }
    const double head = top[k];
    if (head == 0) return 0;
    *determinant *= head;
    for (solve_f64_int i = k + 1; i < n; i += 1) {
      double *const row = lu + i * n;
      const double factor = row[k] / head;
      row[k] = factor;
      solve_f64_int j = k + 1;
#pragma GCC unroll 1
      for (; j + solve_f64_width <= end; j += solve_f64_width)
        *(solve_f64_vector *)(row + j) -= factor * *(const solve_f64_vector *)(top + j);
#pragma GCC unroll 1
      for (; j < end; j += 1) row[j] -= factor * top[j];
    }
  }
  return 1;
}

/* x = the solution of u · x = x, from the last band up; terms come in falling order. */
solve_f64_apart void solve_f64_back(const double *lu, double *x, solve_f64_int n, solve_f64_int r,
                                    const volatile solve_f64_word *cancel) {
  for (solve_f64_int end = n; end > 0; end -= solve_f64_band) {
    if (*cancel) return;
    const solve_f64_int start = end > solve_f64_band ? end - solve_f64_band : 0;
    for (solve_f64_int k = end - 1; k >= start; k -= 1) {
      double *const row = x + k * r;
      const double head = lu[k * n + k];
      solve_f64_update(1, r, end - 1 - k, lu + k * n + end - 1, n, -1, x + (end - 1) * r, -r, row, r);
      solve_f64_int q = 0;
      for (; q + solve_f64_width <= r; q += solve_f64_width) *(solve_f64_vector *)(row + q) /= head;
      for (; q < r; q += 1) row[q] /= head;
    }
    if (start == 0) return;
    solve_f64_update(start, r, end - start, lu + end - 1, n, -1, x + (end - 1) * r, -r, x, r);
  }
}

/* Its own loops only copy. */
static __attribute__((noinline, unused, solve_f64_quick)) void solve_f64(const double *a, const double *b, double *x,
                                                                         double *lu, double *info, solve_f64_int n,
                                                                         solve_f64_int r,
                                                                         const volatile solve_f64_word *cancel) {
  for (solve_f64_int i = 0; i < n * n; i += 1) lu[i] = a[i];
  for (solve_f64_int i = 0; i < n; i += 1)
    for (solve_f64_int q = 0; q < r; q += 1) x[i * r + q] = solve_f64_inverse ? i == q : b[i * r + q];
  double determinant = 1;
  info[0] = 0;
  info[1] = 1;
  for (solve_f64_int k = 0; k < n; k += solve_f64_band) {
    if (*cancel) return;
    const solve_f64_int end = solve_f64_min(k + solve_f64_band, n), below = n - end;
    if (!solve_f64_eliminate(lu, x, n, r, k, end, &determinant)) return;
    for (solve_f64_int i = k + 1; i < end; i += 1) {
      solve_f64_update(1, below, i - k, lu + i * n + k, n, 1, lu + k * n + end, n, lu + i * n + end, n);
      solve_f64_update(1, r, i - k, lu + i * n + k, n, 1, x + k * r, r, x + i * r, r);
    }
    solve_f64_update(below, below, end - k, lu + end * n + k, n, 1, lu + k * n + end, n, lu + end * n + end, n);
    solve_f64_update(below, r, end - k, lu + end * n + k, n, 1, x + k * r, r, x + end * r, r);
  }
  solve_f64_back(lu, x, n, r, cancel);
  info[0] = determinant;
  info[1] = 0;
}
