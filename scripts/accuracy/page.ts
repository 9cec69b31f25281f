/** docs/accuracy.md from what was measured. */
import { vectorFunctions } from "../../src/loop/elementary/index.ts";
import { ulpBound, vectorUlpBound } from "../../test/support/accuracy/bounds.ts";
import { binarySubjects } from "../../test/support/accuracy/pairs.ts";
import { subjects } from "../../test/support/accuracy/subjects.ts";
import { table } from "../../test/support/rows.ts";
import type { Family, Results } from "./results.ts";

/** Of a function in lanes. */
export const rowOf = (name: string): string => (name === "pow" ? "power" : name);

/** The rows of a family, in the order of the page; in lanes by the names of functions. */
export const rowsOf: Readonly<Record<Family, readonly string[]>> = {
  real: [...Object.keys(subjects), ...Object.keys(binarySubjects)],
  lanes: [...vectorFunctions.keys()].filter((name) => name !== "log"),
  linear: [...table].flatMap(([name, row]) =>
    row.name === name && row.bound?.kind === "backward" ? [name] : [],
  ),
};

const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
const heading = (cells: readonly string[]): readonly string[] => [line(cells), line(cells.map(() => "---"))];
const figure = (ulp: number | undefined): string => ulp?.toFixed(3) ?? "";

/** Of rows without a result there is no line. */
export function page(results: Results): string {
  const real = rowsOf.real.flatMap((row) => {
    const found = results.real[row];
    if (found === undefined) return [];
    const { evaluated, c, rust } = found;
    const cells = [String(ulpBound(row)), figure(evaluated.ulp), evaluated.at.join(", ")];
    return [line([`\`${row}\``, ...cells, figure(c), figure(rust)])];
  });
  const lanes = rowsOf.lanes.map(rowOf).flatMap((row) => {
    const found = results.lanes[row];
    if (found === undefined) return [];
    const { worst, c, rust } = found;
    const cells = [String(vectorUlpBound(row)), figure(c), figure(rust), worst.at.join(", ")];
    return [line([`\`${row}\``, ...cells])];
  });
  const linear = rowsOf.linear.flatMap((row) => {
    const found = results.linear[row];
    const bound = table.get(row)?.bound;
    if (found === undefined || bound?.kind !== "backward") return [];
    const measure = bound.measure.replaceAll("|", "\\|");
    const cells = [measure, `${bound.factor}·n·u`, found.share, found.where, found.library ?? ""];
    return [line([`\`${row}\``, ...cells])];
  });
  const counts = [...Object.entries(results.real), ...Object.entries(results.lanes)].map(
    ([row, { inputs }]) => [row, inputs] as const,
  );
  const most = Math.max(...counts.map(([, inputs]) => inputs));
  const fewer = new Set(counts.flatMap(([row, inputs]) => (inputs < most ? [`\`${row}\``] : [])));
  const least = Math.min(...counts.map(([, inputs]) => inputs)).toLocaleString("en");
  const except = fewer.size === 0 ? "" : ` (${[...fewer].join(", ")} in part on ${least} or more)`;
  return [
    "# Accuracy",
    "",
    "What every row promises, and the worst that was met. Written by `scripts/build-accuracy.ts` from what it measured, which `accuracy.json`",
    "keeps; the tests in `test/numerics` hold the same bounds on fewer arguments.",
    "",
    "## Functions of real numbers",
    "",
    `Errors in units of the last place of the exact result, on ${most.toLocaleString("en")} arguments each${except}, against fixed point of 250 bits and`,
    "more: over the whole range, beside zeros and poles, where formulas change, subnormal and huge. Of a row whose host or C library",
    "misses the bound, our own function is used. Functions without native code are evaluated.",
    "",
    ...heading(["row", "bound", "evaluated", "worst at", "C", "Rust"]),
    ...real,
    "",
    "`lgamma` and `digamma` have zeros below 0 that are no doubles: beside them the error is at most 1e-16 and 1e-15 instead. The bound of `beta` holds",
    "for positive arguments. `sec`, `csc` and `cot` are 1 over a function within 1 ULP: a unit in its last place may be two of the quotient's.",
    "",
    "## In lanes",
    "",
    "The same arguments through loops that run in lanes (not under `--reproducible`). Sine and cosine beyond 100,000 go to the library, 1",
    "over them beyond 65,536.",
    "",
    ...heading(["row", "bound", "C", "Rust", "worst at"]),
    ...lanes,
    "",
    "## Linear algebra",
    "",
    "n is the larger side and u = 2⁻⁵³. Random, graded, Hilbert and singular matrices up to 200 × 200, and entries at the ends of the range;",
    "the share of the bound that was used, and on which; in the last column by the system's LAPACK (docs/adr/0013), at every size.",
    "",
    ...heading(["row", "measure", "bound", "share", "worst on", "LAPACK"]),
    ...linear,
    "",
    "What does not hold: the product of the pivots that `det` is may leave the range of a double on its way, although the determinant would",
    "not; the bounds of `mpow` and `expm` grow with powers of ‖A‖, so they say little where A is large and its powers are small; and where a",
    "mode can hardly be reached or seen (a Hilbert or graded A with few inputs), `care`, `dare`, `lqr` and `dlqr` may find no solution, since",
    "one that leaves a residual above 2⁻²⁶ is none. `cmat_rank`, `cmat_cond` and `cmat_norm` are the real rows on realify(M).",
    "",
  ].join("\n");
}
