/*
 * Calls a function of a shared library through a volatile pointer, as a program would that knows nothing of it.
 *
 *     double measure(const char *library, const char *symbol, const uint64_t *words, int64_t count, int64_t calls)
 *
 * `words` are `count` (at most eight) addresses and integers. Nanoseconds per call; negative: the library cannot be opened (-1),
 * has no such symbol (-2), or the function gave something else than 0 (-3).
 *
 *     double fma_peak(void)         multiply-adds in registers, GFLOP/s
 *     double memory_peak(void)      a sum of arrays larger than the caches, GB/s
 */
#include <dlfcn.h>
#include <stdint.h>
#include <stdlib.h>
#include <time.h>

typedef uint64_t word;

/* The time that this thread ran: what else the machine does counts less. */
static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

#define TIMED(TYPES, ARGS)                                                                                              \
  {                                                                                                                     \
    int32_t(*volatile run) TYPES = (int32_t(*) TYPES)found;                                                             \
    if (run ARGS != 0) return -3;                                                                                       \
    const double start = now();                                                                                         \
    for (int64_t i = 0; i < calls; i++) run ARGS;                                                                       \
    return (now() - start) / (double)calls;                                                                             \
  }

double measure(const char *library, const char *symbol, const word *w, int64_t count, int64_t calls) {
  void *handle = dlopen(library, RTLD_NOW | RTLD_LOCAL);
  if (!handle) return -1;
  void *found = dlsym(handle, symbol);
  if (!found) return -2;
  switch (count) {
    case 2: TIMED((word, word), (w[0], w[1]))
    case 3: TIMED((word, word, word), (w[0], w[1], w[2]))
    case 4: TIMED((word, word, word, word), (w[0], w[1], w[2], w[3]))
    case 5: TIMED((word, word, word, word, word), (w[0], w[1], w[2], w[3], w[4]))
    case 6: TIMED((word, word, word, word, word, word), (w[0], w[1], w[2], w[3], w[4], w[5]))
    default:
      TIMED((word, word, word, word, word, word, word, word), (w[0], w[1], w[2], w[3], w[4], w[5], w[6], w[7]))
  }
}

#ifdef __AVX512F__
enum { LANES = 8 };
#elif defined(__AVX__)
enum { LANES = 4 };
#else
enum { LANES = 2 };
#endif
typedef double vector __attribute__((vector_size(LANES * 8)));

double fma_peak(void) {
  enum { CHAINS = 12, TURNS = 2000000 };
  vector sums[CHAINS];
  for (int i = 0; i < CHAINS; i++) sums[i] = (vector){0} + i;
  vector x = (vector){0} + 1e-9, y = (vector){0} + 0.5;
  double best = 0;
  for (int sample = 0; sample < 5; sample++) {
    const double start = now();
    for (int turn = 0; turn < TURNS; turn++) {
      __asm__ volatile("" : "+x"(x), "+x"(y));
#pragma GCC unroll 12
      for (int i = 0; i < CHAINS; i++) sums[i] = x * y + sums[i];
    }
    const double rate = 2.0 * LANES * CHAINS * TURNS / (now() - start);
    if (rate > best) best = rate;
  }
  volatile double sink = 0;
  for (int i = 0; i < CHAINS; i++) sink += sums[i][0];
  return best;
}

double memory_peak(void) {
  const int64_t length = 1 << 24;
  double *const a = malloc((size_t)length * 8), *const b = malloc((size_t)length * 8);
  if (!a || !b) return 0;
  for (int64_t i = 0; i < length; i++) a[i] = b[i] = (double)i;
  double best = 0;
  for (int sample = 0; sample < 5; sample++) {
    const double start = now();
    for (int64_t i = 0; i < length; i++) a[i] += b[i];
    const double rate = 24.0 * (double)length / (now() - start);
    if (rate > best) best = rate;
  }
  free(a);
  free(b);
  return best;
}
