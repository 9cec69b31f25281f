/** The files of test/language that hold programs which are refused. */

export interface RefusedPiece {
  readonly text: string;
  /** Of the file, where the piece's verdict stands. */
  readonly line: number;
  readonly verdict: Verdict;
}

export interface Verdict {
  readonly severity: "error" | "warning" | "none";
  readonly code: string;
  /** `LINE:COLUMN` of the piece. */
  readonly place: string;
}

/** The programs between lines `// ! CODE LINE:COLUMN`, `// ! warning CODE` or `// ! none`. */
export function refusedPieces(text: string): readonly RefusedPiece[] {
  const pieces: RefusedPiece[] = [];
  let lines: string[] = [];
  for (const [i, line] of text.split("\n").entries()) {
    const found = /^\/\/ ! (?:(warning) )?(\w+)(?: (\d+:\d+))?$/.exec(line);
    if (found !== null) {
      const [, severity, code = "", place = ""] = found;
      const verdict =
        code === "none"
          ? ({ severity: "none", code, place } as const)
          : ({ severity: severity === "warning" ? "warning" : "error", code, place } as const);
      pieces.push({ text: `${lines.join("\n")}\n`, line: i + 1, verdict });
      lines = [];
    } else if (!/^\/\/[!]? /.test(line) && !line.startsWith("//!")) lines.push(line);
  }
  return pieces;
}
