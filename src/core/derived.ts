/**
 * What built-ins mean on a program's own types, derived from the operations that `implements` gives them: sums and products
 * from `+` and `×`, natural powers from `×`, `a > b` from `b < a`, `a - b` from `a + (-b)`, entries of lists one by one, `ode45`
 * on a state of real fields.
 *
 * In: a built-in's name and argument nodes. Out: the node that computes the call, undefined where the types are not of that
 * kind. The longer ones are written in the language itself, so every tier has them; they are placed at the call.
 */
import { error } from "../base/diagnostic.ts";
import type { Span } from "../base/span.ts";
import type { Expr } from "../syntax/ast.ts";
import { parseExpression } from "../syntax/parse.ts";
import { derivations, isOwnType, mentionsOwnType, stateFields } from "../types/derived.ts";
import { dimValue } from "../types/dim.ts";
import { asMatrix, asSequence, isNumeric, join } from "../types/flow.ts";
import { shortType } from "../types/print.ts";
import { sparseShape } from "../types/sparse.ts";
import { equalTypes } from "../types/traverse.ts";
import { bool, integer, type Type } from "../types/type.ts";
import { failure, letIn, variable } from "./build.ts";
import { coerceTo } from "./coerce.ts";
import type { CoreExpr } from "./core.ts";
import { joinLifting, liftedTo, neutralElement } from "./elements.ts";
import { type Frame, shared, type World } from "./frame.ts";
import { callMember, hasExactMember } from "./implementations.ts";
import { knownInteger } from "./known.ts";

/** Reductions, and operations on lists, whose elements are of the program's own types: these come before the row. */
export function derivedBeforeRow(
  frame: Frame,
  name: string,
  args: readonly CoreExpr[],
  span: Span,
): CoreExpr | undefined {
  switch (name) {
    case "sum":
      return reduction(frame, "plus", args, span);
    case "product":
      return reduction(frame, "times", args, span);
    case "sum_bounds":
      return rangeReduction(frame, "plus", args, span);
    case "prod_bounds":
      return rangeReduction(frame, "times", args, span);
    case "equals":
      return ownEquality(frame, args, span);
    case "neq": {
      const same = ownEquality(frame, args, span);
      return same && frame.world.callNamed(frame, "logical_not", [same], span);
    }
    case "plus":
    case "minus":
    case "times":
    case "divide":
      return byElements(frame, name, args, span);
    case "power":
      return writtenPower(frame, args, span);
    case "list_fold":
    case "foldr":
      return foldFromNumber(frame, name, args, span);
    case "dot":
      return innerProduct(frame, args, span);
    case "norm":
      return euclideanNorm(frame, args, span);
    case "det":
      return determinant(frame, args, span);
    case "trace":
      return diagonalSum(frame, args, span);
    default:
      return undefined;
  }
}

/** What neither the row nor `implements` takes. */
export function derivedAfterAll(
  frame: Frame,
  name: string,
  args: readonly CoreExpr[],
  span: Span,
): CoreExpr | undefined {
  const [a, b] = args;
  switch (name) {
    case "power":
    case "mpow":
      return power(frame, args, span);
    case "ode45":
      return odeOnState(frame, args, span);
    case "minus":
      return args.length === 2 ? difference(frame, a, b, span) : undefined;
    case "max":
    case "min":
      return extremum(frame, name, args, span);
    default:
      return comparison(frame, name, args, span);
  }
}

// ---- text ----------------------------------------------------------------------------------------------

const placed = new WeakMap<World, Map<string, Expr>>();

/** The expression at this place, made once: lambdas in it are told apart by their nodes. */
function expressionAt(world: World, text: string, span: Span): Expr {
  const known = placed.get(world) ?? new Map<string, Expr>();
  placed.set(world, known);
  const key = `${span.file}:${span.start}:${span.end}:${text}`;
  const expr = known.get(key) ?? movedTo(parseExpression("", text).value, span);
  known.set(key, expr);
  return expr;
}

