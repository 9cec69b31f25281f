/* As functions.c, of two arguments. */
#include <math.h>
#include <stdint.h>

int32_t each_pair(const double *restrict x, const double *restrict y, double *restrict z) {
  for (int64_t i = 0; i < N; i++) z[i] = FUNCTION(x[i], y[i]);
  return 0;
}
