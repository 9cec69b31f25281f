/**
 * How values cross borders inside a Loop program: as parameters and results of functions, as what a join or a loop
 * carries. Small arrays go as scalars, others as extents, the position of their first element, and memory.
 *
 * (The border to the outside is `entry.ts`; its form is `slotsOf` of layout.ts.)
 */
import {
  type ArrayLayout,
  bufferArray,
  force,
  fromStart,
  inMemory,
  isSmall,
  itemsArray,
  writeInto,
} from "./arrays.ts";
import { index, zero } from "./expr.ts";
import { fixedComponents, type Layout } from "./layout.ts";
import type { ElementScalar, Local, LocalId, LoopExpr, Operand, Scalar } from "./loop.ts";
import type { LoopBuilder, Lowered, LoweredArray } from "./lowering.ts";

export type Part =
  | { readonly kind: "scalar"; readonly type: Scalar }
  | { readonly kind: "array"; readonly element: ElementScalar };

const position: Part = { kind: "scalar", type: "index" };

export function partsOf(layout: Layout): readonly Part[] {
  switch (layout.kind) {
    case "unit":
      return [];
    case "scalar":
      return [{ kind: "scalar", type: layout.scalar }];
    case "text":
      return [{ kind: "scalar", type: "i64" }];
    case "complex":
      return [
        { kind: "scalar", type: "f64" },
        { kind: "scalar", type: "f64" },
      ];
    case "tuple":
      return layout.items.flatMap(partsOf);
    case "array": {
      if (isSmall(layout)) {
        const element = partsOf(layout.element);
        return Array.from({ length: fixedSize(layout) }, () => element).flat();
      }
      const extents = layout.extents.filter((e) => e === "run-time").map(() => position);
      const arrays = (fixedComponents(layout.element) ?? []).map(
        (c): Part => ({ kind: "array", element: c.element }),
      );
      return [...extents, position, ...arrays];
    }
  }
}

function fixedSize(layout: ArrayLayout): number {
  return layout.extents.reduce<number>((product, e) => product * (e === "run-time" ? 0 : e), 1);
}

/** The locals that hold a value, read one after the other. */
type Source = () => Local;

/** The value of `layout` held by these locals. */
export function valueFrom(build: LoopBuilder, layout: Layout, locals: readonly Local[]): Lowered {
  let next = 0;
  const source: Source = () => {
    const local = locals[next];
    next += 1;
    if (local === undefined) throw new RangeError("a value with fewer parts than its layout");
    return local;
  };
  return take(build, layout, source);
}

function take(build: LoopBuilder, layout: Layout, source: Source): Lowered {
  const read = (): LoopExpr => build.read(source().id);
  switch (layout.kind) {
    case "unit":
      return { kind: "unit" };
    case "scalar":
      return { kind: "scalar", value: read() };
    case "text":
      return { kind: "text", number: read() };
    case "complex": {
      const re = read();
      return { kind: "complex", re, im: read() };
    }
    case "tuple": {
      const items = layout.items.map((item) => take(build, item, source));
      return { kind: "tuple", items: layout.map === undefined ? items : items.map(wholeWords) };
    }
    case "array": {
      if (isSmall(layout)) {
        const items = Array.from({ length: fixedSize(layout) }, () =>
          force(build, take(build, layout.element, source)),
        );
        return itemsArray(build, layout, constantExtents(layout), items);
      }
      const extents = layout.extents.map((e) => (e === "run-time" ? read() : index(e)));
      const offset = read();
      const buffers = (fixedComponents(layout.element) ?? []).map(() => source().id);
      return bufferArray(layout, extents, buffers, offset);
    }
  }
}

/** The words of a map are never a part of others: they need not be copied to lie at the start of their memory. */
function wholeWords(value: Lowered): Lowered {
  if (value.kind !== "array" || value.buffers === undefined) return value;
  return bufferArray(value.layout, value.extents, value.buffers);
}

function constantExtents(layout: ArrayLayout): readonly LoopExpr[] {
  return layout.extents.map((e) => index(e === "run-time" ? 0 : e));
}

