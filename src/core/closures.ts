/**
 * Functions as values. The type of a function value says which code it runs, so the value is only its captures; `Code` is
 * what such a type stands for: a lambda of the text, a named function, or a function that has some of its arguments.
 */

import type { Span } from "../base/span.ts";
import type { Lambda } from "../syntax/ast.ts";
import { printExpr } from "../syntax/print.ts";
import { typeKey } from "../types/traverse.ts";
import type { LambdaId, Type } from "../types/type.ts";
import { variable } from "./build.ts";
import type { CoreExpr } from "./core.ts";
import type { Bindings, CodeRegistry, Frame } from "./frame.ts";
import { freeNamesOfLambda } from "./names.ts";

export type Code = LambdaCode | NamedCode | PartialCode;

export interface LambdaCode {
  readonly kind: "lambda";
  readonly id: LambdaId;
  readonly lambda: Lambda;
  readonly captured: readonly Captured[];
  /** Dimension variables that are numbers where the lambda stands. */
  readonly sizes: readonly (readonly [string, number])[];
  readonly owner: string | undefined;
  readonly bindings: Bindings;
}

export interface Captured {
  readonly name: string;
  readonly declared: Type | undefined;
  readonly integer: bigint | undefined;
}

/** A definition, row or constructor used as a value: calling it is calling the name. */
export interface NamedCode {
  readonly kind: "named";
  readonly id: LambdaId;
  readonly name: string;
  readonly arity: number;
  readonly owner: string | undefined;
}

/** The first capture is the function, the others its first arguments. */
export interface PartialCode {
  readonly kind: "partial";
  readonly id: LambdaId;
  readonly given: number;
  readonly arity: number;
}

export type ClosureType = Extract<Type, { kind: "closure" }>;

export function createCodeRegistry(): CodeRegistry {
  const byKey = new Map<string, Code>();
  const byId: Code[] = [];
  return {
    intern: (key, make) => {
      const known = byKey.get(key);
      if (known !== undefined) return known;
      const code = make(byId.length as LambdaId);
      byKey.set(key, code);
      byId.push(code);
      return code;
    },
    get: (id) => {
      const code = byId[id];
      if (code === undefined) throw new RangeError(`no code ${id}`);
      return code;
    },
  };
}

export function arityOf(code: Code): number {
  return code.kind === "lambda" ? code.lambda.params.length : code.arity;
}

/** As a person would write it: the name, or the lambda's text. */
export function codeText(code: Code): string {
  return code.kind === "lambda" ? printExpr(code.lambda) : codeName(code);
}

export function codeName(code: Code): string {
  return code.kind === "named" ? code.name : "λ";
}

function closureType(code: Code, captures: readonly Type[]): ClosureType {
  return { kind: "closure", lambda: code.id, arity: arityOf(code), captures };
}

// ---- values --------------------------------------------------------------------------------------------

/** A lambda of the text as a value: its captures are the local names it uses. */
export function lambdaValue(frame: Frame, lambda: Lambda): CoreExpr {
  const captured: Captured[] = [];
  const captures: CoreExpr[] = [];
  const sizes: (readonly [string, number])[] = [];
  const outer: string[] = [];
  for (const name of freeNamesOfLambda(lambda)) {
    const binding = frame.scope.lookup(name);
    const constant = binding === undefined ? frame.bindings.get(name) : undefined;
    if (constant !== undefined) outer.push(`${name}@${constant}`);
    if (binding?.kind === "size") sizes.push([name, binding.value]);
    if (binding?.kind !== "local") continue;
    captured.push({ name, declared: binding.declared, integer: binding.literal });
    captures.push(variable(binding.variable, lambda.span));
  }
  const { owner, bindings } = frame;
  const code = frame.world.codes.intern(
    lambdaKey(frame.world.numberOf(lambda), captured, sizes, outer),
    (id) => ({
      kind: "lambda",
      id,
      lambda,
      captured,
      sizes,
      owner,
      bindings,
    }),
  );
  return closureNode(code, captures, lambda.span);
}

function lambdaKey(
  number: number,
  captured: readonly Captured[],
  sizes: readonly (readonly [string, number])[],
  outer: readonly string[],
): string {
  const names = captured.map(
    ({ name, declared, integer }) =>
      `${name}${declared === undefined ? "" : `:${typeKey(declared)}`}${integer === undefined ? "" : `=${integer}`}`,
  );
  return `λ${number}|${names.join(",")}|${sizes.map(([name, n]) => `${name}=${n}`).join(",")}|${outer.join(",")}`;
}

/** A definition, row or constructor as a value. */
export function namedValue(frame: Frame, name: string, arity: number, span: Span): CoreExpr {
  const owner = frame.world.environment.definition(name) === undefined ? undefined : name;
  const code = frame.world.codes.intern(`${name}/${arity}`, (id) => ({
    kind: "named",
    id,
    name,
    arity,
    owner,
  }));
  return closureNode(code, [], span);
}

/** `callee` with its first arguments given. */
export function partialValue(
  frame: Frame,
  callee: CoreExpr & { readonly type: ClosureType },
  args: readonly CoreExpr[],
  span: Span,
): CoreExpr {
  const given = args.length;
  const arity = callee.type.arity - given;
  const code = frame.world.codes.intern(`partial ${given} of ${callee.type.arity}`, (id) => ({
    kind: "partial",
    id,
    given,
    arity,
  }));
  return closureNode(code, [callee, ...args], span);
}

function closureNode(code: Code, captures: readonly CoreExpr[], span: Span): CoreExpr {
  const type = closureType(
    code,
    captures.map((c) => c.type),
  );
  return { kind: "closure", captures, type, span };
}

/** Names of the captures, as the parameters of its instances show them. */
export function captureNames(code: Code): readonly string[] {
  switch (code.kind) {
    case "lambda":
      return code.captured.map((c) => c.name);
    case "named":
      return [];
    case "partial":
      return ["f", ...Array.from({ length: code.given }, (_, i) => `x${i}`)];
  }
}
