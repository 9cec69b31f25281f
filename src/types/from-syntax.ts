/**
 * Types as written → types. In: a type expression and a scope (declared data types and aliases, and the variables that
 * the surrounding declaration binds). Out: a type, with the problems found; the type is always usable.
 *
 * A name that is not declared is a type variable: a single letter on purpose, a longer one with a warning (T4), so that
 * a misspelt annotation never refuses a program. Written variables get ids from 0 within their scope.
 */

import { type Diagnostic, error } from "../base/diagnostic.ts";
import { type Checked, unreachable } from "../base/outcome.ts";
import type { Span } from "../base/span.ts";
import type { QuantifiedGroup, TypeAlias, TypeExpr, TypeParam } from "../syntax/ast.ts";
import { applyDimOperator, constantDim, type Dim, dimValue, dimVariable, unknownDim } from "./dim.ts";
import {
  any,
  bool,
  complex,
  data,
  fn,
  integer,
  type Kind,
  list,
  matrix,
  rational,
  real,
  string,
  type Type,
  type TypeVarId,
  tuple,
  typeVarId,
  unit,
  vector,
} from "./type.ts";
import { typeForms, unknownType, wrongCount, wrongForm } from "./type-problems.ts";

/** What type names the program declares. */
export interface TypeDeclarations {
  /** The type's name within `con`, and the kinds of its parameters. */
  data(name: string): { readonly name: string; readonly kinds: readonly Kind[] } | undefined;
  alias(name: string): TypeAlias | undefined;
  /** Names that stand for no type but are no mistake either: structures. */
  isKnown(name: string): boolean;
  readonly names: () => Iterable<string>;
}

export const noTypeDeclarations: TypeDeclarations = {
  data: () => undefined,
  alias: () => undefined,
  isKnown: () => false,
  names: () => [],
};

/** One per declaration: equal names in it are one variable. */
export interface TypeScope {
  readonly declarations: TypeDeclarations;
  /** Written variables: a `var`, or a `dim` for one of kind Nat. */
  readonly variables: Map<string, Type>;
  /** Source of ids, shared by nested scopes. */
  readonly ids: { next: number };
  /** Aliases being expanded, to find cycles. */
  readonly expanding: readonly string[];
}

export function createTypeScope(
  declarations: TypeDeclarations,
  params: readonly TypeParam[] = [],
): TypeScope {
  const scope: TypeScope = { declarations, variables: new Map(), ids: { next: 0 }, expanding: [] };
  for (const param of params) bindVariable(scope, param.name, kindFromSyntax(param.kind));
  return scope;
}

export function typeFromSyntax(type: TypeExpr, scope: TypeScope): Checked<Type> {
  const problems: Diagnostic[] = [];
  return { value: convert(type, scope, problems), problems };
}

export function dimFromSyntax(type: TypeExpr, scope: TypeScope): Checked<Dim> {
  const problems: Diagnostic[] = [];
  return { value: convertDim(type, scope, problems), problems };
}

export function kindFromSyntax(kind: TypeExpr | undefined): Kind {
  if (kind === undefined) return { kind: "Type" };
  if (kind.kind === "type-arrow") {
    return { kind: "arrow", from: kindFromSyntax(kind.from), to: kindFromSyntax(kind.to) };
  }
  if (kind.kind === "type-name" && naturalNames.has(kind.name)) return { kind: "Nat" };
  if (kind.kind === "type-name" && kind.name === "String") return { kind: "String" };
  return { kind: "Type" };
}

/** Is this the type ℕ, whose values are checked on entry (T10)? */
export function isNaturalType(type: TypeExpr | undefined, declarations: TypeDeclarations): boolean {
  let current = type;
  for (let steps = 0; current?.kind === "type-name" && steps < 100; steps++) {
    if (declarations.data(current.name) !== undefined) return false;
    const alias: TypeAlias | undefined = declarations.alias(current.name);
    if (alias === undefined) return naturalNames.has(current.name);
    current = alias.type;
  }
  return false;
}

const naturalNames: ReadonlySet<string> = new Set(["ℕ", "Nat", "N"]);

