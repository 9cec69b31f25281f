/**
 * Arrays of NumPy's .npy format, versions 1 to 3 (numpy.lib.format): real, integer, Boolean and complex entries of any size and byte
 * order, in C or Fortran order. Written are little-endian arrays in C order.
 */
import { type EntryKind, sizeOf, type Table, TableError } from "./table.ts";

const magic = "\x93NUMPY";

export function isNpy(bytes: Uint8Array): boolean {
  return [...magic].every((letter, i) => bytes[i] === letter.charCodeAt(0));
}

interface Header {
  /** `<f8` */
  readonly descr: string;
  readonly fortran: boolean;
  readonly shape: readonly number[];
}

/** Throws `TableError` for what is no array of numbers. */
export function parseNpy(bytes: Uint8Array): Table {
  if (!isNpy(bytes)) throw new TableError("this is no .npy file");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const isFirst = bytes[6] === 1;
  const start = isFirst ? 10 : 12;
  if (bytes.length < start) throw new TableError("the header is cut short");
  const length = isFirst ? view.getUint16(8, true) : view.getUint32(8, true);
  if (bytes.length < start + length) throw new TableError("the header is cut short");
  const header = parseHeader(new TextDecoder("latin1").decode(bytes.subarray(start, start + length)));
  const entry = entryOf(header.descr);
  const count = sizeOf(header.shape);
  const data = new DataView(bytes.buffer, bytes.byteOffset + start + length, bytes.length - start - length);
  const wanted = count * entry.size * entry.parts;
  if (data.byteLength < wanted)
    throw new TableError(`${wanted} bytes of entries are announced, ${data.byteLength} are there`);
  const values = entry.exact ? new BigInt64Array(count) : new Float64Array(count * entry.parts);
  for (let i = 0; i < values.length; i += 1) values[i] = entry.read(data, i * entry.size);
  const table = { shape: header.shape, kind: entry.kind, values };
  return header.fortran && header.shape.length > 1 ? rowByRow(table, entry.parts) : table;
}

/** The header is a literal of Python: `{'descr': '<f8', 'fortran_order': False, 'shape': (3, 2), }`. */
function parseHeader(text: string): Header {
  const descr = /'descr'\s*:\s*'([^']*)'/.exec(text)?.[1];
  const order = /'fortran_order'\s*:\s*(True|False)/.exec(text)?.[1];
  const shape = /'shape'\s*:\s*\(([^)]*)\)/.exec(text)?.[1];
  if (descr === undefined || order === undefined || shape === undefined)
    throw new TableError("the header names no simple array: structured and object arrays are not read");
  const sizes = shape
    .split(",")
    .map((size) => size.trim())
    .filter((size) => size !== "")
    .map(Number);
  if (!sizes.every((size) => Number.isSafeInteger(size) && size >= 0))
    throw new TableError(`(${shape}) is no shape`);
  return { descr, fortran: order === "True", shape: sizes };
}

interface Entry {
  readonly kind: EntryKind;
  /** Bytes of one part. */
  readonly size: number;
  /** 2 for complex entries. */
  readonly parts: number;
  /** Kept as 64-bit integers. */
  readonly exact: boolean;
  /** A part: a `bigint` where `exact`. */
  readonly read: (data: DataView, at: number) => never;
}

type Read = (data: DataView, at: number, little: boolean) => number | bigint;

const readers: Readonly<Record<string, readonly [EntryKind, Read]>> = {
  f8: ["ℝ", (d, at, little) => d.getFloat64(at, little)],
  f4: ["ℝ", (d, at, little) => d.getFloat32(at, little)],
  c16: ["ℂ", (d, at, little) => d.getFloat64(at, little)],
  c8: ["ℂ", (d, at, little) => d.getFloat32(at, little)],
  i8: ["ℤ", (d, at, little) => d.getBigInt64(at, little)],
  i4: ["ℤ", (d, at, little) => BigInt(d.getInt32(at, little))],
  i2: ["ℤ", (d, at, little) => BigInt(d.getInt16(at, little))],
  i1: ["ℤ", (d, at) => BigInt(d.getInt8(at))],
  u8: ["ℤ", (d, at, little) => signed(d.getBigUint64(at, little))],
  u4: ["ℤ", (d, at, little) => BigInt(d.getUint32(at, little))],
  u2: ["ℤ", (d, at, little) => BigInt(d.getUint16(at, little))],
  u1: ["ℤ", (d, at) => BigInt(d.getUint8(at))],
  b1: ["Bool", (d, at) => d.getUint8(at)],
};

function signed(value: bigint): bigint {
  if (value >= 2n ** 63n) throw new TableError(`${value} does not fit into 64 bits with a sign`);
  return value;
}

function entryOf(descr: string): Entry {
  const [, order = "", type = ""] = /^([<>|=]?)(\w+)$/.exec(descr) ?? [];
  const reader = readers[type];
  if (reader === undefined) throw new TableError(`entries of type ${descr} are not read`);
  const [kind, read] = reader;
  const parts = kind === "ℂ" ? 2 : 1;
  const little = order !== ">";
  return {
    kind,
    parts,
    size: Number(type.slice(1)) / parts,
    exact: kind === "ℤ",
    // Arrays of both kinds are filled by one loop: which it is, `exact` has decided.
    read: (data, at) => read(data, at, little) as never,
  };
}

/** Columns first becomes rows first. */
function rowByRow({ shape, kind, values }: Table, parts: number): Table {
  const ordered =
    values instanceof Float64Array ? new Float64Array(values.length) : new BigInt64Array(values.length);
  const position = shape.map(() => 0);
  const steps = shape.map((_, axis) => sizeOf(shape.slice(0, axis)));
  for (let k = 0; k < sizeOf(shape); k += 1) {
    const from = position.reduce((sum, p, axis) => sum + p * (steps[axis] ?? 0), 0);
    for (let part = 0; part < parts; part += 1)
      ordered[k * parts + part] = values[from * parts + part] as never;
    for (let axis = shape.length - 1; axis >= 0; axis -= 1) {
      const next = (position[axis] ?? 0) + 1;
      position[axis] = next === shape[axis] ? 0 : next;
      if (position[axis] !== 0) break;
    }
  }
  return { shape, kind, values: ordered };
}

const types: Readonly<Record<EntryKind, string>> = { ℝ: "<f8", ℤ: "<i8", Bool: "|b1", ℂ: "<c16" };

export function writeNpy({ shape, kind, values }: Table): Uint8Array {
  const sizes = shape.length === 1 ? `${shape[0]},` : shape.join(", ");
  const text = `{'descr': '${types[kind]}', 'fortran_order': False, 'shape': (${sizes}), }`;
  // The entries begin at a multiple of 64, after a newline.
  const length = Math.ceil((text.length + 11) / 64) * 64 - 10;
  const header = Buffer.alloc(10 + length, " ");
  header.write(magic, 0, "latin1");
  header.set([1, 0, length & 255, length >> 8], 6);
  header.write(text, 10, "latin1");
  header.write("\n", 9 + length, "latin1");
  const entries =
    kind === "Bool"
      ? Uint8Array.from(values as Float64Array)
      : new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return Buffer.concat([header, entries]);
}
