/* n -> the n-th Fibonacci number, by the definition; integers unchecked. */
#include "frame.h"

static int64_t fib(int64_t n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); }

int32_t baseline(uint64_t *frame) {
  put_i64(frame, 1, fib(get_i64(frame, 0)));
  return 0;
}