const fixedNames: ReadonlyMap<string, Type> = new Map<string, Type>([
  ...["ℕ", "Nat", "N", "ℤ", "Int", "Integer", "Z"].map((name) => [name, integer] as const),
  ...["ℚ", "Rational", "Q"].map((name) => [name, rational] as const),
  ...["ℝ", "Real", "Scalar", "R"].map((name) => [name, real] as const),
  ...["ℂ", "Complex", "C"].map((name) => [name, complex] as const),
  ["Bool", bool],
  ["Boolean", bool],
  ["𝔹", bool],
  ["String", string],
  ["Unit", unit],
  ["Any", any],
  ["RegEx", data("RegEx", [])],
]);

const matrixNames: ReadonlySet<string> = new Set(["Matrix", "PMatrix", "VMatrix", "BMatrix"]);
const dimFunctions: ReadonlySet<string> = new Set(["min", "max", "gcd", "lcm"]);
/** Families of the language and of its library that no program declares. */
const knownFamilies: ReadonlySet<string> = new Set([
  ...["List", "Vector", "Set", "Map", "BitVec", "Field", "Tensor", "NDArray", "ComplexMatrix"],
  ...["Type", "Function", "PlotElement", "Pair", "Tuple3", "Tuple4", "Tuple5", "Proposition", "Prop"],
  ...matrixNames,
]);

// ---- types ---------------------------------------------------------------------------------------------

function convert(type: TypeExpr, scope: TypeScope, problems: Diagnostic[]): Type {
  switch (type.kind) {
    case "type-name":
      return convertName(type.name, type.span, scope, problems);
    case "type-call":
      return convertCall(type, scope, problems);
    case "type-product":
      return type.items.length === 0 ? unit : tuple(type.items.map((t) => convert(t, scope, problems)));
    case "type-arrow":
      return convertArrow(type, scope, problems);
    case "type-forall": {
      for (const group of type.groups) bindGroup(scope, group);
      return convert(type.body, scope, problems);
    }
    case "type-number":
    case "type-operator":
      return { kind: "dim", dim: convertDim(type, scope, problems) };
    case "type-string":
      return { kind: "text", value: type.value };
    default:
      return unreachable(type);
  }
}

function convertName(name: string, span: Span, scope: TypeScope, problems: Diagnostic[]): Type {
  const variable = scope.variables.get(name);
  if (variable !== undefined) return variable;
  const { declarations } = scope;
  const declared = declarations.data(name);
  if (declared !== undefined)
    return data(
      declared.name,
      declared.kinds.map((kind) => openArgument(kind, scope)),
    );
  const alias = declarations.alias(name);
  if (alias !== undefined) return expandAlias(alias, [], span, scope, problems);
  const fixed = fixedNames.get(name);
  if (fixed !== undefined) return fixed;
  if (matrixNames.has(name)) return matrix(unknownDim, unknownDim, freshVariable(scope));
  if (name === "Vector") return vector(unknownDim, freshVariable(scope));
  if (name === "List") return list(freshVariable(scope));
  if (name === "Set") return data("Set", [freshVariable(scope)]);
  if (!isVariableName(name)) reportUnknown(name, span, scope, problems);
  return bindVariable(scope, name, { kind: "Type" });
}

function convertCall(
  call: Extract<TypeExpr, { kind: "type-call" }>,
  scope: TypeScope,
  problems: Diagnostic[],
): Type {
  const { name, args, span } = call;
  const declared = scope.declarations.data(name);
  if (declared !== undefined) return convertData(call, declared, scope, problems);
  const alias = scope.declarations.alias(name);
  if (alias !== undefined) return expandAlias(alias, args, span, scope, problems);
  const [first, second, third] = args;
  const dimAt = (arg: TypeExpr | undefined) =>
    arg === undefined ? unknownDim : convertDim(arg, scope, problems);
  const typeAt = (arg: TypeExpr | undefined) => (arg === undefined ? real : convert(arg, scope, problems));
  if (matrixNames.has(name) && (args.length === 2 || args.length === 3))
    return matrix(dimAt(first), dimAt(second), typeAt(third));
  if (name === "ComplexMatrix" && args.length === 2) {
    const part = matrix(dimAt(first), dimAt(second), real);
    return tuple([part, part]);
  }
  if (name === "Vector" && args.length <= 2) {
    if (args.length === 1 && denotesType(first, scope)) return vector(unknownDim, typeAt(first));
    return vector(dimAt(first), typeAt(second));
  }
  if (/^(List|Set|NDArray)$/.test(name) && args.length === 1) return data(name, [typeAt(first)]);
  if (name === "BitVec" && args.length === 1) return data(name, [{ kind: "dim", dim: dimAt(first) }]);
  if (/^(Pair|Tuple[345])$/.test(name)) return tuple(args.map(typeAt));
  if (dimFunctions.has(name)) return { kind: "dim", dim: convertDim(call, scope, problems) };
  if (name === "Field" && args.every((a) => !denotesType(a, scope))) {
    return data(
      name,
      args.map((a) => ({ kind: "dim", dim: dimAt(a) })),
    );
  }
  if (name === "Map") return data(name, args.map(typeAt));
  if (!isVariableName(name)) reportFamily(call, scope, problems);
  return freshVariable(scope);
}

