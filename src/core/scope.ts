/**
 * What local names mean while one function is being specialised. Names are bound for the extent of a callback, so that a
 * scope costs nothing per level of nesting.
 */
import type { Type } from "../types/type.ts";
import type { CoreVar } from "./core.ts";

export type Binding =
  | {
      readonly kind: "local";
      readonly variable: CoreVar;
      /** The arrow type a parameter is annotated with: calls of it take and give those types. */
      readonly declared?: Type;
      /** The integer it is known to be (`let n = 3 in eye(n)`). */
      readonly literal?: bigint;
    }
  /** A dimension variable that is a number here. */
  | { readonly kind: "size"; readonly value: number };

export interface Scope {
  readonly lookup: (name: string) => Binding | undefined;
  /** Runs `body` with these names bound, the last one first. */
  readonly within: <T>(bindings: readonly (readonly [string, Binding])[], body: () => T) => T;
}

export function createScope(): Scope {
  const bound = new Map<string, Binding[]>();
  return {
    lookup: (name) => bound.get(name)?.at(-1),
    within: (bindings, body) => {
      for (const [name, binding] of bindings) {
        const stack = bound.get(name);
        if (stack === undefined) bound.set(name, [binding]);
        else stack.push(binding);
      }
      const result = body();
      for (const [name] of bindings) bound.get(name)?.pop();
      return result;
    },
  };
}
