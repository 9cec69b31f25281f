/*
 * svd_f64: singular values and vectors of a square matrix of doubles of any size.
 *
 * Version     3
 * Parameters  (a, s, u, vt, work, n, cancel): a (n × n) = u · diag(s) · vt, row-major and contiguous; s falls; u and vt are not
 *             touched where `vectors` is 0; work has room for (2·n + 64)·(n + 40) doubles
 * Requires    8-byte alignment; s, u, vt and work overlap nothing; n ≥ 0
 * Error       ‖a − u·diag(s)·vt‖ ≤ 8·n·u·‖a‖, ‖transpose(u)·u − 1‖ and ‖vt·transpose(vt) − 1‖ ≤ 8·n·u·√n in the Frobenius norm,
 *             |s − σ| ≤ 8·n·u·σ₁, barring overflow; all NaN where an entry is not finite
 * Cancel      read once for every reflection and every sweep; what has been written is undefined when it was found set
 * Method      Householder reflections from both sides, the update and both products that the next ones need in one pass over the
 *             matrix (Howell, Demmel, Fulton, Hammarling and Marmol 2008), then QR sweeps with implicit shifts on what is left, with
 *             shift 0 where another would cost digits (Demmel and Kahan 1990). Turns are kept and applied to the vectors many sweeps
 *             at a time (Van Zee, van de Geijn and Quintana-Ortí 2014).
 */
typedef __INT64_TYPE__ svd_f64_int;
typedef __INT32_TYPE__ svd_f64_word;

enum { svd_f64_vectors = 1 }; // hole vectors: integer 0..1

#include "parts/lanes.h"
#include "parts/scaling.h"

/* Columns that are updated together: each vector of a reflection is loaded once for all of them. */
enum { svd_f64_group = 4 };
/* Vectors of a row that turn together: as many as hide the time that one turn waits for the one before. */
enum { svd_f64_strip = 2 };
/* Sweeps that are kept before their turns are applied. */
enum { svd_f64_kept = 8 };
/* Sweeps for each value, in all; two are usual. */
enum { svd_f64_patience = 40 };

/* One side of the bidiagonal matrix: its transposed factor, `ld` doubles between rows, and the turns of the kept sweeps. */
struct svd_f64_side {
  double *rows, *turns;
};

/*
 * Column j of the matrix, in the end the vector of reflection j from the left, is row j of `x`; those from the right are rows of
 * `v`. What the last pair of reflections leaves to subtract from column j is left·across[j] + right·row[j]. Rows lie `ld` doubles
 * apart and have zeros from n on, as has a group of rows behind the last.
 */
struct svd_f64_state {
  double *x, *v, *d, *e, *across, *row, *left, *right, *sum, *betas, *factors, *columns;
  struct svd_f64_side sides[2];
  svd_f64_int n, wide, ld, kept;
  svd_f64_int first[svd_f64_kept], last[svd_f64_kept];
};

/*
 * x becomes v, v[0] = 1, with (1 − factor·v·transpose(v))·x = (result, 0, …): the factor, 0 where nothing is to be done. `first` is
 * what the rest of x was divided by.
 */
lanes_inline double svd_f64_reflect(double *x, svd_f64_int n, double *result, double *first) {
  const double head = x[0], size = scaling_length(head, x + 1, n - 1);
  *result = head;
  *first = 1;
  x[0] = 1;
  if (size < 0) return 0;
  *result = head < 0 ? size : -size;
  *first = head - *result;
  const double inverse = 1 / *first;
  if (lanes_modulus(inverse) < 0x1p1000)
    for (svd_f64_int i = 1; i < n; i += 1) x[i] *= inverse;
  else
    for (svd_f64_int i = 1; i < n; i += 1) x[i] /= *first;
  return *first / (size > 0 && head < 0 ? -size : size);
}

/*
 * Columns j … j + group − 1: subtracts what is left to, then multiplies them by reflection k, which gives row k, and adds their
 * products with that row to the sum.
 */
