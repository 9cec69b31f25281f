/**
 * Diagnostic → text for people:
 *
 *     error[KL0301]: these matrices cannot be multiplied
 *       ┌─ model.kleis:4:9
 *     4 │ let y = A * B
 *       │         ┬   ┬
 *       │         │   Matrix(4, 2), from line 2
 *       │         Matrix(2, 3), from line 1
 *       = A has 3 columns, B has 4 rows
 *       = hint: B * A is a Matrix(4, 3)
 *
 * The frame shows the line of every label, the primary one's file first. Columns count characters; a tab shows as
 * one space; a long line is cut around its labels. Pure: colours come in as functions.
 */
import type { Diagnostic, Label, Severity } from "./diagnostic.ts";
import type { SourceTexts, Span } from "./span.ts";

type Paint = (text: string) => string;

/** Fits picocolors. */
export interface Palette {
  readonly bold: Paint;
  readonly dim: Paint;
  readonly red: Paint;
  readonly yellow: Paint;
  readonly cyan: Paint;
  readonly blue: Paint;
}

export interface RenderOptions {
  readonly color?: Palette;
  /** A limit for the whole text: the primary line and the hint stay, related lines and notes are left out. */
  readonly maxLines?: number;
}

const defaultMaxLines = 20;
/** Wider source lines are cut around what is marked. */
const maxWidth = 100;

const plainPaint: Paint = (text) => text;
const plain: Palette = {
  bold: plainPaint,
  dim: plainPaint,
  red: plainPaint,
  yellow: plainPaint,
  cyan: plainPaint,
  blue: plainPaint,
};

export function renderPlain(diagnostic: Diagnostic, sources: SourceTexts): string {
  return renderDiagnostic(diagnostic, sources);
}

export function renderDiagnostic(
  diagnostic: Diagnostic,
  sources: SourceTexts,
  { color = plain, maxLines = defaultMaxLines }: RenderOptions = {},
): string {
  const severity = severityPaint(diagnostic.severity, color);
  const title = `${severity(color.bold(`${diagnostic.severity}[${diagnostic.code}]`))}: ${color.bold(diagnostic.title)}`;
  const marks = placeMarks(diagnostic, sources);
  const gutter = Math.max(1, ...marks.map((mark) => String(mark.line).length));
  const advice = adviceOf(diagnostic);
  const room = maxLines - 1 - advice.length;

  const frame = frameWithin(room - Math.min(1, diagnostic.notes.length), marks, { gutter, color, severity });
  const noteRoom = Math.max(1, room - frame.length);
  const notes = diagnostic.notes.slice(0, noteRoom);
  const omitted = diagnostic.notes.length - notes.length;
  if (omitted > 0) notes.push(`and ${omitted} more`);
  const facts = [...notes, ...advice].map((text) => fact(text, gutter, color));
  return [title, ...frame, ...facts].join("\n");
}

function severityPaint(severity: Severity, color: Palette): Paint {
  switch (severity) {
    case "error":
      return color.red;
    case "warning":
      return color.yellow;
    case "note":
      return color.cyan;
  }
}

function adviceOf({ hint, fix }: Diagnostic): readonly string[] {
  return [
    ...(hint === undefined ? [] : [`hint: ${hint}`]),
    ...(fix === undefined ? [] : [`fix: ${fix.description}`]),
  ];
}

/** `= …`; further lines of a text stand below its first. */
function fact(text: string, gutter: number, color: Palette): string {
  const indent = " ".repeat(gutter + 1);
  return `${indent}${color.blue("=")} ${text.split("\n").join(`\n${indent}  `)}`;
}

// ---- places ----------------------------------------------------------------------------------------------

interface Mark {
  readonly file: string;
  readonly isPrimary: boolean;
  readonly message: string;
  /** From 1. */
  readonly line: number;
  /** Characters of the line, without its end. */
  readonly characters: readonly string[];
  /** From 0, in characters; `end` lies on the same line. */
  readonly start: number;
  readonly end: number;
}

/** The labels whose text we have, without repetitions, the primary one first. */
function placeMarks(diagnostic: Diagnostic, sources: SourceTexts): readonly Mark[] {
  const seen = new Set<string>();
  return [diagnostic.primary, ...diagnostic.related].flatMap((label, i) => {
    const text = sources.get(label.span.file);
    const { file, start, end } = label.span;
    const key = `${file} ${start} ${end} ${label.message}`;
    if (text === undefined || seen.has(key)) return [];
    seen.add(key);
    return [placeMark(label, text, i === 0)];
  });
}

function placeMark({ span, message }: Label, text: string, isPrimary: boolean): Mark {
  const { file, start, end } = clamp(span, text);
  const lineStart = start === 0 ? 0 : text.lastIndexOf("\n", start - 1) + 1;
  const newline = text.indexOf("\n", start);
  const lineEnd = newline === -1 ? text.length : newline;
  const line = text.slice(0, lineStart).split("\n").length;
  const characters = [
    ...text
      .slice(lineStart, lineEnd)
      .replace(/\r$/, "")
      .replace(/\p{Cc}/gu, " "),
  ];
  const from = [...text.slice(lineStart, start)].length;
  const width = [...text.slice(start, Math.min(end, lineEnd))].length;
  return { file, isPrimary, message, line, characters, start: from, end: from + Math.max(1, width) };
}

