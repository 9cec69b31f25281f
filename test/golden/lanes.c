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

struct kleis_team {
  void (*run)(const struct kleis_team *, void (*)(void *, i64, double *), void *, i64);
  i64 threads;
};

// The range from `next` up to `to` is left to do; a part is `step` of it.
struct kleis_task {
  struct kleis_context *ctx;
  i64 next, to, step;
  i32 failed;
};

static _Bool kleis_take(struct kleis_task *task, i64 *first, i64 *last) {
  *first = __atomic_fetch_add(&task->next, task->step, __ATOMIC_RELAXED);
  if (*first >= task->to || __atomic_load_n(&task->failed, __ATOMIC_RELAXED)) return 0;
  *last = task->to - *first > task->step ? *first + task->step : task->to;
  return 1;
}

// Turns in a part. It follows from their number, not from that of the threads: so do the bits of the results.
static inline i64 kleis_step(i64 count, i64 cost) {
  if (count * cost < 2097152) return count;
  const i64 share = (count + 63) / 64, least = 32768 / cost + 1;
  const i64 step = share > least ? share : least;
  return step > 64 ? (step + 63) & ~(i64)63 : step;
}

// False where there is only one part, and where one failed.
static __attribute__((noinline)) _Bool kleis_share(struct kleis_context *ctx, void (*part)(void *, i64, double *),
                                                   struct kleis_task *task, i64 from, i64 to, i64 step) {
  const struct kleis_team *const team = ctx->team;
  if (step >= to - from) return 0;
  const i64 parts = (to - from + step - 1) / step;
  *task = (struct kleis_task){ctx, from, to, step, 0};
  team->run(team, part, task, parts < team->threads ? parts : team->threads);
  return !task->failed;
}

static inline i64 kleis_min_i64(i64 a, i64 b) { return a < b ? a : b; }

static inline i64 kleis_max_i64(i64 a, i64 b) { return a > b ? a : b; }

#pragma GCC diagnostic ignored "-Wpsabi"
typedef double kleis_x4_f64 __attribute__((vector_size(32)));
typedef i64 kleis_x4_i64 __attribute__((vector_size(32)));
typedef u64 kleis_x4_u64 __attribute__((vector_size(32)));
typedef double kleis_x4_f64_at __attribute__((vector_size(32), aligned(8), may_alias));
typedef i64 kleis_x4_i64_at __attribute__((vector_size(32), aligned(8), may_alias));

static inline __attribute__((always_inline)) kleis_x4_f64 kleis_x4_all_f64(double x) {
  return (kleis_x4_f64){x, x, x, x};
}

static inline __attribute__((always_inline)) kleis_x4_i64 kleis_x4_all_i64(i64 x) {
  return (kleis_x4_i64){x, x, x, x};
}

static inline __attribute__((always_inline)) kleis_x4_i64 kleis_x4_all_bool(_Bool x) {
  return kleis_x4_all_i64(-(i64)x);
}

static inline __attribute__((always_inline)) kleis_x4_i64 kleis_x4_lane(i64 first) {
  return kleis_x4_all_i64(first) + (kleis_x4_i64){0, 1, 2, 3};
}

static inline __attribute__((always_inline)) kleis_x4_f64 kleis_x4_load_f64(const double *from) {
  return *(const kleis_x4_f64_at *)from;
}

static inline __attribute__((always_inline)) void kleis_x4_store_f64(double *to, kleis_x4_f64 x) {
  *(kleis_x4_f64_at *)to = x;
}

static inline __attribute__((always_inline)) void kleis_x4_store_i64(i64 *to, kleis_x4_i64 x) {
  *(kleis_x4_i64_at *)to = x;
}

static inline __attribute__((always_inline)) kleis_x4_i64 kleis_x4_not_i64(kleis_x4_i64 a) {
  return ~a;
}

static inline __attribute__((always_inline)) kleis_x4_f64 kleis_x4_add_f64(kleis_x4_f64 a, kleis_x4_f64 b) {
  return a + b;
}

static inline __attribute__((always_inline)) kleis_x4_f64 kleis_x4_sub_f64(kleis_x4_f64 a, kleis_x4_f64 b) {
  return a - b;
}

static inline __attribute__((always_inline)) kleis_x4_f64 kleis_x4_div_f64(kleis_x4_f64 a, kleis_x4_f64 b) {
  return a / b;
}

static inline __attribute__((always_inline)) kleis_x4_i64 kleis_x4_and_i64(kleis_x4_i64 a, kleis_x4_i64 b) {
  return a & b;
}