/** A copy of a syntax tree with every place replaced. */
function movedTo<T>(tree: T, span: Span): T {
  if (Array.isArray(tree)) return tree.map((item) => movedTo(item, span)) as T; // an array of the same items
  if (typeof tree !== "object" || tree === null) return tree;
  const entries = Object.entries(tree).map(([key, value]) => [
    key,
    /[sS]pan$/.test(key) ? span : movedTo(value, span),
  ]);
  return Object.fromEntries(entries) as T; // the same keys
}

/** Evaluates text whose free names are the arguments, each evaluated once, in order. */
function written(
  frame: Frame,
  text: string,
  given: readonly (readonly [string, CoreExpr])[],
  span: Span,
): CoreExpr {
  const { world } = frame;
  const bound = given.map(([name, node]) => ({ name, node, variable: world.newVar(name, node.type) }));
  const locals = bound.map(({ name, variable: v, node }) => {
    const literal = knownInteger(world, node);
    return [name, { kind: "local", variable: v, ...(literal === undefined ? {} : { literal }) }] as const;
  });
  const body = frame.scope.within(locals, () => world.expression(expressionAt(world, text, span), frame));
  return bound.reduceRight((inner, { variable: v, node }) => letIn(v, node, inner, span), body);
}

// ---- sums and products ---------------------------------------------------------------------------------

type Combining = "plus" | "times";

const symbols = { plus: "+", times: "*" } as const;

function combines(frame: Frame, op: Combining, type: Type, span: Span): boolean {
  const size = op === "times" ? sizesOf(type) : undefined;
  if (size !== undefined && size.rows === size.columns) return combines(frame, op, size.element, span);
  if (!isOwnType(type, frame.world.environment)) return false;
  const sparse = sparseShape(type, frame.world.environment);
  if (sparse !== undefined && op === "plus") return true;
  if (sparse !== undefined && (sparse.rows === undefined || sparse.rows === sparse.columns)) return true;
  const sample = variable(frame.world.newVar("a", type), span);
  return callMember(frame, op, [sample, sample], span, "implements") !== undefined;
}

function reduction(frame: Frame, op: Combining, [xs]: readonly CoreExpr[], span: Span): CoreExpr | undefined {
  const sequence = xs && asSequence(xs.type);
  if (xs === undefined || sequence === undefined || !combines(frame, op, sequence.element, span))
    return undefined;
  const list = shared(frame, xs, "xs");
  const text = `list_fold(λ a x . a ${symbols[op]} x, head(xs), tail(xs))`;
  const combined = (): CoreExpr => written(frame, text, [["xs", list.node]], span);
  const empty = (): CoreExpr => nothing(frame, op, sequence.element, span);
  if (sequence.length !== undefined) return list.around(sequence.length === 0 ? empty() : combined());
  const isEmpty = written(frame, "length(xs) = 0", [["xs", list.node]], span);
  return list.around(choice(isEmpty, empty(), combined(), span));
}

function rangeReduction(
  frame: Frame,
  op: Combining,
  [f, from, to]: readonly CoreExpr[],
  span: Span,
): CoreExpr | undefined {
  if (f === undefined || from === undefined || to === undefined || f.type.kind !== "closure")
    return undefined;
  const [function_, start, end] = [shared(frame, f, "f"), shared(frame, from, "m"), shared(frame, to, "n")];
  const bounds = [start.node, end.node].map((node) => coerceTo(node, integer));
  const [m, n] = bounds;
  if (m === undefined || n === undefined) return undefined;
  const first = frame.world.applyValue(frame, function_.node, [m], span);
  if (!combines(frame, op, first.type, span)) return undefined;
  const given = [["f", function_.node] as const, ["m", m] as const, ["n", n] as const];
  const text = `list_fold(λ a k . a ${symbols[op]} f(k), f(m), range(m + 1, n + 1))`;
  const empty = nothing(frame, op, first.type, span);
  const chosen = choice(written(frame, "n < m", given, span), empty, written(frame, text, given, span), span);
  return function_.around(start.around(end.around(chosen)));
}

