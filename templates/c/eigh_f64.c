/*
 * eigh_f64: eigenvalues and eigenvectors of a symmetric matrix of doubles of any size.
 *
 * Version     3
 * Parameters  (a, w, q, work, n, cancel): (a + transpose(a)) / 2 = q · diag(w) · transpose(q), n × n, row-major and contiguous; w
 *             rises; in each column of q the first entry whose square is above 1/(10·n) is positive; q is not touched where
 *             `vectors` is 0. `few` is n where that is at most 8 and known, else 0; work has room for 24·n + 176 doubles then, else
 *             for (n + 40)·(n + 64)
 * Requires    8-byte alignment; w, q and work overlap nothing; n ≥ 0
 * Error       ‖a − q·diag(w)·transpose(q)‖ ≤ 8·n·u·‖a‖, ‖transpose(q)·q − 1‖ ≤ 8·n·u·√n in the Frobenius norm, |w − λ| ≤ 8·n·u·‖a‖,
 *             barring overflow; all NaN where an entry is not finite, or a differs from its transpose by more than 2⁻²⁶ of its
 *             largest entry
 * Cancel      read once for every reflection and every sweep; what has been written is undefined when it was found set
 * Method      Householder reflections to three diagonals, each update of the lower triangle in one pass with the product that the
 *             next one needs; then QR sweeps with Wilkinson's shift (Golub & Van Loan, 4th ed., §8.3), for values alone without
 *             roots (Pal, Walker and Kahan; Parlett 1998, §8.15). Turns are kept and applied to the vectors many sweeps at a time
 *             (Van Zee, van de Geijn and Quintana-Ortí 2014).
 */
typedef __INT64_TYPE__ eigh_f64_int;
typedef __INT32_TYPE__ eigh_f64_word;

enum { eigh_f64_vectors = 1 }; // hole vectors: integer 0..1
enum { eigh_f64_few = 0 }; // hole few: integer 0..8

#include "parts/lanes.h"
#include "parts/scaling.h"

/* Columns that are updated together: each vector of a reflection is loaded once for all of them. */
enum { eigh_f64_group = 4 };
/* Blocks of this side on the diagonal are kept whole, of the rest the lower triangle. */
enum { eigh_f64_tile = 8 };
/* Vectors of a row that turn together: as many as hide the time that one turn waits for the one before. */
enum { eigh_f64_strip = eigh_f64_few && lanes_width == 8 ? 1 : 2 };
/* Sweeps that are kept before their turns are applied. */
enum { eigh_f64_kept = 8 };
/* Sweeps for each value, in all; two are usual. */
enum { eigh_f64_patience = 40 };

/*
 * Column j of the matrix is row j of `x`, in the end the vector of reflection j, of which the first j + 1 entries are 0. What the
 * last reflection leaves to subtract from column j is left·right[j] + right·left[j]. Rows lie `ld` doubles apart and have zeros
 * from n on, as has a group of rows behind the last. For values alone e holds squares once there are sweeps.
 */
struct eigh_f64_state {
  double *x, *d, *e, *left, *right, *sum, *dots, *betas, *columns, *turns;
  eigh_f64_int n, wide, ld, kept;
  eigh_f64_int first[eigh_f64_kept], last[eigh_f64_kept];
};

/* Sizes that are known make loops of vectors single steps. */
#define eigh_f64_n(s) (eigh_f64_few ? (eigh_f64_int)eigh_f64_few : (s)->n)
#define eigh_f64_wide(s) (eigh_f64_few ? (eigh_f64_int)eigh_f64_tile : (s)->wide)
#define eigh_f64_ld(s) (eigh_f64_few ? (eigh_f64_int)eigh_f64_tile : (s)->ld)

/* Those of the lanes from `at` on that are above k, others 0; by masks, since vectors wait long for what was stored one by one. */
lanes_inline lanes_vector eigh_f64_above(eigh_f64_int k, eigh_f64_int at, lanes_vector x) {
  const eigh_f64_int first[8] = {0, 1, 2, 3, 4, 5, 6, 7};
  return (lanes_vector)((lanes_signs)x & (*(const lanes_signs *)first > k - at));
}

/*
 * u becomes v, 0 up to k, v[k + 1] = 1, with (1 − factor·v·transpose(v))·u = (…, result, 0, …) from there on: the factor, 0 where
 * nothing is to be done.
 */
