/**
 * Entering a function: what annotations make of arguments.
 *
 * In: parameters as written and the types of a call. Out: the types the parameters have in that instance (T2, T6, T10), the
 * dimension variables that the body may use as values (T7), and the declared result. Patterns are read once per declaration.
 */
import { type Diagnostic, error } from "../base/diagnostic.ts";
import type { Span } from "../base/span.ts";
import type { Param, TypeExpr } from "../syntax/ast.ts";
import { confusedForms } from "../types/explain.ts";
import {
  createTypeScope,
  isNaturalType,
  type TypeDeclarations,
  typeFromSyntax,
} from "../types/from-syntax.ts";
import { type MatchResult, matchTypes } from "../types/match.ts";
import { shortType } from "../types/print.ts";
import { isClosedType, type Substitution, substituteType, typeParts } from "../types/traverse.ts";
import { any, type Type } from "../types/type.ts";

/** A declaration's annotations as types; undefined where there is none. */
export interface Annotations {
  readonly params: readonly Param[];
  readonly patterns: readonly (Type | undefined)[];
  readonly natural: readonly boolean[];
  readonly result: Type | undefined;
  readonly naturalResult: boolean;
  readonly resultSpan: Span | undefined;
}

/** A definition, a lambda or a member of `implements`. */
export interface Annotated {
  readonly params?: readonly Param[] | undefined;
  readonly result?: TypeExpr | undefined;
}

const read = new WeakMap<TypeDeclarations, WeakMap<Annotated, Annotations>>();

export function annotationsOf(declaration: Annotated, types: TypeDeclarations): Annotations {
  const ofTypes = read.get(types) ?? new WeakMap<Annotated, Annotations>();
  read.set(types, ofTypes);
  const known = ofTypes.get(declaration);
  if (known !== undefined) return known;
  const { params = [], result } = declaration;
  const scope = createTypeScope(types);
  const convert = (type: TypeExpr | undefined) =>
    type === undefined ? undefined : typeFromSyntax(type, scope).value;
  const annotations: Annotations = {
    params,
    patterns: params.map((p) => convert(p.annotation)),
    natural: params.map((p) => isNaturalType(p.annotation, types)),
    result: convert(result),
    naturalResult: isNaturalType(result, types),
    resultSpan: result?.span,
  };
  ofTypes.set(declaration, annotations);
  return annotations;
}

export type EntryPlan =
  | { readonly kind: "entered"; readonly params: readonly Type[]; readonly substitution: Substitution }
  | Extract<MatchResult, { kind: "clash" | "other" }>;

const nothingKnown: Substitution = { type: () => undefined, dim: () => undefined };

/** The parameter types of an instance that takes arguments of these types. */
export function planEntry(annotations: Annotations, args: readonly Type[]): EntryPlan {
  const places = annotations.patterns.flatMap((pattern, i) => (pattern === undefined ? [] : [i]));
  if (places.length === 0) return { kind: "entered", params: args, substitution: nothingKnown };
  const match = matchTypes(
    places.map((i) => annotations.patterns[i] ?? any),
    places.map((i) => args[i] ?? any),
    "narrowing",
  );
  if (match.kind !== "matched") return { ...match, index: places[match.index] ?? 0 };
  const params = [...args];
  places.forEach((place, i) => {
    params[place] = match.params[i] ?? any;
  });
  return { kind: "entered", params, substitution: match.substitution };
}

/** The problem of a call whose arguments contradict the annotations. */
export function entryProblem(
  name: string,
  annotations: Annotations,
  plan: Exclude<EntryPlan, { kind: "entered" }>,
  args: readonly { readonly type: Type; readonly span: Span }[],
): Diagnostic {
  const param = annotations.params[plan.index];
  const pattern = annotations.patterns[plan.index];
  const arg = args[plan.index];
  const span = arg?.span ?? param?.span ?? { file: "", start: 0, end: 0 };
  const related = param === undefined ? [] : [{ span: param.span, message: "declared here" }];
  const given = arg === undefined ? "?" : shortType(arg.type);
  if (plan.kind === "clash")
    return error("KL0301", `the dimensions of these arguments of \`${name}\` differ`, span, {
      label: `this is a ${given}`,
      related,
      notes: plan.notes,
    });
  const wanted = pattern === undefined ? "?" : shortType(pattern);
  return error("KL0302", `\`${name}\` does not take this argument`, span, {
    label: `this is a ${given}`,
    related,
    notes: [`the parameter \`${param?.name ?? "?"}\` is declared ${wanted}, the argument is a ${given}`],
    ...(pattern === undefined || arg === undefined ? {} : confusedForms(pattern, arg.type)),
  });
}

/** The declared result type, where the parameters decide all of it. */
export function declaredResult(annotations: Annotations, substitution: Substitution): Type | undefined {
  if (annotations.result === undefined) return undefined;
  const type = substituteType(annotations.result, substitution);
  return isClosedType(type) && isDecided(type) ? type : undefined;
}

function isDecided(type: Type): boolean {
  if (type.kind === "function" || type.kind === "any") return false;
  if (type.kind === "dim") return type.dim.kind !== "unknown";
  return typeParts(type).every(isDecided);
}

/**
 * The type that a value of type `actual` takes under an annotation: what the annotation leaves open is taken from the value.
 * Undefined where they contradict each other.
 */
export function underAnnotation(pattern: Type, actual: Type): Type | undefined {
  if (actual.kind === "never") return actual;
  const match = matchTypes([pattern], [actual], "narrowing");
  return match.kind === "matched" ? match.params[0] : undefined;
}

/** The arrow type a parameter is declared with, where it is decided. */
export function declaredArrow(pattern: Type | undefined, substitution: Substitution): Type | undefined {
  if (pattern?.kind !== "function") return undefined;
  const type = substituteType(pattern, substitution);
  return isClosedType(type) && typeParts(type).every(isDecided) ? type : undefined;
}
