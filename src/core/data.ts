/** Data types as Core has them. In: the environment. Out: constructors with tags, names and field types. */
import type { Environment } from "../types/environment.ts";
import type { CoreData } from "./core.ts";

export function coreData(environment: Environment): ReadonlyMap<string, CoreData> {
  return new Map(
    environment.dataTypes.map((data) => [
      data.name,
      {
        name: data.name,
        type: data.type,
        constructors: data.constructors.map((c) => ({
          name: c.name,
          tag: c.tag,
          arity: c.fields.length,
          fieldNames: c.fields.map((f) => f.name),
          fieldTypes: c.fields.map((f) => f.type),
        })),
        ...(data.sparse === undefined ? {} : { sparse: data.sparse }),
      },
    ]),
  );
}
