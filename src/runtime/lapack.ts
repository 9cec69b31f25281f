/**
 * LAPACK of the system, where there is one: the Schur form, eigenvectors and singular values of real matrices by its Fortran
 * interface (Anderson et al., LAPACK Users' Guide, 3rd ed.; every argument an address, matrices column by column).
 *
 * Guarantees: a library that is not there or lacks a routine is a `Result`; a matrix it has no finite answer to gives undefined;
 * it uses the caller's thread alone, where that can be told to it.
 */
import { endianness } from "node:os";
import { fail, ok, type Result } from "../base/outcome.ts";
import { type ComplexValue, complexValue } from "../interpret/value.ts";
import type { LibraryDecompositions } from "../primitives/decompositions.ts";
import type { ComplexVector, Eigen } from "../primitives/linear-algebra/eigenvalues.ts";
import { type Dense, scaled, transposed, unitPower } from "../primitives/linear-algebra/factorisations.ts";
import type { Schur } from "../primitives/linear-algebra/schur.ts";
import type { SingularValues } from "../primitives/linear-algebra/singular-values.ts";
import type { Native, NativeLibrary } from "./native.ts";

export interface Lapack extends LibraryDecompositions {
  /** What it was opened as, and its version: `libopenblas.so.0`, `3.11.0`. */
  readonly library: string;
  readonly version: string;
}

/** In this order; what is named beside them comes first. */
const usual = ["libopenblas.so.0", "liblapack.so.3"];

/** The first library that has what is needed. `named`: a file to try instead of the usual ones. */
export function openLapack(native: Native, named?: string): Result<Lapack> {
  // Integers are cells of 8 bytes, which serve libraries with 4 and with 8 where the low bytes come first.
  if (endianness() !== "LE") return fail("LAPACK is used on little-endian machines");
  const problems: string[] = [];
  for (const name of named === undefined ? usual : [named]) {
    const opened = alone(() => native.open(name));
    const lapack = opened.ok ? take(name, new Fortran(native, opened.value)) : opened;
    if (lapack.ok) return lapack;
    problems.push(`${name}: ${lapack.error}`);
  }
  return fail(problems.join("; "));
}

/** OpenBLAS starts a thread for each core while it is loaded, unless the environment says otherwise. */
function alone<T>(open: () => T): T {
  const name = "OPENBLAS_NUM_THREADS";
  const before = process.env[name];
  process.env[name] = "1";
  try {
    return open();
  } finally {
    if (before === undefined) delete process.env[name];
    else process.env[name] = before;
  }
}

function take(library: string, fortran: Fortran): Result<Lapack> {
  // A library that was loaded by somebody else before has its threads already.
  fortran.limitThreads();
  const version = [cell(0), cell(0), cell(0)] as const;
  if (!fortran.call("ilaver_", version)) return fail("it has no LAPACK");
  const lapack: Lapack = {
    library,
    version: version.map(value).join("."),
    schur: (a) => schur(fortran, a),
    eigenvalues: (a) => eigenvalues(fortran, a),
    eigen: (a) => eigen(fortran, a),
    singularValues: (a) => singularValues(fortran, a),
  };
  return answers(lapack) ? ok(lapack) : fail(`LAPACK ${lapack.version} lacks a routine or counts otherwise`);
}

/** [[0, 2], [−2, 0]] has the eigenvalues ±2i and the singular values 2 and 2. */
function answers(lapack: Lapack): boolean {
  const a = { rows: 2, columns: 2, items: Float64Array.of(0, 2, -2, 0) };
  const near = (x: number | undefined): boolean => Math.abs((x ?? 0) - 2) < 1e-14;
  return (
    near(lapack.eigen(a)?.values[0]?.im) &&
    near(lapack.eigenvalues(a)?.[0]?.im) &&
    near(Math.abs(lapack.schur(a)?.t.items[1] ?? 0)) &&
    lapack.singularValues(a)?.values.every(near) === true
  );
}

