/**
 * Every row of ℝ → ℝ that states a bound in ULP: its exact value, the arguments where it is hard (near its zeros and poles, where
 * formulas change, over its whole range, subnormal and huge), and what it gives where there is no exact value.
 */
import { bitsFor, type Exact, exactly, type Fixed, type FixedPoint } from "../oracle.ts";
import { around, extremes, positive, spread, uniform } from "./draws.ts";

export interface Subject {
  /** For finite arguments inside the domain. */
  readonly exact: (x: number) => Exact;
  readonly draws: readonly (() => number)[];
  /** Everywhere, if not given. */
  readonly domain?: (x: number) => boolean;
  /** At −∞ and at +∞. */
  readonly ends: readonly [number, number];
  /** Values where there is no exact one: poles. */
  readonly poles?: ReadonlyMap<number, number>;
  /** Outside the domain; NaN if not given. */
  readonly otherwise?: number;
  /** An error up to this is no error: stated by the row for its zeros on that side. */
  readonly absolute?: (x: number) => number;
}

type Formula = (f: FixedPoint, X: Fixed) => Fixed;

/** By a formula in fixed point. */
const by =
  (formula: Formula, more: (x: number) => number = () => 0) =>
  (x: number): Exact => {
    const f = bitsFor([x], more(x));
    return f.exact(formula(f, f.of(x)));
  };

const exp = (f: FixedPoint, X: Fixed): Fixed => f.from(f.exp(X));
const ln = (f: FixedPoint, X: Fixed): Fixed => f.ln(f.exact(X));

/** Of a function whose value beside ±1 is e^-2|x| away. */
function saturated(formula: Formula, from: number): (x: number) => Exact {
  const inside = by(formula);
  const f = bitsFor([1]);
  return (x) => (Math.abs(x) < from ? inside(x) : f.exact(x > 0 ? f.one - 1n : 1n - f.one));
}

function inverseSine(f: FixedPoint, X: Fixed): Fixed {
  const root = f.sqrt(f.one - f.square(X));
  return root === 0n ? (X > 0n ? f.pi / 2n : -f.pi / 2n) : f.atan(f.divide(X, root));
}

/** m/n of the logarithm of |x| to the base e, exponentiated. */
export function rootOf(x: number, n: number): Exact {
  if (x === 0) return exactly(0);
  const f = bitsFor([]);
  const { mantissa, exponent } = f.exp(f.ln(exactly(Math.abs(x))) / BigInt(n));
  return { mantissa: x < 0 ? -mantissa : mantissa, exponent };
}

const { NEGATIVE_INFINITY: low, POSITIVE_INFINITY: high, NaN: none } = Number;
const whole = spread(-1074, 1024);
const wave = [uniform(-100, 100), uniform(-1e9, 1e9), spread(30, 1024), spread(-1074, 0)];
const inUnit = (x: number): boolean => Math.abs(x) <= 1;

/** What is hard beside zeros of sine and cosine: the double nearest to a multiple of π/2. */
const nearTurns = around(() => Math.PI * (Math.round(uniform(-30_000, 30_000)()) / 2));

const trigonometric: Readonly<Record<string, Subject>> = {
  sin: { exact: by((f, X) => f.sin(X)), draws: [...wave, nearTurns], ends: [none, none] },
  cos: { exact: by((f, X) => f.cos(X)), draws: [...wave, nearTurns], ends: [none, none] },
  tan: {
    exact: by((f, X) => f.divide(f.sin(X), f.cos(X))),
    draws: [...wave, nearTurns],
    ends: [none, none],
  },
  sec: { exact: by((f, X) => f.divide(f.one, f.cos(X))), draws: [...wave, nearTurns], ends: [none, none] },
  csc: {
    exact: by(
      (f, X) => f.divide(f.one, f.sin(X)),
      (x) => (Math.abs(x) < 1 ? 1100 : 0),
    ),
    draws: [...wave, nearTurns],
    ends: [none, none],
    domain: (x) => x !== 0,
    poles: new Map([[0, high]]),
  },
  cot: {
    exact: by(
      (f, X) => f.divide(f.cos(X), f.sin(X)),
      (x) => (Math.abs(x) < 1 ? 1100 : 0),
    ),
    draws: [...wave, nearTurns],
    ends: [none, none],
    domain: (x) => x !== 0,
    poles: new Map([[0, high]]),
  },
  asin: {
    exact: by(inverseSine),
    draws: [uniform(-1, 1), spread(-1074, 0), around(() => 1)],
    domain: inUnit,
    ends: [none, none],
  },
  acos: {
    exact: by((f, X) => f.pi / 2n - inverseSine(f, X)),
    draws: [uniform(-1, 1), spread(-60, 0), around(() => 1)],
    domain: inUnit,
    ends: [none, none],
  },
  atan: {
    exact: by((f, X) => f.atan(X)),
    draws: [spread(-20, 20), uniform(-2, 2), whole],
    ends: [-Math.PI / 2, Math.PI / 2],
  },
  radians: {
    exact: by((f, X) => f.multiply(X, f.pi) / 180n),
    draws: [spread(-20, 20), whole],
    ends: [low, high],
  },
  degrees: {
    exact: by((f, X) => f.divide(180n * X, f.pi)),
    draws: [spread(-20, 20), whole],
    ends: [low, high],
  },
};

