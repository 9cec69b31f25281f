/**
 * The angle of a point, to little more than half an ULP (the host's atan2 reaches 1.006).
 *
 * The ratio of the shorter to the longer side, as a double-double, is reduced by the nearest sixteenth c:
 * atan q = atan c + atan((q − c)/(1 + q·c)), where the last argument is at most 1/32 and its series short.
 */
import * as dd from "./double-double.ts";

/** atan(k/16), k = 0 … 16, each as two doubles. */
const steps: readonly (readonly [number, number])[] = [
  [0, 0],
  [0.06241880999595735, -1.5490756308295046e-18],
  [0.12435499454676144, -3.1253241424539383e-18],
  [0.18534794999569476, 4.180692268843079e-18],
  [0.24497866312686414, 1.0698755618734451e-17],
  [0.3028848683749714, -1.1010827903001369e-17],
  [0.35877067027057225, -2.4623815582638635e-17],
  [0.4124104415973873, -1.587652227770689e-17],
  [0.4636476090008061, 2.2698777452961687e-17],
  [0.5123894603107377, -2.5462781472855804e-17],
  [0.5585993153435624, -5.4556305485916264e-18],
  [0.6022873461349642, 2.950430737228402e-17],
  [0.6435011087932844, 1.5834785051444286e-17],
  [0.6823165548747481, 6.943223671560008e-18],
  [0.7188299996216245, -2.1478388444456983e-17],
  [0.7531512809621944, -2.4256934659182068e-17],
  [0.7853981633974483, 3.061616997868383e-17],
];

const pi: dd.Double2 = { hi: Math.PI, lo: 1.2246467991473532e-16 };

/** 0 ≤ q ≤ 1. */
function atan(q: dd.Double2): dd.Double2 {
  const k = Math.round(q.hi * 16);
  const c = k / 16;
  const z = k === 0 ? q : dd.divide(dd.add(q, dd.of(-c)), dd.add(dd.one, dd.multiply(q, dd.of(c))));
  const square = z.hi * z.hi;
  const tail =
    z.hi * square * (-1 / 3 + square * (1 / 5 + square * (-1 / 7 + square * (1 / 9 - square / 11))));
  const [hi = 0, lo = 0] = steps[k] ?? [];
  return dd.add({ hi, lo }, dd.add(z, dd.of(tail)));
}

export function atan2(y: number, x: number): number {
  const [height, width] = [Math.abs(y), Math.abs(x)];
  const [longer, shorter] = height > width ? [height, width] : [width, height];
  // Zeros, infinities and NaN, and ratios too small for the correction to be seen: the host is exact or as good.
  if (!(longer < Number.POSITIVE_INFINITY) || !(shorter > longer * 2 ** -60)) return Math.atan2(y, x);
  const power = longer > 2 ** 400 ? 2 ** -600 : longer < 2 ** -400 ? 2 ** 600 : 1;
  const ratio = atan(dd.divide(dd.of(shorter * power), dd.of(longer * power)));
  const steep = height > width ? dd.add(dd.scale(pi, 0.5), dd.scale(ratio, -1)) : ratio;
  const angle = dd.value(x < 0 ? dd.add(pi, dd.scale(steep, -1)) : steep);
  return y < 0 ? -angle : angle;
}
