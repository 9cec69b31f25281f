/* (n, m) -> sum of i*j over i < n, j < m. */
#include "frame.h"

int32_t baseline(uint64_t *frame) {
  int64_t n = get_i64(frame, 0), m = get_i64(frame, 1), sum = 0;
  for (int64_t i = 0; i < n; i++)
    for (int64_t j = 0; j < m; j++) sum += i * j;
  put_i64(frame, 2, sum);
  return 0;
}
