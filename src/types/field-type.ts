/** The fields of records and of data types, by name. */
import type { Environment } from "./environment.ts";
import { substituteType } from "./traverse.ts";
import { any, type Type, type TypeVarId } from "./type.ts";

/** The type of `r.x`; undefined while `r` is open. */
export function fieldType(target: Type, name: string, env: Environment): Type | undefined {
  if (target.kind === "var") return undefined;
  if (target.kind === "record") return target.fields.find((f) => f.name === name)?.type ?? any;
  if (target.kind !== "con") return any;
  const data = env.data(target.name);
  const fields = (data?.constructors ?? []).flatMap((c) => c.fields.filter((f) => f.name === name));
  const [field, ...others] = fields;
  if (data === undefined || field === undefined || others.length > 0) return any;
  const args = new Map<TypeVarId, Type>();
  if (data.type.kind === "con") {
    data.type.args.forEach((param, i) => {
      if (param.kind === "var") args.set(param.id, target.args[i] ?? any);
    });
  }
  return substituteType(field.type, { type: (id) => args.get(id) ?? any, dim: () => ({ kind: "unknown" }) });
}
