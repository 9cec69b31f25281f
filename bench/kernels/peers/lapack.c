/* LAPACK as OpenBLAS has it, behind the parameters of ours; one thread. N is the size. */
#include <stdint.h>
#include <string.h>

extern void openblas_set_num_threads(int);
extern void dgesv_(const int *n, const int *nrhs, double *a, const int *lda, int *ipiv, double *b, const int *ldb, int *info);
extern void dpotrf_(const char *uplo, const int *n, double *a, const int *lda, int *info, long length);

__attribute__((constructor)) static void one_thread(void) {
  openblas_set_num_threads(1);
}

/* Column-major; the copy, which it writes over, is transposed on the way. */
int32_t solution(const double *a, const double *b, double *x) {
  static double lu[N * (int64_t)N];
  static int pivots[N];
  const int n = N, one = 1;
  int info = 0;
  for (int64_t i = 0; i < N; i++)
    for (int64_t j = 0; j < N; j++) lu[j * N + i] = a[i * N + j];
  memcpy(x, b, sizeof(double) * N);
  dgesv_(&n, &one, lu, &n, pivots, x, &n, &info);
  return info;
}

/* The upper half of the column-major matrix is the lower half of the row-major one. */
int32_t factor(const double *a, double *l) {
  const int n = N;
  int info = 0;
  for (int64_t i = 0; i < N; i++)
    for (int64_t j = 0; j < N; j++) l[i * N + j] = j <= i ? a[i * N + j] : 0;
  dpotrf_("U", &n, l, &n, &info, 1);
  return info;
}