lanes_inline double eigh_f64_reflect(double *u, eigh_f64_int k, eigh_f64_int n, eigh_f64_int start, eigh_f64_int wide,
                                     double *result) {
  const lanes_vector one = (lanes_vector){0} + 1;
  const double head = u[k + 1];
  lanes_vector sums = {0};
  for (eigh_f64_int i = start; i < wide; i += lanes_width) {
    const lanes_vector entry = eigh_f64_above(k + 1, i, lanes_from(u + i));
    sums += entry * entry;
  }
  const double sum = lanes_total(sums);
  const double size = sum > 1e-270 ? __builtin_sqrt(sum + head * head) : scaling_length(head, u + k + 2, n - k - 2);
  const double there = size < 0 ? head : head < 0 ? size : -size, first = head - there, inverse = 1 / first;
  *result = there;
  if (size >= 0 && !(lanes_modulus(inverse) < 0x1p1000))
    for (eigh_f64_int i = k + 2; i < n; i += 1) u[i] /= first;
  const double by = size >= 0 && lanes_modulus(inverse) < 0x1p1000 ? inverse : 1;
  for (eigh_f64_int i = start; i < wide; i += lanes_width)
    lanes_at(u + i) =
      eigh_f64_above(k + 1, i, lanes_from(u + i)) * by + (eigh_f64_above(k, i, one) - eigh_f64_above(k + 1, i, one));
  return size < 0 ? 0 : -first / there;
}

/*
 * Columns j … j + group − 1 from their tile on: subtracts what is left to, then adds up their products with the vector `u`, of the
 * columns in `dots` and, below the block on the diagonal, of the rows that they are by symmetry in `sum`.
 */
lanes_apart void eigh_f64_columns(const struct eigh_f64_state *s, const double *u, eigh_f64_int j) {
  const eigh_f64_int ld = eigh_f64_ld(s), start = j / eigh_f64_tile * eigh_f64_tile, below = start + eigh_f64_tile;
  double *const x = s->x + j * ld;
  double across[eigh_f64_group], along[eigh_f64_group], weights[eigh_f64_group];
  lanes_vector dots[eigh_f64_group] = {{0}};
#pragma GCC unroll 8
  for (int c = 0; c < eigh_f64_group; c += 1) {
    across[c] = s->right[j + c];
    along[c] = s->left[j + c];
    weights[c] = u[j + c];
  }
#pragma GCC unroll 1
  for (eigh_f64_int i = start; i < eigh_f64_wide(s); i += lanes_width) {
    const lanes_vector left = lanes_from(s->left + i), right = lanes_from(s->right + i), by = lanes_from(u + i);
    lanes_vector sum = {0};
#pragma GCC unroll 8
    for (int c = 0; c < eigh_f64_group; c += 1) {
      const lanes_vector next = lanes_from(x + c * ld + i) - left * across[c] - right * along[c];
      lanes_at(x + c * ld + i) = next;
      dots[c] += next * by;
      sum += next * weights[c];
    }
    if (i >= below) lanes_at(s->sum + i) += sum;
  }
#pragma GCC unroll 8
  for (int c = 0; c < eigh_f64_group; c += 1) s->dots[j + c] = lanes_total(dots[c]);
}

