/** Names that nothing defines but a file of the library does: which import brings them. Read only when such a name is reported. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Diagnostic } from "../base/diagnostic.ts";
import type { SourceTexts, Span } from "../base/span.ts";
import { libraryDirectory } from "../session/installation.ts";
import { nearest, sameElsewhere } from "../types/nearest.ts";

let found: ReadonlyMap<string, string> | undefined;

/** The file below `stdlib/` that defines each name. */
function libraryNames(): ReadonlyMap<string, string> {
  found ??= new Map(
    readdirSync(libraryDirectory())
      .filter((file) => file.endsWith(".kleis"))
      .flatMap((file) => {
        const text = readFileSync(path.join(libraryDirectory(), file), "utf8");
        return [...text.matchAll(/^define ([\p{L}_][\p{L}\p{N}_']*)/gmu)].map(
          ([, name = ""]) => [name, file] as const,
        );
      }),
  );
  return found;
}

/** With a hint for the import, where the library has the name; or nearly has it, and nothing nearer is known. */
export function withImport(problem: Diagnostic, sources: SourceTexts): Diagnostic {
  if (problem.code !== "KL0101") return problem;
  const name = writtenName(problem.primary.span, sources);
  const hint = name === undefined ? undefined : importHint(name, problem.hint !== undefined);
  return hint === undefined ? problem : { ...problem, hint };
}

/** The name that a span begins with. */
function writtenName({ file, start, end }: Span, sources: SourceTexts): string | undefined {
  return /^[\p{L}_][\p{L}\p{N}_']*/u.exec(sources.get(file)?.slice(start, end) ?? "")?.[0];
}

function importHint(name: string, hasHint: boolean): string | undefined {
  const names = libraryNames();
  const file = names.get(name);
  if (file !== undefined) return `import "stdlib/${file}" defines it`;
  const same = sameElsewhere(name);
  const similar =
    same !== undefined && names.has(same) ? same : hasHint ? undefined : nearest(name, names.keys());
  if (similar === undefined) return undefined;
  return `did you mean \`${similar}\`, of import "stdlib/${names.get(similar)}"?`;
}
