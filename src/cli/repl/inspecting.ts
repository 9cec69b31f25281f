/** Commands that look: `:type :ast :doc :env :dump-…`. Nothing is evaluated. */
import { isError } from "../../base/diagnostic.ts";
import { type EmitStage, stages } from "../../session/stages.ts";
import { printExpr } from "../../syntax/print.ts";
import { printTree } from "../../syntax/print-tree.ts";
import type { Command } from "./command.ts";
import { documentation } from "./documentation.ts";
import { environmentLines } from "./environment-lines.ts";
import { expressionOf } from "./evaluating.ts";
import { save } from "./save.ts";

export const inspecting: readonly Command[] = [
  {
    name: "type",
    short: "t",
    argument: "EXPR",
    summary: "the type, without evaluating",
    run: (repl, rest) => {
      const expr = expressionOf(repl, rest);
      if (expr === undefined) return;
      const { text, problems } = repl.workspace.typeOf(expr);
      if (!problems.some(isError)) return repl.screen.out(`📐 Type: ${text}`);
      for (const { title } of problems.filter(isError)) repl.screen.out(`⚠️  Type inference: ${title}`);
      const hint = problems.find((p) => p.hint !== undefined)?.hint;
      if (hint !== undefined) repl.screen.out(`   Hint: ${hint}`);
      repl.screen.out(`   Expression: ${printExpr(expr)}`);
    },
  },
  {
    name: "ast",
    argument: "EXPR",
    summary: "the syntax tree",
    run: (repl, rest) => {
      const expr = expressionOf(repl, rest);
      if (expr !== undefined) repl.screen.out(printTree(expr));
    },
  },
  {
    name: "doc",
    argument: "NAME",
    summary: "what a built-in or a definition does",
    run: (repl, { text }) => {
      const name = text.trim();
      if (name === "") return repl.screen.error("Usage: :doc NAME");
      repl.screen.out(documentation(repl.workspace, name));
    },
  },
  {
    name: "env",
    short: "e",
    argument: "",
    summary: "what is bound and defined",
    run: (repl) => repl.screen.out(environmentLines(repl.workspace).join("\n")),
  },
  {
    name: "export",
    short: "x",
    argument: "[FILE]",
    summary: "all definitions as source, shown or written to a file",
    run: (repl, { text }) => save(repl, text.trim()),
  },
  {
    name: "save",
    argument: "[FILE]",
    summary: "the same as :export",
    run: (repl, { text }) => save(repl, text.trim()),
  },
  dump("dump-ir", "loop", "the loops an expression becomes"),
  dump("dump-core", "core", "the typed code every tier runs"),
  dump("dump-c", "c", "the C it becomes"),
  dump("dump-rust", "rust", "the Rust it becomes"),
  dump("dump-asm", "asm", "the machine code it becomes"),
];

function dump(name: string, stage: EmitStage, summary: string): Command {
  return {
    name,
    argument: "EXPR",
    summary,
    run: async (repl, rest) => {
      const expr = expressionOf(repl, rest);
      if (expr === undefined) return;
      const { prepared, problems } = repl.workspace.prepare(expr);
      if (problems.some(isError)) repl.refused(problems);
      else repl.screen.out(await stages[stage](repl.workspace.session, prepared));
    },
  };
}
