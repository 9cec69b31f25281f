/**
 * Calls of constructors: tuples, and the data types that programs declare. Fields are coerced to their declared types; what
 * the type's parameters are follows from the arguments.
 */
import { error } from "../base/diagnostic.ts";
import type { Span } from "../base/span.ts";
import { constantDim, unknownDim } from "../types/dim.ts";
import type { DataConstructor, DataType } from "../types/environment.ts";
import { matchTypes } from "../types/match.ts";
import { shortType } from "../types/print.ts";
import { isClosedType, mentionsAny, type Substitution, substituteType } from "../types/traverse.ts";
import { any, never, type Type } from "../types/type.ts";
import { failure, literal, tupleOf } from "./build.ts";
import { coerceTo, natural } from "./coerce.ts";
import type { CoreExpr } from "./core.ts";
import { type Frame, report } from "./frame.ts";
import { knownInteger } from "./known.ts";

/** Names of tuples by their number of parts. */
const tupleNames: ReadonlyMap<string, number> = new Map([
  ["Pair", 2],
  ["Tuple3", 3],
  ["Tuple4", 4],
  ["Tuple5", 5],
]);

export function tupleSize(name: string): number | undefined {
  return tupleNames.get(name);
}

/** The value, where the name is a constructor; undefined where it is something else. */
export function construct(
  frame: Frame,
  name: string,
  args: readonly CoreExpr[],
  span: Span,
): CoreExpr | undefined {
  const { environment } = frame.world;
  const declared = environment.constructorNamed(name);
  if (declared !== undefined) {
    const data = environment.data(declared.data);
    return data === undefined ? undefined : constructData(frame, data, declared, args, span);
  }
  if (tupleNames.get(name) === args.length) return tupleOf(args, span);
  if (name === "Unit" && args.length === 0) return literal({ kind: "unit" }, span);
  return undefined;
}

function constructData(
  frame: Frame,
  data: DataType,
  variant: DataConstructor,
  args: readonly CoreExpr[],
  span: Span,
): CoreExpr {
  const { fields, name } = variant;
  if (args.length !== fields.length) {
    const wanted = `${fields.length} ${fields.length === 1 ? "argument" : "arguments"}`;
    const problem = error("KL0202", `Constructor ${name} expects ${wanted}, got ${args.length}`, span, {
      related: [{ span: variant.span, message: "declared here" }],
    });
    report(frame, problem);
    return failure(problem, span);
  }
  const match = matchTypes(
    fields.map((f) => f.type),
    args.map((arg) => arg.type),
    "narrowing",
  );
  if (match.kind !== "matched") return refuseField(frame, variant, match.index, args, span);
  const entered = args.map((arg, i) => {
    const type = storedType(match.params[i] ?? any, fields[i]?.type, match.substitution);
    const fitted = coerceTo(arg, type) ?? arg;
    return fields[i]?.natural ? natural(fitted) : fitted;
  });
  return {
    kind: "construct",
    data: data.name,
    constructor: name,
    args: entered,
    type: substituteType(data.type, orNever(match.substitution, sizesGiven(frame, fields, args))),
    span,
  };
}

/** A function in a field declared by its arrow is boxed: other values of the type may hold other functions. */
function storedType(param: Type, declared: Type | undefined, substitution: Substitution): Type {
  if (declared?.kind !== "function") return param;
  return storedArrow(substituteType(declared, substitution));
}

function storedArrow(type: Type): Type {
  return type.kind === "function" && !(isClosedType(type) && !mentionsAny(type)) ? any : type;
}

/** Parameters of the type that no field decides hold nothing: `None` is an `Option(never)`. */
function orNever(substitution: Substitution, sizes: ReadonlyMap<string, bigint>): Substitution {
  return {
    type: (id) => substitution.type(id) ?? never,
    dim: (name) => {
      const size = sizes.get(name);
      return substitution.dim(name) ?? (size === undefined ? unknownDim : constantDim(Number(size)));
    },
  };
}

/** A field declared ℕ gives its value to the dimension of its name: of `data M(n : Nat) = M(n : Nat)`, `M(3)` is an M(3). */
function sizesGiven(
  frame: Frame,
  fields: DataConstructor["fields"],
  args: readonly CoreExpr[],
): ReadonlyMap<string, bigint> {
  const sizes = new Map<string, bigint>();
  fields.forEach(({ name, natural: isNatural }, i) => {
    const value = isNatural ? knownInteger(frame.world, args[i]) : undefined;
    if (name !== undefined && value !== undefined && value >= 0n) sizes.set(name, value);
  });
  return sizes;
}

function refuseField(
  frame: Frame,
  variant: DataConstructor,
  index: number,
  args: readonly CoreExpr[],
  span: Span,
): CoreExpr {
  const arg = args[index];
  const field = variant.fields[index];
  const problem = error("KL0302", `\`${variant.name}\` does not take this argument`, arg?.span ?? span, {
    ...(arg === undefined ? {} : { label: `this is a ${shortType(arg.type)}` }),
    ...(field === undefined
      ? {}
      : { related: [{ span: field.written.span, message: "the field is declared here" }] }),
  });
  report(frame, problem);
  return failure(problem, span);
}

/** The types of a constructor's fields in a value of this type. */
export function fieldTypes(data: DataType, variant: DataConstructor, type: Type): readonly Type[] {
  if (type.kind !== "con" || type.name !== data.name) return variant.fields.map(() => any);
  const types = new Map<string, Type>();
  data.params.forEach((param, i) => {
    const arg = type.args[i];
    if (arg !== undefined) types.set(param.name, arg);
  });
  const ids = new Map<number, Type>();
  if (data.type.kind === "con")
    data.type.args.forEach((arg, i) => {
      const given = type.args[i];
      if (arg.kind === "var" && given !== undefined) ids.set(arg.id, given);
    });
  const substitution: Substitution = {
    type: (id) => ids.get(id) ?? any,
    dim: (name) => {
      const arg = types.get(name);
      return arg?.kind === "dim" ? arg.dim : unknownDim;
    },
  };
  return variant.fields.map((f) => storedArrow(substituteType(f.type, substitution)));
}