/* Reflections until only d and, beside it, e are left: 0 where it was cancelled. */
lanes_apart int eigh_f64_reduce(struct eigh_f64_state *s, const volatile eigh_f64_word *cancel) {
  const eigh_f64_int n = eigh_f64_n(s), ld = eigh_f64_ld(s);
  for (eigh_f64_int k = 0; k < n; k += 1) {
    if (*cancel) return 0;
    const eigh_f64_int start = k / eigh_f64_tile * eigh_f64_tile;
    double *const u = s->x + k * ld, dot = 0;
    const double across = s->right[k], along = s->left[k];
    for (eigh_f64_int i = start; i < eigh_f64_wide(s); i += lanes_width) {
      lanes_at(u + i) -= lanes_from(s->left + i) * across + lanes_from(s->right + i) * along;
      lanes_at(s->sum + i) = (lanes_vector){0};
    }
    s->d[k] = u[k];
    if (k == n - 1) break;
    const double beta = s->betas[k] = eigh_f64_reflect(u, k, n, start, eigh_f64_wide(s), s->e + k);
    /* Finished columns and rows stay as they are. */
    for (eigh_f64_int i = start; i < start + eigh_f64_tile; i += lanes_width) {
      lanes_at(s->left + i) = eigh_f64_above(k, i, lanes_from(s->left + i));
      lanes_at(s->right + i) = eigh_f64_above(k, i, lanes_from(s->right + i));
    }
    for (eigh_f64_int j = (k + 1) / eigh_f64_group * eigh_f64_group; j < n;
         j += eigh_f64_group)
      eigh_f64_columns(s, u, j);
    lanes_vector dots = {0};
    for (eigh_f64_int i = start; i < eigh_f64_wide(s); i += lanes_width) {
      const lanes_vector product = eigh_f64_above(k, i, lanes_from(s->dots + i) + lanes_from(s->sum + i));
      lanes_at(s->sum + i) = product;
      dots += product * lanes_from(u + i);
    }
    dot = beta * beta / 2 * lanes_total(dots);
    for (eigh_f64_int i = start; i < eigh_f64_wide(s); i += lanes_width) {
      const lanes_vector by = lanes_from(u + i);
      lanes_at(s->right + i) = lanes_from(s->sum + i) * beta - by * dot;
      lanes_at(s->left + i) = by;
    }
  }
  return 1;
}

