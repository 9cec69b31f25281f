/** Any stage of the compiler as text, for one prepared expression: `explain --emit`, the prompt's `:dump-…`. */
import { printReachable } from "../core/print.ts";
import { lower } from "../loop/lower.ts";
import { printLoop } from "../loop/print.ts";
import { kernelSource } from "../pipeline.ts";
import type { Prepared, Session } from "../session.ts";
import { printExpr } from "../syntax/print.ts";
import { printTree } from "../syntax/print-tree.ts";
import { printType } from "../types/print.ts";
import { assembly } from "./assembly.ts";

export const emitStages = ["ast", "types", "core", "loop", "c", "rust", "asm"] as const;
export type EmitStage = (typeof emitStages)[number];

type Stage = (session: Session, prepared: Prepared) => string | Promise<string>;

/** Every stage of an expression, for people. */
export const stages: { readonly [S in EmitStage]: Stage } = {
  ast: (_, { expr }) => printTree(expr),
  types: (_, { expr, entry }) => `${printExpr(expr)} : ${printType(entry.result)}`,
  core: (session, { entry }) => printReachable(entry, session.loaded.specialiser.program),
  loop: (session, { entry }) => {
    const lowered = lower(session.loaded.specialiser.program, entry.id, session.table, session.codegen);
    return lowered.ok ? printLoop(lowered.value) : `JIT does not yet support ${lowered.error.what}`;
  },
  c: (session, prepared) => sourceText(session, prepared, "c"),
  rust: (session, prepared) => sourceText(session, prepared, "rust"),
  asm: (session, { entry }) => assembly(session, entry),
};

function sourceText(session: Session, { entry }: Prepared, language: "c" | "rust"): string {
  const source = kernelSource({
    program: session.loaded.specialiser.program,
    fn: entry.id,
    table: session.table,
    templates: session.options.templates,
    codegen: session.codegen,
    language,
  });
  return source.ok ? source.value.source.text : `JIT does not yet support ${source.error.what}`;
}
