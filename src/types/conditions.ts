/**
 * The conditions of `implements S(Box(T)) where S(T)`: whether types meet them. In: an implementation, and what its variables stand
 * for at a call. Out: the first condition that is certainly not met, with what leads to it; `unmetProblem` puts it in words.
 *
 * A structure is met by types for which it is implemented, or another one that extends it or has it nested in it, their own
 * conditions met in turn. Types of the language itself need no `implements` for a structure whose operations are built-ins; a
 * list or matrix does then what its elements do. What is open or `Any` is never known to fail.
 */
import { type Diagnostic, error, type Label } from "../base/diagnostic.ts";
import type { Span } from "../base/span.ts";
import type { PrimitiveTable } from "../primitives/primitive.ts";
import { unknownDim } from "./dim.ts";
import type { Environment } from "./environment.ts";
import { asMatrix, asSequence } from "./flow.ts";
import { mentionsFunction } from "./forms.ts";
import { matchTypes } from "./match.ts";
import { isOpen } from "./open-type.ts";
import { printType } from "./print.ts";
import type { Implementation, Structure, StructureReference } from "./structures.ts";
import { mentionsAny, type Substitution, substituteType, typeKey, typeParts } from "./traverse.ts";
import { any, type Type, type TypeVarId } from "./type.ts";

/** What of a program decides whether types meet a condition. */
export interface Known {
  readonly environment: Environment;
  readonly table: PrimitiveTable;
}

/** A condition that does not hold for the types of a call. */
export interface Unmet {
  /** The implementation that states it. */
  readonly implementation: Implementation;
  /** The condition at the types of the call. */
  readonly structure: string;
  readonly types: readonly Type[];
  /** `where` states it here. */
  readonly span: Span;
  /** Why: an implementation takes these types, and lacks this in turn. */
  readonly because?: Unmet;
}

/** The first condition that these arguments of an implementation's member do not meet. */
export function unmetCondition(
  implementation: Implementation | undefined,
  substitution: Substitution,
  known: Known,
): Unmet | undefined {
  if (implementation === undefined || implementation.conditions.length === 0) return undefined;
  return firstUnmet(implementation, substitution, known, new Set());
}

/** `asked`: what is being looked for; an implementation may lean on itself. */
function firstUnmet(
  implementation: Implementation,
  substitution: Substitution,
  known: Known,
  asked: ReadonlySet<string>,
): Unmet | undefined {
  for (const { structure, args, span } of implementation.conditions) {
    const types = args.map((arg) => closedBy(arg, substitution));
    const lacking = unmetBy(structure, types, known, asked);
    if (lacking === undefined) continue;
    const own = { implementation, structure, types, span };
    return lacking === "nothing" ? own : { ...own, because: lacking };
  }
  return undefined;
}

/** Undefined where the types meet the structure, else what an implementation for them lacks, or that there is none. */
function unmetBy(
  name: string,
  types: readonly Type[],
  known: Known,
  asked: ReadonlySet<string>,
): Unmet | "nothing" | undefined {
  const structure = known.environment.structure(name);
  const isUncertain = (type: Type) => isOpen(type) || mentionsAny(type) || mentionsFunction(type);
  if (structure === undefined || types.length === 0 || types.some(isUncertain)) return undefined;
  const key = `${name}(${types.map(typeKey).join(", ")})`;
  if (asked.has(key)) return undefined;
  let lacking: Unmet | undefined;
  for (const implementation of known.environment.implementations) {
    const substitution = implementationFor(implementation, name, types, known);
    if (substitution === undefined) continue;
    const because = firstUnmet(implementation, substitution, known, new Set([...asked, key]));
    if (because === undefined) return undefined;
    lacking ??= because;
  }
  return isGivenAlready(structure, types, known, asked) ? undefined : (lacking ?? "nothing");
}