/** The parts of a value as operands, in the order of `partsOf`. Arrays that are not small are brought to memory. */
export function operandsOf(build: LoopBuilder, layout: Layout, value: Lowered): readonly Operand[] {
  switch (value.kind) {
    case "unit":
      return partsOf(layout).map((part) => emptyPart(build, part));
    case "scalar":
      return [{ kind: "scalar", value: value.value }];
    case "text":
      return [{ kind: "scalar", value: value.number }];
    case "complex":
      return [
        { kind: "scalar", value: value.re },
        { kind: "scalar", value: value.im },
      ];
    case "tuple": {
      const layouts = layout.kind === "tuple" ? layout.items : [];
      return value.items.flatMap((item, k) => operandsOf(build, layouts[k] ?? { kind: "unit" }, item));
    }
    case "array":
      return layout.kind === "array" ? arrayOperands(build, layout, value) : [];
  }
}

/** What stands for a value on a path that has failed. */
function emptyPart(build: LoopBuilder, part: Part): Operand {
  if (part.kind === "scalar") return { kind: "scalar", value: zero(part.type) };
  return { kind: "array", id: build.allocate("none", part.element, index(0)) };
}

function arrayOperands(build: LoopBuilder, layout: ArrayLayout, value: LoweredArray): readonly Operand[] {
  if (isSmall(layout))
    return Array.from({ length: fixedSize(layout) }, (_, k) => k).flatMap((k) =>
      operandsOf(build, layout.element, value.at(index(k))),
    );
  const written = inMemory(build, value);
  const extents = written.extents
    .filter((_, k) => layout.extents[k] === "run-time")
    .map((e): Operand => ({ kind: "scalar", value: e }));
  const start: Operand = { kind: "scalar", value: written.offset ?? index(0) };
  const arrays = written.buffers.map((id): Operand => ({ kind: "array", id }));
  return [...extents, start, ...arrays];
}

/** A place that holds a value of one layout and can be given another. */
export interface Cell {
  read(): Lowered;
  /** The value, where no other follows. */
  settled(): Lowered;
  /** Evaluates a new value, which may read any cell; the function it gives puts it in place. */
  prepare(value: Lowered, alone: boolean): () => void;
}

/** Gives the cell its value; a value that never arrives (the path has failed) changes nothing. */
export function assignCell(cell: Cell, value: Lowered): void {
  cell.prepare(value, true)();
}

/** Declares the locals of parts; arrays stand for nothing yet. */
export function declareParts(build: LoopBuilder, layout: Layout, name: string): readonly Local[] {
  return partsOf(layout).map((part) => {
    if (part.kind === "scalar") {
      const id = build.local(name, part.type);
      return { id, name, type: part.type };
    }
    const type = { array: part.element };
    return { id: build.arrayLocal(name, type), name, type };
  });
}

/** Where the branches of a condition leave their value, or what a loop carries in scalars and fresh memory. */
export function joinCell(build: LoopBuilder, layout: Layout, name = "r"): Cell {
  return cellOf(build, layout, declareParts(build, layout, name));
}

/** As `joinCell`, with something in it from the start: no target of ours then reads what was never written. */
export function declareEmpty(build: LoopBuilder, layout: Layout, name: string): Cell {
  const locals = declareParts(build, layout, name);
  const empty = partsOf(layout).map((part) => emptyPart(build, part));
  assignParts(build, locals, empty);
  return cellOf(build, layout, locals);
}

export function cellOf(build: LoopBuilder, layout: Layout, locals: readonly Local[]): Cell {
  return {
    read: () => valueFrom(build, layout, locals),
    settled() {
      for (const local of locals) build.settle(local.id);
      return valueFrom(build, layout, locals);
    },
    prepare(value, alone) {
      if (value.kind === "unit") return () => {};
      const operands = operandsOf(build, layout, value);
      const single = alone && operands.length === 1;
      const held = single ? operands : operands.map((operand) => hold(build, operand));
      return () => assignParts(build, locals, held);
    },
  };
}

/** The operand as it is now, whatever is assigned later. */
function hold(build: LoopBuilder, operand: Operand): Operand {
  if (operand.kind === "scalar") return { kind: "scalar", value: build.atom(operand.value) };
  return { kind: "array", id: build.holdArray(operand.id) };
}

