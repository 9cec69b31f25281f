/*
 * fft_f64 within the memory it is given, forward, against the definition, for the known length N. TEMPLATE is the C template with its
 * holes filled; REAL is the value of the hole. Prints what is wrong; exit code 1 then.
 */
#include "factors.h"
#include TEMPLATE

static void check(long n, double odd_one) {
  const int shift = (int)(n % 2), odd = !shift;
  double *const re = array(n, shift), *const im = array(n, odd), *const out_re = array(n, odd), *const out_im = array(n, shift);
  double *const work = array(16 * n + 1024, shift);
  for (long i = 0; i < n; i++) re[i] = entry(RANDOM, i, 1, n), im[i] = REAL ? 0 : entry(RANDOM, i, 2, n);
  re[n / 2] += odd_one;
  fft_f64(re, im, out_re, out_im, work, n, &never);
  if (odd_one != 0) {
    all_nan("a real part", n, 1, NOT_A_NUMBER, out_re, n);
    all_nan("an imaginary part", n, 1, NOT_A_NUMBER, out_im, n);
  }
  double apart = 0, size = 0;
  for (long k = 0; k < n && odd_one == 0; k++) {
    long double x = 0, y = 0;
    for (long j = 0; j < n; j++) {
      const long double angle = -2 * 3.14159265358979323846264338327950288L * (long double)(j * k % n) / (long double)n;
      x += re[j] * cosl(angle) - im[j] * sinl(angle);
      y += re[j] * sinl(angle) + im[j] * cosl(angle);
    }
    apart += (double)((out_re[k] - x) * (out_re[k] - x) + (out_im[k] - y) * (out_im[k] - y));
    size += (double)(x * x + y * y);
  }
  within("the distance", n, 1, RANDOM, sqrt(apart), 2 * 0x1p-53 * (log2((double)n) + 1) * sqrt(size));
  release(re, shift), release(im, odd), release(out_re, odd), release(out_im, shift), release(work, shift);
}

int main(void) {
  check(N, 0);
  check(N, NAN);
  check(N, INFINITY);
  return wrong;
}
