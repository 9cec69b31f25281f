/** Functions that are written once for all maps of the same types: their parameters, and what calls give them. */
import { typeKey } from "../types/traverse.ts";
import { i64 } from "./expr.ts";
import type { LocalId, LoopExpr, Operand, Scalar } from "./loop.ts";
import type { LoopBuilder, SharedFunction } from "./lowering.ts";
import { keyParts, type MapInfo } from "./map-layout.ts";
import { type KeyWord, storedKey } from "./map-words.ts";

const zero = i64(0n);

export interface SharedParams {
  readonly words: LocalId;
  readonly scalars: readonly LoopExpr[];
  readonly key: readonly KeyWord[];
  /** Another array of words, where the function takes one. */
  readonly other?: LocalId;
}

export type Write = (build: LoopBuilder, params: SharedParams) => readonly LoopExpr[];

/** A function for all maps of these types. It takes words, i64 of these names, a key where it finds one, and more words. */
export function sharedFunction(
  name: string,
  info: MapInfo,
  scalars: readonly string[],
  results: readonly Scalar[],
  write: Write,
  { other = false }: { readonly other?: boolean } = {},
): SharedFunction {
  const parts = name === "find" || name === "append" ? (keyParts(info.key) ?? []) : [];
  const table = { array: "i64" } as const;
  return {
    key: `map ${name} ${info.form} ${typeKey(info.keyType)} ${typeKey(info.valueType)}`,
    name: `${info.form}_${name}`,
    params: [
      { name: "table", type: table },
      ...scalars.map((each) => ({ name: each, type: "i64" as const })),
      ...parts.map(() => ({ name: "key", type: "i64" as const })),
      ...(other ? [{ name: "other", type: table }] : []),
    ],
    results,
    write(build, [own, ...rest]) {
      if (own === undefined) throw new RangeError("a map function without its words");
      const numbers = rest.slice(0, scalars.length).map((id) => build.read(id));
      const words = rest.slice(scalars.length, scalars.length + parts.length).map((id) => build.read(id));
      const key = parts.map((part, k) => storedKey(build, part, words[k] ?? zero));
      const last = other ? rest.at(-1) : undefined;
      return write(build, { words: own, scalars: numbers, key, ...(last !== undefined && { other: last }) });
    },
  };
}

export function array(id: LocalId): Operand {
  return { kind: "array", id };
}
export function scalarOperand(value: LoopExpr): Operand {
  return { kind: "scalar", value };
}
export function keyOperands(key: readonly KeyWord[]): readonly Operand[] {
  return key.map(({ word }) => scalarOperand(word));
}
