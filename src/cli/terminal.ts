/** Where commands write: values on standard output, everything said about them on standard error. */
import { writeSync } from "node:fs";
import pc from "picocolors";
import type { Diagnostic } from "../base/diagnostic.ts";
import { renderDiagnostic } from "../base/render-diagnostic.ts";
import type { SourceTexts } from "../base/span.ts";
import { exitCode } from "./exit.ts";
import { nothingWritten, type Written } from "./past.ts";

export interface Terminal {
  readonly out: (line: string) => void;
  readonly error: (line: string) => void;
  readonly problem: (problem: Diagnostic, sources: SourceTexts) => void;
  /** How much was written, what was left out included. */
  readonly written: () => Written;
}

/** `before`: what an earlier try has written; as much is left out at the beginning. */
export function terminal(before: Written = nothingWritten): Terminal {
  const count = { out: 0, error: 0 };
  const out = (line: string): void => {
    count.out += 1;
    if (count.out > before.out) write(1, `${line}\n`);
  };
  const error = (line: string): void => {
    count.error += 1;
    if (count.error > before.error) write(2, `${line}\n`);
  };
  return {
    out,
    error,
    problem: (problem, sources) => {
      const color = pc.createColors(colourWanted());
      error(renderDiagnostic(problem, sources, { color }));
    },
    written: () => ({ ...count }),
  };
}

function colourWanted(): boolean {
  return process.env["NO_COLOR"] === undefined && process.stderr.isTTY === true;
}

/**
 * Synchronous, so that nothing is lost when the process ends at once; waits where a pipe is full. Where the reader
 * has gone away (`| head -1`) it ends quietly, as POSIX programs do by SIGPIPE: what was not written has not succeeded.
 */
function write(descriptor: 1 | 2, text: string): void {
  let rest = Buffer.from(text, "utf8");
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(descriptor, rest));
    } catch (problem) {
      const code = problem instanceof Error && "code" in problem ? problem.code : undefined;
      if (code === "EAGAIN") Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
      else if (code === "EPIPE") process.exit(exitCode.readerGone);
      else unwritable(descriptor, problem);
    }
  }
}

/** A full disk behind `>`, a closed descriptor: the world's failure, and what was to be printed is lost. */
function unwritable(descriptor: 1 | 2, problem: unknown): never {
  const message = problem instanceof Error ? problem.message : String(problem);
  if (descriptor === 1) write(2, `error[KL0702]: the output cannot be written\n  = ${message}\n`);
  process.exit(exitCode.program);
}
