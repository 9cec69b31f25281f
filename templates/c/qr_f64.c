/*
 * qr_f64: orthonormal columns times an upper triangular matrix, of doubles of any size.
 *
 * Version     4
 * Parameters  (a, q, r, work, m, n, c, cancel): a (m × n) = q (m × c) · r (k × n), k = min(m, n), row-major and contiguous; q has
 *             the first c columns of the orthogonal factor, 0 ≤ c ≤ m; work has room for (m + 96)·(2·n + c + 64) + 8192 doubles
 * Requires    8-byte alignment; q, r and work overlap nothing; sizes ≥ 0, and k ≤ 12 where `small` is 1
 * Error       ‖a − q·r‖ ≤ 4·l·u·‖a‖ and ‖transpose(q)·q − 1‖ ≤ 4·l·u·√l in the Frobenius norm, l the larger side, barring
 *             overflow; all entries that are not below the diagonal of r are NaN where one of a is not finite
 * Cancel      read once for every reflection; what has been written is undefined when it was found set
 * Method      Golub and Van Loan, §5.2.3: Householder reflections, a band of them at a time as 1 − transpose(v)·t·v.
 *             Columns are the rows of copies, so that each lies in one piece.
 */
typedef __INT64_TYPE__ qr_f64_int;
typedef __INT32_TYPE__ qr_f64_word;

enum { qr_f64_small = 0 }; // hole small: integer 0..1
enum { qr_f64_registers = 16 }; // hole registers: integer 8..64

#include "parts/lanes.h"

/* Two vectors wide; rows so that tile, one row of b and an element of a fill the registers. */
enum { qr_f64_rows = qr_f64_registers >= 32 ? 8 : 4 };
enum { qr_f64_pair = qr_f64_small ? 1 : 2, qr_f64_strip = qr_f64_pair * lanes_width };
/* Reflections that are applied together to the columns on their right. */
enum { qr_f64_band = 32, qr_f64_few = 12 };

#define qr_f64_min(x, y) ((x) < (y) ? (x) : (y))

/* A tile of c, rows by two vectors, less a · b. */
lanes_inline void qr_f64_tile(const int rows, qr_f64_int depth, const double *a, const qr_f64_int lda, const double *b,
                              const qr_f64_int ldb, double *c, const qr_f64_int ldc) {
  lanes_vector sum[qr_f64_rows][2];
#pragma GCC unroll 8
  for (int i = 0; i < rows; i += 1)
#pragma GCC unroll 2
    for (int j = 0; j < 2; j += 1) sum[i][j] = lanes_at(c + i * ldc + j * lanes_width);
#pragma GCC unroll 1
  for (; depth > 0; depth -= 1) {
    const lanes_vector left = lanes_from(b), right = lanes_from(b + lanes_width);
#pragma GCC unroll 8
    for (int i = 0; i < rows; i += 1) {
      const double factor = a[i * lda];
      sum[i][0] -= left * factor;
      sum[i][1] -= right * factor;
    }
    a += 1;
    b += ldb;
  }
#pragma GCC unroll 8
  for (int i = 0; i < rows; i += 1)
#pragma GCC unroll 2
    for (int j = 0; j < 2; j += 1) lanes_at(c + i * ldc + j * lanes_width) = sum[i][j];
}

/* c (m × n) −= a (m × depth) · b (depth × n), in columns up to the next multiple of two vectors. */
lanes_apart void qr_f64_update(qr_f64_int m, qr_f64_int n, qr_f64_int depth, const double *a, qr_f64_int lda,
                               const double *b, qr_f64_int ldb, double *c, qr_f64_int ldc) {
  for (; n > 0; n -= qr_f64_strip) {
    qr_f64_int i = 0;
    for (; i + qr_f64_rows <= m; i += qr_f64_rows)
      qr_f64_tile(qr_f64_rows, depth, a + i * lda, lda, b, ldb, c + i * ldc, ldc);
    for (; i < m; i += 1) qr_f64_tile(1, depth, a + i * lda, lda, b, ldb, c + i * ldc, ldc);
    b += qr_f64_strip;
    c += qr_f64_strip;
  }
}

/* Σ x·y over whole strips. */
lanes_inline double qr_f64_dot(const double *x, const double *y, qr_f64_int n) {
  lanes_vector sum[2] = {{0}, {0}};
#pragma GCC unroll 1
  for (; n > 0; n -= qr_f64_strip) {
#pragma GCC unroll 2
    for (int j = 0; j < qr_f64_pair; j += 1) sum[j] += lanes_from(x + j * lanes_width) * lanes_from(y + j * lanes_width);
    x += qr_f64_strip;
    y += qr_f64_strip;
  }
  return lanes_total(sum[0] + sum[1]);
}

