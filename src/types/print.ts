/**
 * Types as people read them: `Matrix(2, 3, ℝ)`, `(ℤ, ℤ) → ℝ`, `∀a b. Plus(a, a, b) ⇒ a → b`. What is nested too deep is
 * shown as `…`.
 */
import { unreachable } from "../base/outcome.ts";
import { printDim } from "./dim.ts";
import { type Constraint, constraintTypes, type Scheme } from "./scheme.ts";
import { typeVariables } from "./traverse.ts";
import type { Type, TypeVarId } from "./type.ts";

const deepest = 8;
/** In messages, where a type stands in a sentence. */
const deepestInMessages = 3;

type Names = (id: TypeVarId, name: string | undefined) => string;

export function printType(type: Type): string {
  return print(type, writtenNames, deepest);
}

/** A type for a message: what is nested deeper is left out. */
export function shortType(type: Type): string {
  return print(type, writtenNames, deepestInMessages);
}

/** Several types with the same names for the same variables. */
export function printTypes(types: readonly Type[]): readonly string[] {
  const names = freshNames(types);
  return types.map((t) => print(t, names, deepest));
}

export function printScheme(scheme: Scheme): string {
  // Comparisons with annotations say nothing that the types do not show.
  const shown = scheme.constraints.filter((c) => c.kind !== "call");
  const parts = shown.flatMap(constraintTypes);
  const names = freshNames([scheme.type, ...parts]);
  const bound = new Set(scheme.vars);
  const order = [...typeVariables({ kind: "tuple", items: [scheme.type, ...parts] }).types];
  const typeNames = order.filter((id) => bound.has(id)).map((id) => names(id, undefined));
  const dimNames = scheme.dims.map(baseName);
  const quantified = [...new Set([...dimNames, ...typeNames])];
  const prefix = quantified.length === 0 ? "" : `∀${quantified.join(" ")}. `;
  const constraints = [...new Set(shown.map((c) => printConstraint(c, names)))];
  const context = constraints.length === 0 ? "" : `${constraints.join(", ")} ⇒ `;
  return `${prefix}${context}${print(scheme.type, names, deepest)}`;
}

function printConstraint(constraint: Constraint, names: Names): string {
  const texts = constraintTypes(constraint).map((t) => print(t, names, deepest));
  switch (constraint.kind) {
    case "flow":
      return texts.join(" ≤ ");
    case "operation":
      return `${className(constraint.operation)}(${texts.join(", ")})`;
    case "call":
      return `${className(constraint.written.name)}(${texts.join(", ")})`;
    case "apply":
      return `Apply(${texts.join(", ")})`;
    case "field":
      return `Field("${constraint.name}", ${texts.join(", ")})`;
    case "list":
      return `List(${texts.join(", ")})`;
    default:
      return unreachable(constraint);
  }
}

/** `less_than` is the class `LessThan`. */
function className(operation: string): string {
  return operation.replace(/(?:^|_)(\p{L})/gu, (_, letter: string) => letter.toUpperCase());
}

function print(type: Type, names: Names, depth: number): string {
  if (depth === 0 && hasParts(type)) return "…";
  const inside = (t: Type) => print(t, names, depth - 1);
  switch (type.kind) {
    case "con": {
      const name = baseName(type.name);
      return type.args.length === 0 ? name : `${name}(${type.args.map(inside).join(", ")})`;
    }
    case "tuple":
      return type.items
        .map((item) => (isProductOrArrow(item) ? `(${inside(item)})` : inside(item)))
        .join(" × ");
    case "fixed":
      return `[${type.items.map(inside).join(", ")}]`;
    case "record":
      return `{${type.fields.map((f) => `${f.name} : ${inside(f.type)}`).join(", ")}}`;
    case "function":
      return printFunction(type.params, inside(type.result), inside);
    case "closure":
      return `function of ${type.arity}`;
    case "var":
      return names(type.id, type.name);
    case "dim":
      return printDim(type.dim);
    case "text":
      return JSON.stringify(type.value);
    case "any":
      return "Any";
    case "never":
      return "Never";
    default:
      return unreachable(type);
  }
}

function hasParts(type: Type): boolean {
  if (type.kind === "con") return type.args.length > 0;
  return type.kind === "tuple" || type.kind === "fixed" || type.kind === "record" || type.kind === "function";
}

/** Stands in parentheses within a product. */
function isProductOrArrow(type: Type): boolean {
  return type.kind === "tuple" || type.kind === "function";
}

function printFunction(params: readonly Type[], result: string, inside: (t: Type) => string): string {
  const [only, ...others] = params;
  if (only === undefined) return `() → ${result}`;
  const texts = params.map((p) => (p.kind === "function" ? `(${inside(p)})` : inside(p)));
  if (others.length > 0) return `(${texts.join(", ")}) → ${result}`;
  return only.kind === "tuple" ? `(${inside(only)}) → ${result}` : `${texts.join("")} → ${result}`;
}

function baseName(name: string): string {
  return name.replace(/'.*$/, "");
}

function writtenNames(id: TypeVarId, name: string | undefined): string {
  return name === undefined ? `t${id}` : baseName(name);
}

/** `a b c … z a1 …` in order of first occurrence; a name that the text gave is kept where it is free. */
function freshNames(types: readonly Type[]): Names {
  const written = new Map<TypeVarId, string>();
  for (const type of types) collectNames(type, written);
  const order = typeVariables({ kind: "tuple", items: types });
  const taken = new Set([...order.dims].map(baseName));
  const chosen = new Map<TypeVarId, string>();
  for (const id of order.types) {
    const name = written.get(id);
    if (name === undefined || taken.has(baseName(name))) continue;
    chosen.set(id, baseName(name));
    taken.add(baseName(name));
  }
  let next = 0;
  for (const id of order.types) {
    if (chosen.has(id)) continue;
    let name = letterName(next++);
    while (taken.has(name)) name = letterName(next++);
    chosen.set(id, name);
  }
  return (id, name) => chosen.get(id) ?? writtenNames(id, name);
}

function letterName(index: number): string {
  const round = Math.floor(index / 26);
  return String.fromCharCode(97 + (index % 26)) + (round === 0 ? "" : String(round));
}

function collectNames(type: Type, names: Map<TypeVarId, string>): void {
  if (type.kind === "var" && type.name !== undefined) names.set(type.id, type.name);
  else if (type.kind === "function") for (const t of [...type.params, type.result]) collectNames(t, names);
  else if (type.kind === "con") for (const t of type.args) collectNames(t, names);
  else if (type.kind === "tuple" || type.kind === "fixed") for (const t of type.items) collectNames(t, names);
}
