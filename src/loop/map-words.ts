/** Keys and values of maps as 64-bit words of their table, and back, while lowering. */
import { force, isSmall, itemsArray, pullArray, scalar, traverse } from "./arrays.ts";
import {
  add,
  binary,
  bool,
  compare,
  constInt,
  convert,
  f64,
  i64,
  index,
  load,
  mul,
  or,
  select,
} from "./expr.ts";
import type { Layout } from "./layout.ts";
import type { LocalId, LoopExpr } from "./loop.ts";
import type { LoopBuilder, Lowered } from "./lowering.ts";
import {
  hashing,
  hasPlainZeros,
  type KeyPart,
  keyParts,
  type MapInfo,
  nanBits,
  wordCount,
} from "./map-layout.ts";

/** One scalar of a key that is looked for, as atoms. */
export interface KeyWord {
  readonly part: KeyPart;
  /** The bits as they are stored. */
  readonly word: LoopExpr;
  /** Of a real: the number. */
  readonly number?: LoopExpr;
}

export function keyWords(build: LoopBuilder, info: MapInfo, key: Lowered): readonly KeyWord[] {
  const parts = keyParts(info.key) ?? build.unsupported("keys of this form");
  const scalars = scalarsOf(build, force(build, key));
  return parts.map((part, k) => keyWord(build, part, scalars[k] ?? i64(0n), hasPlainZeros(info)));
}

function keyWord(build: LoopBuilder, part: KeyPart, value: LoopExpr, plainZeros: boolean): KeyWord {
  if (value.type !== "f64") return { part, word: build.atom(convert("i64", value)) };
  const given = build.atom(value);
  const x = plainZeros ? build.atom(select(compare("eq", given, f64(0)), f64(0), given)) : given;
  const word = select(compare("ne", x, x), i64(nanBits), bitsOf(x));
  return { part, word: build.atom(word), number: x };
}

/** A key of which the stored bits are given. */
export function storedKey(build: LoopBuilder, part: KeyPart, word: LoopExpr): KeyWord {
  return part.element === "f64" ? { part, word, number: build.atom(numberOf(word)) } : { part, word };
}

/** The scalars that a value of fixed size is made of. */
function scalarsOf(build: LoopBuilder, value: Lowered): readonly LoopExpr[] {
  switch (value.kind) {
    case "unit":
      return [];
    case "scalar":
      return [value.value];
    case "text":
      return [value.number];
    case "complex":
      return [value.re, value.im];
    case "tuple":
      return value.items.flatMap((item) => scalarsOf(build, item));
    case "array": {
      const size = value.layout.extents.reduce<number>((n, e) => n * (e === "run-time" ? 0 : e), 1);
      return Array.from({ length: size }, (_, k) => scalarsOf(build, value.at(index(k)))).flat();
    }
  }
}

function bitsOf(value: LoopExpr): LoopExpr {
  return { kind: "reinterpret", type: "i64", value };
}
function numberOf(word: LoopExpr): LoopExpr {
  return { kind: "reinterpret", type: "f64", value: word };
}

/** Where the search for a key begins and how it goes on; both are atoms below 2³², to be taken modulo the slots. */
export interface Hash {
  readonly start: LoopExpr;
  readonly step: LoopExpr;
}

/** Both zeros have one. */
export function hashOf(build: LoopBuilder, key: readonly KeyWord[]): Hash {
  let hash: LoopExpr = i64(0n);
  for (const { word, number } of key) {
    const own =
      number === undefined ? word : build.atom(select(compare("eq", number, f64(0)), i64(0n), word));
    const lower = binary("and", own, i64(low));
    const mixed = binary("xor", lower, times(binary("shr", own, i64(32n)), hashing.upper));
    hash = build.atom(constInt(hash) === 0n ? mixed : binary("xor", times(hash, hashing.join), mixed));
  }
  for (const shift of hashing.shifts)
    hash = build.atom(binary("xor", hash, binary("shr", hash, i64(BigInt(shift)))));
  const step = binary("shr", times(hash, hashing.join), i64(BigInt(hashing.step)));
  return { start: hash, step: build.atom(binary("or", step, i64(1n))) };
}

/** Modulo 2³², of a number below that; the factor is below 2³¹. */
function times(value: LoopExpr, factor: number): LoopExpr {
  return binary("and", mul(value, i64(BigInt(factor))), i64(low));
}

const low = 0xffff_ffffn;

/** Whether the key stored at `base` is this one. */
export function isKeyAt(table: LocalId, base: LoopExpr, key: readonly KeyWord[]): LoopExpr {
  return key
    .map(({ word, number }, k) => {
      const stored = load(table, "i64", add(base, index(k)));
      const same = compare("eq", stored, word);
      return number === undefined ? same : or(same, compare("eq", numberOf(stored), number));
    })
    .reduce((all, one) => binaryAnd(all, one), bool(true));
}

function binaryAnd(a: LoopExpr, b: LoopExpr): LoopExpr {
  return select(a, b, bool(false));
}

