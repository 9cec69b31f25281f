/*
 * FFTW on N complex numbers, or N real ones, planned by measuring. A call whose outputs hold NaN makes the plan where there is none,
 * brings the numbers into FFTW's own form and its results back; others only transform, and so does what is timed.
 */
#include <fftw3.h>
#include <stdint.h>
#include <string.h>

static fftw_complex *from, *to;
static fftw_plan plan;

static int32_t prepare(void) {
  const unsigned how = FFTW_MEASURE | FFTW_PRESERVE_INPUT;
  from = fftw_alloc_complex(N);
  to = fftw_alloc_complex(N);
  if (!from || !to) return 1;
  plan = REAL ? fftw_plan_dft_r2c_1d(N, (double *)from, to, how) : fftw_plan_dft_1d(N, from, to, FFTW_FORWARD, how);
  return !plan;
}

/* By its bits: -Ofast has no NaN. */
static int is_nan(const double *x) {
  uint64_t bits;
  memcpy(&bits, x, sizeof bits);
  return bits << 1 > (uint64_t)2047 << 53;
}

static int32_t run(const double *re, const double *im, double *out_re, double *out_im) {
  if (plan && !is_nan(out_re)) {
    fftw_execute(plan);
    return 0;
  }
  if (!plan && prepare()) return 1;
  for (int64_t i = 0; i < N; i++) {
    if (REAL)
      ((double *)from)[i] = re[i];
    else
      from[i][0] = re[i], from[i][1] = im[i];
  }
  fftw_execute(plan);
  for (int64_t k = 0; k < N; k++) {
    const int mirror = REAL && k > N / 2;
    const int64_t place = mirror ? N - k : k;
    out_re[k] = to[place][0];
    out_im[k] = mirror ? -to[place][1] : to[place][1];
  }
  return 0;
}

int32_t fft_complex(const double *re, const double *im, double *out_re, double *out_im) {
  return run(re, im, out_re, out_im);
}

int32_t fft_real(const double *re, double *out_re, double *out_im) { return run(re, 0, out_re, out_im); }
