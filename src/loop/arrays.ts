/**
 * Pull arrays: making, reading, joining and writing them out.
 *
 * An array has one of three forms: `items` (a value per element, for small known lengths), `buffers` (memory, one array
 * per component of the element), or a rule `at` that computes an element from its position. `force` chooses a form
 * for a value that gets a name; `materialise` always gives buffers.
 */
import { unrolledScalars } from "./budget.ts";
import { add, binary, compare, constIndex, convert, div, index, load, mul, select } from "./expr.ts";
import { traverseGrid } from "./grids.ts";
import { type Extent, fixedComponents, type Layout } from "./layout.ts";
import type { LocalId, LoopExpr } from "./loop.ts";
import type { AxisPosition, LoopBuilder, Lowered, LoweredArray } from "./lowering.ts";

export type ArrayLayout = Layout & { readonly kind: "array" };

export function scalar(value: LoopExpr): Lowered {
  return { kind: "scalar", value };
}

/** The expression of a scalar value; anything else here has no native form. */
export function scalarOf(build: LoopBuilder, value: Lowered): LoopExpr {
  if (value.kind === "scalar") return value.value;
  return build.unsupported(value.kind === "text" ? insideTexts : "this mix of numbers and lists");
}

export function arrayOf(build: LoopBuilder, value: Lowered): LoweredArray {
  if (value.kind === "array") return value;
  return build.unsupported(value.kind === "text" ? insideTexts : "lists of this form");
}

/** Texts are numbers there: they are moved about and compared, and what is in them nobody sees. */
const insideTexts = "strings, but to compare and pass them on";

/** How many elements the array has. */
export function sizeOf(array: LoweredArray): LoopExpr {
  return array.extents.reduce((product, e) => mul(product, e), index(1));
}

export function knownSize(array: LoweredArray): number | undefined {
  return constIndex(sizeOf(array));
}

/** The scalars that one element is made of. */
function scalarsPerElement(layout: Layout): number {
  return (fixedComponents(layout) ?? []).reduce((sum, c) => sum + c.count, 0);
}

/** The scalars of a value of this layout, where its size is known. */
export function scalarsIn(layout: Layout): number | undefined {
  const components = fixedComponents(layout);
  return components?.reduce((sum, c) => sum + c.count, 0);
}

/** Small enough to live in scalars. */
export function isSmall(layout: Layout): boolean {
  const scalars = scalarsIn(layout);
  return scalars !== undefined && scalars <= unrolledScalars;
}

export interface PullProperties {
  readonly cheap: boolean;
  readonly total: boolean;
  readonly cell?: (i: LoopExpr, j: LoopExpr) => Lowered;
  readonly point?: (axes: readonly AxisPosition[]) => Lowered;
}

export function pullArray(
  layout: ArrayLayout,
  extents: readonly LoopExpr[],
  at: (i: LoopExpr) => Lowered,
  properties: PullProperties,
): LoweredArray {
  return { kind: "array", layout, extents, at, ...properties };
}

/** An array of the given layout made of these values, which are atoms. */
export function itemsArray(
  build: LoopBuilder,
  layout: ArrayLayout,
  extents: readonly LoopExpr[],
  items: readonly Lowered[],
): LoweredArray {
  const home = build.scope();
  let spilled: LoweredArray | undefined;
  function at(i: LoopExpr): Lowered {
    const known = constIndex(i);
    const item = known === undefined ? undefined : items[known];
    if (item !== undefined) return item;
    const chosen = chooseScalar(items, i);
    if (chosen !== undefined) return chosen;
    spilled ??= build.inScope(home, () => spillItems(build, layout, extents, items));
    return spilled.at(i);
  }
  return { kind: "array", layout, extents, at, cheap: true, total: true, items };
}

/** A position among at most four scalars, as selects. */
function chooseScalar(items: readonly Lowered[], i: LoopExpr): Lowered | undefined {
  const last = items[items.length - 1];
  if (items.length > 4 || last?.kind !== "scalar") return undefined;
  let result = last.value;
  for (let k = items.length - 2; k >= 0; k--) {
    const item = items[k];
    if (item?.kind !== "scalar") return undefined;
    result = select(compare("eq", i, index(k)), item.value, result);
  }
  return scalar(result);
}

function spillItems(
  build: LoopBuilder,
  layout: ArrayLayout,
  extents: readonly LoopExpr[],
  items: readonly Lowered[],
): LoweredArray {
  const buffers = allocateFor(build, layout, index(items.length));
  items.forEach((item, k) => {
    writeElement(build, layout.element, buffers, index(k), item);
  });
  return bufferArray(layout, extents, buffers);
}

/** An array that lies in memory. */
export function bufferArray(
  layout: ArrayLayout,
  extents: readonly LoopExpr[],
  buffers: readonly LocalId[],
  offset?: LoopExpr,
): LoweredArray {
  return {
    kind: "array",
    layout,
    extents,
    at: (i) => readElement(layout.element, buffers, offset === undefined ? i : add(offset, i)),
    cheap: true,
    total: true,
    buffers,
    ...(offset === undefined ? {} : { offset }),
  };
}