// ── calls ───────────────────────────────────────────────────────────────────────────────────────────────────────────

/** A letter, an INTEGER or a list of them, DOUBLE PRECISION, or nothing (an argument that is not referenced). */
type Argument = string | number | BigInt64Array | Float64Array | undefined;

const cell = (n: number): BigInt64Array => BigInt64Array.of(BigInt(n));
/** What a routine wrote into a cell, in 4 bytes or in 8. */
const value = (of: BigInt64Array): number => Number(BigInt.asIntN(32, of[0] ?? 0n));

class Fortran {
  readonly #native: Native;
  readonly #library: NativeLibrary;
  /** Arguments of the call that runs: they have to stay where they are. */
  #held: readonly (ArrayBufferView | undefined)[] = [];

  constructor(native: Native, library: NativeLibrary) {
    this.#native = native;
    this.#library = library;
  }

  limitThreads(): void {
    this.#library.procedure("openblas_set_num_threads", [1]);
  }

  /** False where there is no such routine. */
  call(routine: string, args: readonly Argument[]): boolean {
    this.#held = args.map(stored);
    const addresses = this.#held.map((view) =>
      view === undefined ? 0 : this.#native.addressOf(view.buffer) + view.byteOffset,
    );
    // The lengths of letters follow all arguments.
    const lengths = args.filter((arg) => typeof arg === "string").map(() => 1);
    const called = this.#library.procedure(routine, [...addresses, ...lengths]);
    this.#held = [];
    return called;
  }

  /** Calls it once for the workspace that it wants (the first number of `work`), and then with that; whether it succeeded. */
  solve(
    routine: string,
    args: (work: Float64Array, length: number, info: BigInt64Array) => readonly Argument[],
  ): boolean {
    const [asked, info] = [new Float64Array(1), cell(0)];
    if (!this.call(routine, args(asked, -1, info)) || value(info) !== 0) return false;
    const length = Math.ceil(asked[0] ?? 0);
    return this.call(routine, args(new Float64Array(length), length, info)) && value(info) === 0;
  }
}

function stored(arg: Argument): ArrayBufferView | undefined {
  if (typeof arg === "string") return Uint8Array.of(arg.charCodeAt(0));
  return typeof arg === "number" ? cell(arg) : arg;
}

// ── decompositions ──────────────────────────────────────────────────────────────────────────────────────────────────

/** The matrix times a power of 2, as our own routines scale it; undefined where an entry is not finite. */
function prepared(a: Dense): { readonly work: Dense; readonly power: number } | undefined {
  const power = unitPower(a);
  return power === undefined ? undefined : { work: scaled(a, power), power };
}

const finite = (...lists: readonly Float64Array[]): boolean =>
  lists.every((items) => items.every(Number.isFinite));

/** Column by column as row by row, and the other way round. */
const columnsOf = (a: Dense): Float64Array => transposed(a).items;
const fromColumns = (rows: number, columns: number, items: Float64Array): Dense =>
  transposed({ rows: columns, columns: rows, items });

function schur(fortran: Fortran, a: Dense): Schur | undefined {
  const ready = prepared(a);
  if (ready === undefined) return undefined;
  const n = a.rows;
  const [t, u] = [columnsOf(ready.work), new Float64Array(n * n)];
  const [re, im] = [new Float64Array(n), new Float64Array(n)];
  const [ordered, flags] = [cell(0), new BigInt64Array(n)];
  const solved = fortran.solve("dgees_", (work, length, state) => [
    ...["V", "N", undefined, n, t, n, ordered, re, im, u, n],
    ...[work, length, flags, state],
  ]);
  if (!solved || !finite(t, u)) return undefined;
  return { u: fromColumns(n, n, u), t: scaled(fromColumns(n, n, t), 1 / ready.power) };
}

