/*
 * qr_fixed_f64: orthonormal columns times an upper triangular matrix, of doubles of known small sizes.
 *
 * Version     1
 * Parameters  (a, q, r, cancel): a (m × n) = q (m × k) · r (k × n), k = min(m, n), row-major and contiguous
 * Requires    8-byte alignment; q and r overlap nothing
 * Error       ‖a − q·r‖ ≤ 4·l·u·‖a‖ and ‖transpose(q)·q − 1‖ ≤ 4·l·u·√l in the Frobenius norm, l the larger side, barring
 *             overflow; all entries that are not below the diagonal of r are NaN where one of a is not finite
 * Cancel      never read: sizes that take long are not for this template
 * Method      Golub and Van Loan, §5.2.3: Householder reflections. A row is a vector, so the products of a reflection's vector with
 *             all columns add up lane by lane; those of the column that it comes from with all columns hold its length as well.
 */
typedef __INT32_TYPE__ qr_fixed_f64_word;

enum { qr_fixed_f64_m = 4 }; // hole m: integer 1..8
enum { qr_fixed_f64_n = 4 }; // hole n: integer 1..8

enum { qr_fixed_f64_k = (int)qr_fixed_f64_m < (int)qr_fixed_f64_n ? qr_fixed_f64_m : qr_fixed_f64_n };
enum { qr_fixed_f64_width = qr_fixed_f64_n > 4 ? 8 : qr_fixed_f64_n > 2 ? 4 : 2 };

typedef double qr_fixed_f64_vector __attribute__((vector_size(qr_fixed_f64_width * 8)));
typedef double qr_fixed_f64_loose __attribute__((vector_size(qr_fixed_f64_width * 8), aligned(8), may_alias));

#define qr_fixed_f64_unrolled _Pragma("GCC unroll 8")
#define qr_fixed_f64_quick optimize("fp-contract=fast", "no-tree-vectorize")
#define qr_fixed_f64_inline static inline __attribute__((always_inline, qr_fixed_f64_quick))

qr_fixed_f64_inline double qr_fixed_f64_modulus(double x) { return x < 0 ? -x : x; }

/* A row of `count` entries: whole vectors where what follows them in memory is the matrix's own. */
qr_fixed_f64_inline void qr_fixed_f64_load(const double *a, const int row, const int rows, const int count,
                                           qr_fixed_f64_vector *x) {
  *x = (qr_fixed_f64_vector){0};
  if (row * count + qr_fixed_f64_width <= rows * count)
    *x = *(const qr_fixed_f64_loose *)(a + row * count);
  else
    qr_fixed_f64_unrolled for (int j = 0; j < count; j += 1) (*x)[j] = a[row * count + j];
}

/* Likewise: the row after it is written later. */
qr_fixed_f64_inline void qr_fixed_f64_store(double *a, const int row, const int rows, const int count,
                                            const qr_fixed_f64_vector *x) {
  if (row * count + qr_fixed_f64_width <= rows * count)
    *(qr_fixed_f64_loose *)(a + row * count) = *x;
  else
    qr_fixed_f64_unrolled for (int j = 0; j < count; j += 1) a[row * count + j] = (*x)[j];
}

/* A reflection 1 − beta·v·transpose(v) with v = (0, …, 0, 1, v[j + 1], …), which leaves `result` on the diagonal. */
struct qr_fixed_f64_mirror {
  double v[qr_fixed_f64_m], beta, result;
};

/* Of a column whose squares vanish, or which is 0 below the diagonal: no beta then. */
static __attribute__((noinline, cold, unused)) void qr_fixed_f64_tiny(struct qr_fixed_f64_mirror *by, int j) {
  const double head = by->v[j];
  double most = 0, sum = 0;
  by->beta = 0;
  by->result = head;
  for (int i = j + 1; i < qr_fixed_f64_m; i += 1)
    if (qr_fixed_f64_modulus(by->v[i]) > most) most = qr_fixed_f64_modulus(by->v[i]);
  if (most == 0) return;
  if (qr_fixed_f64_modulus(head) > most) most = qr_fixed_f64_modulus(head);
  for (int i = j; i < qr_fixed_f64_m; i += 1) sum += by->v[i] / most * (by->v[i] / most);
  const double size = most * __builtin_sqrt(sum), first = head < 0 ? head - size : head + size;
  by->result = head < 0 ? size : -size;
  by->beta = -first / by->result;
  for (int i = j + 1; i < qr_fixed_f64_m; i += 1) by->v[i] /= first;
}

