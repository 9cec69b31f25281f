/**
 * Calls by name, in the order of T12: local names, operations (built-ins and what `implements` gives, decided by types),
 * definitions, constructors, declared signatures. Argument counts and undeclared names are reported here.
 */
import { type Diagnostic, error, warning } from "../base/diagnostic.ts";
import type { Span } from "../base/span.ts";
import type { Primitive } from "../primitives/primitive.ts";
import type { Define, Expr, Name } from "../syntax/ast.ts";
import { isOperator } from "../syntax/operators.ts";
import type { DataConstructor, OperationSignature } from "./environment.ts";
import { constructorMeant } from "./exhaustive.ts";
import { notDefined } from "./explain.ts";
import { isNumeric } from "./flow.ts";
import { instantiate } from "./generalise.ts";
import { type Inference, isClosed, localNamed, opened, withoutDims } from "./inference.ts";
import { withEquation } from "./intended.ts";
import { shortType } from "./print.ts";
import type { CallSite, Operand, WrittenSignature } from "./scheme.ts";
import { typeVariables } from "./traverse.ts";
import { any, data, fn, type Type, tuple } from "./type.ts";

export function inferNamedCall(
  callee: Name,
  args: readonly Type[],
  site: CallSite,
  inference: Inference,
): Type {
  const { env, table, solver } = inference;
  const { name } = callee;
  const local = isOperator(callee) ? undefined : localNamed(inference, name);
  if (local !== undefined) return apply(instantiate(solver, local.scheme), args, inference);
  const row = table.get(name);
  const givesWay = row?.yields === true && env.definition(name)?.params?.length === args.length;
  const isOperation =
    (row !== undefined && !givesWay) || env.instancesOf(name).some((i) => i.implementation !== undefined);
  if (isOperation) {
    if (row !== undefined) {
      hiddenConstant(callee, inference);
      hiddenDefinition(callee, args, row, inference);
      ignoredStep(callee, args.length, inference);
    }
    return inferOperation(name, args, site, inference);
  }
  if (env.definition(name) !== undefined) return callDefinition(callee, args, site, inference);
  const variant = env.constructorNamed(name);
  if (variant !== undefined) return construct(variant, callee, args, site, inference);
  const signature = env.signature(name);
  if (signature !== undefined) {
    const type = withoutDims(opened(signature.type, inference));
    if (type.kind !== "function" || type.params.length !== args.length) return any;
    const result = apply(type, args, inference);
    return checkedCall(writtenOperation(name, signature), args, result, site, inference);
  }
  if (env.isStructureOperation(name) || env.instancesOf(name).length > 0) return any;
  if (/^\p{Lu}/u.test(name)) misspeltConstructor(name, callee.span, inference);
  if (/^\p{Lu}/u.test(name) || !/^[\p{L}_]/u.test(name) || specialNames.has(name)) return any;
  inference.problems.push(undeclared(callee, inference));
  return any;
}

/** `define sin = 4` beside a call `sin(3)`: the name is the constant, the call still the built-in's (T12). */
function hiddenConstant(callee: Name, { env, problems }: Inference): void {
  const { name, span } = callee;
  const define = isOperator(callee) ? undefined : env.definition(name);
  if (define === undefined || define.params !== undefined) return;
  problems.push(
    warning("KL0312", `the built-in \`${name}\` is called instead of this`, define.nameSpan, {
      related: [{ span, message: "called here" }],
      notes: [`\`${name}\` alone is this constant, \`${name}(…)\` the built-in`],
      hint: "give the constant another name",
    }),
  );
}

/** `define sin(x) = 3` and `sin(2)`: what the built-in takes is its own (T12); the definition is for everything else. */
function hiddenDefinition(
  { name, span }: Name,
  args: readonly Type[],
  row: Primitive,
  { env, problems }: Inference,
): void {
  const define = env.definition(name);
  if (define?.params === undefined || define.params.length !== args.length || !args.every(isNumeric)) return;
  const isAnnotated = define.params.some((param) => param.annotation !== undefined);
  if (isAnnotated || define.body.kind === "match" || isLibraryFile(define.nameSpan.file)) return;
  const takesNumbers = row.type.overloads.some(
    (form) => /^[ℤℚℝℂ](?: × [ℤℚℝℂ])* → /.test(form) && form.split(" × ").length === args.length,
  );
  const isSaid = problems.some((p) => p.code === "KL0312" && p.primary.span === define.nameSpan);
  if (!takesNumbers || isSaid) return;
  problems.push(
    warning("KL0312", `the built-in \`${name}\` is called instead of this`, define.nameSpan, {
      related: [{ span, message: "called here" }],
      notes: [
        `numbers are the built-in's, and the definition is for everything that \`${name}\` does not take`,
      ],
      hint: "give the definition another name",
    }),
  );
}

