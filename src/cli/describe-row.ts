/** What a built-in does, from its row: `:doc name` at the prompt, `kleis explain name` on the command line. */
import type { Primitive } from "../primitives/primitive.ts";

export function describeRow({ name, aliases, type, doc }: Primitive): string {
  const others = aliases.length === 0 ? [] : [`also called ${aliases.join(", ")}`];
  return [
    ...type.overloads.map((overload) => `${name} : ${overload}`),
    doc.summary,
    ...others,
    ...(doc.example === "" ? [] : [`example: ${doc.example}`]),
    ...(doc.shapes === undefined ? [] : [`shapes: ${doc.shapes}`]),
    ...(doc.raises === undefined ? [] : [`error: ${doc.raises}`]),
    ...(doc.source === undefined ? [] : [`source: ${doc.source}`]),
  ].join("\n");
}
