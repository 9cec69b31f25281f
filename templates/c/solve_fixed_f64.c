/*
 * solve_fixed_f64: a linear system of doubles whose size is known and small, and the determinant of its matrix.
 *
 * Version     1
 * Parameters  (a, b, x, info, cancel): a (n × n) · x (n × r) = b (n × r), row-major and contiguous; b is the identity and not read
 *             where `inverse` is 1 (then r = n); b and x are not touched where r = 0; info[0] is the determinant, info[1] is 1
 *             where a pivot is exactly 0, else 0; x is not written where it is 1
 * Requires    8-byte alignment; x and info overlap nothing
 * Error       (a + d)·x = b with |d| ≤ γ_3n |l| |u|, for the triangular factors of a, barring overflow and underflow. Nothing is
 *             fused or reordered: every bit is the definition's
 * Cancel      never read: sizes that take long are not for this template
 * Method      Elimination with partial pivoting (Golub and Van Loan, §3.4) of a and b side by side. A column is one or a few
 *             vectors, so that its quotients and each update are vector operations; rows stay where they are, `order` names them.
 */
typedef __INT64_TYPE__ solve_fixed_f64_int;
typedef __UINT64_TYPE__ solve_fixed_f64_key;
typedef __INT32_TYPE__ solve_fixed_f64_word;

enum { solve_fixed_f64_n = 5 }; // hole n: integer 1..16
enum { solve_fixed_f64_r = 1 }; // hole r: integer 0..16
enum { solve_fixed_f64_inverse = 0 }; // hole inverse: integer 0..1
enum { solve_fixed_f64_lanes = 2 }; // hole lanes: integer 1..16

/* The vectors that cover a column with the fewest lanes to spare. */
enum { solve_fixed_f64_mostly8 = solve_fixed_f64_lanes >= 8 && (solve_fixed_f64_n - 1) % 8 >= 4 };
enum { solve_fixed_f64_wide4 = solve_fixed_f64_lanes >= 4 && solve_fixed_f64_n > 2 };
enum { solve_fixed_f64_width = solve_fixed_f64_mostly8 ? 8 : solve_fixed_f64_wide4 ? 4 : 2 };
enum { solve_fixed_f64_vectors = (solve_fixed_f64_n + solve_fixed_f64_width - 1) / solve_fixed_f64_width };
enum { solve_fixed_f64_columns = solve_fixed_f64_n + solve_fixed_f64_r };
/* Written out where that is at most some 200 vector operations. */
enum {
  solve_fixed_f64_unrolled = solve_fixed_f64_n * (solve_fixed_f64_n + 2 * solve_fixed_f64_r) * solve_fixed_f64_vectors <= 200
};

typedef double solve_fixed_f64_vector __attribute__((vector_size(solve_fixed_f64_width * 8)));
typedef solve_fixed_f64_int solve_fixed_f64_mask __attribute__((vector_size(solve_fixed_f64_width * 8)));

union solve_fixed_f64_column {
  solve_fixed_f64_vector part[solve_fixed_f64_vectors];
  double at[solve_fixed_f64_vectors * solve_fixed_f64_width];
  solve_fixed_f64_key bits[solve_fixed_f64_vectors * solve_fixed_f64_width];
};

struct solve_fixed_f64_state {
  union solve_fixed_f64_column column[solve_fixed_f64_columns];
  /* The row that stands in each place, and the lanes whose rows have not been pivots. */
  solve_fixed_f64_int order[solve_fixed_f64_n];
  solve_fixed_f64_mask open[solve_fixed_f64_vectors];
  double determinant;
};

#define solve_fixed_f64_inline static inline __attribute__((always_inline))
#define solve_fixed_f64_each_vector _Pragma("GCC unroll 8") for (int v = 0; v < solve_fixed_f64_vectors; v += 1)

/* `width` columns of a row-major matrix, which become vectors. */
solve_fixed_f64_inline void solve_fixed_f64_read(const double *from, const int width,
                                                 union solve_fixed_f64_column *to) {
#pragma GCC unroll 1
  for (int j = 0; j < width; j += 1)
    solve_fixed_f64_each_vector {
      solve_fixed_f64_vector part = {0};
#pragma GCC unroll 8
      for (int l = 0; l < solve_fixed_f64_width; l += 1) {
        const int i = v * solve_fixed_f64_width + l;
        if (i < solve_fixed_f64_n) part[l] = from[i * width + j];
      }
      to[j].part[v] = part;
    }
}

