/**
 * What the parts of the specialiser share: the world (one per program) and the frame (one per body being built). The parts
 * are functions over a frame; they reach each other's work through the world, so that files depend one way.
 */
import type { Diagnostic } from "../base/diagnostic.ts";
import type { Span } from "../base/span.ts";
import type { PrimitiveTable } from "../primitives/primitive.ts";
import type { Expr } from "../syntax/ast.ts";
import type { Environment } from "../types/environment.ts";
import type { OperationInstance } from "../types/structures.ts";
import type { LambdaId, Type } from "../types/type.ts";
import { letIn, variable } from "./build.ts";
import type { Code } from "./closures.ts";
import type { ConstantId, CoreExpr, CoreVar, VarId } from "./core.ts";
import type { Instance, Instances } from "./instances.ts";
import type { Scope } from "./scope.ts";

/** Names bound from outside: what an example block or a prompt has defined so far. */
export type Bindings = ReadonlyMap<string, ConstantId>;

export interface World {
  readonly environment: Environment;
  readonly table: PrimitiveTable;
  /** Undeclared calls and refused operations stay terms (`kleis test`). */
  readonly symbolic: boolean;
  readonly instances: Instances;
  readonly codes: CodeRegistry;
  readonly constants: ConstantRegistry;
  readonly newVar: (name: string, type: Type) => CoreVar;
  /** A number that tells this node of the program from all others. */
  readonly numberOf: (node: object) => number;
  /** Variables that are one known integer. */
  readonly integers: Map<VarId, bigint>;

  /** The expression as Core, of the least type it has here. */
  readonly expression: (expr: Expr, frame: Frame) => CoreExpr;
  /** What a call of this (not local) name means for arguments of these types (T12). */
  readonly callNamed: (frame: Frame, name: string, args: readonly CoreExpr[], span: Span) => CoreExpr;
  /** As `callNamed`, without what `implements` gives. */
  readonly callWithoutMembers: World["callNamed"];
  /** A call of a function value. */
  readonly applyValue: (frame: Frame, callee: CoreExpr, args: readonly CoreExpr[], span: Span) => CoreExpr;
}

/** Keeps the code that a closure type stands for. */
export interface CodeRegistry {
  /** The code with this key, made once. */
  readonly intern: (key: string, make: (id: LambdaId) => Code) => Code;
  readonly get: (id: LambdaId) => Code;
}

export interface ConstantRegistry {
  /** `define name = …`; undefined where the name is no constant. */
  readonly named: (name: string, span: Span) => CoreExpr | undefined;
  /** `element name = …` of an implementation, of this type: its text means what it means there, whatever is local where the name stands. */
  readonly element: (member: OperationInstance, type: Type | undefined, span: Span) => CoreExpr;
  readonly bound: (id: ConstantId, span: Span) => CoreExpr;
  /** The integer a constant is known to be. */
  readonly integer: (id: ConstantId) => bigint | undefined;
}

export interface Frame {
  readonly world: World;
  readonly instance: Instance;
  readonly scope: Scope;
  /** The definition whose text is being built. */
  readonly owner: string | undefined;
  readonly bindings: Bindings;
}

export function report(frame: Frame, problem: Diagnostic): void {
  frame.instance.problems.push(problem);
}

/** A node to be used several times, and what puts its binding around the place of use. */
export interface Shared {
  readonly node: CoreExpr;
  readonly around: (body: CoreExpr) => CoreExpr;
}

export function shared(frame: Frame, node: CoreExpr, name: string): Shared {
  if (node.kind === "var" || node.kind === "literal" || node.kind === "constant")
    return { node, around: (body) => body };
  const bound = frame.world.newVar(name, node.type);
  return { node: variable(bound, node.span), around: (body) => letIn(bound, node, body, body.span) };
}

/**
 * Where an argument never arrives, neither does the call: what comes before it is evaluated, then it. It is bound to a name, so
 * that a call in it is no tail call: `1 + f(n + 1)` waits for `f` and takes its level of recursion.
 */
export function neverArriving(frame: Frame, args: readonly CoreExpr[]): CoreExpr | undefined {
  const index = args.findIndex((arg) => arg.type.kind === "never");
  const failing = args[index];
  if (failing === undefined) return undefined;
  const awaited = frame.world.newVar("_", failing.type);
  return args.slice(0, index + 1).reduceRight<CoreExpr>(
    (body, arg) => {
      const bound = arg === failing ? awaited : frame.world.newVar("_", arg.type);
      return letIn(bound, arg, body, arg.span);
    },
    variable(awaited, failing.span),
  );
}
