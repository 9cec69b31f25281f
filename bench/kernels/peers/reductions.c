/* Sums over N elements, in any order. */
#include <math.h>
#include <stdint.h>

int32_t dot_product(const double *restrict x, const double *restrict y, double *restrict result) {
  double sum = 0;
  for (int64_t i = 0; i < N; i++) sum += x[i] * y[i];
  *result = sum;
  return 0;
}

int32_t total(const double *restrict x, double *restrict result) {
  double sum = 0;
  for (int64_t i = 0; i < N; i++) sum += x[i];
  *result = sum;
  return 0;
}

int32_t length_of(const double *restrict x, double *restrict result) {
  double sum = 0;
  for (int64_t i = 0; i < N; i++) sum += x[i] * x[i];
  *result = sqrt(sum);
  return 0;
}
