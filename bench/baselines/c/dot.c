/* (n, x[n], n, y[n]) -> x · y, in the written order. */
#include "frame.h"

int32_t baseline(uint64_t *frame) {
  int64_t n = get_i64(frame, 0);
  const double *x = get_array(frame, 1), *y = get_array(frame, 3);
  double sum = 0;
  for (int64_t i = 0; i < n; i++) sum += x[i] * y[i];
  put_f64(frame, 4, sum);
  return 0;
}
