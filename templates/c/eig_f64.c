/*
 * eig_f64: eigenvalues, Schur form or eigenvectors of a square matrix of doubles of any size.
 *
 * Version     3
 * Parameters  (a, re, im, x, y, work, n, cancel): the eigenvalues re + i·im of a (n × n, row-major and contiguous), of a pair the
 *             one above the real axis first. `form` 0: no more, x and y are not touched. 1: a = x · y · transpose(x), x orthogonal,
 *             y triangular but for a block of two rows per pair, with equal diagonal entries. 2: row k of x and y holds the real
 *             and the imaginary parts of an eigenvector for the value k, of length 1, the largest entry of a complex one real.
 *             `few` is n where that is at most 8 and known, else 0; work has room for 16·n + 208 doubles then, else for
 *             (2·n + 64)·(n + 40)
 * Requires    8-byte alignment; re, im, x, y and work overlap nothing; n ≥ 0
 * Error       ‖a − x·y·transpose(x)‖ ≤ 10·n·u·‖a‖, ‖transpose(x)·x − 1‖ ≤ 10·n·u·√n, ‖a·v − λ·v‖ ≤ 10·n·u·‖a‖ for each vector,
 *             σ(a − λ) ≤ 10·n·u·‖a‖ for the least singular value, in the Frobenius norm, barring overflow; all NaN where an entry is
 *             not finite or the iteration does not converge
 * Cancel      read once for every reflection, sweep and vector; what has been written is undefined when it was found set
 * Method      Householder reflections to Hessenberg form, each update from both sides in one pass with the two products that the
 *             next one needs; Francis' double-shift QR sweeps; vectors by substitution in the triangular form (Golub & Van Loan,
 *             4th ed., §7.4 to 7.6). Shifts, order and signs are those of src/primitives/linear-algebra/schur.ts.
 */
typedef __INT64_TYPE__ eig_f64_int;
typedef __INT32_TYPE__ eig_f64_word;

enum { eig_f64_form = 2 }; // hole form: integer 0..2
enum { eig_f64_few = 0 }; // hole few: integer 0..8

#include "parts/lanes.h"
#include "parts/scaling.h"

/* Columns that are updated together: each vector of a reflection is loaded once for all of them. */
enum { eig_f64_group = 4 };
/* Sweeps for each row, in all; two or three for an eigenvalue are usual. */
enum { eig_f64_patience = 30 };
/* Sweeps without a deflation after which a shift is made up. */
enum { eig_f64_exceptional = 10 };

/*
 * Column j of the matrix is row j of `x`, in the end of the triangular form; row j of `v` is the vector of reflection j, of which
 * the first j + 1 entries are 0, in the end column j of the orthogonal factor. What the last reflection leaves to subtract from
 * column j is left·across[j] + right·along[j]. Rows lie `ld` doubles apart and have zeros from n on, as has a group of rows behind
 * the last.
 */
struct eig_f64_state {
  double *x, *v, *columns, *left, *right, *across, *along, *sum, *dots, *betas;
  eig_f64_int n, wide, ld;
};

/* Doubles from one row to the next where there are few. */
enum { eig_f64_whole = 8 };
/* Sizes that are known make loops of vectors single steps. */
#define eig_f64_n(s) (eig_f64_few ? (eig_f64_int)eig_f64_few : (s)->n)
#define eig_f64_up(n) (((n) + lanes_width - 1) / lanes_width * lanes_width)
#define eig_f64_wide(s) (eig_f64_few ? (eig_f64_int)eig_f64_up(eig_f64_few) : (s)->wide)
#define eig_f64_ld(s) (eig_f64_few ? (eig_f64_int)eig_f64_whole : (s)->ld)

/* x becomes v, v[0] = 1, with (1 − factor·v·transpose(v))·x = (result, 0, …): the factor, 0 where nothing is to be done. */
lanes_inline double eig_f64_reflect(double *x, eig_f64_int n, double *result) {
  const double head = x[0], size = scaling_length(head, x + 1, n - 1);
  *result = head;
  x[0] = 1;
  if (size < 0) return 0;
  *result = head < 0 ? size : -size;
  const double first = head - *result, inverse = 1 / first;
  if (lanes_modulus(inverse) < 0x1p1000)
    for (eig_f64_int i = 1; i < n; i += 1) x[i] *= inverse;
  else
    for (eig_f64_int i = 1; i < n; i += 1) x[i] /= first;
  return first / (head < 0 ? -size : size);
}

