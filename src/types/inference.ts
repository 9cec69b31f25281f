/** The state of inference, and what its parts share: names in scope, written types as unknowns. */
import type { Diagnostic } from "../base/diagnostic.ts";
import type { Span } from "../base/span.ts";
import type { PrimitiveTable } from "../primitives/primitive.ts";
import type { Define } from "../syntax/ast.ts";
import type { Environment } from "./environment.ts";
import { type TypeScope, typeFromSyntax } from "./from-syntax.ts";
import type { Equation } from "./intended.ts";
import { isOpen } from "./open-type.ts";
import { monotype, type OperationConstraint, type Scheme, type WrittenSignature } from "./scheme.ts";
import type { Solver } from "./solver.ts";
import { substituteType } from "./traverse.ts";
import type { Type, TypeVarId } from "./type.ts";

export interface Binding {
  readonly scheme: Scheme;
  readonly declared: Span;
}

/** A value that was said to be of a type. */
export interface Claim {
  readonly type: Type;
  /** With dimension variables and type variables as written. */
  readonly written: Type;
  readonly span: Span;
  readonly writtenSpan: Span;
  readonly what: string;
  /** Of an `if`: nothing is written, a truth value is needed. */
  readonly condition?: boolean;
}

export interface DefinitionType {
  readonly define: Define;
  readonly written: WrittenSignature;
  /** Whether any annotation says something that a call is compared with. */
  readonly annotated: boolean;
  readonly scheme: Scheme;
}

export interface Inference {
  readonly env: Environment;
  readonly table: PrimitiveTable;
  readonly solver: Solver;
  readonly problems: Diagnostic[];
  /** Local names; the last binding of each counts. */
  readonly locals: Map<string, Binding[]>;
  readonly definitions: Map<string, DefinitionType>;
  readonly claims: Claim[];
  /** What definitions answer for operations that built-ins do not take. */
  readonly fallbacks: WeakMap<OperationConstraint, Type>;
  /** Equations at the top that look like definitions, by what they would define. */
  readonly equations: ReadonlyMap<string, Equation>;
}

// ---- names in scope ------------------------------------------------------------------------------------

export function bindLocal(inference: Inference, name: string, type: Type | Scheme, declared: Span): void {
  const scheme = "vars" in type ? type : monotype(type);
  const bindings = inference.locals.get(name);
  if (bindings === undefined) inference.locals.set(name, [{ scheme, declared }]);
  else bindings.push({ scheme, declared });
}

export function unbindLocals(inference: Inference, names: Iterable<string>): void {
  for (const name of names) inference.locals.get(name)?.pop();
}

export function localNamed(inference: Inference, name: string): Binding | undefined {
  return inference.locals.get(name)?.at(-1);
}

// ---- types ---------------------------------------------------------------------------------------------

/** Written type variables as new unknowns; equal ones stay equal. */
export function opened(
  type: Type,
  inference: Inference,
  names: Map<TypeVarId, Type> = new Map(),
  external = false,
): Type {
  return substituteType(type, {
    dim: () => undefined,
    type: (id) => {
      const unknown = names.get(id) ?? inference.solver.fresh(undefined, external);
      names.set(id, unknown);
      return unknown;
    },
  });
}

export function withoutDims(type: Type): Type {
  return substituteType(type, { type: () => undefined, dim: () => ({ kind: "unknown" }) });
}

export function readType(
  annotation: Parameters<typeof typeFromSyntax>[0],
  scope: TypeScope,
  inference: Inference,
): Type {
  const read = typeFromSyntax(annotation, scope);
  inference.problems.push(...read.problems);
  return read.value;
}

export function isClosed(types: readonly Type[]): boolean {
  return !types.some(isOpen);
}
