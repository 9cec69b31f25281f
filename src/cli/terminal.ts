/** Where commands write: values on standard output, everything said about them on standard error. */
import { writeSync } from "node:fs";
import pc from "picocolors";
import type { Diagnostic } from "../base/diagnostic.ts";
import { renderDiagnostic } from "../base/render-diagnostic.ts";
import type { SourceTexts } from "../base/span.ts";

export interface Terminal {
  readonly out: (line: string) => void;
  readonly error: (line: string) => void;
  readonly problem: (problem: Diagnostic, sources: SourceTexts) => void;
}

export function terminal(): Terminal {
  return {
    out: (line) => write(1, `${line}\n`),
    error: (line) => write(2, `${line}\n`),
    problem: (problem, sources) => {
      const color = pc.createColors(colourWanted());
      write(2, `${renderDiagnostic(problem, sources, { color })}\n`);
    },
  };
}

function colourWanted(): boolean {
  return process.env["NO_COLOR"] === undefined && process.stderr.isTTY === true;
}

/**
 * Synchronous, so that nothing is lost when the process ends at once; waits where a pipe is full, and ends quietly where
 * the reader has gone away.
 */
function write(descriptor: 1 | 2, text: string): void {
  let rest = Buffer.from(text, "utf8");
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(descriptor, rest));
    } catch (problem) {
      const code = problem instanceof Error && "code" in problem ? problem.code : undefined;
      if (code === "EAGAIN") Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
      else if (code === "EPIPE") process.exit(0);
      else throw problem;
    }
  }
}
