/** Arguments that ask for another branch, infinity or NaN: zeros of either sign, ends of ranges, subnormal and infinite numbers. */

const specials = [
  0,
  -0,
  1,
  -1,
  0.5,
  -0.5,
  2,
  3,
  1000,
  2 ** -1074,
  -(2 ** -1074),
  2 ** -1022,
  2 ** -30,
  710.4,
  -710.4,
  720,
  -746,
  1024,
  -1075,
].concat([
  Number.MAX_VALUE,
  -Number.MAX_VALUE,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  Number.NaN,
]);

/** Pairs that ask for another branch, infinity or NaN, of functions of two arguments. */
const pairs = [
  0,
  -0,
  1,
  -1,
  0.5,
  -0.5,
  2,
  -2,
  3,
  -3,
  2.5,
  2 ** -1074,
  -(2 ** -1074),
  2 ** -600,
  2 ** 600,
  1e300,
  -1e300,
  2 ** 53,
  1 + 2 ** -52,
  1 - 2 ** -53,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  Number.NaN,
];

/** Lists of them for the parameters of a function, up to a size. */
export function specialArguments(
  name: string,
  arity: number,
  reach = Number.POSITIVE_INFINITY,
): readonly Float64Array[] {
  const near = (x: number): boolean => !(Math.abs(x) > reach);
  // An index is a whole number other than 0.
  const isSecond = (y: number): boolean => name !== "nth_root" || (Number.isInteger(y) && y !== 0);
  if (arity === 1) return [Float64Array.from(specials.filter(near))];
  const both = pairs.flatMap((x) => pairs.filter(isSecond).map((y) => [x, y] as const));
  return [Float64Array.from(both, ([x]) => x), Float64Array.from(both, ([, y]) => y)];
}

/** The same number, sign of zero included, or within some units in the last place of it and of its sign. */
export function isSameOrNear(got: number, wanted: number): boolean {
  const near = Math.abs(got - wanted) <= Math.abs(wanted) * 2 ** -50 + 2 ** -1073;
  return Object.is(got, wanted) || (near && (got !== 0 || wanted !== 0));
}
