/** Rows whose native code is a call of one function, and the name of that in Loop. */
import { subjects } from "./subjects.ts";

const composed = /^(sec|csc|cot|radians|degrees)$/;

export const nativeNames: readonly (readonly [string, string])[] = [
  ...Object.keys(subjects)
    .filter((name) => !composed.test(name))
    .map((name) => [name, name] as const),
  ["atan2", "atan2"],
  ["hypot", "hypot"],
  ["power", "pow"],
  ["nth_root", "nth_root"],
  ["beta", "beta"],
];
