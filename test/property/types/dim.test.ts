/** Canonical dimensions: equal polynomials have equal forms, and the form computes what the operators mean. */
import fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import {
  addDims,
  constantDim,
  type Dim,
  dimKey,
  dimValue,
  dimVariable,
  equalDims,
  gcdDims,
  lcmDims,
  maxDims,
  minDims,
  multiplyDims,
  powerDims,
  substituteDim,
  subtractDims,
} from "../../../src/types/dim.ts";

const variables = ["n", "m", "p"];

const polynomials: fc.Arbitrary<Dim> = fc.letrec<{ dim: Dim }>((tie) => ({
  dim: fc.oneof(
    { maxDepth: 4 },
    fc.nat(9).map(constantDim),
    fc.constantFrom(...variables).map(dimVariable),
    fc.tuple(tie("dim"), tie("dim")).map(([a, b]) => addDims(a, b)),
    fc.tuple(tie("dim"), tie("dim")).map(([a, b]) => multiplyDims(a, b)),
    fc.tuple(tie("dim"), tie("dim")).map(([a, b]) => subtractDims(a, b)),
    fc.tuple(tie("dim"), tie("dim")).map(([a, b]) => minDims(a, b)),
    fc.tuple(tie("dim"), tie("dim")).map(([a, b]) => gcdDims(a, b)),
  ),
})).dim;

/** Where coefficients outgrow exact numbers a dimension is unknown, and nothing is claimed. */
const known = (...dims: readonly Dim[]) => dims.every((d) => d.kind === "poly");

function same(a: Dim, b: Dim): void {
  if (known(a, b)) assert.is(dimKey(a), dimKey(b));
}

const three = fc.tuple(polynomials, polynomials, polynomials);

test("addition and multiplication are those of a commutative ring", () => {
  fc.assert(
    fc.property(three, ([a, b, c]) => {
      same(addDims(a, b), addDims(b, a));
      same(multiplyDims(a, b), multiplyDims(b, a));
      same(addDims(addDims(a, b), c), addDims(a, addDims(b, c)));
      same(multiplyDims(multiplyDims(a, b), c), multiplyDims(a, multiplyDims(b, c)));
      same(multiplyDims(a, addDims(b, c)), addDims(multiplyDims(a, b), multiplyDims(a, c)));
      same(subtractDims(a, a), constantDim(0));
      same(addDims(subtractDims(a, b), b), a);
    }),
  );
});

test("a power is a product", () => {
  fc.assert(
    fc.property(polynomials, fc.nat(4), (a, k) => {
      let product: Dim = constantDim(1);
      for (let i = 0; i < k; i++) product = multiplyDims(product, a);
      same(powerDims(a, constantDim(k)), product);
    }),
  );
});

test("min, max, gcd and lcm are commutative and idempotent", () => {
  fc.assert(
    fc.property(polynomials, polynomials, (a, b) => {
      for (const operation of [minDims, maxDims, gcdDims, lcmDims]) {
        same(operation(a, b), operation(b, a));
        same(operation(a, a), a.kind === "poly" && dimValue(a) !== undefined ? operation(a, a) : a);
      }
    }),
  );
});

test("computing with numbers and substituting them afterwards agree", () => {
  const values = fc.record({ n: fc.nat(20), m: fc.nat(20), p: fc.nat(20) });
  fc.assert(
    fc.property(polynomials, polynomials, values, (a, b, at) => {
      const lookup = (name: string) => constantDim(at[name as keyof typeof at]);
      const [x, y] = [substituteDim(a, lookup), substituteDim(b, lookup)];
      same(substituteDim(addDims(a, b), lookup), addDims(x, y));
      same(substituteDim(multiplyDims(a, b), lookup), multiplyDims(x, y));
      same(substituteDim(maxDims(a, b), lookup), maxDims(x, y));
      if (known(a, b) && equalDims(a, b)) assert.is(dimValue(x), dimValue(y));
    }),
  );
});

test.run();
