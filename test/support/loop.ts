/** Programs lowered to Loop and run by its evaluator, next to the plain evaluator: what the tests of Loop look at. */
import { createSpecialiser } from "../../src/core/specialise.ts";
import { itemsOfSet } from "../../src/interpret/collections.ts";
import { createMachine } from "../../src/interpret/machine.ts";
import type { Value } from "../../src/interpret/value.ts";
import { checkLoop } from "../../src/loop/check.ts";
import { evaluateLoop, type LoopOutcome } from "../../src/loop/evaluate.ts";
import type { LoopScalar, LoopValue } from "../../src/loop/evaluate-expression.ts";
import type { Layout } from "../../src/loop/layout.ts";
import type { LoopProgram } from "../../src/loop/loop.ts";
import { lower, lowerUnoptimised } from "../../src/loop/lower.ts";
import { isMapLayout, type MapInfo } from "../../src/loop/map-layout.ts";
import { printLoop } from "../../src/loop/print.ts";
import { inverseTransform, transform } from "../../src/primitives/analysis/fourier-transform.ts";
import { eigenOf } from "../../src/primitives/linear-algebra/eigenvalues.ts";
import {
  cholesky,
  columnOf,
  dense,
  get,
  reflection,
  reflectRows,
} from "../../src/primitives/linear-algebra/factorisations.ts";
import { factorise, substitute } from "../../src/primitives/linear-algebra/lu.ts";
import { schurForm } from "../../src/primitives/linear-algebra/schur.ts";
import { singularValues } from "../../src/primitives/linear-algebra/singular-values.ts";
import { symmetricEigen } from "../../src/primitives/linear-algebra/symmetric-eigen.ts";
import * as real from "../../src/primitives/numbers/real-functions.ts";
import * as special from "../../src/primitives/numbers/special-functions.ts";
import { createPrimitiveTable } from "../../src/primitives/table.ts";
import { decodeEntries } from "../../src/runtime/maps.ts";
import { parseProgram } from "../../src/syntax/parse.ts";
import { buildEnvironment } from "../../src/types/environment.ts";
import type { Type } from "../../src/types/type.ts";

export const table = createPrimitiveTable();

const functions: Readonly<Record<string, unknown>> = {
  ...real,
  ...special,
  gamma_func: special.gamma,
  nth_root: real.nthRoot,
  fmod: (x: number, y: number) => x % y,
};

export function elementary(name: string, args: readonly number[]): number {
  const f = functions[name];
  if (typeof f !== "function") throw new Error(`no elementary function ${name}`);
  return f(...args);
}

export function template(
  name: string,
  args: readonly LoopValue[],
  holes: Readonly<Record<string, number | string>> = {},
): void {
  if (name === "solve_fixed_f64") {
    systemMeaning(args, { n: Number(holes["n"]), r: Number(holes["r"]), inverse: holes["inverse"] === 1 });
    return;
  }
  if (name === "solve_f64") {
    const [a = 0, b = 0, x = 0, , info = 0, n, r] = args;
    systemMeaning([a, b, x, info], { n: Number(n), r: Number(r), inverse: holes["inverse"] === 1 });
    return;
  }
  if (name === "cholesky_fixed_f64") {
    choleskyMeaning(args, Number(holes["n"]));
    return;
  }
  if (name === "cholesky_f64") {
    const [a = 0, l = 0, , info = 0, n] = args;
    choleskyMeaning([a, l, info], Number(n));
    return;
  }
  if (name === "qr_f64") {
    const [a = 0, q = 0, r = 0, , m, n, c] = args;
    reflectionsMeaning([a, q, r], [m, n, c].map(Number));
    return;
  }
  if (name === "qr_fixed_f64") {
    const [m, n] = [Number(holes["m"]), Number(holes["n"])];
    reflectionsMeaning(args, [m, n, Math.min(m, n)]);
    return;
  }
  if (name === "svd_f64") {
    sweepsMeaning(args, holes["vectors"] === 1);
    return;
  }
  if (name === "eig_f64") {
    spectrumMeaning(args, Number(holes["form"]));
    return;
  }
  if (name === "eigh_f64") {
    symmetricMeaning(args, holes["vectors"] === 1);
    return;
  }
  if (name === "fft_f64") {
    transformMeaning(args, holes["inverse"] === 1, holes["real"] === 1);
    return;
  }
  if (name === "gemv_f64") {
    columnMeaning(args, holes["transposed"] === 1);
    return;
  }
  if (name !== "matmul_f64" && name !== "matmul_fixed_f64") throw new Error(`no template ${name}`);
  const [a, b, c, d] = args.slice(0, 4).map((x) => (typeof x === "object" ? x.items : []));
  const sizes = name === "matmul_f64" ? args.slice(4) : [holes["m"], holes["k"], holes["n"]];
  const [m = 0, k = 0, n = 0] = sizes.map(Number);
  if (a === undefined || b === undefined || c === undefined || d === undefined)
    throw new Error(`${name} wants four arrays`);
  for (let i = 0; i < m; i++)
    for (let j = 0; j < n; j++) {
      let sum = 0;
      for (let p = 0; p < k; p++)
        sum +=
          Number(a[holes["left"] === 1 ? p * m + i : i * k + p]) *
          Number(b[holes["right"] === 1 ? j * k + p : p * n + j]);
      const [before, factor] = [Number(d[i * n + j]), Number(d[0])];
      const results = [sum, before + sum, before - sum, sum - before, factor * sum];
      c[i * n + j] = results[Number(holes["adds"] ?? 0)] ?? sum;
    }
}

