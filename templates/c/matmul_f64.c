/*
 * matmul_f64: the product of two matrices of doubles.
 *
 * Version     7
 * Parameters  (a, b, c, d, m, k, n, work, cancel, team): c (m × n) = a (m × k) · b (k × n), or what the holes say, with d (m × n);
 *             all row-major and contiguous; `work` has room for 325,632 doubles where m·k·n is at least 2²⁶, or a lies
 *             transposed, m > 512 and m·k·n is at least 2²¹; it is not used else, nor is d where `adds` is 0; d is one
 *             double where it is 4
 * Requires    8-byte alignment; c and work overlap nothing; every size ≥ 0
 * Error       |c − exact| ≤ γ_k (|a| |b|), γ_k = k·u / (1 − k·u), barring overflow and underflow, and u |c| more for
 *             every 128 steps of the inner product where there is d; order of summation fixed for given sizes and holes
 * Cancel      read once for every panel of b; c is undefined when it was found set
 * Team        rows of c are shared out from 2²² multiply-adds on; scratch of 325,632 doubles; the same bits for any number
 * Method      Goto and van de Geijn (2008): a tile of c (rows × 3 vectors) stays in registers while `depth` steps of the inner
 *             product go into it. Where the matrices do not fit into the caches a stretch of b (in panels as wide as a tile)
 *             and a band of a are first copied to lie in the order in which they are read. A tile that is not all there is
 *             computed whole and written elsewhere first. Sizes that are known are holes: their last tiles are of just the
 *             size that is there, and what does not occur is not compiled. Of a triangular factor a tile takes the steps
 *             in which its rows, or its columns, have anything but zeros.
 */
typedef __INT64_TYPE__ matmul_f64_int;
typedef __INT32_TYPE__ matmul_f64_word;

enum { matmul_f64_lanes = 2 }; // hole lanes: integer 1..16
enum { matmul_f64_registers = 16 }; // hole registers: integer 8..64
enum { matmul_f64_l2 = 262144 }; // hole l2: integer 65536..1073741824
/* Sizes; 0 where they come with the call: then fewer kinds of tiles serve all of them. */
enum { matmul_f64_m = 0 }; // hole m: integer 0..1000000000
enum { matmul_f64_k = 0 }; // hole k: integer 0..1000000000
enum { matmul_f64_n = 0 }; // hole n: integer 0..1000000000
/* A factor that lies transposed: a is k × m, b is n × k. */
enum { matmul_f64_left = 0 }; // hole left: integer 0..1
enum { matmul_f64_right = 0 }; // hole right: integer 0..1
/* c = a·b (0), d + a·b (1), d − a·b (2), a·b − d (3), a·b times the number d (4). */
enum { matmul_f64_adds = 0 }; // hole adds: integer 0..4
enum { matmul_f64_joins = matmul_f64_adds > 0 && matmul_f64_adds < 4 };
/* The factors are each other's transposes, so that c is symmetric: half of it is computed, the rest copied from there. */
enum { matmul_f64_symmetric = 0 }; // hole symmetric: integer 0..1
/* A factor, as it stands in the product, has zeros above (1) or below (2) its diagonal: they are not multiplied. */
enum { matmul_f64_left_zeros = 0 }; // hole left_zeros: integer 0..2
enum { matmul_f64_right_zeros = 0 }; // hole right_zeros: integer 0..2

enum { matmul_f64_exact = matmul_f64_m > 0 && matmul_f64_n > 0 };
enum { matmul_f64_long = matmul_f64_lanes >= 8 ? 8 : matmul_f64_lanes >= 4 ? 4 : 2 };
enum { matmul_f64_half = matmul_f64_long / 2 };
/* Three vectors wide; rows so that tile, one row of b and an element of a fill the registers. */
enum { matmul_f64_rows = matmul_f64_registers >= 32 ? 8 : 4 };
enum { matmul_f64_width = 3 * matmul_f64_long };
/* In place, a panel of b is at most 24 KB: within the stack of a call, where it may have to be copied. */
enum { matmul_f64_near_depth = 128 };
/* Copied, c is read and written once for so many steps of the inner product. n = 1000: 48 GFLOP/s at 128, 52 at 256. */
enum { matmul_f64_depth = 256 };
/* A band of a fills half of the second-level cache; rows that every tile height divides. */
enum { matmul_f64_fit = matmul_f64_l2 / 2 / (matmul_f64_depth * 8) / 8 * 8 };
enum { matmul_f64_band = matmul_f64_fit > 240 ? 240 : matmul_f64_fit };
/* Columns of b that are copied at once: 2 MB. */
enum { matmul_f64_stretch = 1032 / matmul_f64_width * matmul_f64_width };
/*
 * In place up to here: 406 × 406 × 406. 400: 54 GFLOP/s and 48 copied, 700: 50 and 50, 1000: 42 and 52. Columns of a far apart
 * share the sets of the caches, so they are copied earlier.
 */