function fixedExtents(extents: readonly Extent[]): readonly number[] {
  return extents.map((e) => (e === "run-time" ? 0 : e));
}

function componentCount(layout: Layout): number {
  return fixedComponents(layout)?.length ?? 0;
}

/** The value of `layout` at `position` (in values of that layout) of its component buffers. */
function readElement(layout: Layout, buffers: readonly LocalId[], position: LoopExpr): Lowered {
  switch (layout.kind) {
    case "unit":
      return { kind: "unit" };
    case "scalar":
      return scalar(loadFrom(buffers[0], layout.scalar, position));
    case "text":
      return { kind: "text", number: loadFrom(buffers[0], "i64", position) };
    case "complex":
      return {
        kind: "complex",
        re: loadFrom(buffers[0], "f64", position),
        im: loadFrom(buffers[1], "f64", position),
      };
    case "tuple": {
      let first = 0;
      const items = layout.items.map((item) => {
        const count = componentCount(item);
        const value = readElement(item, buffers.slice(first, first + count), position);
        first += count;
        return value;
      });
      return { kind: "tuple", items };
    }
    case "array": {
      const extents = fixedExtents(layout.extents);
      const size = extents.reduce((a, b) => a * b, 1);
      return bufferArray(layout, extents.map(index), buffers, mul(position, index(size)));
    }
  }
}

function loadFrom(buffer: LocalId | undefined, type: "f64" | "i64" | "bool", at: LoopExpr): LoopExpr {
  if (buffer === undefined) throw new RangeError("an array without its buffers");
  return load(buffer, type, at);
}

export function writeElement(
  build: LoopBuilder,
  layout: Layout,
  buffers: readonly LocalId[],
  position: LoopExpr,
  value: Lowered,
): void {
  const put = (k: number, e: LoopExpr): void => {
    const buffer = buffers[k];
    if (buffer !== undefined) build.store(buffer, position, e);
  };
  if (value.kind === "scalar") put(0, value.value);
  if (value.kind === "text") put(0, value.number);
  if (value.kind === "complex") {
    put(0, value.re);
    put(1, value.im);
  }
  if (value.kind === "tuple" && layout.kind === "tuple") {
    let first = 0;
    layout.items.forEach((item, k) => {
      const count = componentCount(item);
      const part = value.items[k];
      if (part !== undefined) writeElement(build, item, buffers.slice(first, first + count), position, part);
      first += count;
    });
  }
  if (value.kind === "array" && layout.kind === "array") {
    const start = build.atom(mul(position, sizeOf(value)));
    traverse(build, value, true, (i, element) => {
      writeElement(build, layout.element, buffers, add(start, i), element);
    });
  }
}

/** Fresh buffers for `length` elements of an array of this layout. */
export function allocateFor(build: LoopBuilder, layout: ArrayLayout, length: LoopExpr): readonly LocalId[] {
  const components = fixedComponents(layout.element) ?? [];
  return components.map((c) => build.allocate("a", c.element, mul(length, index(c.count))));
}

/** Visits the elements in flat order; a loop, or straight code for items. */
export function traverse(
  build: LoopBuilder,
  array: LoweredArray,
  independent: boolean,
  visit: (i: LoopExpr, element: Lowered) => void,
): void {
  const { items, cell } = array;
  const [rows, columns] = array.extents;
  if (items !== undefined && unrollItems(build, items, visit)) return;
  if (array.point !== undefined) {
    traverseGrid(build, array, array.point, independent, visit);
    return;
  }
  if (cell !== undefined && rows !== undefined && columns !== undefined) {
    build.loop(index(0), rows, independent, (i) => {
      build.loop(index(0), columns, independent, (j) => {
        visit(add(mul(i, columns), j), cell(i, j));
      });
    });
    return;
  }
  build.loop(index(0), build.atom(sizeOf(array), "n"), independent, (i) => {
    visit(i, array.at(i));
  });
}

function unrollItems(
  build: LoopBuilder,
  items: readonly Lowered[],
  visit: (i: LoopExpr, element: Lowered) => void,
): boolean {
  const first = items[0];
  if (first === undefined) return true;
  const { cost } = build.probe(() => visit(index(0), first));
  if (items.length > 1 && !build.unroll(items.length * Math.max(1, cost))) return false;
  items.forEach((item, k) => {
    visit(index(k), item);
  });
  return true;
}

/** Writes every array in the value to memory. */
export function materialise(build: LoopBuilder, value: Lowered): Lowered {
  switch (value.kind) {
    case "scalar":
    case "text":
    case "unit":
    case "complex":
      return value;
    case "tuple":
      return { kind: "tuple", items: value.items.map((item) => materialise(build, item)) };
    case "array":
      return inMemory(build, value);
  }
}

