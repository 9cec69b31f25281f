/*
 * matmul_fixed_f64: the product of two matrices of doubles whose sizes are known.
 *
 * Version     5
 * Parameters  (a, b, c, d, cancel): c (m × n) = a (m × k) · b (k × n), or what `adds` says, with d (m × n); all row-major and
 *             contiguous; d is not used where `adds` is 0, and is one double where it is 4
 * Requires    8-byte alignment; c overlaps nothing
 * Error       |c − exact| ≤ γ_k (|a| |b|), γ_k = k·u / (1 − k·u), barring overflow and underflow, and u |c| more where there
 *             is d, which comes last; each entry is summed in the order of k
 * Cancel      never read: sizes that take long are not for this template
 * Method      A block of rows of c stays in registers while the whole inner product goes into it: an element of a meets each
 *             vector of a row of b. Columns beyond the last full vector are shorter vectors, or a full one that begins earlier
 *             and computes some columns twice.
 */
typedef __INT64_TYPE__ matmul_fixed_f64_int;
typedef __INT32_TYPE__ matmul_fixed_f64_word;

enum { matmul_fixed_f64_m = 5 }; // hole m: integer 1..4096
enum { matmul_fixed_f64_k = 6 }; // hole k: integer 1..4096
enum { matmul_fixed_f64_n = 7 }; // hole n: integer 1..4096
/* c = a·b (0), d + a·b (1), d − a·b (2), a·b − d (3), a·b times the number d (4). */
enum { matmul_fixed_f64_adds = 0 }; // hole adds: integer 0..4
/* d, so many places on; a number stays where it is. */
#define matmul_fixed_f64_on(d, places) ((d) + (matmul_fixed_f64_adds == 4 ? 0 : (places)))
enum { matmul_fixed_f64_lanes = 2 }; // hole lanes: integer 1..16
enum { matmul_fixed_f64_registers = 16 }; // hole registers: integer 8..64

/*
 * How many vectors of 8, 4, 2 and 1 cover a row. All columns but one of a vector are covered by one that begins earlier. Rows
 * of three columns are read and written four wide: what is one too many is the first of the next row, which is written later.
 */
enum { matmul_fixed_f64_wide3 = matmul_fixed_f64_n == 3 && matmul_fixed_f64_lanes >= 4 };
enum { matmul_fixed_f64_after8 = matmul_fixed_f64_lanes >= 8 ? matmul_fixed_f64_n % 8 : matmul_fixed_f64_n };
enum { matmul_fixed_f64_early8 = matmul_fixed_f64_after8 == 7 && matmul_fixed_f64_n > 8 && matmul_fixed_f64_lanes >= 8 };
enum { matmul_fixed_f64_count8 = (matmul_fixed_f64_n - matmul_fixed_f64_after8) / 8 + matmul_fixed_f64_early8 };
enum { matmul_fixed_f64_rest8 = matmul_fixed_f64_early8 ? 0 : matmul_fixed_f64_after8 };
enum { matmul_fixed_f64_after4 = matmul_fixed_f64_lanes >= 4 ? matmul_fixed_f64_rest8 % 4 : matmul_fixed_f64_rest8 };
enum { matmul_fixed_f64_early4 = matmul_fixed_f64_after4 == 3 && matmul_fixed_f64_lanes >= 4 };
enum { matmul_fixed_f64_count4 = (matmul_fixed_f64_rest8 - matmul_fixed_f64_after4) / 4 + matmul_fixed_f64_early4 };
enum { matmul_fixed_f64_rest4 = matmul_fixed_f64_early4 ? 0 : matmul_fixed_f64_after4 };
enum { matmul_fixed_f64_count2 = matmul_fixed_f64_lanes >= 2 ? matmul_fixed_f64_rest4 / 2 : 0 };
enum { matmul_fixed_f64_count1 = matmul_fixed_f64_rest4 - 2 * matmul_fixed_f64_count2 };
enum {
  matmul_fixed_f64_vectors =
      matmul_fixed_f64_count8 + matmul_fixed_f64_count4 + matmul_fixed_f64_count2 + matmul_fixed_f64_count1
};