#define matmul_f64_copies(m, k, n)                                                                                      \
  ((m) * (k) * (n) >= (matmul_f64_int)1 << 26 ||                                                                        \
   (matmul_f64_left && (m) > 512 && (m) * (k) * (n) >= (matmul_f64_int)1 << 21))
/* By several threads, where there are, from here on: 160 × 160 × 160, which takes one of them 0.15 ms. */
#define matmul_f64_shared_from ((matmul_f64_int)1 << 22)
/* Known: all in place, or all copied. */
enum { matmul_f64_known = matmul_f64_exact && matmul_f64_k > 0 };
#define matmul_f64_copied                                                                                               \
  matmul_f64_copies((matmul_f64_int)matmul_f64_m, (matmul_f64_int)matmul_f64_k, (matmul_f64_int)matmul_f64_n)
#define matmul_f64_all_near (matmul_f64_known && !matmul_f64_copied)
#define matmul_f64_all_far (matmul_f64_known && matmul_f64_copied)

/* What known sizes leave out: threads, sums that another stretch of the inner product adds to, columns beyond the last vector. */
enum {
  matmul_f64_alone = matmul_f64_known && (matmul_f64_int)matmul_f64_m * matmul_f64_k * matmul_f64_n < matmul_f64_shared_from
};
#define matmul_f64_once (matmul_f64_all_near && matmul_f64_k <= +matmul_f64_near_depth)
enum { matmul_f64_even = matmul_f64_exact && matmul_f64_n % matmul_f64_half == 0 };

/* Threads, as templates/README.md has them. */
struct matmul_f64_team {
  void (*run)(const struct matmul_f64_team *, void (*)(void *, matmul_f64_int, double *), void *, matmul_f64_int);
  matmul_f64_int threads;
};

/*
 * The tiles that are compiled: those of full size; where the sizes are known, with just the rows and half vectors that are
 * left; else with half of the rows, and with one and two vectors.
 */
enum { matmul_f64_few = matmul_f64_exact ? matmul_f64_m % matmul_f64_rows : matmul_f64_rows / 2 };
enum { matmul_f64_last = (matmul_f64_n % matmul_f64_width + matmul_f64_half - 1) / matmul_f64_half };

typedef double matmul_f64_vector __attribute__((vector_size(matmul_f64_long * 8), aligned(8), may_alias));
typedef double matmul_f64_short __attribute__((vector_size(matmul_f64_half * 8), aligned(8), may_alias));

#define matmul_f64_min(x, y) ((x) < (y) ? (x) : (y))

/* Tiles, and what only leads to them: there a compiler that tries hard takes twice the time and gains nothing. */
#define matmul_f64_inline static inline __attribute__((always_inline))
#define matmul_f64_fast optimize("O2", "fp-contract=fast")
#define matmul_f64_apart static __attribute__((noinline, optimize("O1")))
#define matmul_f64_copier static __attribute__((noinline, optimize("O2")))

/*
 * A product with what it is added to, or that is subtracted from it: entries of d, or of c as the stretches of the inner product
 * before this one left them, which already have the sign that they are to have.
 */
#define matmul_f64_joined(old, product, sign)                                                                           \
  (matmul_f64_adds == 2 ? (old) - (product) : matmul_f64_adds == 3 ? (sign) * (old) + (product) : (old) + (product))
#define matmul_f64_sign(before, c) (matmul_f64_adds == 3 && (before) != (c) ? -1.0 : 1.0)

/*
 * `before`: what the tile is added to, with rows as far apart as those of c; 0 for nothing, which is then what is written.
 * A tile of `rows` rows and `vectors` vectors, and half a vector more where `half`: `depth` steps, the element of a in row i at
 * step p is a[i·across + p·down], and `ldb` doubles lie between the rows of b.
 */
struct matmul_f64_steps {
  matmul_f64_int depth, across, down, ldb;
  /* Which step of the whole inner product is the first. */
  matmul_f64_int at;
  /* What the products are multiplied by, where `adds` says so. */
  double scale;
};

