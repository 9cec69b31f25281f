/**
 * C that writes the result of a kernel in the notation of the language, following `Layout` and `frameLayout` as decoding does
 * (runtime/decode.ts), with the functions of templates/program/values.c. Undefined where values of a type are not written by a
 * stand-alone program.
 */
import { CompilerBug } from "../../base/outcome.ts";
import { type DataLayout, hasTag, isDataLayout, itemTypes, type TupleLayout } from "../../loop/data.ts";
import { fixedComponents, type Layout } from "../../loop/layout.ts";
import type { ElementScalar } from "../../loop/loop.ts";
import { isSparseLayout } from "../../loop/sparse-layout.ts";
import { any, real, type Type } from "../../types/type.ts";
import type { FrameSlot } from "../frame.ts";
import { braced, type Lines } from "../text.ts";

type ArrayLayout = Extract<Layout, { kind: "array" }>;

/** Where the texts of a kernel stand in C: an array of strings. */
interface Source {
  readonly texts: string;
  /** What is left of the slots. */
  readonly slots: FrameSlot[];
  /** Loops around what is written. */
  readonly depth: number;
}

export interface ShownResult {
  readonly slots: readonly FrameSlot[];
  readonly texts: string;
}

export function showValue(result: ShownResult, layout: Layout, type: Type): Lines | undefined {
  return show({ texts: result.texts, slots: [...result.slots], depth: 0 }, layout, type);
}

/** As `out` prints it: a matrix, or a list of lists, as a box. */
export function showBox(result: ShownResult, layout: Layout, type: Type): Lines | undefined {
  const plain = showValue(result, layout, type);
  const boxed = boxOf({ texts: result.texts, slots: [...result.slots], depth: 0 }, layout, type);
  if (plain === undefined || boxed === undefined) return undefined;
  if (boxed === "line") return plain;
  return [...braced(`if (${boxed.rows} > 0)`, boxed.lines), ...braced("else", plain)];
}

// ── results in the words of a frame ─────────────────────────────────────────────────────────────────────────────────

function show(source: Source, layout: Layout, type: Type): Lines | undefined {
  switch (layout.kind) {
    case "unit":
      return [put("()")];
    case "scalar":
      return [putScalar(layout.scalar, `frame[${take(source)}]`)];
    case "text":
      return [`put_text(${source.texts}[frame[${take(source)}]]);`];
    case "complex":
      return [`put_complex(real_of(frame[${take(source)}]), real_of(frame[${take(source)}]));`];
    case "tuple": {
      const types = partTypes(type, layout);
      if (types === undefined) return undefined;
      const tag = `(int64_t)frame[${source.slots[0]?.word}]`;
      const parts = layout.items.map((item, i) => show(source, item, types[i] ?? any));
      return allOf(parts, (known) => putTuple(layout, type, known, tag));
    }
    case "array": {
      const array = takeArray(source, layout);
      return showArray({ ...array, source, type, first: "0" });
    }
  }
}

/** An array, or one that is an element of another. */
interface Shown {
  readonly layout: ArrayLayout;
  readonly type: Type;
  /** The texts of the extents, and the words of the component arrays, from this one on. */
  readonly extents: readonly string[];
  readonly arrays: readonly number[];
  /** The number of its first element in them. */
  readonly first: string;
  readonly source: Source;
}

function takeArray(source: Source, layout: ArrayLayout): Pick<Shown, "layout" | "extents" | "arrays"> {
  const extents = layout.extents.map((extent) =>
    extent === "run-time" ? `(int64_t)frame[${take(source)}]` : String(extent),
  );
  const arrays = (fixedComponents(layout.element) ?? []).map(() => take(source));
  return { layout, extents, arrays };
}

