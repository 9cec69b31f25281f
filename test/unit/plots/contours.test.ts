import fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { boxOf, quantile } from "../../../src/plots/boxes.ts";
import { type Curve, levelCurves, regionAbove } from "../../../src/plots/contours.ts";
import type { Grid } from "../../../src/plots/element.ts";

function gridOf(n: number, f: (x: number, y: number) => number): Grid {
  const at = Array.from({ length: n }, (_, i) => -2 + (4 * i) / (n - 1));
  return { xs: at, ys: at, z: at.flatMap((y) => at.map((x) => f(x, y))) };
}

function area(curve: Curve): number {
  return curve.reduce((sum, [x, y], i) => {
    const [x2, y2] = curve[(i + 1) % curve.length] ?? [x, y];
    return sum + (x * y2 - x2 * y) / 2;
  }, 0);
}

const isClosed = (curve: Curve): boolean => JSON.stringify(curve[0]) === JSON.stringify(curve.at(-1));

test("the curve of x² + y² = 1 is a circle, inside on the left", () => {
  const [circle, ...more] = levelCurves(
    gridOf(81, (x, y) => -(x * x + y * y)),
    -1,
  );
  assert.ok(circle !== undefined && isClosed(circle));
  assert.is(more.length, 0);
  for (const [x, y] of circle) assert.ok(Math.abs(Math.hypot(x, y) - 1) < 1e-3);
  assert.ok(Math.abs(area(circle) - Math.PI) < 5e-3);
});

test("a curve that leaves the grid is open; the region above is closed by the border", () => {
  const grid = gridOf(9, (x) => x);
  const [line, ...more] = levelCurves(grid, 0.5);
  assert.ok(line !== undefined && !isClosed(line));
  assert.is(more.length, 0);
  assert.ok(line.every(([x]) => x === 0.5));
  assert.is(line.length, 9);
  const [half] = regionAbove(grid, 0.5);
  assert.ok(half !== undefined && isClosed(half));
  assert.ok(Math.abs(area(half) - 1.5 * 4) < 1e-12);
});

test("outlines and holes turn in opposite directions", () => {
  const ring = regionAbove(
    gridOf(61, (x, y) => -Math.abs(Math.hypot(x, y) - 1)),
    -0.3,
  );
  assert.equal(ring.map((curve) => Math.sign(area(curve))).sort(), [-1, 1]);
});

test("areas above a level cover what the values say, saddles included", () => {
  const values = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 25, maxLength: 25 });
  fc.assert(
    fc.property(values, (z) => {
      const at = [0, 1, 2, 3, 4];
      const regions = regionAbove({ xs: at, ys: at, z }, 0);
      assert.ok(Math.abs(regions.reduce((sum, curve) => sum + area(curve), 0) - 16) < 1e-9);
      const closed = regionAbove({ xs: at, ys: at, z }, 4.5);
      assert.ok(closed.every(isClosed));
      const covered = closed.reduce((sum, curve) => sum + area(curve), 0);
      assert.ok(covered >= -1e-9 && covered <= 16 + 1e-9);
    }),
  );
});

test("quartiles are those of type 7, whiskers end at values", () => {
  assert.is(quantile([1, 2, 3, 4], 0.25), 1.75);
  const box = boxOf([1, 2, 3, 4, 5, 6, 7, 8, 9, 21, 19]);
  assert.equal(box, { q1: 3.5, median: 6, q3: 8.5, mean: 85 / 11, low: 1, high: 9, outliers: [19, 21] });
  assert.is(boxOf([5]).median, 5);
});

test.run();
