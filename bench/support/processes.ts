/** Times whole processes from outside, several commands taking turns. */
import { spawnSync } from "node:child_process";

export interface Timed {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Run before each counted run, not timed: empties a cache, say. */
  readonly before?: () => void;
  /** Throws where the output is wrong. */
  readonly check: (stdout: string, stderr: string) => void;
}

/** Milliseconds of each run, by command, after one uncounted run of each. */
export function timeTogether(
  commands: readonly Timed[],
  runs: number,
): ReadonlyMap<string, readonly number[]> {
  const times = new Map<string, number[]>(commands.map((c) => [c.name, []]));
  for (const command of commands) once(command);
  for (let i = 0; i < runs; i += 1) {
    for (const command of commands) times.get(command.name)?.push(once(command));
  }
  return times;
}

function once(timed: Timed): number {
  timed.before?.();
  const start = process.hrtime.bigint();
  const result = spawnSync(timed.command, [...timed.args], {
    env: { ...process.env, ...timed.env },
    encoding: "utf8",
  });
  const elapsed = Number(process.hrtime.bigint() - start) / 1e6;
  if (result.status !== 0) throw new Error(`${timed.name}: exit code ${result.status}\n${result.stderr}`);
  timed.check(result.stdout, result.stderr);
  return elapsed;
}
