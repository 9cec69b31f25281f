/**
 * Type problems in words: what was expected, what is there, where each comes from, and a mend where one can be computed.
 */
import { type Diagnostic, error, type Label } from "../base/diagnostic.ts";
import type { Span } from "../base/span.ts";
import type { Primitive } from "../primitives/primitive.ts";
import { type Unmet, unmetProblem } from "./conditions.ts";
import { dimValue } from "./dim.ts";
import { asMatrix, asSequence, isComplexMatrix, type MatrixShape, rowsAsMatrix } from "./flow.ts";
import type { Claim } from "./inference.ts";
import type { DimensionClash } from "./match.ts";
import { meantInstead } from "./meant-instead.ts";
import { meant } from "./nearest.ts";
import type { Verdict } from "./operations.ts";
import { printType, shortType } from "./print.ts";
import type { CallSite, Operand, OperationConstraint, WrittenParam, WrittenSignature } from "./scheme.ts";
import { typeVariables } from "./traverse.ts";
import type { Type } from "./type.ts";

/** A name that is called and that nothing declares. */
export function notDefined(name: string, candidates: readonly string[], span: Span): Diagnostic {
  const similar = meant(name, candidates);
  const hint = !/^[\p{L}_]/u.test(name)
    ? operatorInstead(name)
    : (instead(name) ?? (similar && `did you mean \`${similar}\`?`));
  // The name that ∫ stands for is nobody's.
  const shown = name === "int_bounds" ? "∫" : name;
  return error("KL0101", `\`${shown}\` is not defined`, span, hint === undefined ? {} : { hint });
}

const insteadOf: Readonly<Record<string, string>> = {
  int_bounds:
    'a number comes from integral(f, a, b, 1e-9), of import "stdlib/numerical.kleis"; ∫ itself is a sign of formulas',
  gradient: 'the gradient of f at x is gradient(f, x), of import "stdlib/dual.kleis"',
  include: 'a file is brought in by `import "path.kleis"`',
  require: 'a file is brought in by `import "path.kleis"`',
  title: 'it is an option: diagram(plot(xs, ys), title = "…")',
  xlabel: 'it is an option: diagram(plot(xs, ys), xlabel = "…")',
  ylabel: 'it is an option: diagram(plot(xs, ys), ylabel = "…")',
  legend: 'a plot says it of itself: plot(xs, ys, label = "…")',
  gamma: "Γ(x) of x > 0 is exp(lgamma(x)); factorial(n) is Γ(n + 1)",
  list: "a list is written [a, b, c]",
  tuple: "a tuple is written (a, b)",
  help: "kleis explain NAME tells what a name means, and :doc NAME at the prompt",
  doc: "kleis explain NAME tells what a name means, and :doc NAME at the prompt",
  error: "what may fail gives an Option, Some(x) or None, and `match` takes it apart",
  input: 'a program reads files, readFile("path"); rows of a table go through kleis batch',
};

/** What is written here for names that stand for no function of ours. */
function instead(name: string): string | undefined {
  const written = Object.hasOwn(insteadOf, name) ? insteadOf[name] : undefined;
  if (written !== undefined) return written;
  if (name === "assert") return 'an assert is a statement of an example: example "name" { assert(claim) }';
  return /^d[xyt]$/.test(name)
    ? 'the derivative of f at x is derivative(f, x), of import "stdlib/dual.kleis"; of a formula it is diff(e, "x"), of "stdlib/symbolic.kleis"'
    : undefined;
}

/** Operators that mean nothing of themselves, with what they mean in mathematics. */
const operatorCalls: Readonly<Record<string, string>> = {
  "∪": "the union of sets is union(a, b)",
  "∩": "the intersection of sets is intersect(a, b)",
  "∖": "the difference of sets is difference(a, b)",
  "⊆": "a part of a set is subset(a, b)",
  "⊗": 'the Kronecker product is kronecker(A, B), of import "stdlib/matrices.kleis"',
  "∘": "one function after another is λ x . f(g(x))",
};

