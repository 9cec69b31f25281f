/** `--reproducible`: calls of elementary functions become calls of the one program that every tier runs for them. */
import { reproducibleName } from "../elementary/names.ts";
import { reproducibleFunctions } from "../elementary/reproducible.ts";
import type { LoopExpr, Stmt } from "../loop.ts";
import { mapChildren, mapExprs } from "../rewrite.ts";
import { mapBlocks } from "../walk.ts";
import type { LoopPass } from "./pass.ts";

export const sameBits: LoopPass = {
  name: "same-bits",
  description: "Call the elementary functions that give the same bits everywhere.",
  run: (program) => ({
    ...program,
    functions: program.functions.map((fn) => ({ ...fn, body: inBlock(fn.body) })),
  }),
};

const inBlock = (block: readonly Stmt[]): readonly Stmt[] =>
  block.map((stmt) => mapBlocks(mapExprs(stmt, renamed), inBlock));

function renamed(e: LoopExpr): LoopExpr {
  const changed = mapChildren(e, renamed);
  if (changed.kind !== "elementary" || !reproducibleFunctions.has(changed.name)) return changed;
  return { ...changed, name: reproducibleName(changed.name) };
}