function assignParts(build: LoopBuilder, locals: readonly Local[], operands: readonly Operand[]): void {
  operands.forEach((operand, k) => {
    const target = locals[k];
    if (target === undefined) return;
    if (operand.kind === "array") build.alias(target.id, operand.id);
    else if (operand.value.kind !== "local" || operand.value.id !== target.id)
      build.assign(target.id, operand.value);
  });
}

/**
 * What a loop carries. A large array of known size owns two buffers: the next value is written into the one that is
 * not being read, then they change places, so a long loop takes no more memory than a short one.
 */
export function carriedCell(build: LoopBuilder, layout: Layout, start: Lowered, name = "acc"): Cell {
  if (layout.kind === "tuple") return tupleCell(build, layout.items, start, name);
  if (layout.kind === "array" && !isSmall(layout) && fixedComponents(layout) !== undefined)
    return pingPongCell(build, layout, start, name);
  const cell = joinCell(build, layout, name);
  assignCell(cell, start);
  return cell;
}

function tupleCell(build: LoopBuilder, layouts: readonly Layout[], start: Lowered, name: string): Cell {
  const part = (value: Lowered, k: number): Lowered =>
    (value.kind === "tuple" ? value.items[k] : undefined) ?? { kind: "unit" };
  const cells = layouts.map((layout, k) => carriedCell(build, layout, part(start, k), name));
  return {
    read: () => ({ kind: "tuple", items: cells.map((cell) => cell.read()) }),
    settled: () => ({ kind: "tuple", items: cells.map((cell) => cell.settled()) }),
    prepare(value, alone) {
      const commits = cells.map((cell, k) => cell.prepare(part(value, k), alone && cells.length === 1));
      return () => {
        for (const commit of commits) commit();
      };
    },
  };
}

function pingPongCell(build: LoopBuilder, layout: ArrayLayout, start: Lowered, name: string): Cell {
  const extents = constantExtents(layout);
  const components = fixedComponents(layout.element) ?? [];
  const allocate = (role: string): readonly LocalId[] =>
    components.map((c) =>
      build.holdArray(build.allocate(role, c.element, index(fixedSize(layout) * c.count))),
    );
  const current = allocate(name);
  const spare = allocate("spare");
  if (start.kind === "array") writeInto(build, current, start);
  return {
    read: () => bufferArray(layout, extents, current),
    settled: () => bufferArray(layout, extents, current),
    prepare(value) {
      if (value.kind === "array") writeInto(build, spare, value);
      return () => {
        current.forEach((id, k) => {
          const other = spare[k];
          if (other !== undefined) exchange(build, id, other);
        });
      };
    },
  };
}

function exchange(build: LoopBuilder, a: LocalId, b: LocalId): void {
  const held = build.holdArray(a);
  build.alias(a, b);
  build.alias(b, held);
}

/** The operands of a value in the form the outside wants (`slotsOf`): extents, then memory from its first place. */
export function slotOperands(build: LoopBuilder, layout: Layout, value: Lowered): readonly Operand[] {
  switch (value.kind) {
    case "unit":
      return slotsOfUnit(build, layout);
    case "scalar":
    case "text":
    case "complex":
      return operandsOf(build, layout, value);
    case "tuple": {
      const layouts = layout.kind === "tuple" ? layout.items : [];
      return value.items.flatMap((item, k) => slotOperands(build, layouts[k] ?? { kind: "unit" }, item));
    }
    case "array": {
      if (layout.kind !== "array") return [];
      const written = fromStart(build, value);
      const extents = written.extents
        .filter((_, k) => layout.extents[k] === "run-time")
        .map((e): Operand => ({ kind: "scalar", value: e }));
      return [...extents, ...written.buffers.map((id): Operand => ({ kind: "array", id }))];
    }
  }
}

function slotsOfUnit(build: LoopBuilder, layout: Layout): readonly Operand[] {
  return partsOf(layout).length === 0 ? [] : build.unsupported("a result that is certain to fail");
}