function isLibraryFile(file: string): boolean {
  return /(^|\/)stdlib\//.test(file);
}

/** `range(1, 10, 2)`: the language's reference ignores what comes third (language.md §10), other languages step by it. */
function ignoredStep({ name, span }: Name, given: number, { problems }: Inference): void {
  if (name !== "range" || given !== 3) return;
  problems.push(
    warning("KL0201", "`range` ignores its third argument", span, {
      hint: "every second number is list_map(λ k . 2 * k, range(n))",
    }),
  );
}

/** Calls that mean something without being declared: records of named arguments and their fields. */
const specialNames: ReadonlySet<string> = new Set(["record", "field", "it"]);

export function inferOperation(
  operation: string,
  args: readonly Type[],
  site: CallSite,
  inference: Inference,
): Type {
  const { solver } = inference;
  const result = solver.fresh();
  solver.add({ kind: "operation", operation, args, result, site });
  // Closed arguments decide at once, and then nothing need be remembered but the type.
  return isClosed(args) ? solver.read(result) : result;
}

export function apply(callee: Type, args: readonly Type[], inference: Inference): Type {
  const { solver } = inference;
  if (callee.kind === "any") return any;
  if (callee.kind === "function" && callee.params.length === args.length) {
    callee.params.forEach((param, i) => {
      solver.flow(args[i] ?? any, param);
    });
    return callee.result;
  }
  const result = solver.fresh();
  solver.add({ kind: "apply", callee, args, result });
  return result;
}

/** The type of a call of a definition whose name and argument count are settled. */
function callDefinition(callee: Name, args: readonly Type[], site: CallSite, inference: Inference): Type {
  const { name } = callee;
  const definition = inference.definitions.get(name);
  const define = inference.env.definition(name);
  if (definition === undefined || define === undefined) return any;
  if (define.params !== undefined && define.params.length !== args.length) {
    inference.problems.push(wrongArguments(define, args.length, site.span));
    return any;
  }
  const type = instantiate(inference.solver, definition.scheme, { name, span: site.span });
  if (define.params === undefined) {
    if (!isCallable(inference.solver.head(type))) {
      inference.problems.push(callOfConstant(define, inference.solver.read(type), callee.span));
      return any;
    }
    return apply(type, args, inference);
  }
  if (type.kind !== "function") return define.params.length === 0 ? type : any;
  const result = apply(type, args, inference);
  if (!definition.annotated) return result;
  return checkedCall(definition.written, args, result, site, inference);
}

/** The call of an operation that is only declared: its arguments have to agree about dimensions, and no more (T4). */
function writtenOperation(name: string, { decl, type }: OperationSignature): WrittenSignature {
  const { span } = decl;
  const params = type.kind === "function" ? type.params : [];
  return { name, params: params.map((param) => ({ name: undefined, type: param, span })), span, open: true };
}

function isCallable(type: Type): boolean {
  return type.kind === "function" || type.kind === "var" || type.kind === "any" || type.kind === "never";
}

function checkedCall(
  written: WrittenSignature,
  args: readonly Type[],
  declared: Type,
  site: CallSite,
  inference: Inference,
): Type {
  // Without dimensions the arguments decide nothing about the result: the constraint only compares.
  const result = typeVariables(declared).dims.size === 0 ? declared : inference.solver.fresh();
  inference.solver.add({ kind: "call", written, args, declared, result, site });
  return result;
}

const fieldsInOrder = "fields are given in their order, without their names; named arguments make one record";

function construct(
  variant: DataConstructor,
  callee: Name,
  args: readonly Type[],
  site: CallSite,
  inference: Inference,
): Type {
  const { name, fields } = variant;
  if (fields.length !== args.length) {
    const problem = wrongConstructor(variant, args.length, site.span);
    const isNamed = args.at(-1)?.kind === "record";
    inference.problems.push(isNamed ? { ...problem, notes: [fieldsInOrder, ...problem.notes] } : problem);
    return any;
  }
  const { params, result } = constructorType(variant, inference);
  const built = apply(fn(params, result), args, inference);
  if (fields.length === 0) return built;
  const written = {
    name,
    span: callee.span,
    params: fields.map((f) => ({ name: f.name, type: f.type, span: f.written.span })),
  };
  return checkedCall(written, args, built, site, inference);
}