/*
 * Three quarters of the registers hold the block of c; blocks are of nearly equal height. Of sixteen registers a wide block
 * leaves none for a row of b: then its vectors come one by one while a column of a stays, and all must fit beside one more
 * (AVX2: 16 × 16 172 ns, 272 with a whole row of b; 24 × 24 643 and 877).
 */
/*
 * Rows of vectors of two lengths: blocks half as high, so that they are written in smaller bursts. 12 × 12 where another thread
 * has half of the core, and half of the places for stores: 66 ns instead of 75.
 */
enum { matmul_fixed_f64_mixed = matmul_fixed_f64_count8 > 0 && matmul_fixed_f64_count4 > 0 };
enum { matmul_fixed_f64_wide = matmul_fixed_f64_registers < 32 && matmul_fixed_f64_vectors >= 4 };
enum {
  matmul_fixed_f64_fit = matmul_fixed_f64_wide
                             ? (matmul_fixed_f64_registers - 2) / (matmul_fixed_f64_vectors + 1)
                             : (matmul_fixed_f64_mixed ? matmul_fixed_f64_registers * 3 / 8 : matmul_fixed_f64_registers * 3 / 4) /
                                   matmul_fixed_f64_vectors
};
enum { matmul_fixed_f64_most = matmul_fixed_f64_fit < 1 ? 1 : matmul_fixed_f64_fit > 12 ? 12 : matmul_fixed_f64_fit };
enum { matmul_fixed_f64_blocks = (matmul_fixed_f64_m + matmul_fixed_f64_most - 1) / matmul_fixed_f64_most };
enum { matmul_fixed_f64_rows = (matmul_fixed_f64_m + matmul_fixed_f64_blocks - 1) / matmul_fixed_f64_blocks };
/* Written out where that takes at most 512 multiply-adds. */
enum {
  matmul_fixed_f64_unrolled = matmul_fixed_f64_m * matmul_fixed_f64_k * matmul_fixed_f64_vectors <= 512
};

/* A call costs as much as some twenty multiply-adds. */
enum { matmul_fixed_f64_inline = matmul_fixed_f64_m * matmul_fixed_f64_k * matmul_fixed_f64_vectors <= 64 };

typedef double matmul_fixed_f64_v8 __attribute__((vector_size(64), aligned(8), may_alias));
typedef double matmul_fixed_f64_v4 __attribute__((vector_size(32), aligned(8), may_alias));
typedef double matmul_fixed_f64_v2 __attribute__((vector_size(16), aligned(8), may_alias));
typedef double matmul_fixed_f64_v1;

/* x·y + s, fused where the target can; written by element where the compiler has no vector operation for it. */
#ifdef __FP_FAST_FMA
#define matmul_fixed_f64_fused1(x, y, s) __builtin_fma(x, y, s)
#else
#define matmul_fixed_f64_fused1(x, y, s) ((x) * (y) + (s))
#endif
#define matmul_fixed_f64_by_element(W, x, y, s)                                                                         \
  ({                                                                                                                    \
    matmul_fixed_f64_v##W result = s;                                                                                   \
    for (int l = 0; l < W; l += 1) result[l] = matmul_fixed_f64_fused1((x)[l], (y)[l], result[l]);                      \
    result;                                                                                                             \
  })
#if defined(__AVX512F__) && !defined(__clang__)
#define matmul_fixed_f64_fused8(x, y, s) __builtin_ia32_vfmaddpd512_mask(x, y, s, (unsigned char)-1, 4)
#else
#define matmul_fixed_f64_fused8(x, y, s) matmul_fixed_f64_by_element(8, x, y, s)
#endif
#if defined(__FMA__) && !defined(__clang__)
#define matmul_fixed_f64_fused4(x, y, s) __builtin_ia32_vfmaddpd256(x, y, s)
#define matmul_fixed_f64_fused2(x, y, s) __builtin_ia32_vfmaddpd(x, y, s)
#else
#define matmul_fixed_f64_fused4(x, y, s) matmul_fixed_f64_by_element(4, x, y, s)
#define matmul_fixed_f64_fused2(x, y, s) matmul_fixed_f64_by_element(2, x, y, s)
#endif

