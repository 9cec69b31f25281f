/** Names at file level of a library, and the templates in it, shared by the programs that it holds. */
import { nameSupply } from "./names.ts";
import type { TemplateInstance } from "./plan.ts";

/** Names at file level; one library may hold several programs. */
export interface LibraryNames {
  readonly fresh: (wish: string) => string;
  readonly templates: TemplateSupply;
}

export function libraryNames(taken: Iterable<string> = []): LibraryNames {
  return { fresh: nameSupply(taken), templates: templateSupply() };
}

export interface TemplateSupply {
  /** The name of the function that this template with these holes gives; the same for the same holes. */
  readonly instance: (template: string, holes: Readonly<Record<string, number | string>>) => string;
  readonly all: () => readonly TemplateInstance[];
}

function templateSupply(): TemplateSupply {
  const instances = new Map<string, TemplateInstance>();
  return {
    instance: (template, holes) => {
      const key = JSON.stringify([template, Object.entries(holes).sort(([a], [b]) => (a < b ? -1 : 1))]);
      const found = instances.get(key) ?? { template, holes, name: `kleis_${template}_${instances.size}` };
      instances.set(key, found);
      return found.name;
    },
    all: () => [...instances.values()],
  };
}
