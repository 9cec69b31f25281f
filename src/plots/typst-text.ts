/** Text in Typst: markup with its special characters escaped, and strings. */

/** Content in square brackets; formulas between `$` stay formulas. */
export function typstContent(text: string): string {
  const parts = text.split(/(\$[^$]+\$)/);
  return `[${parts.map((part) => (/^\$[^$]+\$$/.test(part) ? part : escaped(part))).join("")}]`;
}

function escaped(text: string): string {
  return text
    .replace(/[\\#$*_`@<>[\]~]/g, (c) => `\\${c}`)
    .replace(/\/\//g, "\\/\\/")
    .replace(/^([-+=/])(?= )/, "\\$1")
    .replace(/\n/g, " \\ ");
}

export function typstString(text: string): string {
  return `"${text
    .replace(/["\\]/g, (c) => `\\${c}`)
    .replace(/\n/g, "\\n")
    .replace(/\t/g, "\\t")}"`;
}
