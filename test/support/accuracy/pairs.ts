/** Rows of two real arguments that state a bound in ULP. */
import { bitsFor, type Exact, exactly, type Fixed } from "../oracle.ts";
import { around, drawFor, positive, spread, uniform } from "./draws.ts";
import { inputs, type Known } from "./measure.ts";
import { rootOf } from "./subjects.ts";

export interface BinarySubject {
  readonly exact: (x: number, y: number) => Exact;
  readonly draws: readonly (() => readonly [number, number])[];
}

const both = (f: () => number, g: () => number) => (): readonly [number, number] => [f(), g()];
const wide = spread(-1074, 1024);
/** A base beside 1 whose power by `y` is about e^result. */
const besideOne = (result: () => number, exponent: () => number) => (): readonly [number, number] => {
  const y = exponent();
  return [Math.exp(result() / y), y];
};

function angle(y: number, x: number): Exact {
  const f = bitsFor([x, y]);
  const [Y, X] = [f.of(y), f.of(x)];
  const turn: Fixed = x > 0 ? 0n : y < 0 ? -f.pi : f.pi;
  if (x === 0) return f.exact(y > 0 ? f.pi / 2n : -f.pi / 2n);
  return f.exact(turn + f.atan(f.divide(Y, X)));
}

/** √(x² + y²) by the square root of an integer. */
function length(x: number, y: number): Exact {
  const f = bitsFor([]);
  const [a, b] = [exactly(x), exactly(y)];
  const least = Math.min(a.exponent, b.exponent);
  const [X, Y] = [a.mantissa << BigInt(a.exponent - least), b.mantissa << BigInt(b.exponent - least)];
  const root = f.sqrt((X * X + Y * Y) << (3n * f.bits));
  return { mantissa: root, exponent: least - 2 * Number(f.bits) };
}

/** |x|^y, with the sign that an odd integral y gives. */
function power(x: number, y: number): Exact {
  const f = bitsFor([y]);
  const { mantissa, exponent } = f.exp(f.multiply(f.of(y), f.ln(exactly(Math.abs(x)))));
  return { mantissa: x < 0 && Math.abs(y) % 2 === 1 ? -mantissa : mantissa, exponent };
}

function betaFunction(a: number, b: number): Exact {
  const f = bitsFor([a, b], 1100);
  const [x, y, sum] = [f.gamma(f.of(a)), f.gamma(f.of(b)), f.gamma(f.of(a) + f.of(b))];
  const wideBits = 4n * f.bits;
  return {
    mantissa: ((x.mantissa * y.mantissa) << wideBits) / sum.mantissa,
    exponent: x.exponent + y.exponent - sum.exponent - Number(wideBits),
  };
}

export const binarySubjects: Readonly<Record<string, BinarySubject>> = {
  atan2: {
    exact: angle,
    draws: [both(spread(-10, 10), spread(-3, 3)), both(wide, wide), both(uniform(-1, 1), uniform(-1, 1))],
  },
  hypot: {
    exact: length,
    draws: [
      both(spread(-10, 20), spread(-10, 20)),
      both(wide, wide),
      both(spread(-1074, -1000), spread(-1074, -1000)),
    ],
  },
  power: {
    exact: power,
    draws: [
      both(positive(spread(-100, 100)), uniform(-10, 10)),
      both(
        around(() => 1),
        spread(0, 60),
      ),
      both(positive(wide), uniform(-1, 1)),
      both(spread(-30, 30), () => Math.round(uniform(-33, 33)())),
      both(positive(uniform(0.5, 2)), uniform(-1074, 1024)),
      besideOne(uniform(-700, 700), spread(0, 53)),
    ],
  },
  nth_root: {
    exact: (x, n) => (n < 0 ? inverse(rootOf(x, -n)) : rootOf(x, n)),
    draws: [
      both(positive(wide), () => Math.ceil(uniform(0, 12)())),
      both(wide, () => 2 * Math.ceil(uniform(0, 20)()) + 1),
      both(positive(spread(-50, 50)), () => -Math.ceil(uniform(0, 12)())),
    ],
  },
  beta: {
    exact: betaFunction,
    draws: [
      both(uniform(0, 10), uniform(0, 10)),
      both(uniform(0, 150), uniform(0, 150)),
      both(positive(spread(-20, 4)), positive(spread(0, 12))),
    ],
  },
};

function inverse({ mantissa, exponent }: Exact): Exact {
  const up = 600n;
  return { mantissa: (1n << up) / mantissa, exponent: -exponent - Number(up) };
}

const kept = new Map<string, Known>();

export function knownPairs(name: string): Known {
  const subject = binarySubjects[name];
  if (subject === undefined) throw new Error(`nothing measures ${name}`);
  const found = kept.get(name);
  if (found !== undefined) return found;
  drawFor(name);
  const pairs = Array.from(
    { length: inputs },
    (_, i) => subject.draws[i % subject.draws.length]?.() ?? [1, 1],
  );
  const args = [0, 1].map((k) => Float64Array.from(pairs, (pair) => pair[k] ?? 0));
  const made = { args, exact: pairs.map(([x, y]) => subject.exact(x, y)) };
  kept.set(name, made);
  return made;
}
