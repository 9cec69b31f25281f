/** What every case prints and what goes into the JSON file. */
import type { Summary } from "./statistics.ts";

export interface Measurement {
  /** What is asked: "warm eval of lorenz against node -e 0". */
  readonly question: string;
  readonly unit: "ms" | "µs" | "ns";
  readonly ours: Summary;
  readonly peer?: { readonly name: string; readonly figures: Summary };
  /** ours / peer, median of the pairs. */
  readonly ratio?: number;
  readonly goal?: string;
  readonly met?: boolean;
}

export interface Case {
  readonly name: string;
  /** Yields its figures one by one; throws where a result is wrong. */
  run(): AsyncIterable<Measurement>;
}

export function line(m: Measurement): string {
  const figure = (s: Summary): string => `${number(s.median)} ${m.unit} (${number(s.min)}–${number(s.max)})`;
  const peer = m.peer === undefined ? "" : `  ${m.peer.name} ${figure(m.peer.figures)}`;
  const ratio = m.ratio === undefined ? "" : `  ratio ${m.ratio.toFixed(3)}`;
  const goal =
    m.goal === undefined ? "" : `  goal ${m.goal}${m.met === undefined ? "" : m.met ? " ✓" : " ✗"}`;
  return `${m.question}\n    ours ${figure(m.ours)}${peer}${ratio}${goal}`;
}

function number(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}
