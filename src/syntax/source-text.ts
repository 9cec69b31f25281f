/** What the characters of a text say outside the grammar: line starts, escapes, the comment above a declaration. */

/** The text of the comment lines that end just above the line of `offset`, or nothing. */
export function docAbove(text: string, offset: number): string | undefined {
  const lines: string[] = [];
  let lineStart = text.lastIndexOf("\n", offset - 1) + 1;
  // Something before the declaration on its own line: then the comment above is not about it.
  if (offset === 0 || text.slice(lineStart, offset).trim() !== "") return undefined;
  while (lineStart > 0) {
    const previous = text.lastIndexOf("\n", lineStart - 2) + 1;
    const comment = /^\s*\/\/\/?(.*)$/.exec(text.slice(previous, lineStart - 1).trimEnd());
    if (comment === null) break;
    lines.push((comment[1] ?? "").replace(/^ /, ""));
    lineStart = previous;
  }
  return lines.length === 0 ? undefined : lines.reverse().join("\n");
}

/** Escapes `\n \t \" \\`; an unknown escape keeps its backslash. */
export function decodeText(raw: string): string {
  return raw.replace(/\\([\s\S])/g, (whole, character: string) => {
    switch (character) {
      case "n":
        return "\n";
      case "t":
        return "\t";
      case '"':
      case "\\":
        return character;
      default:
        return whole;
    }
  });
}

/** Whether only white space and comments stand between the offset and the start of its line, a `;` or a `}`. */
export function beginsLine(text: string, offset: number): boolean {
  let i = offset;
  while (i > 0) {
    const before = text.charAt(i - 1);
    if (before === "\n" || before === ";" || before === "}") return true;
    if (before === "/" && text.charAt(i - 2) === "*") i = Math.max(0, text.lastIndexOf("/*", i - 3));
    else if (/\s/.test(before)) i -= 1;
    else return false;
  }
  return true;
}
