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
};

static __attribute__((cold, noinline)) void kleis_fail(struct kleis_context *ctx, i64 status, i64 site, i64 detail0,
                                                       i64 detail1) {
  ctx->status = status;
  ctx->site = site;
  ctx->detail0 = detail0;
  ctx->detail1 = detail1;
}

static const volatile i32 kleis_never = 0;

struct advance_1_results {
  double v0;
  double v1;
  double v2;
};
static struct advance_1_results advance_1(struct kleis_context *ctx, double s, double s_2, double s_3, double h, i64 n);
static inline __attribute__((always_inline)) void expression_0(struct kleis_context *ctx, double *restrict output);
static inline __attribute__((always_inline)) void expression_2(struct kleis_context *ctx, double *restrict output);

static struct advance_1_results advance_1(struct kleis_context *ctx, double s, double s_2, double s_3, double h, i64 n) {
  const volatile i32 *const cancel = ctx->cancel;
  double s_4 = 0;
  double s_5 = 0;
  double s_6 = 0;
  s_4 = s;
  s_5 = s_2;
  s_6 = s_3;
  i64 n_2 = n;
  for (;;) {
    if (*cancel) {
      kleis_fail(ctx, 8, -1, 0, 0);
      return (struct advance_1_results){0};
    }
    double t = s_4;
    double t_2 = s_5;
    double t_3 = s_6;
    if (n_2 == 0LL) {
      return (struct advance_1_results){t, t_2, t_3};
    } else {
      double r = 0;
      double r_2 = 0;
      double r_3 = 0;
      double t_4 = 10.0 * (t_2 - t);
      double t_5 = (t * (28.0 - t_3)) - t_2;
      double t_6 = (t * t_2) - (2.6666666666666665 * t_3);
      r = t_4;
      r_2 = t_5;
      r_3 = t_6;
      double t_7 = h / 2.0;
      double t_8 = t_7 * r;
      double t_9 = t_7 * r_2;
      double t_10 = t_7 * r_3;
      double t_11 = t + t_8;
      double t_12 = t_2 + t_9;
      double t_13 = t_3 + t_10;
      double r_4 = 0;
      double r_5 = 0;
      double r_6 = 0;
      double t_14 = 10.0 * (t_12 - t_11);
      double t_15 = (t_11 * (28.0 - t_13)) - t_12;
      double t_16 = (t_11 * t_12) - (2.6666666666666665 * t_13);
      r_4 = t_14;
      r_5 = t_15;
      r_6 = t_16;
      double t_17 = h / 2.0;
      double t_18 = t_17 * r_4;
      double t_19 = t_17 * r_5;
      double t_20 = t_17 * r_6;
      double t_21 = t + t_18;
      double t_22 = t_2 + t_19;
      double t_23 = t_3 + t_20;
      double r_7 = 0;
      double r_8 = 0;
      double r_9 = 0;
      double t_24 = 10.0 * (t_22 - t_21);
      double t_25 = (t_21 * (28.0 - t_23)) - t_22;
      double t_26 = (t_21 * t_22) - (2.6666666666666665 * t_23);
      r_7 = t_24;
      r_8 = t_25;
      r_9 = t_26;
      double t_27 = h * r_7;
      double t_28 = h * r_8;
      double t_29 = h * r_9;
      double t_30 = t + t_27;
      double t_31 = t_2 + t_28;
      double t_32 = t_3 + t_29;
      double r_10 = 0;
      double r_11 = 0;
      double r_12 = 0;
      double t_33 = 10.0 * (t_31 - t_30);
      double t_34 = (t_30 * (28.0 - t_32)) - t_31;
      double t_35 = (t_30 * t_31) - (2.6666666666666665 * t_32);
      r_10 = t_33;
      r_11 = t_34;
      r_12 = t_35;
      double t_36 = 2.0 * r_4;
      double t_37 = 2.0 * r_5;
      double t_38 = 2.0 * r_6;
      double t_39 = r + t_36;
      double t_40 = r_2 + t_37;
      double t_41 = r_3 + t_38;
      double t_42 = 2.0 * r_7;
      double t_43 = 2.0 * r_8;
      double t_44 = 2.0 * r_9;
      double t_45 = t_39 + t_42;
      double t_46 = t_40 + t_43;
      double t_47 = t_41 + t_44;
      double t_48 = t_45 + r_10;
      double t_49 = t_46 + r_11;
      double t_50 = t_47 + r_12;
      double t_51 = h / 6.0;
      double t_52 = t_51 * t_48;
      double t_53 = t_51 * t_49;
      double t_54 = t_51 * t_50;
      double t_55 = t + t_52;
      double t_56 = t_2 + t_53;
      double t_57 = t_3 + t_54;
      i64 t_58 = 0;
      if (__builtin_sub_overflow(n_2, 1LL, &t_58)) {
        kleis_fail(ctx, 1, 0, 0, 0);
        return (struct advance_1_results){0};
      }
      if (!(t_58 >= 0LL)) {
        kleis_fail(ctx, 10, 1, t_58, 0);
        return (struct advance_1_results){0};
      }
      s_4 = t_55;
      s_5 = t_56;
      s_6 = t_57;
      n_2 = t_58;
      continue;
    }
  }
}

static inline __attribute__((always_inline)) void expression_0(struct kleis_context *ctx, double *restrict output) {
  const volatile i32 *const cancel = ctx->cancel;
  double r = 0;
  double r_2 = 0;
  double r_3 = 0;
  {
    const struct advance_1_results results = advance_1(ctx, 1.0, 1.0, 1.0, 0.001, 10000LL);
    r = results.v0;
    r_2 = results.v1;
    r_3 = results.v2;
  }
  if (ctx->status) return;
  double *a = output;
  i64 a_n = 3LL;
  a[0LL] = r;
  a[1LL] = r_2;
  a[2LL] = r_3;
  return;
}

static inline __attribute__((always_inline)) void expression_2(struct kleis_context *ctx, double *restrict output) {
  const volatile i32 *const cancel = ctx->cancel;
  double r = 0;
  double r_2 = 0;
  double r_3 = 0;
  {
    const struct advance_1_results results = advance_1(ctx, 1.0, 1.0, 1.000000001, 0.001, 10000LL);
    r = results.v0;
    r_2 = results.v1;
    r_3 = results.v2;
  }
  if (ctx->status) return;
  double *a = output;
  i64 a_n = 3LL;
  a[0LL] = r;
  a[1LL] = r_2;
  a[2LL] = r_3;
  return;
}

__attribute__((visibility("default"))) i32 kleis_kernel(u64 *frame) {
  struct kleis_context *const ctx = (struct kleis_context *)frame;
  frame[0] = 0;
  frame[7] = 0;
  if (!ctx->cancel) ctx->cancel = &kleis_never;
  expression_0(ctx, (double *)frame[8]);
  if (ctx->status) {
    return (i32)ctx->status;
  }
  return 0;
}

__attribute__((visibility("default"))) i32 kleis_kernel_1(u64 *frame) {
  struct kleis_context *const ctx = (struct kleis_context *)frame;
  frame[0] = 0;
  frame[7] = 0;
  if (!ctx->cancel) ctx->cancel = &kleis_never;
  expression_2(ctx, (double *)frame[8]);
  if (ctx->status) {
    return (i32)ctx->status;
  }
  return 0;
}

__attribute__((visibility("default"))) void kleis_release(u64 *frame) {
  (void)frame;
}
