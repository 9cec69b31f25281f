/** The exact remainder of an angle by quarter turns in Rust: as c/turns.ts. */
import { digits } from "../../loop/elementary/turns.ts";
import { turnWords } from "../c/turns.ts";

export const turns = (): string => `
fn kleis_same_turn(x: f64, part: f64) -> f64 {
  static DIGITS: [u64; ${digits / 64}] = [${turnWords().join(", ")}];
  let bits = x.abs().to_bits();
  if bits >= 2047 << 52 { return f64::NAN; }
  let mantissa = (bits & ((1u64 << 52) - 1)) | 1 << 52;
  let shift = (${digits - 256} - ((bits >> 52) as i64 - 1075)) as usize;
  let (word, rest) = (shift >> 6, (shift & 63) as u32);
  let digit = |at: usize| if at < ${digits / 64} { DIGITS[at] } else { 0 };
  let mut product = [0u64; 5];
  let mut carry = 0u128;
  let mut k = 0;
  while k < 5 {
    let (low, high) = (digit(word + k), digit(word + k + 1));
    let window = if rest == 0 { low } else { low >> rest | high << (64 - rest) };
    carry += window as u128 * mantissa as u128;
    product[k] = carry as u64;
    carry >>= 64;
    k += 1;
  }
  let half = product[3] >> 63;
  let quarters = product[4].wrapping_add(half);
  if part == 4.0 { return ((if x < 0.0 { quarters.wrapping_neg() } else { quarters }) & 3) as f64; }
  let mut size = [product[1], product[2], product[3]];
  if half != 0 {
    let mut borrow = 1u64;
    let mut k = 0;
    while k < 3 {
      size[k] = (!size[k]).wrapping_add(borrow);
      borrow = (borrow != 0 && size[k] == 0) as u64;
      k += 1;
    }
  }
  let mask = (1u64 << 48) - 1;
  let chosen = match part as i64 {
    0 => size[2] >> 16,
    1 => (size[2] << 32 | size[1] >> 32) & mask,
    2 => (size[1] << 16 | size[0] >> 48) & mask,
    _ => size[0] & mask,
  };
  let value = chosen as f64 * f64::from_bits(((1023 - 48 * (part as i64 + 1)) as u64) << 52);
  if (half != 0) != (x < 0.0) { -value } else { value }
}`;
