/*
 * matmul_f64: the product of two matrices of doubles.
 *
 * Version     3
 * Parameters  (a, b, c, m, k, n, work, cancel): c (m × n) = a (m × k) · b (k × n); all row-major and contiguous; `work` has
 *             room for 325,632 doubles where m·k·n is at least 2²¹, and is not used else
 * Requires    8-byte alignment; c and work overlap nothing; every size ≥ 0
 * Error       |c − exact| ≤ γ_k (|a| |b|), γ_k = k·u / (1 − k·u), barring overflow and underflow; order of summation fixed
 *             for given sizes and holes
 * Cancel      read once for every panel of b; c is undefined when it was found set
 * Method      Goto and van de Geijn (2008): a tile of c (rows × 3 vectors) stays in registers while `depth` steps of the inner
 *             product go into it. Where the matrices do not fit into the caches a stretch of b (in panels as wide as a tile)
 *             and a band of a are first copied to lie in the order in which they are read. Sizes that are known are holes, so
 *             that only the tiles that occur are compiled.
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

enum { matmul_f64_exact = matmul_f64_m > 0 && matmul_f64_n > 0 };
enum { matmul_f64_long = matmul_f64_lanes >= 8 ? 8 : matmul_f64_lanes >= 4 ? 4 : 2 };
enum { matmul_f64_half = matmul_f64_long / 2 };
/* Three vectors wide; rows so that tile, one row of b and an element of a fill the registers. */
enum { matmul_f64_vectors = 3 };
enum { matmul_f64_rows = matmul_f64_registers >= 32 ? 8 : 4 };
enum { matmul_f64_width = matmul_f64_vectors * matmul_f64_long };
/* In place, a panel of b is at most 24 KB: within the stack of a call, where its last one may have to be copied. */
enum { matmul_f64_near_depth = 128 };
/* Copied, c is read and written once for so many steps of the inner product. n = 1000: 48 GFLOP/s at 128, 52 at 256. */
enum { matmul_f64_depth = 256 };
/* A band of a fills half of the second-level cache; rows that every tile height divides. */
enum { matmul_f64_fit = matmul_f64_l2 / 2 / (matmul_f64_depth * 8) / 8 * 8 };
enum { matmul_f64_band = matmul_f64_fit > 240 ? 240 : matmul_f64_fit };
/* What is left of the rows and, in half vectors, of the columns: known before anything is inlined, so that nothing else is. */
enum { matmul_f64_left = matmul_f64_m % matmul_f64_rows };
enum { matmul_f64_last = (matmul_f64_n % matmul_f64_width + matmul_f64_half - 1) / matmul_f64_half };
/* Columns of b that are copied at once: 2 MB. */
enum { matmul_f64_stretch = 1032 / matmul_f64_width * matmul_f64_width };
/* In place up to here: 128 × 128 × 128. */
#define matmul_f64_copies_from ((matmul_f64_int)1 << 21)
#define matmul_f64_known ((matmul_f64_int)matmul_f64_m * matmul_f64_k * matmul_f64_n)

typedef double matmul_f64_vector __attribute__((vector_size(matmul_f64_long * 8), aligned(8), may_alias));
typedef double matmul_f64_short __attribute__((vector_size(matmul_f64_half * 8), aligned(8), may_alias));

#define matmul_f64_min(x, y) ((x) < (y) ? (x) : (y))

#define matmul_f64_inline static inline __attribute__((always_inline, optimize("fp-contract=fast")))
#define matmul_f64_apart static __attribute__((noinline, optimize("fp-contract=fast")))

/*
 * A tile of `rows` rows and `vectors` vectors, and half a vector more where `half`; the element of a in row i at step p is
 * a[i·across + p·down], and `ldb` doubles lie between the rows of b. Only `height` rows and `width` columns exist.
 */
