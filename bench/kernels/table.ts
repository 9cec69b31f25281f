/** What a comparison looks like on a terminal. */

import { median } from "../support/statistics.ts";
import type { Comparison } from "./compare.ts";
import type { CompileTimes, Timer } from "./native.ts";

/** A row's own line, and one for each peer. */
export function rowLines(row: Comparison, peaks: Timer["peaks"]): readonly string[] {
  const head = `${row.group}: ${row.name} (${row.backend})`;
  if (row.ours === undefined) return [head, `    ${row.failed?.split("\n")[0] ?? "no figure"}`];
  const own = `    ours ${speed(row.ours.median, row.work)}${share(row, peaks)}${compiling(row.compiled)}`;
  const peers = row.peers.map((peer) => {
    if (peer.figures === undefined) return `    ${peer.name}: not installed`;
    const goal = peer.goal === undefined ? "" : `  goal ${peer.goal} ${peer.met ? "✓" : "✗"}`;
    return `    ${peer.name} ${speed(peer.figures.median, row.work)}  ratio ${peer.ratio?.toFixed(2)}${goal}`;
  });
  return [head, own, ...peers];
}

function compiling(times: CompileTimes | undefined): string {
  if (times === undefined) return "";
  const { whole, text } = times;
  return `, compiled in ${whole.toFixed(0)} ms, ${text.toFixed(0)} of them before the compiler`;
}

/** Milliseconds that a kernel may take to compile. */
const compileGoal = 250;

/** What compiling took, by back end. */
export function compileLines(rows: readonly Comparison[]): readonly string[] {
  return (["c", "rust"] as const).flatMap((backend) => {
    const times = rows.flatMap((row) =>
      row.backend === backend && row.compiled !== undefined ? [row.compiled.whole] : [],
    );
    if (times.length === 0) return [];
    const over = times.filter((time) => time > compileGoal).length;
    const [middle, most] = [median(times).toFixed(0), Math.max(...times).toFixed(0)];
    return [`compiling (${backend}): median ${middle} ms, most ${most} ms, ${over} above ${compileGoal} ms`];
  });
}

/** Nanoseconds and what they come to per unit of work. */
export function speed(nanoseconds: number, work: Comparison["work"]): string {
  const time =
    nanoseconds >= 1e6 ? `${(nanoseconds / 1e6).toPrecision(4)} ms` : `${nanoseconds.toPrecision(4)} ns`;
  const rate = work.amount / nanoseconds;
  return work.unit === "flop"
    ? `${time} = ${rate.toFixed(1)} GFLOP/s`
    : `${time} = ${(1 / rate).toPrecision(3)} ns an element`;
}

function share(row: Comparison, peaks: Timer["peaks"]): string {
  if (row.work.unit !== "flop" || row.ours === undefined) return "";
  return ` (${((100 * row.work.amount) / row.ours.median / peaks.flops).toFixed(0)} % of the peak)`;
}

/** The best peer's time / ours. */
export function bestRatio(row: Comparison): number | undefined {
  const ratios = row.peers.flatMap((peer) => (peer.ratio === undefined ? [] : [peer.ratio]));
  return ratios.length === 0 ? undefined : Math.min(...ratios);
}

/** The geometric mean of the best ratios, by group and back end. */
export function meanLines(rows: readonly Comparison[]): readonly string[] {
  const groups = new Map<string, number[]>();
  for (const row of rows) {
    const ratio = bestRatio(row);
    const key = `${row.group} (${row.backend})`;
    if (ratio !== undefined) groups.set(key, [...(groups.get(key) ?? []), ratio]);
  }
  return [...groups].map(([key, ratios]) => {
    const mean = Math.exp(ratios.reduce((sum, ratio) => sum + Math.log(ratio), 0) / ratios.length);
    return `${key}: best peer's time / ours ${mean.toFixed(2)} in the geometric mean of ${ratios.length}, least ${Math.min(...ratios).toFixed(2)}`;
  });
}
