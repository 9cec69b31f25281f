/** What matrix algebra changes in the native code of an expression: `kleis explain`. */
import { reachable } from "../core/print.ts";
import { rewrittenSource } from "../core/rewrite/source.ts";
import type { Prepared, Session } from "../session.ts";

/** A sentence for each rewrite, with the function and the line where it was used; each once. */
export function rewriteLines(session: Session, { entry }: Prepared): readonly string[] {
  const { codegen, table, loaded } = session;
  if (!codegen.rewrite) return [];
  const { program } = loaded.specialiser;
  const source = rewrittenSource(program, table, { fixedOrder: codegen.floatModel === "reproducible" });
  const lines = reachable(entry, program).flatMap((used) =>
    // Constants are computed as they are written.
    ("params" in used ? source.applied(used.id) : []).map(({ rewrite, span }) => {
      const line = lineOf(loaded.source.sources.get(span.file), span.start);
      return `${used.name}${line === undefined ? "" : `, line ${line}`}: ${rewrite.says}`;
    }),
  );
  return [...new Set(lines)];
}

function lineOf(text: string | undefined, position: number): number | undefined {
  return text?.slice(0, position).split("\n").length;
}
