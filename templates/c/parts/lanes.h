/*
 * lanes: vectors of doubles as wide as the target has them, and what is done with them.
 *
 * Version     1
 */

enum { lanes_count = 2 }; // hole lanes: integer 1..16
enum { lanes_width = lanes_count >= 8 ? 8 : lanes_count >= 4 ? 4 : 2 };

typedef double lanes_vector __attribute__((vector_size(lanes_width * 8), aligned(8), may_alias));
typedef __INT64_TYPE__ lanes_signs __attribute__((vector_size(lanes_width * 8), aligned(8), may_alias));
typedef double lanes_v8 __attribute__((vector_size(64))), lanes_v4 __attribute__((vector_size(32)));
typedef double lanes_v2 __attribute__((vector_size(16)));

/* What pays in vectors is written in them: compilers need not look for more. */
#define lanes_quick optimize("fp-contract=fast", "no-tree-vectorize")
/* What runs once, or a few times for each value, or only copies: quickly compiled. */
#define lanes_calm static __attribute__((noinline, noclone, unused, optimize("O1")))
#define lanes_inline static inline __attribute__((always_inline, lanes_quick))
#define lanes_apart static __attribute__((noinline, noclone, lanes_quick))
#define lanes_at(place) (*(lanes_vector *)(place))
#define lanes_from(place) (*(const lanes_vector *)(place))

lanes_inline double lanes_modulus(double x) { return x < 0 ? -x : x; }

/* The sum of the lanes, by halves. */
lanes_inline double lanes_total(lanes_vector sum) {
  lanes_v8 all = {0};
  __builtin_memcpy(&all, &sum, sizeof sum);
  const lanes_v4 four = lanes_width < 8 ? __builtin_shufflevector(all, all, 0, 1, 2, 3)
                                        : __builtin_shufflevector(all, all, 0, 1, 2, 3) +
                                            __builtin_shufflevector(all, all, 4, 5, 6, 7);
  const lanes_v2 two = lanes_width < 4 ? __builtin_shufflevector(four, four, 0, 1)
                                       : __builtin_shufflevector(four, four, 0, 1) +
                                           __builtin_shufflevector(four, four, 2, 3);
  return two[0] + two[1];
}
