/**
 * Operations on a program's own types that follow from others which it implements. In: the name of a built-in and argument
 * types. Out: which operation it comes from, and the type of the call; `core/derived.ts` makes the code.
 */
import type { DataType, Environment } from "./environment.ts";
import { asMatrix, asSequence } from "./flow.ts";
import { sparseShape } from "./sparse.ts";
import { substituteType, typeParts } from "./traverse.ts";
import { any, list, real, type Type } from "./type.ts";

/** `a > b` is `b < a`; `a ≤ b` is `a < b or a = b` where nothing better is given. */
export interface Derivation {
  readonly from: string;
  readonly swapped: boolean;
  readonly orEqual: boolean;
}

const swap = (from: string): Derivation => ({ from, swapped: true, orEqual: false });

/** In the order in which they are tried. */
export const derivations: ReadonlyMap<string, readonly Derivation[]> = new Map([
  ["greater_than", [swap("less_than")]],
  ["less_than", [swap("greater_than")]],
  [
    "leq",
    [
      swap("geq"),
      { from: "less_than", swapped: false, orEqual: true },
      { from: "greater_than", swapped: true, orEqual: true },
    ],
  ],
  [
    "geq",
    [
      swap("leq"),
      { from: "greater_than", swapped: false, orEqual: true },
      { from: "less_than", swapped: true, orEqual: true },
    ],
  ],
]);

/** What a call of `name`, which may be an alias of the built-in `row`, can mean on a program's own types. */
export function operationsBehind(name: string, row: string | undefined): readonly string[] {
  const derived = derivations.get(row ?? name) ?? [];
  return [...new Set([name, row ?? name, ...derived.map(({ from }) => from)])];
}

/** Declared by the program or the library, or a tuple: built-ins mean nothing on it by themselves. */
export function isOwnType(type: Type, env: Environment): boolean {
  return type.kind === "tuple" || (type.kind === "con" && env.data(type.name) !== undefined);
}

export function mentionsOwnType(type: Type, env: Environment): boolean {
  return (
    (type.kind === "con" && env.data(type.name) !== undefined) ||
    typeParts(type).some((t) => mentionsOwnType(t, env))
  );
}

/** The type of a call that is derived; `typeOf` gives the type of an operation that is implemented. */
export function derivedResult(
  name: string,
  args: readonly Type[],
  env: Environment,
  typeOf: (operation: string, args: readonly Type[]) => Type | undefined,
): Type | undefined {
  const [a, b] = args;
  if (name === "norm" || name === "dot") {
    const elements = args.map((arg) => asSequence(arg)?.element);
    const [x, y = x] = elements;
    if (x === undefined || y === undefined || ![x, y].some((t) => isOwnType(t, env))) return undefined;
    return typeOf("times", [x, y]);
  }
  const entry = a && asMatrix(a)?.element;
  if (name === "det") return entry && isOwnType(entry, env) ? typeOf("times", [entry, entry]) : undefined;
  if (a === undefined || b === undefined) return undefined;
  if ((name === "power" || name === "mpow") && entry !== undefined && isOwnType(entry, env)) return a;
  if ((name === "power" || name === "mpow") && sparseShape(a, env) !== undefined) return a;
  if (name === "power" || name === "mpow")
    return isOwnType(a, env) && b.kind === "con" && b.name === "ℤ" ? typeOf("times", [a, a]) : undefined;
  if (name === "ode45")
    return stateFields(b, env) === undefined ? undefined : list({ kind: "fixed", items: [real, b] });
  if (args.length !== 2) return undefined;
  if (name === "max" || name === "min") return typeOf("less_than", [a, b]) === undefined ? undefined : a;
  if (name === "minus") {
    const negative = typeOf("negate", [b]);
    return negative && typeOf("plus", [a, negative]);
  }
  for (const { from, swapped } of derivations.get(name) ?? []) {
    const result = typeOf(from, swapped ? [b, a] : [a, b]);
    if (result !== undefined) return result;
  }
  return undefined;
}

// ---- states of differential equations ------------------------------------------------------------------

/** A pattern for values of a type that is made of real numbers alone, which is also the expression that builds one. */
export interface StateFields {
  readonly pattern: string;
  readonly names: readonly string[];
}

/** Undefined where a field is no number, or the type has several constructors or is recursive. */
export function stateFields(type: Type, env: Environment): StateFields | undefined {
  if (type.kind !== "con" || env.data(type.name) === undefined) return undefined;
  const names: string[] = [];
  const pattern = patternOf(type, env, names, []);
  return pattern === undefined || names.length === 0 ? undefined : { pattern, names };
}

function patternOf(
  type: Type,
  env: Environment,
  names: string[],
  path: readonly string[],
): string | undefined {
  if (type.kind !== "con" || path.includes(type.name)) return undefined;
  if (type.name === "ℝ") {
    names.push(`y${names.length}`);
    return names.at(-1);
  }
  const data = env.data(type.name);
  const [only, ...others] = data?.constructors ?? [];
  if (data === undefined || only === undefined || others.length > 0) return undefined;
  const parts = only.fields.map((f) =>
    patternOf(atArguments(f.type, data, type.args), env, names, [...path, type.name]),
  );
  return parts.every((part) => part !== undefined) ? `${only.name}(${parts.join(", ")})` : undefined;
}

function atArguments(type: Type, data: DataType, args: readonly Type[]): Type {
  const params = data.type.kind === "con" ? data.type.args : [];
  return substituteType(type, {
    type: (id) => args[params.findIndex((p) => p.kind === "var" && p.id === id)] ?? any,
    dim: () => undefined,
  });
}
