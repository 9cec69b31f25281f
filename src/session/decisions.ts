/** What native code an expression becomes, in words: `kleis explain`. */
import { decisionLines } from "../emit/decisions.ts";
import { lower } from "../loop/lower.ts";
import type { Prepared, Session } from "../session.ts";

export function codeLines(session: Session, { entry }: Prepared): readonly string[] {
  const { codegen, loaded, table } = session;
  const lowered = lower(loaded.specialiser.program, entry.id, table, codegen);
  return lowered.ok ? [...new Set(decisionLines(lowered.value, codegen.target))] : [];
}
