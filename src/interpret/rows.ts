/**
 * Built-ins that call nothing: rows of the table as closures.
 *
 * A row sees values of the outside (integers expanded) and gives one; where it declines, the call stays as a term (the
 * program's own definition of that name, where there is one, is tried in `steps.ts`).
 */
import { error } from "../base/diagnostic.ts";
import { ProgramError } from "../base/outcome.ts";
import type { CoreExpr } from "../core/core.ts";
import { ownDecompositions } from "../primitives/decompositions.ts";
import type { Declined, EvaluationContext, Primitive } from "../primitives/primitive.ts";
import { declined } from "../primitives/primitive.ts";
import { isNamed, type Linker } from "./code.ts";
import { entering, isCompact, leaving } from "./compact.ts";
import { beyondHost, tooLarge } from "./failures.ts";
import { look } from "./hooks.ts";
import { at } from "./list.ts";
import { operateByProgram } from "./nested.ts";
import { evaluateAll, outside } from "./parts.ts";
import { type Binary, integerOperations, realOperations, type Slow } from "./scalar.ts";
import type { Pure } from "./thread.ts";
import { isList, termValue, type Value } from "./value.ts";

export type PrimNode = Extract<CoreExpr, { readonly kind: "prim" }>;

export function builtIn(link: Linker, e: PrimNode, parts: readonly Pure[]): Pure {
  const row = link.table.get(e.name);
  if (row !== undefined) {
    const [a, b] = parts;
    const scalar = scalarMeaning(e, row);
    if (scalar !== undefined && a !== undefined && b !== undefined) return scalar(a, b, slowly(link, e));
    const element = elementOf(link, e, row, parts);
    if (element !== undefined) return element;
  }
  return rowCall(link, e, parts);
}

function rowCall(link: Linker, e: PrimNode, parts: readonly Pure[]): Pure {
  const run = plainRow(link, e);
  const enter = entering(e.type);
  const args = outside(e.args, parts);
  return (frame) => {
    const values = evaluateAll(args, frame);
    const result = run(values);
    link.meter.fuel -= sizeOf(result);
    for (let i = 0; i < values.length; i += 1) link.meter.fuel -= sizeOf(values[i] ?? 0);
    const value = isDeclined(result) ? termValue(e.name, values) : result;
    return enter === undefined ? value : enter(value);
  };
}

/** The row's meaning on values; it declines where there is no such row or the number of arguments does not fit. */
export function plainRow(link: Linker, e: PrimNode): (values: readonly Value[]) => Value | Declined {
  const row = link.table.get(e.name);
  if (row === undefined || row.evaluate.kind !== "plain" || !fits(row, e.args.length)) return () => declined;
  if (row.yields === true && link.hooks.defines(row.name, e.args.length)) return () => declined;
  const { run } = row.evaluate;
  const context = contextFor(link, e);
  return (values) => {
    try {
      return run(values, context);
    } catch (failure) {
      throw beyondHost(failure) ? tooLarge(e.span) : failure;
    }
  };
}

/** Elements that were read or made: work that one step did. */
function sizeOf(value: Value | Declined): number {
  if (typeof value !== "object") return 0;
  if (value.kind === "list") return value.length;
  return value.kind === "matrix" ? value.items.length : 0;
}

export function fits(row: Primitive, count: number): boolean {
  const { least, most } = row.type.arity;
  return count >= least && count <= most;
}

export function isDeclined(value: Value | Declined): value is Declined {
  return typeof value === "object" && value.kind === "declined";
}

export function contextFor(link: Linker, e: PrimNode): EvaluationContext {
  const { out, readFile, writeFile, fresh, now, picture, decompositions = ownDecompositions } = link.hooks;
  const context: EvaluationContext = {
    span: e.span,
    result: e.type,
    out,
    readFile: (path) => readFile(path, e.span),
    writeFile: (path, text) => writeFile(path, text, e.span),
    decompositions,
    fresh,
    now,
    look: () => look(link.hooks, link.meter.deadline),
    picture: (figure) => picture?.(figure, e.span),
    fail: (code, title, hint) => {
      throw new ProgramError(error(code, title, e.span, hint === undefined ? {} : { hint }));
    },
    operate: (name, args) => {
      const row = link.table.get(name);
      const value = row?.evaluate.kind === "plain" ? row.evaluate.run(args, context) : declined;
      return isDeclined(value) ? operateByProgram(link, name, args) : value;
    },
  };
  return context;
}

// ---- without the row's call ------------------------------------------------------------------------------

/**
 * Whether the node calls functions or may come to a definition of the program. Arithmetic and comparisons of two integers or
 * two reals never do, whatever `implements` adds for other types.
 */
export function needsSteps(link: Linker, e: PrimNode): boolean {
  const row = link.table.get(e.name);
  if (row?.evaluate.kind === "calling") return true;
  return link.hooks.defines(e.name, e.args.length) && scalarMeaning(e, row) === undefined;
}

function scalarMeaning(e: PrimNode, row: Primitive | undefined): Binary | undefined {
  if (row === undefined || e.args.length !== 2) return undefined;
  const name = (["ℤ", "ℝ"] as const).find((n) => e.args.every((arg) => isNamed(arg.type, n)));
  if (name === undefined || !(isNamed(e.type, name) || isNamed(e.type, "Bool"))) return undefined;
  return (name === "ℤ" ? integerOperations : realOperations).get(row.name);
}

/** The row on two operands in the form of their places. */
function slowly(link: Linker, e: PrimNode): Slow {
  const run = plainRow(link, e);
  const enter = entering(e.type) ?? unchanged;
  const [leaveX = unchanged, leaveY = unchanged] = e.args.map((arg) => leaving(arg.type));
  return (x, y) => {
    const values = [leaveX(x), leaveY(y)];
    const result = run(values);
    return enter(isDeclined(result) ? termValue(e.name, values) : result);
  };
}

function unchanged(value: Value): Value {
  return value;
}

/** `nth` with an integer within the list. */
function elementOf(link: Linker, e: PrimNode, row: Primitive, parts: readonly Pure[]): Pure | undefined {
  const [xs, index] = parts;
  const indexType = e.args[1]?.type;
  if (row.name !== "nth" || xs === undefined || index === undefined || indexType === undefined)
    return undefined;
  if (!isCompact(indexType) || parts.length !== 2) return undefined;
  const enter = entering(e.type);
  const slow = slowly(link, e);
  return (frame) => {
    const list = xs(frame);
    const i = index(frame);
    if (!isList(list) || typeof i !== "number" || i < 0 || i >= list.length) return slow(list, i);
    const element = at(list, i);
    return enter === undefined ? element : enter(element);
  };
}