static inline __attribute__((always_inline, matmul_f64_fast)) void matmul_f64_tile(
    const int rows, const int vectors, const int half, const struct matmul_f64_steps *s, const double *restrict a,
    const double *restrict b, double *c, const matmul_f64_int ldc, const double *before) {
  const int first = matmul_f64_once && !matmul_f64_joins ? 1 : before == 0;
  matmul_f64_vector sum[matmul_f64_rows][3];
  matmul_f64_short rest[matmul_f64_rows];
#pragma GCC unroll 8
  for (int i = 0; i < rows; i += 1) {
#pragma GCC unroll 3
    for (int j = 0; j < vectors; j += 1) sum[i][j] = (matmul_f64_vector){0};
    rest[i] = (matmul_f64_short){0};
  }
  /* What the tile is added to comes from far: asked for now, it is there when the sums are. */
  if (!first)
#pragma GCC unroll 1
    for (int i = 0; i < rows; i += 1)
#pragma GCC unroll 4
      for (int j = 0; j <= vectors; j += 1) __builtin_prefetch(before + i * ldc + j * matmul_f64_long, 1);
  const int beside = matmul_f64_all_far || (matmul_f64_all_near && matmul_f64_left);
  const matmul_f64_int across = beside ? 1 : matmul_f64_all_near ? matmul_f64_k : s->across;
  const matmul_f64_int down = matmul_f64_all_far ? matmul_f64_rows
                              : matmul_f64_all_near ? (matmul_f64_left ? matmul_f64_m : 1)
                                                    : s->down;
  const matmul_f64_int ldb = matmul_f64_all_far ? matmul_f64_width : s->ldb;
#pragma GCC unroll 1
  for (matmul_f64_int p = s->depth; p > 0; p -= 1) {
    __asm__("" : "+r"(a), "+r"(b));
    matmul_f64_vector line[3];
    matmul_f64_short end = {0};
#pragma GCC unroll 3
    for (int j = 0; j < vectors; j += 1) line[j] = *(const matmul_f64_vector *)(b + j * matmul_f64_long);
    if (half) end = *(const matmul_f64_short *)(b + vectors * matmul_f64_long);
#pragma GCC unroll 8
    for (int i = 0; i < rows; i += 1) {
      const double x = a[i * across];
#pragma GCC unroll 3
      for (int j = 0; j < vectors; j += 1) sum[i][j] += x * line[j];
      if (half) rest[i] += x * end;
    }
    a += down;
    b += ldb;
  }
  if (matmul_f64_adds == 4)
#pragma GCC unroll 8
    for (int i = 0; i < rows; i += 1) {
#pragma GCC unroll 3
      for (int j = 0; j < vectors; j += 1) sum[i][j] *= s->scale;
      rest[i] *= s->scale;
    }
  /* The addresses are counted up, for there are no registers to hold them all. */
  const double sign = matmul_f64_sign(before, c);
  if (!first)
#pragma GCC unroll 8
    for (int i = 0; i < rows; i += 1) {
#pragma GCC unroll 3
      for (int j = 0; j < vectors; j += 1) {
        const matmul_f64_vector old = *(const matmul_f64_vector *)(before + j * matmul_f64_long);
        sum[i][j] = matmul_f64_joined(old, sum[i][j], sign);
      }
      if (half) {
        const matmul_f64_short old = *(const matmul_f64_short *)(before + vectors * matmul_f64_long);
        rest[i] = matmul_f64_joined(old, rest[i], sign);
      }
      before += ldc;
      __asm__("" : "+r"(before));
    }
  double *row = c;
#pragma GCC unroll 8
  for (int i = 0; i < rows; i += 1) {
#pragma GCC unroll 3
    for (int j = 0; j < vectors; j += 1) *(matmul_f64_vector *)(row + j * matmul_f64_long) = sum[i][j];
    if (half) *(matmul_f64_short *)(row + vectors * matmul_f64_long) = rest[i];
    row += ldc;
    __asm__("" : "+r"(row));
  }
}

/* A kind of tile: R rows, and V vectors and H halves of columns. */
#define matmul_f64_kind(NAME, R, V, H)                                                                                  \
  static __attribute__((noinline, matmul_f64_fast)) void matmul_f64_tile_##NAME(const struct matmul_f64_steps *s, const double *restrict a,              \
                                               const double *restrict b, double *c, const matmul_f64_int ldc,           \
                                               const double *before) {                                                  \
    matmul_f64_tile(R, V, H, s, a, b, c, ldc, before);                                                                  \
  }
matmul_f64_kind(whole, matmul_f64_rows, 3, 0)
matmul_f64_kind(low, matmul_f64_few, 3, 0)
/* Known columns: */
matmul_f64_kind(last, matmul_f64_rows, matmul_f64_last / 2, matmul_f64_last % 2)
matmul_f64_kind(low_last, matmul_f64_few, matmul_f64_last / 2, matmul_f64_last % 2)
/* Unknown columns: */
matmul_f64_kind(two, matmul_f64_rows, 2, 0)
matmul_f64_kind(one, matmul_f64_rows, 1, 0)
matmul_f64_kind(low_two, matmul_f64_few, 2, 0)
matmul_f64_kind(low_one, matmul_f64_few, 1, 0)

