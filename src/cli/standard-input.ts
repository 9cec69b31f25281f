/** Standard input: read once, when it is asked for. */
import { fail, ok, type Result } from "../base/outcome.ts";
import { readWholeText } from "../toolchain/read-whole.ts";

export class StandardInput {
  #text: string | undefined;

  /** `text`: what an earlier try has read. */
  constructor(text: string | undefined) {
    this.#text = text;
  }

  /** Empty where there is none; fails, with the reason, where it is a directory or has no end. */
  read(): Result<string> {
    if (this.#text !== undefined) return ok(this.#text);
    const text = readAll();
    if (text.ok) this.#text = text.value;
    return text;
  }

  /** What was read, if it was. */
  get taken(): string | undefined {
    return this.#text;
  }
}

function readAll(): Result<string> {
  try {
    return ok(readWholeText(0));
  } catch (problem) {
    const code = problem instanceof Error && "code" in problem ? problem.code : undefined;
    if (code === "EISDIR") return fail("it is a directory");
    // It was closed, or is a terminal that somebody else reads.
    return code === undefined && problem instanceof Error ? fail(problem.message) : ok("");
  }
}