function clamp({ file, start, end }: Span, text: string): Span {
  const from = Math.min(Math.max(0, start), text.length);
  return { file, start: from, end: Math.min(Math.max(from, end), text.length) };
}

// ---- the frame -------------------------------------------------------------------------------------------

interface Style {
  readonly gutter: number;
  readonly color: Palette;
  readonly severity: Paint;
}

/** The frame with as many related places as fit; the last ones are left out first, the primary never. */
function frameWithin(room: number, marks: readonly Mark[], style: Style): readonly string[] {
  const whole = frameOf(marks, style);
  if (whole.length <= room) return whole;
  for (let count = marks.length - 1; count > 1; count -= 1) {
    const frame = frameOf(marks.slice(0, count), style);
    if (frame.length < room) return [...frame, leftOut(marks.length - count, style)];
  }
  const frame = frameOf(marks.slice(0, 1), style);
  return marks.length > 1 ? [...frame, leftOut(marks.length - 1, style)] : frame;
}

function leftOut(count: number, { gutter, color }: Style): string {
  return `${" ".repeat(gutter + 1)}${color.blue("·")} ${count} more ${count === 1 ? "place" : "places"}`;
}

/** File by file, the primary's first; each source line that has marks, with its marks below. */
function frameOf(marks: readonly Mark[], style: Style): readonly string[] {
  const [primary] = marks;
  if (primary === undefined) return [];
  const files = [...new Set(marks.map((mark) => mark.file))];
  return files.flatMap((file) => {
    const inFile = marks.filter((mark) => mark.file === file);
    const lines = [...new Set(inFile.map((mark) => mark.line))].sort((a, b) => a - b);
    const first = inFile[0] ?? primary;
    const header = `${" ".repeat(style.gutter + 1)}${style.color.blue("┌─")} ${file}:${first.line}:${first.start + 1}`;
    return lines.flatMap((line, i) => {
      const rows = markedLine(
        inFile.filter((mark) => mark.line === line),
        style,
      );
      const previous = lines[i - 1];
      if (previous === undefined) return [header, ...rows];
      return previous + 1 === line
        ? rows
        : [`${" ".repeat(style.gutter + 1)}${style.color.blue("·")}`, ...rows];
    });
  });
}

/** A source line, the row of marks below it, and the messages, the rightmost first. */
function markedLine(all: readonly Mark[], style: Style): readonly string[] {
  const marks = [...all].sort((a, b) => a.start - b.start || Number(a.isPrimary) - Number(b.isPrimary));
  const [first] = marks;
  if (first === undefined) return [];
  const { gutter, color } = style;
  const { text, from } = cut(first.characters, marks);
  const paint = (mark: Mark): Paint => (mark.isPrimary ? style.severity : color.blue);
  const empty = `${" ".repeat(gutter)} ${color.blue("│")} `;

  const pointers: string[] = [];
  for (const mark of marks) {
    for (let column = mark.start; column < mark.end; column += 1) {
      const at = column - from;
      const sign = mark.message === "" ? "^" : column === mark.start ? "┬" : "─";
      if (at >= 0 && at <= maxWidth && (sign !== "─" || pointers[at] === undefined))
        pointers[at] = paint(mark)(sign);
    }
  }

  const labelled = marks.filter((mark) => mark.message !== "");
  const messages = labelled.map((mark, i) => {
    const before = labelled.slice(0, i).filter((other) => other.start < mark.start);
    const row: string[] = [];
    for (const other of before) row[other.start - from] = paint(other)("│");
    row[mark.start - from] = paint(mark)(mark.message);
    return `${empty}${join(row)}`;
  });
  return [
    `${color.blue(String(first.line).padStart(gutter))} ${color.blue("│")} ${text}`.trimEnd(),
    `${empty}${join(pointers)}`,
    ...messages.reverse(),
  ];
}

/** Joins a sparse row: a space where nothing stands. */
function join(row: readonly string[]): string {
  return Array.from(row, (sign: string | undefined) => sign ?? " ").join("");
}

/** The part of a long line around its marks; `from` is the column at which the shown text begins. */
function cut(characters: readonly string[], marks: readonly Mark[]): { text: string; from: number } {
  if (characters.length <= maxWidth) return { text: characters.join(""), from: 0 };
  const primary = marks.find((mark) => mark.isPrimary) ?? marks[0];
  const leftmost = Math.min(...marks.map((mark) => mark.start));
  const rightmost = Math.max(...marks.map((mark) => mark.end));
  const anchor = rightmost - leftmost < maxWidth - 20 ? leftmost : (primary?.start ?? leftmost);
  const from = Math.max(0, Math.min(anchor - 20, characters.length - maxWidth));
  const shown = characters.slice(from, from + maxWidth);
  if (from > 0) shown[0] = "…";
  if (from + maxWidth < characters.length) shown[shown.length - 1] = "…";
  return { text: shown.join(""), from };
}
