/** Type declarations of the library: those that src/index.ts leads to, and no others. */
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import ts from "typescript";

/** Writes them below `target`; the entry is `index.d.ts`. */
export async function writeDeclarations(root, target) {
  const source = path.join(root, "src");
  const { options } = ts.parseJsonConfigFileContent(
    ts.readConfigFile(path.join(root, "tsconfig.json"), ts.sys.readFile).config,
    ts.sys,
    root,
  );
  const declarations = new Map();
  ts.createProgram([path.join(source, "index.ts")], {
    ...options,
    noEmit: false,
    noCheck: true,
    declaration: true,
    emitDeclarationOnly: true,
    rootDir: source,
    outDir: target,
  }).emit(undefined, (file, text) => declarations.set(file, text));
  for (const file of reachable(declarations, path.join(target, "index.d.ts"))) {
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, declarations.get(file).replace(specifier, `$1$2.js$3`));
  }
}

/** `from "./x.ts"`, in three parts around the ending. */
const specifier = /((?:from|import\()\s*")(\.[^"]*)\.ts(")/g;

function reachable(declarations, entry) {
  const found = new Set();
  const pending = [entry];
  for (let file = pending.pop(); file !== undefined; file = pending.pop()) {
    if (found.has(file) || !declarations.has(file)) continue;
    found.add(file);
    for (const [, , imported] of declarations.get(file).matchAll(specifier))
      pending.push(path.join(path.dirname(file), `${imported}.d.ts`));
  }
  return found;
}
