/* The words of a kernel's frame that a hand-written baseline reads and writes; FRAME_HEADER comes from src/emit/abi.ts. */
#include <stdint.h>
#include <string.h>

static inline int64_t get_i64(const uint64_t *frame, int slot) { return (int64_t)frame[FRAME_HEADER + slot]; }

static inline double get_f64(const uint64_t *frame, int slot) {
  double value;
  memcpy(&value, &frame[FRAME_HEADER + slot], sizeof value);
  return value;
}

static inline double *get_array(const uint64_t *frame, int slot) {
  return (double *)(uintptr_t)frame[FRAME_HEADER + slot];
}

static inline void put_i64(uint64_t *frame, int slot, int64_t value) { frame[FRAME_HEADER + slot] = (uint64_t)value; }

static inline void put_f64(uint64_t *frame, int slot, double value) {
  memcpy(&frame[FRAME_HEADER + slot], &value, sizeof value);
}
