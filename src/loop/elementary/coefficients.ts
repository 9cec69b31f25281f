/** Coefficients and constants of the vector versions, lowest power first: printed by scripts/polynomials.ts. */

/** (eʳ − 1 − r)/r² for |r| ≤ ln 2/2, to 2⁻⁵⁸ of eʳ. */
export const exponential: readonly number[] = [
  0.5000000000000001, 0.16666666666666669, 0.041666666666624164, 0.008333333333330065, 0.0013888888917197187,
  0.00019841269863040905, 0.00002480152132164195, 0.000002755726847975115, 2.7620076225732137e-7,
  2.5100376098445793e-8,
];

/** (sin r/r − 1)/r² in r², |r| ≤ π/2, to 2⁻⁵⁶ of sin r. */
export const sine: readonly number[] = [
  -0.16666666666666666, 0.008333333333333316, -0.0001984126984125494, 0.0000027557319219153726,
  -2.5052107615785603e-8, 1.6058977233991122e-10, -7.643967791863932e-13, 2.7314135394183706e-15,
];

/** (ln((1 + s)/(1 − s))/s − 2)/s² in s², for (1 + s)/(1 − s) between √½ and √2. */
export const logarithm: readonly number[] = [
  0.666666666666667, 0.39999999999894315, 0.28571428628318907, 0.22222210753839888, 0.18182916766373264,
  0.15330806610758563, 0.14627712678464105,
];

/** ln 2 in two parts (Cody and Waite 1980): the first has 42 bits, so its product with an exponent is exact. */
export const ln2 = { high: 0.6931471805598903, low: 5.497923018708371e-14 };

/** π in parts of 37, 37 and 53 bits: products of the first two with multiples of ½ up to 2¹⁵ are exact. */
export const pi = { high: 3.1415926535846666, middle: 5.1266883031679116e-12, low: 2.1125998133974855e-23 };
