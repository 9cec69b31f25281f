/*
 * matmul_f64: the product of two matrices of doubles.
 *
 * Version     2
 * Parameters  (a, b, c, m, k, n, cancel): c (m × n) = a (m × k) · b (k × n); all row-major and contiguous
 * Requires    8-byte alignment; c overlaps neither a nor b; every size ≥ 0
 * Error       |c − exact| ≤ γ_k (|a| |b|), γ_k = k·u / (1 − k·u), barring overflow and underflow; order of summation fixed
 *             for given sizes and holes
 * Cancel      read once for every panel of b; c is undefined when it was found set
 * Method      Goto and van de Geijn (2008), without packing a: a tile of c (rows × 3 vectors) stays in registers while
 *             `depth` steps of the inner product go into it; a panel of b (depth × tile width) is copied to lie in one piece,
 *             with zeros beyond the last column, where it is used often enough; rows of a are read where they lie.
 */
typedef __INT64_TYPE__ matmul_f64_int;
typedef __INT32_TYPE__ matmul_f64_word;

enum { matmul_f64_lanes = 2 }; // hole lanes: integer 1..16
enum { matmul_f64_registers = 16 }; // hole registers: integer 8..64
enum { matmul_f64_l2 = 262144 }; // hole l2: integer 65536..1073741824

/* Three vectors wide; rows so that tile, one row of b and one element of a fill the registers. */
enum { matmul_f64_vectors = 3 };
enum { matmul_f64_rows = matmul_f64_registers >= 32 ? 8 : 4 };
enum { matmul_f64_width = matmul_f64_vectors * matmul_f64_lanes };
/* A panel of b is at most 24 KB, half of a first-level cache of 48 KB and within the stack of a call. */
enum { matmul_f64_depth = 128 };
/* The rows of a that meet one panel fill half of the second-level cache. */
enum { matmul_f64_band = matmul_f64_l2 / 2 / (matmul_f64_depth * 8) / matmul_f64_rows * matmul_f64_rows };
/* Copying a panel pays off from this many rows on. */
enum { matmul_f64_copy_from = 4 * matmul_f64_rows };

typedef double matmul_f64_vector __attribute__((vector_size(matmul_f64_lanes * 8), aligned(8), may_alias));

static inline __attribute__((always_inline)) matmul_f64_vector matmul_f64_load(const double *from) {
  return *(const matmul_f64_vector *)from;
}

/* Writes or adds the part of a tile that exists. */
static __attribute__((noinline)) void matmul_f64_write(matmul_f64_int height, matmul_f64_int width,
                                                       const double *restrict tile, double *restrict c,
                                                       matmul_f64_int ldc, _Bool first) {
  /* A whole row is a known number of vectors. */
  if (width == matmul_f64_width && !first) {
    for (matmul_f64_int i = 0; i < height; i += 1)
      for (int j = 0; j < matmul_f64_width; j += 1) c[i * ldc + j] += tile[i * matmul_f64_width + j];
    return;
  }
  if (width == matmul_f64_width) {
    for (matmul_f64_int i = 0; i < height; i += 1)
      for (int j = 0; j < matmul_f64_width; j += 1) c[i * ldc + j] = tile[i * matmul_f64_width + j];
    return;
  }
  for (matmul_f64_int i = 0; i < height; i += 1)
    for (matmul_f64_int j = 0; j < width; j += 1)
      c[i * ldc + j] = first ? tile[i * matmul_f64_width + j] : c[i * ldc + j] + tile[i * matmul_f64_width + j];
}

/* One tile: rows 0..height−1 of c, `vectors` vectors of which `width` columns exist. Rows of a beyond the last are read as
   the last, and not written. Products and sums fuse here where the target can: the result is specified by a bound. */
