/**
 * `kleis bench`: every expression of a program on every tier, side by side: times, what compiling cost, and after how many
 * runs it has paid for itself. A tier whose value differs is reported before anything is timed.
 */
import { isError } from "../../base/diagnostic.ts";
import { ProgramError } from "../../base/outcome.ts";
import { agrees } from "../../interpret/equal.ts";
import type { Value } from "../../interpret/value.ts";
import type { Tier } from "../../session/options.ts";
import type { Prepared, Session } from "../../session.ts";
import { printExpr } from "../../syntax/print.ts";
import type { Desk } from "../desk.ts";
import { type ExitCode, exitCode } from "../exit.ts";
import { type Inputs, readInputs } from "../inputs.ts";
import type { BenchOptions } from "../invocation.ts";

/** One expression on one tier. */
interface Figures {
  readonly tier: Tier;
  /** Milliseconds: median and spread of the timed runs. */
  readonly median: number;
  readonly least: number;
  readonly most: number;
  readonly runs: number;
  readonly compileMs: number;
}

interface Row {
  readonly expression: string;
  readonly figures: readonly Figures[];
  /** Why a tier has no figures. */
  readonly remarks: readonly string[];
  readonly same: boolean;
}

/** Runs of one expression take about this long on each tier. */
const sampleMs = 300;
const mostRuns = 1000;
const leastRuns = 3;

export async function bench(desk: Desk, subject: string, options: BenchOptions): Promise<ExitCode> {
  const read = readInputs(desk, {
    positional: subject,
    expressions: [],
    definitionFiles: options.definitionFiles,
  });
  if (read === undefined) return exitCode.usage;
  for (const problem of read.problems) desk.problem(problem, read.program.sources);
  if (read.problems.some(isError)) return exitCode.program;
  const byTier = new Map<Tier, readonly Timed[]>();
  for (const tier of options.tiers) {
    const timed: Timed[] = [];
    const code = await timeTier(desk, read, tier, options, timed);
    if (code !== exitCode.ok) return code;
    byTier.set(tier, timed);
  }
  const rows = rowsOf(byTier);
  if (rows.length === 0) desk.terminal.error(`kleis bench: ${subject} has no top-level expressions`);
  show(desk, rows, options);
  return rows.length > 0 && rows.every((row) => row.same) ? exitCode.ok : exitCode.program;
}

interface Timed {
  readonly expression: string;
  readonly value: Value;
  readonly figures: Figures | undefined;
  readonly remark: string | undefined;
}

function timeTier(
  desk: Desk,
  inputs: Inputs,
  tier: Tier,
  options: BenchOptions,
  timed: Timed[],
): Promise<ExitCode> {
  const { program, main, expressions } = inputs;
  return desk.withSession(
    { ...options, backend: tier, compile: tier !== "interp" },
    program,
    async (session) => {
      if (session.load(program) === undefined) return exitCode.program;
      const prepared = session.prepare([
        ...main.flatMap((file) => session.expressionsOf(file)),
        ...expressions,
      ]);
      if (prepared === undefined) return exitCode.program;
      for (const one of prepared) timed.push(await timeExpression(session, one, tier));
      return exitCode.ok;
    },
  );
}

/** The first run is not counted: it compiles, loads, and evaluates constants. */
async function timeExpression(session: Session, prepared: Prepared, tier: Tier): Promise<Timed> {
  const expression = printExpr(prepared.expr);
  if (prepared.entry.effect) throw new ProgramError(effectProblem(prepared));
  const first = await session.evaluate(prepared);
  const { value, compileMs } = first;
  if (first.tier !== tier)
    return { expression, value, figures: undefined, remark: `${tier}: ran on ${first.tier}` };
  const runs = Math.max(leastRuns, Math.min(mostRuns, Math.floor(sampleMs / Math.max(first.runMs, 1e-3))));
  const times: number[] = [];
  for (let i = 0; i < runs; i += 1) times.push((await session.evaluate(prepared)).runMs);
  times.sort((a, b) => a - b);
  const at = (i: number): number => times[i] ?? 0;
  const figures = { tier, median: at(runs >> 1), least: at(0), most: at(runs - 1), runs, compileMs };
  return { expression, value, figures, remark: undefined };
}

