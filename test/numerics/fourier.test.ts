/** The evaluator's transforms against the defining sum, and back: relative error of a few log n units in the 2-norm. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { complexValue, isList, type Value } from "../../src/interpret/value.ts";
import { listFrom, realList } from "../../src/primitives/arrays.ts";
import { evaluateRow } from "../support/rows.ts";
import { noise, type Signal, transformError } from "../support/transforms.ts";

/** In u · log₂ n. */
const bound = 2;

function parts(v: Value): Signal {
  if (!isList(v)) throw new Error("a list was expected");
  const numbers = Array.from(v.items as readonly Value[]);
  const part = (z: Value, which: "re" | "im"): number =>
    typeof z === "object" && z.kind === "complex" ? z[which] : which === "re" ? Number(z) : 0;
  return {
    re: Float64Array.from(numbers, (z) => part(z, "re")),
    im: Float64Array.from(numbers, (z) => part(z, "im")),
  };
}

function complexList({ re, im }: Signal): Value {
  return listFrom(Array.from(re, (x, k) => complexValue(x, im[k] ?? 0)));
}

for (const n of [
  1, 2, 3, 4, 5, 6, 7, 8, 12, 15, 16, 17, 31, 34, 60, 64, 97, 128, 360, 1000, 1009, 4096, 4099,
])
  test(`length ${n}`, () => {
    const x = noise(n);
    const reals = { re: x.re, im: new Float64Array(n) };
    const errors = {
      forward: transformError(x, parts(evaluateRow("fft", [complexList(x)])), false),
      real: transformError(reals, parts(evaluateRow("dft", [realList(x.re)])), false),
      backward: transformError(x, parts(evaluateRow("ifft", [complexList(x)])), true),
      realBackward: transformError(reals, parts(evaluateRow("idft", [realList(x.re)])), true),
    };
    for (const [name, error] of Object.entries(errors))
      assert.ok(error <= bound, `${name}: ${error} u log n`);
  });

test("a number that is not finite is in every result", () => {
  for (const n of [4, 60, 17])
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY]) {
      const x = noise(n);
      x.re[n - 1] = value;
      const { re, im } = parts(evaluateRow("fft", [complexList(x)]));
      assert.ok([...re, ...im].every(Number.isNaN));
    }
});

test("a long prime length takes n log n steps", () => {
  const n = 20_011;
  const x = noise(n);
  assert.ok(transformError(x, parts(evaluateRow("fft", [complexList(x)])), false) <= bound);
});

test.run();
