/** Fields: what stencils give by definition, what is refused, and how grids come in from JavaScript. */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { fieldValue, gridOf } from "../../../src/interpret/field.ts";
import { createPrimitiveTable } from "../../../src/primitives/table.ts";

const test = suite("fields");

test("a value and its grid", () => {
  const grid = { sizes: [2, 3], items: Float64Array.of(1, 2, 3, 4, 5, 6) };
  assert.equal(gridOf(fieldValue(grid)), grid);
  assert.is(gridOf(1), undefined);
  assert.is(gridOf(fieldValue({ sizes: [2, 2], items: grid.items })), undefined);
});

test("the seed's name is the same row", () => {
  const table = createPrimitiveTable();
  assert.is(table.get("apply_laplacian"), table.get("laplacian"));
});

test.run();
