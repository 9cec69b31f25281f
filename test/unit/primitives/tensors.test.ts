import { test } from "uvu";
import * as assert from "uvu/assert";
import { ProgramError } from "../../../src/base/outcome.ts";
import { valuesOf } from "../../support/machine.ts";
import { evaluate, holds } from "../../support/rows.ts";

const cube = "ndarray_reshape([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], [2, 3, 2])";

const fails = (text: string, code: string): void => {
  assert.throws(
    () => evaluate(text),
    (e: unknown) => e instanceof ProgramError && e.diagnostic.code === code,
    text,
  );
};

test("values", () => {
  for (const text of [
    `ndarray_moveaxis(${cube}, 0, 2) = NDArray([3, 2, 2], [0, 6, 1, 7, 2, 8, 3, 9, 4, 10, 5, 11])`,
    `ndarray_moveaxis(ndarray_moveaxis(${cube}, 2, 0), 0, 2) = ${cube}`,
    `ndarray_contract(${cube}, [[1, 0, -1]], 1) = NDArray([2, 1, 2], [-4, -4, -4, -4])`,
    `ndarray_contract(${cube}, eye(2), 2) = ${cube}`,
    "ndarray_flatten(ndarray_contract(ndarray_reshape([1, 2, 3, 4], [2, 2]), [[1, 2], [3, 4]], 0)) = [7, 10, 15, 22]",
    "ndarray_flatten(ndarray_reshape([7], [])) = [7]",
  ])
    assert.ok(holds(text), text);
});

test("errors", () => {
  fails("ndarray_reshape([1, 2, 3], [2, 2])", "KL0505");
  fails("ndarray_reshape([1, 2], [-1, -2])", "KL0506");
  fails(`ndarray_contract(${cube}, eye(2), 3)`, "KL0502");
  fails(`ndarray_contract(${cube}, eye(2), 1)`, "KL0505");
  fails(`ndarray_moveaxis(${cube}, 0, 5)`, "KL0502");
});

test("types", () => {
  const [tensor, list, reals] = valuesOf(`
    ndarray_reshape([1, 2, 3, 4], [2, 2])
    ndarray_flatten(ndarray_moveaxis(ndarray_reshape([1, 2], [1, 2]), 0, 1))
    ndarray_contract(ndarray_reshape([1, 2], [2]), [[0.5, 0.5]], 0)
  `);
  assert.is(tensor?.type, "NDArray(ℤ)");
  assert.is(list?.type, "List(ℤ)");
  assert.is(reals?.type, "NDArray(ℝ)");
});

test.run();
