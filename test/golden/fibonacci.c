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

static inline __attribute__((always_inline)) u64 kleis_stack_address(void) {
#if defined __x86_64__
  register u64 address __asm__("rsp");
  __asm__("" : "+r"(address));
  return address;
#else
  return (u64)__builtin_frame_address(0);
#endif
}

static const volatile i32 kleis_never = 0;

static i64 fib_0(struct kleis_context *ctx, i64 n);

static i64 fib_0(struct kleis_context *ctx, i64 n) {
  const volatile i32 *const cancel = ctx->cancel;
  if (n < 2LL) {
    return n;
  }
  i64 a = 0;
  i64 b = 0;
  i64 x = 0;
  i64 y = 0;
  i64 sum = 0;
  if (__builtin_sub_overflow(n, 1LL, &a)) {
    kleis_fail(ctx, 1, 0, 0, 0);
    return 0;
  }
  if (kleis_stack_address() < ctx->stack_limit) {
    kleis_fail(ctx, 5, -1, 0, 0);
    return 0;
  }
  if (*cancel) {
    kleis_fail(ctx, 8, -1, 0, 0);
    return 0;
  }
  x = fib_0(ctx, a);
  if (ctx->status) return 0;
  if (__builtin_sub_overflow(n, 2LL, &b)) {
    kleis_fail(ctx, 1, 0, 0, 0);
    return 0;
  }
  y = fib_0(ctx, b);
  if (ctx->status) return 0;
  if (__builtin_add_overflow(x, y, &sum)) {
    kleis_fail(ctx, 1, 0, 0, 0);
    return 0;
  }
  return sum;
}

__attribute__((visibility("default"))) i32 kleis_kernel(u64 *frame) {
  struct kleis_context *const ctx = (struct kleis_context *)frame;
  frame[0] = 0;
  frame[7] = 0;
  const u64 given_limit = ctx->stack_limit;
  if (!given_limit) ctx->stack_limit = kleis_stack_address() - ctx->stack_bytes;
  if (!ctx->cancel) ctx->cancel = &kleis_never;
  const i64 result = fib_0(ctx, (i64)frame[9]);
  ctx->stack_limit = given_limit;
  if (ctx->status) {
    return (i32)ctx->status;
  }
  frame[10] = (u64)result;
  return 0;
}

__attribute__((visibility("default"))) void kleis_release(u64 *frame) {
  (void)frame;
}