lanes_apart void svd_f64_columns(const struct svd_f64_state *s, svd_f64_int j, svd_f64_int k) {
  const svd_f64_int ld = s->ld, start = k / lanes_width * lanes_width, end = s->wide;
  const double *const u = s->x + k * ld;
  double *const x = s->x + j * ld, row[svd_f64_group];
  lanes_vector dots[svd_f64_group] = {{0}};
#pragma GCC unroll 1
  for (svd_f64_int i = start; i < end; i += lanes_width) {
    const lanes_vector left = lanes_from(s->left + i), right = lanes_from(s->right + i), by = lanes_from(u + i);
#pragma GCC unroll 8
    for (int c = 0; c < svd_f64_group; c += 1) {
      const lanes_vector next = lanes_from(x + c * ld + i) - left * s->across[j + c] - right * s->row[j + c];
      lanes_at(x + c * ld + i) = next;
      dots[c] += next * by;
    }
  }
#pragma GCC unroll 8
  for (int c = 0; c < svd_f64_group; c += 1) {
    s->across[j + c] = s->betas[k] * lanes_total(dots[c]);
    row[c] = s->row[j + c] = x[c * ld + k] - s->across[j + c];
  }
#pragma GCC unroll 1
  for (svd_f64_int i = start; i < end; i += lanes_width) {
    lanes_vector sum = lanes_from(s->sum + i);
#pragma GCC unroll 8
    for (int c = 0; c < svd_f64_group; c += 1) sum += lanes_from(x + c * ld + i) * row[c];
    lanes_at(s->sum + i) = sum;
  }
}

/* Reflections until only d and, beside it, e are left: 0 where it was cancelled. */
lanes_apart int svd_f64_reduce(struct svd_f64_state *s, const volatile svd_f64_word *cancel) {
  const svd_f64_int n = s->n, ld = s->ld;
  for (svd_f64_int k = 0; k < n; k += 1) {
    if (*cancel) return 0;
    const svd_f64_int start = k / lanes_width * lanes_width;
    double *const u = s->x + k * ld, *const next = u + ld, *const row = s->row;
    double first, dot = 0;
    for (svd_f64_int i = start; i < s->wide; i += lanes_width) {
      lanes_at(u + i) -= lanes_from(s->left + i) * s->across[k] + lanes_from(s->right + i) * row[k];
      lanes_at(s->sum + i) = (lanes_vector){0};
    }
    s->betas[k] = svd_f64_reflect(u + k, n - k, s->d + k, &first);
    for (svd_f64_int i = 0; i < k; i += 1) u[i] = 0;
    for (svd_f64_int j = k + 1; j < n; j += svd_f64_group) svd_f64_columns(s, j, k);
    if (k == n - 1) break;
    const double factor = s->factors[k] = svd_f64_reflect(row + k + 1, n - k - 1, s->e + k, &first);
    for (svd_f64_int j = k + 1; j < n; j += 1) {
      dot += s->across[j] * row[j];
      if (svd_f64_vectors) s->v[k * ld + j] = row[j];
    }
    /* The sum has the row itself as weights; the vector is that with another head, divided by `first` = head − e[k]. */
    const double by = factor / first, more = factor == 0 ? 0 : -s->e[k] * by, less = factor * dot;
    for (svd_f64_int i = start; i < s->wide; i += lanes_width) {
      const lanes_vector along = lanes_from(u + i);
      lanes_at(s->right + i) = lanes_from(s->sum + i) * by + lanes_from(next + i) * more - along * less;
      lanes_at(s->left + i) = along;
    }
  }
  return 1;
}

/* Entries whose squares vanish: as below. */
lanes_calm double svd_f64_tiny(double f, double g, double *c, double *s) {
  *c = 1;
  *s = 0;
  if (g == 0) return f;
  f *= 0x1p600;
  g *= 0x1p600;
  const double size = __builtin_sqrt(f * f + g * g);
  *c = f / size;
  *s = g / size;
  return size * 0x1p-600;
}

/* A turn with c·f + s·g = r and c·g − s·f = 0. */
lanes_inline double svd_f64_turn(double f, double g, double *c, double *s) {
  const double square = f * f + g * g;
  if (!(square > 0x1p-900)) return svd_f64_tiny(f, g, c, s);
  const double inverse = 1 / __builtin_sqrt(square);
  *c = f * inverse;
  *s = g * inverse;
  return square * inverse;
}