/*
 * A stretch of a, in place or copied to lie `matmul_f64_rows` rows side by side: its first row is row `first` of the whole, and
 * `next` doubles after a tile's first row the next tile's begins.
 */
struct matmul_f64_band {
  const double *a;
  matmul_f64_int rows, first, next;
  int copied;
};

/* Only steps from `from` up to, not including, `to` of the whole inner product. */
matmul_f64_inline void matmul_f64_narrow(struct matmul_f64_steps *s, const double **a, const double **b,
                                         const matmul_f64_int from, const matmul_f64_int to) {
  if (to < s->at + s->depth) s->depth = to > s->at ? to - s->at : 0;
  const matmul_f64_int skip = from > s->at ? matmul_f64_min(from - s->at, s->depth) : 0;
  *a += skip * s->down;
  *b += skip * s->ldb;
  s->at += skip;
  s->depth -= skip;
}

/* The steps in which there is a product for rows of a, or columns of b, from `first` up to, not including, `end`. */
matmul_f64_inline void matmul_f64_narrow_rows(struct matmul_f64_steps *s, const double **a, const double **b,
                                              const matmul_f64_int first, const matmul_f64_int end) {
  if (matmul_f64_left_zeros == 1) matmul_f64_narrow(s, a, b, 0, end);
  if (matmul_f64_left_zeros == 2) matmul_f64_narrow(s, a, b, first, s->at + s->depth);
}

matmul_f64_inline void matmul_f64_narrow_columns(struct matmul_f64_steps *s, const double **a, const double **b,
                                                 const matmul_f64_int first, const matmul_f64_int end) {
  if (matmul_f64_right_zeros == 1) matmul_f64_narrow(s, a, b, first, s->at + s->depth);
  if (matmul_f64_right_zeros == 2) matmul_f64_narrow(s, a, b, 0, end);
}

/*
 * Where tiles under a panel of b are written: as many columns as they have, of which `width` from `skip` on are wanted.
 * `whole`: the others may be written too. `before`: what they are added to, 0 for nothing.
 */
struct matmul_f64_target {
  double *c;
  const double *before;
  matmul_f64_int ldc, columns, skip, width;
  int whole;
};

/* Where the entries `places` after the first of a target are added to. */
matmul_f64_inline const double *matmul_f64_before(const struct matmul_f64_target *target, const matmul_f64_int places) {
  return target->before ? target->before + places : 0;
}

/* How many columns the tile has that covers `width`. */
matmul_f64_inline matmul_f64_int matmul_f64_covered(const matmul_f64_int width) {
  if (width > (matmul_f64_exact ? matmul_f64_width - 1 : 2 * matmul_f64_long)) return matmul_f64_width;
  if (matmul_f64_exact) return matmul_f64_last * matmul_f64_half;
  return width > matmul_f64_long ? 2 * matmul_f64_long : matmul_f64_long;
}

/* The tile, `low` or of all rows, that has so many columns. */
matmul_f64_inline void matmul_f64_compute(const int low, const matmul_f64_int columns, const struct matmul_f64_steps *s,
                                          const double *restrict a, const double *restrict b, double *c,
                                          const matmul_f64_int ldc, const double *before) {
  const int all = columns == matmul_f64_width, two = columns == 2 * matmul_f64_long;
#define matmul_f64_choose(WHOLE, LAST, TWO, ONE)                                                                        \
  if (all)                                                                                                              \
    matmul_f64_tile_##WHOLE(s, a, b, c, ldc, before);                                                                   \
  else if (matmul_f64_exact)                                                                                            \
    matmul_f64_tile_##LAST(s, a, b, c, ldc, before);                                                                    \
  else if (two)                                                                                                         \
    matmul_f64_tile_##TWO(s, a, b, c, ldc, before);                                                                     \
  else                                                                                                                  \
    matmul_f64_tile_##ONE(s, a, b, c, ldc, before);
  if (low && matmul_f64_few > 0) {
    matmul_f64_choose(low, low_last, low_two, low_one)
  } else {
    matmul_f64_choose(whole, last, two, one)
  }
}

