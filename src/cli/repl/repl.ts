/**
 * The prompt without its terminal: inputs in, text on the screen. Errors leave the session as it was.
 *
 * An input is a command (`:type e`), a lasting `let`, or program text: declarations are taken in, expressions evaluated, in
 * the order in which they stand.
 */
import { type Diagnostic, isError } from "../../base/diagnostic.ts";
import { Interrupted, ProgramError } from "../../base/outcome.ts";
import type { Watcher } from "../../interpret/watch.ts";
import { type ExampleResult, runExample } from "../../session/examples.ts";
import type { Declared, Workspace } from "../../session/workspace.ts";
import type { Evaluation } from "../../session.ts";
import type { Example, Expr, Item } from "../../syntax/ast.ts";
import { parseProgram } from "../../syntax/parse.ts";
import { type Binding, lastingLet } from "./binding.ts";
import { type Failure, type Screen, showFailure, showProblem } from "./screen.ts";
import { Statistics } from "./statistics.ts";
import { commandMeant } from "./words.ts";

export type After = "go on" | "quit";

/** Runs a command: its name without the colon, and what follows it. */
export type RunCommand = (repl: Repl, name: string, rest: CommandText) => Promise<After>;

/** The text behind a command's name; `file` shows it in messages, `text` has blanks where the command stood. */
export interface CommandText {
  readonly file: string;
  readonly text: string;
}

export interface ReplParts {
  readonly workspace: Workspace;
  readonly screen: Screen;
  readonly sources: ReadonlyMap<string, string>;
  readonly command: RunCommand;
  /** False where native code is switched off for good: --interpret, KLEIS_JIT=0. */
  readonly mayCompile: boolean;
  readonly write: (path: string, text: string) => string | undefined;
}

/** Reads one more line, for a command that talks; undefined where there is none, or Ctrl-C was pressed. */
export type Ask = (prompt: string) => Promise<string | undefined>;

export class Repl {
  readonly workspace: Workspace;
  readonly screen: Screen;
  readonly statistics = new Statistics();
  readonly mayCompile: boolean;
  /** Writes a file; the reason where that fails. */
  readonly write: ReplParts["write"];
  /** Whether every value is followed by its time. */
  timing = false;
  /** Whoever reads lines sets it. */
  ask: Ask = () => Promise.resolve(undefined);
  /** Everything that was typed or loaded. */
  readonly sources: ReadonlyMap<string, string>;
  readonly #command: RunCommand;

  constructor(parts: ReplParts) {
    this.workspace = parts.workspace;
    this.screen = parts.screen;
    this.mayCompile = parts.mayCompile;
    this.write = parts.write;
    this.sources = parts.sources;
    this.#command = parts.command;
  }

  get prompt(): string {
    return this.workspace.compiles ? "kleis[jit]> " : "kleis> ";
  }

  async submit(input: string): Promise<After> {
    if (input.trim() === "") return "go on";
    const file = this.workspace.register(input);
    try {
      const command = /^\s*:(\S*)\s*/.exec(input);
      if (command === null) await this.#program(file, input);
      else {
        const [head, name = ""] = command;
        return await this.#command(this, name, { file, text: blanked(head) + input.slice(head.length) });
      }
    } catch (problem) {
      this.#failed(problem);
    }
    return "go on";
  }

  /** Evaluates and shows the value by `shown`; false where there is none, which was said. */
  async evaluate(
    expr: Expr,
    shown: (text: string, evaluation: Evaluation) => void,
    watch?: Watcher,
  ): Promise<boolean> {
    const outcome = await this.workspace.evaluate(expr, watch);
    if (!("value" in outcome)) {
      this.refused(outcome.problems);
      return false;
    }
    this.statistics.add(outcome);
    shown(this.workspace.session.text(outcome.value), outcome);
    return true;
  }

  async bind({ name, type, value }: Binding): Promise<void> {
    const outcome = await this.workspace.bind(name, value, type);
    if ("accepted" in outcome) return this.refused(outcome.problems);
    this.statistics.add(outcome);
    this.screen.out(`${name} = ${this.workspace.session.text(outcome.value)}`);
    this.time(outcome, this.timing);
  }