/* column −= top · factors, in the rows that are still open. */
solve_fixed_f64_inline void solve_fixed_f64_update(const struct solve_fixed_f64_state *s,
                                                   const solve_fixed_f64_vector *factors, const solve_fixed_f64_int pivot,
                                                   union solve_fixed_f64_column *column) {
  const double top = column->at[pivot];
  solve_fixed_f64_each_vector {
    const solve_fixed_f64_vector part = factors[v] * top;
    column->part[v] -= (solve_fixed_f64_vector)((solve_fixed_f64_mask)part & s->open[v]);
  }
}

/* Step k of the elimination: 0 where the matrix is singular. */
solve_fixed_f64_inline int solve_fixed_f64_step(struct solve_fixed_f64_state *s, const int k) {
  union solve_fixed_f64_column *const column = s->column;
  /* Without their signs, doubles are ordered as their bits are; what is no number comes last. */
  int place = k;
  solve_fixed_f64_key largest = column[k].bits[s->order[k]] << 1;
  for (int i = k + 1; i < solve_fixed_f64_n; i += 1) {
    const solve_fixed_f64_key key = column[k].bits[s->order[i]] << 1;
    place = key > largest ? i : place;
    largest = key > largest ? key : largest;
  }
  const solve_fixed_f64_int pivot = s->order[place];
  s->order[place] = s->order[k];
  s->order[k] = pivot;
  const double head = column[k].at[pivot];
  if (head == 0) return 0;
  s->determinant = (place == k ? s->determinant : -s->determinant) * head;
  if (k == solve_fixed_f64_n - 1) return 1;
  solve_fixed_f64_vector factors[solve_fixed_f64_vectors];
  solve_fixed_f64_each_vector {
    solve_fixed_f64_mask lane;
#pragma GCC unroll 8
    for (int l = 0; l < solve_fixed_f64_width; l += 1) lane[l] = v * solve_fixed_f64_width + l;
    s->open[v] &= lane != pivot;
    factors[v] = column[k].part[v] / head;
  }
  if (solve_fixed_f64_unrolled)
#pragma GCC unroll 32
    for (int j = k + 1; j < solve_fixed_f64_columns; j += 1) solve_fixed_f64_update(s, factors, pivot, column + j);
  else
#pragma GCC unroll 1
    for (int j = k + 1; j < solve_fixed_f64_columns; j += 1) solve_fixed_f64_update(s, factors, pivot, column + j);
  return 1;
}

/* Entry k of each solution; its column times that leaves the right sides. */
solve_fixed_f64_inline void solve_fixed_f64_back(struct solve_fixed_f64_state *s, const int k, double *x) {
  const solve_fixed_f64_int pivot = s->order[k];
  const double head = s->column[k].at[pivot];
  for (int q = 0; q < solve_fixed_f64_r; q += 1) {
    union solve_fixed_f64_column *const right = &s->column[solve_fixed_f64_n + q];
    const double entry = right->at[pivot] / head;
    x[k * solve_fixed_f64_r + q] = entry;
    if (k > 0) solve_fixed_f64_each_vector right->part[v] -= s->column[k].part[v] * entry;
  }
}

static __attribute__((noinline, unused)) void solve_fixed_f64(const double *a, const double *b, double *x, double *info,
                                                              const volatile solve_fixed_f64_word *cancel) {
  (void)cancel;
  struct solve_fixed_f64_state s;
  solve_fixed_f64_read(a, solve_fixed_f64_n, s.column);
  if (solve_fixed_f64_inverse)
    for (int q = 0; q < solve_fixed_f64_r; q += 1) {
      solve_fixed_f64_each_vector s.column[solve_fixed_f64_n + q].part[v] = (solve_fixed_f64_vector){0};
      s.column[solve_fixed_f64_n + q].at[q] = 1;
    }
  else
    solve_fixed_f64_read(b, solve_fixed_f64_r, s.column + solve_fixed_f64_n);
  for (int i = 0; i < solve_fixed_f64_n; i += 1) s.order[i] = i;
  solve_fixed_f64_each_vector s.open[v] = (solve_fixed_f64_mask){0} - 1;
  s.determinant = 1;
  info[0] = 0;
  info[1] = 1;
  if (solve_fixed_f64_unrolled) {
#pragma GCC unroll 16
    for (int k = 0; k < solve_fixed_f64_n; k += 1)
      if (!solve_fixed_f64_step(&s, k)) return;
#pragma GCC unroll 16
    for (int k = solve_fixed_f64_n - 1; k >= 0; k -= 1) solve_fixed_f64_back(&s, k, x);
  } else {
#pragma GCC unroll 1
    for (int k = 0; k < solve_fixed_f64_n; k += 1)
      if (!solve_fixed_f64_step(&s, k)) return;
#pragma GCC unroll 1
    for (int k = solve_fixed_f64_n - 1; k >= 0; k -= 1) solve_fixed_f64_back(&s, k, x);
  }
  info[0] = s.determinant;
  info[1] = 0;
}
