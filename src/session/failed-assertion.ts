/**
 * What is said of an assertion that does not hold: its place, the value of each side, and where two values begin to differ.
 *
 * In: the condition and what its parts evaluate to. Out: a diagnostic; rendering it is the caller's.
 */
import { type Diagnostic, type DiagnosticDetails, error, type Label, note } from "../base/diagnostic.ts";
import { agrees } from "../interpret/equal.ts";
import { asMatrix, at } from "../interpret/list.ts";
import { isNumeric, toComplex } from "../interpret/number.ts";
import type { Value } from "../interpret/value.ts";
import type { Expr } from "../syntax/ast.ts";
import { infixSpelling, prefixSpelling } from "../syntax/operators.ts";

/** A part of a condition with the value it has. */
export interface Part {
  readonly expr: Expr;
  readonly value: Value;
}

type Text = (value: Value) => string;

/** `assert(l = r)`: both sides with their values. */
export function unequalSides(condition: Expr, left: Part, right: Part, text: Text): Diagnostic {
  return doesNotHold(condition, [left, right], text, {
    notes: differenceNotes(left.value, right.value, text),
  });
}

/** `assert(p)`: what decided it, as far down as that can be followed. */
export function falseCondition(condition: Expr, parts: readonly Part[], text: Text): Diagnostic {
  const hint = "inside a condition `=` is exact; assert(l = r) allows a difference of 1e-10";
  return doesNotHold(condition, parts, text, exactEquality(condition, parts) ? { hint } : {});
}

/** Points at the parts that have values to show, at the whole condition where none has. */
function doesNotHold(
  condition: Expr,
  parts: readonly Part[],
  text: Text,
  details: DiagnosticDetails,
): Diagnostic {
  const [first, ...related] = parts.flatMap((part) => valueLabel(part, text));
  return error("KL0516", "this assertion does not hold", first?.span ?? condition.span, {
    ...details,
    ...(first === undefined ? {} : { label: first.message }),
    related,
  });
}

export function undecidedAssertion(condition: Expr): Diagnostic {
  return note("KL0517", "this assertion stays symbolic: nothing decides it", condition.span, {
    hint: "give the free names values, or ask a solver",
  });
}

/** `3 < 2`: the condition with its values, on one line. */
export function conditionInValues(condition: Expr, parts: readonly Part[], text: Text): string | undefined {
  const [left, right] = parts;
  if (condition.kind !== "call" || condition.callee.kind !== "name") return undefined;
  const { name } = condition.callee;
  const symbol = infixSpelling.get(name)?.symbol;
  if (symbol !== undefined && left !== undefined && right !== undefined)
    return `${shortened(text(left.value))} ${symbol} ${shortened(text(right.value))}`;
  if (parts.length === 0 || prefixSpelling.has(name)) return undefined;
  return `${name}(${parts.map((part) => shortened(text(part.value))).join(", ")})`;
}

// ---- values --------------------------------------------------------------------------------------------------

/** Longer values are cut in a label. */
const longestLabel = 60;

function shortened(text: string): string {
  const characters = [...text];
  return characters.length <= longestLabel ? text : `${characters.slice(0, longestLabel - 1).join("")}…`;
}

/** What is written as a value needs no label. */
function valueLabel({ expr, value }: Part, text: Text): readonly Label[] {
  if (expr.kind === "number" || expr.kind === "string") return [];
  return [{ span: expr.span, message: shortened(text(value)) }];
}

function exactEquality(condition: Expr, [left, right]: readonly Part[]): boolean {
  if (condition.kind !== "call" || condition.callee.kind !== "name") return false;
  if (condition.callee.name !== "equals" || left === undefined || right === undefined) return false;
  return agrees(left.value, right.value) === true;
}

// ---- differences ---------------------------------------------------------------------------------------------

/** Beyond this, two numbers do not look alike, and their difference says nothing new. */
const nearlyEqual = 1e-3;

function differenceNotes(left: Value, right: Value, text: Text): readonly string[] {
  if (isNumeric(left) && isNumeric(right)) return nearNumbers(left, right);
  const difference = firstDifference(left, right);
  if (difference === undefined) return [];
  if (difference.kind === "sizes") return [difference.message];
  const { path, left: a, right: b } = difference;
  if (path === "") return [];
  const sides = `${shortened(text(a))} on the left, ${shortened(text(b))} on the right`;
  return [`first difference at ${path}: ${sides}`];
}

function nearNumbers(left: Value, right: Value): readonly string[] {
  if (!isNumeric(left) || !isNumeric(right)) return [];
  const [x, y] = [toComplex(left), toComplex(right)];
  const distance = Math.hypot(x.re - y.re, x.im - y.im);
  const scale = Math.max(1, Math.hypot(x.re, x.im), Math.hypot(y.re, y.im));
  if (!(distance < nearlyEqual * scale)) return [];
  const relative = scale > 1 ? `, ${(distance / scale).toExponential(1)} of the larger` : "";
  return [`they differ by ${distance.toExponential(1)}${relative}; an assertion allows 1e-10`];
}

type Difference =
  | { readonly kind: "sizes"; readonly message: string }
  | { readonly kind: "values"; readonly path: string; readonly left: Value; readonly right: Value };

/** The first place, in reading order, where lists, matrices and tuples differ. */
function firstDifference(left: Value, right: Value): Difference | undefined {
  let [a, b, path] = [left, right, ""];
  for (;;) {
    if (typeof a !== "object" || typeof b !== "object") break;
    const step = stepInto(a, b);
    if (step === undefined) break;
    if ("message" in step) {
      const where = path === "" ? "" : ` at ${path}`;
      return { kind: "sizes", message: `${step.message}${where}` };
    }
    [a, b, path] = [step.left, step.right, `${path}[${step.index}]`];
  }
  return { kind: "values", path, left: a, right: b };
}

type Step =
  | { readonly index: string; readonly left: Value; readonly right: Value }
  | { readonly message: string };

function stepInto(a: Value & object, b: Value & object): Step | undefined {
  if (a.kind === "matrix" || b.kind === "matrix") {
    const [x, y] = [rowsOf(a), rowsOf(b)];
    if (x === undefined || y === undefined) return undefined;
    const [left, right] = [`${x.rows}×${x.columns}`, `${y.rows}×${y.columns}`];
    if (left !== right) return { message: `a ${left} matrix on the left, ${right} on the right` };
    return firstOf(
      x.items.length,
      (i) => [x.items[i] as Value, y.items[i] as Value], // same shape
      (i) => `${Math.floor(i / x.columns)}, ${i % x.columns}`,
    );
  }
  if (a.kind === "list" && b.kind === "list") {
    if (a.length !== b.length)
      return { message: `${a.length} elements on the left, ${b.length} on the right` };
    return firstOf(a.length, (i) => [at(a, i), at(b, i)], String);
  }
  if (a.kind === "tuple" && b.kind === "tuple" && a.items.length === b.items.length)
    return firstOf(a.items.length, (i) => [a.items[i] as Value, b.items[i] as Value], String); // same length
  return undefined;
}

function rowsOf(value: Value & object): ReturnType<typeof asMatrix> {
  return value.kind === "matrix" || value.kind === "list" ? asMatrix(value) : undefined;
}

function firstOf(
  length: number,
  pair: (i: number) => readonly [Value, Value],
  index: (i: number) => string,
): Step | undefined {
  for (let i = 0; i < length; i += 1) {
    const [left, right] = pair(i);
    if (agrees(left, right) === false) return { index: index(i), left, right };
  }
  return undefined;
}
