/*
 * gemv_f64: the product of a matrix of doubles and a vector.
 *
 * Version     1
 * Parameters  (a, x, y, m, n, cancel): y (m) = a (m × n) · x (n), or y (n) = aᵀ · x (m) where the hole `transposed` says so; a is
 *             row-major, all are contiguous
 * Requires    8-byte alignment; y overlaps neither a nor x; sizes ≥ 0
 * Error       |y − exact| ≤ γ_k (|a| |x|), γ_k = k·u / (1 − k·u), k the length of x, barring overflow and underflow; order of
 *             summation fixed for given sizes and holes
 * Cancel      read once for every eight rows; y is undefined when it was found set
 * Method      Eight rows of a at a time, so that what is read beside a, x or y, is an eighth of it, and eight sums do not wait
 *             for each other. As it lies, each row has a vector of sums, which are added up at the end; transposed, rows are
 *             added to y, in stretches that stay in the first-level cache. A vector at the end of a row that goes into a sum
 *             begins earlier, with zeros in place of what was there already; one that is written is shorter instead, since
 *             what is read again soon must lie as it was written.
 */
typedef __INT64_TYPE__ gemv_f64_int;
typedef __INT32_TYPE__ gemv_f64_word;

enum { gemv_f64_lanes = 2 }; // hole lanes: integer 1..16
/* Sizes; 0 where they come with the call. */
enum { gemv_f64_m = 0 }; // hole m: integer 0..1000000000
enum { gemv_f64_n = 0 }; // hole n: integer 0..1000000000
enum { gemv_f64_transposed = 0 }; // hole transposed: integer 0..1

enum { gemv_f64_long = gemv_f64_lanes >= 8 ? 8 : gemv_f64_lanes >= 4 ? 4 : 2 };
/* Rows at a time. */
enum { gemv_f64_rows = 8 };
/* Columns of y that stay in the first-level cache beside rows of a: 16 KB. */
enum { gemv_f64_stretch = 2048 };

typedef double gemv_f64_vector __attribute__((vector_size(gemv_f64_long * 8), aligned(8), may_alias));
typedef double gemv_f64_four __attribute__((vector_size(32), aligned(8), may_alias));
typedef double gemv_f64_two __attribute__((vector_size(16), aligned(8), may_alias));
typedef gemv_f64_int gemv_f64_mask __attribute__((vector_size(gemv_f64_long * 8), aligned(8), may_alias));

#define gemv_f64_min(x, y) ((x) < (y) ? (x) : (y))
#define gemv_f64_at(p) (*(const gemv_f64_vector *)(p))
#define gemv_f64_fast optimize("O2", "fp-contract=fast")
#define gemv_f64_inline static inline __attribute__((always_inline, gemv_f64_fast))

/* Ones in the last `rest` lanes. */
gemv_f64_inline gemv_f64_mask gemv_f64_last(const gemv_f64_int rest) {
  gemv_f64_mask lane;
#pragma GCC unroll 8
  for (int l = 0; l < gemv_f64_long; l += 1) lane[l] = l;
  return lane >= gemv_f64_long - rest;
}

gemv_f64_inline gemv_f64_vector gemv_f64_only(const gemv_f64_vector v, const gemv_f64_mask where) {
  const gemv_f64_mask kept = *(const gemv_f64_mask *)&v & where;
  return *(const gemv_f64_vector *)&kept;
}

/* The totals of four vectors at once: neighbours, then halves, are added in all of them. */
gemv_f64_inline void gemv_f64_totals(const gemv_f64_four *v, double *restrict y) {
#define gemv_f64_pair(a, b)                                                                                             \
  ((gemv_f64_four){(a)[0], (b)[0], (a)[2], (b)[2]} + (gemv_f64_four){(a)[1], (b)[1], (a)[3], (b)[3]})
  const gemv_f64_four low = gemv_f64_pair(v[0], v[1]), high = gemv_f64_pair(v[2], v[3]);
  *(gemv_f64_four *)y = (gemv_f64_four){low[0], low[1], high[0], high[1]} +
                           (gemv_f64_four){low[2], low[3], high[2], high[3]};
}

/* A vector's halves added where it is longer than four. */
gemv_f64_inline void gemv_f64_fold(const gemv_f64_vector *v, gemv_f64_four *folded) {
  const gemv_f64_four *const parts = (const gemv_f64_four *)v;
  *folded = parts[0];
  if (gemv_f64_long == 8) *folded += parts[1];
}

gemv_f64_inline double gemv_f64_total(const gemv_f64_vector *v) {
  if (gemv_f64_long == 2) return (*v)[0] + (*v)[1];
  gemv_f64_four all;
  gemv_f64_fold(v, &all);
  return (all[0] + all[2]) + (all[1] + all[3]);
}