/* The kept sweeps on the strip of a factor's rows from column `at` on. */
lanes_apart void svd_f64_strips(const struct svd_f64_state *s, const struct svd_f64_side *side, svd_f64_int at) {
  for (svd_f64_int k = 0; k < s->kept; k += 1) {
    double *x = side->rows + s->first[k] * s->ld + at;
    const double *turn = side->turns + 2 * (k * s->n + s->first[k]);
    lanes_vector held[svd_f64_strip];
#pragma GCC unroll 8
    for (int l = 0; l < svd_f64_strip; l += 1) held[l] = lanes_from(x + l * lanes_width);
#pragma GCC unroll 1
    for (svd_f64_int i = s->first[k]; i < s->last[k]; i += 1) {
      const double c = turn[0], t = turn[1];
#pragma GCC unroll 8
      for (int l = 0; l < svd_f64_strip; l += 1) {
        const lanes_vector next = lanes_from(x + s->ld + l * lanes_width);
        lanes_at(x + l * lanes_width) = held[l] * c + next * t;
        held[l] = next * c - held[l] * t;
      }
      x += s->ld;
      turn += 2;
    }
#pragma GCC unroll 8
    for (int l = 0; l < svd_f64_strip; l += 1) lanes_at(x + l * lanes_width) = held[l];
  }
}

lanes_calm void svd_f64_apply(struct svd_f64_state *s) {
  for (svd_f64_int at = 0; at < s->n; at += svd_f64_strip * lanes_width) {
    svd_f64_strips(s, s->sides, at);
    svd_f64_strips(s, s->sides + 1, at);
  }
  s->kept = 0;
}

/* The turns of both sides between rows i and i + 1, kept for the vectors. */
lanes_inline void svd_f64_keep(const struct svd_f64_state *s, svd_f64_int i, double c, double t, double lc, double lt) {
  if (!svd_f64_vectors) return;
  const svd_f64_int at = 2 * (s->kept * s->n + i);
  s->sides[0].turns[at] = lc;
  s->sides[0].turns[at + 1] = lt;
  s->sides[1].turns[at] = c;
  s->sides[1].turns[at + 1] = t;
}

/* One sweep over the block first … last without shift: additions only of what has one sign. */
lanes_apart void svd_f64_plain(struct svd_f64_state *s, svd_f64_int first, svd_f64_int last) {
  double *const d = s->d, *const e = s->e;
  double c = 1, t = 0, lc = 1, lt = 0;
  for (svd_f64_int i = first; i < last; i += 1) {
    const double r = svd_f64_turn(d[i] * c, e[i], &c, &t);
    if (i > first) e[i - 1] = lt * r;
    d[i] = svd_f64_turn(lc * r, d[i + 1] * t, &lc, &lt);
    svd_f64_keep(s, i, c, t, lc, lt);
  }
  const double rest = d[last] * c;
  d[last] = rest * lc;
  e[last - 1] = rest * lt;
}

/* One sweep with a shift. */
lanes_apart void svd_f64_shifted(struct svd_f64_state *s, svd_f64_int first, svd_f64_int last, double shift) {
  double *const d = s->d, *const e = s->e;
  double here = d[first], beside = e[first], g = beside, c, t, lc, lt;
  double f = (lanes_modulus(here) - shift) * ((here < 0 ? -1 : 1) + shift / here);
  for (svd_f64_int i = first; i < last; i += 1) {
    const double r = svd_f64_turn(f, g, &c, &t), below = d[i + 1];
    if (i > first) e[i - 1] = r;
    f = c * here + t * beside;
    beside = c * beside - t * here;
    d[i] = svd_f64_turn(f, t * below, &lc, &lt);
    f = lc * beside + lt * (c * below);
    here = lc * (c * below) - lt * beside;
    /* Behind the block e is 0, or there is none. */
    g = lt * e[i + 1];
    beside = lc * e[i + 1];
    svd_f64_keep(s, i, c, t, lc, lt);
  }
  d[last] = here;
  e[last - 1] = f;
}

/* The smaller singular value of [f g; 0 h]: no cancellation (LAPACK's dlas2). */
lanes_calm double svd_f64_smaller(double f, double g, double h) {
  f = lanes_modulus(f);
  g = lanes_modulus(g);
  h = lanes_modulus(h);
  const double least = f < h ? f : h, most = f < h ? h : f;
  if (least == 0) return 0;
  const double ratio = 1 + least / most, apart = (most - least) / most;
  if (g < most) {
    const double size = g / most * (g / most);
    return least * (2 / (__builtin_sqrt(ratio * ratio + size) + __builtin_sqrt(apart * apart + size)));
  }
  const double size = most / g;
  return least * size *
         (2 / (__builtin_sqrt(1 + ratio * size * (ratio * size)) + __builtin_sqrt(1 + apart * size * (apart * size))));
}