/* Entries of a row of c, from those of a tile: vectors, of which the last begins earlier where it would go too far. */
matmul_f64_apart void matmul_f64_put(const double *restrict tile, double *line, const matmul_f64_int width,
                                     const double *before) {
  const double sign = matmul_f64_sign(before, line);
#define matmul_f64_entries(TYPE, at)                                                                                    \
  ({                                                                                                                    \
    TYPE entries = *(const TYPE *)(tile + (at));                                                                        \
    if (before) entries = matmul_f64_joined(*(const TYPE *)(before + (at)), entries, sign);                             \
    entries;                                                                                                            \
  })
#define matmul_f64_put_by(TYPE, LENGTH)                                                                                 \
  if (width >= LENGTH) {                                                                                                \
    const TYPE end = matmul_f64_entries(TYPE, width - LENGTH);                                                          \
    _Pragma("GCC unroll 1") for (matmul_f64_int j = 0; j + LENGTH < width; j += LENGTH)                                 \
      *(TYPE *)(line + j) = matmul_f64_entries(TYPE, j);                                                                \
    *(TYPE *)(line + width - LENGTH) = end;                                                                             \
    return;                                                                                                             \
  }
  matmul_f64_put_by(matmul_f64_vector, matmul_f64_long)
  matmul_f64_put_by(matmul_f64_short, matmul_f64_half)
#pragma GCC unroll 1
  for (matmul_f64_int j = 0; j < width; j += 1) line[j] = matmul_f64_entries(double, j);
}

/* A tile of which only the rows from `from` to `to`, and not all columns, are to be written. */
matmul_f64_apart void matmul_f64_part(const int low, const struct matmul_f64_steps *s, const double *restrict a,
                                      const double *restrict b, const struct matmul_f64_target *target,
                                      const matmul_f64_int row, const matmul_f64_int from, const matmul_f64_int to) {
  double tile[matmul_f64_rows * matmul_f64_width];
  matmul_f64_compute(low, target->columns, s, a, b, tile, target->columns, 0);
  for (matmul_f64_int i = from; i < to; i += 1) {
    const matmul_f64_int place = (row + i) * target->ldc + target->skip;
    matmul_f64_put(tile + i * target->columns + target->skip, target->c + place, target->width,
                   matmul_f64_before(target, place));
  }
}

/* The rows after the last full tile, `left` of them from `row` on, where sizes are not known. */
matmul_f64_apart void matmul_f64_rest(const struct matmul_f64_steps *s, const struct matmul_f64_band *band,
                                      const double *restrict a, const double *restrict b,
                                      const struct matmul_f64_target *target, matmul_f64_int row, matmul_f64_int left) {
  const matmul_f64_int fewer = matmul_f64_few;
  if (band->copied) {
    matmul_f64_part(left <= fewer, s, a, b, target, row, 0, left);
    return;
  }
  /* In place a tile begins as many rows earlier as it has too many, unless there are not so many. */
  while (left > 0) {
    const int low = left <= fewer || row + left < matmul_f64_rows;
    const matmul_f64_int height = low ? fewer : matmul_f64_rows, now = matmul_f64_min(left, height), more = height - now;
    if (row < more) {
      double copy[matmul_f64_rows / 2 * matmul_f64_near_depth];
      for (matmul_f64_int p = 0; p < s->depth; p += 1)
        for (matmul_f64_int i = 0; i < fewer; i += 1)
          copy[p * fewer + i] = a[matmul_f64_min(i, now - 1) * s->across + p * s->down];
      const struct matmul_f64_steps steps = {s->depth, 1, fewer, s->ldb, s->at, s->scale};
      matmul_f64_part(1, &steps, copy, b, target, row, 0, now);
    } else if (target->whole)
      matmul_f64_compute(low, target->columns, s, a - more * s->across, b, target->c + (row - more) * target->ldc,
                         target->ldc, matmul_f64_before(target, (row - more) * target->ldc));
    else
      matmul_f64_part(low, s, a - more * s->across, b, target, row - more, more, height);
    row += now;
    a += now * s->across;
    left -= now;
  }
}

/* All tiles of a band, from row `from` on, under one panel of b. */
matmul_f64_apart void matmul_f64_panel(const struct matmul_f64_steps *whole_steps, const struct matmul_f64_band *band,
                                       matmul_f64_int from, const double *restrict panel,
                                       const struct matmul_f64_target *target) {
  const matmul_f64_int columns = target->columns, ldc = target->ldc;
  const int whole = matmul_f64_even || columns == target->width || target->whole;
#pragma GCC unroll 1
  for (matmul_f64_int i = from; i < band->rows; i += matmul_f64_rows) {
    const double *a = band->a + i / matmul_f64_rows * band->next, *b = panel;
    const struct matmul_f64_steps *s = whole_steps;
    const int low = i + matmul_f64_rows > band->rows;
    struct matmul_f64_steps steps;
    if (matmul_f64_left_zeros) {
      steps = *whole_steps;
      s = &steps;
      /* Where sizes are not known the last tile may begin earlier. */
      const matmul_f64_int row = band->first + i, earlier = low && !matmul_f64_exact ? matmul_f64_rows : 0;
      matmul_f64_narrow_rows(&steps, &a, &b, row - earlier, row + matmul_f64_rows);
      if (steps.depth == 0 && target->before == target->c) continue;
    }
    if (low && !matmul_f64_exact)
      matmul_f64_rest(s, band, a, b, target, i, band->rows - i);
    else if (whole)
      matmul_f64_compute(low, columns, s, a, b, target->c + i * ldc, ldc, matmul_f64_before(target, i * ldc));
    else
      matmul_f64_part(low, s, a, b, target, i, 0, low ? matmul_f64_few : matmul_f64_rows);
  }
}