/* Columns j … j + group − 1: subtracts what is left to, then adds up their products with the vector `u` from both sides. */
lanes_apart void eig_f64_columns(const struct eig_f64_state *s, const double *u, eig_f64_int j) {
  const eig_f64_int ld = eig_f64_ld(s);
  double *const x = s->x + j * ld;
  double across[eig_f64_group], along[eig_f64_group], weights[eig_f64_group];
  lanes_vector dots[eig_f64_group] = {{0}};
#pragma GCC unroll 8
  for (int c = 0; c < eig_f64_group; c += 1) {
    across[c] = s->across[j + c];
    along[c] = s->along[j + c];
    weights[c] = u[j + c];
  }
#pragma GCC unroll 1
  for (eig_f64_int i = 0; i < eig_f64_wide(s); i += lanes_width) {
    const lanes_vector left = lanes_from(s->left + i), right = lanes_from(s->right + i), by = lanes_from(u + i);
    lanes_vector sum = lanes_from(s->sum + i);
#pragma GCC unroll 8
    for (int c = 0; c < eig_f64_group; c += 1) {
      const lanes_vector next = lanes_from(x + c * ld + i) - left * across[c] - right * along[c];
      lanes_at(x + c * ld + i) = next;
      dots[c] += next * by;
      sum += next * weights[c];
    }
    lanes_at(s->sum + i) = sum;
  }
#pragma GCC unroll 8
  for (int c = 0; c < eig_f64_group; c += 1) s->dots[j + c] = lanes_total(dots[c]);
}

/* To Hessenberg form: 0 where it was cancelled. */
lanes_apart int eig_f64_reduce(struct eig_f64_state *s, const volatile eig_f64_word *cancel) {
  const eig_f64_int n = eig_f64_n(s), ld = eig_f64_ld(s);
  for (eig_f64_int k = 0; k < n; k += 1) {
    if (*cancel) return 0;
    double *const x = s->x + k * ld, *const u = eig_f64_form ? s->v + k * ld : s->columns;
    const double across = s->across[k], along = s->along[k];
    double dot = 0;
    for (eig_f64_int i = 0; i < eig_f64_wide(s); i += lanes_width) {
      lanes_at(x + i) -= lanes_from(s->left + i) * across + lanes_from(s->right + i) * along;
      lanes_at(s->sum + i) = (lanes_vector){0};
    }
    if (k >= n - 2) continue;
    for (eig_f64_int i = 0; i < eig_f64_wide(s); i += 1) u[i] = i > k ? x[i] : 0;
    for (eig_f64_int i = k + 2; i < n; i += 1) x[i] = 0;
    const double beta = s->betas[k] = eig_f64_reflect(u + k + 1, n - k - 1, x + k + 1);
    /* Finished columns stay as they are. */
    s->across[k] = s->along[k] = 0;
    for (eig_f64_int j = (k + 1) / eig_f64_group * eig_f64_group; j < n; j += eig_f64_group) eig_f64_columns(s, u, j);
    for (eig_f64_int i = k + 1; i < n; i += 1) dot += s->sum[i] * u[i];
    dot *= beta * beta;
    for (eig_f64_int i = 0; i < eig_f64_wide(s); i += 1) {
      s->right[i] = beta * s->sum[i] - dot * u[i];
      s->left[i] = u[i];
      s->across[i] = i > k ? beta * s->dots[i] : 0;
      s->along[i] = u[i];
    }
  }
  return 1;
}

/* A reflection of two or three entries; no beta where there is nothing to do. */
struct eig_f64_mirror {
  double v1, v2, beta;
};

/* Of the entries x, y, z. */
lanes_inline struct eig_f64_mirror eig_f64_small(double x, double y, double z) {
  const double most = lanes_modulus(y) > lanes_modulus(z) ? lanes_modulus(y) : lanes_modulus(z);
  if (most == 0) return (struct eig_f64_mirror){0, 0, 0};
  double unit = 1, sum = x * x + y * y + z * z;
  if (!(sum > 0x1p-900 && most > 0x1p-450)) {
    unit = lanes_modulus(x) > most ? lanes_modulus(x) : most;
    x /= unit;
    y /= unit;
    z /= unit;
    sum = x * x + y * y + z * z;
  }
  const double size = __builtin_sqrt(sum), inverse = 1 / (x < 0 ? x - size : x + size);
  const double v1 = y * inverse, v2 = z * inverse;
  return (struct eig_f64_mirror){v1, v2, 2 / (1 + v1 * v1 + v2 * v2)};
}

/* Rows k, k + 1, k + 2 in the columns `from` up to `to`. */
lanes_apart void eig_f64_rows(const struct eig_f64_state *s, struct eig_f64_mirror by, eig_f64_int k, eig_f64_int from,
                              eig_f64_int to) {
  double *at = s->x + from * eig_f64_ld(s) + k;
#pragma GCC unroll 2
  for (eig_f64_int j = from; j < to; j += 1) {
    const double sum = by.beta * (at[0] + by.v1 * at[1] + by.v2 * at[2]);
    at[0] -= sum;
    at[1] -= by.v1 * sum;
    at[2] -= by.v2 * sum;
    at += eig_f64_ld(s);
  }
}