const exponential: Readonly<Record<string, Subject>> = {
  exp: {
    exact: (x) => {
      const f = bitsFor([x]);
      return f.exp(f.of(x));
    },
    draws: [uniform(-746, 710), spread(-60, 2), uniform(-746, -707), around(() => 709.782712893384)],
    ends: [0, high],
  },
  exp2: {
    exact: (x) => {
      const f = bitsFor([x]);
      return f.exp(f.multiply(f.of(x), f.ln2));
    },
    draws: [uniform(-1076, 1024), spread(-60, 2), uniform(-1076, -1020)],
    ends: [0, high],
  },
  expm1: {
    exact: (x) => (x > 800 ? bitsFor([]).exp(bitsFor([]).of(x)) : by((f, X) => exp(f, X) - f.one)(x)),
    draws: [spread(-1074, 9), spread(-30, 6), uniform(-1, 1)],
    ends: [-1, high],
  },
  ln: {
    exact: (x) => bitsFor([]).exact(bitsFor([]).ln(exactly(x))),
    draws: [uniform(0.5, 2), positive(whole), around(() => 1)],
    domain: (x) => x > 0,
    ends: [none, high],
    poles: new Map([[0, low]]),
  },
  log10: {
    exact: (x) => logarithm(x, (f) => f.ln({ mantissa: 10n, exponent: 0 })),
    draws: [uniform(0.5, 2), positive(whole), around(() => 1)],
    domain: (x) => x > 0,
    ends: [none, high],
    poles: new Map([[0, low]]),
  },
  log2: {
    exact: (x) => logarithm(x, (f) => f.ln2),
    draws: [uniform(0.5, 2), positive(whole), around(() => 1)],
    domain: (x) => x > 0,
    ends: [none, high],
    poles: new Map([[0, low]]),
  },
  log1p: {
    exact: by((f, X) => ln(f, f.one + X)),
    draws: [uniform(-0.99, 1), spread(-1074, 0), positive(whole), around(() => -1)],
    domain: (x) => x > -1,
    ends: [none, high],
    poles: new Map([[-1, low]]),
  },
  cbrt: { exact: (x) => rootOf(x, 3), draws: [spread(-60, 60), whole], ends: [low, high] },
  sinh: {
    exact: by((f, X) => (exp(f, X) - exp(f, -X)) / 2n),
    draws: [spread(-1074, 9.5), spread(-20, 4.6), uniform(-2, 2), around(() => 710.4758600739439)],
    ends: [low, high],
  },
  cosh: {
    exact: by((f, X) => (exp(f, X) + exp(f, -X)) / 2n),
    draws: [spread(-60, 9.5), spread(-20, 4.6), uniform(-2, 2), around(() => 710.4758600739439)],
    ends: [high, high],
  },
  tanh: {
    exact: saturated((f, X) => f.divide(exp(f, X) - exp(f, -X), exp(f, X) + exp(f, -X)), 80),
    draws: [spread(-1074, 5), spread(-20, 4.6), uniform(-1, 1)],
    ends: [-1, 1],
  },
  asinh: {
    exact: (x) => {
      const { mantissa, exponent } = by((f, X) => ln(f, X + f.sqrt(f.one + f.square(X))))(Math.abs(x));
      return { mantissa: x < 0 ? -mantissa : mantissa, exponent };
    },
    draws: [whole, spread(-20, 40), uniform(-1, 1)],
    ends: [low, high],
  },
  acosh: {
    exact: by((f, X) => ln(f, X + f.sqrt(f.square(X) - f.one))),
    draws: [() => 1 + 2 ** uniform(-52, 30)(), uniform(1, 2), positive(spread(0, 1024))],
    domain: (x) => x >= 1,
    ends: [none, high],
  },
  atanh: {
    exact: by((f, X) => ln(f, f.divide(f.one + X, f.one - X)) / 2n),
    draws: [uniform(-1, 1), spread(-1074, 0), around(() => 1)],
    domain: (x) => Math.abs(x) < 1,
    ends: [none, none],
    poles: new Map([
      [1, high],
      [-1, low],
    ]),
  },
};

function logarithm(x: number, base: (f: FixedPoint) => Fixed): Exact {
  const f = bitsFor([]);
  return f.exact(f.divide(f.ln(exactly(x)), base(f)));
}

/** Between the poles of Γ, and beside them. */
const beforeZero = [uniform(-20, 0.5), uniform(-184, -20), around(() => -Math.ceil(uniform(0, 20)()))];
const isPole = (x: number): boolean => x <= 0 && Number.isInteger(x);

