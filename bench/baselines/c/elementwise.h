/* (n, x[n]) -> a map over the list, into memory of its own: the loop as it is written by hand. n at most 2^20. */
#include <math.h>

#include "frame.h"

static double results[1 << 20] __attribute__((aligned(64)));

#define ELEMENTWISE(expression)                       \
  int32_t baseline(uint64_t *frame) {                 \
    const int64_t n = get_i64(frame, 0);              \
    const double *restrict xs = get_array(frame, 1);  \
    double *restrict ys = results;                    \
    for (int64_t i = 0; i < n; i++) {                 \
      const double x = xs[i];                         \
      ys[i] = expression;                             \
    }                                                 \
    return 0;                                         \
  }