static inline __attribute__((always_inline)) kleis_x4_i64 kleis_x4_or_i64(kleis_x4_i64 a, kleis_x4_i64 b) {
  return a | b;
}

static inline __attribute__((always_inline)) kleis_x4_i64 kleis_x4_ne_f64(kleis_x4_f64 a, kleis_x4_f64 b) {
  return (kleis_x4_i64)(a != b);
}

static inline __attribute__((always_inline)) kleis_x4_i64 kleis_x4_lt_i64(kleis_x4_i64 a, kleis_x4_i64 b) {
  return (kleis_x4_i64)(a < b);
}

static inline __attribute__((always_inline)) kleis_x4_i64 kleis_x4_le_f64(kleis_x4_f64 a, kleis_x4_f64 b) {
  return (kleis_x4_i64)(a <= b);
}

static inline __attribute__((always_inline)) kleis_x4_i64 kleis_x4_select_i64(kleis_x4_i64 mask, kleis_x4_i64 a, kleis_x4_i64 b) {
  return (mask & a) | (~mask & b);
}

static inline __attribute__((always_inline)) kleis_x4_f64 kleis_x4_select_f64(kleis_x4_i64 mask, kleis_x4_f64 a, kleis_x4_f64 b) {
  return (kleis_x4_f64)((mask & (kleis_x4_i64)a) | (~mask & (kleis_x4_i64)b));
}

static inline __attribute__((always_inline)) kleis_x4_f64 kleis_x4_abs_f64(kleis_x4_f64 a) {
  return (kleis_x4_f64)((kleis_x4_i64)a & kleis_x4_all_i64(0x7fffffffffffffffLL));
}

static inline __attribute__((always_inline)) _Bool kleis_x4_any(kleis_x4_i64 mask) {
  i64 any = 0;
  for (int l = 0; l < 4; l++) any |= mask[l];
  return any != 0;
}

static const volatile i32 kleis_never = 0;

struct roots_0_results {
  i64 v0;
  double *v1;
  i64 v2;
};
static double root_1(struct kleis_context *ctx, double a, double x);
static inline __attribute__((always_inline)) struct roots_0_results roots_0(struct kleis_context *ctx, i64 xs, double *restrict xs_2, i64 xs_2_n);
static __attribute__((noinline)) void roots_turns_2(struct kleis_context *ctx, i64 first, i64 last, double *restrict xs, i64 xs_n, double *restrict a, i64 a_n);

struct roots_turns_2_task {
  struct kleis_task shared;
  double *xs;
  i64 xs_n;
  double *a;
  i64 a_n;
};

static void roots_turns_2_part(void *given, i64 part, double *scratch) {
  struct roots_turns_2_task *const task = given;
  struct kleis_context own = {0};
  own.cancel = task->shared.ctx->cancel;
  for (i64 first, last; kleis_take(&task->shared, &first, &last);) {
    roots_turns_2(&own, first, last, task->xs, task->xs_n, task->a, task->a_n);
    kleis_free_arena(&own);
    if (own.status) __atomic_store_n(&task->shared.failed, 1, __ATOMIC_RELAXED);
  }
}

static double root_1(struct kleis_context *ctx, double a, double x) {
  const volatile i32 *const cancel = ctx->cancel;
  double x_2 = x;
  for (;;) {
    if (*cancel) {
      kleis_fail(ctx, 8, -1, 0, 0);
      return 0;
    }
    double d = x_2;
    if (!(d != 0.0)) {
      kleis_fail(ctx, 2, 0, 0, 0);
      return 0;
    }
    double t = (x_2 + (a / d)) / 2.0;
    if (__builtin_fabs((t - x_2)) <= 1e-9) {
      return t;
    } else {
      x_2 = t;
      continue;
    }
  }
}

static inline __attribute__((always_inline)) struct roots_0_results roots_0(struct kleis_context *ctx, i64 xs, double *restrict xs_2, i64 xs_2_n) {
  const volatile i32 *const cancel = ctx->cancel;
  i64 a_n = xs;
  double *a = kleis_allocate(ctx, a_n * (i64)sizeof(double));
  if (!a) return (struct roots_0_results){0};
  {
    const i64 kleis_from = 0LL, kleis_to = xs, kleis_parts = kleis_step(kleis_to - kleis_from, 210);
    if (!ctx->team || !kleis_share(ctx, roots_turns_2_part, &(struct roots_turns_2_task){{0}, xs_2, xs_2_n, a, a_n}.shared, kleis_from, kleis_to, kleis_parts)) {
      for (i64 kleis_first = kleis_from; kleis_first < kleis_to && !ctx->status; kleis_first += kleis_parts)
        roots_turns_2(ctx, kleis_first, kleis_to - kleis_first > kleis_parts ? kleis_first + kleis_parts : kleis_to, xs_2, xs_2_n, a, a_n);
    }
    if (ctx->status) return (struct roots_0_results){0};
  }
  return (struct roots_0_results){xs, a, a_n};
}

