/** `:env`: constants with their values where they are known, the last result, functions, types. */
import type { Workspace } from "../../session/workspace.ts";
import type { Item } from "../../syntax/ast.ts";
import { printExpr, printParam } from "../../syntax/print.ts";
import { short } from "./short.ts";

/** A line of the screen. */
const lineLength = 100;

export function environmentLines(workspace: Workspace): readonly string[] {
  const { it, session, values, ownItems: items } = workspace;
  const constants = items.flatMap((item) =>
    item.kind === "define" && item.params === undefined
      ? [`  ${item.name} = ${shown(values.get(item.name)?.value, item.body)}`]
      : [],
  );
  const lines = [
    ...section("📌 Value bindings:", constants),
    ...(it === undefined ? [] : ["📍 Last result (it):", `  ${short(session.text(it), lineLength)}`]),
    ...section("📋 Defined functions:", items.flatMap(functionLine)),
    ...section("🧱 Types and structures:", items.flatMap(typeLine)),
  ];
  return lines.length === 0 ? ["No functions or bindings defined."] : lines;

  function shown(value: typeof it, body: Parameters<typeof printExpr>[0]): string {
    return short(value === undefined ? printExpr(body) : session.text(value), lineLength);
  }
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [title, ...lines];
}

function functionLine(item: Item): readonly string[] {
  if (item.kind !== "define" || item.params === undefined) return [];
  return [`  ${item.name} (${item.params.map(printParam).join(", ")}) = ...`];
}

function typeLine(item: Item): readonly string[] {
  switch (item.kind) {
    case "data":
      return [`  data ${item.name} = ${item.variants.map((v) => v.name).join(" | ")}`];
    case "alias":
      return [`  type ${item.name}`];
    case "structure":
      return [`  structure ${item.name}`];
    case "implements":
      return [`  implements ${item.structure}`];
    default:
      return [];
  }
}