static inline __attribute__((always_inline, optimize("fp-contract=fast"))) void matmul_f64_tile(
    const int vectors, matmul_f64_int height, matmul_f64_int width, matmul_f64_int depth, const double *restrict a,
    matmul_f64_int lda, const double *restrict b, matmul_f64_int ldb, double *restrict c, matmul_f64_int ldc,
    _Bool first) {
  matmul_f64_vector sum[matmul_f64_rows][matmul_f64_vectors];
  const double *row[matmul_f64_rows];
#pragma GCC unroll 8
  for (int i = 0; i < matmul_f64_rows; i += 1) {
    row[i] = a + (i < height ? i : height - 1) * lda;
#pragma GCC unroll 3
    for (int j = 0; j < vectors; j += 1) sum[i][j] = (matmul_f64_vector){0};
  }
  for (matmul_f64_int p = 0; p < depth; p += 1) {
#pragma GCC unroll 8
    for (int i = 0; i < matmul_f64_rows; i += 1)
#pragma GCC unroll 3
      for (int j = 0; j < vectors; j += 1)
        sum[i][j] += row[i][p] * matmul_f64_load(b + p * ldb + j * matmul_f64_lanes);
  }
  /* By way of memory, so that one short loop serves every height, width and vector. */
  double tile[matmul_f64_rows][matmul_f64_width] __attribute__((aligned(64)));
#pragma GCC unroll 8
  for (int i = 0; i < matmul_f64_rows; i += 1)
#pragma GCC unroll 3
    for (int j = 0; j < vectors; j += 1) *(matmul_f64_vector *)&tile[i][j * matmul_f64_lanes] = sum[i][j];
  matmul_f64_write(height, width, &tile[0][0], c, ldc, first);
}

/* All tiles of `rows` rows below one panel of b. */
static __attribute__((noinline, optimize("fp-contract=fast"))) void matmul_f64_strip(matmul_f64_int rows, matmul_f64_int width, matmul_f64_int depth,
                                                       const double *restrict a, matmul_f64_int lda,
                                                       const double *restrict b, matmul_f64_int ldb,
                                                       double *restrict c, matmul_f64_int ldc, _Bool first) {
  for (matmul_f64_int i = 0; i < rows; i += matmul_f64_rows) {
    const matmul_f64_int height = rows - i < matmul_f64_rows ? rows - i : matmul_f64_rows;
    if (width > 2 * matmul_f64_lanes)
      matmul_f64_tile(3, height, width, depth, a + i * lda, lda, b, ldb, c + i * ldc, ldc, first);
    else if (width > matmul_f64_lanes)
      matmul_f64_tile(2, height, width, depth, a + i * lda, lda, b, ldb, c + i * ldc, ldc, first);
    else
      matmul_f64_tile(1, height, width, depth, a + i * lda, lda, b, ldb, c + i * ldc, ldc, first);
  }
}

static __attribute__((unused)) void matmul_f64(const double *restrict a, const double *restrict b, double *restrict c,
                                               matmul_f64_int m, matmul_f64_int k, matmul_f64_int n,
                                               const volatile matmul_f64_word *cancel) {
  double panel[matmul_f64_depth * matmul_f64_width] __attribute__((aligned(64)));
  if (k == 0)
    for (matmul_f64_int i = 0; i < m * n; i += 1) c[i] = 0;
  for (matmul_f64_int p = 0; p < k; p += matmul_f64_depth) {
    const matmul_f64_int depth = k - p < matmul_f64_depth ? k - p : matmul_f64_depth;
    for (matmul_f64_int i = 0; i < m; i += matmul_f64_band) {
      const matmul_f64_int rows = m - i < matmul_f64_band ? m - i : matmul_f64_band;
      for (matmul_f64_int j = 0; j < n; j += matmul_f64_width) {
        if (*cancel) return;
        const matmul_f64_int width = n - j < matmul_f64_width ? n - j : matmul_f64_width;
        const double *source = b + p * n + j;
        matmul_f64_int stride = n;
        /* Vectors past the last column would read beyond b. */
        if (width % matmul_f64_lanes != 0 || rows >= matmul_f64_copy_from) {
          for (matmul_f64_int q = 0; q < depth; q += 1)
            for (matmul_f64_int l = 0; l < matmul_f64_width; l += 1)
              panel[q * matmul_f64_width + l] = l < width ? source[q * n + l] : 0;
          source = panel;
          stride = matmul_f64_width;
        }
        matmul_f64_strip(rows, width, depth, a + i * k + p, k, source, stride, c + i * n + j, n, p == 0);
      }
    }
  }
}