/** A matrix, or its transpose, and a column. */
function columnMeaning(args: readonly LoopValue[], transposed: boolean): void {
  const [a, x, y] = args.slice(0, 3).map(itemsOf);
  const [m = 0, n = 0] = args.slice(3).map(Number);
  if (a === undefined || x === undefined || y === undefined) throw new Error("gemv_f64 wants three arrays");
  for (let i = 0; i < (transposed ? n : m); i++) {
    let sum = 0;
    for (let p = 0; p < (transposed ? m : n); p++)
      sum += Number(a[transposed ? p * n + i : i * n + p]) * Number(x[p]);
    y[i] = sum;
  }
}

/** A linear system by the evaluator's own factors. */
function systemMeaning(
  args: readonly LoopValue[],
  { n, r, inverse }: { readonly n: number; readonly r: number; readonly inverse: boolean },
): void {
  const [a = [], b = [], x = [], info = []] = args.map((value) =>
    typeof value === "object" ? value.items : [],
  );
  const factors = factorise(Float64Array.from(a.slice(0, n * n), Number), n);
  let determinant: number = factors.sign;
  for (let i = 0; i < n; i++) determinant *= factors.lu[i * n + i] ?? 0;
  [info[0], info[1]] = factors.singular ? [0, 1] : [determinant, 0];
  if (factors.singular) return;
  for (let q = 0; q < r; q++) {
    const entry = (i: number): number => (inverse ? Number(i === q) : Number(b[i * r + q]));
    const right = Float64Array.from({ length: n }, (_, i) => entry(i));
    substitute(factors, n, right).forEach((value, i) => {
      x[i * r + q] = value;
    });
  }
}

const itemsOf = (value: LoopValue | undefined): LoopScalar[] =>
  typeof value === "object" ? value.items : [];

/** Orthogonal factors, as templates/c/qr_f64.c is to leave them. */
function reflectionsMeaning(args: readonly LoopValue[], [m = 0, n = 0, c = 0]: readonly number[]): void {
  const [a, q, r] = args.slice(0, 3).map(itemsOf);
  const work = dense(m, n, (i, j) => Number(a?.[i * n + j]));
  const mirrors = Array.from({ length: Math.min(m, n) }, (_, k) => {
    const mirror = reflection(columnOf(work, k, k, m));
    if (mirror !== undefined) reflectRows(work, mirror, k, k, n);
    return mirror;
  });
  const left = dense(m, c, (i, j) => Number(i === j));
  for (const [k, mirror] of [...mirrors.entries()].reverse())
    if (mirror !== undefined) reflectRows(left, mirror, k, 0, c);
  left.items.forEach((x, p) => {
    if (q !== undefined) q[p] = x;
  });
  for (let i = 0; i < Math.min(m, n); i++)
    for (let j = 0; j < n; j++) if (r !== undefined) r[i * n + j] = j < i ? 0 : get(work, i, j);
}

/** Singular values and vectors by the evaluator's own, as templates/c/svd_f64.c is to leave them. */
function sweepsMeaning(args: readonly LoopValue[], vectors: boolean): void {
  const [a = [], s = [], u = [], vt = []] = args.slice(0, 4).map(itemsOf);
  const n = Number(args[5]);
  const found = singularValues(dense(n, n, (i, j) => Number(a[i * n + j])));
  for (const [k, value] of found.values.entries()) s[k] = value;
  if (!vectors) return;
  for (let p = 0; p < n * n; p++) [u[p], vt[p]] = [found.u.items[p] ?? 0, found.vt.items[p] ?? 0];
}

/** Eigenvalues and -vectors by the evaluator's own, as templates/c/eigh_f64.c is to leave them. */
function symmetricMeaning(args: readonly LoopValue[], vectors: boolean): void {
  const [a = [], w = [], q = []] = args.slice(0, 3).map(itemsOf);
  const n = Number(args[4]);
  const found = symmetricEigen(dense(n, n, (i, j) => Number(a[i * n + j])));
  for (let k = 0; k < n; k++) w[k] = found?.values[k] ?? Number.NaN;
  for (let p = 0; vectors && p < n * n; p++) q[p] = found?.vectors.items[p] ?? Number.NaN;
}

