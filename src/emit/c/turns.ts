/** The exact remainder of an angle by quarter turns in C: loop/elementary/turns.ts in words of 64 bits. */
import { digits, twoOverPi } from "../../loop/elementary/turns.ts";

/** The digits of 2/π, the last words first. */
export function turnWords(): readonly string[] {
  return Array.from(
    { length: digits / 64 },
    (_, k) => `0x${BigInt.asUintN(64, twoOverPi >> BigInt(64 * k)).toString(16)}`,
  );
}

export const turns = (): string => `
static double kleis_same_turn(double x, double part) {
  static const u64 digits[] = {${turnWords()
    .map((word) => `${word}u`)
    .join(", ")}};
  const u64 bits = kleis_bits(__builtin_fabs(x));
  if (bits >= (u64)2047 << 52) return __builtin_nan("");
  const u64 mantissa = (bits & (((u64)1 << 52) - 1)) | (u64)1 << 52;
  const i64 shift = ${digits - 256} - ((i64)(bits >> 52) - 1075);
  const i64 word = shift >> 6, rest = shift & 63;
  u64 product[5];
  unsigned __int128 carry = 0;
  for (i64 k = 0; k < 5; k++) {
    const i64 at = word + k;
    const u64 low = at < ${digits / 64} ? digits[at] : 0, high = at + 1 < ${digits / 64} ? digits[at + 1] : 0;
    const u64 window = rest ? low >> rest | high << (64 - rest) : low;
    carry += (unsigned __int128)window * mantissa;
    product[k] = (u64)carry;
    carry >>= 64;
  }
  const u64 half = product[3] >> 63;
  const u64 quarters = product[4] + half;
  if (part == 4) return (double)((x < 0 ? 0 - quarters : quarters) & 3);
  u64 size[3] = {product[1], product[2], product[3]};
  if (half) {
    u64 borrow = 1;
    for (i64 k = 0; k < 3; k++) {
      size[k] = ~size[k] + borrow;
      borrow = borrow && size[k] == 0;
    }
  }
  const u64 mask = ((u64)1 << 48) - 1;
  const u64 parts[4] = {size[2] >> 16, (size[2] << 32 | size[1] >> 32) & mask, (size[1] << 16 | size[0] >> 48) & mask,
                        size[0] & mask};
  const i64 k = (i64)part;
  const double value = (double)parts[k] * kleis_double((u64)(1023 - 48 * (k + 1)) << 52);
  return (half != 0) != (x < 0) ? -value : value;
}`;