/* Columns k, k + 1, k + 2 of a factor in the rows `from` up to `to`, and zeros beyond. */
lanes_apart void eig_f64_sides(double *x, eig_f64_int ld, struct eig_f64_mirror by, eig_f64_int from, eig_f64_int to) {
#pragma GCC unroll 1
  for (eig_f64_int i = from / lanes_width * lanes_width; i < to; i += lanes_width) {
    const lanes_vector one = lanes_from(x + i), two = lanes_from(x + ld + i), three = lanes_from(x + 2 * ld + i);
    const lanes_vector sum = (one + two * by.v1 + three * by.v2) * by.beta;
    lanes_at(x + i) = one - sum;
    lanes_at(x + ld + i) = two - sum * by.v1;
    lanes_at(x + 2 * ld + i) = three - sum * by.v2;
  }
}

/* The two shifts re ± √square. */
struct eig_f64_shifts {
  double re, square;
};

/*
 * The eigenvalues of the corner [a b; c d]; where they are real, twice the one nearer to d. Both at once would annihilate a matrix
 * with these two eigenvalues alone.
 */
lanes_inline struct eig_f64_shifts eig_f64_corner(double a, double b, double c, double d) {
  const double half = (a - d) / 2, square = half * half + b * c;
  if (square < 0) return (struct eig_f64_shifts){d + half, square};
  const double away = lanes_modulus(half) + __builtin_sqrt(square);
  return (struct eig_f64_shifts){away == 0 ? d : d - (half < 0 ? -1 : 1) * (b * c / away), 0};
}

/* A multiple of the first column of (H − σ₁)(H − σ₂), as a reflection. */
lanes_apart struct eig_f64_mirror eig_f64_begin(const struct eig_f64_state *s, eig_f64_int first, eig_f64_int last,
                                                eig_f64_int round) {
  const eig_f64_int ld = eig_f64_ld(s);
  const double *const h = s->x + first * ld + first, *const e = s->x + (last - 1) * ld + last - 1;
  double all[9] = {h[0], h[1], h[ld], h[ld + 1], h[ld + 2], e[0], e[ld + 1], e[ld], e[1]}, size = 0;
  for (int i = 0; i < 9; i += 1) size = lanes_modulus(all[i]) > size ? lanes_modulus(all[i]) : size;
  /* Smaller ones have squares whose squares vanish. */
  if (!(size > 0x1p-200))
    for (int i = 0; i < 9; i += 1) all[i] = size == 0 ? 0 : all[i] / size;
  const double p = all[0], q = all[1], r = all[2], t = all[3], w = all[4], d = all[6], c = all[8];
  struct eig_f64_shifts by = {0.75 * lanes_modulus(c) + d, -0.4375 * c * c};
  if (round % eig_f64_exceptional != 0)
    by = eig_f64_corner(all[5], all[7], c, d);
  else if (round % (2 * eig_f64_exceptional) != 0)
    by = (struct eig_f64_shifts){0.75 * lanes_modulus(q) + p, -0.4375 * q * q};
  return eig_f64_small((p - by.re) * (p - by.re) - by.square + r * q, q * (p - by.re + (t - by.re)), q * w);
}

/* The `round`th sweep on the block first … last since there was a deflation. */
lanes_apart void eig_f64_sweep(const struct eig_f64_state *s, eig_f64_int first, eig_f64_int last, eig_f64_int round) {
  const eig_f64_int ld = eig_f64_ld(s), right = eig_f64_form ? eig_f64_n(s) : last + 1;
  struct eig_f64_mirror by = eig_f64_begin(s, first, last, round);
  for (eig_f64_int k = first; k < last; k += 1) {
    double *const x = s->x + k * ld, *const before = x - ld;
    const int pair = k + 1 == last;
    if (k > first) by = eig_f64_small(before[k], before[k + 1], pair ? 0 : before[k + 2]);
    if (by.beta != 0) {
      /* A pair has nothing of its own in the third row or column: it stays as it is. */
      eig_f64_rows(s, by, k, k > first ? k - 1 : k, right);
      eig_f64_sides(x, ld, by, eig_f64_form ? 0 : first, k + 4 < last + 1 ? k + 4 : last + 1);
      if (eig_f64_form) eig_f64_sides(s->v + k * ld, ld, by, 0, eig_f64_n(s));
    }
    if (k > first) before[k + 1] = 0;
    if (k > first && !pair) before[k + 2] = 0;
  }
}

