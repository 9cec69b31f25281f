/**
 * `npx tsx scripts/build-accuracy.ts`: measures every row that states an error bound and writes docs/accuracy.md. `KLEIS_NUMERICS_INPUTS`
 * arguments for each function (100,000 for the page that is kept), `KLEIS_NUMERICS_SIZES` of matrices.
 */
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
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

const figure = ({ ulp }: Worst): string => ulp.toFixed(3);
const place = ({ at }: Worst): string => at.map(String).join(", ");
const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;

function scalarLine(row: string): string {
  const known = knownBy(row);
  const symbol = new Map(nativeNames).get(row);
  const found = worst(known, evaluated(row, known), absoluteOf(row));
  const native = languages.map((language) => {
    if (symbol === undefined) return "";
    const [results = new Float64Array()] = runNatively(bench, language, [{ name: symbol, args: known.args }]);
    return figure(worst(known, results));
  });
  return line([`\`${row}\``, String(ulpBound(row)), figure(found), place(found), ...native]);
}

function vectorLine(name: string): string {
  const row = name === "pow" ? "power" : name;
  const known = withinReach(knownBy(row), vectorFunctions.get(name)?.reach ?? Number.POSITIVE_INFINITY);
  const found = languages.map((language) =>
    worst(known, compiled(bench, mapOf(name), language)(...known.args)),
  );
  const most = found.reduce((a, b) => (b.ulp > a.ulp ? b : a), { ulp: 0, at: [] });
  return line([`\`${row}\``, String(vectorUlpBound(row)), ...found.map(figure), place(most)]);
}

/** The shares of their bounds that rows used, as the tests print them. */
function shares(): ReadonlyMap<string, readonly [string, string]> {
  const sizes = process.env["KLEIS_NUMERICS_SIZES"] ?? "1,2,3,5,8,13,30,60,100,200";
  const output = execFileSync(
    process.execPath,
    ["--import", "tsx", path.join(root, "test/numerics/linear-algebra.test.ts")],
    { encoding: "utf8", env: { ...process.env, KLEIS_NUMERICS_SIZES: sizes } },
  );
  return new Map(
    [...output.matchAll(/(\w+): ([\d.]+) of its bound, (.*)$/gm)].map(
      ([, row = "", share = "", name = ""]) => [row, [share, name] as const],
    ),
  );
}

const used = shares();

function backwardLine(name: string): readonly string[] {
  const bound = table.get(name)?.bound;
  if (bound?.kind !== "backward") return [];
  const [share = "", where = ""] = used.get(name) ?? ["below 1", "test/numerics/control.test.ts"];
  return [line([`\`${name}\``, bound.measure.replaceAll("|", "\\|"), `${bound.factor}·n·u`, share, where])];
}

const heading = (cells: readonly string[]): readonly string[] => [line(cells), line(cells.map(() => "---"))];
const names = languages.map((language) => (language === "c" ? "C" : "Rust"));

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
  ...[...Object.keys(subjects), ...Object.keys(binarySubjects)].map(scalarLine),
  "",
  "`digamma` has zeros that are no doubles: beside them its error is at most 1e-26 instead. The bound of `beta` holds for positive",
  "arguments.",
  "",
  "## In lanes",
  "",
  "The same arguments through loops that run in lanes (not under `--reproducible`). Sine, cosine and tangent beyond 100,000 go to the library.",
  "",
  ...heading(["row", "bound", ...names, "worst at"]),
  ...[...vectorFunctions.keys()].filter((name) => name !== "log").map(vectorLine),
  "",
  "## Linear algebra",
  "",
  "n is the larger side and u = 2⁻⁵³. Random, graded, Hilbert and singular matrices, and entries at the ends of the range; the share of",
  "the bound that was used, and on which.",
  "",
  ...heading(["row", "measure", "bound", "share", "worst on"]),
  ...[...table].filter(([name, row]) => row.name === name).flatMap(([name]) => backwardLine(name)),
  "",
];
writeFileSync(path.join(root, "docs/accuracy.md"), page.join("\n"));
bench.close();