/*
 * The code is straight as it stands, and a compiler that looks for more takes longer and finds nothing: 16 × 16 0.98 × 10⁹
 * instructions of gcc 12 at -O3, 0.66 so, and 141 ns instead of 144.
 */
#define matmul_fixed_f64_quickly optimize("O1")

/* What is read after this is not read before it: else compilers read far ahead and run out of registers. */
#ifdef __GNUC__
#define matmul_fixed_f64_here(a) __asm__("" : "+r"(a))
#define matmul_fixed_f64_in_order(a, b) __asm__("" : "+r"(a), "+r"(b))
#else
#define matmul_fixed_f64_here(a) ((void)0)
#define matmul_fixed_f64_in_order(a, b) ((void)0)
#endif

/*
 * What was read stays in a register: else compilers read it again for every row that it meets. 3×5 · 5×7: 5.2 ns instead of 7.3.
 * In straight code with room for it: in a loop gcc 12 keeps it on the stack instead, and of sixteen registers none is left.
 */
enum { matmul_fixed_f64_keeps = matmul_fixed_f64_unrolled && matmul_fixed_f64_registers >= 32 };
#if defined(__AVX512F__)
#define matmul_fixed_f64_kept(x) __asm__("" : "+v"(x))
#elif defined(__AVX__)
#define matmul_fixed_f64_kept(x) __asm__("" : "+x"(x))
#else
#define matmul_fixed_f64_kept(x) ((void)0)
#endif

/* For each vector of a row, of each width W: its number j and its first column. */
#define matmul_fixed_f64_each(body)                                                                                     \
  _Pragma("GCC unroll 64") for (int j = 0; j < matmul_fixed_f64_count8; j += 1) {                                       \
    const int column = matmul_fixed_f64_early8 && j == matmul_fixed_f64_count8 - 1 ? matmul_fixed_f64_n - 8 : 8 * j;    \
    body(8, column)                                                                                                     \
  }                                                                                                                     \
  _Pragma("GCC unroll 64") for (int j = 0; j < matmul_fixed_f64_count4; j += 1) {                                       \
    const int early = matmul_fixed_f64_early4 && !matmul_fixed_f64_wide3 && j == matmul_fixed_f64_count4 - 1;           \
    const int column = early ? matmul_fixed_f64_n - 4 : matmul_fixed_f64_n - matmul_fixed_f64_rest8 + 4 * j;            \
    body(4, column)                                                                                                     \
  }                                                                                                                     \
  _Pragma("GCC unroll 64") for (int j = 0; j < matmul_fixed_f64_count2; j += 1) {                                       \
    body(2, matmul_fixed_f64_n - matmul_fixed_f64_rest4 + 2 * j)                                                        \
  }                                                                                                                     \
  _Pragma("GCC unroll 64") for (int j = 0; j < matmul_fixed_f64_count1; j += 1) {                                       \
    body(1, matmul_fixed_f64_n - matmul_fixed_f64_count1 + j)                                                           \
  }

/* An entry of the product, or a vector of them, with those of d. Where d is large, sums that began with it would all be as coarse. */
#define matmul_fixed_f64_join(W, before, entries)                                                                       \
  if (matmul_fixed_f64_adds == 4) entries = *(before) * entries;                                                        \
  if (matmul_fixed_f64_adds > 0 && matmul_fixed_f64_adds < 4) {                                                         \
    const matmul_fixed_f64_v##W old = *(const matmul_fixed_f64_v##W *)(before);                                         \
    if (matmul_fixed_f64_adds == 1) entries = old + entries;                                                            \
    if (matmul_fixed_f64_adds == 2) entries = old - entries;                                                            \
    if (matmul_fixed_f64_adds == 3) entries = entries - old;                                                            \
  }

