/* Elementary functions of N elements, with everything allowed: gcc calls libmvec. FUNCTION is one of math.h's. */
#include <math.h>
#include <stdint.h>

int32_t each_one(const double *restrict x, double *restrict y) {
  for (int64_t i = 0; i < N; i++) y[i] = FUNCTION(x[i]);
  return 0;
}