function operatorInstead(name: string): string {
  const known = Object.hasOwn(operatorCalls, name) ? `${operatorCalls[name]}; ` : "";
  return `${known}\`define (${name})(x, y) = …\` gives it a meaning`;
}

/** Two known dimensions differ. */
export function explainMismatch(
  constraint: OperationConstraint,
  args: readonly Type[],
  verdict: Extract<Verdict, { kind: "mismatch" }>,
): Diagnostic {
  const { site } = constraint;
  const product = explainProduct(constraint, args);
  const { title, notes, hint } = product ?? verdict;
  const place = placeOf(site);
  return error("KL0301", title, place.span, {
    related: [...place.related, ...operandLabels(site, args)],
    notes,
    ...(hint === undefined ? {} : { hint }),
  });
}

/** No rule, implementation or definition takes these types. `row`: the built-in of that name. */
export function explainRefusal(
  constraint: OperationConstraint,
  args: readonly Type[],
  verdict: Extract<Verdict, { kind: "refused" }>,
  row: Primitive | undefined,
): Diagnostic {
  const { site, operation } = constraint;
  const { title, ...details } = refusal(operation, args, verdict, row);
  const place = placeOf(site);
  return error("KL0303", title, place.span, {
    related: [...place.related, ...operandLabels(site, args)],
    ...details,
  });
}

/** An implementation takes these types but for a condition. */
export function explainUnmet(
  { site, operation }: OperationConstraint,
  args: readonly Type[],
  unmet: Unmet,
): Diagnostic {
  const place = placeOf(site);
  return unmetProblem(operation, unmet, place.span, [...place.related, ...operandLabels(site, args)]);
}

/** What is said of a call on these types that nothing takes: why, or what the built-in does take, and what may be meant. */
export function refusal(
  operation: string,
  args: readonly Type[],
  why: { readonly reason?: string; readonly hint?: string },
  row: Primitive | undefined,
): { readonly title: string; readonly notes: readonly string[]; readonly hint?: string } {
  const hint =
    why.hint ??
    meantInstead(operation, args, row) ??
    (row === undefined ? undefined : tupleForList(args, row));
  return {
    title: refusalTitle(operation, args.map(shortType)),
    notes: [why.reason ?? accepted(operation, row) ?? []].flat(),
    ...(hint === undefined ? {} : { hint }),
  };
}

/** So many forms of a built-in are shown. */
const mostForms = 4;

/** What a built-in takes, as the reference writes it; the same form for several kinds of numbers counts once. */
function accepted(operation: string, row: Primitive | undefined): string | undefined {
  if (row === undefined || row.type.overloads.length === 0) return undefined;
  const kinds = new Map<string, string>();
  for (const overload of row.type.overloads) {
    const params = overload.replace(/^\s*(∀|forall)[^.]*\.\s*/, "").replace(/\s*→[^→]*$/, "");
    const form = params.replace(/[ℤℚℝℂ]/g, "ℂ");
    const known = kinds.get(form);
    kinds.set(form, known === undefined ? params : wider(known, params));
  }
  const forms = [...kinds].map(([form, params]) =>
    form === params && row.type.overloads.some((o) => o.includes(params.replaceAll("ℂ", "ℝ")))
      ? params.replaceAll("ℂ", "number")
      : params,
  );
  const more = forms.length > mostForms ? `; and ${forms.length - mostForms} more` : "";
  return `\`${operation}\` takes ${forms.slice(0, mostForms).join("; ")}${more}`;
}

const numbers = "ℤℚℝℂ";

/** Of two forms that differ in the kinds of their numbers. */
function wider(a: string, b: string): string {
  const rank = (form: string) => Math.max(...[...form].map((letter) => numbers.indexOf(letter)));
  return rank(a) > rank(b) ? a : b;
}

