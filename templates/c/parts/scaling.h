/*
 * scaling: lengths and units without overflow or underflow on the way. Wants the part `lanes`.
 *
 * Version     1
 */

/* √(head² + Σx²) over n entries without overflow or underflow on the way; −1 where all of x is 0. */
lanes_apart double scaling_length(double head, const double *x, __INT64_TYPE__ n) {
  lanes_vector sums = {0};
  __INT64_TYPE__ i = 0;
  for (; i + lanes_width <= n; i += lanes_width) sums += lanes_from(x + i) * lanes_from(x + i);
  double sum = lanes_total(sums), most = 0;
  for (; i < n; i += 1) sum += x[i] * x[i];
  if (sum > 1e-270) return __builtin_sqrt(sum + head * head);
  for (i = 0; i < n; i += 1)
    if (lanes_modulus(x[i]) > most) most = lanes_modulus(x[i]);
  if (most == 0) return -1;
  if (lanes_modulus(head) > most) most = lanes_modulus(head);
  sum = head / most * (head / most);
  for (i = 0; i < n; i += 1) sum += x[i] / most * (x[i] / most);
  return most * __builtin_sqrt(sum);
}

/* A power of 2 that brings the largest entry to about 1; NaN where one is not finite. */
lanes_apart double scaling_unit(const double *a, __INT64_TYPE__ count) {
  lanes_vector largest = {0}, rests = {0};
  __INT64_TYPE__ i = 0;
  for (; i + lanes_width <= count; i += lanes_width) {
    const lanes_signs entry = (lanes_signs)lanes_from(a + i) & 0x7fffffffffffffff, held = (lanes_signs)largest;
    const lanes_signs above = entry > held;
    largest = (lanes_vector)((entry & above) | (held & ~above));
    rests += lanes_from(a + i) * 0;
  }
  double most = 0, rest = lanes_total(rests);
  for (int l = 0; l < lanes_width; l += 1) most = largest[l] > most ? largest[l] : most;
  for (; i < count; i += 1) {
    rest += a[i] * 0;
    if (lanes_modulus(a[i]) > most) most = lanes_modulus(a[i]);
  }
  if (rest != 0 || most == 0) return 1 + rest;
  __UINT64_TYPE__ bits;
  __builtin_memcpy(&bits, &most, sizeof bits);
  const __UINT64_TYPE__ exponent = 2046 - (bits >> 52);
  bits = (exponent < 2045 ? exponent : 2045) << 52;
  __builtin_memcpy(&most, &bits, sizeof bits);
  return exponent == 0 ? 0x1p-1022 : most;
}
