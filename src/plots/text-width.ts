/**
 * How wide text is, without a browser to ask: the advance widths of Helvetica (Adobe Font Metrics), which Arial, Liberation
 * Sans and Nimbus Sans share. Margins and legends are laid out by them.
 */

/** Thousandths of the font size, for the characters from space to `~`. */
const ascii: readonly number[] = [
  278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556,
  556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278,
  500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469,
  556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500,
  278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];

export function textWidth(text: string, fontSize: number): number {
  let thousandths = 0;
  for (const character of text) thousandths += widthOf(character);
  return (thousandths * fontSize) / 1000;
}

/** The lines of a text, broken between words where they would be wider than the room; what has no blanks stays whole. */
export function linesWithin(text: string, fontSize: number, room: number): readonly string[] {
  return text.split("\n").flatMap((paragraph) => {
    const lines: string[] = [];
    let line = "";
    for (const word of paragraph.split(" ")) {
      const longer = line === "" ? word : `${line} ${word}`;
      if (line !== "" && textWidth(longer, fontSize) > room) {
        lines.push(line);
        line = word;
      } else line = longer;
    }
    return [...lines, line];
  });
}

function widthOf(character: string): number {
  const code = character.codePointAt(0) ?? 32;
  const known = ascii[code - 32];
  if (known !== undefined) return known;
  if (/[\u2070-\u209f\u00b2\u00b3\u00b9]/.test(character)) return 333;
  if (/\p{M}/u.test(character)) return 0;
  return code >= 0x2e80 ? 1000 : 584;
}
