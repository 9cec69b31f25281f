/** Each elementary row within its bound, on a thousand inputs where it is hard, against 200 bits of fixed point. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import * as oracle from "../support/oracle.ts";
import { divide, type Fixed, fromDouble, multiply, one, type Scaled } from "../support/oracle.ts";
import { evaluateRow, table } from "../support/rows.ts";

const inputs = 1000;

/** Deterministic uniforms, by the language's own generator. */
function* uniforms(): Generator<number, never, undefined> {
  for (let x = 2024; ; ) {
    x = (1664525 * x + 1013904223) % 2 ** 32;
    yield x / 2 ** 32;
  }
}
const numbers = uniforms();
const uniform = (a: number, b: number) => (): number => a + (b - a) * numbers.next().value;
/** Magnitudes spread over powers of two, either sign. */
const spread = (a: number, b: number) => (): number =>
  (numbers.next().value < 0.5 ? -1 : 1) * 2 ** uniform(a, b)();
const positive = (f: () => number) => (): number => Math.abs(f());

const plain = (value: Fixed): Scaled => ({ value, scale: 0 });
const size = (x: Fixed): Fixed => (x < 0n ? -x : x);
const expOf = (x: number): Fixed => {
  const { value, scale } = oracle.exp(fromDouble(x));
  return scale >= 0 ? value << BigInt(scale) : value >> BigInt(-scale);
};
const square = (x: Fixed): Fixed => multiply(x, x);

type Exact = (x: number) => Scaled;
const exactly: Readonly<Record<string, Exact>> = {
  exp: (x) => oracle.exp(fromDouble(x)),
  exp2: (x) => oracle.exp(multiply(fromDouble(x), oracle.ln2)),
  expm1: (x) => plain(expOf(x) - one),
  ln: (x) => plain(oracle.ln(fromDouble(x))),
  log10: (x) => plain(divide(oracle.ln(fromDouble(x)), oracle.ln(10n * one))),
  log2: (x) => plain(divide(oracle.ln(fromDouble(x)), oracle.ln2)),
  log1p: (x) => plain(oracle.ln(one + fromDouble(x))),
  sin: (x) => plain(oracle.sin(fromDouble(x))),
  cos: (x) => plain(oracle.cos(fromDouble(x))),
  tan: (x) => plain(divide(oracle.sin(fromDouble(x)), oracle.cos(fromDouble(x)))),
  sec: (x) => plain(divide(one, oracle.cos(fromDouble(x)))),
  csc: (x) => plain(divide(one, oracle.sin(fromDouble(x)))),
  cot: (x) => plain(divide(oracle.cos(fromDouble(x)), oracle.sin(fromDouble(x)))),
  asin: (x) => plain(arcsine(x)),
  acos: (x) => plain(oracle.pi / 2n - arcsine(x)),
  atan: (x) => plain(oracle.atan(fromDouble(x))),
  sinh: (x) => plain((expOf(x) - expOf(-x)) / 2n),
  cosh: (x) => plain((expOf(x) + expOf(-x)) / 2n),
  tanh: (x) => plain(divide(expOf(x) - expOf(-x), expOf(x) + expOf(-x))),
  asinh: (x) => {
    const X = size(fromDouble(x));
    const value = oracle.ln(X + oracle.sqrt(one + square(X)));
    return plain(x < 0 ? -value : value);
  },
  acosh: (x) => plain(oracle.ln(fromDouble(x) + oracle.sqrt(square(fromDouble(x)) - one))),
  atanh: (x) => plain(oracle.ln(divide(one + fromDouble(x), one - fromDouble(x))) / 2n),
  cbrt: (x) => {
    const { value, scale } = oracle.exp(oracle.ln(size(fromDouble(x))) / 3n);
    return { value: x < 0 ? -value : value, scale };
  },
  erf: (x) => plain(errorFunction(fromDouble(x))),
  erfc: (x) => plain(one - errorFunction(fromDouble(x))),
  gamma_func: (x) => gammaFunction(fromDouble(x)),
  radians: (x) => plain(multiply(fromDouble(x), oracle.pi) / 180n),
  degrees: (x) => plain(divide(180n * fromDouble(x), oracle.pi)),
};

function arcsine(x: number): Fixed {
  const X = fromDouble(x);
  return oracle.atan(divide(X, oracle.sqrt(one - square(X))));
}

