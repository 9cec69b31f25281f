/**
 * The unknowns of inference: each keeps the join of what has flowed into it, or stands for a type, and remembers which
 * constraints have read it.
 */
import { mapParts } from "./open-type.ts";
import type { Task } from "./task.ts";
import { typeParts } from "./traverse.ts";
import { any, type Type, type TypeVarId, typeVarId } from "./type.ts";

export interface Unknown {
  readonly id: TypeVarId;
  readonly name: string | undefined;
  /** A parameter of a definition, or a part of one: callers add to it. */
  external: boolean;
  /** The join of what has flowed in. */
  lower: Type | undefined;
  /** `lower` is what the unknown stands for, not only what has flowed in so far. */
  bound: boolean;
  readonly readers: Set<Task>;
}

/** Types nested deeper are not told apart. */
const deepestReading = 40;

export class Unknowns {
  readonly #all = new Map<TypeVarId, Unknown>();
  #next = 0;

  fresh(name?: string, external = false): Type {
    const id = typeVarId(this.#next++);
    this.#all.set(id, { id, name, external, lower: undefined, bound: false, readers: new Set() });
    return name === undefined ? { kind: "var", id } : { kind: "var", id, name };
  }

  unknown(type: Type): Unknown | undefined {
    return type.kind === "var" ? this.#all.get(type.id) : undefined;
  }

  /** The unknowns made since a mark. */
  unknownsFrom(mark: number): readonly Unknown[] {
    const found: Unknown[] = [];
    for (let id = mark; id < this.#next; id++) {
      const unknown = this.#all.get(typeVarId(id));
      if (unknown !== undefined) found.push(unknown);
    }
    return found;
  }

  /** The unknown that stands for all that were made one with it. */
  representative(type: Type): Type {
    let current = type;
    while (current.kind === "var") {
      const unknown = this.#all.get(current.id);
      if (unknown?.lower === undefined || !unknown.bound) return current;
      current = unknown.lower;
    }
    return current;
  }

  /** Ids from here on belong to what is inferred next. */
  get mark(): number {
    return this.#next;
  }

  /** What a type is at the moment; its open unknowns stay. */
  read(type: Type, reader?: Task): Type {
    return this.#read(type, reader, new Set(), 0);
  }

  #read(type: Type, reader: Task | undefined, path: Set<TypeVarId>, depth: number): Type {
    if (depth > deepestReading) return any;
    if (type.kind === "var") {
      const unknown = this.#all.get(type.id);
      if (unknown === undefined) return type;
      if (reader !== undefined) unknown.readers.add(reader);
      if (unknown.lower === undefined) return type;
      if (path.has(type.id)) return any;
      path.add(type.id);
      const result = this.#read(unknown.lower, reader, path, depth);
      path.delete(type.id);
      return result;
    }
    return mapParts(type, (part) => this.#read(part, reader, path, depth + 1));
  }

  /** The outermost form of a type. */
  head(type: Type, reader?: Task): Type {
    let current = type;
    while (current.kind === "var") {
      const unknown = this.#all.get(current.id);
      if (unknown === undefined) return current;
      if (reader !== undefined) unknown.readers.add(reader);
      if (unknown.lower === undefined) return current;
      current = unknown.lower;
    }
    return current;
  }

  /** Whether a type contains this unknown, through what unknowns in it have received. */
  occurs(id: TypeVarId, type: Type): boolean {
    const seen = new Set<TypeVarId>();
    const visit = (t: Type): boolean => {
      if (t.kind !== "var") return typeParts(t).some(visit);
      if (t.id === id) return true;
      if (seen.has(t.id)) return false;
      seen.add(t.id);
      const lower = this.#all.get(t.id)?.lower;
      return lower !== undefined && visit(lower);
    };
    return visit(type);
  }

  /** Forgets all of them; ids go on. */
  clear(): void {
    this.#all.clear();
  }
}
