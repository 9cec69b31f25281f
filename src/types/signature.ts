/**
 * The types of rows. In: a row's signature and the concrete types of a call's arguments. Out: what the arguments are coerced
 * to and what the call gives, or why the row does not take them. A row's own rule decides where it has one; overloads are
 * read once. The name of a row applied to types in a result (`times(a, b)`) is the type of that operation.
 */
import { isError } from "../base/diagnostic.ts";
import { CompilerBug, unreachable } from "../base/outcome.ts";
import type { Signature, Typing, TypingContext } from "../primitives/primitive.ts";
import type { TypeExpr } from "../syntax/ast.ts";
import { parseType } from "../syntax/parse.ts";
import { createTypeScope, noTypeDeclarations, typeFromSyntax } from "./from-syntax.ts";
import { closed, type DimensionClash, matchTypes, type Strictness } from "./match.ts";
import { substituteType } from "./traverse.ts";
import { any, never, type Type, type TypeVarId } from "./type.ts";

// ---- overloads as text ---------------------------------------------------------------------------------

/** One overload, read. `operations` are variables of the result that stand for the type of another row. */
export interface Overload {
  readonly params: readonly Type[];
  readonly result: Type;
  readonly operations: ReadonlyMap<TypeVarId, OperationType>;
}

export interface OperationType {
  readonly name: string;
  readonly args: readonly Type[];
}

const overloads = new Map<string, Overload>();

/** Reads an overload string once. */
export function parseOverload(text: string): Overload {
  const known = overloads.get(text);
  if (known !== undefined) return known;
  const overload = readOverload(text);
  overloads.set(text, overload);
  return overload;
}

function readOverload(text: string): Overload {
  const { value, problems } = parseType("", text.replace(/^\s*(∀|forall)[^.]*\.\s*/, ""));
  const failure = problems.find(isError);
  if (failure !== undefined) throw new CompilerBug(`this overload cannot be read: ${text}`, failure.title);
  const written: { readonly variable: string; readonly name: string; readonly args: readonly TypeExpr[] }[] =
    [];
  const plain = withoutOperations(value, (name, args) => {
    const variable = `op${written.length}`;
    written.push({ variable, name, args });
    return variable;
  });
  const scope = createTypeScope(noTypeDeclarations);
  const convert = (type: TypeExpr) => typeFromSyntax(type, scope).value;
  const type = convert(plain);
  const operations = new Map<TypeVarId, OperationType>();
  for (const { variable, name, args } of written) {
    const placeholder = scope.variables.get(variable);
    if (placeholder?.kind === "var") operations.set(placeholder.id, { name, args: args.map(convert) });
  }
  if (type.kind !== "function") return { params: [], result: type, operations };
  const [only] = type.params;
  const nothing = type.params.length === 1 && only?.kind === "con" && only.name === "Unit";
  return { params: nothing ? [] : type.params, result: type.result, operations };
}

const dimFunctions: ReadonlySet<string> = new Set(["min", "max", "gcd", "lcm"]);

/** Replaces `times(a, b)` by a variable that stands for it. */
function withoutOperations(
  type: TypeExpr,
  replace: (name: string, args: readonly TypeExpr[]) => string,
): TypeExpr {
  const inside = (t: TypeExpr) => withoutOperations(t, replace);
  switch (type.kind) {
    case "type-call": {
      const args = type.args.map(inside);
      if (!/^\p{Ll}/u.test(type.name) || dimFunctions.has(type.name)) return { ...type, args };
      return { kind: "type-name", name: replace(type.name, args), span: type.span };
    }
    case "type-product":
      return { ...type, items: type.items.map(inside) };
    case "type-arrow":
      return { ...type, from: inside(type.from), to: inside(type.to) };
    case "type-forall":
      return { ...type, body: inside(type.body) };
    case "type-name":
    case "type-number":
    case "type-string":
    case "type-operator":
      return type;
    default:
      return unreachable(type);
  }
}

// ---- typing a row --------------------------------------------------------------------------------------

/** The row's own rule where it has one, else the first overload that takes the arguments. */
export function typeOfCall(
  signature: Signature,
  args: readonly Type[],
  context: TypingContext,
  strictness: Strictness = "exact",
): Typing {
  const { least, most } = signature.arity;
  if (args.length < least || args.length > most)
    return { kind: "declined", reason: argumentCount(least, most, args.length) };
  if (signature.rule !== undefined) return signature.rule(args, context);
  if (args.some((t) => t.kind === "never")) return { kind: "typed", params: args, result: never };
  if (args.some((t) => t.kind === "any")) return { kind: "dynamic" };
  let mismatch: Typing | undefined;
  for (const text of signature.overloads) {
    const typing = typeByOverload(parseOverload(text), args, context, strictness);
    if (typing.kind === "typed" || typing.kind === "dynamic") return typing;
    if (typing.kind === "mismatch") mismatch ??= typing;
  }
  return mismatch ?? { kind: "declined" };
}

/** Why a call with so many arguments is refused. */
export function argumentCount(least: number, most: number, given: number): string {
  const wanted =
    least === most
      ? `${least}`
      : most === Number.POSITIVE_INFINITY
        ? `at least ${least}`
        : most === least + 1
          ? `${least} or ${most}`
          : `${least} to ${most}`;
  return `it takes ${wanted} argument${/^(at least )?1$/.test(wanted) ? "" : "s"}, not ${given}`;
}

function typeByOverload(
  overload: Overload,
  args: readonly Type[],
  context: TypingContext,
  strictness: Strictness,
): Typing {
  if (overload.params.length !== args.length) return { kind: "declined" };
  const match = matchTypes(overload.params, args, strictness, (i, types) => context.applyArgument(i, types));
  if (match.kind !== "matched") return match.kind === "other" ? { kind: "declined" } : dimensionTyping(match);
  const { substitution, params } = match;
  for (const [id, operation] of overload.operations) {
    const types = operation.args.map((t) => substituteType(t, substitution));
    const typing = context.operation(operation.name, types);
    if (typing.kind === "declined" || typing.kind === "mismatch") return typing;
    match.bind(id, typing.kind === "dynamic" ? any : typing.result);
  }
  return { kind: "typed", params, result: closed(substituteType(overload.result, substitution)) };
}

function dimensionTyping(clash: DimensionClash): Typing {
  return { kind: "mismatch", title: "these dimensions differ", notes: clash.notes };
}