/** Whether the key at `a` comes before the one at `b`. */
export function isBefore(
  build: LoopBuilder,
  info: MapInfo,
  table: LocalId,
  a: LoopExpr,
  b: LoopExpr,
): LoopExpr {
  const parts = keyParts(info.key) ?? [];
  let before: LoopExpr = bool(false);
  for (let k = parts.length - 1; k >= 0; k -= 1) {
    const part = parts[k];
    if (part === undefined) continue;
    const [x, y] = [a, b].map((base) => build.atom(load(table, "i64", add(base, index(k)))));
    if (x !== undefined && y !== undefined) before = partBefore(build, part, x, y, before);
  }
  return before;
}

/** `rest` decides between equal ones. */
function partBefore(build: LoopBuilder, part: KeyPart, x: LoopExpr, y: LoopExpr, rest: LoopExpr): LoopExpr {
  if (part.element === "text") return build.unsupported("the order of strings");
  if (part.element !== "f64") {
    const [p, q] = [x, y].map((e) => (part.ranks === undefined ? e : rankOf(part.ranks, e)));
    return p === undefined || q === undefined ? rest : decide(compare("lt", p, q), compare("gt", p, q), rest);
  }
  // NaN comes last, and its bits are one number here.
  const [p, q] = [numberOf(x), numberOf(y)];
  const isNumber = (e: LoopExpr): LoopExpr => compare("ne", e, i64(nanBits));
  const isNan = (e: LoopExpr): LoopExpr => compare("eq", e, i64(nanBits));
  return decide(
    or(compare("lt", p, q), binaryAnd(isNumber(x), isNan(y))),
    or(compare("gt", p, q), binaryAnd(isNan(x), isNumber(y))),
    rest,
  );
}

function decide(less: LoopExpr, more: LoopExpr, rest: LoopExpr): LoopExpr {
  return select(less, bool(true), select(more, bool(false), rest));
}

function rankOf(ranks: readonly number[], tag: LoopExpr): LoopExpr {
  return ranks.reduceRight<LoopExpr>(
    (others, rank, k) => select(compare("eq", tag, i64(BigInt(k))), i64(BigInt(rank)), others),
    i64(0n),
  );
}

// ------------------------------------------------------------------------------------------------------ values

/** Writes a value of `layout`, forced before, into the words from `base` on. */
export function writeWords(
  build: LoopBuilder,
  layout: Layout,
  table: LocalId,
  base: LoopExpr,
  value: Lowered,
): void {
  const put = (k: number, e: LoopExpr): void =>
    build.store(table, add(base, index(k)), e.type === "f64" ? bitsOf(e) : convert("i64", e));
  switch (value.kind) {
    case "unit":
      return;
    case "scalar":
      put(0, value.value);
      return;
    case "text":
      put(0, value.number);
      return;
    case "complex":
      put(0, value.re);
      put(1, value.im);
      return;
    case "tuple": {
      let next = 0;
      for (const [k, item] of value.items.entries()) {
        const own = (layout.kind === "tuple" ? layout.items[k] : undefined) ?? { kind: "unit" };
        writeWords(build, own, table, add(base, index(next)), item);
        next += wordCount(own);
      }
      return;
    }
    case "array": {
      if (layout.kind !== "array") return;
      const words = wordCount(layout.element);
      traverse(build, value, true, (i, element) => {
        writeWords(build, layout.element, table, build.atom(add(base, mul(i, index(words)))), element);
      });
    }
  }
}

/** The value of `layout` in the words from `base` on, an atom. */
export function readWords(build: LoopBuilder, layout: Layout, table: LocalId, base: LoopExpr): Lowered {
  const word = (k: number): LoopExpr => load(table, "i64", add(base, index(k)));
  switch (layout.kind) {
    case "unit":
      return { kind: "unit" };
    case "scalar":
      if (layout.scalar === "f64") return scalar(build.atom(numberOf(word(0))));
      return scalar(build.atom(layout.scalar === "i64" ? word(0) : compare("ne", word(0), i64(0n))));
    case "text":
      return { kind: "text", number: build.atom(word(0)) };
    case "complex":
      return { kind: "complex", re: build.atom(numberOf(word(0))), im: build.atom(numberOf(word(1))) };
    case "tuple": {
      let next = 0;
      const items = layout.items.map((item) => {
        const part = readWords(build, item, table, build.atom(add(base, index(next))));
        next += wordCount(item);
        return part;
      });
      return { kind: "tuple", items };
    }
    case "array": {
      const words = wordCount(layout.element);
      const extents = layout.extents.map((e) => index(e === "run-time" ? 0 : e));
      const at = (i: LoopExpr): Lowered =>
        readWords(build, layout.element, table, build.atom(add(base, mul(i, index(words)))));
      const rule = pullArray(layout, extents, at, { cheap: true, total: true });
      if (!isSmall(layout)) return rule;
      const size = layout.extents.reduce<number>((n, e) => n * (e === "run-time" ? 0 : e), 1);
      return itemsArray(
        build,
        layout,
        extents,
        Array.from({ length: size }, (_, k) => at(index(k))),
      );
    }
  }
}