function convertData(
  call: Extract<TypeExpr, { kind: "type-call" }>,
  declared: { readonly name: string; readonly kinds: readonly Kind[] },
  scope: TypeScope,
  problems: Diagnostic[],
): Type {
  if (call.args.length !== declared.kinds.length) {
    problems.push(wrongCount(call.name, declared.kinds.length, call.args.length, call.span));
  }
  const args = declared.kinds.map((kind, i): Type => {
    const arg = call.args[i];
    if (arg === undefined) return openArgument(kind, scope);
    return kind.kind === "Nat"
      ? { kind: "dim", dim: convertDim(arg, scope, problems) }
      : convert(arg, scope, problems);
  });
  return data(declared.name, args);
}

/** `A → B → C` and `A × B → C` are both the function of two parameters: functions take full parameter lists. */
function convertArrow(
  arrow: Extract<TypeExpr, { kind: "type-arrow" }>,
  scope: TypeScope,
  problems: Diagnostic[],
): Type {
  const params: Type[] = [];
  let current: TypeExpr = arrow;
  while (current.kind === "type-arrow") {
    const from: TypeExpr = current.from;
    const parts = from.kind === "type-product" ? from.items : [from];
    for (const part of parts) params.push(convert(part, scope, problems));
    current = current.to;
  }
  return fn(params, convert(current, scope, problems));
}

/** Problems within an alias, cycles among them, are reported once, where it is declared. */
function expandAlias(
  alias: TypeAlias,
  args: readonly TypeExpr[],
  span: Span,
  scope: TypeScope,
  problems: Diagnostic[],
): Type {
  if (scope.expanding.includes(alias.name)) return any;
  if (args.length !== alias.params.length) {
    problems.push(wrongCount(alias.name, alias.params.length, args.length, span));
  }
  const inner: TypeScope = {
    declarations: scope.declarations,
    variables: new Map(),
    ids: scope.ids,
    expanding: [...scope.expanding, alias.name],
  };
  alias.params.forEach((param, i) => {
    const [arg, kind] = [args[i], kindFromSyntax(param.kind)];
    if (arg === undefined) bindVariable(inner, param.name, kind);
    else if (kind.kind === "Nat") {
      inner.variables.set(param.name, { kind: "dim", dim: convertDim(arg, scope, problems) });
    } else inner.variables.set(param.name, convert(arg, scope, problems));
  });
  return convert(alias.type, inner, []);
}

// ---- dimensions ----------------------------------------------------------------------------------------

function convertDim(type: TypeExpr, scope: TypeScope, problems: Diagnostic[]): Dim {
  switch (type.kind) {
    case "type-number":
      return counted(constantDim(Number(type.text)), type.span, problems);
    case "type-name": {
      const bound = scope.variables.get(type.name);
      if (bound?.kind === "dim") return bound.dim;
      if (bound !== undefined && bound.kind !== "var") return unknownDim;
      const dim = dimVariable(type.name);
      scope.variables.set(type.name, { kind: "dim", dim });
      return dim;
    }
    case "type-operator":
      return computeDim(type.operator, type.left, type.right, type.span, scope, problems);
    case "type-call": {
      const [left, right] = type.args;
      const { name } = type;
      if (left === undefined || right === undefined || type.args.length !== 2) return unknownDim;
      if (name !== "min" && name !== "max" && name !== "gcd" && name !== "lcm") return unknownDim;
      return computeDim(name, left, right, type.span, scope, problems);
    }
    case "type-product": {
      const [only, ...others] = type.items;
      return only !== undefined && others.length === 0 ? convertDim(only, scope, problems) : unknownDim;
    }
    case "type-string":
    case "type-arrow":
    case "type-forall":
      return unknownDim;
    default:
      return unreachable(type);
  }
}