/* Entries of y from `rows` rows of a, with so many sums for each that eight do not wait for each other. */
gemv_f64_inline void gemv_f64_across(const int rows, const double *restrict a, const double *restrict x,
                                     double *restrict y, const gemv_f64_int n) {
  const int sums = gemv_f64_rows / rows;
  gemv_f64_vector sum[gemv_f64_rows];
#pragma GCC unroll 8
  for (int s = 0; s < gemv_f64_rows; s += 1) sum[s] = (gemv_f64_vector){0};
  gemv_f64_int j = 0;
#pragma GCC unroll 1
  for (; j + sums * gemv_f64_long <= n; j += sums * gemv_f64_long)
#pragma GCC unroll 8
    for (int s = 0; s < sums; s += 1) {
      const gemv_f64_vector line = gemv_f64_at(x + j + s * gemv_f64_long);
#pragma GCC unroll 8
      for (int r = 0; r < rows; r += 1) sum[r * sums + s] += gemv_f64_at(a + r * n + j + s * gemv_f64_long) * line;
    }
  if (sums > 1)
#pragma GCC unroll 1
    for (; j + gemv_f64_long <= n; j += gemv_f64_long)
#pragma GCC unroll 8
      for (int r = 0; r < rows; r += 1) sum[r * sums] += gemv_f64_at(a + r * n + j) * gemv_f64_at(x + j);
  if (j < n && n >= gemv_f64_long) {
    const gemv_f64_mask where = gemv_f64_last(n - j);
    const gemv_f64_vector line = gemv_f64_only(gemv_f64_at(x + n - gemv_f64_long), where);
#pragma GCC unroll 8
    for (int r = 0; r < rows; r += 1)
      sum[r * sums] += gemv_f64_only(gemv_f64_at(a + r * n + n - gemv_f64_long), where) * line;
    j = n;
  }
  gemv_f64_vector all[gemv_f64_rows];
#pragma GCC unroll 8
  for (int r = 0; r < rows; r += 1) {
    all[r] = sum[r * sums];
#pragma GCC unroll 8
    for (int s = 1; s < sums; s += 1) all[r] += sum[r * sums + s];
  }
  if (rows >= 4 && gemv_f64_long >= 4)
#pragma GCC unroll 2
    for (int r = 0; r < rows; r += 4) {
      gemv_f64_four part[4];
#pragma GCC unroll 4
      for (int q = 0; q < 4; q += 1) gemv_f64_fold(all + r + q, part + q);
      gemv_f64_totals(part, y + r);
    }
  else
#pragma GCC unroll 8
    for (int r = 0; r < rows; r += 1) y[r] = gemv_f64_total(all + r);
#pragma GCC unroll 1
  for (; j < n; j += 1)
#pragma GCC unroll 8
    for (int r = 0; r < rows; r += 1) y[r] += a[r * n + j] * x[j];
}

/* So many columns of `rows` rows of a, each times its entry of x, added to those of y; `first`: to nothing. */
gemv_f64_inline void gemv_f64_down(const int rows, const double *restrict a, const double *restrict x,
                                   double *restrict y, const gemv_f64_int n, const gemv_f64_int columns,
                                   const int first) {
#define gemv_f64_added(TYPE, at)                                                                                        \
  TYPE even = first ? (TYPE){0} : *(const TYPE *)(y + (at)), odd = {0};                                                 \
  _Pragma("GCC unroll 8") for (int r = 0; r < rows; r += 2) {                                                           \
    even += x[r] * *(const TYPE *)(a + r * n + (at));                                                                   \
    if (r + 1 < rows) odd += x[r + 1] * *(const TYPE *)(a + (r + 1) * n + (at));                                        \
  }                                                                                                                     \
  if (rows > 1) even += odd;                                                                                            \
  *(TYPE *)(y + (at)) = even;
  gemv_f64_int j = 0;
#pragma GCC unroll 1
  for (; j + gemv_f64_long <= columns; j += gemv_f64_long) {
    gemv_f64_added(gemv_f64_vector, j)
  }
  if (gemv_f64_long > 4 && columns - j >= 4) {
    gemv_f64_added(gemv_f64_four, j)
    j += 4;
  }
  if (gemv_f64_long > 2 && columns - j >= 2) {
    gemv_f64_added(gemv_f64_two, j)
    j += 2;
  }
  if (columns > j) {
    gemv_f64_added(double, j)
  }
}

/* The body for eight rows, then for those that are left. */
#define gemv_f64_by_rows(m, body)                                                                                       \
  _Pragma("GCC unroll 1") for (; i + gemv_f64_rows <= (m); i += gemv_f64_rows) {                                        \
    if (*cancel) return;                                                                                                \
    body(gemv_f64_rows);                                                                                                \
  }                                                                                                                     \
  if ((m) & 4) {                                                                                                        \
    body(4);                                                                                                            \
    i += 4;                                                                                                             \
  }                                                                                                                     \
  if ((m) & 2) {                                                                                                        \
    body(2);                                                                                                            \
    i += 2;                                                                                                             \
  }                                                                                                                     \
  if ((m) & 1) {                                                                                                        \
    body(1);                                                                                                            \
  }

static __attribute__((noinline, unused, gemv_f64_fast)) void gemv_f64(
    const double *restrict a, const double *restrict x, double *restrict y, gemv_f64_int m, gemv_f64_int n,
    const volatile gemv_f64_word *cancel) {
  if (gemv_f64_m) m = gemv_f64_m;
  if (gemv_f64_n) n = gemv_f64_n;
  if (!gemv_f64_transposed) {
    gemv_f64_int i = 0;
#define gemv_f64_entries(R) gemv_f64_across(R, a + i * n, x, y + i, n)
    gemv_f64_by_rows(m, gemv_f64_entries)
    return;
  }
  for (gemv_f64_int j = 0; j < n; j += gemv_f64_stretch) {
    const gemv_f64_int columns = gemv_f64_min(n - j, gemv_f64_stretch);
    gemv_f64_int i = 0;
#define gemv_f64_lines(R) gemv_f64_down(R, a + i * n + j, x + i, y + j, n, columns, i == 0)
    gemv_f64_by_rows(m, gemv_f64_lines)
  }
  if (m == 0)
    for (gemv_f64_int j = 0; j < n; j += 1) y[j] = 0;
}
