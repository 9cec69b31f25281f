/**
 * From a file (or a text) to the list of parsed programs it consists of: its imports first, each file once, its own items last.
 *
 * Every path that was read, and every path probed and found absent, is recorded with a hash of what was there: a warm start
 * is allowed only while all of that is unchanged.
 */
import path from "node:path";
import { type Diagnostic, error } from "../base/diagnostic.ts";
import type { Checked } from "../base/outcome.ts";
import { noSpan, type Span } from "../base/span.ts";
import type { Import, Program } from "../syntax/ast.ts";
import { parseProgram } from "../syntax/parse.ts";
import type { Host } from "../toolchain/host.ts";
import { nearest } from "../types/nearest.ts";
import { firstInvalid, type InvalidByte } from "./utf8.ts";

export interface LoadedProgram {
  /** Imports before importers. */
  readonly programs: readonly Program[];
  /** Texts by the name that spans carry. */
  readonly sources: ReadonlyMap<string, string>;
  readonly files: readonly ProbedFile[];
  readonly problems: readonly Diagnostic[];
}

/** A file that decides what the program means: its text, or undefined where there was none. */
export interface ProbedFile {
  readonly path: string;
  readonly text: string | undefined;
}

/** A program given as text: an expression of the command line, standard input. */
export interface SourceText {
  readonly name: string;
  readonly text: string;
}

export interface LoadOptions {
  readonly host: Host;
  readonly workingDirectory: string;
  /** The library shipped with the program. */
  readonly library: string;
  /** What loaders before this one have parsed: a file that several programs import is parsed once. */
  readonly parsed?: ParsedFiles;
}

/** By the name that spans carry, with the text that was parsed. */
export type ParsedFiles = Map<string, { readonly text: string; readonly outcome: Checked<Program> }>;

/** Whether a file is part of a library that the program imports: it lies under `stdlib/`, and is not the program itself. */
export function libraryOf({ programs }: Pick<LoadedProgram, "programs">): (file: string) => boolean {
  const main = programs.at(-1)?.file;
  return (file) => file !== main && /(^|\/)stdlib\//.test(file);
}

export class ProgramLoader {
  readonly #options: LoadOptions;
  readonly #programs: Program[] = [];
  readonly #sources = new Map<string, string>();
  readonly #files: ProbedFile[] = [];
  readonly #problems: Diagnostic[] = [];
  /** Why files that are there could not be read. */
  readonly #refused = new Map<string, string>();
  readonly #seen = new Set<string>();
  /** Short names of files that were read. */
  readonly #short = new Map<string, string>();

  constructor(options: LoadOptions) {
    this.#options = options;
  }

  /** Adds a file and all it imports. `shown` is the name that messages use. */
  file(shown: string, at: Span = noSpan): void {
    const full = path.resolve(this.#options.workingDirectory, shown);
    const text = this.#probe(full);
    if (text === undefined) {
      this.#problems.push(this.#unreadable(full, shown, at));
      return;
    }
    this.#enter(full, shown, text, at);
  }

  /** Adds a text that is no file; its imports are resolved against the working directory. */
  text(source: SourceText): void {
    this.#sources.set(source.name, source.text);
    this.#parse(source.name, source.text, this.#options.workingDirectory);
  }

  /** Adds what was parsed already; its imports as those of a text. */
  program(program: Program): void {
    this.#take(program, this.#options.workingDirectory);
  }

  /** Makes a text known to messages without loading it as a program. */
  register(source: SourceText): void {
    this.#sources.set(source.name, source.text);
  }

  result(): LoadedProgram {
    return {
      programs: [...this.#programs],
      sources: this.#sources,
      files: [...this.#files],
      problems: [...this.#problems],
    };
  }

  #enter(full: string, shown: string, text: string, at: Span): void {
    const { files } = this.#options.host;
    const real = files.realPath(full);
    const identity = real.ok ? real.value : full;
    if (this.#seen.has(identity)) return;
    this.#seen.add(identity);
    const bytes = text.includes("\uFFFD") ? files.read(full) : undefined;
    const place = bytes?.ok ? firstInvalid(bytes.value) : undefined;
    if (place !== undefined) {
      this.#problems.push(notUtf8(shown, place, at));
      return;
    }
    this.#sources.set(shown, text);
    this.#parse(shown, text, path.dirname(full));
  }

  #parse(name: string, text: string, directory: string): void {
    const { value: program, problems } = this.#parsed(name, text);
    this.#problems.push(...problems);
    this.#take(program, directory);
  }

  #parsed(name: string, text: string): Checked<Program> {
    const known = this.#options.parsed?.get(name);
    if (known?.text === text) return known.outcome;
    const outcome = parseProgram(name, text);
    this.#options.parsed?.set(name, { text, outcome });
    return outcome;
  }

  #take(program: Program, directory: string): void {
    for (const item of program.items) {
      if (item.kind === "import") this.#import(item, directory);
    }
    this.#programs.push(program);
  }

  #import(item: Import, directory: string): void {
    const candidates = this.#candidates(item.path, directory);
    for (const candidate of candidates) {
      const text = this.#probe(candidate);
      if (text === undefined) continue;
      this.#enter(candidate, this.#shown(candidate), text, item.span);
      return;
    }
    this.#problems.push(
      unresolved(item, this.#lookedFor(item.path, candidates), this.#similarImport(item.path, directory)),
    );
  }

