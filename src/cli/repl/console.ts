/**
 * The prompt on a terminal, or lines from elsewhere: reads lines, one input at a time, and turns keys into what they mean.
 *
 * Lines that arrive while something runs wait for their turn. Ctrl-C ends what runs, or throws away what was typed; Ctrl-D
 * leaves.
 */
import { createInterface, type Interface } from "node:readline";
import { InputReader } from "./inputs.ts";
import type { Repl } from "./repl.ts";

export interface ConsoleParts {
  readonly repl: Repl;
  readonly input: NodeJS.ReadableStream;
  /** Where the prompt and what is typed are shown; undefined: not a terminal. */
  readonly output: NodeJS.WritableStream | undefined;
  readonly history: string[];
  readonly keepHistory: (lines: readonly string[]) => void;
  readonly complete: (line: string) => readonly [readonly string[], string];
}

/** Until the end of input, or `:quit`. */
export function converse(parts: ConsoleParts): Promise<void> {
  return new Promise((resolve, reject) => {
    new Conversation(parts, resolve, reject).start();
  });
}

const continuation = "   ";

/** Lines that wait for their turn before no more are read, where nobody types them. */
const manyLines = 1000;

/** Characters; a device may never end a line, and node:readline keeps all of it. */
const longestLine = 2 ** 26;

class Conversation {
  readonly #parts: ConsoleParts;
  readonly #resolve: () => void;
  readonly #reject: (problem: unknown) => void;
  readonly #lines: Interface;
  readonly #inputs = new InputReader();
  readonly #waiting: string[] = [];
  #running = false;
  /** A command that wants the next line, or none. */
  #asking: ((line: string | undefined) => void) | undefined;
  #ended = false;
  #left = false;

  constructor(parts: ConsoleParts, resolve: () => void, reject: (problem: unknown) => void) {
    const { input, output, history, complete } = parts;
    this.#parts = parts;
    this.#resolve = resolve;
    this.#reject = reject;
    this.#lines = createInterface({
      input,
      ...(output === undefined ? {} : { output, history, historySize: 1000, removeHistoryDuplicates: true }),
      terminal: output !== undefined,
      completer: (line: string) => {
        const [hits, part] = complete(line);
        return [[...hits], part];
      },
    });
  }

  start(): void {
    const lines = this.#lines;
    this.#parts.repl.ask = (prompt) => this.#ask(prompt);
    lines.on("line", (line) => {
      if (this.#asking !== undefined) return this.#answer(line);
      this.#waiting.push(line);
      if (this.#parts.output === undefined && this.#waiting.length > manyLines) lines.pause();
      this.#proceed();
    });
    if (this.#parts.output === undefined) this.#endEndlessLine();
    lines.on("SIGINT", () => this.#interrupted());
    // Back from Ctrl-Z: node:readline stopped reading.
    lines.on("SIGCONT", () => lines.resume());
    lines.on("history", (history: string[]) => {
      // Answers to a command are no inputs.
      if (this.#asking !== undefined) history.shift();
      else this.#parts.keepHistory(history);
    });
    lines.on("close", () => {
      this.#ended = true;
      this.#answer(undefined);
      this.#proceed();
    });
    this.#prompt();
  }

  /** Leaves where a line has no end. */
  #endEndlessLine(): void {
    let length = 0;
    this.#parts.input.on("data", (chunk: Buffer | string) => {
      const end = chunk.lastIndexOf("\n");
      length = end < 0 ? length + chunk.length : chunk.length - end;
      if (length <= longestLine) return;
      this.#parts.repl.screen.error(`❌ A line of more than ${longestLine / 2 ** 20} MiB is no input.`);
      this.#lines.close();
    });
  }

  #ask(prompt: string): Promise<string | undefined> {
    const line = this.#waiting.shift();
    if (line !== undefined || this.#ended) return Promise.resolve(line);
    return new Promise((resolve) => {
      this.#asking = resolve;
      if (this.#parts.output === undefined) return;
      this.#lines.setPrompt(prompt);
      this.#lines.prompt();
    });
  }

  #answer(line: string | undefined): void {
    const asking = this.#asking;
    this.#asking = undefined;
    asking?.(line);
  }

  #interrupted(): void {
    if (this.#running) {
      if (this.#asking !== undefined) this.#parts.output?.write("\n");
      this.#answer(undefined);
      this.#waiting.length = 0;
      this.#parts.repl.workspace.interrupt();
      return;
    }
    this.#inputs.forget();
    this.#parts.output?.write("^C\n");
    // Clears what was typed.
    this.#lines.write(null, { ctrl: true, name: "e" });
    this.#lines.write(null, { ctrl: true, name: "u" });
    this.#prompt();
  }

  #proceed(): void {
    if (!this.#running) this.#work().catch(this.#reject);
  }

  async #work(): Promise<void> {
    this.#running = true;
    for (let line = this.#waiting.shift(); line !== undefined && !this.#left; line = this.#waiting.shift()) {
      await this.#submit(this.#inputs.line(line));
      if (this.#waiting.length === 0 && !this.#ended) this.#lines.resume();
    }
    if (this.#ended && this.#inputs.waiting && !this.#left) await this.#submit(this.#inputs.end());
    this.#running = false;
    if (this.#left || this.#ended) this.#leave();
    else this.#prompt();
  }

  async #submit(input: string | undefined): Promise<void> {
    if (input !== undefined && (await this.#parts.repl.submit(input)) === "quit") this.#left = true;
  }

  #leave(): void {
    const { output } = this.#parts;
    this.#lines.removeAllListeners("close");
    this.#lines.close();
    output?.write(this.#left ? "Goodbye!\n" : "\nGoodbye!\n");
    this.#resolve();
  }

  #prompt(): void {
    if (this.#parts.output === undefined) return;
    this.#lines.setPrompt(this.#inputs.waiting ? continuation : this.#parts.repl.prompt);
    this.#lines.prompt();
  }
}