/** 2/√π · e^(−x²) · Σ 2ⁿ x^(2n+1) / (2n+1)!! */
function errorFunction(x: Fixed): Fixed {
  const twice = 2n * square(x);
  let term = x;
  let sum = x;
  for (let n = 1n; term !== 0n && term !== -1n; n++) {
    term = multiply(term, twice) / (2n * n + 1n);
    sum += term;
  }
  const { value, scale } = oracle.exp(-square(x));
  return divide(2n * multiply(sum, value >> BigInt(-scale)), oracle.sqrt(oracle.pi));
}

/** Stirling's series at an argument raised above 200, where ten terms give more than 200 bits. */
function gammaFunction(x: Fixed): Scaled {
  let y = x;
  let product = 1n << 400n;
  let dropped = 400;
  for (; y < 200n * one; y += one) {
    product = multiply(product, y);
    const excess = Math.max(0, product.toString(2).length - 600);
    product >>= BigInt(excess);
    dropped -= excess;
  }
  const inverse = divide(one, y);
  let power = inverse;
  let series = 0n;
  for (const [numerator, denominator] of stirling) {
    series += (power * numerator) / denominator;
    power = multiply(power, square(inverse));
  }
  const log = multiply(y - one / 2n, oracle.ln(y)) - y + oracle.ln(2n * oracle.pi) / 2n + series;
  const { value, scale } = oracle.exp(log);
  return { value: (value << 800n) / product, scale: scale + dropped - 800 };
}

const stirling = [
  [1n, 12n],
  [-1n, 360n],
  [1n, 1260n],
  [-1n, 1680n],
  [1n, 1188n],
  [-691n, 360360n],
  [1n, 156n],
  [-3617n, 122400n],
  [43867n, 244188n],
  [-174611n, 125400n],
] as const;

/** Where each is hard: near its zeros, where formulas change, and over its whole range. */
const ranges: Readonly<Record<string, readonly (() => number)[]>> = {
  exp: [uniform(-700, 700), spread(-30, 2)],
  exp2: [uniform(-1000, 1000), spread(-30, 2)],
  expm1: [spread(-30, 6), uniform(-1, 1)],
  ln: [uniform(0.5, 2), positive(spread(-100, 100))],
  log10: [uniform(0.5, 2), positive(spread(-100, 100))],
  log2: [uniform(0.5, 2), positive(spread(-100, 100))],
  log1p: [uniform(-0.7, 1), positive(spread(-30, 30))],
  sin: [uniform(-100, 100), uniform(-1e9, 1e9)],
  cos: [uniform(-100, 100), uniform(-1e9, 1e9)],
  tan: [uniform(-100, 100), uniform(-1e9, 1e9)],
  sec: [uniform(-100, 100)],
  csc: [uniform(-100, 100)],
  cot: [uniform(-100, 100)],
  asin: [uniform(-1, 1), spread(-20, -1)],
  acos: [uniform(-1, 1), spread(-20, -1)],
  atan: [spread(-20, 20), uniform(-2, 2)],
  sinh: [spread(-20, 4.6), uniform(-2, 2)],
  cosh: [spread(-20, 4.6), uniform(-2, 2)],
  tanh: [spread(-20, 4.6), uniform(-1, 1)],
  asinh: [spread(-20, 40), uniform(-1, 1)],
  acosh: [() => 1 + 2 ** uniform(-20, 30)(), uniform(1, 2)],
  atanh: [uniform(-1, 1), spread(-20, -1)],
  cbrt: [spread(-60, 60)],
  erf: [spread(-20, 2), uniform(-3, 3)],
  erfc: [uniform(-3, 5), spread(-20, 1)],
  gamma_func: [uniform(0.5, 20), uniform(20, 170)],
  radians: [spread(-20, 20)],
  degrees: [spread(-20, 20)],
};

function bound(name: string): number {
  const given = table.get(name)?.bound;
  if (given?.kind !== "ulp") throw new Error(`${name} states no bound`);
  return given.ulp;
}

/** The largest error met, with the input that has it. */
function worst(
  points: Iterable<number>,
  run: (x: number) => number,
  exact: Exact,
): readonly [number, number] {
  let most: readonly [number, number] = [0, 0];
  for (const x of points) {
    const { value, scale } = exact(x);
    const error = oracle.ulpError(run(x), value, scale);
    if (!(error <= most[0])) most = [error, x];
  }
  return most;
}