function effectProblem({ expr }: Prepared): ProgramError["diagnostic"] {
  return {
    code: "KL0604",
    severity: "error",
    title: "an expression that prints or reads cannot be timed",
    primary: { span: expr.span, message: "" },
    related: [],
    notes: ["it would print once for every run"],
  };
}

function rowsOf(byTier: ReadonlyMap<Tier, readonly Timed[]>): readonly Row[] {
  const [first = []] = [...byTier.values()];
  return first.map(({ expression, value }, i) => {
    const all = [...byTier.values()].flatMap((timed) => timed[i] ?? []);
    return {
      expression,
      figures: all.flatMap((timed) => timed.figures ?? []),
      remarks: all.flatMap((timed) => timed.remark ?? []),
      same: all.every((timed) => agrees(timed.value, value) !== false),
    };
  });
}

function show(desk: Desk, rows: readonly Row[], options: BenchOptions): void {
  if (options.json) {
    for (const row of rows) desk.terminal.out(JSON.stringify({ ...row, speedup: speedup(row) }));
    return;
  }
  const header = [
    "benchmark",
    "tier",
    "time",
    "spread",
    "runs",
    "compile",
    "speed-up",
    "pays after",
    "status",
  ];
  const cells = rows.flatMap(cellsOf);
  if (options.markdown) {
    desk.terminal.out(`| ${header.join(" | ")} |`);
    desk.terminal.out(`|${header.map(() => "---").join("|")}|`);
    for (const line of cells) desk.terminal.out(`| ${line.join(" | ")} |`);
    return;
  }
  const widths = header.map((title, k) =>
    Math.max(title.length, ...cells.map((line) => (line[k] ?? "").length)),
  );
  for (const line of [header, ...cells])
    desk.terminal.out(
      line
        .map((cell, k) => cell.padEnd(widths[k] ?? 0))
        .join("  ")
        .trimEnd(),
    );
}

const longestName = 44;

function cellsOf(row: Row): readonly (readonly string[])[] {
  const name =
    row.expression.length > longestName ? `${row.expression.slice(0, longestName - 1)}…` : row.expression;
  const base = row.figures.find((f) => f.tier === "interp");
  const status = row.same ? "same value" : "VALUES DIFFER";
  const timed = row.figures.map((f) => {
    const gain = base === undefined ? Number.NaN : base.median - f.median;
    const pays = f.tier === "interp" || !(gain > 0) ? "" : `${Math.ceil(f.compileMs / gain)} runs`;
    const faster = base === undefined || f.tier === "interp" ? "" : `${(base.median / f.median).toFixed(1)}×`;
    const compile = f.tier === "interp" ? "" : f.compileMs === 0 ? "cached" : time(f.compileMs);
    return [
      name,
      f.tier,
      time(f.median),
      `${time(f.least)}–${time(f.most)}`,
      String(f.runs),
      compile,
      faster,
      pays,
      status,
    ];
  });
  return [...timed, ...row.remarks.map((remark) => [name, remark, "", "", "", "", "", "", status])];
}

function speedup(row: Row): Readonly<Record<string, number>> {
  const base = row.figures.find((f) => f.tier === "interp");
  if (base === undefined) return {};
  return Object.fromEntries(row.figures.map((f) => [f.tier, base.median / f.median]));
}

function time(milliseconds: number): string {
  if (milliseconds < 1) return `${(milliseconds * 1000).toPrecision(3)} µs`;
  return milliseconds < 1000
    ? `${milliseconds.toPrecision(3)} ms`
    : `${(milliseconds / 1000).toPrecision(3)} s`;
}