function choice(condition: CoreExpr, yes: CoreExpr, no: CoreExpr, span: Span): CoreExpr {
  const type = join(yes.type, no.type);
  const fitted = (branch: CoreExpr): CoreExpr => coerceTo(branch, type) ?? branch;
  return { kind: "if", condition, then: fitted(yes), else: fitted(no), type, span };
}

/** What combining nothing gives: the type's `zero` or `one`. */
function nothing(frame: Frame, op: Combining, type: Type, span: Span): CoreExpr {
  const name = op === "plus" ? "zero" : "one";
  const known = neutralElement(frame, name, type, span);
  if (known !== undefined) return known;
  const title = "nothing to combine: the result for no terms is not known";
  const hint = `give ${shortType(type)} an \`element ${name}\` by \`implements\``;
  return failure(error("KL0506", title, span, { hint }), span);
}

// ---- powers --------------------------------------------------------------------------------------------

/** Halving an exponent this often leaves nothing of any that fits 64 bits. */
const exponentBits = 64;

function power(frame: Frame, [x, k]: readonly CoreExpr[], span: Span): CoreExpr | undefined {
  if (x === undefined || k === undefined || !equalTypes(k.type, integer)) return undefined;
  if (!combines(frame, "times", x.type, span)) return undefined;
  const base = shared(frame, x, "x");
  const exponent = shared(frame, k, "k");
  const given = [["x", base.node] as const, ["k", exponent.node] as const];
  const unit = nothing(frame, "times", x.type, span);
  const isZero = written(frame, "k = 0", given, span);
  const isNegative = written(frame, "k < 0", given, span);
  const inverse = reciprocal(frame, base.node, exponent.node, span);
  const positive = written(frame, powerLoop, given, span);
  const whole = choice(isZero, unit, choice(isNegative, inverse, positive, span), span);
  return base.around(exponent.around(whole));
}

/** A power with a literal natural exponent, unless the type has one of its own for integers. */
function writtenPower(frame: Frame, [x, k]: readonly CoreExpr[], span: Span): CoreExpr | undefined {
  const known = k && knownInteger(frame.world, k);
  if (x === undefined || known === undefined || known < 1n || !combines(frame, "times", x.type, span))
    return undefined;
  if (hasExactMember(frame, "power", [x.type, integer])) return undefined;
  return written(frame, powerText(known), [["x", x]], span);
}

/** x^k = (1 / x)^(-k), where the type has a `one` and a quotient. */
function reciprocal(frame: Frame, x: CoreExpr, k: CoreExpr, span: Span): CoreExpr {
  const one = neutralElement(frame, "one", x.type, span);
  const inverse = one && callMember(frame, "divide", [one, x], span, "implements");
  if (inverse !== undefined)
    return written(
      frame,
      `let k = -k in ${powerLoop}`,
      [
        ["x", inverse],
        ["k", k],
      ],
      span,
    );
  const title = `a negative power of a ${shortType(x.type)} is not known`;
  const hint = "it needs an `element one` and an `operation divide` by `implements`";
  return failure(error("KL0506", title, span, { hint }), span);
}

/** Repeated squaring, written out. */
function powerText(k: bigint): string {
  if (k === 1n) return "x";
  const squared = `(let x = x * x in ${powerText(k / 2n)})`;
  return k % 2n === 0n ? squared : `(x * ${squared})`;
}

/** Repeated squaring for an exponent from 1 on: r · b^m stays what is sought. */
const powerLoop = `
  let s = list_fold(
    λ s j . let (r, b, m) = s in
      if m = 0 then s
      else (if int_mod(m, 2) = 1 then r * b else r, if m = 1 then b else b * b, int_div(m, 2)),
    (x, x, k - 1),
    range(${exponentBits})) in
  let (r, b, m) = s in r`;

// ---- comparisons, differences --------------------------------------------------------------------------

/** A member's equality for a type that the program declares comes before the structural one. */
function ownEquality(frame: Frame, args: readonly CoreExpr[], span: Span): CoreExpr | undefined {
  const { environment } = frame.world;
  if (args.length !== 2 || !args.some((arg) => mentionsOwnType(arg.type, environment))) return undefined;
  if (environment.instancesOf("equals").every((m) => m.implementation === undefined)) return undefined;
  const node = callMember(frame, "equals", args, span, "implements");
  return node !== undefined && equalTypes(node.type, bool) ? node : undefined;
}

