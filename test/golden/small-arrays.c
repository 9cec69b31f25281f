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

static inline double kleis_double(u64 bits) {
  double x;
  __builtin_memcpy(&x, &bits, 8);
  return x;
}

struct main_0_results {
  double v0;
  double v1;
};
struct moments_1_results {
  double v0;
  double v1;
};
static inline __attribute__((always_inline)) struct main_0_results main_0(struct kleis_context *ctx, double x);
static struct moments_1_results moments_1(double *restrict xs, i64 xs_n);

static inline __attribute__((always_inline)) struct main_0_results main_0(struct kleis_context *ctx, double x) {
  double xs_data[4] __attribute__((aligned(64)));
  double *xs = xs_data;
  i64 xs_n = 4;
  for (i64 i = 0LL, i_to = 4LL; i < i_to; i += 1) {
    xs[i] = x + (double)i;
  }
  double s = 0;
  double p = 0;
  {
    const struct moments_1_results results = moments_1(xs, xs_n);
    s = results.v0;
    p = results.v1;
  }
  return (struct main_0_results){s, p};
}

static struct moments_1_results moments_1(double *restrict xs, i64 xs_n) {
  double s = 0.0;
  double p = 1.0;
  for (i64 i = 0LL, i_to = 4LL; i < i_to; i += 1) {
    s = s + xs[i];
    p = p * xs[i];
  }
  return (struct moments_1_results){s, p};
}

__attribute__((visibility("default"))) i32 kleis_kernel(u64 *frame) {
  struct kleis_context *const ctx = (struct kleis_context *)frame;
  frame[0] = 0;
  frame[7] = 0;
  const struct main_0_results results = main_0(ctx, kleis_double(frame[9]));
  if (ctx->status) {
    kleis_free_arena(ctx);
    return (i32)ctx->status;
  }
  frame[10] = kleis_bits(results.v0);
  frame[11] = kleis_bits(results.v1);
  kleis_free_arena(ctx);
  return 0;
}

__attribute__((visibility("default"))) void kleis_release(u64 *frame) {
  kleis_free_arena((struct kleis_context *)frame);
}
