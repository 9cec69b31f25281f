/** What a declaration says of itself: `:doc name` at the prompt, `kleis explain name` on the command line. */
import type { Item } from "../syntax/ast.ts";
import { printParam } from "../syntax/print.ts";
import { printItem } from "../syntax/print-program.ts";
import type { TypedProgram } from "../types/check-program.ts";
import { printScheme } from "../types/print.ts";
import type { Scheme } from "../types/scheme.ts";

/** Conditions on the types are left out where they would hide the type. */
const longestScheme = 160;

/** Its head with the type, and the comment above it. */
export function describeItem(item: Item, types: TypedProgram): string {
  const doc = item.kind === "define" && item.doc !== undefined ? [item.doc] : [];
  return [headOf(item, types), ...doc].join("\n");
}

function headOf(item: Item, types: TypedProgram): string {
  switch (item.kind) {
    case "define": {
      const scheme = types.shownScheme(item.name);
      const params = item.params === undefined ? "" : `(${item.params.map(printParam).join(", ")})`;
      return `${item.name}${params}${scheme === undefined ? "" : ` : ${schemeInShort(scheme)}`}`;
    }
    case "import":
    case "expression":
    case "implements":
      return "";
    case "example":
      return `example ${item.name}`;
    default:
      return printItem(item).trimEnd();
  }
}

function schemeInShort(scheme: Scheme): string {
  const whole = printScheme(scheme);
  const count = scheme.constraints.length;
  if (whole.length <= longestScheme || count === 0) return whole;
  return `${printScheme({ ...scheme, constraints: [] })} (under ${count} conditions on the types)`;
}
