/* The definition in extended precision, turns reduced exactly: what short transforms are checked with. */
#include <math.h>
#include <stdint.h>

int32_t fft_complex(const double *re, const double *im, double *out_re, double *out_im) {
  for (int64_t k = 0; k < N; k++) {
    long double a = 0, b = 0;
    for (int64_t j = 0; j < N; j++) {
      const long double angle = -6.283185307179586476925286766559005768L * (long double)(j * k % N) / N;
      a += re[j] * cosl(angle) - im[j] * sinl(angle);
      b += re[j] * sinl(angle) + im[j] * cosl(angle);
    }
    out_re[k] = (double)a;
    out_im[k] = (double)b;
  }
  return 0;
}

int32_t fft_real(const double *re, double *out_re, double *out_im) {
  static const double zero[N];
  return fft_complex(re, zero, out_re, out_im);
}