/** Without balancing: what is scaled row by row has a small residual beside the scaled matrix, not beside the given one. */
function eigenparts(
  fortran: Fortran,
  a: Dense,
  withVectors: boolean,
): { readonly values: readonly ComplexValue[]; readonly vectors: Float64Array } | undefined {
  const ready = prepared(a);
  if (ready === undefined) return undefined;
  const n = a.rows;
  const items = columnsOf(ready.work);
  const [re, im] = [new Float64Array(n), new Float64Array(n)];
  const vectors = new Float64Array(withVectors ? n * n : 1);
  const [low, high, norm] = [cell(0), cell(0), new Float64Array(1)];
  const [scale, byValue, byVector] = [new Float64Array(n), new Float64Array(n), new Float64Array(n)];
  const numbers = new BigInt64Array(2 * n);
  const solved = fortran.solve("dgeevx_", (work, length, state) => [
    ...["N", "N", withVectors ? "V" : "N", "N", n, items, n, re, im],
    ...[undefined, 1, vectors, withVectors ? n : 1, low, high, scale, norm, byValue, byVector],
    ...[work, length, numbers, state],
  ]);
  if (!solved || !finite(re, im, vectors)) return undefined;
  const values = Array.from(re, (x, k) => complexValue(x / ready.power, (im[k] ?? 0) / ready.power));
  return { values, vectors };
}

function eigenvalues(fortran: Fortran, a: Dense): readonly ComplexValue[] | undefined {
  return eigenparts(fortran, a, false)?.values;
}

/** Of a pair the real and the imaginary part of the first one's vector stand in its two columns. */
function eigen(fortran: Fortran, a: Dense): Eigen | undefined {
  const parts = eigenparts(fortran, a, true);
  if (parts === undefined) return undefined;
  const n = a.rows;
  const column = (k: number): Float64Array => parts.vectors.slice(k * n, (k + 1) * n);
  const vectors: ComplexVector[] = [];
  for (const [k, { im }] of parts.values.entries()) {
    if (im === 0) vectors.push({ re: column(k), im: new Float64Array(n) });
    else if (im > 0) vectors.push({ re: column(k), im: column(k + 1) });
    else vectors.push({ re: column(k - 1), im: column(k).map((x) => -x) });
  }
  return { values: parts.values, vectors };
}

/** By preconditioned Jacobi rotations (Drmač & Veselić 2008), which give small singular values as exactly as our own do. */
function singularValues(fortran: Fortran, a: Dense): SingularValues | undefined {
  const ready = prepared(a);
  if (ready === undefined) return undefined;
  // Read column by column, the rows of a matrix are its transpose, which has U and V exchanged.
  const turned = a.rows < a.columns;
  const [m, n] = turned ? [a.columns, a.rows] : [a.rows, a.columns];
  const items = turned ? ready.work.items : columnsOf(ready.work);
  const [values, u, v] = [new Float64Array(n), new Float64Array(m * m), new Float64Array(n * n)];
  const length = Math.max(2 * m + n, 6 * n + 2 * n * n, 4 * n + n * n) + block * (m + n);
  const [work, integers, info] = [new Float64Array(length), new BigInt64Array(m + 3 * n), cell(0)];
  const called = fortran.call("dgejsv_", [
    ...["F", "F", "V", "N", "N", "N", m, n, items, m],
    ...[values, u, m, v, n, work, length, integers, info],
  ]);
  if (!called || value(info) !== 0 || !finite(values, u, v)) return undefined;
  const factor = (work[0] ?? 1) / (work[1] ?? 1) / ready.power;
  const sizes = Array.from(values, (s) => s * factor);
  // The columns of V, one after another, are the rows of Vᵀ.
  if (turned) return { u: fromColumns(n, n, v), values: sizes, vt: { rows: m, columns: m, items: u } };
  return { u: fromColumns(m, m, u), values: sizes, vt: { rows: n, columns: n, items: v } };
}

/** Columns that its blocked routines take at a time, at most: older versions of dgejsv do not say what they want. */
const block = 64;
