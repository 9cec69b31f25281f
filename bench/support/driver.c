/*
 * Times a function of a shared library in a loop of its own, so that the way in from JavaScript is not measured.
 *
 *     double measure(const char *library, const char *symbol, uint64_t *frame, int64_t calls)
 *
 * FRAME_ARENA, from src/emit/abi.ts, is the word of the frame that is not 0 while a kernel keeps memory. What a kernel keeps
 * after a call is given back before the next; that is part of its time. Nanoseconds per call, or a negative number: -1 the
 * library cannot be opened, -2 no such symbol, -3 the function failed.
 */
#include <dlfcn.h>
#include <stdint.h>
#include <time.h>

typedef int32_t kernel(uint64_t *);
typedef void release(uint64_t *);

double measure(const char *library, const char *symbol, uint64_t *frame, int64_t calls) {
  void *handle = dlopen(library, RTLD_NOW | RTLD_LOCAL);
  if (!handle) return -1;
  kernel *volatile run = (kernel *)dlsym(handle, symbol);
  if (!run) return -2;
  release *volatile give_back = (release *)dlsym(handle, "kleis_release");
  if (run(frame) != 0) return -3;
  if (give_back && frame[FRAME_ARENA]) give_back(frame);
  struct timespec start, end;
  clock_gettime(CLOCK_MONOTONIC, &start);
  for (int64_t i = 0; i < calls; i++) {
    run(frame);
    if (give_back && frame[FRAME_ARENA]) give_back(frame);
  }
  clock_gettime(CLOCK_MONOTONIC, &end);
  return ((double)(end.tv_sec - start.tv_sec) * 1e9 + (double)(end.tv_nsec - start.tv_nsec)) / (double)calls;
}
