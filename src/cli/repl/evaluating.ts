/** Commands that evaluate or declare: `:eval :let :define :time :load :run :reset`. */
import { isError } from "../../base/diagnostic.ts";
import type { Expr, Item } from "../../syntax/ast.ts";
import { parseExpression, parseProgram } from "../../syntax/parse.ts";
import { bindingOf, parseBinding } from "./binding.ts";
import type { Command } from "./command.ts";
import type { CommandText, Repl } from "./repl.ts";

/** The expression behind a command; undefined where it is none, which was said. */
export function expressionOf(repl: Repl, { file, text }: CommandText): Expr | undefined {
  const { value, problems } = parseExpression(file, text);
  if (problems.some(isError)) {
    repl.refused(problems);
    return undefined;
  }
  repl.tell(problems);
  return value;
}

export const evaluating: readonly Command[] = [
  {
    name: "eval",
    short: "ev",
    argument: "EXPR",
    summary: "evaluate, and keep the value as `it`",
    run: async (repl, rest) => {
      const expr = expressionOf(repl, rest);
      if (expr === undefined) return;
      await repl.evaluate(expr, (text, evaluation) => {
        repl.screen.out(`✅ ${text}`);
        repl.time(evaluation, repl.timing);
      });
    },
  },
  {
    name: "let",
    argument: "x = EXPR",
    summary: "bind a value for the session (`let x = EXPR` does the same)",
    run: async (repl, { file, text }) => {
      const written = bindingOf(text, "none");
      if (written === undefined) return repl.screen.error("Usage: :let x = EXPR");
      const binding = parseBinding(file, text, written);
      if (binding.problems.some(isError)) repl.refused(binding.problems);
      else await repl.bind(binding);
    },
  },
  {
    name: "define",
    short: "def",
    argument: "f(x) = EXPR",
    summary: "define a function or a constant (`define f(x) = EXPR` does the same)",
    run: (repl, { file, text }) => {
      // The word stands where the command stood.
      const source = /^\s*define\b/.test(text) ? text : text.replace(/^\s*/, (blank) => word(blank));
      const { value: program, problems } = parseProgram(file, source);
      if (problems.some(isError)) return repl.refused(problems);
      repl.tell(problems);
      declare(repl, file, program.items);
    },
  },
  {
    name: "time",
    argument: "[EXPR]",
    summary: "evaluate and say how long it took; alone: say it for every value, or no longer",
    run: async (repl, rest) => {
      if (rest.text.trim() === "") {
        repl.timing = !repl.timing;
        return repl.screen.out(`Timing: ${repl.timing ? "on" : "off"}`);
      }
      const expr = expressionOf(repl, rest);
      if (expr === undefined) return;
      await repl.evaluate(expr, (text, evaluation) => {
        if (!evaluation.printed) repl.screen.out(text);
        repl.time(evaluation, true);
      });
    },
  },
  {
    name: "load",
    short: "l",
    argument: "FILE",
    summary: "load the declarations of a file, again where it has changed",
    run: (repl, { text }) => loadDeclarations(repl, text.trim()),
  },
  {
    name: "run",
    argument: "FILE",
    summary: "load a file and evaluate its expressions",
    run: async (repl, { text }) => {
      for (const item of load(repl, text.trim(), "run") ?? [])
        if (item.kind === "expression" && !(await repl.show(item.value))) return;
    },
  },
  {
    name: "reset",
    argument: "",
    summary: "forget every definition and value",
    run: (repl) => {
      repl.workspace.reset();
      repl.screen.out("Everything is forgotten.");
    },
  },
];

/** `define `, as wide as the blanks before it where they are wide enough. */
function word(blank: string): string {
  return "define ".padStart(blank.length);
}

function declare(repl: Repl, file: string, items: readonly Item[]): void {
  if (items.some((item) => item.kind === "expression")) {
    repl.screen.error("Usage: :define f(x) = EXPR");
    return;
  }
  if (!repl.declared(repl.workspace.declare(file, items))) return;
  for (const item of items) if (item.kind === "define") repl.screen.out(`✅ Defined: ${item.name}`);
}

/** Takes in what a file declares. Its expressions are left alone: loading has no other effects, and it takes no time. */
export function loadDeclarations(repl: Repl, file: string): void {
  const items = load(repl, file, "load");
  const count = items?.filter((item) => item.kind === "expression").length ?? 0;
  if (count > 0)
    repl.screen.out(
      `   ${count} ${count === 1 ? "expression was" : "expressions were"} not evaluated; :run ${file} does that`,
    );
}

/** The file's own items; undefined where it was refused, which was said. */
function load(repl: Repl, file: string, command: "load" | "run"): readonly Item[] | undefined {
  if (file === "") {
    repl.screen.error(`Usage: :${command} FILE`);
    return undefined;
  }
  const declared = repl.workspace.load(unquoted(file));
  if (!repl.declared(declared)) return undefined;
  repl.screen.out(`✅ Loaded: ${counts(declared.items)}`);
  return declared.items;
}

function unquoted(file: string): string {
  return /^".*"$/.test(file) ? file.slice(1, -1) : file;
}

function counts(items: readonly Item[]): string {
  const count = (kind: Item["kind"]): number => items.filter((item) => item.kind === kind).length;
  return [
    "1 files",
    `${count("define")} functions`,
    `${count("structure")} structures`,
    `${count("data")} data types`,
    `${count("alias")} type aliases`,
  ].join(", ");
}