lanes_inline double eig_f64_sign(double x) { return x < 0 ? -1 : 1; }

/* √(x² + y²). */
lanes_calm double eig_f64_size(double x, double y) {
  const double one = lanes_modulus(x), other = lanes_modulus(y), most = one > other ? one : other;
  if (most == 0) return 0;
  return most * __builtin_sqrt(one / most * (one / most) + other / most * (other / most));
}

/* [a b; c d] becomes upper triangular, or gets equal diagonal entries, by the rotation (cosine, sine) (LAPACK's dlanv2). */
lanes_calm void eig_f64_standard(double m[4], double *cosine, double *sine) {
  const double a = m[0], b = m[1], c = m[2], d = m[3], p = (a - d) / 2;
  *cosine = 1;
  *sine = 0;
  if (c == 0) return;
  if (b == 0) {
    *cosine = 0;
    *sine = 1;
    m[0] = d, m[1] = -c, m[2] = 0, m[3] = a;
    return;
  }
  if (a == d && eig_f64_sign(b) != eig_f64_sign(c)) return;
  const double one = lanes_modulus(b), other = lanes_modulus(c), more = one > other ? one : other;
  const double product = (one > other ? other : one) * eig_f64_sign(b) * eig_f64_sign(c);
  const double scale = lanes_modulus(p) > more ? lanes_modulus(p) : more, z = p / scale * p + more / scale * product;
  if (z >= 0x1p-50) {
    const double far = p + eig_f64_sign(p) * __builtin_sqrt(scale) * __builtin_sqrt(z), size = eig_f64_size(c, far);
    *cosine = far / size;
    *sine = c / size;
    m[0] = d + far, m[1] = b - c, m[2] = 0, m[3] = d - more / far * product;
    return;
  }
  /* Eigenvalues that are complex, or real and almost one: the diagonal entries are made equal first. */
  const double sigma = b + c, size = eig_f64_size(sigma, a - d), cs = __builtin_sqrt((1 + lanes_modulus(sigma) / size) / 2);
  const double sn = -(p / (size * cs)) * eig_f64_sign(sigma);
  const double aa = a * cs + b * sn, bb = b * cs - a * sn, cc = c * cs + d * sn, dd = d * cs - c * sn;
  const double upper = bb * cs + dd * sn, lower = cc * cs - aa * sn, middle = (aa * cs + cc * sn + dd * cs - bb * sn) / 2;
  m[0] = m[3] = middle, m[1] = upper, m[2] = lower;
  *cosine = cs;
  *sine = sn;
  if (lower == 0) return;
  if (upper == 0) {
    *cosine = -sn;
    *sine = cs;
    m[1] = -lower, m[2] = 0;
  } else if (eig_f64_sign(upper) == eig_f64_sign(lower)) {
    const double root = __builtin_sqrt(lanes_modulus(upper)), rest = __builtin_sqrt(lanes_modulus(lower));
    const double apart = eig_f64_sign(lower) * root * rest, tau = 1 / __builtin_sqrt(lanes_modulus(upper + lower));
    m[0] = middle + apart, m[1] = upper - lower, m[2] = 0, m[3] = middle - apart;
    *cosine = cs * root * tau - sn * rest * tau;
    *sine = cs * rest * tau + sn * root * tau;
  }
}

/* Columns k and k + 1 of a factor, below row `to`. */
lanes_apart void eig_f64_rotate(double *x, eig_f64_int ld, double c, double t, eig_f64_int to) {
  for (eig_f64_int i = 0; i < to; i += 1) {
    const double one = x[i], other = x[ld + i];
    x[i] = c * one + t * other;
    x[ld + i] = c * other - t * one;
  }
}

/* The block of two rows at k to its standard form. */
lanes_apart void eig_f64_split(const struct eig_f64_state *s, eig_f64_int k) {
  const eig_f64_int ld = eig_f64_ld(s);
  double *const x = s->x + k * ld + k, c, t;
  double m[4] = {x[0], x[ld], x[1], x[ld + 1]};
  eig_f64_standard(m, &c, &t);
  x[0] = m[0], x[ld] = m[1], x[1] = m[2], x[ld + 1] = m[3];
  if (!eig_f64_form) return;
  for (eig_f64_int j = k + 2; j < eig_f64_n(s); j += 1) {
    double *const at = s->x + j * ld + k;
    const double one = at[0], other = at[1];
    at[0] = c * one + t * other;
    at[1] = c * other - t * one;
  }
  eig_f64_rotate(s->x + k * ld, ld, c, t, k);
  eig_f64_rotate(s->v + k * ld, ld, c, t, eig_f64_n(s));
}

