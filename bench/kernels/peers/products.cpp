// Products of matrices of known sizes, ROWS × DEPTH by DEPTH × COLUMNS: plain loops in two orders, Eigen, libxsmm. PEER chooses; BATCH
// is how many lie one after the other.
#include <cstdint>

#define LOOPS_ROWS 1
#define LOOPS_ENTRIES 2
#define EIGEN 3
#define LIBXSMM 4

#if PEER == EIGEN
#include <Eigen/Dense>
#elif PEER == LIBXSMM
#include <libxsmm.h>
#endif

static inline int32_t multiply(const double *__restrict a, const double *__restrict b, double *__restrict c) {
#if PEER == LOOPS_ROWS
  for (int i = 0; i < ROWS; i++) {
    double row[COLUMNS] = {0};
    for (int k = 0; k < DEPTH; k++)
      for (int j = 0; j < COLUMNS; j++) row[j] += a[i * DEPTH + k] * b[k * COLUMNS + j];
    for (int j = 0; j < COLUMNS; j++) c[i * COLUMNS + j] = row[j];
  }
#elif PEER == LOOPS_ENTRIES
  for (int i = 0; i < ROWS; i++)
    for (int j = 0; j < COLUMNS; j++) {
      double sum = 0;
      for (int k = 0; k < DEPTH; k++) sum += a[i * DEPTH + k] * b[k * COLUMNS + j];
      c[i * COLUMNS + j] = sum;
    }
#elif PEER == EIGEN
  using namespace Eigen;
  Map<const Matrix<double, ROWS, DEPTH, DEPTH == 1 ? ColMajor : RowMajor>> left(a);
  Map<const Matrix<double, DEPTH, COLUMNS, COLUMNS == 1 ? ColMajor : RowMajor>> right(b);
  Map<Matrix<double, ROWS, COLUMNS, COLUMNS == 1 ? ColMajor : RowMajor>> result(c);
  result.noalias() = left * right;
#else
  // Column-major: the transposed product.
  static libxsmm_dmmfunction kernel = nullptr;
  if (kernel == nullptr) {
    const int lda = COLUMNS, ldb = DEPTH, ldc = COLUMNS, flags = LIBXSMM_GEMM_FLAG_NONE;
    const double one = 1, zero = 0;
    kernel = libxsmm_dmmdispatch(COLUMNS, ROWS, DEPTH, &lda, &ldb, &ldc, &one, &zero, &flags, nullptr);
    if (kernel == nullptr) return 1;
  }
  kernel(b, a, c);
#endif
  return 0;
}

extern "C" __attribute__((noinline)) int32_t product(const double *__restrict a, const double *__restrict b,
                                                     double *__restrict c) {
  return multiply(a, b, c);
}

#ifdef BATCH
extern "C" __attribute__((noinline)) int32_t batch(const double *__restrict a, const double *__restrict b,
                                                   double *__restrict c) {
  int32_t failed = 0;
  for (int i = 0; i < BATCH; i++)
    failed |= multiply(a + i * ROWS * DEPTH, b + i * DEPTH * COLUMNS, c + i * ROWS * COLUMNS);
  return failed;
}
#endif