struct matmul_fixed_f64_line {
  matmul_fixed_f64_v8 v8[matmul_fixed_f64_count8 + 1];
  matmul_fixed_f64_v4 v4[matmul_fixed_f64_count4 + 1];
  matmul_fixed_f64_v2 v2[matmul_fixed_f64_count2 + 1];
  matmul_fixed_f64_v1 v1[matmul_fixed_f64_count1 + 1];
};

/* sum[i] (+)= a[i] · b for the rows i of a block: one column of a, one row of b. */
static inline __attribute__((always_inline, matmul_fixed_f64_quickly)) void matmul_fixed_f64_step(
    const int height, const int first, const int last, const double *restrict a, const double *restrict b,
    struct matmul_fixed_f64_line *sum) {
  if (matmul_fixed_f64_wide) {
    double x[matmul_fixed_f64_rows];
#pragma GCC unroll 64
    for (int i = 0; i < height; i += 1) x[i] = a[i * matmul_fixed_f64_k];
#define matmul_fixed_f64_add_all(W, column)                                                                             \
  const matmul_fixed_f64_v##W entries = *(const matmul_fixed_f64_v##W *)(b + (column));                                 \
  _Pragma("GCC unroll 64") for (int i = 0; i < height; i += 1) {                                                        \
    const matmul_fixed_f64_v##W factor = x[i] - (matmul_fixed_f64_v##W){0};                                             \
    if (first)                                                                                                          \
      sum[i].v##W[j] = factor * entries;                                                                                \
    else                                                                                                                \
      sum[i].v##W[j] = matmul_fixed_f64_fused##W(factor, entries, sum[i].v##W[j]);                                      \
  }
    matmul_fixed_f64_each(matmul_fixed_f64_add_all)
    return;
  }
  struct matmul_fixed_f64_line line;
#define matmul_fixed_f64_read(W, column)                                                                                \
  line.v##W[j] = *(const matmul_fixed_f64_v##W *)(b + (column));                                                        \
  if (matmul_fixed_f64_keeps && W <= matmul_fixed_f64_lanes) matmul_fixed_f64_kept(line.v##W[j]);
  if (matmul_fixed_f64_wide3 && last)
    line.v4[0] = (matmul_fixed_f64_v4){b[0], b[1], b[2], 0};
  else {
    matmul_fixed_f64_each(matmul_fixed_f64_read)
  }
  /* Vectors of two lengths take turns by whole columns: 12 × 12 where another thread has half of the core: 62 ns instead of 66. */
#pragma GCC unroll 2
  for (int turn = 0; turn < 1 + matmul_fixed_f64_mixed; turn += 1)
#pragma GCC unroll 64
    for (int i = 0; i < height; i += 1) {
      const matmul_fixed_f64_v1 x1 = a[i * matmul_fixed_f64_k];
      const matmul_fixed_f64_v8 x8 = x1 - (matmul_fixed_f64_v8){0};
      const matmul_fixed_f64_v4 x4 = x1 - (matmul_fixed_f64_v4){0};
      matmul_fixed_f64_v2 x2 = x1 - (matmul_fixed_f64_v2){0};
      /* Two loads in a cycle, and each would be of one element: so half of the longer one is used again. */
      if (matmul_fixed_f64_count4 > 0) x2 = *(const matmul_fixed_f64_v2 *)&x4;
      (void)x8, (void)x4, (void)x2;
#define matmul_fixed_f64_add(W, column)                                                                                 \
  (void)(column);                                                                                                       \
  if (!matmul_fixed_f64_mixed || (W < 8) == turn) {                                                                     \
    if (first)                                                                                                          \
      sum[i].v##W[j] = x##W * line.v##W[j];                                                                             \
    else                                                                                                                \
      sum[i].v##W[j] = matmul_fixed_f64_fused##W(x##W, line.v##W[j], sum[i].v##W[j]);                                   \
  }
      matmul_fixed_f64_each(matmul_fixed_f64_add)
    }
}

/* `height` rows of c, the last of it among them where `final`. */
static inline __attribute__((always_inline, matmul_fixed_f64_quickly)) void matmul_fixed_f64_block(
    const int height, const int final, const double *restrict a, const double *restrict b, double *restrict c,
    const double *restrict d) {
  struct matmul_fixed_f64_line sum[matmul_fixed_f64_rows];
  matmul_fixed_f64_step(height, 1, matmul_fixed_f64_k == 1, a, b, sum);
  if (matmul_fixed_f64_unrolled) {
#pragma GCC unroll 512
    for (int p = 1; p < matmul_fixed_f64_k; p += 1) {
      matmul_fixed_f64_in_order(a, b);
      matmul_fixed_f64_step(height, 0, p == matmul_fixed_f64_k - 1, a + p, b + p * matmul_fixed_f64_n, sum);
    }
  } else {
#pragma GCC unroll 2
    for (matmul_fixed_f64_int p = 1; p < matmul_fixed_f64_k - 1; p += 1) {
      matmul_fixed_f64_in_order(a, b);
      matmul_fixed_f64_step(height, 0, 0, a + p, b + p * matmul_fixed_f64_n, sum);
    }
    if (matmul_fixed_f64_k > 1)
      matmul_fixed_f64_step(height, 0, 1, a + matmul_fixed_f64_k - 1, b + (matmul_fixed_f64_k - 1) * matmul_fixed_f64_n,
                            sum);
  }
#pragma GCC unroll 64
  for (int i = 0; i < height; i += 1) {
    double *const row = c + i * matmul_fixed_f64_n;
    const double *const before = matmul_fixed_f64_on(d, i * matmul_fixed_f64_n);
    (void)before;
#define matmul_fixed_f64_write(W, column)                                                                               \
  matmul_fixed_f64_join(W, matmul_fixed_f64_on(before, column), sum[i].v##W[j])                                         \
  *(matmul_fixed_f64_v##W *)(row + (column)) = sum[i].v##W[j];
    if (matmul_fixed_f64_wide3 && final && i == height - 1)
      for (int j = 0; j < 3; j += 1) {
        matmul_fixed_f64_v1 entry = sum[i].v4[0][j];
        matmul_fixed_f64_join(1, matmul_fixed_f64_on(before, j), entry)
        row[j] = entry;
      }
    else {
      matmul_fixed_f64_each(matmul_fixed_f64_write)
    }
  }
}

static inline __attribute__((always_inline, matmul_fixed_f64_quickly)) void matmul_fixed_f64_all(
    const double *restrict a, const double *restrict b, double *restrict c, const double *restrict d) {
  enum { height = matmul_fixed_f64_rows, whole = (matmul_fixed_f64_m - 1) / height };
  if (matmul_fixed_f64_unrolled) {
#pragma GCC unroll 512
    for (int i = 0; i < whole; i += 1)
      matmul_fixed_f64_block(height, 0, a + i * height * matmul_fixed_f64_k, b, c + i * height * matmul_fixed_f64_n,
                             matmul_fixed_f64_on(d, i * height * matmul_fixed_f64_n));
  } else {
#pragma GCC unroll 1
    for (matmul_fixed_f64_int i = 0; i < whole; i += 1)
      matmul_fixed_f64_block(height, 0, a + i * height * matmul_fixed_f64_k, b, c + i * height * matmul_fixed_f64_n,
                             matmul_fixed_f64_on(d, i * height * matmul_fixed_f64_n));
  }
  matmul_fixed_f64_block(matmul_fixed_f64_m - whole * height, 1, a + whole * height * matmul_fixed_f64_k, b,
                         c + whole * height * matmul_fixed_f64_n, matmul_fixed_f64_on(d, whole * height * matmul_fixed_f64_n));
}

/*
 * By 4 × 4: b stays in four registers, and loads, of which there are two in a cycle, are what takes the time. One row of a in
 * four is read whole and its elements spread by shuffles, which run beside the rest; rows go in pairs, so that one multiplies
 * while the other waits (docs/adr/0017-matrix-products-and-the-caches.md).
 */
enum { matmul_fixed_f64_fours = matmul_fixed_f64_n == 4 && matmul_fixed_f64_k == 4 && matmul_fixed_f64_lanes >= 4 };
typedef __INT64_TYPE__ matmul_fixed_f64_places __attribute__((vector_size(32)));
static inline __attribute__((always_inline, unused, matmul_fixed_f64_quickly)) void matmul_fixed_f64_some_fours(
    const int rows, const int spread, const double *restrict a, const matmul_fixed_f64_v4 *line, double *restrict c,
    const double *restrict d) {
  matmul_fixed_f64_v4 row = {0}, sum[2];
  if (spread) {
    row = *(const matmul_fixed_f64_v4 *)a;
    matmul_fixed_f64_kept(row);
  }
#pragma GCC unroll 8
  for (int t = 0; t < 4 * rows; t += 1) {
    const int p = t / rows, i = t % rows;
    if (!spread) matmul_fixed_f64_here(a);
    matmul_fixed_f64_v4 factor = a[4 * i + p] - (matmul_fixed_f64_v4){0};
#ifndef __clang__
    if (spread && i == 0) factor = __builtin_shuffle(row, (matmul_fixed_f64_places){p, p, p, p});
#endif
    if (p == 0)
      sum[i] = factor * line[0];
    else
      sum[i] = matmul_fixed_f64_fused4(factor, line[p], sum[i]);
  }
#pragma GCC unroll 2
  for (int i = 0; i < rows; i += 1) {
    matmul_fixed_f64_join(4, matmul_fixed_f64_on(d, 4 * i), sum[i])
    *(matmul_fixed_f64_v4 *)(c + 4 * i) = sum[i];
  }
}

static inline __attribute__((always_inline, unused, matmul_fixed_f64_quickly)) void matmul_fixed_f64_all_fours(
    const double *restrict a, const double *restrict b, double *restrict c, const double *restrict d) {
  enum { rest = matmul_fixed_f64_m % 4, whole = matmul_fixed_f64_m - rest };
  matmul_fixed_f64_v4 line[4];
#pragma GCC unroll 4
  for (int p = 0; p < 4; p += 1) {
    line[p] = *(const matmul_fixed_f64_v4 *)(b + 4 * p);
    matmul_fixed_f64_kept(line[p]);
  }
#pragma GCC unroll 1
  for (matmul_fixed_f64_int i = 0; i < 4 * whole; i += 16) {
    matmul_fixed_f64_some_fours(2, 1, a + i, line, c + i, matmul_fixed_f64_on(d, i));
    matmul_fixed_f64_some_fours(2, 0, a + i + 8, line, c + i + 8, matmul_fixed_f64_on(d, i + 8));
  }
  if (rest >= 2) matmul_fixed_f64_some_fours(2, 0, a + 4 * whole, line, c + 4 * whole, matmul_fixed_f64_on(d, 4 * whole));
  if (rest % 2 == 1) {
    enum { last = 4 * (matmul_fixed_f64_m - 1) };
    matmul_fixed_f64_some_fours(1, 0, a + last, line, c + last, matmul_fixed_f64_on(d, last));
  }
}

static __attribute__((noinline, unused, matmul_fixed_f64_quickly)) void matmul_fixed_f64_apart(
    const double *restrict a, const double *restrict b, double *restrict c, const double *restrict d) {
  matmul_fixed_f64_all(a, b, c, d);
}

static inline __attribute__((always_inline, unused)) void matmul_fixed_f64(
    const double *restrict a, const double *restrict b, double *restrict c, const double *restrict d,
    const volatile matmul_fixed_f64_word *cancel) {
  (void)cancel;
  if (matmul_fixed_f64_fours)
    matmul_fixed_f64_all_fours(a, b, c, d);
  else if (matmul_fixed_f64_inline)
    matmul_fixed_f64_all(a, b, c, d);
  else
    matmul_fixed_f64_apart(a, b, c, d);
}