/* √(head² + Σx²) without overflow or underflow on the way; −1 where all of x is 0. */
lanes_apart double qr_f64_length(double head, const double *x, qr_f64_int n) {
  lanes_vector sums = {0};
  double most = 0;
  qr_f64_int at = 0;
  for (; at + lanes_width <= n; at += lanes_width) sums += lanes_from(x + at) * lanes_from(x + at);
  double sum = lanes_total(sums);
  for (; at < n; at += 1) sum += x[at] * x[at];
  const double squares = sum + head * head;
  if (sum > 1e-270 && squares < 1e270) return __builtin_sqrt(squares);
  for (qr_f64_int i = 0; i < n; i += 1)
    if (lanes_modulus(x[i]) > most) most = lanes_modulus(x[i]);
  if (most == 0) return -1;
  if (lanes_modulus(head) > most) most = lanes_modulus(head);
  sum = head / most * (head / most);
  for (qr_f64_int i = 0; i < n; i += 1) sum += x[i] / most * (x[i] / most);
  return most * __builtin_sqrt(sum);
}

/* The columns of the matrix and the vectors of the reflections, `ld` doubles apart, and their factors β. */
struct qr_f64_state {
  double *x, *v, *across, *t, *p, *beta;
  qr_f64_int m, ld, wide;
};

/* The reflection that leaves nothing of column j below the diagonal; v is 0 before the diagonal, and where there is none. */
lanes_apart void qr_f64_reflect(struct qr_f64_state *s, qr_f64_int j) {
  const qr_f64_int start = j / lanes_width * lanes_width;
  double *const x = s->x + j * s->ld, *const v = s->v + j * s->ld;
  for (qr_f64_int i = 0; i < s->ld; i += lanes_width) lanes_at(v + i) = (lanes_vector){0};
  s->beta[j] = 0;
  const double head = x[j], size = qr_f64_length(head, x + j + 1, s->m - j - 1);
  if (size < 0) return;
  const double result = head < 0 ? size : -size, first = head - result, inverse = 1 / first;
  if (lanes_modulus(inverse) < 0x1p1000)
    for (qr_f64_int i = start; i < s->ld; i += lanes_width) lanes_at(v + i) = lanes_from(x + i) * inverse;
  else
    for (qr_f64_int i = j + 1; i < s->m; i += 1) v[i] = x[i] / first;
  for (qr_f64_int i = j + 1; i < s->ld; i += 1) x[i] = 0;
  for (qr_f64_int i = start; i < j; i += 1) v[i] = 0;
  v[j] = 1;
  x[j] = result;
  s->beta[j] = -first / result;
}

/* Reflection j on `count` rows of x. */
lanes_apart void qr_f64_mirror(struct qr_f64_state *s, qr_f64_int j, double *x, qr_f64_int count) {
  const qr_f64_int start = j / qr_f64_strip * qr_f64_strip;
  const double *const v = s->v + j * s->ld;
  for (; count > 0; count -= 1) {
    const double factor = s->beta[j] * qr_f64_dot(x + start, v + start, s->m - start);
    for (qr_f64_int i = start; i < s->m; i += lanes_width) lanes_at(x + i) -= lanes_from(v + i) * factor;
    x += s->ld;
  }
}

/* Reflections from column `from` up to `to`, each applied to the columns before `end`: 0 where it was cancelled. */
lanes_apart int qr_f64_columns(struct qr_f64_state *s, qr_f64_int from, qr_f64_int to, qr_f64_int end,
                               const volatile qr_f64_word *cancel) {
  for (qr_f64_int j = from; j < to; j += 1) {
    if (*cancel) return 0;
    qr_f64_reflect(s, j);
    qr_f64_mirror(s, j, s->x + (j + 1) * s->ld, end - j - 1);
  }
  return 1;
}

/*
 * t with 1 − transpose(v)·t·v the product of the reflections from `from` up to `to`, as a factor on the right of rows; of the
 * product in the opposite order where `back` is 0. Its rows are as many as `wide`.
 */
lanes_apart void qr_f64_join(struct qr_f64_state *s, qr_f64_int from, qr_f64_int to, int back) {
  const qr_f64_int count = to - from, wide = (count + qr_f64_strip - 1) / qr_f64_strip * qr_f64_strip;
  double *const gram = s->p;
  s->wide = wide;
  for (qr_f64_int i = 0; i < wide * wide; i += 1) gram[i] = s->t[i] = 0;
  for (qr_f64_int i = from; i < s->ld; i += 1)
    for (qr_f64_int j = 0; j < wide; j += 1) s->across[i * wide + j] = j < count ? s->v[(from + j) * s->ld + i] : 0;
  qr_f64_update(count, wide, s->m - from, s->v + from * (s->ld + 1), s->ld, s->across + from * wide, wide, gram, wide);
  for (qr_f64_int j = 0; j < count; j += 1) {
    double *const row = s->t + j * wide;
    for (qr_f64_int l = 0; l < j; l += 1)
      for (qr_f64_int i = 0; i <= l; i += lanes_width)
        lanes_at(row + i) += lanes_from(s->t + l * wide + i) * (s->beta[from + j] * gram[l * wide + j]);
    row[j] = s->beta[from + j];
  }
  for (qr_f64_int i = 0; i < count && !back; i += 1)
    for (qr_f64_int j = 0; j < i; j += 1) {
      s->t[j * wide + i] = s->t[i * wide + j];
      s->t[i * wide + j] = 0;
    }
}