/** (x − ½)·ln x − x + ½ ln 2π + 1/(12x) − 1/(360x³): what is missing is below 10⁻²⁸ beyond 10⁵. */
function logGammaFar(x: number): Exact {
  const f = bitsFor([]);
  const { mantissa, exponent } = exactly(x);
  const [up, down] = [BigInt(Math.max(0, exponent)), BigInt(Math.max(0, -exponent))];
  const log = f.ln({ mantissa, exponent });
  const inverse = ((f.one << down) / mantissa) >> up;
  const cube = f.multiply(inverse, f.square(inverse));
  const rest = f.ln(f.exact(2n * f.pi)) / 2n - log / 2n + inverse / 12n - cube / 360n;
  const main = (mantissa * (log - f.one)) << up;
  return { mantissa: main + (rest << down), exponent: -Number(down + f.bits) };
}

/** The positive one and the first ones below 0, rounded. */
function zeroOfDigamma(): number {
  const zeros = [1.4616321449683622, -0.5040830082644555, -1.5734984731623907, -2.6107208684441447];
  return zeros[Math.floor(uniform(0, zeros.length)())] ?? 1;
}

const special: Readonly<Record<string, Subject>> = {
  erf: {
    exact: saturated((f, X) => f.erf(X), 8),
    draws: [spread(-1074, 2), spread(-20, 2), uniform(-6.5, 6.5)],
    ends: [-1, 1],
  },
  erfc: {
    // The result may be e^(−x²) small.
    exact: (x) =>
      x > 30
        ? { mantissa: 1n, exponent: -1300 }
        : x < -8
          ? { mantissa: (1n << 300n) - 1n, exponent: -299 }
          : by(
              (f, X) => f.one - f.erf(X),
              () => (x > 0 ? 1.5 * x * x : 0),
            )(x),
    draws: [uniform(-3, 6), spread(-1074, 1), uniform(5, 28)],
    ends: [2, 0],
  },
  gamma_func: {
    exact: (x) => {
      const f = bitsFor([x], Math.abs(x) < 1 ? 1100 : 0);
      return f.gamma(f.of(x));
    },
    draws: [uniform(0.5, 20), uniform(20, 172), spread(-1022, 0), around(() => 1), ...beforeZero],
    domain: (x) => !isPole(x) && x > -1000,
    ends: [none, high],
    poles: new Map([[0, high]]),
  },
  lgamma: {
    exact: (x) => {
      if (x === 1 || x === 2) return exactly(0);
      if (x > 1e5) return logGammaFar(x);
      const f = bitsFor([x], Math.abs(x) < 1 ? 1100 : 0);
      const { mantissa, exponent } = f.gamma(f.of(x));
      return f.exact(f.ln({ mantissa: mantissa < 0n ? -mantissa : mantissa, exponent }));
    },
    draws: [
      uniform(0.5, 20),
      positive(spread(-1022, 1000)),
      around(() => 1),
      around(() => 2),
      around(() => -2.4570247382208),
      ...beforeZero,
    ],
    domain: (x) => !isPole(x) && x > -1000,
    ends: [high, high],
    otherwise: high,
    absolute: (x) => (x < 0 ? 1e-16 : 0),
  },
  digamma: {
    exact: by(
      (f, X) => f.digamma(X),
      (x) => (Math.abs(x) < 1 ? 1100 : 0),
    ),
    draws: [uniform(0, 20), positive(spread(-1022, 60)), around(zeroOfDigamma), ...beforeZero],
    domain: (x) => !isPole(x) && x > -1e6,
    ends: [none, high],
    absolute: (x) => (x < 0 ? 1e-15 : 1e-26),
  },
};

export const subjects: Readonly<Record<string, Subject>> = { ...trigonometric, ...exponential, ...special };

/** Drawn by turns, the extremes in front; only what lies in the domain. */
export function argumentsOf({ draws, domain = () => true }: Subject, count: number): Float64Array {
  const sources = draws.map((draw) => () => {
    for (;;) {
      const x = draw();
      if (domain(x)) return x;
    }
  });
  const fixed = extremes.filter((x) => Number.isFinite(x) && domain(x));
  return Float64Array.from({ length: Math.max(count, fixed.length) }, (_, i) => {
    const source = sources[i % sources.length];
    return fixed[i] ?? source?.() ?? 0;
  });
}

/** What a function gives at an argument that has no exact value; undefined where it has one. */
export function valueAt({ domain, poles, ends, otherwise = none }: Subject, x: number): number | undefined {
  if (Number.isNaN(x)) return x;
  if (!Number.isFinite(x)) return x < 0 ? ends[0] : ends[1];
  const pole = poles?.get(x);
  if (pole !== undefined) return Object.is(x, -0) && pole > 0 ? -pole : pole;
  return domain === undefined || domain(x) ? undefined : otherwise;
}