static __attribute__((noinline)) void roots_turns_2(struct kleis_context *ctx, i64 first, i64 last, double *restrict xs, i64 xs_n, double *restrict a, i64 a_n) {
  const volatile i32 *const cancel = ctx->cancel;
  double t_lanes_data[8] __attribute__((aligned(64)));
  double *t_lanes = t_lanes_data;
  i64 t_lanes_n = 8;
  for (i64 lane = 0LL, lane_to = 8LL; lane < lane_to; lane += 1) {
    t_lanes[lane] = 0.0;
  }
  double r_lanes_data[8] __attribute__((aligned(64)));
  double *r_lanes = r_lanes_data;
  i64 r_lanes_n = 8;
  for (i64 lane_2 = 0LL, lane_2_to = 8LL; lane_2 < lane_2_to; lane_2 += 1) {
    r_lanes[lane_2] = 0.0;
  }
  i64 troubled_lanes_data[8] __attribute__((aligned(64)));
  i64 *troubled_lanes = troubled_lanes_data;
  i64 troubled_lanes_n = 8;
  for (i64 lane_3 = 0LL, lane_3_to = 8LL; lane_3 < lane_3_to; lane_3 += 1) {
    troubled_lanes[lane_3] = 0LL;
  }
  i64 from = first;
  i64 to = last;
  for (i64 strip = 0LL, strip_to = (((kleis_max_i64(to, from) - from) + 7LL) / 8LL); strip < strip_to; strip += 1) {
    if (*cancel) {
      kleis_fail(ctx, 8, -1, 0, 0);
      return;
    }
    i64 first_2 = from + (strip * 8LL);
    i64 count = kleis_min_i64(8LL, (to - first_2));
    for (i64 lane_4 = 0LL, lane_4_to = count; lane_4 < lane_4_to; lane_4 += 1) {
      i64 i = first_2 + lane_4;
      double t = xs[i];
      t_lanes[lane_4] = t;
    }
    {
      kleis_x4_i64 lane_5_lanes0 = kleis_x4_lane(0);
      kleis_x4_i64 lane_5_lanes1 = kleis_x4_lane(4);
      kleis_x4_i64 active_lanes0 = kleis_x4_lt_i64(lane_5_lanes0, kleis_x4_all_i64(count));
      kleis_x4_i64 active_lanes1 = kleis_x4_lt_i64(lane_5_lanes1, kleis_x4_all_i64(count));
      kleis_x4_f64 t_2_lanes0 = kleis_x4_load_f64(t_lanes);
      kleis_x4_f64 t_2_lanes1 = kleis_x4_load_f64(t_lanes + 4);
      kleis_x4_i64 troubled_lanes0 = kleis_x4_all_bool(0);
      kleis_x4_i64 troubled_lanes1 = kleis_x4_all_bool(0);
      kleis_x4_f64 r_lanes0 = kleis_x4_all_f64(0.0);
      kleis_x4_f64 r_lanes1 = kleis_x4_all_f64(0.0);
      kleis_x4_f64 a_2_lanes0 = t_2_lanes0;
      kleis_x4_f64 a_2_lanes1 = t_2_lanes1;
      kleis_x4_f64 x_lanes0 = kleis_x4_all_f64(1.0);
      kleis_x4_f64 x_lanes1 = kleis_x4_all_f64(1.0);
      kleis_x4_f64 x_2_lanes0 = x_lanes0;
      kleis_x4_f64 x_2_lanes1 = x_lanes1;
      kleis_x4_i64 active_2_lanes0 = active_lanes0;
      kleis_x4_i64 active_2_lanes1 = active_lanes1;
      while (kleis_x4_any(kleis_x4_or_i64(active_2_lanes0, active_2_lanes1))) {
        if (*cancel) {
          kleis_fail(ctx, 8, -1, 0, 0);
          return;
        }
        kleis_x4_f64 d_lanes0 = x_2_lanes0;
        kleis_x4_f64 d_lanes1 = x_2_lanes1;
        kleis_x4_i64 failed_lanes0 = kleis_x4_and_i64(active_2_lanes0, kleis_x4_not_i64(kleis_x4_ne_f64(d_lanes0, kleis_x4_all_f64(0.0))));
        kleis_x4_i64 failed_lanes1 = kleis_x4_and_i64(active_2_lanes1, kleis_x4_not_i64(kleis_x4_ne_f64(d_lanes1, kleis_x4_all_f64(0.0))));
        troubled_lanes0 = kleis_x4_or_i64(troubled_lanes0, failed_lanes0);
        troubled_lanes1 = kleis_x4_or_i64(troubled_lanes1, failed_lanes1);
        active_2_lanes0 = kleis_x4_and_i64(active_2_lanes0, kleis_x4_not_i64(failed_lanes0));
        active_2_lanes1 = kleis_x4_and_i64(active_2_lanes1, kleis_x4_not_i64(failed_lanes1));
        active_lanes0 = kleis_x4_and_i64(active_lanes0, kleis_x4_not_i64(failed_lanes0));
        active_lanes1 = kleis_x4_and_i64(active_lanes1, kleis_x4_not_i64(failed_lanes1));
        kleis_x4_f64 t_3_lanes0 = kleis_x4_div_f64(kleis_x4_add_f64(x_2_lanes0, kleis_x4_div_f64(a_2_lanes0, d_lanes0)), kleis_x4_all_f64(2.0));
        kleis_x4_f64 t_3_lanes1 = kleis_x4_div_f64(kleis_x4_add_f64(x_2_lanes1, kleis_x4_div_f64(a_2_lanes1, d_lanes1)), kleis_x4_all_f64(2.0));
        kleis_x4_i64 holds_lanes0 = kleis_x4_le_f64(kleis_x4_abs_f64(kleis_x4_sub_f64(t_3_lanes0, x_2_lanes0)), kleis_x4_all_f64(1e-9));
        kleis_x4_i64 holds_lanes1 = kleis_x4_le_f64(kleis_x4_abs_f64(kleis_x4_sub_f64(t_3_lanes1, x_2_lanes1)), kleis_x4_all_f64(1e-9));
        kleis_x4_i64 here_2_lanes0 = kleis_x4_and_i64(active_2_lanes0, holds_lanes0);
        kleis_x4_i64 here_2_lanes1 = kleis_x4_and_i64(active_2_lanes1, holds_lanes1);
        r_lanes0 = kleis_x4_select_f64(here_2_lanes0, t_3_lanes0, r_lanes0);
        r_lanes1 = kleis_x4_select_f64(here_2_lanes1, t_3_lanes1, r_lanes1);
        active_2_lanes0 = kleis_x4_and_i64(active_2_lanes0, kleis_x4_not_i64(here_2_lanes0));
        active_2_lanes1 = kleis_x4_and_i64(active_2_lanes1, kleis_x4_not_i64(here_2_lanes1));
        x_2_lanes0 = t_3_lanes0;
        x_2_lanes1 = t_3_lanes1;
      }
      kleis_x4_store_f64(r_lanes, r_lanes0);
      kleis_x4_store_f64(r_lanes + 4, r_lanes1);
      kleis_x4_store_i64(troubled_lanes, kleis_x4_select_i64(troubled_lanes0, kleis_x4_all_i64(1LL), kleis_x4_all_i64(0LL)));
      kleis_x4_store_i64(troubled_lanes + 4, kleis_x4_select_i64(troubled_lanes1, kleis_x4_all_i64(1LL), kleis_x4_all_i64(0LL)));
    }
    for (i64 lane_6 = 0LL, lane_6_to = count; lane_6 < lane_6_to; lane_6 += 1) {
      if (*cancel) {
        kleis_fail(ctx, 8, -1, 0, 0);
        return;
      }
      i64 i_2 = first_2 + lane_6;
      double t_4 = xs[i_2];
      double r_2 = 0;
      if (troubled_lanes[lane_6] != 0LL) {
        r_2 = root_1(ctx, t_4, 1.0);
        if (ctx->status) return;
      } else {
        r_2 = r_lanes[lane_6];
      }
      a[i_2] = r_2;
    }
  }
  return;
}

__attribute__((visibility("default"))) i32 kleis_kernel(u64 *frame) {
  struct kleis_context *const ctx = (struct kleis_context *)frame;
  frame[0] = 0;
  frame[7] = 0;
  if (!ctx->cancel) ctx->cancel = &kleis_never;
  const struct roots_0_results results = roots_0(ctx, (i64)frame[9], (double *)frame[10], (i64)frame[9]);
  if (ctx->status) {
    kleis_free_arena(ctx);
    return (i32)ctx->status;
  }
  frame[11] = (u64)results.v0;
  frame[12] = (u64)results.v1;
  return 0;
}

__attribute__((visibility("default"))) void kleis_release(u64 *frame) {
  kleis_free_arena((struct kleis_context *)frame);
}
