#pragma GCC diagnostic ignored "-Wunused-variable"
#pragma GCC diagnostic ignored "-Wunused-parameter"
#pragma GCC diagnostic ignored "-Wunused-function"
#pragma GCC diagnostic ignored "-Wunused-but-set-variable"
#pragma GCC diagnostic ignored "-Wunused-but-set-parameter"

typedef __INT64_TYPE__ i64;
typedef __INT32_TYPE__ i32;
typedef __UINT64_TYPE__ u64;
typedef __UINT8_TYPE__ u8;

struct kleis_context {
  i64 status, site, detail0, detail1;
  const volatile i32 *cancel;
  u64 stack_limit, stack_bytes;
  struct kleis_block *arena;
  const void *team;
};

static __attribute__((cold, noinline)) void kleis_fail(struct kleis_context *ctx, i64 status, i64 site, i64 detail0,
                                                       i64 detail1) {
  ctx->status = status;
  ctx->site = site;
  ctx->detail0 = detail0;
  ctx->detail1 = detail1;
}

static inline u64 kleis_bits(double x) {
  u64 bits;
  __builtin_memcpy(&bits, &x, 8);
  return bits;
}

static const volatile i32 kleis_never = 0;

static inline __attribute__((always_inline)) double covered_0(struct kleis_context *ctx, i64 shapes, i64 *restrict shapes_2, i64 shapes_2_n, double *restrict shapes_3, i64 shapes_3_n, double *restrict shapes_4, i64 shapes_4_n);

static inline __attribute__((always_inline)) double covered_0(struct kleis_context *ctx, i64 shapes, i64 *restrict shapes_2, i64 shapes_2_n, double *restrict shapes_3, i64 shapes_3_n, double *restrict shapes_4, i64 shapes_4_n) {
  const volatile i32 *const cancel = ctx->cancel;
  double acc = 0.0;
  for (i64 i_strip = 0LL, i_to = shapes; i_strip < i_to;) {
    const i64 i_end = (u64)i_to - (u64)i_strip > 4096 ? i_strip + 4096 : i_to;
    for (i64 i = i_strip; i < i_end; i += 1) {
      double t = acc;
      i64 t_2 = shapes_2[i];
      double t_3 = shapes_3[i];
      double t_4 = shapes_4[i];
      double r = 0;
      if (t_2 == 0LL) {
        r = 0.0;
      } else if (t_2 == 1LL) {
        r = (3.0 * t_3) * t_3;
      } else {
        r = t_3 * t_4;
      }
      acc = t + r;
    }
    i_strip = i_end;
    if (i_strip < i_to && *cancel) {
      kleis_fail(ctx, 8, -1, 0, 0);
      return 0;
    }
  }
  return acc;
}

__attribute__((visibility("default"))) i32 kleis_kernel(u64 *frame) {
  struct kleis_context *const ctx = (struct kleis_context *)frame;
  frame[0] = 0;
  frame[7] = 0;
  if (!ctx->cancel) ctx->cancel = &kleis_never;
  const double result = covered_0(ctx, (i64)frame[9], (i64 *)frame[10], (i64)frame[9], (double *)frame[11], (i64)frame[9], (double *)frame[12], (i64)frame[9]);
  if (ctx->status) {
    return (i32)ctx->status;
  }
  frame[13] = kleis_bits(result);
  return 0;
}

__attribute__((visibility("default"))) void kleis_release(u64 *frame) {
  (void)frame;
}
