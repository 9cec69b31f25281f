/** `:doc name`: a definition's comment and type first, then the row of a built-in of that name. */
import type { Workspace } from "../../session/workspace.ts";
import type { Item } from "../../syntax/ast.ts";
import { operationOf } from "../../syntax/operators.ts";
import { printParam } from "../../syntax/print.ts";
import { meant } from "../../types/nearest.ts";
import { printScheme } from "../../types/print.ts";
import { describeRow } from "../describe-row.ts";

export function documentation(workspace: Workspace, asked: string): string {
  const name = operationOf(asked) ?? asked;
  const row = workspace.session.table.get(name);
  const parts = [
    ...workspace.items
      .filter((item) => "name" in item && item.name === name)
      .map((i) => ofItem(workspace, i)),
    ...(row === undefined ? [] : [describeRow(row)]),
  ];
  if (parts.length > 0) return parts.join("\n\n");
  const near = meant(name, [...workspace.session.table.keys(), ...workspace.names]);
  return `Nothing is known of ${asked}.${near === undefined ? "" : ` Did you mean ${near}?`}`;
}

function ofItem(workspace: Workspace, item: Item): string {
  const doc = "doc" in item && item.doc !== undefined ? [item.doc] : [];
  return [headOf(workspace, item), ...doc].join("\n");
}

function headOf(workspace: Workspace, item: Item): string {
  switch (item.kind) {
    case "define": {
      const scheme = workspace.session.loaded.types.shownScheme(item.name);
      const params = item.params === undefined ? "" : `(${item.params.map(printParam).join(", ")})`;
      return `${item.name}${params}${scheme === undefined ? "" : ` : ${printScheme(scheme)}`}`;
    }
    case "data":
      return `data ${item.name} = ${item.variants.map((v) => v.name).join(" | ")}`;
    case "import":
    case "expression":
    case "implements":
      return "";
    default:
      return `${item.kind === "alias" ? "type" : item.kind} ${item.name}`;
  }
}
