/* Escape times of N×N points of the plane, at most STEPS: the Mandelbrot set. */
#include <stdint.h>

int32_t escape_times(const double corner[restrict 2], double counts[restrict N][N]) {
  for (int64_t row = 0; row < N; row++)
    for (int64_t column = 0; column < N; column++) {
      const double a = corner[0] + 3.0 * (double)column / N, b = corner[1] + 3.0 * (double)row / N;
      double x = 0, y = 0;
      int64_t k = 0;
      while (k < STEPS && x * x + y * y <= 4) {
        const double next = x * x - y * y + a;
        y = 2 * x * y + b;
        x = next;
        k++;
      }
      counts[row][column] = (double)k;
    }
  return 0;
}
