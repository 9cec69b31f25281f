/**
 * Text whose lines say something else than its grammar: where indentation counts, several indented lines are one body.
 *
 *     define f(x) =
 *         y = x^2
 *         y + 1
 *
 * Here the body is the equation, and `y + 1` an expression of the program.
 */
import { type Diagnostic, warning } from "../base/diagnostic.ts";
import type { Item } from "./ast.ts";

export function indentedAfterDefinition(text: string, items: readonly Item[]): readonly Diagnostic[] {
  return items.flatMap((item, i) => {
    const before = items[i - 1];
    if (item.kind !== "expression" || before?.kind !== "define") return [];
    const between = text.slice(before.span.end, item.span.start);
    const head = indentation(text, before.span.start);
    const own = indentation(text, item.span.start);
    if (head === undefined || own === undefined || own <= head || /;|\n[ \t]*\n/.test(between)) return [];
    return [
      warning("KL0026", `this line is no part of \`${before.name}\``, item.span, {
        related: [{ span: before.nameSpan, message: "its body ends before that line" }],
        hint: "a body is one expression: let name = value in …",
      }),
    ];
  });
}

/** How far a line is indented that begins at an offset; undefined where something stands before it. */
function indentation(text: string, offset: number): number | undefined {
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  return /^[ \t]*$/.test(text.slice(start, offset)) ? offset - start : undefined;
}
