/** Words of other prompts, typed here: `help`, `exit`, `quit`. */
import type { Expr } from "../../syntax/ast.ts";

const commands: Readonly<Record<string, string>> = {
  help: ":help lists the commands; :doc NAME tells what a function does",
  exit: ":quit leaves, and so does Ctrl-D",
  quit: ":quit leaves, and so does Ctrl-D",
  clear: ":reset forgets every definition and value",
  ls: ":env lists what is defined",
  who: ":env lists what is defined",
};

/** What to type instead of a word on its own, or called: `exit`, `exit()`, `help(sin)`. */
export function commandMeant(expr: Expr): { readonly word: string; readonly advice: string } | undefined {
  const name = expr.kind === "call" && expr.args.length <= 1 ? expr.callee : expr;
  if (name.kind !== "name" || !Object.hasOwn(commands, name.name)) return undefined;
  const [topic] = expr.kind === "call" ? expr.args : [];
  const advice = commands[name.name] ?? "";
  return {
    word: name.name,
    advice: name.name === "help" && topic?.kind === "name" ? `:doc ${topic.name} tells what it does` : advice,
  };
}
