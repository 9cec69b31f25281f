/*
 * jacobi_f64: singular values and vectors of a square matrix of doubles of any size, best one that is triangular with falling rows.
 *
 * Version     1
 * Parameters  (r, order, s, u, vt, work, n, cancel): r (n × n) = u · diag(s) · w, row-major and contiguous; s falls; vt has column i of
 *             w as its column order[i]; u and vt are neither touched where `vectors` is 0, nor is order then read; work has room
 *             for (2·n + 8)·(n + 48) doubles
 * Requires    8-byte alignment; s, u, vt and work overlap nothing; order has the places 0 … n − 1; n ≥ 0
 * Error       ‖r − u·diag(s)·w‖ ≤ 8·n·u·‖r‖, ‖transpose(u)·u − 1‖ and ‖vt·transpose(vt) − 1‖ ≤ 8·n·u·√n in the Frobenius norm,
 *             barring overflow; all NaN where an entry is not finite
 * Cancel      read once for every row of a sweep; what has been written is undefined when it was found set
 * Method      One-sided rotations (Hestenes 1958; Demmel and Veselić 1992) of the rows until they are orthogonal
 */
typedef __INT64_TYPE__ jacobi_f64_int;
typedef __UINT64_TYPE__ jacobi_f64_bits;
typedef __INT32_TYPE__ jacobi_f64_word;

enum { jacobi_f64_vectors = 1 }; // hole vectors: integer 0..1
enum { jacobi_f64_lanes = 2 }; // hole lanes: integer 1..16

enum { jacobi_f64_width = jacobi_f64_lanes >= 8 ? 8 : jacobi_f64_lanes >= 4 ? 4 : 2 };
enum { jacobi_f64_strip = 2 * jacobi_f64_width };
enum { jacobi_f64_sweeps = 60 };

typedef double jacobi_f64_vector __attribute__((vector_size(jacobi_f64_width * 8), aligned(8), may_alias));

#define jacobi_f64_inline static inline __attribute__((always_inline, optimize("fp-contract=fast")))
#define jacobi_f64_apart static __attribute__((noinline, noclone, optimize("fp-contract=fast")))
#define jacobi_f64_at(place) (*(jacobi_f64_vector *)(place))

/* Rows `ld` doubles apart, with zeros behind them. */
struct jacobi_f64_state {
  double *x, *turns, *squares, *falling;
  jacobi_f64_int n, ld;
};

static double jacobi_f64_modulus(double x) { return x < 0 ? -x : x; }

jacobi_f64_inline double jacobi_f64_total(jacobi_f64_vector sum) {
  double total = 0;
#pragma GCC unroll 8
  for (int l = 0; l < jacobi_f64_width; l += 1) total += sum[l];
  return total;
}

jacobi_f64_apart double jacobi_f64_dot(const double *x, const double *y, jacobi_f64_int n) {
  jacobi_f64_vector one = {0}, two = {0};
  for (jacobi_f64_int i = 0; i < n; i += jacobi_f64_strip) {
    one += *(const jacobi_f64_vector *)(x + i) * *(const jacobi_f64_vector *)(y + i);
    two += *(const jacobi_f64_vector *)(x + i + jacobi_f64_width) * *(const jacobi_f64_vector *)(y + i + jacobi_f64_width);
  }
  return jacobi_f64_total(one + two);
}

/* x = c·x − s·y, y = s·x + c·y. */
jacobi_f64_apart void jacobi_f64_rotate(double *x, double *y, double c, double s, jacobi_f64_int n) {
  for (jacobi_f64_int i = 0; i < n; i += jacobi_f64_width) {
    const jacobi_f64_vector a = jacobi_f64_at(x + i), b = jacobi_f64_at(y + i);
    jacobi_f64_at(x + i) = a * c - b * s;
    jacobi_f64_at(y + i) = a * s + b * c;
  }
}

/* √Σx² without overflow or underflow on the way. */
static double jacobi_f64_length(const double *x, jacobi_f64_int n) {
  const double squares = jacobi_f64_dot(x, x, n);
  if (squares > 1e-270 && squares < 1e270) return __builtin_sqrt(squares);
  double most = 0, sum = 0;
  for (jacobi_f64_int i = 0; i < n; i += 1)
    if (jacobi_f64_modulus(x[i]) > most) most = jacobi_f64_modulus(x[i]);
  if (most == 0) return 0;
  for (jacobi_f64_int i = 0; i < n; i += 1) sum += x[i] / most * (x[i] / most);
  return most * __builtin_sqrt(sum);
}

/* One sweep over all pairs of rows: whether one was not orthogonal yet. */
jacobi_f64_apart int jacobi_f64_sweep(struct jacobi_f64_state *s, double tolerance, const volatile jacobi_f64_word *cancel) {
  const jacobi_f64_int n = s->n, ld = s->ld;
  int rotated = 0;
  for (jacobi_f64_int p = 0; p < n; p += 1) s->squares[p] = jacobi_f64_dot(s->x + p * ld, s->x + p * ld, n);
  for (jacobi_f64_int p = 0; p < n; p += 1) {
    if (*cancel) return 0;
    for (jacobi_f64_int q = p + 1; q < n; q += 1) {
      double *const x = s->x + p * ld, *const y = s->x + q * ld;
      const double gamma = jacobi_f64_dot(x, y, n), alpha = s->squares[p], beta = s->squares[q];
      if (!(jacobi_f64_modulus(gamma) > tolerance * __builtin_sqrt(alpha) * __builtin_sqrt(beta))) continue;
      rotated = 1;
      const double zeta = (beta - alpha) / (2 * gamma);
      const double size = jacobi_f64_modulus(zeta) + __builtin_sqrt(1 + zeta * zeta);
      const double t = (zeta < 0 ? -1 : 1) / size, c = 1 / __builtin_sqrt(1 + t * t);
      jacobi_f64_rotate(x, y, c, c * t, n);
      if (jacobi_f64_vectors) jacobi_f64_rotate(s->turns + p * ld, s->turns + q * ld, c, c * t, n);
      /* One length grows by what the other loses; where that is nearly all, its rounding would be left. */
      const double moved = t * gamma;
      s->squares[p] = alpha - moved > 0.125 * alpha ? alpha - moved : jacobi_f64_dot(x, x, n);
      s->squares[q] = beta + moved > 0.125 * beta ? beta + moved : jacobi_f64_dot(y, y, n);
    }
  }
  return rotated;
}

