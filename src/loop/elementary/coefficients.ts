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

/** (cos r − 1 + r²/2)/r⁴ in r², |r| ≤ π/4, to 2⁻⁵⁶ of cos r. */
export const cosine: readonly number[] = [
  0.041666666666666664, -0.0013888888888888887, 0.000024801587301584625, -2.755731922138645e-7,
  2.087675578539709e-9, -1.1470459987490049e-11, 4.7458188834464814e-14,
];

/** (atan t/t − 1)/t² in t², |t| ≤ √2 − 1. */
export const arctangent: readonly number[] = [
  -0.3333333333333333, 0.19999999999999793, -0.14285714285656925, 0.11111111104873378, -0.09090908739504826,
  0.07692295971517484, -0.06666417658948995, 0.05878846141259585, -0.05229845762764254, 0.04548825386291928,
  -0.03449958107584116, 0.016207316946364014,
];

/** (asin t/t − 1)/t² in t², |t| ≤ ½. */
export const arcsine: readonly number[] = [
  0.16666666666666669, 0.07499999999998412, 0.04464285714639941, 0.03038194413498969, 0.02237217308870361,
  0.01735238915949327, 0.013971267610125383, 0.01147862766107582, 0.010326492442105683, 0.005441300376688563,
  0.01744604528968717, -0.014924025824192524, 0.028808152287436432,
];

/** 3·(ln((1 + s)/(1 − s))/(2s) − 1 − s²/3)/s⁴ in s², for (1 + s)/(1 − s) between √½ and √2: to 2⁻⁶⁷ of the logarithm. */
export const powerLogarithm: readonly number[] = [
  0.6, 0.4285714285714412, 0.3333333333244041, 0.27272727512891054, 0.23076891400771518, 0.20002263534560855,
  0.17557847874031923, 0.17600458449808792,
];

/** Factors in two parts: the first has 21 bits, 26 for powers, so its product with a number cut to 32 or 27 bits is exact. */
export const log2e = { high: 1.4426946640014648, low: 3.768874985636099e-7 };
export const log10e = { high: 0.4342944622039795, low: 1.9699272335463627e-8 };
export const twoThirdsLog2e = { high: 0.9617966860532761, low: 7.872699542894897e-9 };
export const ln2ForPowers = { high: 0.6931471675634384, low: 1.2996506893889889e-8 };
/** The first part has 42 bits, as that of ln 2. */
export const log10of2 = { high: 0.30102999566395283, low: 2.8363394551044964e-14 };

/** Multiples of π as sums of two doubles. */
export const quarterTurn = { high: Math.PI / 2, low: 6.123233995736766e-17 };
