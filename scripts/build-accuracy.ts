/**
 * `npx tsx scripts/build-accuracy.ts [ROW…]`: measures every row that states an error bound, or the named ones, and writes
 * docs/accuracy.md. `KLEIS_NUMERICS_INPUTS` arguments for each function (100,000 for the page that is kept), `KLEIS_NUMERICS_SIZES` of
 * matrices. Ends with 1 where a row is beyond its bound.
 */
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { vectorFunctions } from "../src/loop/elementary/index.ts";
import { ulpBound, vectorUlpBound } from "../test/support/accuracy/bounds.ts";
import {
  inputs,
  type Known,
  knownOf,
  type Worst,
  withinReach,
  worst,
} from "../test/support/accuracy/measure.ts";
import { runNatively } from "../test/support/accuracy/native.ts";
import { nativeNames } from "../test/support/accuracy/native-names.ts";
import { binarySubjects, knownPairs } from "../test/support/accuracy/pairs.ts";
import { subjects } from "../test/support/accuracy/subjects.ts";
import { Bench, hasCompiler } from "../test/support/emitted.ts";
import { root } from "../test/support/program-file.ts";
import { evaluateRow, table } from "../test/support/rows.ts";
import { compiled, mapOf } from "../test/support/vector-map.ts";

const languages = (["c", "rust"] as const).filter(hasCompiler);
const bench = new Bench();

const knownBy = (row: string): Known => (row in subjects ? knownOf(row) : knownPairs(row));
const absoluteOf = (row: string): number => (subjects[row] ?? binarySubjects[row])?.absolute ?? 0;

function evaluated(row: string, { args, exact }: Known): Float64Array {
  return Float64Array.from(exact, (_, i) => {
    const value = evaluateRow(
      row,
      args.map((list) => list[i] ?? 0),
    );
    return typeof value === "number" ? value : Number.NaN;
  });
}

const beyond = new Set<string>();

/** Notes a row that is not within its bound. */
function held(row: string, bound: number, found: Worst): Worst {
  if (!(found.ulp <= bound)) beyond.add(row);
  return found;
}

const figure = ({ ulp }: Worst): string => ulp.toFixed(3);
const place = ({ at }: Worst): string => at.map(String).join(", ");
const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;

function scalarLine(row: string): string {
  const known = knownBy(row);
  const symbol = new Map(nativeNames).get(row);
  const bound = ulpBound(row);
  const found = held(row, bound, worst(known, evaluated(row, known), absoluteOf(row)));
  const native = languages.map((language) => {
    if (symbol === undefined) return "";
    const [results = new Float64Array()] = runNatively(bench, language, [{ name: symbol, args: known.args }]);
    return figure(held(row, bound, worst(known, results)));
  });
  return line([`\`${row}\``, String(bound), figure(found), place(found), ...native]);
}

/** Of a function in lanes. */
const rowOf = (name: string): string => (name === "pow" ? "power" : name);

function vectorLine(name: string): string {
  const row = rowOf(name);
  const known = withinReach(knownBy(row), vectorFunctions.get(name)?.reach ?? Number.POSITIVE_INFINITY);
  const bound = vectorUlpBound(row);
  const found = languages.map((language) =>
    held(row, bound, worst(known, compiled(bench, mapOf(name), language)(...known.args))),
  );
  const most = found.reduce((a, b) => (b.ulp > a.ulp ? b : a), { ulp: 0, at: [] });
  return line([`\`${row}\``, String(bound), ...found.map(figure), place(most)]);
}

/** Where backward errors are measured, and tell the shares of their bounds that rows used. */
const residualTests = ["linear-algebra", "decompositions", "complex-matrices", "control"];

function shares(): ReadonlyMap<string, readonly [string, string]> {
  const sizes = process.env["KLEIS_NUMERICS_SIZES"] ?? "1,2,3,5,8,13,30,60,100,200";
  const output = residualTests.map((name) =>
    execFileSync(process.execPath, ["--import", "tsx", path.join(root, `test/numerics/${name}.test.ts`)], {
      encoding: "utf8",
      env: { ...process.env, KLEIS_NUMERICS_SIZES: sizes },
    }),
  );
  return new Map(
    [...output.join("\n").matchAll(/^(\w+(?: by LAPACK)?): ([\d.]+) of its bound, (.*)$/gm)].map(
      ([, row = "", share = "", name = ""]) => [row, [share, name] as const],
    ),
  );
}

