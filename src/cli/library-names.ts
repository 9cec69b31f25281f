/** Names that nothing defines but a file of the library does: which import brings them. Read only when such a name is reported. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Diagnostic } from "../base/diagnostic.ts";
import type { SourceTexts, Span } from "../base/span.ts";
import { libraryDirectory } from "../session/installation.ts";
import { nearest, sameElsewhere } from "../types/nearest.ts";

/** Where the library declares each name: what is called, and types and structures. */
interface LibraryNames {
  readonly definitions: ReadonlyMap<string, string>;
  readonly types: ReadonlyMap<string, string>;
}

let found: LibraryNames | undefined;

/** Made when it is used: letters of every script take V8 a quarter of a millisecond. */
const declarations = (): RegExp => /^(define|data|type|structure) ([\p{L}_][\p{L}\p{N}_']*)/gmu;

function readLibrary(): LibraryNames {
  if (found !== undefined) return found;
  const definitions = new Map<string, string>();
  const types = new Map<string, string>();
  for (const file of readdirSync(libraryDirectory()).filter((name) => name.endsWith(".kleis"))) {
    const text = readFileSync(path.join(libraryDirectory(), file), "utf8");
    for (const [, word, name = ""] of text.matchAll(declarations()))
      (word === "define" ? definitions : types).set(name, file);
  }
  found = { definitions, types };
  return found;
}

/** The file below `stdlib/` that declares a name. */
export function libraryFileOf(name: string): string | undefined {
  const { definitions, types } = readLibrary();
  return definitions.get(name) ?? types.get(name);
}

/** Unknown names, types and structures. */
const mayBeImported: ReadonlySet<string> = new Set(["KL0101", "KL0304", "KL0308"]);

/** With a hint for the import, where the library has the name; or nearly has it, and nothing nearer is known. */
export function withImport(problem: Diagnostic, sources: SourceTexts): Diagnostic {
  const name = mayBeImported.has(problem.code) ? writtenName(problem.primary.span, sources) : undefined;
  if (problem.code !== "KL0101") {
    const file = name === undefined ? undefined : readLibrary().types.get(name);
    return file === undefined ? problem : { ...problem, hint: `import "stdlib/${file}" declares it` };
  }
  const hint = name === undefined ? undefined : importHint(name, problem.hint !== undefined);
  return hint === undefined ? problem : { ...problem, hint };
}

/** The name that a span begins with. */
function writtenName({ file, start, end }: Span, sources: SourceTexts): string | undefined {
  return /^[\p{L}_][\p{L}\p{N}_']*/u.exec(sources.get(file)?.slice(start, end) ?? "")?.[0];
}

function importHint(name: string, hasHint: boolean): string | undefined {
  const { definitions: names } = readLibrary();
  const file = names.get(name);
  if (file !== undefined) return `import "stdlib/${file}" defines it`;
  const same = sameElsewhere(name);
  const similar =
    same !== undefined && names.has(same) ? same : hasHint ? undefined : nearest(name, names.keys());
  if (similar === undefined) return undefined;
  return `did you mean \`${similar}\`, of import "stdlib/${names.get(similar)}"?`;
}
