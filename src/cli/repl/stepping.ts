/** Commands that follow an evaluation: `:trace` writes down what happens, `:debug` stops at every step. */
import { Interrupted } from "../../base/outcome.ts";
import type { Happening, Watcher } from "../../interpret/watch.ts";
import type { Expr } from "../../syntax/ast.ts";
import type { Command } from "./command.ts";
import { expressionOf } from "./evaluating.ts";
import type { Repl } from "./repl.ts";
import { short } from "./short.ts";
import { type StepLine, Steps } from "./steps.ts";

/** Lines of a trace; what follows is evaluated without a word. */
const longestTrace = 200;

export const stepping: readonly Command[] = [
  {
    name: "trace",
    short: "tr",
    argument: "EXPR",
    summary: "evaluate, showing calls, results and the cases that are taken",
    run: (repl, rest) => {
      const expr = expressionOf(repl, rest);
      if (expr !== undefined) return evaluateWatched(repl, expr, tracer(repl));
    },
  },
  {
    name: "debug",
    short: "d",
    argument: "EXPR",
    summary: "evaluate step by step: s into calls, n over them, c to the end, v variables, q quits",
    run: (repl, rest) => {
      const expr = expressionOf(repl, rest);
      if (expr !== undefined) return evaluateWatched(repl, expr, new Debugger(repl));
    },
  },
];

async function evaluateWatched(repl: Repl, expr: Expr, watch: Watcher): Promise<void> {
  await repl.evaluate(
    expr,
    (text, evaluation) => {
      if (!evaluation.printed) repl.screen.out(text);
    },
    watch,
  );
}

function stepsOf(repl: Repl): Steps {
  return new Steps({ sources: repl.sources, valueText: (value) => repl.workspace.session.text(value) });
}

function indented({ depth, text }: StepLine): string {
  return `${"  ".repeat(Math.min(depth, 30))}${text}`;
}

function tracer(repl: Repl): Watcher {
  const steps = stepsOf(repl);
  let count = 0;
  return {
    isActive: () => count < longestTrace,
    tell: (happening) => {
      const line = steps.line(happening);
      if (line === undefined) return undefined;
      count += 1;
      repl.screen.out(indented(line));
      if (count === longestTrace) repl.screen.out("… what follows is not shown (:debug stops at each step)");
      return undefined;
    },
  };
}

const keys = "s into the next call · n over it · c to the end · v variables · q quits";

/** Stops at what happens, as deep as was asked for, and asks how to go on. */
class Debugger implements Watcher {
  readonly #repl: Repl;
  readonly #steps: Steps;
  #active = true;
  /** Deeper happenings go by. */
  #deepest = Number.POSITIVE_INFINITY;
  #asked = false;

  constructor(repl: Repl) {
    this.#repl = repl;
    this.#steps = stepsOf(repl);
  }

  isActive(): boolean {
    return this.#active;
  }

  tell(happening: Happening): Promise<void> | undefined {
    const line = this.#steps.line(happening);
    if (line === undefined || line.depth > this.#deepest) return undefined;
    this.#repl.screen.out(`${indented(line)}   ${this.#steps.place(line.at)}`);
    return this.#stop(line);
  }

  async #stop(line: StepLine): Promise<void> {
    const { screen } = this.#repl;
    if (!this.#asked) screen.out(keys);
    this.#asked = true;
    for (;;) {
      const answer = await this.#repl.ask("debug> ");
      switch (answer?.trim()) {
        case "s":
        case "":
          this.#deepest = Number.POSITIVE_INFINITY;
          return;
        case "n":
          this.#deepest = line.depth;
          return;
        case "c":
          this.#active = false;
          return;
        case "v":
          for (const text of this.#variables()) screen.out(text);
          break;
        case "q":
        case undefined:
          throw new Interrupted("cancel");
        default:
          screen.out(keys);
      }
    }
  }

  #variables(): readonly string[] {
    const { session } = this.#repl.workspace;
    const lines = [...this.#steps.variables].map(
      ([name, value]) => `  ${name} = ${short(session.text(value), 200)}`,
    );
    return lines.length === 0 ? ["  nothing is bound here"] : lines;
  }
}
