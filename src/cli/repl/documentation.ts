/** `:doc name`: a definition's comment and type first, then the row of a built-in of that name. */
import type { Workspace } from "../../session/workspace.ts";
import { operationOf } from "../../syntax/operators.ts";
import { meant } from "../../types/nearest.ts";
import { describeItem } from "../describe-item.ts";
import { describeRow } from "../describe-row.ts";
import { libraryFileOf } from "../library-names.ts";

export function documentation(workspace: Workspace, asked: string): string {
  const name = operationOf(asked) ?? asked;
  const row = workspace.session.table.get(name);
  const parts = [
    ...workspace.items
      .filter((item) => "name" in item && item.name === name)
      .map((item) => describeItem(item, workspace.session.loaded.types)),
    ...(row === undefined ? [] : [describeRow(row)]),
  ];
  if (parts.length > 0) return parts.join("\n\n");
  const file = libraryFileOf(name);
  if (file !== undefined) return `import "stdlib/${file}" brings ${name}; then :doc ${name} tells more.`;
  const near = meant(name, [...workspace.session.table.keys(), ...workspace.names]);
  return `Nothing is known of ${asked}.${near === undefined ? "" : ` Did you mean ${near}?`}`;
}