function showArray(array: Shown): Lines | undefined {
  const { extents, type } = array;
  const elements = listed(array, extents.join(" * "));
  if (elements === undefined) return undefined;
  if (type.kind === "con" && type.name === "Field") {
    const sizes = extents.flatMap((extent, axis) => [
      ...(axis > 0 ? [put(", ")] : []),
      `put_integer(${extent});`,
    ]);
    return [put("Field(["), ...sizes, put("], ["), ...elements, put("])")];
  }
  if (extents.length !== 2) return extents.length === 1 ? [put("["), ...elements, put("]")] : undefined;
  const [rows, columns] = extents;
  const head = [put("Matrix("), `put_integer(${rows});`, put(", "), `put_integer(${columns});`, put(", [")];
  return [...head, ...elements, put("])")];
}

function listed(array: Shown, count: string): Lines | undefined {
  const at = `i${array.source.depth}`;
  const body = showElementAt(array, at);
  if (body === undefined) return undefined;
  return braced(`for (int64_t ${at} = 0; ${at} < ${count}; ${at}++)`, [
    `if (${at} > 0) ${put(", ")}`,
    ...body,
  ]);
}

/** The element with this number among those of the array. */
function showElementAt(array: Shown, at: string): Lines | undefined {
  const { layout, type, arrays, first, source } = array;
  const element = elementTypeOf(type);
  if (element === undefined) return undefined;
  const index = first === "0" ? at : `(${first} + ${at})`;
  return showElement({ ...source, depth: source.depth + 1 }, layout.element, element, arrays, index);
}

function showElement(
  source: Source,
  layout: Layout,
  type: Type,
  arrays: readonly number[],
  index: string,
): Lines | undefined {
  const [own = 0, second = 0] = arrays;
  switch (layout.kind) {
    case "unit":
      return [put("()")];
    case "scalar":
      return [putScalar(layout.scalar, element(layout.scalar, own, index), "value")];
    case "text":
      return [`put_text(${source.texts}[${element("i64", own, index)}]);`];
    case "complex":
      return [`put_complex(${element("f64", own, index)}, ${element("f64", second, index)});`];
    case "tuple": {
      const types = partTypes(type, layout);
      if (types === undefined) return undefined;
      let used = 0;
      const parts = layout.items.map((item, i) => {
        const rest = arrays.slice(used);
        used += fixedComponents(item)?.length ?? 0;
        return showElement(source, item, types[i] ?? any, rest, index);
      });
      return allOf(parts, (known) => putTuple(layout, type, known, element("i64", own, index)));
    }
    case "array": {
      const extents = layout.extents.map(String);
      const count = extents.join(" * ");
      return showArray({ layout, type, extents, arrays, first: `${index} * ${count}`, source });
    }
  }
}

// ── boxes ───────────────────────────────────────────────────────────────────────────────────────────────────────────

interface Box {
  readonly rows: string;
  readonly lines: Lines;
}

/** `"line"`: it is written on one line. Undefined where a stand-alone program does not write it. */
function boxOf(source: Source, layout: Layout, type: Type): Box | "line" | undefined {
  if (layout.kind === "tuple" && type.kind === "fixed") return boxOfRows(source, layout, type.items);
  if (layout.kind !== "array" || (type.kind === "con" && type.name === "Field")) return "line";
  const array: Shown = { ...takeArray(source, layout), type, first: "0", source };
  const [rows = "0", columns = "0"] = array.extents;
  if (array.extents.length === 2)
    return box(rows, columns, showElementAt(array, `row * ${columns} + column`));
  const rowType = elementTypeOf(type);
  if (rowType === undefined || rowType.kind === "fixed") return undefined;
  const { element } = layout;
  if (element.kind !== "array" || element.extents.length !== 1) return "line";
  const inner = String(element.extents[0]);
  const within: Shown = { ...array, layout: element, type: rowType, first: `row * ${inner}` };
  return box(rows, inner, showElementAt(within, "column"));
}

/** Rows of different lengths. */
function boxOfRows(source: Source, layout: TupleLayout, types: readonly Type[]): Box | "line" | undefined {
  if (!layout.items.every((item) => item.kind === "array" && item.extents.length === 1)) return "line";
  const rows = layout.items.map((item, row): Lines | undefined => {
    if (item.kind !== "array") return undefined;
    const array: Shown = { ...takeArray(source, item), type: types[row] ?? any, first: "0", source };
    const cell = showElementAt(array, "column");
    return cell && cellsOfRow(String(row), array.extents[0] ?? "0", cell);
  });
  const count = String(rows.length);
  const lines = allOf(rows, (known) => [...known.flat(), `put_box(${count});`]);
  return lines && { rows: count, lines };
}

