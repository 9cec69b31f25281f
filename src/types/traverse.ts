/**
 * Walking over types: substitution, variables, keys and equality. All functions are total and share what they do
 * not change.
 */
import { unreachable } from "../base/outcome.ts";
import { type Dim, dimKey, dimVariables, substituteDim } from "./dim.ts";
import type { Type, TypeVarId } from "./type.ts";

export interface Substitution {
  readonly type: (id: TypeVarId) => Type | undefined;
  readonly dim: (name: string) => Dim | undefined;
}

/** Replaces variables; those the substitution does not know stay. */
export function substituteType(type: Type, by: Substitution): Type {
  const all = (types: readonly Type[]) => mapShared(types, (t) => substituteType(t, by));
  switch (type.kind) {
    case "con": {
      const args = all(type.args);
      return args === type.args ? type : { ...type, args };
    }
    case "tuple":
    case "fixed": {
      const items = all(type.items);
      return items === type.items ? type : { ...type, items };
    }
    case "record":
      return { ...type, fields: type.fields.map((f) => ({ ...f, type: substituteType(f.type, by) })) };
    case "function": {
      const [params, result] = [all(type.params), substituteType(type.result, by)];
      return params === type.params && result === type.result ? type : { ...type, params, result };
    }
    case "closure": {
      const captures = all(type.captures);
      return captures === type.captures ? type : { ...type, captures };
    }
    case "var":
      return by.type(type.id) ?? type;
    case "dim": {
      const dim = substituteDim(type.dim, by.dim);
      return dim === type.dim ? type : { kind: "dim", dim };
    }
    case "text":
    case "any":
    case "never":
      return type;
    default:
      return unreachable(type);
  }
}

/** The parts directly below a type. */
export function typeParts(type: Type): readonly Type[] {
  switch (type.kind) {
    case "con":
      return type.args;
    case "tuple":
    case "fixed":
      return type.items;
    case "record":
      return type.fields.map((f) => f.type);
    case "function":
      return [...type.params, type.result];
    case "closure":
      return type.captures;
    case "var":
    case "dim":
    case "text":
    case "any":
    case "never":
      return [];
    default:
      return unreachable(type);
  }
}

export interface Variables {
  readonly types: Set<TypeVarId>;
  readonly dims: Set<string>;
}

/** Every variable of a type, in order of first occurrence. */
export function typeVariables(
  type: Type,
  found: Variables = { types: new Set(), dims: new Set() },
): Variables {
  if (type.kind === "var") found.types.add(type.id);
  else if (type.kind === "dim") dimVariables(type.dim, found.dims);
  else for (const part of typeParts(type)) typeVariables(part, found);
  return found;
}

/** Without type variables, dimension variables and parts decided at run time. */
export function isClosedType(type: Type): boolean {
  if (type.kind === "var") return false;
  if (type.kind === "dim") return dimVariables(type.dim).size === 0;
  return typeParts(type).every(isClosedType);
}

export function mentionsAny(type: Type): boolean {
  return type.kind === "any" || typeParts(type).some(mentionsAny);
}

/** Equal types have equal keys and the other way round. */
export function typeKey(type: Type): string {
  const all = (types: readonly Type[]) => types.map(typeKey).join(",");
  switch (type.kind) {
    case "con":
      return type.args.length === 0 ? type.name : `${type.name}(${all(type.args)})`;
    case "tuple":
      return `(${all(type.items)})`;
    case "fixed":
      return `[${all(type.items)}]`;
    case "record":
      return `{${type.fields.map((f) => `${f.name}:${typeKey(f.type)}`).join(",")}}`;
    case "function":
      return `<${all(type.params)}>${type.effect ? "!" : ""}${typeKey(type.result)}`;
    case "closure":
      return `λ${type.lambda}/${type.arity}<${all(type.captures)}>`;
    case "var":
      return `'${type.id}`;
    case "dim":
      return `#${dimKey(type.dim)}`;
    case "text":
      return JSON.stringify(type.value);
    case "any":
      return "any";
    case "never":
      return "never";
    default:
      return unreachable(type);
  }
}

export function equalTypes(a: Type, b: Type): boolean {
  if (a === b) return true;
  if (!sameHead(a, b)) return false;
  const [parts, others] = [typeParts(a), typeParts(b)];
  return parts.length === others.length && parts.every((part, i) => equalTypes(part, others[i] ?? part));
}

/** Equal but for the parts below. */
function sameHead(a: Type, b: Type): boolean {
  switch (a.kind) {
    case "con":
      return b.kind === "con" && a.name === b.name;
    case "closure":
      return b.kind === "closure" && a.lambda === b.lambda && a.arity === b.arity;
    case "record":
      return b.kind === "record" && a.fields.every((f, i) => f.name === b.fields[i]?.name);
    case "function":
      return b.kind === "function" && a.effect === b.effect && a.params.length === b.params.length;
    case "var":
      return b.kind === "var" && a.id === b.id;
    case "dim":
      return b.kind === "dim" && (a.dim === b.dim || dimKey(a.dim) === dimKey(b.dim));
    case "text":
      return b.kind === "text" && a.value === b.value;
    case "tuple":
    case "fixed":
    case "any":
    case "never":
      return a.kind === b.kind;
    default:
      return unreachable(a);
  }
}

function mapShared<T>(items: readonly T[], f: (item: T) => T): readonly T[] {
  let changed = false;
  const mapped = items.map((item) => {
    const next = f(item);
    changed ||= next !== item;
    return next;
  });
  return changed ? mapped : items;
}