/* Where the unreduced block that ends at `last` begins; the entry above it becomes 0. */
lanes_inline eig_f64_int eig_f64_block(const struct eig_f64_state *s, eig_f64_int last, double size, int stagnates) {
  for (eig_f64_int l = last; l > 0; l -= 1) {
    double *const x = s->x + (l - 1) * eig_f64_ld(s) + l - 1, beside = lanes_modulus(x[0]) + lanes_modulus(x[eig_f64_ld(s) + 1]);
    if (lanes_modulus(x[1]) <= 0x1p-52 * (beside == 0 || stagnates ? size : beside)) {
      x[1] = 0;
      return l;
    }
  }
  return 0;
}

/* Sweeps until blocks of one or two rows are left: 0 where it was cancelled, −1 where it does not converge. */
lanes_apart int eig_f64_iterate(const struct eig_f64_state *s, const volatile eig_f64_word *cancel) {
  lanes_vector most = {0};
  double size = 0;
  for (eig_f64_int i = 0; i < eig_f64_n(s) * eig_f64_ld(s); i += lanes_width) {
    const lanes_vector entry = (lanes_vector)((lanes_signs)lanes_from(s->x + i) & 0x7fffffffffffffff);
    const lanes_signs above = entry > most;
    most = (lanes_vector)(((lanes_signs)entry & above) | ((lanes_signs)most & ~above));
  }
  for (int l = 0; l < lanes_width; l += 1) size = most[l] > size ? most[l] : size;
  eig_f64_int last = eig_f64_n(s) - 1, round = 0, left = eig_f64_patience * (eig_f64_n(s) > 10 ? eig_f64_n(s) : 10);
  while (last >= 0) {
    const eig_f64_int first = eig_f64_block(s, last, size, round > 3 * eig_f64_exceptional);
    if (last - first <= 1) {
      if (first < last) eig_f64_split(s, first);
      last = first - 1;
      round = 0;
      continue;
    }
    if (*cancel) return 0;
    if (left == 0) return -1;
    left -= 1;
    round += 1;
    eig_f64_sweep(s, first, last, round);
  }
  return 1;
}

/* Reflections k … 0 on the group of columns: each pass subtracts one and multiplies with the next. */
lanes_apart void eig_f64_product(const struct eig_f64_state *s, eig_f64_int k) {
  const eig_f64_int ld = eig_f64_ld(s), end = eig_f64_wide(s);
  double *const q = s->columns, size[eig_f64_group] = {0};
  lanes_vector dots[eig_f64_group];
  const double *v = s->v + k * ld;
  for (; k >= -1; k -= 1) {
    const eig_f64_int place = k < 0 ? 0 : k;
    const double *const next = s->v + place * ld;
#pragma GCC unroll 8
    for (int c = 0; c < eig_f64_group; c += 1) dots[c] = (lanes_vector){0};
#pragma GCC unroll 1
    for (eig_f64_int i = (place + 1) / lanes_width * lanes_width; i < end; i += lanes_width) {
      const lanes_vector by = lanes_from(v + i), then = lanes_from(next + i);
#pragma GCC unroll 8
      for (int c = 0; c < eig_f64_group; c += 1) {
        const lanes_vector left = lanes_from(q + c * ld + i) - by * size[c];
        lanes_at(q + c * ld + i) = left;
        dots[c] += left * then;
      }
    }
#pragma GCC unroll 8
    for (int c = 0; c < eig_f64_group; c += 1) size[c] = lanes_total(dots[c]) * s->betas[place];
    v = next;
  }
}

/*
 * The product of the reflections: its columns take the place of the vectors. Reflection k leaves the first k + 1 columns of the
 * identity alone, so columns are made from the last on.
 */
lanes_calm void eig_f64_factor(const struct eig_f64_state *s) {
  const eig_f64_int ld = eig_f64_ld(s), group = eig_f64_group;
  for (eig_f64_int j = (eig_f64_n(s) - 1) / group * group; j >= 0; j -= group) {
    for (eig_f64_int i = 0; i < group * ld; i += 1) s->columns[i] = 0;
    for (eig_f64_int c = 0; c < group && j + c < eig_f64_n(s); c += 1) s->columns[c * ld + j + c] = 1;
    eig_f64_product(s, j + group - 2);
    for (eig_f64_int i = 0; i < group * ld; i += 1) s->v[j * ld + i] = s->columns[i];
  }
}

struct eig_f64_complex {
  double re, im;
};

