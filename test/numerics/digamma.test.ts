/** The digamma function against values to 25 digits (mpmath, 60 digits working precision), its zeros and its poles. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { digamma } from "../../src/primitives/numbers/special-functions.ts";

const values: readonly (readonly [number, string])[] = [
  [1, "-0.5772156649015328606065121"],
  [2, "0.4227843350984671393934879"],
  [10, "2.251752589066721107647456"],
  [0.5, "-1.963510026021423479440976"],
  [0.25, "-4.22745353337626540808953"],
  [1.5, "0.03648997397857652055902367"],
  [3.75, "1.182537388611796228641512"],
  [29.999, "3.384404237050771516325149"],
  [30, "3.384438132685524876561928"],
  [1000.125, "6.907380250349980932696976"],
  [1000000000000000.0, "34.53877639491068476026987"],
  [1e300, "690.7755278982137052579022"],
  [1e-5, "-100000.577199215672888681"],
  [1e-300, "-9.999999999999999749409082e+299"],
  [-0.5, "0.03648997397857652055902367"],
  [-2.25, "4.158583564657972274817558"],
  [-50.7, "1.653254757054297186897952"],
  [-99.5, "4.605174352581845211868679"],
  [-150.5, "5.017281664206129896330191"],
  [-1000.3, "9.191055669255658091709733"],
];

test("within 4 units in the last place", () => {
  for (const [x, digits] of values) {
    const exact = Number(digits);
    const unit = 2 ** (Math.floor(Math.log2(Math.abs(exact))) - 52);
    assert.ok(Math.abs(digamma(x) - exact) <= 4 * unit, `${x}: ${digamma(x)} instead of ${exact}`);
  }
});

test("near a zero the error is 1e-26 at most", () => {
  assert.ok(Math.abs(digamma(1.4616321449683622) - -9.241265521729427e-17) <= 1e-26);
});

test("poles and infinities", () => {
  for (const x of [0, -1, -7, Number.NEGATIVE_INFINITY, Number.NaN]) assert.ok(Number.isNaN(digamma(x)));
  assert.is(digamma(Number.POSITIVE_INFINITY), Number.POSITIVE_INFINITY);
});

test.run();