/* The rows by their lengths, which go to `squares`: the longest first. */
static void jacobi_f64_sort(struct jacobi_f64_state *s) {
  for (jacobi_f64_int j = 0; j < s->n; j += 1) {
    s->squares[j] = jacobi_f64_length(s->x + j * s->ld, s->n);
    jacobi_f64_int place = j;
    for (; place > 0 && s->squares[(jacobi_f64_int)s->falling[place - 1]] < s->squares[j]; place -= 1)
      s->falling[place] = s->falling[place - 1];
    s->falling[place] = (double)j;
  }
}

#define jacobi_f64_row(s, i) ((s)->x + (jacobi_f64_int)(s)->falling[i] * (s)->ld)

/* Row k of the falling ones, which is only rounding, becomes one of length 1 that is orthogonal to those before it. */
static void jacobi_f64_complete(struct jacobi_f64_state *s, jacobi_f64_int k) {
  double *const row = jacobi_f64_row(s, k);
  double least = 2;
  jacobi_f64_int best = 0;
  for (jacobi_f64_int i = 0; i < s->n; i += 1) {
    double sum = 0;
    for (jacobi_f64_int j = 0; j < k; j += 1) sum += jacobi_f64_row(s, j)[i] * jacobi_f64_row(s, j)[i];
    if (sum < least) {
      least = sum;
      best = i;
    }
  }
  for (jacobi_f64_int i = 0; i < s->n; i += 1) row[i] = i == best;
  for (int round = 0; round < 2; round += 1)
    for (jacobi_f64_int j = 0; j < k; j += 1) {
      const double *const other = jacobi_f64_row(s, j);
      const double part = jacobi_f64_dot(row, other, s->n);
      for (jacobi_f64_int i = 0; i < s->n; i += 1) row[i] -= part * other[i];
    }
  const double size = jacobi_f64_length(row, s->n);
  for (jacobi_f64_int i = 0; i < s->n; i += 1) row[i] /= size;
}

/* A power of 2 that brings the largest entry to about 1; NaN where one is not finite. */
static double jacobi_f64_unit(const double *r, jacobi_f64_int count) {
  double most = 0, rest = 0;
  for (jacobi_f64_int i = 0; i < count; i += 1) {
    rest += r[i] * 0;
    if (jacobi_f64_modulus(r[i]) > most) most = jacobi_f64_modulus(r[i]);
  }
  if (rest != 0 || most == 0) return 1 + rest;
  jacobi_f64_bits bits;
  __builtin_memcpy(&bits, &most, sizeof bits);
  const jacobi_f64_bits exponent = 2046 - (bits >> 52);
  bits = (exponent < 2045 ? exponent : 2045) << 52;
  __builtin_memcpy(&most, &bits, sizeof bits);
  return exponent == 0 ? 0x1p-1022 : most;
}

static __attribute__((noinline, unused)) void jacobi_f64(const double *r, const double *order, double *s, double *u,
                                                         double *vt, double *work, jacobi_f64_int n,
                                                         const volatile jacobi_f64_word *cancel) {
  struct jacobi_f64_state state = {.x = work, .n = n, .ld = (n + 31) / 16 * 16};
  if (state.ld % 64 == 0) state.ld += 16;
  const jacobi_f64_int ld = state.ld;
  state.turns = work + n * ld;
  state.squares = state.turns + n * ld;
  state.falling = state.squares + n;
  const double power = jacobi_f64_unit(r, n * n);
  for (jacobi_f64_int i = 0; i < n; i += 1)
    for (jacobi_f64_int j = 0; j < ld; j += 1) {
      state.x[i * ld + j] = j < n ? r[i * n + j] * power : 0;
      state.turns[i * ld + j] = i == j;
    }
  if (power == power) {
    const double tolerance = 0x1p-52 * __builtin_sqrt((double)n);
    for (int sweep = 0; sweep < jacobi_f64_sweeps && jacobi_f64_sweep(&state, tolerance, cancel); sweep += 1) {
    }
    if (*cancel) return;
  }
  jacobi_f64_sort(&state);
  for (jacobi_f64_int i = 0; i < n; i += 1) s[i] = state.squares[(jacobi_f64_int)state.falling[i]] / power;
  if (!jacobi_f64_vectors || n == 0) return;
  const double least = s[0] * power * (double)n * 0x1p-52;
  for (jacobi_f64_int i = 0; i < n; i += 1) {
    const jacobi_f64_int from = (jacobi_f64_int)state.falling[i];
    double *const row = state.x + from * ld;
    if (state.squares[from] <= least)
      jacobi_f64_complete(&state, i);
    else
      for (jacobi_f64_int j = 0; j < n; j += 1) row[j] /= state.squares[from];
    for (jacobi_f64_int j = 0; j < n; j += 1) {
      vt[i * n + (jacobi_f64_int)order[j]] = power == power ? row[j] : power;
      u[j * n + i] = power == power ? state.turns[from * ld + j] : power;
    }
  }
}
