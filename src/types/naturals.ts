/**
 * ℕ where a definition says so. To the checker ℕ and ℤ are one type, entered with a check (T10); a reader wants to see which
 * was written. For showing only.
 */
import type { Define, TypeExpr } from "../syntax/ast.ts";
import { isNaturalType, type TypeDeclarations } from "./from-syntax.ts";
import type { Scheme } from "./scheme.ts";
import type { Type } from "./type.ts";

const natural: Type = { kind: "con", name: "ℕ", args: [] };

/** The scheme of a definition with ℕ in the places that it declares ℕ. */
export function withNaturals(scheme: Scheme, { params, result }: Define, types: TypeDeclarations): Scheme {
  const shown = (type: Type, written: TypeExpr | undefined): Type =>
    isNaturalType(written, types) ? natural : type;
  const { type } = scheme;
  if (params === undefined) return { ...scheme, type: shown(type, result) };
  if (type.kind !== "function") return scheme;
  return {
    ...scheme,
    type: {
      ...type,
      params: type.params.map((param, i) => shown(param, params[i]?.annotation)),
      result: shown(type.result, result),
    },
  };
}