/* The joined reflections on `count` columns of x. */
lanes_apart void qr_f64_apply(struct qr_f64_state *s, double *x, qr_f64_int count, qr_f64_int from, qr_f64_int to) {
  const qr_f64_int wide = s->wide;
  double *const p = s->p, *const product = p + qr_f64_band * qr_f64_band;
  for (qr_f64_int l = 0; l < count; l += qr_f64_band) {
    const qr_f64_int some = qr_f64_min(qr_f64_band, count - l);
    double *const part = x + l * s->ld + from;
    for (qr_f64_int i = 0; i < some * wide; i += 1) p[i] = product[i] = 0;
    qr_f64_update(some, wide, s->m - from, part, s->ld, s->across + from * wide, wide, p, wide);
    qr_f64_update(some, wide, to - from, p, wide, s->t, wide, product, wide);
    qr_f64_update(some, s->m - from, to - from, product, wide, s->v + from * (s->ld + 1), s->ld, part, s->ld);
  }
}

/* The columns of a, as rows; what its entries times 0 add up to. */
lanes_calm double qr_f64_start(struct qr_f64_state *s, const double *a, qr_f64_int n) {
  double rest = 0;
  for (qr_f64_int j = 0; j < n; j += 1)
    for (qr_f64_int i = 0; i < s->ld; i += 1) s->x[j * s->ld + i] = i < s->m ? a[i * n + j] : 0;
  for (qr_f64_int p = 0; p < s->m * n; p += 1) rest += a[p] * 0;
  return rest;
}

/* Row i of a result is what stands in places i of the columns, from `from` on; all `rest` where that is not 0. */
lanes_calm void qr_f64_finish(double *to, const double *columns, qr_f64_int ld, qr_f64_int i, qr_f64_int from, qr_f64_int n,
                              double rest) {
  for (qr_f64_int j = 0; j < n; j += 1) to[i * n + j] = j < from ? 0 : rest == 0 ? columns[j * ld + i] : rest;
}

/* Backwards, the reflections meet only the columns that are no longer those of the identity. Few are not worth joining. */
lanes_calm int qr_f64_orthogonal(struct qr_f64_state *s, double *columns, qr_f64_int k, qr_f64_int c,
                                 const volatile qr_f64_word *cancel) {
  if (qr_f64_small || k <= qr_f64_few) {
    for (qr_f64_int j = k - 1; j >= 0; j -= 1)
      if (j < c) qr_f64_mirror(s, j, columns + j * s->ld, c - j);
    return 1;
  }
  for (qr_f64_int j = (k - 1) / qr_f64_band * qr_f64_band; j >= 0; j -= qr_f64_band) {
    const qr_f64_int end = qr_f64_min(j + qr_f64_band, k);
    if (*cancel) return 0;
    qr_f64_join(s, j, end, 1);
    if (j < c) qr_f64_apply(s, columns + j * s->ld, c - j, j, end);
  }
  return 1;
}

static __attribute__((noinline, unused, optimize("O1"))) void qr_f64(const double *a, double *q, double *r, double *work,
                                                                     qr_f64_int m, qr_f64_int n, qr_f64_int c,
                                                                     const volatile qr_f64_word *cancel) {
  const qr_f64_int k = qr_f64_min(m, n);
  struct qr_f64_state s = {.x = work, .m = m};
  s.ld = qr_f64_small ? (m + lanes_width - 1) / lanes_width * lanes_width : (m + 31) / 16 * 16;
  if (s.ld % 64 == 0) s.ld += 16;
  s.v = s.x + n * s.ld;
  double *const columns = s.v + k * s.ld;
  s.across = columns + c * s.ld;
  s.t = s.across + qr_f64_band * s.ld;
  s.p = s.t + qr_f64_band * qr_f64_band;
  s.beta = s.p + 2 * qr_f64_band * qr_f64_band;
  const double rest = qr_f64_start(&s, a, n);
  const int alone = qr_f64_small || k <= qr_f64_few;
  const qr_f64_int band = alone ? k : qr_f64_band;
  for (qr_f64_int j = 0; j < k && rest == 0; j += band) {
    const qr_f64_int end = qr_f64_min(j + band, k);
    if (!qr_f64_columns(&s, j, end, alone ? n : end, cancel)) return;
    if (!alone && end < n) {
      qr_f64_join(&s, j, end, 0);
      qr_f64_apply(&s, s.x + end * s.ld, n - end, j, end);
    }
  }
  for (qr_f64_int i = 0; i < k; i += 1) qr_f64_finish(r, s.x, s.ld, i, i, n, rest);
  for (qr_f64_int j = 0; j < c; j += 1)
    for (qr_f64_int i = 0; i < s.ld; i += 1) columns[j * s.ld + i] = i == j;
  if (c > 0 && k > 0 && rest == 0 && !qr_f64_orthogonal(&s, columns, k, c, cancel)) return;
  for (qr_f64_int i = 0; i < m; i += 1) qr_f64_finish(q, columns, s.ld, i, 0, c, rest);
}
