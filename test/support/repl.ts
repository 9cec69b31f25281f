/** The prompt without a terminal, for tests: inputs in, what each of them showed out. */
import path from "node:path";
import type { Diagnostic } from "../../src/base/diagnostic.ts";
import { commands, runCommand } from "../../src/cli/repl/commands.ts";
import { type Completion, complete } from "../../src/cli/repl/completion.ts";
import { Repl } from "../../src/cli/repl/repl.ts";
import { ProgramLoader } from "../../src/session/load-program.ts";
import type { SessionOptions } from "../../src/session/options.ts";
import { Workspace } from "../../src/session/workspace.ts";
import { nodeHost } from "../../src/toolchain/node-host.ts";
import { root } from "./program-file.ts";
import { sessionOptions } from "./session.ts";

export interface Prompt {
  readonly repl: Repl;
  /** Everything this input showed, without the line end. */
  readonly say: (input: string) => Promise<string>;
  readonly complete: (line: string) => Completion;
  /** What was written with :save, by path. */
  readonly written: ReadonlyMap<string, string>;
}

export function openPrompt(
  options: Partial<SessionOptions> = {},
  workingDirectory = path.join(root, "examples"),
  listen: (text: string) => void = () => undefined,
): Prompt {
  const sources = new Map<string, string>();
  const written = new Map<string, string>();
  let shown: string[] = [];
  const show = (text: string): void => {
    shown.push(text);
    listen(text);
  };
  const report = (problem: Diagnostic): void => repl.tell([problem]);
  const loader = () =>
    new ProgramLoader({ host: nodeHost(), workingDirectory, library: path.join(root, "stdlib") });
  const base = sessionOptions({ out: show, report, ...options });
  const workspace = new Workspace(
    { options: (compile) => ({ ...base, compile }), loader, sources },
    base.compile,
  );
  const repl = new Repl({
    workspace,
    screen: { out: show, error: show, palette: undefined },
    sources,
    command: runCommand,
    mayCompile: base.backend !== "interp",
    write: (file, text) => {
      written.set(file, text);
      return undefined;
    },
  });
  const say = async (input: string): Promise<string> => {
    shown = [];
    await repl.submit(input);
    return shown.join("\n");
  };
  return {
    repl,
    say,
    complete: (line) => complete(line, { workspace, commands, files: () => [] }),
    written,
  };
}
