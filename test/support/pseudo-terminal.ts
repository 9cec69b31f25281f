/** A program at a pseudo-terminal, made by `script` of util-linux: what is sent are keys, what comes back is the screen. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { CompilerBug } from "../../src/base/outcome.ts";

/** Whether this machine has the `script` that can do it. */
export function hasPseudoTerminal(): boolean {
  const tried = spawnSync("script", ["-qec", "exit 7", "/dev/null"], { stdio: "ignore", timeout: 10_000 });
  return tried.status === 7;
}

export class AtTerminal {
  readonly #process: ChildProcess;
  readonly #ended: Promise<number | null>;
  #screen = "";
  /** How far the screen was looked through. */
  #seen = 0;
  #news: () => void = () => undefined;

  constructor(command: string, environment: Readonly<Record<string, string>>) {
    this.#process = spawn("script", ["-qec", command, "/dev/null"], {
      stdio: ["pipe", "pipe", "ignore"],
      env: { ...process.env, TERM: "xterm", ...environment },
    });
    this.#process.stdout?.setEncoding("utf8").on("data", (text: string) => {
      this.#screen += text;
      this.#news();
    });
    this.#ended = new Promise((resolve) => this.#process.on("close", resolve));
  }

  /** Keys as a person presses them: one at a time, and each seen before the next. */
  async type(keys: string): Promise<void> {
    for (const key of keys) {
      const before = this.#screen.length;
      this.#process.stdin?.write(key);
      // Keys that arrive together are a paste, in which TAB completes nothing. Some keys show nothing.
      const deadline = Date.now() + 300;
      do await new Promise((resolve) => setTimeout(resolve, 5));
      while (this.#screen.length === before && Date.now() < deadline);
    }
  }

  /** Waits until the screen shows this after what was waited for before; what came up to there. */
  async until(text: string, milliseconds = 30_000): Promise<string> {
    const deadline = Date.now() + milliseconds;
    for (;;) {
      const at = this.#screen.indexOf(text, this.#seen);
      if (at !== -1) {
        const shown = this.#screen.slice(this.#seen, at + text.length);
        this.#seen = at + text.length;
        return shown;
      }
      if (Date.now() > deadline)
        throw new CompilerBug(`"${text}" did not appear`, this.#screen.slice(this.#seen));
      await this.#change();
    }
  }

  /** The exit code. */
  ended(): Promise<number | null> {
    return this.#ended;
  }

  kill(): void {
    this.#process.kill();
  }

  #change(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, 100);
      this.#news = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
