/*
 * fft_vectors, a part of fft_f64: vectors, whole and in halves.
 *
 * Version     1
 */

typedef double fft_f64_v8 __attribute__((vector_size(64), aligned(8), may_alias));
typedef double fft_f64_v4 __attribute__((vector_size(32), aligned(8), may_alias));
typedef double fft_f64_v2 __attribute__((vector_size(16), aligned(8), may_alias));
typedef double fft_f64_vector __attribute__((vector_size(fft_f64_width * 8), aligned(8), may_alias));
typedef fft_f64_int fft_f64_mask __attribute__((vector_size(fft_f64_width * 8), aligned(8), may_alias));

/* s += x·y, fused where the target can; by element where the compiler has no vector operation for it. */
#ifdef __FP_FAST_FMA
#define fft_f64_fused1(x, y, s) __builtin_fma(x, y, s)
#else
#define fft_f64_fused1(x, y, s) ((x) * (y) + (s))
#endif
#if defined(__AVX512F__) && !defined(__clang__)
#define fft_f64_vfmaddpd8(x, y, s) __builtin_ia32_vfmaddpd512_mask(x, y, s, (unsigned char)-1, 4)
#endif
#if defined(__FMA__) && !defined(__clang__)
#define fft_f64_vfmaddpd4(x, y, s) __builtin_ia32_vfmaddpd256(x, y, s)
#define fft_f64_vfmaddpd2(x, y, s) __builtin_ia32_vfmaddpd(x, y, s)
#endif
#define fft_f64_adds(W, OPERATION)                                                                                      \
  fft_f64_inline void fft_f64_add##W(const fft_f64_v##W *x, const fft_f64_v##W *y, fft_f64_v##W *s) {                   \
    OPERATION;                                                                                                          \
  }
#define fft_f64_by_element(W) for (int l = 0; l < W; l += 1) (*s)[l] = fft_f64_fused1((*x)[l], (*y)[l], (*s)[l])
#ifdef fft_f64_vfmaddpd8
fft_f64_adds(8, *s = fft_f64_vfmaddpd8(*x, *y, *s))
#else
fft_f64_adds(8, fft_f64_by_element(8))
#endif
#ifdef fft_f64_vfmaddpd4
fft_f64_adds(4, *s = fft_f64_vfmaddpd4(*x, *y, *s)) fft_f64_adds(2, *s = fft_f64_vfmaddpd2(*x, *y, *s))
#else
fft_f64_adds(4, fft_f64_by_element(4)) fft_f64_adds(2, fft_f64_by_element(2))
#endif

/* The rows of a square become its columns. */
fft_f64_inline void fft_f64_transpose2(fft_f64_v2 *x) {
  const fft_f64_v2 a = x[0], b = x[1];
  x[0] = __builtin_shufflevector(a, b, 0, 2);
  x[1] = __builtin_shufflevector(a, b, 1, 3);
}

fft_f64_inline void fft_f64_transpose4(fft_f64_v4 *x) {
  fft_f64_v4 a[4];
  for (int i = 0; i < 4; i += 2) {
    a[i] = __builtin_shufflevector(x[i], x[i + 1], 0, 4, 2, 6);
    a[i + 1] = __builtin_shufflevector(x[i], x[i + 1], 1, 5, 3, 7);
  }
  for (int i = 0; i < 2; i += 1) {
    x[i] = __builtin_shufflevector(a[i], a[i + 2], 0, 1, 4, 5);
    x[i + 2] = __builtin_shufflevector(a[i], a[i + 2], 2, 3, 6, 7);
  }
}