matmul_f64_inline void matmul_f64_tile(const int rows, const int vectors, const int half, matmul_f64_int depth,
                                       const double *restrict a, const matmul_f64_int across, const matmul_f64_int down,
                                       const double *restrict b, const matmul_f64_int ldb, double *restrict c,
                                       const matmul_f64_int ldc, const matmul_f64_int height,
                                       const matmul_f64_int width, const int first) {
  matmul_f64_vector sum[matmul_f64_rows][matmul_f64_vectors];
  matmul_f64_short rest[matmul_f64_rows];
#pragma GCC unroll 8
  for (int i = 0; i < rows; i += 1) {
#pragma GCC unroll 3
    for (int j = 0; j < vectors; j += 1) sum[i][j] = (matmul_f64_vector){0};
    rest[i] = (matmul_f64_short){0};
  }
  /* What the tile is added to comes from far: asked for now, it is there when the sums are. */
  if (!first)
#pragma GCC unroll 8
    for (int i = 0; i < rows; i += 1)
#pragma GCC unroll 4
      for (int j = 0; j <= vectors; j += 1) __builtin_prefetch(c + i * ldc + j * matmul_f64_long, 1);
#pragma GCC unroll 1
  for (matmul_f64_int p = 0; p < depth; p += 1) {
    __asm__("" : "+r"(a), "+r"(b));
    matmul_f64_vector line[matmul_f64_vectors];
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
  if (height == rows && width == vectors * matmul_f64_long + half * matmul_f64_half) {
#pragma GCC unroll 8
    for (int i = 0; i < rows; i += 1) {
      double *const row = c + i * ldc;
#pragma GCC unroll 3
      for (int j = 0; j < vectors; j += 1) {
        matmul_f64_vector *const at = (matmul_f64_vector *)(row + j * matmul_f64_long);
        if (first)
          *at = sum[i][j];
        else
          *at += sum[i][j];
      }
      if (half) {
        matmul_f64_short *const at = (matmul_f64_short *)(row + vectors * matmul_f64_long);
        if (first)
          *at = rest[i];
        else
          *at += rest[i];
      }
    }
    return;
  }
  double tile[matmul_f64_width + matmul_f64_half] __attribute__((aligned(64)));
#pragma GCC unroll 8
  for (int i = 0; i < rows; i += 1) {
#pragma GCC unroll 3
    for (int j = 0; j < vectors; j += 1) *(matmul_f64_vector *)(tile + j * matmul_f64_long) = sum[i][j];
    if (half) *(matmul_f64_short *)(tile + vectors * matmul_f64_long) = rest[i];
    if (i >= height) return;
#pragma GCC unroll 1
    for (matmul_f64_int j = 0; j < width; j += 1) c[i * ldc + j] = first ? tile[j] : c[i * ldc + j] + tile[j];
  }
}

/* All tiles of `rows` rows under one panel of b. A packed a has `matmul_f64_rows` rows side by side. */
matmul_f64_inline void matmul_f64_tiles(const int vectors, const int half, matmul_f64_int whole, const int left,
                                        matmul_f64_int depth, const double *restrict a, const matmul_f64_int lda, const int packed,
                                        const double *restrict b, const matmul_f64_int ldb, double *restrict c,
                                        const matmul_f64_int ldc, const matmul_f64_int width, const int first) {
  const matmul_f64_int across = packed ? 1 : lda, down = packed ? matmul_f64_rows : 1;
  const matmul_f64_int next = packed ? depth * matmul_f64_rows : matmul_f64_rows * lda;
  if (!matmul_f64_exact && packed) {
    const matmul_f64_int all = whole * matmul_f64_rows + left;
    for (matmul_f64_int i = 0; i < all; i += matmul_f64_rows) {
      matmul_f64_tile(matmul_f64_rows, vectors, half, depth, a, across, down, b, ldb, c + i * ldc, ldc,
                      matmul_f64_min(matmul_f64_rows, all - i), width, first);
      a += next;
    }
    return;
  }
#pragma GCC unroll 1
  for (matmul_f64_int i = 0; i < whole; i += 1)
    matmul_f64_tile(matmul_f64_rows, vectors, half, depth, a + i * next, across, down, b, ldb,
                    c + i * matmul_f64_rows * ldc, ldc, matmul_f64_rows, width, first);
  a += whole * next;
  c += whole * matmul_f64_rows * ldc;
  int done = 0;
#define matmul_f64_rest(R)                                                                                              \
  if ((matmul_f64_left & R) != 0 && left != 0) {                                                                                                       \
    matmul_f64_tile(R, vectors, half, depth, a + done * across, across, down, b, ldb, c + done * ldc, ldc, R, width,    \
                    first);                                                                                             \
    done += R;                                                                                                          \
  }
  if (matmul_f64_exact) {
    matmul_f64_rest(4) matmul_f64_rest(2) matmul_f64_rest(1)
  } else
#pragma GCC unroll 1
    for (; done < left; done += 1)
      matmul_f64_tile(1, vectors, half, depth, a + done * across, across, down, b, ldb, c + done * ldc, ldc, 1, width,
                      first);
}

/* The panel of b with `width` columns, as the fewest half vectors that cover them. */
matmul_f64_inline void matmul_f64_panel(matmul_f64_int whole, const int left, matmul_f64_int depth, const double *restrict a,
                                        const matmul_f64_int lda, const int packed, const double *restrict b,
                                        const matmul_f64_int ldb, double *restrict c, const matmul_f64_int ldc,
                                        const matmul_f64_int width, const int first) {
#define matmul_f64_covers(V, H)                                                                                         \
  if (matmul_f64_last == 2 * V + H) matmul_f64_tiles(V, H, whole, left, depth, a, lda, packed, b, ldb, c, ldc, width, first);
  if (width == matmul_f64_width || (!matmul_f64_exact && (packed || width > 2 * matmul_f64_long)))
    matmul_f64_tiles(3, 0, whole, left, depth, a, lda, packed, b, ldb, c, ldc, width, first);
  else if (matmul_f64_exact) {
    matmul_f64_covers(3, 0) matmul_f64_covers(2, 1) matmul_f64_covers(2, 0) matmul_f64_covers(1, 1)
    matmul_f64_covers(1, 0) matmul_f64_covers(0, 1)
  } else if (width > matmul_f64_long)
    matmul_f64_tiles(2, 0, whole, left, depth, a, lda, packed, b, ldb, c, ldc, width, first);
  else
    matmul_f64_tiles(1, 0, whole, left, depth, a, lda, packed, b, ldb, c, ldc, width, first);
}

/* Rows of a side by side, `matmul_f64_rows` at a time, in the order of the inner product. */
matmul_f64_apart void matmul_f64_pack(const double *restrict a, matmul_f64_int lda, matmul_f64_int rows,
                                      matmul_f64_int depth, double *restrict to) {
  for (matmul_f64_int i = 0; i < rows; i += matmul_f64_rows) {
    const double *row[matmul_f64_rows];
    for (int r = 0; r < matmul_f64_rows; r += 1) row[r] = a + matmul_f64_min(i + r, rows - 1) * lda;
    for (matmul_f64_int p = 0; p < depth; p += 1)
#pragma GCC unroll 8
      for (int r = 0; r < matmul_f64_rows; r += 1) *to++ = row[r][p];
  }
}

/* `columns` columns of b as panels of `depth` rows each, with zeros beyond the last column. */
matmul_f64_apart void matmul_f64_move(const double *restrict b, matmul_f64_int ldb, matmul_f64_int depth,
                                      matmul_f64_int columns, double *restrict to) {
  const matmul_f64_int whole = columns / matmul_f64_width, last = columns % matmul_f64_width;
  for (matmul_f64_int q = 0; q < depth; q += 1) {
    const double *row = b + q * ldb;
    double *at = to + q * matmul_f64_width;
#pragma GCC unroll 1
    for (matmul_f64_int j = 0; j < whole; j += 1) {
#pragma GCC unroll 3
      for (int v = 0; v < matmul_f64_vectors; v += 1)
        *(matmul_f64_vector *)(at + v * matmul_f64_long) = *(const matmul_f64_vector *)(row + v * matmul_f64_long);
      row += matmul_f64_width;
      at += depth * matmul_f64_width;
    }
    if (last > 0)
      for (matmul_f64_int l = 0; l < matmul_f64_width; l += 1) at[l] = l < last ? row[l] : 0;
  }
}

/* A band of a, or all of it, under `columns` columns of b; `panels` is b in panels, or 0 where it is read in place. */
matmul_f64_inline void matmul_f64_band_of(const matmul_f64_int whole, const int left, matmul_f64_int depth,
                                          const double *restrict a, const matmul_f64_int lda, const int copies,
                                          const double *restrict b, const matmul_f64_int ldb,
                                          const double *restrict panels, double *restrict c, const matmul_f64_int ldc,
                                          const matmul_f64_int columns, const int first,
                                          const volatile matmul_f64_word *cancel) {
  const matmul_f64_int last = columns % matmul_f64_width, count = columns / matmul_f64_width;
  if (!matmul_f64_exact) {
    double panel[copies ? 1 : matmul_f64_near_depth * matmul_f64_width] __attribute__((aligned(64)));
    for (matmul_f64_int j = 0; j < columns; j += matmul_f64_width) {
      if (*cancel) return;
      const matmul_f64_int width = matmul_f64_min(matmul_f64_width, columns - j);
      const double *from = copies ? panels + j * depth : b + j;
      matmul_f64_int stride = copies ? matmul_f64_width : ldb;
      if (!copies && width % matmul_f64_long != 0) {
        matmul_f64_move(from, ldb, depth, width, panel);
        from = panel;
        stride = matmul_f64_width;
      }
      matmul_f64_panel(whole, left, depth, a, lda, copies, from, stride, c + j, ldc, width, first);
    }
    return;
  }
  const matmul_f64_int next = copies ? depth * matmul_f64_width : matmul_f64_width;
  const matmul_f64_int across = copies ? matmul_f64_width : ldb;
  if (copies) b = panels;
#pragma GCC unroll 1
  for (matmul_f64_int j = 0; j < count; j += 1) {
    if (*cancel) return;
    matmul_f64_panel(whole, left, depth, a, lda, copies, b, across, c, ldc, matmul_f64_width, first);
    b += next;
    c += matmul_f64_width;
  }
  if (last == 0) return;
  /* Vectors past the last column would read beyond b. */
  if (copies || last % matmul_f64_half == 0)
    matmul_f64_panel(whole, left, depth, a, lda, copies, b, across, c, ldc, last, first);
  else {
    double panel[matmul_f64_near_depth * matmul_f64_width] __attribute__((aligned(64)));
    matmul_f64_move(b, ldb, depth, last, panel);
    matmul_f64_panel(whole, left, depth, a, lda, copies, panel, matmul_f64_width, c, ldc, last, first);
  }
}

/* All of it in place: what fits into the caches. */
matmul_f64_inline void matmul_f64_near(const double *restrict a, const double *restrict b, double *restrict c,
                                       const matmul_f64_int m, const matmul_f64_int k, const matmul_f64_int n,
                                       const volatile matmul_f64_word *cancel) {
  for (matmul_f64_int p = 0; p < k; p += matmul_f64_near_depth)
    matmul_f64_band_of(m / matmul_f64_rows, (int)(m % matmul_f64_rows), matmul_f64_min(k - p, matmul_f64_near_depth), a + p, k,
                       0, b + p * n, n, 0, c, n, n, p == 0, cancel);
}

/* Copies of a stretch of b, in panels, and of a band of a: read in the order in which they lie. */
matmul_f64_inline void matmul_f64_far(const double *restrict a, const double *restrict b, double *restrict c,
                                      const matmul_f64_int m, const matmul_f64_int k, const matmul_f64_int n,
                                      double *restrict work, const volatile matmul_f64_word *cancel) {
  double *const panels = work + matmul_f64_band * matmul_f64_depth;
  const matmul_f64_int tail = n % matmul_f64_stretch;
  for (matmul_f64_int j = 0; j < n; j += matmul_f64_stretch) {
    const matmul_f64_int columns = n - j < matmul_f64_stretch ? tail : matmul_f64_stretch;
    for (matmul_f64_int p = 0; p < k; p += matmul_f64_depth) {
      const matmul_f64_int depth = matmul_f64_min(k - p, matmul_f64_depth);
      matmul_f64_move(b + p * n + j, n, depth, columns, panels);
      for (matmul_f64_int i = 0; i < m; i += matmul_f64_band) {
        const matmul_f64_int rows = matmul_f64_min(m - i, matmul_f64_band), whole = rows / matmul_f64_rows;
        const int left = i + rows == m ? (int)(m % matmul_f64_rows) : 0;
        matmul_f64_pack(a + i * k + p, k, rows, depth, work);
        /* Each call with its number of columns, which may be known. */
        if (!matmul_f64_exact)
          matmul_f64_band_of(whole, left, depth, work, 0, 1, 0, 0, panels, c + i * n + j, n, columns, p == 0, cancel);
        else if (columns == matmul_f64_stretch)
          matmul_f64_band_of(whole, left, depth, work, 0, 1, 0, 0, panels, c + i * n + j, n, matmul_f64_stretch, p == 0,
                             cancel);
        else
          matmul_f64_band_of(whole, left, depth, work, 0, 1, 0, 0, panels, c + i * n + j, n, tail, p == 0, cancel);
        if (*cancel) return;
      }
    }
  }
}

matmul_f64_apart void matmul_f64_copied(const double *restrict a, const double *restrict b, double *restrict c,
                                        matmul_f64_int m, matmul_f64_int k, matmul_f64_int n, double *restrict work,
                                        const volatile matmul_f64_word *cancel) {
  const matmul_f64_int rows = matmul_f64_m ? matmul_f64_m : m, inner = matmul_f64_k ? matmul_f64_k : k;
  if (matmul_f64_known == 0 || matmul_f64_known >= matmul_f64_copies_from)
    matmul_f64_far(a, b, c, rows, inner, matmul_f64_n ? matmul_f64_n : n, work, cancel);
}

matmul_f64_apart void matmul_f64_in_place(const double *restrict a, const double *restrict b, double *restrict c,
                                          matmul_f64_int m, matmul_f64_int k, matmul_f64_int n,
                                          const volatile matmul_f64_word *cancel) {
  const matmul_f64_int rows = matmul_f64_m ? matmul_f64_m : m, inner = matmul_f64_k ? matmul_f64_k : k;
  if (matmul_f64_known < matmul_f64_copies_from) matmul_f64_near(a, b, c, rows, inner, matmul_f64_n ? matmul_f64_n : n, cancel);
}

static inline __attribute__((unused)) void matmul_f64(const double *restrict a, const double *restrict b, double *restrict c,
                                               matmul_f64_int m, matmul_f64_int k, matmul_f64_int n,
                                               double *restrict work, const volatile matmul_f64_word *cancel) {
  if (k == 0)
    for (matmul_f64_int i = 0; i < m * n; i += 1) c[i] = 0;
  else if (m * k * n >= matmul_f64_copies_from)
    matmul_f64_copied(a, b, c, m, k, n, work, cancel);
  else
    matmul_f64_in_place(a, b, c, m, k, n, cancel);
}