export type BufferedArray = LoweredArray & { readonly buffers: readonly LocalId[] };

export function inMemory(build: LoopBuilder, array: LoweredArray): BufferedArray {
  if (array.buffers !== undefined) return { ...array, buffers: array.buffers };
  if (array.stored !== undefined)
    return { ...bufferArray(array.layout, array.extents, array.stored), buffers: array.stored };
  const buffers = allocateFor(build, array.layout, build.atom(sizeOf(array), "n"));
  writeInto(build, buffers, array);
  return { ...bufferArray(array.layout, array.extents, buffers), buffers };
}

/** It need not be written to memory to be read there. */
export function isInMemory(array: LoweredArray): boolean {
  return array.buffers !== undefined || array.stored !== undefined;
}

/** Fills buffers, from their start, with the elements of an array that does not lie in them. */
export function writeInto(build: LoopBuilder, buffers: readonly LocalId[], array: LoweredArray): void {
  traverse(build, array, true, (i, element) => {
    writeElement(build, array.layout.element, buffers, i, element);
  });
}

/** In memory from the first place of its buffers: what templates and results want. */
export function fromStart(build: LoopBuilder, array: LoweredArray): BufferedArray {
  if (array.buffers !== undefined && array.offset === undefined) return { ...array, buffers: array.buffers };
  const { buffers: _, offset: __, ...rest } = array;
  return inMemory(build, rest);
}

/**
 * The form in which a value is kept when it gets a name: scalars as atoms, small arrays as items, others in memory
 * unless reading an element again costs nothing or `reused` is false and nothing can fail in it.
 */
export function force(build: LoopBuilder, value: Lowered, reused = true): Lowered {
  switch (value.kind) {
    case "unit":
      return value;
    case "scalar":
      return scalar(build.atom(value.value));
    case "text":
      return { kind: "text", number: build.atom(value.number) };
    case "complex":
      return { kind: "complex", re: build.atom(value.re), im: build.atom(value.im) };
    case "tuple":
      return { kind: "tuple", items: value.items.map((item) => force(build, item, reused)) };
    case "array":
      return forceArray(build, value, reused);
  }
}

function forceArray(build: LoopBuilder, array: LoweredArray, reused: boolean): LoweredArray {
  if (array.items !== undefined || array.buffers !== undefined) return array;
  return unrolled(build, array) ?? (array.cheap || (!reused && array.total) ? array : inMemory(build, array));
}

/** The array as items, where it is small and the budget allows. */
export function unrolled(build: LoopBuilder, array: LoweredArray): LoweredArray | undefined {
  if (array.items !== undefined) return array;
  const size = knownSize(array);
  if (size === undefined) return undefined;
  const scalars = scalarsPerElement(array.layout.element);
  if (size * scalars > unrolledScalars) return undefined;
  if (size === 0) return itemsArray(build, array.layout, array.extents, []);
  const { cost } = build.probe(() => probeElement(build, array));
  if (!build.unroll(size * Math.max(1, cost))) return undefined;
  const items = Array.from({ length: size }, (_, k) => force(build, array.at(index(k))));
  return itemsArray(build, array.layout, array.extents, items);
}

/** Evaluates one element, for probes: an unknown position, so that nothing folds away. */
export function probeElement(build: LoopBuilder, array: LoweredArray): void {
  const position = build.local("i", "index");
  force(build, array.at(build.read(position)));
}

/** The array with `change` applied to every element as it is read. */
export function mapArray(
  array: LoweredArray,
  layout: ArrayLayout,
  properties: { readonly cheap: boolean; readonly total: boolean },
  change: (element: Lowered) => Lowered,
): LoweredArray {
  const { cell } = array;
  return {
    kind: "array",
    layout,
    extents: array.extents,
    at: (i) => change(array.at(i)),
    ...properties,
    ...(cell === undefined ? {} : { cell: (i: LoopExpr, j: LoopExpr) => change(cell(i, j)) }),
  };
}

/** The element at row `i`, column `j`. */
export function cellAt(array: LoweredArray, i: LoopExpr, j: LoopExpr): Lowered {
  if (array.cell !== undefined && array.items === undefined) return array.cell(i, j);
  const columns = array.extents[1] ?? index(1);
  return array.at(add(mul(i, columns), j));
}

/** A matrix by a rule on row and column. */
export function cellArray(
  layout: ArrayLayout,
  extents: readonly [LoopExpr, LoopExpr],
  cell: (i: LoopExpr, j: LoopExpr) => Lowered,
  properties: { readonly cheap: boolean; readonly total: boolean },
): LoweredArray {
  const columns = extents[1];
  return pullArray(layout, extents, (p) => cell(div(p, columns), binary("rem", p, columns)), {
    ...properties,
    cell,
  });
}

/** An element by its ℤ position, already known to lie inside. */
export function elementAt(array: LoweredArray, i: LoopExpr): Lowered {
  return array.at(convert("index", i));
}
