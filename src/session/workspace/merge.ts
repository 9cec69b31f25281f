/**
 * A program that grows at a prompt: what is declared again replaces what was declared before.
 *
 * In: the programs so far and those to add, imports before importers. Out: all of them, without the items that newer ones
 * replace. Trees that stay are the same objects, which is how `meaning.ts` knows them.
 */
import type { Item, Program } from "../../syntax/ast.ts";
import { printType } from "../../syntax/print.ts";

/** `isKnown`: an import that was read before and has not changed since. */
export function merged(
  before: readonly Program[],
  added: readonly Program[],
  isKnown: (imported: Program) => boolean,
): readonly Program[] {
  const fresh = added.filter((program, i) => i === added.length - 1 || !isKnown(program));
  const files = new Set(fresh.map((program) => program.file));
  const replaced = new Set(fresh.flatMap((program) => program.items.flatMap(identity)));
  const kept = before.filter((program) => !files.has(program.file));
  return [...kept.map((program) => without(program, replaced)), ...fresh];
}

function without(program: Program, replaced: ReadonlySet<string>): Program {
  const items = program.items.filter((item) => !identity(item).some((key) => replaced.has(key)));
  return items.length === program.items.length ? program : { ...program, items };
}

/** What an item is the one declaration of; nothing for items of which there may be many. */
function identity(item: Item): readonly string[] {
  switch (item.kind) {
    case "define":
    case "data":
    case "alias":
    case "operation":
    case "structure":
      return [`${item.kind} ${item.name}`];
    case "implements":
      return [`implements ${item.structure}(${item.args.map(printType).join(", ")})`];
    case "example":
      return [`example ${item.name}`];
    case "import":
    case "expression":
      return [];
  }
}