function tupleForList(args: readonly Type[], row: Primitive): string | undefined {
  const takesLists = row.type.overloads.some((form) => /\b(List|Vector|Matrix)\(/.test(form));
  return takesLists && args.some((arg) => arg.kind === "tuple") ? listInstead : undefined;
}

const listInstead = "(a, b) is a tuple; a list or vector is written [a, b]";
const tupleInstead = "[a, b] is a list; a tuple is written (a, b)";

/** A tuple where a list is wanted, or the other way round. */
export function confusedForms(wanted: Type, got: Type): { readonly hint?: string } {
  if (wanted.kind === "con" && wanted.name === "Field" && (asMatrix(got) ?? asSequence(got)) !== undefined)
    return { hint: `a grid is made of its sizes and its values: ${gridOf(wanted)}` };
  if (isSequence(wanted) && got.kind === "tuple") return { hint: listInstead };
  return wanted.kind === "tuple" && isSequence(got) && !isComplexMatrix(wanted) ? { hint: tupleInstead } : {};
}

function gridOf({ args }: Extract<Type, { kind: "con" }>): string {
  return `Field([${args.map(printType).join(", ")}], values)`;
}

/** A list, a vector, or a list of parts of different types. */
export function isSequence(type: Type): boolean {
  if (type.kind === "fixed") return true;
  return type.kind === "con" && (type.name === "List" || type.name === "Vector");
}

/** What a call of an operation on these types is told where nothing takes them. */
function refusalTitle(operation: string, types: readonly string[]): string {
  if (types.length === 0) return `\`${operation}\` is not called without arguments`;
  const what = types.length === 1 ? `a value of type ${types[0]}` : `arguments of types ${listed(types)}`;
  return `\`${operation}\` does not take ${what}`;
}

/** An argument is not what the annotation of its parameter says. */
export function explainArgument(
  name: string,
  param: WrittenParam,
  index: number,
  arg: Type,
  site: CallSite,
): Diagnostic {
  const operand = site.args[index];
  const place = placeOf(site);
  const span = site.within.length > 0 ? place.span : (operand?.span ?? site.span);
  const wanted = param.type === undefined ? "" : shortType(param.type);
  const which = param.name === undefined ? `argument ${index + 1}` : `\`${param.name}\``;
  return error("KL0302", `${which} of \`${name}\` is a ${wanted}, got a ${shortType(arg)}`, span, {
    label: `this is a ${shortType(arg)}`,
    related: [...place.related, ...declarationLabel(param.span, `declared as ${wanted} here`)],
    ...(param.type === undefined ? {} : confusedForms(param.type, arg)),
  });
}

/** Arguments that say different things about one dimension, or one that differs from what its parameter says. */
export function explainDimensions(
  written: WrittenSignature,
  args: readonly Type[],
  clash: DimensionClash,
  site: CallSite,
): Diagnostic {
  const place = placeOf(site);
  const [param, arg] = [written.params[clash.index], args[clash.index]];
  if (param?.type === undefined || arg === undefined || typeVariables(param.type).dims.size > 0) {
    const declared = param?.type === undefined ? [] : declarationLabel(param.span, "declared here");
    return error("KL0301", `the dimensions of the arguments of \`${written.name}\` differ`, place.span, {
      related: [...place.related, ...operandLabels(site, args), ...declared],
      notes: clash.notes,
    });
  }
  return { ...explainArgument(written.name, param, clash.index, arg, site), code: "KL0301" };
}

/** A value is not what it is said to be. */
export function explainClaim(claim: Claim, type: Type, dimensions: boolean): Diagnostic {
  if (claim.condition === true) {
    return error("KL0311", "a condition has to be true or false", claim.span, {
      label: `this is a ${shortType(type)}`,
    });
  }
  const wanted = shortType(claim.written);
  return error(
    dimensions ? "KL0301" : "KL0302",
    `${claim.what} must be a ${wanted}, got a ${shortType(type)}`,
    claim.span,
    {
      label: `this is a ${shortType(type)}`,
      related: declarationLabel(claim.writtenSpan, `declared as ${wanted} here`),
      ...confusedForms(claim.written, type),
    },
  );
}

// ---- products of matrices ------------------------------------------------------------------------------

const products: ReadonlySet<string> = new Set(["times", "multiply", "matmul", "mul"]);

function explainProduct(
  constraint: OperationConstraint,
  args: readonly Type[],
): { readonly title: string; readonly notes: readonly string[]; readonly hint?: string } | undefined {
  const [a, b] = args.map(shapeOf);
  if (!products.has(constraint.operation) || a === undefined || b === undefined) return undefined;
  const [left, right] = constraint.site.args;
  const [x, y] = [operandName(left, "the left side"), operandName(right, "the right side")];
  const rows = x === y ? `but ${count(b.rows, "row")}` : `${y} has ${count(b.rows, "row")}`;
  const notes = [`${x} has ${count(a.columns, "column")}, ${rows}`];
  const hint = productHint(constraint.operation, a, b, nameOf(left), nameOf(right));
  return { title: "these matrices cannot be multiplied", notes, ...(hint === undefined ? {} : { hint }) };
}

/** A product of the same two matrices that there is. */
function productHint(
  operation: string,
  a: Sizes,
  b: Sizes,
  x: string | undefined,
  y: string | undefined,
): string | undefined {
  if (x === undefined || y === undefined) return undefined;
  const product = (l: string, r: string) =>
    operation === "times" ? `${l} * ${r}` : `${operation}(${l}, ${r})`;
  const shape = (rows: number, columns: number) => `a Matrix(${rows}, ${columns})`;
  if (b.columns === a.rows) return `${product(y, x)} is ${shape(b.rows, a.columns)}`;
  if (a.columns === b.columns) return `${product(x, `transpose(${y})`)} is ${shape(a.rows, b.rows)}`;
  if (a.rows === b.rows) return `${product(`transpose(${x})`, y)} is ${shape(a.columns, b.columns)}`;
  return undefined;
}

interface Sizes {
  readonly rows: number;
  readonly columns: number;
}

function shapeOf(type: Type): Sizes | undefined {
  const shape: MatrixShape | undefined = asMatrix(type) ?? rowsAsMatrix(type);
  const [rows, columns] = [shape && dimValue(shape.rows), shape && dimValue(shape.columns)];
  return rows === undefined || columns === undefined ? undefined : { rows, columns };
}

function count(n: number, noun: string): string {
  return n === 1 ? `1 ${noun}` : `${n} ${noun}s`;
}

// ---- places --------------------------------------------------------------------------------------------

/** Where a problem is shown: for one in a polymorphic definition, the call that made it certain. */
function placeOf(site: CallSite): { readonly span: Span; readonly related: readonly Label[] } {
  const outermost = site.within.at(-1);
  if (outermost === undefined) return { span: site.span, related: [] };
  const names = site.within.map((w) => `\`${w.name}\``).join(", called from ");
  return { span: outermost.span, related: [{ span: site.span, message: `here, in ${names}` }] };
}

/** Each operand's type where it stands, and the place that its name got it from. */
function operandLabels(site: CallSite, args: readonly Type[]): readonly Label[] {
  const declared = new Set<string>();
  return site.args.flatMap((operand, i): Label[] => {
    const type = args[i];
    if (type === undefined) return [];
    const text = shortType(type);
    const labels: Label[] = [{ span: operand.span, message: text }];
    if (operand.declared === undefined || operand.name === undefined || declared.has(operand.name))
      return labels;
    declared.add(operand.name);
    return [...labels, ...declarationLabel(operand.declared, `\`${operand.name}\` comes from here`)];
  });
}

function declarationLabel(span: Span, message: string): readonly Label[] {
  return span.end === span.start ? [] : [{ span, message }];
}

function nameOf(operand: Operand | undefined): string | undefined {
  return operand?.name;
}

function operandName(operand: Operand | undefined, otherwise: string): string {
  return operand?.name ?? otherwise;
}

function listed(items: readonly string[]): string {
  return items.length < 2 ? items.join("") : `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`;
}
