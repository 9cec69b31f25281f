/** The comparisons as one page of HTML that needs nothing else: a bar for ours and one for each peer. */
import type { Comparison } from "./compare.ts";
import { speed } from "./table.ts";

interface Result {
  readonly machine: Readonly<Record<string, string | number>>;
  readonly peaks: { readonly flops: number; readonly memory: number };
  readonly comparisons: readonly Comparison[];
}

export function page({ machine, peaks, comparisons }: Result): string {
  const groups = [...new Set(comparisons.map((row) => row.group))];
  const facts = Object.entries({
    ...machine,
    "multiply-adds": `${peaks.flops.toFixed(1)} GFLOP/s`,
    memory: `${peaks.memory.toFixed(1)} GB/s`,
  });
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Kleis kernels</title>
<style>
body { font: 15px/1.45 system-ui, sans-serif; max-width: 60em; margin: 2em auto; padding: 0 1em; color: #222 }
h2 { margin-top: 2em } h3 { font-size: 1em; margin: 1.4em 0 .3em }
.bar { display: grid; grid-template-columns: 12em 1fr 19em; gap: .6em; align-items: center; font-size: 13px }
.bar i { display: block; height: 1em; background: #9aa5b1; border-radius: 2px }
.bar.ours i { background: #0a7d5c } .missed { color: #b3261e } dt { float: left; width: 9em; color: #666 }
</style>
<h1>Kleis kernels against the libraries people use</h1>
<p>Longer bars are faster; one thread; medians of one run. The number at the end is the peer's time divided by ours.</p>
<dl>${facts.map(([name, value]) => `<dt>${escaped(name)}</dt><dd>${escaped(String(value))}</dd>`).join("")}</dl>
${groups.map((group) => section(group, comparisons)).join("\n")}
</html>
`;
}

function section(group: string, rows: readonly Comparison[]): string {
  const own = rows.filter((row) => row.group === group);
  return `<h2>${escaped(group)}</h2>\n${own.map(bars).join("\n")}`;
}

function bars(row: Comparison): string {
  const title = `<h3>${escaped(row.name)} (${row.backend})</h3>`;
  if (row.ours === undefined) return `${title}<p class="missed">${escaped(row.failed ?? "no figure")}</p>`;
  const times = [row.ours.median, ...row.peers.flatMap((peer) => peer.figures?.median ?? [])];
  const fastest = Math.min(...times);
  const bar = (name: string, time: number, kind: string, note: string): string =>
    `<div class="bar ${kind}"><span>${escaped(name)}</span><i style="width:${((100 * fastest) / time).toFixed(1)}%"></i><span>${escaped(speed(time, row.work) + note)}</span></div>`;
  const peers = row.peers.map((peer) =>
    peer.figures === undefined
      ? ""
      : bar(
          peer.name,
          peer.figures.median,
          peer.met === false ? "missed" : "",
          ` · ${peer.ratio?.toFixed(2)}`,
        ),
  );
  return [title, bar("Kleis", row.ours.median, "ours", ""), ...peers].join("\n");
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
