/*
 * cholesky_fixed_f64: the lower triangular factor of a symmetric positive definite matrix of doubles of known small size.
 *
 * Version     1
 * Parameters  (a, l, info, cancel): a (n × n) = l · transpose(l), row-major and contiguous; only the lower half of a is read,
 *             the upper half of l is 0; info[0] is 1 where a is not positive definite, else 0; l is not written where it is 1
 * Requires    8-byte alignment; l and info overlap nothing
 * Error       |a − l·transpose(l)| ≤ γ_{n+1} |l| |transpose(l)|, barring overflow and underflow. Nothing is fused or
 *             reordered: every bit is the definition's
 * Cancel      never read: sizes that take long are not for this template
 * Method      Golub and Van Loan, §4.2, by outer products: a column is one or a few vectors.
 */
typedef __INT32_TYPE__ cholesky_fixed_f64_word;

enum { cholesky_fixed_f64_n = 5 }; // hole n: integer 1..16
enum { cholesky_fixed_f64_lanes = 2 }; // hole lanes: integer 1..16

/* The vectors that cover a column with the fewest lanes to spare. */
enum { cholesky_fixed_f64_mostly8 = cholesky_fixed_f64_lanes >= 8 && (cholesky_fixed_f64_n - 1) % 8 >= 4 };
enum { cholesky_fixed_f64_wide4 = cholesky_fixed_f64_lanes >= 4 && cholesky_fixed_f64_n > 2 };
enum { cholesky_fixed_f64_width = cholesky_fixed_f64_mostly8 ? 8 : cholesky_fixed_f64_wide4 ? 4 : 2 };
enum { cholesky_fixed_f64_vectors = (cholesky_fixed_f64_n + cholesky_fixed_f64_width - 1) / cholesky_fixed_f64_width };

typedef double cholesky_fixed_f64_vector __attribute__((vector_size(cholesky_fixed_f64_width * 8)));

union cholesky_fixed_f64_column {
  cholesky_fixed_f64_vector part[cholesky_fixed_f64_vectors];
  double at[cholesky_fixed_f64_vectors * cholesky_fixed_f64_width];
};

/* Vectors of column j from the one that holds the diagonal: those before it are zeros. */
#define cholesky_fixed_f64_from_diagonal(j)                                                                             \
  _Pragma("GCC unroll 8") for (int v = (j) / cholesky_fixed_f64_width; v < cholesky_fixed_f64_vectors; v += 1)

/* Row by row, all of it in registers. n = 4: half the time of the vectors. */
enum { cholesky_fixed_f64_scalar = cholesky_fixed_f64_n <= 8 };

static inline __attribute__((always_inline, unused)) void cholesky_fixed_f64_by_rows(const double *a, double *l,
                                                                                     double *info) {
  double row[cholesky_fixed_f64_n][cholesky_fixed_f64_n];
  info[0] = 1;
#pragma GCC unroll 16
  for (int i = 0; i < cholesky_fixed_f64_n; i += 1)
#pragma GCC unroll 16
    for (int j = 0; j <= i; j += 1) {
      double sum = a[i * cholesky_fixed_f64_n + j];
#pragma GCC unroll 16
      for (int k = 0; k < j; k += 1) sum -= row[i][k] * row[j][k];
      if (i == j && !(sum > 0)) return;
      row[i][j] = i == j ? __builtin_sqrt(sum) : sum / row[j][j];
    }
#pragma GCC unroll 16
  for (int i = 0; i < cholesky_fixed_f64_n; i += 1)
#pragma GCC unroll 16
    for (int j = 0; j < cholesky_fixed_f64_n; j += 1) l[i * cholesky_fixed_f64_n + j] = j <= i ? row[i][j] : 0;
  info[0] = 0;
}

static __attribute__((noinline, unused)) void cholesky_fixed_f64(const double *a, double *l, double *info,
                                                                 const volatile cholesky_fixed_f64_word *cancel) {
  (void)cancel;
  if (cholesky_fixed_f64_scalar) {
    cholesky_fixed_f64_by_rows(a, l, info);
    return;
  }
  union cholesky_fixed_f64_column column[cholesky_fixed_f64_n];
#pragma GCC unroll 16
  for (int j = 0; j < cholesky_fixed_f64_n; j += 1)
    cholesky_fixed_f64_from_diagonal(j) {
      cholesky_fixed_f64_vector part = {0};
#pragma GCC unroll 8
      for (int w = 0; w < cholesky_fixed_f64_width; w += 1) {
        const int i = v * cholesky_fixed_f64_width + w;
        if (i >= j && i < cholesky_fixed_f64_n) part[w] = a[i * cholesky_fixed_f64_n + j];
      }
      column[j].part[v] = part;
    }
  info[0] = 1;
#pragma GCC unroll 16
  for (int k = 0; k < cholesky_fixed_f64_n; k += 1) {
    const double square = column[k].at[k];
    if (!(square > 0)) return;
    const double root = __builtin_sqrt(square);
    cholesky_fixed_f64_from_diagonal(k) column[k].part[v] /= root;
    column[k].at[k] = root;
#pragma GCC unroll 16
    for (int j = k + 1; j < cholesky_fixed_f64_n; j += 1) {
      const double factor = column[k].at[j];
      cholesky_fixed_f64_from_diagonal(j) column[j].part[v] -= column[k].part[v] * factor;
    }
  }
#pragma GCC unroll 1
  for (int i = 0; i < cholesky_fixed_f64_n; i += 1)
#pragma GCC unroll 16
    for (int j = 0; j < cholesky_fixed_f64_n; j += 1)
      l[i * cholesky_fixed_f64_n + j] = j <= i ? column[j].at[i] : 0;
  info[0] = 0;
}