/* Entries whose squares vanish: as below. */
lanes_calm double eigh_f64_tiny(double f, double g, double *c, double *s) {
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
lanes_inline double eigh_f64_turn(double f, double g, double *c, double *s) {
  const double square = f * f + g * g;
  if (!(square > 0x1p-900)) return eigh_f64_tiny(f, g, c, s);
  /* Root and quotient side by side: the next turn waits for this one. */
  const double size = __builtin_sqrt(square), inverse = size * (1 / square);
  *c = f * inverse;
  *s = g * inverse;
  return size;
}

/*
 * The kept sweeps on the strip of the rows from column `at` on, two at a time: the second turns rows i − 1 and i when the first has
 * turned i and i + 1, so a row is read and written once for both.
 */
lanes_apart void eigh_f64_strips(const struct eigh_f64_state *s, eigh_f64_int at) {
  const eigh_f64_int ld = eigh_f64_ld(s);
  for (eigh_f64_int k = 0; k < s->kept; k += 2) {
    const eigh_f64_int first = s->first[k], last = s->last[k], apart = 2 * eigh_f64_n(s);
    double *x = s->x + first * ld + at;
    const double *turn = s->turns + k * apart + 2 * first;
    lanes_vector one[eigh_f64_strip], other[eigh_f64_strip];
#pragma GCC unroll 8
    for (int l = 0; l < eigh_f64_strip; l += 1) {
      const lanes_vector here = lanes_from(x + l * lanes_width), next = lanes_from(x + ld + l * lanes_width);
      other[l] = here * turn[0] + next * turn[1];
      one[l] = next * turn[0] - here * turn[1];
    }
#pragma GCC unroll 1
    for (eigh_f64_int i = first + 1; i < last; i += 1) {
      const double *const then = turn + apart;
      turn += 2;
#pragma GCC unroll 8
      for (int l = 0; l < eigh_f64_strip; l += 1) {
        const lanes_vector next = lanes_from(x + 2 * ld + l * lanes_width), here = one[l] * turn[0] + next * turn[1];
        one[l] = next * turn[0] - one[l] * turn[1];
        lanes_at(x + l * lanes_width) = other[l] * then[0] + here * then[1];
        other[l] = here * then[0] - other[l] * then[1];
      }
      x += ld;
    }
    const double c = turn[apart], t = turn[apart + 1];
#pragma GCC unroll 8
    for (int l = 0; l < eigh_f64_strip; l += 1) {
      lanes_at(x + l * lanes_width) = other[l] * c + one[l] * t;
      lanes_at(x + ld + l * lanes_width) = one[l] * c - other[l] * t;
    }
  }
}

/* Sweep k turns nothing beyond its block. */
lanes_calm void eigh_f64_extend(const struct eigh_f64_state *s, eigh_f64_int k, eigh_f64_int first, eigh_f64_int last) {
  for (eigh_f64_int i = first; i < last; i += 1)
    if (i < s->first[k] || i >= s->last[k]) {
      s->turns[2 * (k * eigh_f64_n(s) + i)] = 1;
      s->turns[2 * (k * eigh_f64_n(s) + i) + 1] = 0;
    }
}

lanes_calm void eigh_f64_apply(struct eigh_f64_state *s) {
  if (s->kept % 2 == 1) s->first[s->kept] = s->last[s->kept] = 0;
  for (eigh_f64_int k = 0; k < s->kept; k += 2) {
    const eigh_f64_int first = s->last[k + 1] > 0 && s->first[k + 1] < s->first[k] ? s->first[k + 1] : s->first[k];
    const eigh_f64_int last = s->last[k + 1] > s->last[k] ? s->last[k + 1] : s->last[k];
    eigh_f64_extend(s, k, first, last);
    eigh_f64_extend(s, k + 1, first, last);
    s->first[k] = first;
    s->last[k] = last;
  }
  for (eigh_f64_int at = 0; at < eigh_f64_n(s); at += eigh_f64_strip * lanes_width) eigh_f64_strips(s, at);
  s->kept = 0;
}

/* One sweep over the block first … last, its turns kept. */
lanes_apart void eigh_f64_sweep(struct eigh_f64_state *s, eigh_f64_int first, eigh_f64_int last, double shift) {
  double *const d = s->d, *const e = s->e, *turn = s->turns + 2 * (s->kept * eigh_f64_n(s) + first);
  double g = d[first] - shift, c = 1, t = 1, moved = 0;
  for (eigh_f64_int i = first; i < last; i += 1) {
    const double beside = c * e[i], r = eigh_f64_turn(g, t * e[i], &c, &t), here = d[i] - moved;
    if (i > first) e[i - 1] = r;
    const double far = (d[i + 1] - here) * t + 2 * c * beside;
    moved = t * far;
    d[i] = here + moved;
    g = c * far - beside;
    turn[0] = c;
    turn[1] = t;
    turn += 2;
  }
  d[last] -= moved;
  e[last - 1] = g;
  s->first[s->kept] = first;
  s->last[s->kept] = last;
  s->kept += 1;
  if (s->kept == eigh_f64_kept) eigh_f64_apply(s);
}

/*
 * Likewise for values alone, with squares in e: gamma is the entry of the diagonal less the shift, p its square over the cosine's.
 * One quotient serves for 1/r and for the next p = gamma²/cosine², where LAPACK's dsterf waits for two.
 */
lanes_apart void eigh_f64_rootless(struct eigh_f64_state *s, eigh_f64_int first, eigh_f64_int last, double shift) {
  double *const d = s->d, *const e = s->e;
  double gamma = d[first] - shift, p = gamma * gamma, sine = 0, cosine = 1;
  for (eigh_f64_int i = first; i < last; i += 1) {
    const double square = e[i], r = p + square, next = d[i + 1], before = gamma;
    if (i > first) e[i - 1] = sine * r;
    if (p > 1e-200) {
      const double inverse = 1 / (r * p), share = p * inverse, product = p * (next - shift) - square * before;
      gamma = product * share;
      cosine = p * share;
      sine = square * share;
      p = product * product * inverse;
    } else {
      const double old = cosine;
      cosine = p / r;
      sine = square / r;
      gamma = cosine * (next - shift) - sine * before;
      p = cosine == 0 ? old * square : gamma * gamma / cosine;
    }
    d[i] = before + (next - gamma);
  }
  e[last - 1] = sine * p;
  d[last] = shift + gamma;
}

/* Where the unreduced block that ends at `last` begins; the entry above it becomes 0. */
lanes_inline eigh_f64_int eigh_f64_block(const struct eigh_f64_state *s, eigh_f64_int last, double least) {
  const double *const d = s->d;
  for (eigh_f64_int i = last; i > 0; i -= 1) {
    const double entry = lanes_modulus(s->e[i - 1]), sides = lanes_modulus(d[i - 1] * d[i]);
    const double square = eigh_f64_vectors ? entry * entry : entry;
    if (square <= least || square <= 0x1p-106 * sides) {
      s->e[i - 1] = 0;
      return i;
    }
  }
  return 0;
}

/* Sweeps until nothing is left of e: 0 where it was cancelled. */
lanes_apart int eigh_f64_iterate(struct eigh_f64_state *s, const volatile eigh_f64_word *cancel) {
  double *const d = s->d, *const e = s->e, size = 0;
  for (eigh_f64_int i = 0; i < eigh_f64_n(s); i += 1) {
    const double one = lanes_modulus(d[i]), other = lanes_modulus(e[i]);
    size = one > size ? one : size;
    size = other > size ? other : size;
    if (!eigh_f64_vectors) e[i] *= e[i];
  }
  const double least = 0x1p-108 * size * size;
  eigh_f64_int last = eigh_f64_n(s) - 1, left = eigh_f64_patience * (eigh_f64_n(s) + 1);
  while (last > 0 && left > 0) {
    const eigh_f64_int first = eigh_f64_block(s, last, least);
    if (first == last) {
      last -= 1;
      continue;
    }
    if (*cancel) return 0;
    left -= 1;
    /* The eigenvalue of the last two rows that is nearer to d[last]. */
    const double beside = eigh_f64_vectors ? e[last - 1] : __builtin_sqrt(e[last - 1]);
    const double half = (d[last - 1] - d[last]) / 2, far = __builtin_sqrt(half * half + beside * beside);
    const double shift = d[last] - beside * (beside / (half < 0 ? half - far : half + far));
    if (eigh_f64_vectors)
      eigh_f64_sweep(s, first, last, shift);
    else
      eigh_f64_rootless(s, first, last, shift);
  }
  return 1;
}

/* Reflections k … 0 on the group of columns: each pass subtracts one and multiplies with the next. */
lanes_apart void eigh_f64_mirror(const struct eigh_f64_state *s, eigh_f64_int k) {
  const eigh_f64_int ld = eigh_f64_ld(s), end = eigh_f64_wide(s);
  double *const q = s->columns, size[eigh_f64_group] = {0};
  lanes_vector dots[eigh_f64_group];
  const double *v = s->x + k * ld;
  for (; k >= -1; k -= 1) {
    const eigh_f64_int place = k < 0 ? 0 : k;
    const double *const next = s->x + place * ld;
#pragma GCC unroll 8
    for (int c = 0; c < eigh_f64_group; c += 1) dots[c] = (lanes_vector){0};
#pragma GCC unroll 1
    for (eigh_f64_int i = (place + 1) / lanes_width * lanes_width; i < end;
         i += lanes_width) {
      const lanes_vector by = lanes_from(v + i), then = lanes_from(next + i);
#pragma GCC unroll 8
      for (int c = 0; c < eigh_f64_group; c += 1) {
        const lanes_vector left = lanes_from(q + c * ld + i) - by * size[c];
        lanes_at(q + c * ld + i) = left;
        dots[c] += left * then;
      }
    }
#pragma GCC unroll 8
    for (int c = 0; c < eigh_f64_group; c += 1) size[c] = lanes_total(dots[c]) * s->betas[place];
    v = next;
  }
}

/*
 * The product of the reflections: its columns take the place of the vectors. Reflection k leaves the first k + 1 columns of the
 * identity alone, so columns are made from the last on.
 */
lanes_calm void eigh_f64_factor(const struct eigh_f64_state *s) {
  const eigh_f64_int ld = eigh_f64_ld(s), group = eigh_f64_group;
  for (eigh_f64_int j = (eigh_f64_n(s) - 1) / group * group; j >= 0; j -= group) {
    for (eigh_f64_int i = 0; i < group * ld; i += 1) s->columns[i] = 0;
    for (eigh_f64_int c = 0; c < group && j + c < eigh_f64_n(s); c += 1) s->columns[c * ld + j + c] = 1;
    eigh_f64_mirror(s, j + group - 2);
    for (eigh_f64_int i = 0; i < group * ld; i += 1) s->x[j * ld + i] = s->columns[i];
  }
}

/* The places of the values, the least first. */
lanes_calm void eigh_f64_sort(const struct eigh_f64_state *s) {
  double *const order = s->sum;
  for (eigh_f64_int j = 0; j < eigh_f64_n(s); j += 1) {
    eigh_f64_int place = j;
    for (; place > 0 && s->d[(eigh_f64_int)order[place - 1]] > s->d[j]; place -= 1) order[place] = order[place - 1];
    order[place] = (double)j;
  }
}

/* Half the sum of the matrix and its transpose, tile by tile: 0 where they differ by more than rounding. */
lanes_apart int eigh_f64_load(struct eigh_f64_state *s, const double *a, double power) {
  const eigh_f64_int n = eigh_f64_n(s), tile = eigh_f64_tile;
  int differ = 0;
  for (eigh_f64_int start = 0; start < n; start += tile)
    for (eigh_f64_int i = start; i < n; i += 1)
      for (eigh_f64_int j = start; j < start + tile && j < n; j += 1) {
        const double one = a[i * n + j] * power, other = a[j * n + i] * power;
        s->x[j * eigh_f64_ld(s) + i] = (one + other) / 2;
        differ |= lanes_modulus(one - other) > 0x1p-26;
      }
  return !differ;
}

lanes_apart void eigh_f64_start(struct eigh_f64_state *s, double *work) {
  const eigh_f64_int n = eigh_f64_n(s), ld = eigh_f64_ld(s), line = ld + 8;
  s->x = work;
  s->columns = s->x + (n + eigh_f64_group) * ld;
  s->d = s->columns + (eigh_f64_vectors ? eigh_f64_group * ld : 0);
  s->e = s->d + line;
  s->left = s->e + line;
  s->right = s->left + line;
  s->sum = s->right + line;
  s->dots = s->sum + line;
  s->betas = s->dots + line;
  s->turns = s->betas + line;
  for (double *at = work; at < s->turns; at += lanes_width) lanes_at(at) = (lanes_vector){0};
}

/* Eigenvectors are rows of x: a tile of them at a time becomes columns. The first entry that counts is to be positive. */
lanes_apart void eigh_f64_store(const struct eigh_f64_state *s, double *q) {
  const eigh_f64_int n = eigh_f64_n(s), tile = eigh_f64_tile;
  const double *rows[eigh_f64_tile];
  double signs[eigh_f64_tile];
  for (eigh_f64_int start = 0; start < n; start += tile) {
    const eigh_f64_int count = n - start < tile ? n - start : tile;
    for (eigh_f64_int c = 0; c < count; c += 1) {
      const double *const row = rows[c] = s->x + (eigh_f64_int)s->sum[start + c] * eigh_f64_ld(s);
      eigh_f64_int i = 0;
      while (i < n - 1 && row[i] * row[i] * (double)n < 0.1) i += 1;
      signs[c] = row[i] < 0 ? -1 : 1;
    }
    for (eigh_f64_int i = 0; i < n; i += 1)
      for (eigh_f64_int c = 0; c < count; c += 1) q[i * n + start + c] = signs[c] * rows[c][i] + 0;
  }
}

static __attribute__((noinline, unused, optimize("O1"))) void eigh_f64(const double *a, double *w, double *q, double *work,
                                                                                  eigh_f64_int n,
                                                                                  const volatile eigh_f64_word *cancel) {
  const eigh_f64_int tile = eigh_f64_tile;
  struct eigh_f64_state t = {.n = n, .wide = (n + tile - 1) / tile * tile, .ld = eigh_f64_few ? tile : (n + 15) / 16 * 16};
  if (t.ld % 64 == 0) t.ld += 16;
  const double power = scaling_unit(a, n * n);
  if (n == 0) return;
  eigh_f64_start(&t, work);
  if (power != power || !eigh_f64_load(&t, a, power)) {
    for (eigh_f64_int i = 0; i < n; i += 1) w[i] = __builtin_nan("");
    for (eigh_f64_int i = 0; eigh_f64_vectors && i < n * n; i += 1) q[i] = __builtin_nan("");
    return;
  }
  if (!eigh_f64_reduce(&t, cancel)) return;
  if (eigh_f64_vectors) eigh_f64_factor(&t);
  if (!eigh_f64_iterate(&t, cancel)) return;
  if (eigh_f64_vectors) eigh_f64_apply(&t);
  eigh_f64_sort(&t);
  for (eigh_f64_int i = 0; i < n; i += 1) w[i] = t.d[(eigh_f64_int)t.sum[i]] / power;
  if (eigh_f64_vectors) eigh_f64_store(&t, q);
}
