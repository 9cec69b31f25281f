/** Standard input: read once, when it is asked for. */
import { readFileSync } from "node:fs";

export class StandardInput {
  #text: string | undefined;

  /** `text`: what an earlier try has read. */
  constructor(text: string | undefined) {
    this.#text = text;
  }

  /** Empty where there is none. */
  read(): string {
    this.#text ??= readAll();
    return this.#text;
  }

  /** What was read, if it was. */
  get taken(): string | undefined {
    return this.#text;
  }
}

function readAll(): string {
  try {
    return readFileSync(0, "utf8");
  } catch {
    return "";
  }
}
