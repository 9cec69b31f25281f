/**
 * Core written by hand for tests of the machine: a few constructors with types filled in, and a program that knows itself.
 */
import type { Span } from "../../../src/base/span.ts";
import type {
  CoreCase,
  CoreConstant,
  CoreExpr,
  CoreFunction,
  CorePattern,
  CoreVar,
  FnId,
  VarId,
} from "../../../src/core/core.ts";
import { createMachine, type Machine, type MachineHooks } from "../../../src/interpret/machine.ts";
import type { Primitive, PrimitiveTable } from "../../../src/primitives/primitive.ts";
import { bool, integer, type LambdaId, list, real, type Type } from "../../../src/types/type.ts";

export const span: Span = { file: "test.kleis", start: 3, end: 9 };

let nextVar = 0;
export function variable(name: string, type: Type): CoreVar {
  nextVar += 1;
  return { id: nextVar as VarId, name, type };
}
export const read = (v: CoreVar): CoreExpr => ({ kind: "var", id: v.id, type: v.type, span });
export const int = (n: bigint | number): CoreExpr => ({
  kind: "literal",
  literal: { kind: "integer", value: BigInt(n) },
  type: integer,
  span,
});
export const num = (value: number): CoreExpr => ({
  kind: "literal",
  literal: { kind: "real", value },
  type: real,
  span,
});
export const truth = (value: boolean): CoreExpr => ({
  kind: "literal",
  literal: { kind: "bool", value },
  type: bool,
  span,
});
export const prim = (
  name: string,
  type: Type,
  args: readonly CoreExpr[],
  callbacks: readonly (FnId | undefined)[] = args.map(() => undefined),
): CoreExpr => ({ kind: "prim", name, args, callbacks, type, span });
export const plus = (a: CoreExpr, b: CoreExpr) => prim("plus", a.type, [a, b]);
export const minus = (a: CoreExpr, b: CoreExpr) => prim("minus", a.type, [a, b]);
export const times = (a: CoreExpr, b: CoreExpr) => prim("times", a.type, [a, b]);
export const equals = (a: CoreExpr, b: CoreExpr) => prim("equals", bool, [a, b]);
export const less = (a: CoreExpr, b: CoreExpr) => prim("less_than", bool, [a, b]);
export const when = (condition: CoreExpr, then: CoreExpr, otherwise: CoreExpr): CoreExpr => ({
  kind: "if",
  condition,
  then,
  else: otherwise,
  type: then.type,
  span,
});
export const bind = (bound: CoreVar, value: CoreExpr, body: CoreExpr): CoreExpr => ({
  kind: "let",
  bound,
  value,
  body,
  type: body.type,
  span,
});
export const call = (fn: FnId, type: Type, args: readonly CoreExpr[], tail = false): CoreExpr => ({
  kind: "call",
  fn,
  args,
  tail,
  type,
  span,
});
export const apply = (callee: CoreExpr, type: Type, args: readonly CoreExpr[]): CoreExpr => ({
  kind: "apply",
  callee,
  args,
  tail: false,
  type,
  span,
});
export const coerce = (
  coercion: (CoreExpr & { kind: "coerce" })["coercion"],
  value: CoreExpr,
  type: Type,
): CoreExpr => ({ kind: "coerce", coercion, value, type, span });
export const items = (element: Type, values: readonly CoreExpr[]): CoreExpr => ({
  kind: "list",
  items: values,
  type: list(element),
  span,
});
export const match = (scrutinee: CoreExpr, type: Type, cases: readonly CoreCase[]): CoreExpr => ({
  kind: "match",
  scrutinee,
  cases,
  type,
  span,
});
export const arm = (pattern: CorePattern, body: CoreExpr, guard?: CoreExpr): CoreCase => ({
  pattern,
  body,
  span,
  ...(guard === undefined ? {} : { guard }),
});

/** Functions are declared first, so that bodies can call each other, and given bodies after. */
export class TestProgram {
  readonly functions = new Map<FnId, CoreFunction>();
  readonly constants = new Map<CoreConstant["id"], CoreConstant>();
  readonly dataTypes = new Map();

  define(
    name: string,
    params: readonly CoreVar[],
    result: Type,
    body: (self: FnId) => CoreExpr,
    captures = 0,
  ): FnId {
    const id = (this.functions.size + 1) as FnId;
    const shell = {
      id,
      name,
      params,
      captures,
      result,
      span,
      effect: false,
      annotations: [],
      dynamic: false,
    };
    this.functions.set(id, { ...shell, body: int(0) });
    this.functions.set(id, { ...shell, body: body(id) });
    return id;
  }

  constant(name: string, type: Type, body: (self: CoreExpr) => CoreExpr): CoreExpr {
    const id = (this.constants.size + 1) as CoreConstant["id"];
    const self: CoreExpr = { kind: "constant", id, type, span };
    this.constants.set(id, { id, name, type, body: body(self), effect: false, span });
    return self;
  }

  machine(rows: PrimitiveTable, hooks: Partial<MachineHooks> = {}): Machine {
    const quiet: MachineHooks = {
      out: () => {},
      readFile: () => "",
      writeFile: () => undefined,
      fresh: () => 1,
      now: () => performance.now(),
      cancelled: () => false,
      pause: () => new Promise((resolve) => setImmediate(resolve)),
      native: () => undefined,
      defines: () => false,
      definition: () => undefined,
      unknownCall: (lambda: LambdaId) => {
        const fn = this.functions.get(lambda as number as FnId);
        const arity = (fn?.params.length ?? 0) - (fn?.captures ?? 0);
        return { name: fn?.name ?? "λ", fn: lambda as number as FnId, arity, partial: true };
      },
    };
    return createMachine({ program: this, table: rows, hooks: { ...quiet, ...hooks } });
  }
}

export function tableOf(...rows: readonly Primitive[]): PrimitiveTable {
  return new Map(rows.flatMap((row) => [row.name, ...row.aliases].map((name) => [name, row] as const)));
}