/* Smith 1962: no overflow on the way. */
lanes_calm struct eig_f64_complex eig_f64_over(struct eig_f64_complex a, struct eig_f64_complex b) {
  if (lanes_modulus(b.re) >= lanes_modulus(b.im)) {
    const double ratio = b.im / b.re, size = b.re + b.im * ratio;
    return (struct eig_f64_complex){(a.re + a.im * ratio) / size, (a.im - a.re * ratio) / size};
  }
  const double ratio = b.re / b.im, size = b.re * ratio + b.im;
  return (struct eig_f64_complex){(a.re * ratio + a.im) / size, (a.im * ratio - a.re) / size};
}

lanes_inline struct eig_f64_complex eig_f64_minus(struct eig_f64_complex a, struct eig_f64_complex b) {
  return (struct eig_f64_complex){a.re - b.re, a.im - b.im};
}

lanes_inline struct eig_f64_complex eig_f64_times(struct eig_f64_complex a, struct eig_f64_complex b) {
  return (struct eig_f64_complex){a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re};
}

lanes_inline struct eig_f64_complex eig_f64_least(struct eig_f64_complex z, double least) {
  return eig_f64_size(z.re, z.im) < least ? (struct eig_f64_complex){least, 0} : z;
}

/* y += x · factor in the first n entries, and zeros beyond. */
lanes_inline void eig_f64_add(double *y, const double *x, double factor, eig_f64_int n) {
#pragma GCC unroll 1
  for (eig_f64_int i = 0; i < n; i += lanes_width) lanes_at(y + i) += lanes_from(x + i) * factor;
}

/* Entry `l` of the vector is known: it goes to the sums of the rows above `top`. */
lanes_apart void eig_f64_known(const struct eig_f64_state *s, eig_f64_int l, struct eig_f64_complex z, int both) {
  double *const re = s->left, *const im = s->right;
  re[l] = z.re;
  im[l] = z.im;
  eig_f64_add(s->across, s->x + l * eig_f64_ld(s), -z.re, l);
  if (both) eig_f64_add(s->along, s->x + l * eig_f64_ld(s), -z.im, l);
}

/* Two entries at a block of two rows, by elimination with complete pivoting. */
lanes_calm void eig_f64_pair(const struct eig_f64_state *s, eig_f64_int j, struct eig_f64_complex value, double least,
                             struct eig_f64_complex found[2]) {
  const double *const x = s->x + j * eig_f64_ld(s) + j;
  const struct eig_f64_complex m[2][2] = {{{x[0] - value.re, -value.im}, {x[eig_f64_ld(s)], 0}},
                                          {{x[1], 0}, {x[eig_f64_ld(s) + 1] - value.re, -value.im}}};
  int row = 0, column = 0;
  for (int place = 1; place < 4; place += 1) {
    const struct eig_f64_complex here = m[place >> 1][place & 1], held = m[row][column];
    if (eig_f64_size(here.re, here.im) > eig_f64_size(held.re, held.im)) {
      row = place >> 1;
      column = place & 1;
    }
  }
  const struct eig_f64_complex top = {s->across[j + row], s->along[j + row]};
  const struct eig_f64_complex bottom = {s->across[j + 1 - row], s->along[j + 1 - row]};
  const struct eig_f64_complex pivot = eig_f64_least(m[row][column], least), beside = m[row][1 - column];
  const struct eig_f64_complex factor = eig_f64_over(m[1 - row][column], pivot);
  const struct eig_f64_complex below = eig_f64_least(eig_f64_minus(m[1 - row][1 - column], eig_f64_times(factor, beside)), least);
  const struct eig_f64_complex second = eig_f64_over(eig_f64_minus(bottom, eig_f64_times(factor, top)), below);
  found[column] = eig_f64_over(eig_f64_minus(top, eig_f64_times(beside, second)), pivot);
  found[1 - column] = second;
}

/* Keeps entries that grow towards overflow in range: only the direction counts. */
lanes_calm void eig_f64_limit(const struct eig_f64_state *s, struct eig_f64_complex z) {
  if (!(lanes_modulus(z.re) > 0x1p400 || lanes_modulus(z.im) > 0x1p400)) return;
  for (eig_f64_int i = 0; i < eig_f64_n(s); i += 1) {
    s->left[i] *= 0x1p-400;
    s->right[i] *= 0x1p-400;
    s->across[i] *= 0x1p-400;
    s->along[i] *= 0x1p-400;
  }
}

