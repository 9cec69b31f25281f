/**
 * How far an angle of any size is from the nearest quarter turn, exactly (Payne and Hanek 1983): x·2/π from the digits of 2/π that
 * matter. C and Rust have the same in words of 64 bits (emit/c/turns.ts, emit/rust/turns.ts).
 */

/** Digits of 2/π behind the point: enough for the largest double. */
export const digits = 1280;

/** Of the fraction of a quarter turn that is kept: no double is nearer to a quarter turn than 2⁻⁶². */
const kept = 192n;

/** ⌊2/π·2^digits⌋: printed by scripts/polynomials.ts. */
export const twoOverPi = BigInt(
  "0x" +
    "a2f9836e4e441529fc2757d1f534ddc0db6295993c439041fe5163abdebbc561b7246e3a424dd2e006492eea09d1921cfe1d" +
    "eb1cb129a73ee88235f52ebb4484e99c7026b45f7e413991d639835339f49c845f8bbdf9283b1ff897ffde05980fef2f118b" +
    "5a0a6d1f6d367ecf27cb09b74f463f669e5fea2d7527bac7ebe5f17b3d0739f78a5292ea6bfb5fb11f8d5d0856033046fc7b" +
    "6babf0cfbc209af4361d",
);

/**
 * Of x·2/π = q + f with |f| ≤ ½: part 0 to 3 are f in four doubles of 48 digits, part 4 is q mod 4. For |x| from 2¹⁶ on.
 */
export function turnPart(x: number, part: number): number {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, Math.abs(x));
  const bits = view.getBigUint64(0);
  const mantissa = (bits & (2n ** 52n - 1n)) | (2n ** 52n);
  const exponent = Number(bits >> 52n) - 1075;
  const window = BigInt.asUintN(320, twoOverPi >> BigInt(digits - 256 - exponent));
  const product = BigInt.asUintN(320, window * mantissa) >> 64n;
  const half = (product >> (kept - 1n)) & 1n;
  const quarters = (product >> kept) + half;
  const fraction = BigInt.asUintN(192, product);
  const size = half === 1n ? (1n << kept) - fraction : fraction;
  const negative = (half === 1n) !== x < 0;
  if (part === 4) return Number(BigInt.asUintN(2, x < 0 ? -quarters : quarters));
  const word = Number((size >> (kept - 48n * BigInt(part + 1))) & (2n ** 48n - 1n));
  return (negative ? -word : word) * 2 ** (-48 * (part + 1));
}
