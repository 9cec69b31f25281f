/* Elementwise expressions over N elements, with everything allowed: gcc calls libmvec. */
#include <math.h>
#include <stdint.h>

int32_t damped_wave(const double *restrict x, double *restrict y) {
  for (int64_t i = 0; i < N; i++) y[i] = exp(-x[i] * x[i]) * sin(3 * x[i]) + x[i] / (1 + x[i] * x[i]);
  return 0;
}

int32_t tanh_ln(const double *restrict x, double *restrict y) {
  for (int64_t i = 0; i < N; i++) y[i] = tanh(x[i]) * log(1 + x[i] * x[i]);
  return 0;
}