/* The vector of the triangular form for the value of the block at k, which has `size` rows, in left + i·right. */
lanes_apart void eig_f64_solve(const struct eig_f64_state *s, eig_f64_int k, int size, struct eig_f64_complex value, double least) {
  for (eig_f64_int i = 0; i < eig_f64_wide(s); i += 1) s->left[i] = s->right[i] = s->across[i] = s->along[i] = 0;
  const int both = size == 2;
  if (both) {
    /* λ = t + i·√|bc|: the second row says c·x₁ = (λ − t)·x₂. */
    eig_f64_known(s, k + 1, (struct eig_f64_complex){s->x[k * eig_f64_ld(s) + k + 1], 0}, 1);
    eig_f64_known(s, k, (struct eig_f64_complex){0, value.im}, 1);
  } else
    eig_f64_known(s, k, (struct eig_f64_complex){1, 0}, 0);
  for (eig_f64_int j = k - 1; j >= 0; j -= 1) {
    if (j > 0 && s->x[(j - 1) * eig_f64_ld(s) + j] != 0) {
      struct eig_f64_complex found[2];
      j -= 1;
      eig_f64_pair(s, j, value, least, found);
      eig_f64_known(s, j + 1, found[1], both);
      eig_f64_known(s, j, found[0], both);
      eig_f64_limit(s, found[1]);
      eig_f64_limit(s, found[0]);
      continue;
    }
    const struct eig_f64_complex pivot = {s->x[j * eig_f64_ld(s) + j] - value.re, -value.im}, right = {s->across[j], s->along[j]};
    const struct eig_f64_complex by = eig_f64_least(pivot, least);
    const struct eig_f64_complex z = both ? eig_f64_over(right, by) : (struct eig_f64_complex){right.re / by.re, 0};
    eig_f64_known(s, j, z, both);
    eig_f64_limit(s, z);
  }
}

/* The orthogonal factor times a vector of `count` entries and zeros. */
lanes_apart void eig_f64_image(const struct eig_f64_state *s, const double *x, double *y, eig_f64_int count) {
  for (eig_f64_int i = 0; i < eig_f64_wide(s); i += 1) y[i] = 0;
#pragma GCC unroll 1
  for (eig_f64_int l = 0; l < count; l += eig_f64_group) {
    const double *const v = s->v + l * eig_f64_ld(s), *const by = x + l;
#pragma GCC unroll 1
    for (eig_f64_int i = 0; i < eig_f64_wide(s); i += lanes_width) {
      lanes_vector sum = lanes_from(y + i);
#pragma GCC unroll 8
      for (int c = 0; c < eig_f64_group; c += 1) sum += lanes_from(v + c * eig_f64_ld(s) + i) * by[c];
      lanes_at(y + i) = sum;
    }
  }
}

/* To length 1 and, where it is complex, with its largest entry real: the first that is largest but for rounding. */
lanes_apart void eig_f64_normalise(double *re, double *im, eig_f64_int n, int both) {
  double most = 0, sum = 0;
  eig_f64_int top = 0;
  for (eig_f64_int i = 0; i < n; i += 1) {
    const double size = both ? eig_f64_size(re[i], im[i]) : lanes_modulus(re[i]);
    if (size > most * (1 + 0x1p-30)) {
      most = size;
      top = i;
    }
  }
  struct eig_f64_complex factor = {1 / most, 0};
  if (both && im[top] != 0)
    factor = eig_f64_over((struct eig_f64_complex){1, 0}, (struct eig_f64_complex){re[top], im[top]});
  for (eig_f64_int i = 0; i < n; i += 1) {
    const double one = re[i], other = im[i];
    re[i] = one * factor.re - other * factor.im;
    im[i] = one * factor.im + other * factor.re;
    if (i == top && factor.im != 0) {
      re[i] = 1;
      im[i] = 0;
    }
    sum += re[i] * re[i] + im[i] * im[i];
  }
  const double inverse = 1 / __builtin_sqrt(sum);
  for (eig_f64_int i = 0; i < n; i += 1) {
    re[i] = re[i] * inverse + 0;
    im[i] = im[i] * inverse + 0;
  }
}

/* Eigenvectors as rows of x and y: 0 where it was cancelled. */
lanes_apart int eig_f64_vectors(const struct eig_f64_state *s, const double *re, const double *im, double *x, double *y,
                                const volatile eig_f64_word *cancel) {
  const eig_f64_int n = eig_f64_n(s);
  double most = 0;
  for (eig_f64_int j = 0; j < n; j += 1)
    for (eig_f64_int i = 0; i < n; i += 1)
      most = lanes_modulus(s->x[j * eig_f64_ld(s) + i]) > most ? lanes_modulus(s->x[j * eig_f64_ld(s) + i]) : most;
  const double least = 0x1p-52 * most > 0x1p-1022 ? 0x1p-52 * most : 0x1p-1022;
  for (eig_f64_int k = 0; k < n; k += 1) {
    if (*cancel) return 0;
    const int size = im[k] != 0 ? 2 : 1;
    double *const one = s->sum, *const other = s->dots;
    eig_f64_solve(s, k, size, (struct eig_f64_complex){re[k], im[k]}, least);
    eig_f64_image(s, s->left, one, k + size);
    if (size == 2) eig_f64_image(s, s->right, other, k + size);
    for (eig_f64_int i = 0; size == 1 && i < n; i += 1) other[i] = 0;
    eig_f64_normalise(one, other, n, size == 2);
    for (eig_f64_int i = 0; i < n; i += 1) {
      x[k * n + i] = one[i];
      y[k * n + i] = other[i];
    }
    if (size == 1) continue;
    k += 1;
    for (eig_f64_int i = 0; i < n; i += 1) {
      x[k * n + i] = one[i];
      y[k * n + i] = -other[i] + 0;
    }
  }
  return 1;
}

