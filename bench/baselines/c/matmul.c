/* (A[100][100], B[100][100]) -> C = A·B, the triple loop in the order that vectorises. */
#include "frame.h"

int32_t baseline(uint64_t *frame) {
  enum { N = 100 };
  const double *a = get_array(frame, 0), *b = get_array(frame, 1);
  double *c = get_array(frame, 2);
  for (int i = 0; i < N; i++) {
    for (int j = 0; j < N; j++) c[i * N + j] = 0;
    for (int k = 0; k < N; k++)
      for (int j = 0; j < N; j++) c[i * N + j] += a[i * N + k] * b[k * N + j];
  }
  return 0;
}