/* Sweeps until nothing is left of e: 0 where it was cancelled. */
lanes_apart int svd_f64_iterate(struct svd_f64_state *s, const volatile svd_f64_word *cancel) {
  double *const d = s->d, *const e = s->e;
  double size = 0;
  for (svd_f64_int i = 0; i < s->n; i += 1) {
    const double one = lanes_modulus(d[i]), other = i + 1 < s->n ? lanes_modulus(e[i]) : 0;
    size = one > size ? one : size;
    size = other > size ? other : size;
  }
  const double least = 0x1p-54 * size;
  svd_f64_int last = s->n - 1, left = svd_f64_patience * (s->n + 1);
  while (last > 0 && left > 0) {
    svd_f64_int first = last;
    double most = lanes_modulus(d[last]);
    if (most <= least) d[last] = 0;
    for (; first > 0; first -= 1) {
      const double one = lanes_modulus(d[first - 1]), other = lanes_modulus(e[first - 1]);
      if (one <= least) d[first - 1] = 0;
      if (other <= least || other <= 0x1p-53 * (one < lanes_modulus(d[first]) ? one : lanes_modulus(d[first]))) {
        e[first - 1] = 0;
        break;
      }
      most = one > most ? one : most;
      most = other > most ? other : most;
    }
    if (first == last) {
      last -= 1;
      continue;
    }
    if (*cancel) return 0;
    left -= 1;
    /* A row of a 0 on the diagonal is gone after one sweep without shift. */
    double shift = svd_f64_smaller(d[last - 1], e[last - 1], d[last]);
    for (svd_f64_int i = first; i <= last; i += 1)
      if (d[i] == 0) shift = 0;
    const double part = d[first] == 0 ? 0 : shift / d[first];
    if (part * part < 0x1p-53)
      svd_f64_plain(s, first, last);
    else
      svd_f64_shifted(s, first, last, shift);
    if (!svd_f64_vectors) continue;
    s->first[s->kept] = first;
    s->last[s->kept] = last;
    s->kept += 1;
    if (s->kept == svd_f64_kept) svd_f64_apply(s);
  }
  return 1;
}

/* Reflections k … 0 on the group of columns: each pass subtracts one and multiplies with the next. */
lanes_apart void svd_f64_mirror(const struct svd_f64_state *s, const double *vectors, const double *factors, svd_f64_int k,
                                svd_f64_int offset) {
  const svd_f64_int ld = s->ld, end = s->wide;
  double *const q = s->columns, size[svd_f64_group] = {0};
  lanes_vector dots[svd_f64_group];
  const double *v = vectors + k * ld;
  for (; k >= -1; k -= 1) {
    const svd_f64_int place = k < 0 ? 0 : k;
    const double *const next = vectors + place * ld;
#pragma GCC unroll 8
    for (int c = 0; c < svd_f64_group; c += 1) dots[c] = (lanes_vector){0};
#pragma GCC unroll 1
    for (svd_f64_int i = (place + offset) / lanes_width * lanes_width; i < end; i += lanes_width) {
      const lanes_vector by = lanes_from(v + i), then = lanes_from(next + i);
#pragma GCC unroll 8
      for (int c = 0; c < svd_f64_group; c += 1) {
        const lanes_vector left = lanes_from(q + c * ld + i) - by * size[c];
        lanes_at(q + c * ld + i) = left;
        dots[c] += left * then;
      }
    }
#pragma GCC unroll 8
    for (int c = 0; c < svd_f64_group; c += 1) size[c] = lanes_total(dots[c]) * factors[place];
    v = next;
  }
}

/*
 * The product of the reflections, of which k is the identity in the first k + offset places: its columns take the place of the
 * vectors. Reflection k leaves those columns of the identity alone that it begins behind, so columns are made from the last on.
 */
