/** After a run whose every value came whole from a kernel: the record that makes the next one a warm start. */

import { type EarlyStep, earlyKey, seenFile, seenTool } from "../session/early.ts";
import { buildIdentity } from "../session/installation.ts";
import type { LoadedProgram } from "../session/load-program.ts";
import type { Evaluation, Session } from "../session.ts";
import type { Desk } from "./desk.ts";
import type { RunOptions } from "./invocation.ts";

export function rememberRun(
  desk: Desk,
  session: Session,
  program: LoadedProgram,
  options: RunOptions,
  done: readonly Evaluation[],
): void {
  const steps = done.flatMap(stepOf);
  if (steps.length !== done.length || done.length === 0) return;
  // What was said (a fallback, a warning, a log line) has to be said again.
  if (session.saidSomething || session.options.log !== undefined || options.verbose || options.keepTemps)
    return;
  // A warm start has no team.
  if (session.options.threads > 1) return;
  const { host, workingDirectory, call } = desk;
  const toolPaths = [...new Set(done.flatMap((e) => e.kernel?.tools ?? []))];
  const tools = toolPaths.flatMap((path) => seenTool(host, path) ?? []);
  if (tools.length !== toolPaths.length) return;
  const key = earlyKey(host, { build: buildIdentity(), argv: call.argv, workingDirectory });
  session.store.putRecord(key, {
    files: [...desk.configFiles, ...program.files].map((file) => seenFile(file.path, file.text)),
    tools,
    json: options.json,
    ...(session.options.timeout === undefined ? {} : { timeout: session.options.timeout }),
    steps,
  });
}

function stepOf({ kernel, value }: Evaluation): readonly EarlyStep[] {
  // The text of a function is known to the compiler alone.
  if (kernel === undefined || (typeof value === "object" && value.kind === "closure")) return [];
  const { key, tier, signature, resultType } = kernel;
  return [{ key, tier, signature, type: resultType }];
}
