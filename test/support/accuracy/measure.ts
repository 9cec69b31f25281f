/** The largest error of a function on given arguments, and where it is. */
import { type Exact, ulpError } from "../oracle.ts";
import { drawFor } from "./draws.ts";
import { argumentsOf, type Subject, subjects, valueAt } from "./subjects.ts";

export interface Worst {
  readonly ulp: number;
  readonly at: readonly number[];
}

/** `KLEIS_NUMERICS_INPUTS=100000` for the long run. */
export const inputs = Number(process.env["KLEIS_NUMERICS_INPUTS"] ?? 1000);

/** Arguments (a list for each parameter) with their exact values, which every tier is compared with. */
export interface Known {
  readonly args: readonly Float64Array[];
  readonly exact: readonly Exact[];
}

export function known(subject: Subject, count = inputs): Known {
  const xs = argumentsOf(subject, count);
  return { args: [xs], exact: Array.from(xs, subject.exact) };
}

const kept = new Map<string, Known>();

export function knownOf(name: string): Known {
  const subject = subjects[name];
  if (subject === undefined) throw new Error(`nothing measures ${name}`);
  const before = kept.get(name);
  if (before !== undefined) return before;
  drawFor(name);
  const found = known(subject);
  kept.set(name, found);
  return found;
}

/** Only arguments up to this size. */
export function withinReach({ args, exact }: Known, reach: number): Known {
  const near = exact.flatMap((_, i) => (args.every((xs) => Math.abs(xs[i] ?? 0) <= reach) ? [i] : []));
  return {
    args: args.map((xs) => Float64Array.from(near, (i) => xs[i] ?? 0)),
    exact: near.flatMap((i) => exact[i] ?? []),
  };
}

export const none: Worst = { ulp: 0, at: [] };

export function worse(a: Worst, b: Worst): Worst {
  return b.ulp <= a.ulp ? a : b;
}

/** Of the results that stand beside the arguments; NaN where an exact value exists is an infinite error. */
export function worst({ args, exact }: Known, results: Float64Array, absolute?: Subject["absolute"]): Worst {
  let most = none;
  exact.forEach((value, i) => {
    const computed = results[i] ?? Number.NaN;
    const allowed = absolute?.(args[0]?.[i] ?? 0) ?? 0;
    if (allowed > 0 && Math.abs(computed - nearest(value)) <= allowed) return;
    most = worse(most, { ulp: ulpError(computed, value), at: args.map((list) => list[i] ?? 0) });
  });
  return most;
}

/** Good enough to compare with an absolute error. */
function nearest({ mantissa, exponent }: Exact): number {
  const drop = Math.max(0, mantissa.toString(2).length - 1000);
  const value = Number(mantissa >> BigInt(drop));
  const half = Math.trunc((exponent + drop) / 2);
  return value * 2 ** half * 2 ** (exponent + drop - half);
}

const outside = [
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  ...[0, 1, 2 ** -1074, 0.5, 2, 1e300].flatMap((x) => [x, -x]),
];

/** Arguments without an exact value, and what is wanted there. */
export function specialsOf(subject: Subject): readonly (readonly [number, number])[] {
  return outside.flatMap((x) => {
    const wanted = valueAt(subject, x);
    return wanted === undefined ? [] : [[x, wanted] as const];
  });
}
