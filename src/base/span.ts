/**
 * Places in source text.
 *
 * Offsets count UTF-16 units (what the parser yields); lines and columns, computed only when something is
 * shown, count characters from 1.
 */

/** Half-open range `[start, end)` of a file. `file` is the name under which its text is registered. */
export interface Span {
  readonly file: string;
  readonly start: number;
  readonly end: number;
}

export interface Position {
  readonly line: number;
  readonly column: number;
}

/** The texts of all files of a program, by the name that spans carry. */
export type SourceTexts = ReadonlyMap<string, string>;

/** The place of things the program's text does not contain (the shipped library, generated code). */
export const noSpan: Span = { file: "", start: 0, end: 0 };

/** The smallest span that covers both; they must lie in one file. */
export function cover(a: Span, b: Span): Span {
  return { file: a.file, start: Math.min(a.start, b.start), end: Math.max(a.end, b.end) };
}

/** Line and column of an offset, from 1, counting characters (code points). */
export function positionAt(text: string, offset: number): Position {
  const before = text.slice(0, offset);
  const lineStart = before.lastIndexOf("\n") + 1;
  let line = 1;
  for (let i = before.indexOf("\n"); i !== -1; i = before.indexOf("\n", i + 1)) line += 1;
  return { line, column: [...before.slice(lineStart)].length + 1 };
}