/* The matrix, scaled and column by column. */
lanes_apart void eig_f64_start(struct eig_f64_state *s, const double *a, double *work, double power) {
  const eig_f64_int n = eig_f64_n(s), ld = eig_f64_ld(s), line = ld + 8, tile = 8;
  s->x = work;
  s->v = s->x + (n + eig_f64_group) * ld;
  s->columns = s->v + (eig_f64_form ? (n + eig_f64_group) * ld : 0);
  s->left = s->columns + eig_f64_group * ld;
  s->right = s->left + line;
  s->across = s->right + line;
  s->along = s->across + line;
  s->sum = s->along + line;
  s->dots = s->sum + line;
  s->betas = s->dots + line;
  for (double *at = work; at < s->betas + line; at += lanes_width) lanes_at(at) = (lanes_vector){0};
  for (eig_f64_int start = 0; start < n; start += tile)
    for (eig_f64_int i = 0; i < n; i += 1)
      for (eig_f64_int j = start; j < start + tile && j < n; j += 1) s->x[j * ld + i] = a[i * n + j] * power;
}

/* Of the blocks on the diagonal. */
lanes_calm void eig_f64_values(const struct eig_f64_state *s, double *re, double *im) {
  for (eig_f64_int k = 0; k < eig_f64_n(s); k += 1) {
    const double *const x = s->x + k * eig_f64_ld(s) + k;
    re[k] = x[0];
    im[k] = 0;
    if (k + 1 == eig_f64_n(s) || x[1] == 0) continue;
    im[k] = __builtin_sqrt(lanes_modulus(x[eig_f64_ld(s)])) * __builtin_sqrt(lanes_modulus(x[1]));
    re[k + 1] = re[k];
    im[k + 1] = -im[k];
    k += 1;
  }
}

/* The orthogonal factor and the triangular one, row by row. */
lanes_apart void eig_f64_store(const struct eig_f64_state *s, double *x, double *y, double power) {
  const eig_f64_int n = eig_f64_n(s), tile = 8;
  for (eig_f64_int start = 0; start < n; start += tile)
    for (eig_f64_int i = 0; i < n; i += 1)
      for (eig_f64_int j = start; j < start + tile && j < n; j += 1) {
        x[i * n + j] = s->v[j * eig_f64_ld(s) + i];
        y[i * n + j] = j + 1 < i ? 0 : s->x[j * eig_f64_ld(s) + i] / power;
      }
}

static __attribute__((noinline, unused, optimize("O1"))) void eig_f64(const double *a, double *re, double *im, double *x, double *y,
                                                                      double *work, eig_f64_int n,
                                                                      const volatile eig_f64_word *cancel) {
  struct eig_f64_state t = {.n = n, .wide = eig_f64_up(n), .ld = eig_f64_few ? eig_f64_whole : (n + 15) / 16 * 16};
  if (t.ld % 64 == 0) t.ld += 16;
  const double power = scaling_unit(a, n * n);
  int state = -1;
  if (power == power && n > 0) {
    eig_f64_start(&t, a, work, power);
    if (!eig_f64_reduce(&t, cancel)) return;
    if (eig_f64_form) eig_f64_factor(&t);
    state = eig_f64_iterate(&t, cancel);
  }
  if (state == 0) return;
  if (state < 0) {
    for (eig_f64_int i = 0; i < n; i += 1) re[i] = im[i] = __builtin_nan("");
    for (eig_f64_int i = 0; eig_f64_form && i < n * n; i += 1) x[i] = y[i] = __builtin_nan("");
    return;
  }
  eig_f64_values(&t, re, im);
  if (eig_f64_form == 1) eig_f64_store(&t, x, y, power);
  if (eig_f64_form == 2 && !eig_f64_vectors(&t, re, im, x, y, cancel)) return;
  for (eig_f64_int i = 0; i < n; i += 1) {
    re[i] /= power;
    im[i] /= power;
  }
}
