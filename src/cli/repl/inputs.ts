/**
 * Lines → inputs. An input is a line, or several: a line ending in `\` continues, `:{` … `:}` encloses a block, and a text
 * that could become a program with more lines waits for them; an empty line ends the waiting.
 */
import { isIncomplete } from "../../syntax/parse.ts";
import { lastingLet } from "./binding.ts";
import { commandNamed } from "./commands.ts";

/** Inputs of fewer lines are parsed with every line. */
const longInput = 16;

export class InputReader {
  #lines: string[] = [];
  #block = false;
  /** How many brackets the lines leave open, where that can be told without a parser. */
  #open: number | undefined = 0;
  /** How many lines the parser has seen. */
  #parsed = 0;

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
    if (line.endsWith("\\")) {
      this.#count(line);
      return this.#keep(line.slice(0, -1));
    }
    this.#count(line);
    if (trimmed !== "" && this.#certainlyOpen) return this.#keep(line);
    this.#parsed = this.#lines.length + 1;
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
    this.#open = 0;
    this.#parsed = 0;
  }

  #keep(line: string): undefined {
    this.#lines.push(line);
  }

  /**
   * A pasted list of thousands of lines is not parsed with each of them: while brackets are open only a mistake could end it, and that
   * is looked for whenever it has grown by a quarter.
   */
  get #certainlyOpen(): boolean {
    const lines = this.#lines.length + 1;
    return lines >= longInput && (this.#open ?? 0) > 0 && lines < 1.25 * this.#parsed;
  }

  #count(line: string): void {
    const more = bracketsOpened(line);
    this.#open = more === undefined || this.#open === undefined ? undefined : this.#open + more;
  }
}

/** Opening less closing brackets of a line; undefined where a comment or a string may go beyond it. */
function bracketsOpened(line: string): number | undefined {
  const code = line.replace(/"(?:[^"\\]|\\.)*"/g, "").replace(/\/\/.*/, "");
  if (/["]|\/\*|\*\//.test(code)) return undefined;
  return (code.match(/[([{]/g)?.length ?? 0) - (code.match(/[)\]}]/g)?.length ?? 0);
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
