/**
 * Loads a bundle of dist/ together with the code that V8 made of it when it was built (scripts/compile-ahead.ts): compiling
 * the bundle anew would take longer than starting Node. Code of another V8 is refused by V8 itself; then the text is compiled.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import vm from "node:vm";

export interface LoadedBundle {
  /** What the bundle exports. */
  readonly exports: unknown;
  readonly script: vm.Script;
}

/** A bundle, wrapped as Node wraps a CommonJS module. */
type Wrapped = (
  exports: unknown,
  require: NodeJS.Require,
  module: { exports: unknown },
  file: string,
  directory: string,
) => void;

export function loadCompiled(file: string): LoadedBundle {
  const code = compiledCode(file);
  // Bundles are ASCII, which is the fastest to read. The wrapper opens on the first line: lines keep their numbers.
  const text = `(function (exports, require, module, __filename, __dirname) {${readFileSync(file, "latin1")}\n})`;
  const script = new vm.Script(text, {
    filename: file,
    importModuleDynamically: (name: string) => import(name),
    ...(code === undefined ? {} : { cachedData: code }),
  });
  const wrapped = script.runInThisContext() as Wrapped; // the text says so
  const module = { exports: {} };
  wrapped(module.exports, createRequire(file), module, file, path.dirname(file));
  return { exports: module.exports, script };
}

/** Where the code of a bundle lies. */
export function codeFile(file: string): string {
  return `${file}.v8`;
}

function compiledCode(file: string): Buffer | undefined {
  try {
    return readFileSync(codeFile(file));
  } catch {
    return undefined;
  }
}
