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

static const volatile i32 kleis_never = 0;

static inline __attribute__((always_inline)) i64 sum_0(struct kleis_context *ctx, i64 n, i64 *restrict xs, i64 xs_n);

static inline __attribute__((always_inline)) i64 sum_0(struct kleis_context *ctx, i64 n, i64 *restrict xs, i64 xs_n) {
  const volatile i32 *const cancel = ctx->cancel;
  i64 sum = 0LL;
  i64 bad_0 = 0, bad_1 = 0;
  for (i64 i_strip = 0LL, i_to = n; i_strip < i_to;) {
    const i64 i_end = (u64)i_to - (u64)i_strip > 4096 ? i_strip + 4096 : i_to;
    for (i64 i = i_strip; i < i_end; i += 1) {
      if (xs[i] == 0LL) {
        goto after_i;
      }
      {
        const i64 lhs = sum, rhs = xs[i], result = (i64)((u64)lhs + (u64)rhs);
        bad_0 |= (lhs ^ result) & (rhs ^ result);
        sum = result;
      }
      bad_1 |= -(i64)(!(xs[i] != 13LL));
    }
    i_strip = i_end;
    if (i_strip < i_to && *cancel) {
      kleis_fail(ctx, 8, -1, 0, 0);
      return 0;
    }
  }
  after_i:;
  if (bad_0 < 0) {
    kleis_fail(ctx, 1, 0, 0, 0);
    return 0;
  }
  if (bad_1 < 0) {
    kleis_fail(ctx, 6, 1, 0, 0);
    return 0;
  }
  return sum;
}

__attribute__((visibility("default"))) i32 kleis_kernel(u64 *frame) {
  struct kleis_context *const ctx = (struct kleis_context *)frame;
  frame[0] = 0;
  frame[7] = 0;
  if (!ctx->cancel) ctx->cancel = &kleis_never;
  const i64 result = sum_0(ctx, (i64)frame[9], (i64 *)frame[10], (i64)frame[9]);
  if (ctx->status) {
    return (i32)ctx->status;
  }
  frame[11] = (u64)result;
  return 0;
}

__attribute__((visibility("default"))) void kleis_release(u64 *frame) {
  (void)frame;
}
