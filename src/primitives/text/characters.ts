/** Work on texts where the units of UTF-16 or JavaScript's idea of white space would give something else than their characters. */

/** The property White_Space of Unicode. JavaScript's `trim` lacks U+0085 and takes U+FEFF. */
const white = /^\p{White_Space}$/u;

export function trimStart(text: string): string {
  let from = 0;
  while (from < text.length && white.test(text[from] ?? "")) from++;
  return text.slice(from);
}

export function trimEnd(text: string): string {
  let to = text.length;
  while (to > 0 && white.test(text[to - 1] ?? "")) to--;
  return text.slice(0, to);
}

/** An empty part is found before, between and behind the characters. */
export function replaceEvery(text: string, part: string, by: string): string {
  if (part !== "") return text.replaceAll(part, () => by);
  return [by, ...Array.from(text, (character) => character + by)].join("");
}
