#pragma GCC diagnostic ignored "-Wunused-variable"
#pragma GCC diagnostic ignored "-Wunused-parameter"
#pragma GCC diagnostic ignored "-Wunused-function"
#pragma GCC diagnostic ignored "-Wunused-but-set-variable"
#pragma GCC diagnostic ignored "-Wunused-but-set-parameter"

typedef __INT64_TYPE__ i64;
typedef __INT32_TYPE__ i32;
typedef __UINT64_TYPE__ u64;
typedef __UINT8_TYPE__ u8;

static inline u64 kleis_bits(double x) {
  u64 bits;
  __builtin_memcpy(&bits, &x, 8);
  return bits;
}

static inline double kleis_double(u64 bits) {
  double x;
  __builtin_memcpy(&x, &bits, 8);
  return x;
}

static inline __attribute__((always_inline)) double derivative_0(double x);

static inline __attribute__((always_inline)) double derivative_0(double x) {
  double t = x * x;
  double t_2 = (x * 1.0) + (1.0 * x);
  double t_3 = (x * t_2) + (1.0 * t);
  double t_4 = 2.0 + (0.0 * x);
  double t_5 = -t_4;
  double t_6 = t_3 + t_5;
  return t_6;
}

__attribute__((visibility("default"))) i32 kleis_kernel(u64 *frame) {
  frame[0] = 0;
  frame[7] = 0;
  const double result = derivative_0(kleis_double(frame[9]));
  frame[10] = kleis_bits(result);
  return 0;
}

__attribute__((visibility("default"))) void kleis_release(u64 *frame) {
  (void)frame;
}
