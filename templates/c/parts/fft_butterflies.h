/*
 * fft_butterflies, a part of fft_f64: butterflies, the transform of a few vectors in place.
 *
 * Version     1
 */

typedef fft_f64_vector fft_f64_v;

/* Times wr + i·wi. */
fft_f64_inline void fft_f64_multiply(fft_f64_v *re, fft_f64_v *im, const fft_f64_v *wr, const fft_f64_v *wi) {
  const fft_f64_v a = *re, b = *im;
  *re = fft_f64_fused(a, *wr, -(b * *wi));
  *im = fft_f64_fused(a, *wi, b * *wr);
}

/* Times exp(−2πi k/16). */
fft_f64_inline void fft_f64_twiddle16(const int k, fft_f64_v *re, fft_f64_v *im) {
  static const double cosines[10] = {1, 0.9238795325112867, 0.7071067811865476, 0.3826834323650898, 0, 0,
                                     -0.7071067811865476, 0, 0, -0.9238795325112867};
  static const double sines[10] = {0, 0.3826834323650898, 0.7071067811865476, 0.9238795325112867, 1, 0,
                                   0.7071067811865476, 0, 0, -0.3826834323650898};
  const fft_f64_v a = *re, b = *im;
  if (k == 0) return;
  if (k == 4) {
    *re = b;
    *im = -a;
  } else {
    const fft_f64_v c = fft_f64_all(cosines[k]), s = fft_f64_all(-sines[k]);
    fft_f64_multiply(re, im, &c, &s);
  }
}

/* Of the vectors at 0, by, 2·by and 3·by. */
fft_f64_inline void fft_f64_four(const int by, fft_f64_v *re, fft_f64_v *im) {
  const fft_f64_v ar = re[0] + re[2 * by], ai = im[0] + im[2 * by], br = re[0] - re[2 * by], bi = im[0] - im[2 * by];
  const fft_f64_v cr = re[by] + re[3 * by], ci = im[by] + im[3 * by], dr = re[by] - re[3 * by], di = im[by] - im[3 * by];
  re[0] = ar + cr, im[0] = ai + ci;
  re[by] = br + di, im[by] = bi - dr;
  re[2 * by] = ar - cr, im[2 * by] = ai - ci;
  re[3 * by] = br - di, im[3 * by] = bi + dr;
}

fft_f64_inline void fft_f64_eight(fft_f64_v *re, fft_f64_v *im) {
  const fft_f64_v h = fft_f64_all(0.7071067811865476);
  fft_f64_four(2, re, im);
  fft_f64_four(2, re + 1, im + 1);
  const fft_f64_v ar = re[1], ai = im[1], br = im[5], bi = -re[5];
  const fft_f64_v cr = re[3] + im[3], ci = im[3] - re[3], dr = im[7] - re[7], di = -(re[7] + im[7]);
  const fft_f64_v er[4] = {re[0], re[2], re[4], re[6]}, ei[4] = {im[0], im[2], im[4], im[6]};
  re[0] = er[0] + ar, im[0] = ei[0] + ai, re[4] = er[0] - ar, im[4] = ei[0] - ai;
  re[1] = fft_f64_fused(h, cr, er[1]), im[1] = fft_f64_fused(h, ci, ei[1]);
  re[5] = fft_f64_fused(-h, cr, er[1]), im[5] = fft_f64_fused(-h, ci, ei[1]);
  re[2] = er[2] + br, im[2] = ei[2] + bi, re[6] = er[2] - br, im[6] = ei[2] - bi;
  re[3] = fft_f64_fused(h, dr, er[3]), im[3] = fft_f64_fused(h, di, ei[3]);
  re[7] = fft_f64_fused(-h, dr, er[3]), im[7] = fft_f64_fused(-h, di, ei[3]);
}

