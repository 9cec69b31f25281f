/**
 * The order of texts: by their characters, so by code points. Compared by the units of UTF-16, as `<` does, characters beyond
 * U+FFFF (two surrogates) would stand below those from U+E000 on.
 */
export function compareTexts(a: string, b: string): number {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) return place(x) - place(y);
  }
  return a.length - b.length;
}

/** A unit, surrogates above all others. */
function place(unit: number): number {
  return unit >= 0xd800 && unit < 0xe000 ? unit + 0x10000 : unit;
}