/* `count` rows of `from`, `lda` doubles apart, side by side, in the order of the inner product; the last repeated up to `group`. */
matmul_f64_inline void matmul_f64_interleave(const int group, const double *restrict from, const matmul_f64_int lda,
                                             const matmul_f64_int count, const matmul_f64_int depth,
                                             double *restrict to, const matmul_f64_int across) {
  const double *row[8];
  for (int r = 0; r < group; r += 1) row[r] = from + matmul_f64_min(r, count - 1) * lda;
#pragma GCC unroll 1
  for (matmul_f64_int p = 0; p < depth; p += 1) {
#pragma GCC unroll 8
    for (int r = 0; r < group; r += 1) to[r] = row[r][p];
    to += across;
  }
}

/* `columns` columns of every row of `depth` rows, and zeros beyond them up to `group`, a multiple of a vector. */
matmul_f64_inline void matmul_f64_stack(const int group, const double *restrict from, const matmul_f64_int ld,
                                        const matmul_f64_int columns, const matmul_f64_int depth, double *restrict to) {
#pragma GCC unroll 1
  for (matmul_f64_int p = 0; p < depth; p += 1) {
    if (columns >= group)
#pragma GCC unroll 8
      for (int v = 0; v < group; v += matmul_f64_half)
        *(matmul_f64_short *)(to + v) = *(const matmul_f64_short *)(from + v);
    else
#pragma GCC unroll 1
      for (matmul_f64_int l = 0; l < group; l += 1) to[l] = l < columns ? from[l] : 0;
    from += ld;
    to += group;
  }
}

/* A band of a: its rows `matmul_f64_rows` at a time. */
matmul_f64_copier void matmul_f64_pack(const double *restrict a, const matmul_f64_int lda, const matmul_f64_int rows,
                                      const matmul_f64_int depth, double *restrict to) {
#pragma GCC unroll 1
  for (matmul_f64_int i = 0; i < rows; i += matmul_f64_rows) {
    if (matmul_f64_left)
      matmul_f64_stack(matmul_f64_rows, a + i, lda, rows - i, depth, to);
    else
      matmul_f64_interleave(matmul_f64_rows, a + i * lda, lda, rows - i, depth, to, matmul_f64_rows);
    to += depth * matmul_f64_rows;
  }
}

/* Columns of b, in panels of `depth` rows each. */
matmul_f64_copier void matmul_f64_move(const double *restrict b, const matmul_f64_int ldb, const matmul_f64_int columns,
                                      const matmul_f64_int depth, double *restrict to) {
#pragma GCC unroll 1
  for (matmul_f64_int j = 0; j < columns; j += matmul_f64_width) {
    if (matmul_f64_right)
#pragma GCC unroll 1
      for (matmul_f64_int v = 0; v < matmul_f64_min(matmul_f64_width, columns - j); v += matmul_f64_long)
        matmul_f64_interleave(matmul_f64_long, b + (j + v) * ldb, ldb, columns - j - v, depth, to + v, matmul_f64_width);
    else
      matmul_f64_stack(matmul_f64_width, b + j, ldb, columns - j, depth, to);
    to += depth * matmul_f64_width;
  }
}

/* Where in c the tiles of a panel begin: rows of c, from `above` on, that have no entry right of the diagonal in it, are above. */
matmul_f64_inline matmul_f64_int matmul_f64_start(const matmul_f64_int column, const matmul_f64_int above) {
  if (!matmul_f64_symmetric || column < above) return 0;
  return (column - above) / matmul_f64_rows * matmul_f64_rows;
}

/* Sizes, and the rows of c that are wanted. */
struct matmul_f64_sizes {
  matmul_f64_int m, k, n, from, to;
};