function box(rows: string, columns: string, cell: Lines | undefined): Box | undefined {
  if (cell === undefined) return undefined;
  const all = braced(`for (int64_t row = 0; row < ${rows}; row++)`, cellsOfRow("row", columns, cell));
  return { rows, lines: [...all, `put_box(${rows});`] };
}

function cellsOfRow(row: string, columns: string, cell: Lines): Lines {
  const one = [`begin_cell(${row}, column);`, ...cell, "end_cell();"];
  return braced(`for (int64_t column = 0; column < ${columns}; column++)`, one);
}

// ── pieces ──────────────────────────────────────────────────────────────────────────────────────────────────────────

/** A string of C with these bytes; three octal digits are never read together with what follows. */
export function cString(text: string): string {
  const bytes = [...new TextEncoder().encode(text)].map((byte) => {
    const plain = byte >= 0x20 && byte < 0x7f && byte !== 0x22 && byte !== 0x5c && byte !== 0x3f;
    return plain ? String.fromCharCode(byte) : `\\${byte.toString(8).padStart(3, "0")}`;
  });
  return `"${bytes.join("")}"`;
}

function put(text: string): string {
  return `put(${cString(text)});`;
}

function putScalar(scalar: ElementScalar, text: string, of: "word" | "value" = "word"): string {
  switch (scalar) {
    case "f64":
      return `put_real(${of === "word" ? `real_of(${text})` : text});`;
    case "i64":
      return `put_integer(${of === "word" ? `(int64_t)${text}` : text});`;
    case "bool":
      return `put_boolean(${text} != 0);`;
  }
}

const readers = { f64: "reals_at", i64: "integers_at", bool: "booleans_at" } as const;

function element(scalar: ElementScalar, word: number, index: string): string {
  return `${readers[scalar]}(frame[${word}])[${index}]`;
}

/** `tag` tells the constructors of a data type apart. */
function putTuple(layout: TupleLayout, type: Type, parts: readonly Lines[], tag: string): Lines {
  if (isDataLayout(layout)) return putData(layout, parts, tag);
  const [open, close] = type.kind === "fixed" ? ["[", "]"] : ["(", ")"];
  return [put(open), ...separated(parts), put(close)];
}

function putData(layout: DataLayout, parts: readonly Lines[], tag: string): Lines {
  const { data } = layout;
  const variants = data.constructors.map(({ name, places }): Lines => {
    if (places.length === 0) return [put(name)];
    return [put(`${name}(`), ...separated(places.map((place) => parts[place] ?? [])), put(")")];
  });
  if (!hasTag(data)) return variants[0] ?? [];
  return braced(
    `switch (${tag})`,
    variants.flatMap((lines, k) => [...braced(`case ${k}:`, lines), "break;"]),
  );
}

function separated(parts: readonly Lines[]): Lines {
  return parts.flatMap((part, i) => (i === 0 ? part : [put(", "), ...part]));
}

/** The types of the parts; undefined for what is not written part by part. */
function partTypes(type: Type, layout: TupleLayout): readonly Type[] | undefined {
  if (isSparseLayout(layout)) return undefined;
  if (isDataLayout(layout)) return itemTypes(layout);
  return type.kind === "tuple" || type.kind === "fixed" ? type.items : undefined;
}

function elementTypeOf(type: Type): Type | undefined {
  if (type.kind !== "con") return undefined;
  return type.name === "Field" ? real : type.args.at(-1);
}

function allOf(
  parts: readonly (Lines | undefined)[],
  make: (known: readonly Lines[]) => Lines,
): Lines | undefined {
  const known = parts.filter((part) => part !== undefined);
  return known.length < parts.length ? undefined : make(known);
}

function take(source: Source): number {
  const slot = source.slots.shift();
  if (slot === undefined) throw new CompilerBug("a result has fewer slots than its layout");
  return slot.word;
}