lanes_calm void svd_f64_factor(const struct svd_f64_state *s, double *vectors, const double *factors, svd_f64_int offset) {
  const svd_f64_int ld = s->ld;
  for (svd_f64_int j = (s->n - 1) / svd_f64_group * svd_f64_group; j >= 0; j -= svd_f64_group) {
    for (svd_f64_int i = 0; i < svd_f64_group * ld; i += 1) s->columns[i] = 0;
    for (svd_f64_int c = 0; c < svd_f64_group && j + c < s->n; c += 1) s->columns[c * ld + j + c] = 1;
    svd_f64_mirror(s, vectors, factors, j + svd_f64_group - 1 - offset, offset);
    for (svd_f64_int i = 0; i < svd_f64_group * ld; i += 1) vectors[j * ld + i] = s->columns[i];
  }
}

/* The places of the values, the largest first. */
lanes_calm void svd_f64_sort(struct svd_f64_state *s) {
  double *const order = s->row;
  for (svd_f64_int j = 0; j < s->n; j += 1) {
    const double size = lanes_modulus(s->d[j]);
    svd_f64_int place = j;
    for (; place > 0 && lanes_modulus(s->d[(svd_f64_int)order[place - 1]]) < size; place -= 1)
      order[place] = order[place - 1];
    order[place] = (double)j;
  }
}

/* Rows of the matrix are columns of its transpose, whose factors are those of the matrix exchanged. */
lanes_apart void svd_f64_start(struct svd_f64_state *s, const double *a, double *work, double power) {
  const svd_f64_int n = s->n, ld = s->ld, line = ld + 16;
  s->x = work;
  s->v = s->x + (n + svd_f64_group) * ld;
  s->columns = s->v + (svd_f64_vectors ? (n + svd_f64_group) * ld : 0);
  s->d = s->columns + svd_f64_group * ld;
  s->e = s->d + line;
  s->across = s->e + line;
  s->row = s->across + line;
  s->left = s->row + line;
  s->right = s->left + line;
  s->sum = s->right + line;
  s->betas = s->sum + line;
  s->factors = s->betas + line;
  s->sides[0].rows = s->x;
  s->sides[0].turns = s->factors + line;
  s->sides[1].rows = s->v;
  s->sides[1].turns = s->sides[0].turns + 2 * svd_f64_kept * n;
  for (double *at = s->x; at < s->sides[0].turns; at += lanes_width) lanes_at(at) = (lanes_vector){0};
  for (svd_f64_int i = 0; i < n; i += 1) {
    svd_f64_int j = 0;
    for (; j + lanes_width <= n; j += lanes_width) lanes_at(s->x + i * ld + j) = lanes_from(a + i * n + j) * power;
    for (; j < n; j += 1) s->x[i * ld + j] = a[i * n + j] * power;
  }
}

static __attribute__((noinline, unused, optimize("O1"))) void svd_f64(const double *a, double *s, double *u, double *vt,
                                                                      double *work, svd_f64_int n,
                                                                      const volatile svd_f64_word *cancel) {
  struct svd_f64_state t = {.n = n, .wide = (n + lanes_width - 1) / lanes_width * lanes_width, .ld = (n + 15) / 16 * 16};
  if (t.ld % 64 == 0) t.ld += 16;
  const double power = scaling_unit(a, n * n);
  if (power != power || n == 0) {
    for (svd_f64_int i = 0; i < n; i += 1) s[i] = power;
    for (svd_f64_int i = 0; svd_f64_vectors && i < n * n; i += 1) u[i] = vt[i] = power;
    return;
  }
  svd_f64_start(&t, a, work, power);
  if (!svd_f64_reduce(&t, cancel)) return;
  if (svd_f64_vectors) {
    svd_f64_factor(&t, t.x, t.betas, 0);
    svd_f64_factor(&t, t.v, t.factors, 1);
  }
  if (!svd_f64_iterate(&t, cancel)) return;
  if (svd_f64_vectors) svd_f64_apply(&t);
  svd_f64_sort(&t);
  for (svd_f64_int i = 0; i < n; i += 1) {
    const svd_f64_int from = (svd_f64_int)t.row[i];
    const double sign = t.d[from] < 0 ? -1 : 1;
    s[i] = sign * t.d[from] / power;
    if (svd_f64_vectors)
      for (svd_f64_int j = 0; j < n; j += 1) {
        vt[i * n + j] = sign * t.x[from * t.ld + j];
        u[j * n + i] = t.v[from * t.ld + j];
      }
  }
}