/* All of it in place: what fits into the caches. */
matmul_f64_inline void matmul_f64_near(const double *restrict a, const double *restrict b, double *c,
                                       const double *d, const struct matmul_f64_sizes *sizes,
                                       const volatile matmul_f64_word *cancel) {
  const matmul_f64_int m = sizes->m, k = sizes->k, n = sizes->n, rows = matmul_f64_alone ? m : sizes->to - sizes->from;
  const matmul_f64_int ldb = matmul_f64_right ? k : n;
  double panel[matmul_f64_near_depth * matmul_f64_width] __attribute__((aligned(64)));
  /*
   * Rows of b 1 KB apart share sets of the first-level cache, and those further apart are on too many pages: in one piece they
   * stay there. 128 × 128: 48 → 53 GFLOP/s.
   */
  const int moves = matmul_f64_right || ((n % 128 == 0 || n > 160) && rows >= 4 * matmul_f64_rows);
  for (matmul_f64_int p = 0; p < k; p += matmul_f64_near_depth) {
    const matmul_f64_int across = matmul_f64_left ? 1 : k, down = matmul_f64_left ? m : 1;
    for (matmul_f64_int j = 0, width; j < n; j += width) {
      if (*cancel) return;
      width = matmul_f64_min(n - j, matmul_f64_width);
      matmul_f64_int columns = matmul_f64_covered(width);
      /* Of few columns a narrower tile first, so that the next one can begin earlier. */
      if (!matmul_f64_exact && !moves && columns > n && n >= matmul_f64_long) width = columns -= matmul_f64_long;
      /* Vectors past the last column would read beyond b: the last ones begin earlier, or read a copy. */
      const int own = moves || (!matmul_f64_even && columns > n);
      const matmul_f64_int skip = own ? 0 : columns - width, at = j - skip;
      struct matmul_f64_steps steps = {matmul_f64_min(k - p, matmul_f64_near_depth), across, down,
                                       matmul_f64_right ? 1 : n, p, matmul_f64_adds == 4 ? *d : 1};
      const double *from = matmul_f64_right ? b + j * k + p : b + p * n + at, *first = a + sizes->from * across + p * down;
      matmul_f64_narrow_columns(&steps, &first, &from, at, at + columns);
      if (matmul_f64_right_zeros && steps.depth == 0 && p > 0) continue;
      const struct matmul_f64_band band = {first, rows, sizes->from, across * matmul_f64_rows, 0};
      if (own) matmul_f64_move(from, ldb, width, steps.depth, panel);
      steps.ldb = own ? matmul_f64_width : ldb;
      /* On the first stretch what is written twice is the same both times. */
      const matmul_f64_int place = sizes->from * n + at;
      const double *const before = p > 0 ? c + place : matmul_f64_joins ? d + place : 0;
      const struct matmul_f64_target target = {c + place, before, n, columns, skip, width, p == 0 && !own};
      matmul_f64_panel(&steps, &band, matmul_f64_start(at, sizes->from), own ? panel : from, &target);
    }
  }
}

/* Copies of a stretch of b, in panels, and of a band of a: read in the order in which they lie. */
matmul_f64_inline void matmul_f64_far(const double *restrict a, const double *restrict b, double *c, const double *d,
                                      const struct matmul_f64_sizes *sizes, double *restrict work,
                                      const volatile matmul_f64_word *cancel) {
  const matmul_f64_int m = sizes->m, k = sizes->k, n = sizes->n;
  double *const panels = work + matmul_f64_band * matmul_f64_depth;
  for (matmul_f64_int left = 0; left < n; left += matmul_f64_stretch)
    for (matmul_f64_int p = 0; p < k; p += matmul_f64_depth) {
      const matmul_f64_int columns = matmul_f64_min(n - left, matmul_f64_stretch);
      const struct matmul_f64_steps steps = {matmul_f64_min(k - p, matmul_f64_depth), 1, matmul_f64_rows, matmul_f64_width,
                                             p, matmul_f64_adds == 4 ? *d : 1};
      matmul_f64_move(matmul_f64_right ? b + left * k + p : b + p * n + left, matmul_f64_right ? k : n, columns, steps.depth,
                      panels);
      for (matmul_f64_int i = sizes->from; i < sizes->to; i += matmul_f64_band) {
        struct matmul_f64_band band = {work, matmul_f64_min(sizes->to - i, matmul_f64_band), i,
                                       steps.depth * matmul_f64_rows, 1};
        if (matmul_f64_symmetric && i + band.rows <= left) continue;
        /* Nothing but zeros, and nothing to begin. */
        if (p > 0 && (matmul_f64_left_zeros == 1 ? i + band.rows <= p
                                                 : matmul_f64_left_zeros == 2 && i >= p + steps.depth))
          continue;
        matmul_f64_pack(matmul_f64_left ? a + p * m + i : a + i * k + p, matmul_f64_left ? m : k, band.rows, steps.depth, work);
        for (matmul_f64_int j = 0; j < columns; j += matmul_f64_width) {
          if (*cancel) return;
          const matmul_f64_int width = matmul_f64_min(columns - j, matmul_f64_width);
          const matmul_f64_int place = i * n + left + j;
          const double *const before = p > 0 ? c + place : matmul_f64_joins ? d + place : 0;
          const struct matmul_f64_target target = {c + place, before, n, matmul_f64_covered(width), 0, width, 0};
          struct matmul_f64_steps some = steps;
          const double *panel = panels + j * steps.depth;
          band.a = work;
          matmul_f64_narrow_columns(&some, &band.a, &panel, left + j, left + j + width);
          if (matmul_f64_right_zeros && some.depth == 0 && p > 0) continue;
          matmul_f64_panel(&some, &band, matmul_f64_start(left + j, i), panel, &target);
        }
      }
    }
}