/** Eigenvalues and what belongs to them by the evaluator's own, as templates/c/eig_f64.c is to leave them. */
function spectrumMeaning(args: readonly LoopValue[], form: number): void {
  const [a = [], re = [], im = [], x = [], y = []] = args.slice(0, 5).map(itemsOf);
  const n = Number(args[6]);
  const given = dense(n, n, (i, j) => Number(a[i * n + j]));
  const { values, vectors } = eigenOf(given) ?? { values: [], vectors: [] };
  for (let k = 0; k < n; k++) {
    [re[k], im[k]] = [values[k]?.re ?? Number.NaN, values[k]?.im ?? Number.NaN];
    for (let i = 0; form === 2 && i < n; i++)
      [x[k * n + i], y[k * n + i]] = [vectors[k]?.re[i] ?? Number.NaN, vectors[k]?.im[i] ?? Number.NaN];
  }
  const { u, t } = (form === 1 ? schurForm(given) : undefined) ?? {};
  for (let p = 0; form === 1 && p < n * n; p++)
    [x[p], y[p]] = [u?.items[p] ?? Number.NaN, t?.items[p] ?? Number.NaN];
}

/** A transform by the evaluator's own, as templates/c/fft_f64.c is to leave it. */
function transformMeaning(args: readonly LoopValue[], inverse: boolean, isReal: boolean): void {
  const n = Number(args[5]);
  const [re = [], im = [], outRe = [], outIm = []] = args.map((value) =>
    typeof value === "object" ? value.items : [],
  );
  const signal = {
    re: Float64Array.from(re.slice(0, n), Number),
    im: isReal ? new Float64Array(n) : Float64Array.from(im.slice(0, n), Number),
  };
  const found = inverse ? inverseTransform(signal) : transform(signal);
  for (let k = 0; k < n; k++) {
    const part = (found.im[k] ?? 0) / (inverse ? n : 1);
    outRe[k] = (found.re[k] ?? 0) / (inverse ? n : 1);
    outIm[k] = Math.abs(part) < 1e-14 ? 0 : part;
  }
}

function choleskyMeaning(args: readonly LoopValue[], n: number): void {
  const [a = [], l = [], info = []] = args.map((value) => (typeof value === "object" ? value.items : []));
  const factor = cholesky({ rows: n, columns: n, items: Float64Array.from(a.slice(0, n * n), Number) });
  info[0] = factor === undefined ? 1 : 0;
  factor?.items.forEach((x, i) => {
    l[i] = x;
  });
}

export interface Lowered {
  readonly program: LoopProgram;
  readonly text: string;
  readonly run: (...args: readonly LoopValue[]) => LoopOutcome;
}

function specialise(text: string): ReturnType<typeof createSpecialiser> {
  const parsed = parseProgram("test.kleis", text);
  if (parsed.problems.length > 0) throw new Error(parsed.problems.map((p) => p.title).join("; "));
  return createSpecialiser(buildEnvironment([parsed.value]).value, table, { symbolic: false });
}

/** The definition `name` at these argument types. */
export function lowerDefinition(
  text: string,
  name: string,
  types: readonly Type[] = [],
  optimised = true,
): Lowered {
  const specialiser = specialise(text);
  const fn = specialiser.definition(name, types);
  if (fn.problems.length > 0) throw new Error(fn.problems.map((p) => p.title).join("; "));
  const lowered = (optimised ? lower : lowerUnoptimised)(specialiser.program, fn.value.id, table);
  if (!lowered.ok) throw new Error(`unsupported: ${lowered.error.what}`);
  const program = lowered.value;
  const broken = checkLoop(program);
  if (broken.length > 0) throw new Error(`${broken.join("\n")}\n${printLoop(program)}`);
  return {
    program,
    text: printLoop(program),
    run: (...args) => evaluateLoop(program, args, { elementary, template }),
  };
}

/** What the lowering says it cannot do; undefined where it can. */
export function refusal(text: string, name: string, types: readonly Type[] = []): string | undefined {
  const specialiser = specialise(text);
  const lowered = lower(specialiser.program, specialiser.definition(name, types).value.id, table);
  return lowered.ok ? undefined : lowered.error.what;
}

/** `define main() = …` by the plain evaluator. */
export function interpret(text: string, name = "main"): Value {
  const specialiser = specialise(text);
  const fn = specialiser.definition(name, []);
  const machine = createMachine({
    program: specialiser.program,
    table,
    hooks: {
      out: () => undefined,
      readFile: () => "",
      writeFile: () => undefined,
      fresh: () => 1,
      now: () => 0,
      cancelled: () => false,
      pause: async () => undefined,
      native: () => undefined,
      defines: () => false,
      definition: () => undefined,
      unknownCall: () => {
        throw new Error("a function of unknown type");
      },
    },
  });
  return machine.runSync(fn.value.id, []);
}

