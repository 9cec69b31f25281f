/** The machine that figures belong to. */
import { execFileSync } from "node:child_process";
import os from "node:os";

export function describeMachine(): Readonly<Record<string, string | number>> {
  return {
    cpu: os.cpus()[0]?.model ?? "unknown",
    cores: os.availableParallelism(),
    memoryGiB: Math.round(os.totalmem() / 2 ** 30),
    system: `${os.type()} ${os.release()}`,
    node: process.version,
    cc: firstLine("cc", ["--version"]),
    rustc: firstLine("rustc", ["--version"]),
    commit: firstLine("git", ["rev-parse", "--short", "HEAD"]),
    load: Number((os.loadavg()[0] ?? 0).toFixed(2)),
  };
}

function firstLine(command: string, args: readonly string[]): string {
  try {
    return (
      execFileSync(command, args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).split("\n")[0] ??
      ""
    );
  } catch {
    return "absent";
  }
}
