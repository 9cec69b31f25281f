/**
 * Where two types meet: the least type that both flow into. Parts that are not known meet in a new unknown, the same one each
 * time, so that solving comes to an end.
 */
import { unknownDim } from "./dim.ts";
import { bounded, join } from "./flow.ts";
import { isOpen, sequenceParts } from "./open-type.ts";
import { typeKey } from "./traverse.ts";
import { any, fn, list, never, type Type, tuple } from "./type.ts";

/** What meeting needs of the solver. */
export interface Ways {
  readonly fresh: () => Type;
  readonly flow: (source: Type, target: Type) => void;
}

export class Meetings {
  readonly #ways: Ways;
  readonly #made = new Map<string, Type>();

  constructor(ways: Ways) {
    this.#ways = ways;
  }

  /** The least type both flow into; parts that are unknown meet in a new unknown. */
  merge(a: Type, b: Type): Type {
    if (!isOpen(a) && !isOpen(b)) return bounded(join(a, b));
    if (a.kind === "any" || b.kind === "any") return any;
    if (a.kind === "never") return b;
    if (b.kind === "never" || typeKey(a) === typeKey(b)) return a;
    if (a.kind === "var" || b.kind === "var") return this.#meet(a, b);
    if (a.kind === "tuple" && b.kind === "tuple" && a.items.length === b.items.length) {
      return tuple(this.#mergeAll(a.items, b.items));
    }
    if (a.kind === "function" && b.kind === "function" && a.params.length === b.params.length) {
      return this.#mergeFunctions(a, b);
    }
    const sequences = this.#mergeSequences(a, b);
    if (sequences !== undefined) return sequences;
    if (a.kind === "con" && b.kind === "con" && a.name === b.name && a.args.length === b.args.length) {
      return { ...a, args: this.#mergeAll(a.args, b.args) };
    }
    return any;
  }

  #mergeAll(a: readonly Type[], b: readonly Type[]): readonly Type[] {
    return a.map((part, i) => {
      const other = b[i] ?? any;
      if (part.kind !== "dim") return this.merge(part, other);
      return typeKey(part) === typeKey(other) ? part : { kind: "dim", dim: unknownDim };
    });
  }

  #mergeSequences(a: Type, b: Type): Type | undefined {
    const [s, t] = [sequenceParts(a), sequenceParts(b)];
    if (s === undefined || t === undefined) return undefined;
    const element = [...s.items, ...t.items].reduce((m, n) => this.merge(m, n), never);
    if (s.length === undefined || t.length === undefined) return list(element);
    return typeKey(s.length) === typeKey(t.length)
      ? { kind: "con", name: "Vector", args: [s.length, element] }
      : list(element);
  }

  #mergeFunctions(a: Extract<Type, { kind: "function" }>, b: Extract<Type, { kind: "function" }>): Type {
    return this.#memo(a, b, () => {
      const params = a.params.map((param, i) => {
        const merged = this.#ways.fresh();
        this.#ways.flow(merged, param);
        this.#ways.flow(merged, b.params[i] ?? any);
        return merged;
      });
      const result = this.#ways.fresh();
      this.#ways.flow(a.result, result);
      this.#ways.flow(b.result, result);
      return fn(params, result, a.effect || b.effect);
    });
  }

  #meet(a: Type, b: Type): Type {
    return this.#memo(a, b, () => {
      const meeting = this.#ways.fresh();
      this.#ways.flow(a, meeting);
      this.#ways.flow(b, meeting);
      return meeting;
    });
  }

  #memo(a: Type, b: Type, make: () => Type): Type {
    const key = meetingKey(a, b);
    const known = this.#made.get(key);
    if (known !== undefined) return known;
    const made = make();
    this.#made.set(key, made);
    // What has met the same part before meets it in the same place.
    this.#made.set(meetingKey(made, b), made);
    this.#made.set(meetingKey(made, a), made);
    return made;
  }

  clear(): void {
    this.#made.clear();
  }
}

/** The same for both orders: unknowns that flow into each other have to settle on one meeting. */
function meetingKey(a: Type, b: Type): string {
  return [typeKey(a), typeKey(b)].sort().join("∨");
}