let used: ReadonlyMap<string, readonly [string, string]> | undefined;

function backwardLine(name: string): string {
  const bound = table.get(name)?.bound;
  if (bound?.kind !== "backward") return "";
  used ??= shares();
  const [share = "", where = ""] = used.get(name) ?? [];
  const [library = ""] = used.get(`${name} by LAPACK`) ?? [];
  const measure = bound.measure.replaceAll("|", "\\|");
  return line([`\`${name}\``, measure, `${bound.factor}·n·u`, share, where, library]);
}

const pagePath = path.join(root, "docs/accuracy.md");
const before = readFileSync(pagePath, "utf8").split("\n");
const wanted = process.argv.slice(2);

/** The lines of a table; those of rows that were not asked for stay as they are. */
function lines(title: string, rows: readonly string[], measured: (row: string) => string): readonly string[] {
  const start = before.indexOf(`## ${title}`);
  const end = before.findIndex((text, i) => i > start && text.startsWith("## "));
  const section = start < 0 ? [] : before.slice(start, end < 0 ? undefined : end);
  return rows.map((name) => {
    const row = rowOf(name);
    const old = section.find((text) => text.startsWith(`| \`${row}\` |`));
    return old !== undefined && wanted.length > 0 && !wanted.includes(row) ? old : measured(name);
  });
}

const heading = (cells: readonly string[]): readonly string[] => [line(cells), line(cells.map(() => "---"))];
const names = languages.map((language) => (language === "c" ? "C" : "Rust"));
const vectors = [...vectorFunctions.keys()].filter((name) => name !== "log");
const backward = [...table].flatMap(([name, row]) =>
  row.name === name && row.bound?.kind === "backward" ? [name] : [],
);

const page = [
  "# Accuracy",
  "",
  "What every row promises, and the worst that was met. Written by `scripts/build-accuracy.ts`; the tests in `test/numerics` hold the same",
  "bounds on fewer arguments.",
  "",
  "## Functions of real numbers",
  "",
  `Errors in units of the last place of the exact result, on ${inputs.toLocaleString("en")} arguments each, against fixed point of 250 bits and`,
  "more: over the whole range, beside zeros and poles, where formulas change, subnormal and huge. Of a row whose host or C library",
  "misses the bound, our own function is used. Functions without native code are evaluated.",
  "",
  ...heading(["row", "bound", "evaluated", "worst at", ...names]),
  ...lines(
    "Functions of real numbers",
    [...Object.keys(subjects), ...Object.keys(binarySubjects)],
    scalarLine,
  ),
  "",
  "`digamma` has zeros that are no doubles: beside them its error is at most 1e-26 instead. The bound of `beta` holds for positive",
  "arguments. `sec`, `csc` and `cot` are 1 over a function within 1 ULP: a unit in its last place may be two of the quotient's.",
  "",
  "## In lanes",
  "",
  "The same arguments through loops that run in lanes (not under `--reproducible`). Sine and cosine beyond 100,000 go to the library.",
  "",
  ...heading(["row", "bound", ...names, "worst at"]),
  ...lines("In lanes", vectors, vectorLine),
  "",
  "## Linear algebra",
  "",
  "n is the larger side and u = 2⁻⁵³. Random, graded, Hilbert and singular matrices up to 200 × 200, and entries at the ends of the range;",
  "the share of the bound that was used, and on which; in the last column by the system's LAPACK (docs/adr/0013), at every size.",
  "",
  ...heading(["row", "measure", "bound", "share", "worst on", "LAPACK"]),
  ...lines("Linear algebra", backward, backwardLine),
  "",
  "What does not hold: the product of the pivots that `det` is may leave the range of a double on its way, although the determinant would",
  "not; the bounds of `mpow` and `expm` grow with powers of ‖A‖, so they say little where A is large and its powers are small; and where a",
  "mode can hardly be reached or seen (a Hilbert or graded A with few inputs), `care`, `dare`, `lqr` and `dlqr` may find no solution, since",
  "one that leaves a residual above 2⁻²⁶ is none. `cmat_rank`, `cmat_cond` and `cmat_norm` are the real rows on realify(M).",
  "",
];
writeFileSync(pagePath, page.join("\n"));
bench.close();

const missed = [...beyond];
if (missed.length > 0) {
  console.error(`beyond their bounds: ${missed.join(", ")}`);
  process.exitCode = 1;
}