export function constructorType(
  variant: DataConstructor,
  inference: Inference,
): { readonly params: readonly Type[]; readonly result: Type } {
  const type = inference.env.data(variant.data)?.type ?? data(variant.data, []);
  const parts = opened(tuple([type, ...variant.fields.map((f) => f.type)]), inference);
  const [result = type, ...params] = parts.kind === "tuple" ? parts.items : [];
  return { params, result };
}

// ---- operands and problems -----------------------------------------------------------------------------

export function operandOf(expr: Expr, inference: Inference): Operand {
  const { span } = expr;
  if (expr.kind === "number" && /^\d+$/.test(expr.text)) return { span, literal: BigInt(expr.text) };
  if (expr.kind !== "name") return { span };
  const declared =
    localNamed(inference, expr.name)?.declared ?? inference.env.definition(expr.name)?.nameSpan;
  return { span, name: expr.name, ...(declared === undefined ? {} : { declared }) };
}

function counted(n: number): string {
  return n === 1 ? "1 argument" : `${n} arguments`;
}

function wrongArguments(define: Define, given: number, span: Span): Diagnostic {
  const wanted = define.params?.length ?? 0;
  const names = (define.params ?? []).map((p) => p.name).join(", ");
  return error("KL0201", `\`${define.name}\` expects ${counted(wanted)}, got ${given}`, span, {
    related: [{ span: define.nameSpan, message: "defined here" }],
    ...(wanted === 0 ? {} : { hint: `write \`${define.name}(${names})\`` }),
  });
}

function callOfConstant(define: Define, type: Type, span: Span): Diagnostic {
  const { name, nameSpan } = define;
  return error("KL0203", `\`${name}\` is a constant, not a function`, span, {
    label: `this is a ${shortType(type)}`,
    related: [{ span: nameSpan, message: "defined here" }],
    hint: isIndexed(type)
      ? `positions stand in brackets, from 0: ${name}[${isMatrix(type) ? "0, 1" : "1"}]`
      : `a product is written with its sign: ${name} * x`,
  });
}

function isIndexed(type: Type): boolean {
  return (
    isMatrix(type) || type.kind === "fixed" || (type.kind === "con" && /^(?:List|Vector)$/.test(type.name))
  );
}

function isMatrix(type: Type): boolean {
  return type.kind === "con" && type.name === "Matrix";
}

export function wrongConstructor(variant: DataConstructor, given: number, span: Span): Diagnostic {
  const { name, fields, span: declared } = variant;
  const related = declared.file === "" ? [] : [{ span: declared, message: "declared here" }];
  const parts = fields.map((field) => field.name ?? "_");
  const hint =
    fields.length === 0
      ? `\`${name}\` stands alone, without parentheses`
      : `write \`${name}(${parts.join(", ")})\``;
  return error("KL0202", `constructor \`${name}\` expects ${counted(fields.length)}, got ${given}`, span, {
    related,
    ...(fields.length > 0 && parts.every((part) => part === "_") ? {} : { hint }),
  });
}

/** A name with a capital stands for itself; one that nearly is a constructor of the program is asked about. */
function misspeltConstructor(name: string, span: Span, inference: Inference): void {
  const similar = constructorMeant(name, inference.env);
  if (similar === undefined) return;
  inference.problems.push(
    warning("KL0101", `\`${name}\` is not a constructor`, span, {
      notes: ["the call stands for itself and is not evaluated"],
      hint: `did you mean \`${similar}\`?`,
    }),
  );
}

function undeclared(callee: Name, inference: Inference): Diagnostic {
  const { env, table, locals } = inference;
  const visible = [...locals].flatMap(([name, bindings]) => (bindings.length > 0 ? [name] : []));
  const candidates = [...visible, ...env.definitions.map((d) => d.name), ...table.keys()];
  const problem = notDefined(callee.name, candidates, callee.span);
  const equation = inference.equations.get(callee.name);
  return equation === undefined ? problem : withEquation(problem, equation);
}