/* Reflection j of the rows. */
qr_fixed_f64_inline void qr_fixed_f64_reflect(const int j, qr_fixed_f64_vector *row, struct qr_fixed_f64_mirror *by) {
  qr_fixed_f64_vector products = {0};
  qr_fixed_f64_unrolled for (int i = j + 1; i < qr_fixed_f64_m; i += 1) {
    by->v[i] = row[i][j];
    products += row[i] * by->v[i];
  }
  const double head = row[j][j], sum = products[j];
  if (sum > 1e-270) {
    const double size = __builtin_sqrt(sum + head * head), first = head < 0 ? head - size : head + size, inverse = 1 / first;
    by->result = head < 0 ? size : -size;
    by->beta = -first / by->result;
    products = row[j] + products * inverse;
    qr_fixed_f64_unrolled for (int i = j + 1; i < qr_fixed_f64_m; i += 1) by->v[i] *= inverse;
  } else {
    struct qr_fixed_f64_mirror own = *by;
    own.v[j] = head;
    qr_fixed_f64_tiny(&own, j);
    *by = own;
    products = row[j];
    qr_fixed_f64_unrolled for (int i = j + 1; i < qr_fixed_f64_m; i += 1) products += row[i] * by->v[i];
  }
  products *= by->beta;
  row[j] -= products;
  row[j][j] = by->result;
  qr_fixed_f64_unrolled for (int i = j + 1; i < qr_fixed_f64_m; i += 1) row[i] -= products * by->v[i];
}

/* Reflection j on the rows of the orthogonal factor, of which row j is the identity's and what is above stays. */
qr_fixed_f64_inline void qr_fixed_f64_turn(const int j, qr_fixed_f64_vector *row, const struct qr_fixed_f64_mirror *by) {
  qr_fixed_f64_vector products = row[j];
  qr_fixed_f64_unrolled for (int i = j + 1; i < qr_fixed_f64_m; i += 1) products += row[i] * by->v[i];
  products *= by->beta;
  row[j] -= products;
  qr_fixed_f64_unrolled for (int i = j + 1; i < qr_fixed_f64_m; i += 1) row[i] -= products * by->v[i];
}

static __attribute__((noinline, unused, qr_fixed_f64_quick)) void qr_fixed_f64(const double *a, double *q, double *r,
                                                                               const volatile qr_fixed_f64_word *cancel) {
  (void)cancel;
  enum { m = qr_fixed_f64_m, n = qr_fixed_f64_n, k = qr_fixed_f64_k };
  qr_fixed_f64_vector row[m], squares = {0};
  struct qr_fixed_f64_mirror by[k];
  double all = 0, unit = 1;
  qr_fixed_f64_unrolled for (int i = 0; i < m; i += 1) {
    qr_fixed_f64_load(a, i, m, n, row + i);
    squares += row[i] * row[i];
  }
  qr_fixed_f64_unrolled for (int j = 0; j < qr_fixed_f64_width; j += 1) all += squares[j];
  if (!(all < 1e270)) {
    double rest = 0;
    for (int p = 0; p < m * n; p += 1) rest += a[p] * 0;
    if (rest != 0) {
      for (int p = 0; p < m * k; p += 1) q[p] = rest;
      for (int i = 0; i < k; i += 1)
        for (int j = 0; j < n; j += 1) r[i * n + j] = j < i ? 0 : rest;
      return;
    }
    unit = 0x1p512;
    qr_fixed_f64_unrolled for (int i = 0; i < m; i += 1) row[i] *= 0x1p-512;
  }
  qr_fixed_f64_unrolled for (int j = 0; j < k; j += 1) {
    /* Below the last row there is nothing to be done. */
    if (j + 1 < m) qr_fixed_f64_reflect(j, row, by + j);
    qr_fixed_f64_vector kept = row[j] * unit;
    qr_fixed_f64_unrolled for (int l = 0; l < j; l += 1) kept[l] = 0;
    qr_fixed_f64_store(r, j, k, n, &kept);
  }
  qr_fixed_f64_unrolled for (int i = 0; i < m; i += 1) {
    row[i] = (qr_fixed_f64_vector){0};
    if (i < k) row[i][i] = 1;
  }
  qr_fixed_f64_unrolled for (int j = k - 1; j >= 0; j -= 1)
    if (j + 1 < m) qr_fixed_f64_turn(j, row, by + j);
  qr_fixed_f64_unrolled for (int i = 0; i < m; i += 1) qr_fixed_f64_store(q, i, m, k, row + i);
}
