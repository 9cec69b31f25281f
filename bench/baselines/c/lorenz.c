/* (x, y, z, h, n) -> the state after n steps of the classical Runge-Kutta method. Written as one would by hand: structs by value. */
#include "frame.h"

typedef struct {
  double x, y, z;
} state;

static inline state lorenz(state s) {
  return (state){10.0 * (s.y - s.x), s.x * (28.0 - s.z) - s.y, s.x * s.y - 8.0 / 3.0 * s.z};
}
static inline state add(state a, state b) { return (state){a.x + b.x, a.y + b.y, a.z + b.z}; }
static inline state scale(double k, state a) { return (state){k * a.x, k * a.y, k * a.z}; }

static inline state rk4(state s, double h) {
  state k1 = lorenz(s);
  state k2 = lorenz(add(s, scale(h / 2, k1)));
  state k3 = lorenz(add(s, scale(h / 2, k2)));
  state k4 = lorenz(add(s, scale(h, k3)));
  return add(s, scale(h / 6, add(add(add(k1, scale(2, k2)), scale(2, k3)), k4)));
}

int32_t baseline(uint64_t *frame) {
  const double *from = get_array(frame, 0);
  double h = get_f64(frame, 1);
  int64_t n = get_i64(frame, 2);
  state s = {from[0], from[1], from[2]};
  for (int64_t k = 0; k < n; k++) s = rk4(s, h);
  double *to = get_array(frame, 3);
  to[0] = s.x;
  to[1] = s.y;
  to[2] = s.z;
  return 0;
}