function comparison(
  frame: Frame,
  name: string,
  [a, b]: readonly CoreExpr[],
  span: Span,
): CoreExpr | undefined {
  if (a === undefined || b === undefined) return undefined;
  for (const { from, swapped, orEqual } of derivations.get(name) ?? []) {
    const [x, y] = [shared(frame, a, "x"), shared(frame, b, "y")];
    const operands = swapped ? [y.node, x.node] : [x.node, y.node];
    const node = callMember(frame, from, operands, span, "implements");
    if (node === undefined) continue;
    const same = orEqual ? frame.world.callNamed(frame, "equals", [x.node, y.node], span) : undefined;
    const whole: CoreExpr =
      same === undefined || !equalTypes(same.type, bool) || !equalTypes(node.type, bool)
        ? node
        : { kind: "logic", operator: "or", left: node, right: same, type: bool, span };
    return x.around(y.around(whole));
  }
  return undefined;
}

function difference(
  frame: Frame,
  a: CoreExpr | undefined,
  b: CoreExpr | undefined,
  span: Span,
): CoreExpr | undefined {
  if (a === undefined || b === undefined) return undefined;
  const [x, y] = [shared(frame, a, "x"), shared(frame, b, "y")];
  const negative = callMember(frame, "negate", [y.node], span, "implements");
  const sum = negative && callMember(frame, "plus", [x.node, negative], span, "implements");
  return sum && x.around(y.around(sum));
}

/** The one that is not the smaller, the first where neither is. */
function extremum(
  frame: Frame,
  name: "max" | "min",
  args: readonly CoreExpr[],
  span: Span,
): CoreExpr | undefined {
  const [a, b] = args;
  if (a === undefined || b === undefined || args.length !== 2) return undefined;
  const [x, y] = [shared(frame, a, "x"), shared(frame, b, "y")];
  const operands = name === "max" ? [x.node, y.node] : [y.node, x.node];
  const smaller = callMember(frame, "less_than", operands, span, "implements");
  if (smaller === undefined || !equalTypes(smaller.type, bool)) return undefined;
  const [first, second] = [x.node, y.node];
  const joined = joinLifting(frame, [second, first]);
  const [yes = second, no = first] = joined ?? [];
  return x.around(y.around(choice(smaller, yes, no, span)));
}

/** A fold over values of an own type that starts from a number starts from that number of the type. */
function foldFromNumber(
  frame: Frame,
  name: "list_fold" | "foldr",
  [f, start, xs]: readonly CoreExpr[],
  span: Span,
): CoreExpr | undefined {
  const sequence = xs && asSequence(xs.type);
  if (f === undefined || start === undefined || xs === undefined || sequence === undefined) return undefined;
  if (f.type.kind !== "closure" || f.type.arity !== 2 || !isNumeric(start.type)) return undefined;
  if (!mentionsOwnType(sequence.element, frame.world.environment) && !capturesOwnType(frame, f.type))
    return undefined;
  const item = variable(frame.world.newVar("x", sequence.element), span);
  const [function_, first] = [shared(frame, f, "f"), shared(frame, start, "z")];
  const given = name === "list_fold" ? [first.node, item] : [item, first.node];
  const { type } = frame.world.applyValue(frame, function_.node, given, span);
  const lifted = isOwnType(type, frame.world.environment) ? liftedTo(frame, first.node, type) : undefined;
  if (lifted === undefined) return undefined;
  const call = frame.world.callNamed(frame, name, [function_.node, lifted, xs], span);
  return function_.around(first.around(call));
}

function capturesOwnType(frame: Frame, type: Type): boolean {
  return type.kind === "closure" && type.captures.some((t) => mentionsOwnType(t, frame.world.environment));
}

// ---- lists ---------------------------------------------------------------------------------------------

