/**
 * Lines → inputs. An input is a line, or several: a line ending in `\` continues, `:{` … `:}` encloses a block, and a text
 * that could become a program with more lines waits for them; an empty line ends the waiting.
 */
import { isIncomplete } from "../../syntax/parse.ts";
import { lastingLet } from "./binding.ts";
import { commandNamed } from "./commands.ts";

export class InputReader {
  #lines: readonly string[] = [];
  #block = false;

  /** Whether lines are waiting for more. */
  get waiting(): boolean {
    return this.#block || this.#lines.length > 0;
  }

  /** The input that this line ends, if it does. */
  line(line: string): string | undefined {
    const trimmed = line.trim();
    if (this.#block) {
      if (trimmed !== ":}") return this.#keep(line);
      return this.end();
    }
    if (!this.waiting && trimmed === ":{") {
      this.#block = true;
      return undefined;
    }
    if (line.endsWith("\\")) return this.#keep(line.slice(0, -1));
    const text = [...this.#lines, line].join("\n");
    if (trimmed !== "" && wantsMore(text)) return this.#keep(line);
    this.forget();
    return text;
  }

  /** What is waiting, as it stands: the text ends here. */
  end(): string {
    const text = this.#lines.join("\n");
    this.forget();
    return text;
  }

  forget(): void {
    this.#lines = [];
    this.#block = false;
  }

  #keep(line: string): undefined {
    this.#lines = [...this.#lines, line];
  }
}

function wantsMore(text: string): boolean {
  const command = /^\s*:(\S+)\s*/.exec(text);
  const program = command === null ? text : text.slice(command[0].length);
  // Commands of other things than program text end with their line.
  if (command !== null && commandNamed(command[1] ?? "")?.argument.includes("EXPR") !== true) return false;
  try {
    return isIncomplete(program) && lastingLet("", program) === undefined;
  } catch (problem) {
    // Nested too deeply for the parser: whoever runs it says so.
    if (problem instanceof RangeError) return false;
    throw problem;
  }
}
