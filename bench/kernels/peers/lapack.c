/* LAPACK as OpenBLAS has it, behind the parameters of ours; one thread. N is the size. */
#include <stdint.h>
#include <string.h>

extern void openblas_set_num_threads(int);
extern void dgesv_(const int *n, const int *nrhs, double *a, const int *lda, int *ipiv, double *b, const int *ldb, int *info);
extern void dpotrf_(const char *uplo, const int *n, double *a, const int *lda, int *info, long length);
extern void dgeqrf_(const int *m, const int *n, double *a, const int *lda, double *tau, double *work, const int *size, int *info);
extern void dorgqr_(const int *m, const int *n, const int *k, double *a, const int *lda, const double *tau, double *work,
                    const int *size, int *info);
extern void dgesdd_(const char *jobz, const int *m, const int *n, double *a, const int *lda, double *s, double *u, const int *ldu,
                    double *vt, const int *ldvt, double *work, const int *size, int *iwork, int *info, long length);

extern void dsyevd_(const char *jobz, const char *uplo, const int *n, double *a, const int *lda, double *w, double *work,
                    const int *size, int *iwork, const int *isize, int *info, long length, long length2);

extern void dgeev_(const char *left, const char *right, const int *n, double *a, const int *lda, double *re, double *im, double *vl,
                   const int *ldvl, double *vr, const int *ldvr, double *work, const int *size, int *info, long length, long length2);

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

static double work[128 * (int64_t)N + 4096];

int32_t factors(const double *a, double *q, double *r) {
  static double qr[N * (int64_t)N], tau[N];
  const int n = N, size = sizeof work / sizeof *work;
  int info = 0;
  for (int64_t i = 0; i < N; i++)
    for (int64_t j = 0; j < N; j++) qr[j * N + i] = a[i * N + j];
  dgeqrf_(&n, &n, qr, &n, tau, work, &size, &info);
  for (int64_t i = 0; i < N; i++)
    for (int64_t j = 0; j < N; j++) r[i * N + j] = j < i ? 0 : qr[j * N + i];
  dorgqr_(&n, &n, &n, qr, &n, tau, work, &size, &info);
  for (int64_t i = 0; i < N; i++)
    for (int64_t j = 0; j < N; j++) q[i * N + j] = qr[j * N + i];
  return info;
}

/* The transpose has the same values. */
int32_t values(const double *a, double *s) {
  static double copy[N * (int64_t)N];
  static int places[8 * N];
  const int n = N, one = 1, size = sizeof work / sizeof *work;
  int info = 0;
  memcpy(copy, a, sizeof copy);
  dgesdd_("N", &n, &n, copy, &n, s, copy, &one, copy, &one, work, &size, places, &info, 1);
  return info;
}

int32_t roots(const double *a, double *re, double *im) {
  static double copy[N * (int64_t)N];
  const int n = N, one = 1, size = sizeof work / sizeof *work;
  int info = 0;
  for (int64_t i = 0; i < N; i++)
    for (int64_t j = 0; j < N; j++) copy[j * N + i] = a[i * N + j];
  dgeev_("N", "N", &n, copy, &n, re, im, copy, &one, copy, &one, work, &size, &info, 1, 1);
  return info;
}

static int32_t symmetric(const char *jobz, const double *a, double *w, double *copy) {
  static double space[1 + 6 * N + 2 * N * (int64_t)N + 64 * N];
  static int places[3 + 5 * N];
  const int n = N, size = sizeof space / sizeof *space, isize = sizeof places / sizeof *places;
  int info = 0;
  memcpy(copy, a, sizeof(double) * N * N);
  dsyevd_(jobz, "U", &n, copy, &n, w, space, &size, places, &isize, &info, 1, 1);
  return info;
}

int32_t spectrum(const double *a, double *w) {
  static double copy[N * (int64_t)N];
  return symmetric("N", a, w, copy);
}

/* Vectors as columns, with the sign of ours. */
int32_t parts(const double *a, double *w, double *q) {
  static double copy[N * (int64_t)N];
  const int32_t info = symmetric("V", a, w, copy);
  for (int64_t j = 0; j < N; j++) {
    const double *const v = copy + j * N;
    int64_t first = 0;
    while (first < N - 1 && v[first] * v[first] * N < 0.1) first++;
    for (int64_t i = 0; i < N; i++) q[i * N + j] = v[first] < 0 ? -v[i] : v[i];
  }
  return info;
}
