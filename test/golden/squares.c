#pragma GCC diagnostic ignored "-Wunused-variable"
#pragma GCC diagnostic ignored "-Wunused-parameter"
#pragma GCC diagnostic ignored "-Wunused-function"
#pragma GCC diagnostic ignored "-Wunused-but-set-variable"
#pragma GCC diagnostic ignored "-Wunused-but-set-parameter"

typedef __INT64_TYPE__ i64;
typedef __INT32_TYPE__ i32;
typedef __UINT64_TYPE__ u64;
typedef __UINT8_TYPE__ u8;

int posix_memalign(void **, __SIZE_TYPE__, __SIZE_TYPE__);
void free(void *);

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

struct kleis_block {
  struct kleis_block *older;
  char *next, *end;
  // Bytes of this block and all older ones.
  i64 total;
} __attribute__((aligned(64)));

static __attribute__((noinline, malloc)) void *kleis_allocate(struct kleis_context *ctx, i64 bytes) {
  const i64 rounded = (bytes + 63) & ~(i64)63;
  struct kleis_block *block = ctx->arena;
  if (!block || block->end - block->next < rounded) {
    const i64 room = rounded > 65536 ? rounded : 65536;
    const i64 total = room + (block ? block->total : 0);
    void *fresh;
    if (total > 8589934592 || posix_memalign(&fresh, 64, (u64)room + sizeof(struct kleis_block))) {
      kleis_fail(ctx, 9, -1, 0, 0);
      return 0;
    }
    block = fresh;
    block->older = ctx->arena;
    block->next = (char *)(block + 1);
    block->end = block->next + room;
    block->total = total;
    ctx->arena = block;
  }
  void *array = block->next;
  block->next += rounded;
  return array;
}

struct kleis_mark {
  struct kleis_block *block;
  char *next;
};

static inline struct kleis_mark kleis_mark(struct kleis_context *ctx) {
  return (struct kleis_mark){ctx->arena, ctx->arena ? ctx->arena->next : 0};
}

static void kleis_return_to(struct kleis_context *ctx, struct kleis_mark mark) {
  while (ctx->arena != mark.block) {
    struct kleis_block *older = ctx->arena->older;
    free(ctx->arena);
    ctx->arena = older;
  }
  if (mark.block) mark.block->next = mark.next;
}

static void kleis_free_arena(struct kleis_context *ctx) {
  kleis_return_to(ctx, (struct kleis_mark){0, 0});
}

static inline u64 kleis_bits(double x) {
  u64 bits;
  __builtin_memcpy(&bits, &x, 8);
  return bits;
}

static const volatile i32 kleis_never = 0;

struct squares_0_results {
  double v0;
  i64 v1;
  double *v2;
  i64 v3;
};
static inline __attribute__((always_inline)) struct squares_0_results squares_0(struct kleis_context *ctx, i64 n, double *restrict xs, i64 xs_n);

static inline __attribute__((always_inline)) struct squares_0_results squares_0(struct kleis_context *ctx, i64 n, double *restrict xs, i64 xs_n) {
  const volatile i32 *const cancel = ctx->cancel;
  i64 lambdas_n = n;
  double *lambdas = kleis_allocate(ctx, lambdas_n * (i64)sizeof(double));
  if (!lambdas) return (struct squares_0_results){0};
  double exp_2 = 0.0;
  for (i64 i_strip = 0LL, i_to = n; i_strip < i_to;) {
    const i64 i_end = (u64)i_to - (u64)i_strip > 4096 ? i_strip + 4096 : i_to;
    for (i64 i = i_strip; i < i_end; i += 1) {
      lambdas[i] = xs[i] * xs[i];
      exp_2 = exp_2 + lambdas[i];
    }
    i_strip = i_end;
    if (i_strip < i_to && *cancel) {
      kleis_fail(ctx, 8, -1, 0, 0);
      return (struct squares_0_results){0};
    }
  }
  return (struct squares_0_results){exp_2, n, lambdas, lambdas_n};
}

__attribute__((visibility("default"))) i32 kleis_kernel(u64 *frame) {
  struct kleis_context *const ctx = (struct kleis_context *)frame;
  frame[0] = 0;
  frame[7] = 0;
  if (!ctx->cancel) ctx->cancel = &kleis_never;
  const struct squares_0_results results = squares_0(ctx, (i64)frame[9], (double *)frame[10], (i64)frame[9]);
  if (ctx->status) {
    kleis_free_arena(ctx);
    return (i32)ctx->status;
  }
  frame[11] = kleis_bits(results.v0);
  frame[12] = (u64)results.v1;
  frame[13] = (u64)results.v2;
  return 0;
}

__attribute__((visibility("default"))) void kleis_release(u64 *frame) {
  kleis_free_arena((struct kleis_context *)frame);
}
