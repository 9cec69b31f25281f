/* The product of a matrix in compressed rows with a vector, as one writes it by hand. */
#include <stdint.h>

int32_t times_vector(int64_t count, const int64_t *restrict pointers, const int64_t *restrict columns,
                     const double *restrict values, const double *restrict x, double *restrict y) {
  (void)count;
  for (int64_t i = 0; i < ROWS; i++) {
    double sum = 0;
    for (int64_t k = pointers[i]; k < pointers[i + 1]; k++) sum += values[k] * x[columns[k]];
    y[i] = sum;
  }
  return 0;
}