/* Of four vectors the first pairs of each, the second pairs, …, in the place of the vectors 0, by, 2·by and 3·by. */
fft_f64_inline void fft_f64_pairs8(const int by, const fft_f64_v8 *a, const fft_f64_v8 *b, const fft_f64_v8 *c,
                                   const fft_f64_v8 *d, fft_f64_v8 *x) {
  const fft_f64_v8 p = __builtin_shufflevector(*a, *b, 0, 1, 4, 5, 8, 9, 12, 13);
  const fft_f64_v8 q = __builtin_shufflevector(*a, *b, 2, 3, 6, 7, 10, 11, 14, 15);
  const fft_f64_v8 r = __builtin_shufflevector(*c, *d, 0, 1, 4, 5, 8, 9, 12, 13);
  const fft_f64_v8 s = __builtin_shufflevector(*c, *d, 2, 3, 6, 7, 10, 11, 14, 15);
  x[0] = __builtin_shufflevector(p, r, 0, 1, 4, 5, 8, 9, 12, 13);
  x[by] = __builtin_shufflevector(q, s, 0, 1, 4, 5, 8, 9, 12, 13);
  x[2 * by] = __builtin_shufflevector(p, r, 2, 3, 6, 7, 10, 11, 14, 15);
  x[3 * by] = __builtin_shufflevector(q, s, 2, 3, 6, 7, 10, 11, 14, 15);
}

/* Elements at even places of x[i] and x[i + 1], interleaved, and those at odd places. */
fft_f64_inline void fft_f64_alternate8(const int count, const fft_f64_v8 *x, fft_f64_v8 *a) {
  fft_f64_unrolled for (int i = 0; i < count; i += 2) {
    a[i] = __builtin_shufflevector(x[i], x[i + 1], 0, 8, 2, 10, 4, 12, 6, 14);
    a[i + 1] = __builtin_shufflevector(x[i], x[i + 1], 1, 9, 3, 11, 5, 13, 7, 15);
  }
}

fft_f64_inline void fft_f64_transpose8(fft_f64_v8 *x) {
  fft_f64_v8 a[8];
  fft_f64_alternate8(8, x, a);
  fft_f64_pairs8(2, a, a + 2, a + 4, a + 6, x);
  fft_f64_pairs8(2, a + 1, a + 3, a + 5, a + 7, x + 1);
}

/* The elements of four vectors, interleaved. */
fft_f64_inline void fft_f64_interleave(fft_f64_v8 *x) {
  fft_f64_v8 a[4];
  fft_f64_alternate8(4, x, a);
  fft_f64_pairs8(1, a, a + 2, a + 1, a + 3, x);
}

/* The first half of a vector to one place, the second to another. */
fft_f64_inline void fft_f64_put_halves2(const fft_f64_v2 *x, double *near, double *far) { *near = (*x)[0], *far = (*x)[1]; }
fft_f64_inline void fft_f64_put_halves4(const fft_f64_v4 *x, double *near, double *far) {
  *(fft_f64_v2 *)near = __builtin_shufflevector(*x, *x, 0, 1);
  *(fft_f64_v2 *)far = __builtin_shufflevector(*x, *x, 2, 3);
}
fft_f64_inline void fft_f64_put_halves8(const fft_f64_v8 *x, double *near, double *far) {
  *(fft_f64_v4 *)near = __builtin_shufflevector(*x, *x, 0, 1, 2, 3);
  *(fft_f64_v4 *)far = __builtin_shufflevector(*x, *x, 4, 5, 6, 7);
}

fft_f64_inline void fft_f64_reverse2(fft_f64_v2 *x) { *x = __builtin_shufflevector(*x, *x, 1, 0); }
fft_f64_inline void fft_f64_reverse4(fft_f64_v4 *x) { *x = __builtin_shufflevector(*x, *x, 3, 2, 1, 0); }
fft_f64_inline void fft_f64_reverse8(fft_f64_v8 *x) { *x = __builtin_shufflevector(*x, *x, 7, 6, 5, 4, 3, 2, 1, 0); }

#define fft_f64_of_width(NAME)                                                                                          \
  _Generic((fft_f64_vector *)0, fft_f64_v8 *: NAME##8, fft_f64_v4 *: NAME##4, fft_f64_v2 *: NAME##2)

#define fft_f64_fused(x, y, s)                                                                                          \
  ({                                                                                                                    \
    const fft_f64_vector factor1 = x, factor2 = y;                                                                      \
    fft_f64_vector sum = s;                                                                                             \
    fft_f64_of_width(fft_f64_add)(&factor1, &factor2, &sum);                                                            \
    sum;                                                                                                                \
  })
#define fft_f64_all(x) ((x) - (fft_f64_vector){0})
#define fft_f64_read(x) (*(const fft_f64_vector *)(x))
#define fft_f64_write(x, value) (*(fft_f64_vector *)(x) = (value))