/** What the implementation's variables stand for where it implements the structure for these types. */
function implementationFor(
  implementation: Implementation,
  name: string,
  types: readonly Type[],
  known: Known,
): Substitution | undefined {
  for (const { structure, args } of implied(
    { structure: implementation.structure, args: implementation.args },
    known,
  )) {
    if (structure !== name || args.length !== types.length) continue;
    const match = matchTypes(args, types, "exact");
    if (match.kind === "matched") return match.substitution;
  }
  return undefined;
}

/** The structure itself, those that it extends, and those that are nested in them. */
function implied(reference: StructureReference, known: Known): readonly StructureReference[] {
  const found: StructureReference[] = [];
  const visit = ({ structure: name, args }: StructureReference): void => {
    if (found.some((one) => one.structure === name)) return;
    found.push({ structure: name, args });
    const structure = known.environment.structure(name);
    if (structure === undefined) return;
    const given = substitutionOf(structure, args);
    for (const other of [structure.parent, ...structure.nested]) {
      if (other === undefined) continue;
      visit({ structure: other.structure, args: other.args.map((arg) => substituteType(arg, given)) });
    }
  };
  visit(reference);
  return found;
}

function substitutionOf(structure: Structure, args: readonly Type[]): Substitution {
  const types = new Map<TypeVarId, Type>();
  structure.args.forEach((param, i) => {
    if (param.kind === "var") types.set(param.id, args[i] ?? any);
  });
  const dims = new Map(structure.params.map((param, i) => [param.name, args[i]] as const));
  return {
    type: (id) => types.get(id),
    dim: (dim) => {
      const given = dims.get(dim);
      return given?.kind === "dim" ? given.dim : undefined;
    },
  };
}

/** Built-ins that take every type. */
const everyType: ReadonlySet<string> = new Set(["equals", "neq"]);

/** Nothing needs to be implemented: built-ins are the structure's operations for these types. */
function isGivenAlready(
  structure: Structure,
  types: readonly Type[],
  known: Known,
  asked: ReadonlySet<string>,
): boolean {
  const operations = [...structure.operations.values()].filter((operation) => !operation.element);
  if (operations.length > 0 && operations.every(({ name }) => everyType.has(name))) return true;
  const isOwn = (type: Type): boolean =>
    (type.kind === "con" && known.environment.data(type.name) !== undefined) || typeParts(type).some(isOwn);
  if (operations.length > 0 && !operations.some(({ name }) => known.table.has(name))) return false;
  const [type, ...others] = types;
  if (!types.some(isOwn)) return true;
  if (type === undefined || others.length > 0) return false;
  const element = asMatrix(type)?.element ?? asSequence(type)?.element;
  return element !== undefined && unmetBy(structure.name, [element], known, asked) === undefined;
}

function closedBy(type: Type, by: Substitution): Type {
  return substituteType(type, {
    type: (id) => by.type(id) ?? any,
    dim: (name) => by.dim(name) ?? unknownDim,
  });
}

// ---- in words ------------------------------------------------------------------------------------------

/** The operation that was called, whose implementation takes the arguments but for a condition. */
export function unmetProblem(
  operation: string,
  unmet: Unmet,
  span: Span,
  related: readonly Label[],
): Diagnostic {
  const chain = [unmet];
  for (let next = unmet.because; next !== undefined; next = next.because) chain.push(next);
  const last = chain.at(-1) ?? unmet;
  const wanted = chain.map(applied);
  const places = chain.map((one) => ({ span: one.span, message: "the condition is stated here" }));
  const distinct = places.filter((p, i) => places.findIndex((q) => q.span === p.span) === i);
  return error("KL0316", `\`${operation}\` needs \`${applied(last)}\`, which nothing implements`, span, {
    related: [...related, ...distinct],
    notes: [
      `\`implements ${applied({ structure: unmet.implementation.structure, types: unmet.implementation.args })}\` counts where ${wanted[0]} holds`,
      ...wanted.slice(1).map((name, i) => `${wanted[i]} holds where ${name} does`),
    ],
    hint: `add \`implements ${applied(last)} { … }\``,
  });
}

function applied({ structure, types }: Pick<Unmet, "structure" | "types">): string {
  return `${structure}(${types.map(printType).join(", ")})`;
}