  /** Where an import was looked for, in words that do not depend on where the program lies. */
  #lookedFor(imported: string, candidates: readonly string[]): string {
    if (!imported.startsWith("stdlib/"))
      return candidates.map((candidate) => this.#shown(candidate)).join(", ");
    const root = this.#options.host.environment("KLEIS_ROOT");
    const first = root === undefined || root === "" ? "" : `${path.join(root, imported)}, `;
    return `${first}${imported} in this folder, those above it and the installed library`;
  }

  /** What an import was perhaps meant to say: a file beside the program, or one of the library. */
  #similarImport(imported: string, directory: string): string | undefined {
    const beside = imported.startsWith("stdlib/") ? undefined : this.#similar(path.join(directory, imported));
    if (beside !== undefined) return path.join(path.dirname(imported), beside);
    const listed = this.#options.host.files.list(this.#options.library);
    const names = listed.ok ? listed.value.filter((name) => name.endsWith(".kleis")) : [];
    const name = path.basename(imported);
    const [stem] = name.split(".");
    const begun = names.filter(
      (other) => stem !== undefined && stem.length > 3 && sameBeginning(other, stem),
    );
    const near = imported.startsWith("stdlib/") ? nearest(name, names) : undefined;
    const meant = names.includes(name) ? name : begun.length === 1 ? begun[0] : near;
    return meant === undefined ? undefined : `stdlib/${meant}`;
  }

  /** The name of a file beside this one that was perhaps meant. */
  #similar(full: string): string | undefined {
    const beside = this.#options.host.files.list(path.dirname(full));
    return beside.ok ? nearest(path.basename(full), beside.value) : undefined;
  }

  /** Where an import may lie, in the order in which it is looked for (language.md §13). */
  #candidates(imported: string, directory: string): readonly string[] {
    if (path.isAbsolute(imported)) return [imported];
    if (!imported.startsWith("stdlib/")) return [path.join(directory, imported)];
    const { host, workingDirectory, library } = this.#options;
    const root = host.environment("KLEIS_ROOT");
    return [
      ...(root === undefined || root === "" ? [] : [path.join(root, imported)]),
      ...parents(directory).map((parent) => path.join(parent, imported)),
      path.join(workingDirectory, imported),
      path.join(library, imported.slice("stdlib/".length)),
    ];
  }

  #probe(full: string): string | undefined {
    const known = this.#files.find((file) => file.path === full);
    if (known !== undefined) return known.text;
    const read = this.#options.host.files.readText(full);
    const text = read.ok ? read.value : undefined;
    if (!read.ok && read.error.reason === "other") this.#refused.set(full, read.error.message);
    this.#files.push({ path: full, text });
    return text;
  }

  #unreadable(full: string, shown: string, at: Span): Diagnostic {
    const { files } = this.#options.host;
    const real = files.realPath(full);
    const info = real.ok ? files.info(real.value) : undefined;
    if (info?.ok && info.value.kind === "directory")
      return error("KL0703", `cannot read ${shown}`, at, { notes: ["it is a directory"] });
    const refused = this.#refused.get(full);
    if (refused !== undefined) return error("KL0703", `cannot read ${shown}`, at, { notes: [refused] });
    return unreadable(shown, at, this.#similar(full));
  }

  /**
   * Paths below the working directory are shown relative to it, the library as imports name it, other ones whole; and so one
   * whose short name is taken.
   */
  #shown(full: string): string {
    const { workingDirectory, library } = this.#options;
    const below = (directory: string): string | undefined =>
      full.startsWith(`${directory}/`) ? full.slice(directory.length + 1) : undefined;
    const inLibrary = below(library);
    const short = inLibrary === undefined ? below(workingDirectory) : `stdlib/${inLibrary}`;
    if (short === undefined) return full;
    const owner = this.#short.get(short);
    if (owner !== undefined && owner !== full) return full;
    if (this.#files.some((file) => file.path === full && file.text !== undefined))
      this.#short.set(short, full);
    return short;
  }
}

/** `stat` and `statistics.kleis`, but not `set` and `symbolic.kleis`: so many letters in common. */
const commonLetters = 4;

function sameBeginning(a: string, b: string): boolean {
  return a.slice(0, commonLetters) === b.slice(0, commonLetters);
}

function parents(directory: string): readonly string[] {
  const all = [directory];
  for (let at = directory; path.dirname(at) !== at; at = path.dirname(at)) all.push(path.dirname(at));
  return all;
}

function unreadable(shown: string, at: Span, similar: string | undefined): Diagnostic {
  return error("KL0703", `cannot read ${shown}`, at, {
    notes: ["there is no such file, or it may not be read"],
    ...(similar === undefined ? {} : { hint: `did you mean ${path.join(path.dirname(shown), similar)}?` }),
  });
}

/** What a decoder would replace is told: a character of a string would be lost without a word. */
function notUtf8(shown: string, { line, byte }: InvalidByte, at: Span): Diagnostic {
  return error("KL0703", `cannot read ${shown}`, at, {
    notes: [
      `it is not UTF-8 text: byte 0x${byte.toString(16).toUpperCase().padStart(2, "0")} in line ${line}`,
    ],
    hint: "save it as UTF-8",
  });
}

function unresolved(item: Import, places: string, similar: string | undefined): Diagnostic {
  const hint =
    similar !== undefined
      ? `did you mean "${similar}"?`
      : item.path.endsWith(".kleis")
        ? undefined
        : "the extension .kleis is written out";
  return error("KL0102", `cannot resolve import '${item.path}'`, item.span, {
    label: "no such file",
    notes: [`looked for ${places}`],
    ...(hint === undefined ? {} : { hint }),
  });
}
