/** Documentation in comments: the `///` or `//` lines that stand directly above a declaration. */

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
    lines.unshift((comment[1] ?? "").replace(/^ /, ""));
    lineStart = previous;
  }
  return lines.length === 0 ? undefined : lines.join("\n");
}
