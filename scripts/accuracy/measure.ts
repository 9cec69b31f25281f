/** Measures the rows of docs/accuracy.md: functions against their exact values, linear algebra by the tests of its residuals. */
import { execFileSync } from "node:child_process";
import path from "node:path";
import { vectorFunctions } from "../../src/loop/elementary/index.ts";
import { ulpBound, vectorUlpBound } from "../../test/support/accuracy/bounds.ts";
import {
  inputs,
  type Known,
  knownOf,
  none,
  type Worst,
  withinReach,
  worse,
  worst,
} from "../../test/support/accuracy/measure.ts";
import { runNatively } from "../../test/support/accuracy/native.ts";
import { nativeNames } from "../../test/support/accuracy/native-names.ts";
import { knownPairs } from "../../test/support/accuracy/pairs.ts";
import { subjects } from "../../test/support/accuracy/subjects.ts";
import { Bench, hasCompiler } from "../../test/support/emitted.ts";
import { root } from "../../test/support/program-file.ts";
import { evaluateRow } from "../../test/support/rows.ts";
import { compiled, mapOf } from "../../test/support/vector-map.ts";
import { rowOf } from "./page.ts";
import type { Found, LanesResult, LinearResult, RealResult } from "./results.ts";

export { inputs };

const languages = (["c", "rust"] as const).filter(hasCompiler);
const bench = new Bench();
export const close = (): void => bench.close();

const knownBy = (row: string): Known => (row in subjects ? knownOf(row) : knownPairs(row));
const found = ({ ulp, at }: Worst): Found => ({ ulp, at: at.map(String) });

/** Rows that were met beyond their bounds. */
export const beyond = new Set<string>();

function held(row: string, bound: number, error: Worst): Worst {
  if (!(error.ulp <= bound)) beyond.add(row);
  return error;
}

function evaluated(row: string, { args, exact }: Known): Float64Array {
  return Float64Array.from(exact, (_, i) => {
    const value = evaluateRow(
      row,
      args.map((list) => list[i] ?? 0),
    );
    return typeof value === "number" ? value : Number.NaN;
  });
}

export function measureReal(row: string): RealResult {
  const known = knownBy(row);
  const symbol = new Map(nativeNames).get(row);
  const bound = ulpBound(row);
  const absolute = subjects[row]?.absolute;
  const error = held(row, bound, worst(known, evaluated(row, known), absolute));
  const native = languages.map((language) => {
    if (symbol === undefined) return {};
    const [results = new Float64Array()] = runNatively(bench, language, [{ name: symbol, args: known.args }]);
    return { [language]: held(row, bound, worst(known, results, absolute)).ulp };
  });
  return Object.assign({ inputs, evaluated: found(error) }, ...native);
}

/** By the name of the function. */
export function measureLanes(name: string): LanesResult {
  const row = rowOf(name);
  const known = withinReach(knownBy(row), vectorFunctions.get(name)?.reach ?? Number.POSITIVE_INFINITY);
  const errors = languages.map((language) => ({
    language,
    error: held(
      row,
      vectorUlpBound(row),
      worst(known, compiled(bench, mapOf(name), language)(...known.args), subjects[row]?.absolute),
    ),
  }));
  const most = errors.reduce((all, { error }) => worse(all, error), none);
  return Object.assign(
    { inputs, worst: found(most) },
    ...errors.map(({ language, error }) => ({ [language]: error.ulp })),
  );
}

/** Where backward errors are measured, and tell the shares of their bounds that rows used. */
export const residualTests = ["linear-algebra", "decompositions", "complex-matrices", "control"];

/** The rows that one of these measures. */
export function measureLinear(test: string): ReadonlyMap<string, LinearResult> {
  const sizes = process.env["KLEIS_NUMERICS_SIZES"] ?? "1,2,3,5,8,13,30,60,100,200";
  const output = execFileSync(
    process.execPath,
    ["--import", "tsx", path.join(root, `test/numerics/${test}.test.ts`)],
    { encoding: "utf8", env: { ...process.env, KLEIS_NUMERICS_SIZES: sizes } },
  );
  const lines = [...output.matchAll(/^(\w+)( by LAPACK)?: ([\d.]+) of its bound, (.*)$/gm)];
  const library = new Map(
    lines.flatMap(([, row = "", by, share = ""]) => (by === undefined ? [] : [[row, share]])),
  );
  return new Map(
    lines.flatMap(([, row = "", by, share = "", where = ""]) => {
      if (by !== undefined) return [];
      const other = library.get(row);
      return [[row, { sizes, share, where, ...(other === undefined ? {} : { library: other }) }] as const];
    }),
  );
}