fft_f64_inline void fft_f64_sixteen(fft_f64_v *re, fft_f64_v *im) {
  fft_f64_unrolled for (int i = 0; i < 4; i += 1) fft_f64_four(4, re + i, im + i);
  fft_f64_unrolled for (int k = 1; k < 4; k += 1)
    fft_f64_unrolled for (int i = 1; i < 4; i += 1) fft_f64_twiddle16(i * k, re + 4 * k + i, im + 4 * k + i);
  fft_f64_unrolled for (int k = 0; k < 4; k += 1) fft_f64_four(1, re + 4 * k, im + 4 * k);
  fft_f64_unrolled for (int k = 0; k < 4; k += 1) {
    fft_f64_unrolled for (int l = k + 1; l < 4; l += 1) {
      const fft_f64_v a = re[4 * k + l], b = im[4 * k + l];
      re[4 * k + l] = re[4 * l + k], im[4 * k + l] = im[4 * l + k];
      re[4 * l + k] = a, im[4 * l + k] = b;
    }
  }
}

/* An odd number: sums and differences of the vectors that are as far from the first on either side. */
fft_f64_inline void fft_f64_odd(const int radix, fft_f64_v *re, fft_f64_v *im) {
  static const double cosines[5][7] = {
      {1, -0.5},
      {1, 0.30901699437494745, -0.8090169943749475},
      {1, 0.6234898018587335, -0.2225209339563144, -0.9009688679024191},
      {1, 0.8412535328311812, 0.41541501300188644, -0.14231483827328514, -0.6548607339452851, -0.9594929736144974},
      {1, 0.8854560256532099, 0.5680647467311558, 0.12053668025532305, -0.3546048870425356, -0.7485107481711011,
       -0.970941817426052}};
  static const double sines[5][7] = {
      {0, 0.8660254037844386},
      {0, 0.9510565162951535, 0.5877852522924731},
      {0, 0.7818314824680298, 0.9749279121818236, 0.4338837391175581},
      {0, 0.5406408174555976, 0.9096319953545183, 0.9898214418809327, 0.7557495743542583, 0.28173255684142967},
      {0, 0.46472317204376856, 0.8229838658936564, 0.992708874098054, 0.9350162426854148, 0.6631226582407952,
       0.23931566428755777}};
  const int half = radix / 2, row = radix <= 7 ? half - 1 : half - 2;
  const fft_f64_v zr = re[0], zi = im[0];
  fft_f64_v sr[6], si[6], dr[6], di[6];
  fft_f64_unrolled for (int k = 0; k < half; k += 1) {
    sr[k] = re[k + 1] + re[radix - 1 - k], si[k] = im[k + 1] + im[radix - 1 - k];
    dr[k] = re[k + 1] - re[radix - 1 - k], di[k] = im[k + 1] - im[radix - 1 - k];
    re[0] += sr[k], im[0] += si[k];
  }
  fft_f64_unrolled for (int j = 1; j <= half; j += 1) {
    fft_f64_v ar = zr, ai = zi, br = {0}, bi = {0};
    fft_f64_unrolled for (int k = 0; k < half; k += 1) {
      const int angle = j * (k + 1) % radix, back = radix - angle < angle;
      const fft_f64_v c = fft_f64_all(cosines[row][back ? radix - angle : angle]);
      const fft_f64_v s = fft_f64_all(back ? -sines[row][radix - angle] : sines[row][angle]);
      ar = fft_f64_fused(c, sr[k], ar), ai = fft_f64_fused(c, si[k], ai);
      br = fft_f64_fused(s, dr[k], br), bi = fft_f64_fused(s, di[k], bi);
    }
    re[j] = ar + bi, im[j] = ai - br;
    re[radix - j] = ar - bi, im[radix - j] = ai + br;
  }
}

fft_f64_inline void fft_f64_butterfly(const int radix, fft_f64_v *re, fft_f64_v *im) {
  if (fft_f64_uses(16) && radix == 16) fft_f64_sixteen(re, im);
  else if (fft_f64_uses(8) && radix == 8) fft_f64_eight(re, im);
  else if (fft_f64_uses(4) && radix == 4) fft_f64_four(1, re, im);
  else if (fft_f64_uses(2) && radix == 2) {
    const fft_f64_v a = re[1], b = im[1];
    re[1] = re[0] - a, im[1] = im[0] - b, re[0] += a, im[0] += b;
  } else if (fft_f64_odd_uses && radix % 2 == 1) fft_f64_odd(radix, re, im);
}
