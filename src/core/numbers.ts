/** Number literals. In: the source spelling. Out: an integer of any size, or a real; undefined for `2²` and the like. */
import type { Literal } from "./core.ts";

export function numberLiteral(text: string): Literal | undefined {
  if (/^[0-9]+$/.test(text)) return { kind: "integer", value: BigInt(text) };
  const value = Number(text);
  return Number.isNaN(value) ? undefined : { kind: "real", value };
}
