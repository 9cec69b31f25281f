/* OpenBLAS behind the parameters of ours; one thread. N is the size, where it is known. */
#pragma push_macro("N")
#undef N /* a parameter's name in the header */
#include <cblas.h>
#pragma pop_macro("N")
#include <stdint.h>
#include <string.h>

extern void openblas_set_num_threads(int);

__attribute__((constructor)) static void one_thread(void) {
  openblas_set_num_threads(1);
}

#if defined(N) && N <= 4096
int32_t product(const double *a, const double *b, double *c) {
  cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, N, N, N, 1, a, N, b, N, 0, c, N);
  return 0;
}

/* c = a·b + d, d as it was before: the copy is part of the work, since the other one keeps d too. */
int32_t product_sum(const double *a, const double *b, const double *d, double *c) {
  memcpy(c, d, (size_t)N * N * sizeof *c);
  cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, N, N, N, 1, a, N, b, N, 1, c, N);
  return 0;
}

int32_t left_transposed(const double *a, const double *b, double *c) {
  cblas_dgemm(CblasRowMajor, CblasTrans, CblasNoTrans, N, N, N, 1, a, N, b, N, 0, c, N);
  return 0;
}

int32_t right_transposed(const double *a, const double *b, double *c) {
  cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasTrans, N, N, N, 1, a, N, b, N, 0, c, N);
  return 0;
}

int32_t column(const double *a, const double *x, double *y) {
  cblas_dgemv(CblasRowMajor, CblasNoTrans, N, N, 1, a, N, x, 1, 0, y, 1);
  return 0;
}

int32_t transposed_column(const double *a, const double *x, double *y) {
  cblas_dgemv(CblasRowMajor, CblasTrans, N, N, 1, a, N, x, 1, 0, y, 1);
  return 0;
}

/* Half of AᵀA, then the other half from it. */
int32_t gram(const double *a, double *c) {
  cblas_dsyrk(CblasRowMajor, CblasLower, CblasTrans, N, N, 1, a, N, 0, c, N);
  for (int64_t i = 0; i < N; i++)
    for (int64_t j = 0; j < i; j++) c[j * N + i] = c[i * N + j];
  return 0;
}

/* trace(A·Aᵀ): the product, then its diagonal. */
int32_t gram_trace(const double *a, double *result) {
  static double c[N * (int64_t)N];
  cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasTrans, N, N, N, 1, a, N, a, N, 0, c, N);
  double trace = 0;
  for (int64_t i = 0; i < N; i++) trace += c[i * N + i];
  *result = trace;
  return 0;
}

#endif

#ifdef N
int32_t dot_product(const double *x, const double *y, double *result) {
  *result = cblas_ddot(N, x, 1, y, 1);
  return 0;
}

int32_t length_of(const double *x, double *result) {
  *result = cblas_dnrm2(N, x, 1);
  return 0;
}

/* A sum as a product with ones, since BLAS has none of signed numbers. */
int32_t total(const double *x, double *result) {
  static double ones[N];
  if (ones[0] == 0)
    for (int64_t i = 0; i < N; i++) ones[i] = 1;
  *result = cblas_ddot(N, x, 1, ones, 1);
  return 0;
}
#endif