/* The rows from `from` to `to` of c, which begin at a multiple of the rows of a tile. */
matmul_f64_apart void matmul_f64_range(const double *restrict a, const double *restrict b, double *c, const double *d,
                                       const matmul_f64_int m, const matmul_f64_int k, const matmul_f64_int n,
                                       const matmul_f64_int from, const matmul_f64_int to, double *restrict work,
                                       const volatile matmul_f64_word *cancel) {
  const struct matmul_f64_sizes sizes = {matmul_f64_m ? matmul_f64_m : m, matmul_f64_k ? matmul_f64_k : k,
                                         matmul_f64_n ? matmul_f64_n : n, from, to};
  if (matmul_f64_known ? matmul_f64_copied : matmul_f64_copies(sizes.m, sizes.k, sizes.n))
    matmul_f64_far(a, b, c, d, &sizes, work, cancel);
  else
    matmul_f64_near(a, b, c, d, &sizes, cancel);
}

/* What is right of the diagonal, from what is left of it. */
matmul_f64_apart __attribute__((unused)) void matmul_f64_mirror(double *restrict c, const matmul_f64_int n) {
  enum { block = 16 };
  for (matmul_f64_int r = 0; r < n; r += block)
    for (matmul_f64_int s = 0; s <= r; s += block)
      for (matmul_f64_int i = r; i < matmul_f64_min(r + block, n); i += 1)
        for (matmul_f64_int j = s; j < matmul_f64_min(s + block, i); j += 1) c[j * n + i] = c[i * n + j];
}

/* One call, as the threads of a team see it. */
struct matmul_f64_call {
  const double *a, *b, *d;
  double *c, *work;
  matmul_f64_int m, k, n, parts;
  const volatile matmul_f64_word *cancel;
};

/* Where part `p` begins, at the first row of a tile: parts of equal area, which in a triangle is not of equal height. */
matmul_f64_apart matmul_f64_int matmul_f64_border(const struct matmul_f64_call *of, const matmul_f64_int p) {
  if (p == of->parts) return of->m;
  matmul_f64_int row = of->m * p / of->parts;
  if (matmul_f64_symmetric || matmul_f64_left_zeros == 1)
    for (row = 0; row * row * of->parts < of->m * of->m * p;) row += matmul_f64_rows;
  else if (matmul_f64_left_zeros == 2)
    for (row = of->m; row > 0 && (of->m - row) * (of->m - row) * of->parts < of->m * of->m * (of->parts - p);)
      row -= matmul_f64_min(row, matmul_f64_rows);
  return row / matmul_f64_rows * matmul_f64_rows;
}

matmul_f64_apart void matmul_f64_share(void *call, matmul_f64_int part, double *scratch) {
  const struct matmul_f64_call *const of = call;
  matmul_f64_range(of->a, of->b, of->c, of->d, of->m, of->k, of->n, matmul_f64_border(of, part),
                   matmul_f64_border(of, part + 1), part == 0 ? of->work : scratch, of->cancel);
}

static inline __attribute__((unused)) void matmul_f64(const double *restrict a, const double *restrict b, double *c,
                                                      const double *d, matmul_f64_int m, matmul_f64_int k, matmul_f64_int n,
                                                      double *restrict work, const volatile matmul_f64_word *cancel,
                                                      const void *threads) {
  const struct matmul_f64_team *const team = threads;
  if (k == 0)
    for (matmul_f64_int i = 0; i < m * n; i += 1)
      c[i] = !matmul_f64_joins ? 0 : matmul_f64_adds == 3 ? 0 - d[i] : d[i];
  /* A part is some rows of tiles at least, or copying b again for each is what takes the time. */
  const matmul_f64_int most = !matmul_f64_alone && team && m * k * n >= matmul_f64_shared_from ? m / (4 * matmul_f64_rows) : 0;
  if (most > 1) {
    struct matmul_f64_call call = {a, b, d, c, work, m, k, n, matmul_f64_min(team->threads, most), cancel};
    team->run(team, matmul_f64_share, &call, call.parts);
  } else
    matmul_f64_range(a, b, c, d, m, k, n, 0, m, work, cancel);
  if (matmul_f64_symmetric) matmul_f64_mirror(c, n);
}