/** The flat results of a Loop program as nested plain data, by its layout. */
export function readBack(layout: Layout, results: readonly LoopValue[]): unknown {
  const rest = [...results];
  const take = (): LoopValue => rest.shift() ?? Number.NaN;
  const scalars = (value: LoopValue): readonly LoopScalar[] => (typeof value === "object" ? value.items : []);
  const element = (of: Layout, columns: readonly (readonly LoopScalar[])[], i: number): unknown => {
    const flat: LoopValue[] = [];
    let next = 0;
    const gather = (inner: Layout, per: number): void => {
      if (inner.kind === "tuple") for (const item of inner.items) gather(item, per);
      else if (inner.kind === "array") {
        const size = inner.extents.reduce<number>((p, e) => p * (e === "run-time" ? 0 : e), 1);
        const before = flat.length;
        gather(inner.element, per * size);
        flat.splice(before, 0);
      } else
        for (let c = 0; c < (inner.kind === "complex" ? 2 : inner.kind === "unit" ? 0 : 1); c++) {
          const column = columns[next] ?? [];
          next += 1;
          flat.push(per === 1 ? (column[i] ?? Number.NaN) : { items: column.slice(i * per, (i + 1) * per) });
        }
    };
    gather(of, 1);
    return readBack(of, flat);
  };
  const read = (of: Layout): unknown => {
    switch (of.kind) {
      case "unit":
        return "unit";
      case "scalar":
      case "text":
        return take();
      case "complex":
        return { re: take(), im: take() };
      case "tuple": {
        const items = of.items.map(read);
        return isMapLayout(of) ? keysOf(of.map, items) : items;
      }
      case "array": {
        const extents = of.extents.map((e) => (e === "run-time" ? Number(take()) : e));
        const columns = componentsOf(of.element).map(() => scalars(take()));
        const size = extents.reduce((p, e) => p * e, 1);
        const all = Array.from({ length: size }, (_, i) => element(of.element, columns, i));
        const [, width] = extents;
        if (width === undefined) return all;
        return Array.from({ length: extents[0] ?? 0 }, (_, i) => all.slice(i * width, (i + 1) * width));
      }
    }
  };
  return read(layout);
}

/** The first components of the keys of a map or set, ascending: enough for the examples of rows. */
function keysOf(info: MapInfo, [top, , words]: readonly unknown[]): unknown {
  const own = BigInt64Array.from((words as readonly unknown[]).map((word) => BigInt(Number(word) || 0)));
  const { keys } = decodeEntries(info, Number(top), own);
  const first = Array.from({ length: keys[0]?.length ?? 0 }, (_, i) => keys[0]?.[i] ?? 0);
  return first.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

function componentsOf(layout: Layout): readonly Layout[] {
  switch (layout.kind) {
    case "unit":
      return [];
    case "scalar":
    case "text":
      return [layout];
    case "complex":
      return [layout, layout];
    case "tuple":
      return layout.items.flatMap(componentsOf);
    case "array":
      return componentsOf(layout.element);
  }
}

/** A value of the plain evaluator in the form of `readBack`. */
export function plain(value: Value): unknown {
  if (typeof value !== "object") return value;
  switch (value.kind) {
    case "list":
      return Array.from({ length: value.length }, (_, i) => plain(value.items[value.start + i] ?? 0));
    case "set":
      return itemsOfSet(value).map(plain);
    case "matrix":
      return Array.from({ length: value.rows }, (_, i) =>
        Array.from({ length: value.columns }, (_, j) => plain(value.items[i * value.columns + j] ?? 0)),
      );
    case "tuple":
      return value.items.map(plain);
    case "complex":
      return { re: value.re, im: value.im };
    case "unit":
      return "unit";
    default:
      return value;
  }
}

/** `define main() = …` on both tiers. */
export function both(text: string): { readonly native: unknown; readonly interpreted: unknown } {
  const lowered = lowerDefinition(text, "main");
  lowerDefinition(text, "main", [], false);
  const outcome = lowered.run();
  if (outcome.status !== "ok") throw new Error(`${outcome.status} at ${outcome.site}\n${lowered.text}`);
  return { native: readBack(lowered.program.result, outcome.results), interpreted: plain(interpret(text)) };
}

/** Sums may be added in another order: their last digits differ. */
export function rounded(value: unknown): unknown {
  if (typeof value === "number") return Number(value.toPrecision(13));
  if (Array.isArray(value)) return value.map(rounded);
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, rounded(v)]));
  return value;
}
