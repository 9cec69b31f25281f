/** Grids of any number of axes: positions along the axes, and the nest of loops that visits all of them. */
import { add, bool, compare, constIndex, index, mul, or, sub } from "./expr.ts";
import type { LoopExpr } from "./loop.ts";
import type { AxisPosition, LoopBuilder, Lowered, LoweredArray } from "./lowering.ts";

/** The entry of a field at a position. */
export function pointAt(array: LoweredArray, axes: readonly AxisPosition[]): Lowered {
  return array.point === undefined ? array.at(flatPosition(array.extents, axes)) : array.point(axes);
}

export function flatPosition(extents: readonly LoopExpr[], axes: readonly AxisPosition[]): LoopExpr {
  return axes.reduce((flat, { at }, k) => add(mul(flat, extents[k] ?? index(1)), at), index(0));
}

/**
 * A nest of loops, one for each axis; rows inside the grid and the ends of a row stand apart, so that the innermost
 * loop there has no conditions.
 */
export function traverseGrid(
  build: LoopBuilder,
  array: LoweredArray,
  point: (axes: readonly AxisPosition[]) => Lowered,
  independent: boolean,
  visit: (i: LoopExpr, element: Lowered) => void,
): void {
  const { extents } = array;
  const at = (axes: readonly AxisPosition[]): void => visit(flatPosition(extents, axes), point(axes));
  const along = (i: LoopExpr, last: LoopExpr): AxisPosition => ({
    at: i,
    isFirst: build.atom(compare("eq", i, index(0))),
    isLast: build.atom(compare("eq", i, last)),
  });
  const inside = ({ at: i }: AxisPosition): AxisPosition => ({
    at: i,
    isFirst: bool(false),
    isLast: bool(false),
  });
  function walk(outer: readonly AxisPosition[]): void {
    const size = extents[outer.length];
    if (size === undefined) return;
    if (outer.length < extents.length - 1)
      build.loop(index(0), size, independent, (i) => walk([...outer, along(i, sub(size, index(1)))]));
    else if (outer.length > 0) {
      const edge = outer.map(({ isFirst, isLast }) => or(isFirst, isLast)).reduce(or);
      build.branch(
        edge,
        () => row(outer, size),
        () => row(outer.map(inside), size),
      );
    } else row(outer, size);
  }
  function row(outer: readonly AxisPosition[], size: LoopExpr): void {
    const last = sub(size, index(1));
    const known = constIndex(size);
    if (known === undefined || known < 3)
      build.loop(index(0), size, independent, (i) => at([...outer, along(i, last)]));
    else {
      at([...outer, { at: index(0), isFirst: bool(true), isLast: bool(false) }]);
      build.loop(index(1), last, independent, (i) =>
        at([...outer, { at: i, isFirst: bool(false), isLast: bool(false) }]),
      );
      at([...outer, { at: last, isFirst: bool(false), isLast: bool(true) }]);
    }
  }
  walk([]);
}