  time(evaluation: Evaluation, wanted: boolean): void {
    if (wanted) this.screen.out(this.statistics.line(evaluation));
  }

  /** Tells problems; false where declarations were refused. */
  declared({ accepted, problems }: Declared): boolean {
    if (accepted) this.tell(problems);
    else this.refused(problems);
    return accepted;
  }

  tell(problems: readonly Diagnostic[]): void {
    for (const problem of problems) showProblem(this.screen, problem, this.sources);
  }

  /** Problems of which one at least is an error. */
  refused(problems: readonly Diagnostic[]): void {
    for (const problem of problems) {
      if (isError(problem)) showFailure(this.screen, failureOf(problem), problem, this.sources);
      else showProblem(this.screen, problem, this.sources);
    }
  }

  async #program(file: string, text: string): Promise<void> {
    const binding = lastingLet(file, text);
    if (binding !== undefined) return this.bind(binding);
    const { value: program, problems } = parseProgram(file, text);
    if (problems.some(isError)) return this.refused(problems);
    this.tell(problems);
    for (const run of runs(program.items)) {
      const [first] = run;
      const went =
        first?.kind === "expression" ? await this.show(first.value) : await this.#declare(file, run);
      if (!went) return;
    }
  }

  /** Evaluates and shows the value as it stands. */
  async show(expr: Expr): Promise<boolean> {
    const command = commandMeant(expr);
    if (command !== undefined && !this.workspace.defines(command.word)) {
      this.screen.error(command.advice);
      return true;
    }
    return this.evaluate(expr, (text, evaluation) => {
      if (!evaluation.printed) this.screen.out(text);
      this.time(evaluation, this.timing);
    });
  }

  async #declare(file: string, items: readonly Item[]): Promise<boolean> {
    const went = this.declared(this.workspace.declare(file, items));
    if (!went) return false;
    for (const item of items) {
      if (item.kind === "example") await this.#example(item);
      else this.screen.out(`✅ ${describe(item)}`);
    }
    return true;
  }

  /** An example block runs at once. */
  async #example(example: Example): Promise<void> {
    const { session } = this.workspace;
    session.resume();
    const { status, message } = await runExample(session, example);
    const why = message === undefined ? [] : [`   ${message}`];
    this.screen.out([`${marks[status]} ${example.name}`, ...why].join("\n"));
  }

  #failed(problem: unknown): void {
    if (problem instanceof ProgramError) this.refused([problem.diagnostic]);
    else if (problem instanceof Interrupted) this.screen.error(`⏹  ${stops[problem.reason]}`);
    else if (problem instanceof RangeError && problem.message.includes("call stack"))
      this.screen.error("❌ This is nested too deeply; split it with let or define.");
    else {
      const message = problem instanceof Error ? problem.message : String(problem);
      this.screen.error(`❌ A bug of kleis, not a mistake of yours: ${message}`);
    }
  }
}

const marks: { readonly [S in ExampleResult["status"]]: string } = {
  passed: "✅",
  failed: "❌",
  undecided: "❔",
};

const stops: { readonly [R in Interrupted["reason"]]: string } = {
  cancel: "Interrupted",
  timeout: "The time limit was reached",
};

/** Declarations that stand together are taken in together, so that they may mention each other. */
function runs(items: readonly Item[]): readonly (readonly Item[])[] {
  const all: Item[][] = [];
  for (const item of items) {
    const last = all.at(-1);
    if (last === undefined || item.kind === "expression" || last[0]?.kind === "expression") all.push([item]);
    else last.push(item);
  }
  return all;
}

function describe(item: Item): string {
  switch (item.kind) {
    case "import":
      return `Loaded: ${item.path}`;
    case "implements":
      return `Implemented: ${item.structure}`;
    case "expression":
      return "";
    default:
      return `Defined: ${item.name}`;
  }
}

function failureOf({ code }: Diagnostic): Failure {
  if (code.startsWith("KL00")) return "Parse";
  if (code.startsWith("KL07") || code === "KL0102") return "Load";
  return code.startsWith("KL05") ? "Evaluation" : "Type";
}

function blanked(text: string): string {
  return text.replace(/[^\n]/g, " ");
}