/** Entry by entry where the lengths are known to agree; other lists are the row's. */
function byElements(
  frame: Frame,
  name: "plus" | "minus" | "times" | "divide",
  [a, b]: readonly CoreExpr[],
  span: Span,
): CoreExpr | undefined {
  const { environment } = frame.world;
  if (a === undefined || b === undefined) return undefined;
  const [s, t] = [asSequence(a.type), asSequence(b.type)];
  if (asMatrix(a.type) !== undefined || asMatrix(b.type) !== undefined)
    return byEntries(frame, name, a, b, span);
  const own = (type: Type | undefined): boolean => type !== undefined && isOwnType(type, environment);
  if (!own(s?.element ?? a.type) && !own(t?.element ?? b.type)) return undefined;
  const given = [["xs", a] as const, ["ys", b] as const];
  if (s !== undefined && t !== undefined) {
    if (name === "times" || name === "divide" || s.length === undefined || s.length !== t.length)
      return undefined;
    return written(frame, `list_map(λ p . ${name}(fst(p), snd(p)), list_zip(xs, ys))`, given, span);
  }
  if (name === "plus" || name === "minus") return undefined;
  if (s !== undefined && asSequence(s.element) === undefined)
    return written(frame, `list_map(λ x . ${name}(x, ys), xs)`, given, span);
  if (t !== undefined && asSequence(t.element) === undefined && name === "times")
    return written(frame, `list_map(λ y . ${name}(xs, y), ys)`, given, span);
  return undefined;
}

interface Sizes {
  readonly rows: number;
  readonly columns: number;
  readonly element: Type;
}

function sizesOf(type: Type): Sizes | undefined {
  const shape = asMatrix(type);
  const [rows, columns] = [shape && dimValue(shape.rows), shape && dimValue(shape.columns)];
  return shape === undefined || rows === undefined || columns === undefined || rows * columns === 0
    ? undefined
    : { rows, columns, element: shape.element };
}

/** Sums and products of matrices whose sizes are known. */
function byEntries(frame: Frame, name: string, a: CoreExpr, b: CoreExpr, span: Span): CoreExpr | undefined {
  const { environment } = frame.world;
  const elements = [a.type, b.type].map((t) => asMatrix(t)?.element ?? asSequence(t)?.element ?? t);
  if (!elements.some((type) => isOwnType(type, environment))) return undefined;
  const text = entriesText(name, a.type, b.type);
  return text === undefined ? undefined : written(frame, text, [["A", a] as const, ["B", b] as const], span);
}

function entriesText(name: string, a: Type, b: Type): string | undefined {
  const [m, n] = [sizesOf(a), sizesOf(b)];
  if (m !== undefined && n !== undefined) return ofMatrices(name, m, n);
  if (m !== undefined && isScalar(b)) return scaled(name, m);
  if (n !== undefined && isScalar(a)) return scalar(name, n);
  if (m !== undefined && name === "times" && asSequence(b)?.length === m.columns) {
    const terms = `list_fold(λ s q . s + A[i, q] * B[q], A[i, 0] * B[0], range(1, ${m.columns}))`;
    return `list_map(λ i . ${terms}, range(${m.rows}))`;
  }
  return undefined;
}

/** Larger determinants of an own type are not written out. */
const largestDeterminant = 4;

function diagonalSum(frame: Frame, [a]: readonly CoreExpr[], span: Span): CoreExpr | undefined {
  const m = a && sizesOf(a.type);
  if (a === undefined || m === undefined || m.rows !== m.columns) return undefined;
  if (!isOwnType(m.element, frame.world.environment)) return undefined;
  return written(frame, `sum(list_map(λ i . A[i, i], range(${m.rows})))`, [["A", a]], span);
}

/** By expansion along the first row: nothing is divided. */
function determinant(frame: Frame, [a]: readonly CoreExpr[], span: Span): CoreExpr | undefined {
  const m = a && sizesOf(a.type);
  if (a === undefined || m === undefined || !isOwnType(m.element, frame.world.environment)) return undefined;
  if (m.rows !== m.columns || m.rows > largestDeterminant) return undefined;
  return written(frame, expansion(0, [...Array(m.columns).keys()]), [["A", a]], span);
}