function computeDim(
  operator: Parameters<typeof applyDimOperator>[0],
  left: TypeExpr,
  right: TypeExpr,
  span: Span,
  scope: TypeScope,
  problems: Diagnostic[],
): Dim {
  const [a, b] = [convertDim(left, scope, problems), convertDim(right, scope, problems)];
  const result = applyDimOperator(operator, a, b);
  if (operator === "/" && dimValue(b) === 0) {
    problems.push(error("KL0307", "this dimension divides by zero", span));
    return unknownDim;
  }
  return counted(result, span, problems);
}

/** Dimensions count: they are whole numbers from 0 on, and those that doubles hold exactly. */
function counted(dim: Dim, span: Span, problems: Diagnostic[]): Dim {
  const value = dimValue(dim);
  if (value === undefined || (Number.isSafeInteger(value) && value >= 0)) return dim;
  const wrong =
    value < 0 ? "is negative" : value > Number.MAX_SAFE_INTEGER ? "is too large" : "is no whole number";
  problems.push(error("KL0307", `this dimension ${wrong}: ${value}`, span));
  return unknownDim;
}

/** Does an argument of a family that takes either name a type rather than a number? */
function denotesType(arg: TypeExpr | undefined, scope: TypeScope): boolean {
  if (arg === undefined) return false;
  if (arg.kind === "type-product" || arg.kind === "type-arrow" || arg.kind === "type-forall") return true;
  if (arg.kind === "type-call") return !dimFunctions.has(arg.name);
  if (arg.kind !== "type-name") return false;
  const bound = scope.variables.get(arg.name);
  if (bound !== undefined) return bound.kind !== "dim";
  if (scope.declarations.data(arg.name) ?? scope.declarations.alias(arg.name)) return true;
  return fixedNames.has(arg.name) && !isVariableName(arg.name);
}

// ---- variables -----------------------------------------------------------------------------------------

function bindVariable(scope: TypeScope, name: string, kind: Kind): Type {
  const variable: Type =
    kind.kind === "Nat" ? { kind: "dim", dim: dimVariable(name) } : { kind: "var", id: nextId(scope), name };
  scope.variables.set(name, variable);
  return variable;
}

function bindGroup(scope: TypeScope, group: QuantifiedGroup): void {
  for (const name of group.names) bindVariable(scope, name, kindFromSyntax(group.type));
}

function freshVariable(scope: TypeScope): Type {
  return { kind: "var", id: nextId(scope) };
}

function nextId(scope: TypeScope): TypeVarId {
  return typeVarId(scope.ids.next++);
}

function openArgument(kind: Kind, scope: TypeScope): Type {
  return kind.kind === "Nat" ? { kind: "dim", dim: unknownDim } : freshVariable(scope);
}

/** A single letter, perhaps numbered: `T`, `α`, `T1`, `t₂`. */
function isVariableName(name: string): boolean {
  return /^\p{L}[\d₀-₉]*$/u.test(name) && !/^[ℕℤℚℝℂ]$/.test(name);
}

/** How a type of the language is written behind its name, from a comma on; undefined where the name is none. */
export function formOfType(name: string): string | undefined {
  const form = typeForms.get(name);
  if (form !== undefined) return `, written ${form}`;
  return fixedNames.has(name) || knownFamilies.has(name) ? "" : undefined;
}

// ---- problems ------------------------------------------------------------------------------------------

function reportUnknown(name: string, span: Span, scope: TypeScope, problems: Diagnostic[]): void {
  if (scope.declarations.isKnown(name) || knownFamilies.has(name)) return;
  problems.push(
    unknownType(name, [...fixedNames.keys(), ...knownFamilies, ...scope.declarations.names()], span),
  );
}

/** A type of the language on other arguments than it takes, or an unknown one. */
function reportFamily(
  call: Extract<TypeExpr, { kind: "type-call" }>,
  scope: TypeScope,
  problems: Diagnostic[],
): void {
  const problem = scope.declarations.isKnown(call.name) ? undefined : wrongForm(call);
  if (problem === undefined) reportUnknown(call.name, call.span, scope, problems);
  else problems.push(problem);
}
