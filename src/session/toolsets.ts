/**
 * The compilers of this machine, found once each. Asking one for its version starts a process, so a command that is going to
 * compile has them looked for while its program is read and checked.
 */
import { fail, ok, type Result } from "../base/outcome.ts";
import { detectTool, type Memory, type Tool } from "../toolchain/detect.ts";
import type { Host } from "../toolchain/host.ts";

export type Language = "c" | "rust";

/** What makes a library of a text in this language. */
export interface Toolset {
  readonly language: Language;
  readonly compiler: Tool;
  /** What rustc links with. */
  readonly linker?: Tool;
}

export class Toolsets {
  readonly #host: Host;
  readonly #memory: LateMemory;
  readonly #found = new Map<Language, Promise<Result<Toolset>>>();

  constructor(host: Host, memory: Memory) {
    this.#host = host;
    this.#memory = new LateMemory(memory);
  }

  /** What is learned is kept there, and what was learned before. */
  keepIn(memory: Memory): void {
    this.#memory.keepIn(memory);
  }

  get(language: Language): Promise<Result<Toolset>> {
    const found = this.#found.get(language) ?? this.#find(language);
    this.#found.set(language, found);
    return found;
  }

  /** The first of these languages whose compiler is there. */
  async first(languages: readonly Language[]): Promise<Result<Toolset>> {
    const missing: string[] = [];
    for (const language of languages) {
      const toolset = await this.get(language);
      if (toolset.ok) return toolset;
      missing.push(toolset.error);
    }
    return fail(missing.join("; "));
  }

  async #find(language: Language): Promise<Result<Toolset>> {
    const cc = detectTool(this.#host, "cc", this.#memory);
    if (language === "c") {
      const compiler = await cc;
      return compiler.ok ? ok({ language, compiler: compiler.value }) : compiler;
    }
    const [compiler, linker] = await Promise.all([detectTool(this.#host, "rustc", this.#memory), cc]);
    if (!compiler.ok) return compiler;
    return ok({ language, compiler: compiler.value, ...(linker.ok ? { linker: linker.value } : {}) });
  }
}

/** Recalls from one memory; keeps in another that is named later. */
class LateMemory implements Memory {
  readonly #past: Memory;
  readonly #waiting: [key: readonly string[], fact: unknown][] = [];
  #place: Memory | undefined;

  constructor(past: Memory) {
    this.#past = past;
  }

  recall(key: readonly string[]): unknown {
    return this.#past.recall(key) ?? this.#place?.recall(key);
  }

  keep(key: readonly string[], fact: unknown): void {
    if (this.#place === undefined) this.#waiting.push([key, fact]);
    else this.#place.keep(key, fact);
  }

  keepIn(place: Memory): void {
    this.#place = place;
    for (const [key, fact] of this.#waiting.splice(0)) place.keep(key, fact);
  }
}