function expansion(row: number, columns: readonly number[]): string {
  return columns
    .map((j, k) => {
      const others = columns.filter((other) => other !== j);
      const term =
        others.length === 0 ? `A[${row}, ${j}]` : `A[${row}, ${j}] * (${expansion(row + 1, others)})`;
      return k === 0 ? term : `${k % 2 === 0 ? "+" : "-"} ${term}`;
    })
    .join(" ");
}

function isScalar(type: Type): boolean {
  return asSequence(type) === undefined && asMatrix(type) === undefined;
}

function built(rows: number, columns: number, entry: (i: string, j: string) => string): string {
  const value = entry(`int_div(p, ${columns})`, `int_mod(p, ${columns})`);
  return `Matrix(${rows}, ${columns}, list_map(λ p . ${value}, range(${rows * columns})))`;
}

function ofMatrices(name: string, m: Sizes, n: Sizes): string | undefined {
  if (name === "plus" || name === "minus") {
    if (m.rows !== n.rows || m.columns !== n.columns) return undefined;
    return built(m.rows, m.columns, (i, j) => `${name}(A[${i}, ${j}], B[${i}, ${j}])`);
  }
  if (name !== "times" || m.columns !== n.rows) return undefined;
  return built(m.rows, n.columns, (i, j) => {
    const first = `A[${i}, 0] * B[0, ${j}]`;
    return `list_fold(λ s q . s + A[${i}, q] * B[q, ${j}], ${first}, range(1, ${m.columns}))`;
  });
}

function scaled(name: string, { rows, columns }: Sizes): string | undefined {
  if (name !== "times" && name !== "divide") return undefined;
  return built(rows, columns, (i, j) => `${name}(A[${i}, ${j}], B)`);
}

function scalar(name: string, { rows, columns }: Sizes): string | undefined {
  return name === "times" ? built(rows, columns, (i, j) => `A * B[${i}, ${j}]`) : undefined;
}

function innerProduct(frame: Frame, [a, b]: readonly CoreExpr[], span: Span): CoreExpr | undefined {
  const [s, t] = [a && asSequence(a.type), b && asSequence(b.type)];
  if (a === undefined || b === undefined || s === undefined || t === undefined) return undefined;
  if (s.length === undefined ? t.length !== undefined : t.length !== s.length) return undefined;
  const own = [s.element, t.element].some((type) => isOwnType(type, frame.world.environment));
  const text = "sum(list_map(λ p . fst(p) * snd(p), list_zip(xs, ys)))";
  return own ? written(frame, text, [["xs", a] as const, ["ys", b] as const], span) : undefined;
}

function euclideanNorm(frame: Frame, [a]: readonly CoreExpr[], span: Span): CoreExpr | undefined {
  const s = a && asSequence(a.type);
  if (a === undefined || s === undefined || !isOwnType(s.element, frame.world.environment)) return undefined;
  return written(frame, "sqrt(sum(list_map(λ x . x * x, xs)))", [["xs", a]], span);
}

// ---- differential equations ----------------------------------------------------------------------------

/** A state of a type with real fields: its fields are the unknowns. */
function odeOnState(frame: Frame, args: readonly CoreExpr[], span: Span): CoreExpr | undefined {
  const [f, y0, times, dt] = args;
  const fields = y0 && stateFields(y0.type, frame.world.environment);
  if (f === undefined || y0 === undefined || times === undefined || fields === undefined) return undefined;
  const { pattern, names } = fields;
  const flat = (value: string): string => `match ${value} { ${pattern} => [${names.join(", ")}] }`;
  const state = (list: string): string => `(let [${names.join(", ")}] = ${list} in ${pattern})`;
  const text = `list_map(
    λ point . [point[0], ${state("point[1]")}],
    ode45(λ t y . ${flat(`f(t, ${state("y")})`)}, ${flat("y0")}, times${dt === undefined ? "" : ", dt"}))`;
  const given = [["f", f] as const, ["y0", y0] as const, ["times", times] as const];
  return written(frame, text, dt === undefined ? given : [...given, ["dt", dt] as const], span);
}
