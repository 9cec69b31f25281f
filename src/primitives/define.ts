/**
 * How rows are written: what most rows share is filled in here, so that a row in a family file says only what is its own.
 *
 * In: a `RowSpec`. Out: a `Primitive` whose rule answers `dynamic` where an argument's type is not known and gives `never`
 * where an argument never arrives, so that no rule has to think of either.
 */
import type { Value } from "../interpret/value.ts";
import type { Lowering } from "../loop/lowering.ts";
import { argumentCount } from "../types/signature.ts";
import { never, type Type } from "../types/type.ts";
import type {
  CallRequest,
  Declined,
  Documentation,
  ErrorBound,
  EvaluationContext,
  Primitive,
  TypeRule,
} from "./primitive.ts";

export interface RowSpec {
  readonly name: string;
  readonly aliases?: readonly string[];
  /** A number, or least and most. */
  readonly arity: number | readonly [number, number];
  readonly overloads: readonly string[];
  readonly rule?: TypeRule;
  /** The rule also takes arguments whose type is not known (`format`, `to_string`). */
  readonly open?: boolean;
  readonly doc: Documentation;
  readonly effect?: boolean;
  readonly yields?: boolean;
  readonly bare?: boolean;
  /** Absent: the row runs in the evaluator. */
  readonly lower?: Lowering;
  readonly bound?: ErrorBound;
  readonly samples?: () => readonly (readonly Value[])[];
}

type Plain = (args: readonly Value[], context: EvaluationContext) => Value | Declined;
type Calling = (
  args: readonly Value[],
  context: EvaluationContext,
) => Generator<CallRequest, Value | Declined, Value>;

/** A first-order row. */
export function definePrimitive(spec: RowSpec, run: Plain): Primitive {
  return { ...common(spec), evaluate: { kind: "plain", run } };
}

/** A row that calls its function arguments: `const y = yield callArgument(0, f, [x])`. */
export function defineCalling(spec: RowSpec, run: Calling): Primitive {
  return { ...common(spec), evaluate: { kind: "calling", run } };
}

export function callArgument(argument: number, callee: Value, args: readonly Value[]): CallRequest {
  return { callee, argument, args };
}

/** As many arguments as are given. */
export const anyNumber = Number.POSITIVE_INFINITY;

function common(spec: RowSpec): Omit<Primitive, "evaluate"> {
  const [least, most] = typeof spec.arity === "number" ? [spec.arity, spec.arity] : spec.arity;
  const { rule, lower, bound, samples } = spec;
  return {
    name: spec.name,
    aliases: spec.aliases ?? [],
    type: {
      arity: { least, most },
      overloads: spec.overloads,
      ...(rule === undefined ? {} : { rule: guarded(rule, least, most, spec.open ?? false) }),
    },
    doc: spec.doc,
    effect: spec.effect ?? false,
    ...(spec.yields === true ? { yields: true } : {}),
    ...(spec.bare === true ? { bare: true } : {}),
    ...(lower === undefined ? {} : { lower }),
    ...(bound === undefined ? {} : { bound }),
    ...(samples === undefined ? {} : { samples }),
  };
}

/** A rule that is not asked where an argument never arrives or is of unknown type. */
export function guarded(rule: TypeRule, least: number, most: number, open: boolean): TypeRule {
  return (args, context) => {
    if (args.length < least || args.length > most)
      return { kind: "declined", reason: argumentCount(least, most, args.length) };
    if (args.some((t) => t.kind === "never")) return { kind: "typed", params: args, result: never };
    if (!open && args.some(isUnknown)) return { kind: "dynamic" };
    return rule(args, context);
  };
}

function isUnknown(type: Type): boolean {
  return type.kind === "any" || type.kind === "var";
}
