/** All definitions as source: `:export`, `:save`. */
import type { Item } from "../../syntax/ast.ts";
import { printProgram } from "../../syntax/print-program.ts";
import type { Repl } from "./repl.ts";

export function save({ workspace, screen, write }: Repl, file: string): void {
  const items = workspace.ownItems;
  const text = printProgram({ file: "", items });
  if (items.length === 0) screen.out("No definitions to export.");
  else if (file === "") screen.out(text.trimEnd());
  else {
    const failed = write(file, text);
    if (failed === undefined) screen.out(`✅ Exported ${definitions(items)} to ${file}`);
    else screen.error(`❌ Cannot write ${file}: ${failed}`);
  }
}

function definitions(items: readonly Item[]): string {
  return items.length === 1 ? "1 definition" : `${items.length} definitions`;
}