function* draw(sources: readonly (() => number)[]): Generator<number, void, undefined> {
  for (let i = 0; i < inputs; i++) yield (sources[i % sources.length] ?? Math.random)();
}

for (const [name, sources] of Object.entries(ranges)) {
  test(`${name} is within ${bound(name)} ULP`, () => {
    const exact = exactly[name];
    if (exact === undefined) throw new Error(`no oracle for ${name}`);
    const [error, at] = worst(draw(sources), (x) => Number(evaluateRow(name, [x])), exact);
    assert.ok(error <= bound(name), `${error} ULP at ${at}`);
  });
}

const bases: readonly (readonly [number, () => number])[] = [
  [2.7, positive(spread(-100, 100))],
  [33.3, uniform(0.5, 2)],
  [-77, positive(spread(-12, 12))],
  [1e5, uniform(0.996, 1.004)],
  [0.1, positive(spread(-100, 100))],
  [3, spread(-30, 30)],
];

for (const [exponent, source] of bases) {
  test(`x^${exponent} is within ${bound("power")} ULP`, () => {
    const exact: Exact = (x) => {
      const { value, scale } = oracle.exp(multiply(fromDouble(exponent), oracle.ln(size(fromDouble(x)))));
      return { value: x < 0 ? -value : value, scale };
    };
    const [error, at] = worst(draw([source]), (x) => Number(evaluateRow("power", [x, exponent])), exact);
    assert.ok(error <= bound("power"), `${error} ULP at ${at}`);
  });
}

test(`hypot is within ${bound("hypot")} ULP`, () => {
  for (const y of [1.1, 1e-3, 12345.678]) {
    const exact: Exact = (x) => plain(oracle.sqrt(square(fromDouble(x)) + square(fromDouble(y))));
    const [error, at] = worst(draw([spread(-10, 20)]), (x) => Number(evaluateRow("hypot", [x, y])), exact);
    assert.ok(error <= bound("hypot"), `${error} ULP at (${at}, ${y})`);
  }
});

test(`atan2 is within ${bound("atan2")} ULP`, () => {
  for (const x of [0.7, -0.7, 1e-3]) {
    const turn = (y: number): Fixed => (x > 0 ? 0n : y < 0 ? -oracle.pi : oracle.pi);
    const exact: Exact = (y) => plain(turn(y) + oracle.atan(divide(fromDouble(y), fromDouble(x))));
    const [error, at] = worst(draw([spread(-10, 10)]), (y) => Number(evaluateRow("atan2", [y, x])), exact);
    assert.ok(error <= bound("atan2"), `${error} ULP at (${at}, ${x})`);
  }
});

test("every row with a bound in ULP is measured here", () => {
  const elsewhere = new Set([
    "pi",
    "e",
    "tau",
    "abs",
    "arg",
    "linspace",
    "nth_root",
    "power",
    "hypot",
    "atan2",
    // test/numerics/digamma.test.ts
    "digamma",
  ]);
  const complexRows = /^complex_/;
  for (const [name, row] of table)
    if (row.name === name && row.bound?.kind === "ulp" && !elsewhere.has(name) && !complexRows.test(name))
      assert.ok(name in ranges, `${name} has a bound that nothing checks`);
});

test("ends of the domain", () => {
  const given: readonly (readonly [string, number, number])[] = [
    ["exp", 710, Number.POSITIVE_INFINITY],
    ["exp", Number.NEGATIVE_INFINITY, 0],
    ["ln", 0, Number.NEGATIVE_INFINITY],
    ["ln", -1, Number.NaN],
    ["log10", 0, Number.NEGATIVE_INFINITY],
    ["log10", 1000, 3],
    ["log10", 1e-5, -5],
    ["log2", 8, 3],
    ["sinh", -0, -0],
    ["sinh", 711, Number.POSITIVE_INFINITY],
    ["sinh", 710.4, 1.6663642832806496e308],
    ["cosh", Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
    ["tanh", Number.POSITIVE_INFINITY, 1],
    ["acosh", 0.5, Number.NaN],
    ["atanh", 1, Number.POSITIVE_INFINITY],
    ["atanh", 2, Number.NaN],
    ["asin", 2, Number.NaN],
    ["asinh", 1e300, 691.4686750787737],
  ];
  for (const [name, x, y] of given)
    assert.ok(Object.is(evaluateRow(name, [x]), y), `${name}(${x}) is ${evaluateRow(name, [x])}`);
});

test.run();
