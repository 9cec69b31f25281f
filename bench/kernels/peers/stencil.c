/* The Laplacian of an N×N×N grid, 0 beyond its edges, plus a potential. */
#include <stdint.h>

int32_t evolve(const double u[restrict N][N][N], double v[restrict N][N][N]) {
  for (int64_t i = 0; i < N; i++)
    for (int64_t j = 0; j < N; j++)
      for (int64_t k = 0; k < N; k++) {
        const double x = u[i][j][k];
        double total = -6 * x;
        if (i > 0) total += u[i - 1][j][k];
        if (i < N - 1) total += u[i + 1][j][k];
        if (j > 0) total += u[i][j - 1][k];
        if (j < N - 1) total += u[i][j + 1][k];
        if (k > 0) total += u[i][j][k - 1];
        if (k < N - 1) total += u[i][j][k + 1];
        v[i][j][k] = total + (x - x * x * x);
      }
  return 0;
}
