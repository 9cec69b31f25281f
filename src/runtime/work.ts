/**
 * How much one call of a function does, as far as its Core tells: what `auto` decides by.
 *
 * The estimate counts evaluator steps. Trip counts come from types (a range of literal length is a Vector) and from literal
 * bounds; where the number of rounds is not known, one round counts and the work is `open`.
 */
import type { CoreExpr, CoreProgram, FnId } from "../core/core.ts";
import { subexpressions } from "../core/traverse.ts";
import { dimValue } from "../types/dim.ts";
import type { Type } from "../types/type.ts";

export interface Work {
  /** Evaluator steps of one call, each branch taken. */
  readonly steps: number;
  /** It recurses or repeats something so often as only the values tell: `steps` is no measure then. */
  readonly open: boolean;
}

type Prim = CoreExpr & { readonly kind: "prim" };

/** Estimates whole programs; each function once. */
export class WorkEstimator {
  readonly #program: CoreProgram;
  readonly #known = new Map<FnId, Work>();

  constructor(program: CoreProgram) {
    this.#program = program;
  }

  workOf(fn: FnId): Work {
    const known = this.#known.get(fn);
    if (known !== undefined) return known;
    const body = this.#program.functions.get(fn)?.body;
    if (body === undefined) return { steps: 1, open: true };
    // What is met again while its own work is counted calls itself.
    this.#known.set(fn, { steps: 1, open: true });
    const work = this.#count(body);
    this.#known.set(fn, work);
    return work;
  }

  #count(body: CoreExpr): Work {
    let total: Work = { steps: 0, open: false };
    for (const node of subexpressions(body)) total = plus(total, this.#own(node));
    return total;
  }

  /** The work of a node without its parts. */
  #own(expr: CoreExpr): Work {
    if (expr.kind === "call") return plus({ steps: 1, open: false }, this.workOf(expr.fn));
    if (expr.kind === "apply") return { steps: 1, open: true };
    if (expr.kind !== "prim") return { steps: 1, open: false };
    const rounds = roundsOf(expr);
    const bodies = expr.callbacks
      .map((fn) => (fn === undefined ? { steps: 1, open: false } : this.workOf(fn)))
      .reduce(plus, { steps: 1, open: false });
    return {
      steps: bodies.steps * (rounds ?? 1),
      open: bodies.open || rounds === undefined,
    };
  }
}

function plus(a: Work, b: Work): Work {
  return { steps: a.steps + b.steps, open: a.open || b.open };
}

/** How often a row does its work: elements of its largest argument or result, or the distance of literal bounds. */
function roundsOf(expr: Prim): number | undefined {
  const sizes = [expr.type, ...expr.args.map((arg) => arg.type)].map(elementCount);
  const integers = expr.args.flatMap((arg) => literalInteger(arg) ?? []);
  const repeats = expr.callbacks.some((fn) => fn !== undefined);
  if (sizes.includes(undefined)) return undefined;
  const largest = Math.max(1, ...sizes.map((size) => size ?? 1)) * innerRounds(expr);
  if (!repeats || largest > 1) return largest;
  const [from, to] = integers;
  return from === undefined || to === undefined ? undefined : Math.max(1, to - from + 1);
}

/** Rows whose work on a matrix is more than one step for each of its entries. */
const products: ReadonlySet<string> = new Set(["times", "multiply"]);
const cubic: ReadonlySet<string> = new Set(["mpow", "power", "det", "inv", "solve", "expm"]);

/** Steps for each entry: the columns of a product's right side, the order of a matrix that is taken apart. */
function innerRounds({ name, args }: Prim): number {
  const [a, b] = args.map((arg) => sidesOf(arg.type));
  if (products.has(name) && a?.length === 2) return b?.[1] ?? 1;
  return cubic.has(name) ? (a?.[1] ?? 1) : 1;
}

/** The known dimensions of a matrix. */
function sidesOf(type: Type): readonly number[] {
  if (type.kind !== "con" || type.name !== "Matrix") return [];
  return type.args.flatMap((arg) => (arg.kind === "dim" ? (dimValue(arg.dim) ?? []) : []));
}

function literalInteger(expr: CoreExpr): number | undefined {
  return expr.kind === "literal" && expr.literal.kind === "integer" ? Number(expr.literal.value) : undefined;
}

/** Types whose dimensions count entries that are all there. */
const dense: ReadonlySet<string> = new Set(["Vector", "Matrix", "Field", "BitVec"]);

/** Scalars in a value of this type; undefined where the type does not tell: a list, a sparse matrix. */
function elementCount(type: Type): number | undefined {
  if (type.kind === "any") return undefined;
  if (type.kind !== "con") return 1;
  if (type.name === "List" || type.name === "String") return undefined;
  if (!dense.has(type.name) && type.args.some((arg) => arg.kind === "dim")) return undefined;
  return type.args.reduce<number | undefined>((product, arg) => {
    const factor = arg.kind === "dim" ? dimValue(arg.dim) : elementCount(arg);
    return product === undefined || factor === undefined ? undefined : product * factor;
  }, 1);
}
