/**
 * Loads a bundle of dist/ together with the code that V8 made of it when it was built (scripts/compile-ahead.ts): compiling
 * the bundle anew would take longer than starting Node. Code of another V8 is refused by V8 itself; then the text is compiled.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { setFlagsFromString } from "node:v8";
import vm from "node:vm";

export interface LoadedBundle {
  /** What the bundle exports. */
  readonly exports: unknown;
  readonly script: vm.Script;
  /** The bundles it has loaded itself, by the name it used. */
  readonly bundles: ReadonlyMap<string, LoadedBundle>;
}

/** What the code was kept for. */
export type Use = "interpret" | "compile";

/** A bundle, wrapped as Node wraps a CommonJS module. */
type Wrapped = (
  exports: unknown,
  require: NodeJS.Require,
  module: { exports: unknown },
  file: string,
  directory: string,
) => void;

/** The large bundles have it from when they were built. */
const opening = "(function (exports, require, module, __filename, __dirname) {";

export function loadCompiled(file: string, use: Use = "interpret"): LoadedBundle {
  const cachedData = compiledCode(codeFile(file, use));
  // Bundles are ASCII, which is the fastest to read.
  const read = readFileSync(file, "latin1");
  const text = read.startsWith(opening) ? read : `${opening}${read}\n})`;
  const script = new vm.Script(text, {
    filename: file,
    importModuleDynamically: (name: string) => import(name),
    ...(cachedData === undefined ? {} : { cachedData }),
  });
  const wrapped = script.runInThisContext() as Wrapped; // the text says so
  const module = { exports: {} };
  const bundles = new Map<string, LoadedBundle>();
  wrapped(module.exports, requireFrom(file, use, bundles), module, file, path.dirname(file));
  return { exports: module.exports, script, bundles };
}

/** Loads ES modules, which only a file that Node itself has loaded can do. */
const nodesOwn = "./plots.cjs";

/** `require` of a bundle: other bundles come with their code, everything else as Node loads it. */
function requireFrom(file: string, use: Use, bundles: Map<string, LoadedBundle>): NodeJS.Require {
  const ordinary = createRequire(file);
  const compiled = (name: string): unknown => {
    if (!name.startsWith("./") || !name.endsWith(".cjs") || name === nodesOwn) return ordinary(name);
    const bundle = bundles.get(name) ?? loadCompiled(path.join(path.dirname(file), name), use);
    bundles.set(name, bundle);
    return bundle.exports;
  };
  return Object.assign(compiled, ordinary);
}

/**
 * To be called before a bundle is loaded with the code that was kept for compiling, and before that code is kept: V8 refuses
 * code that was made under other settings. Without its baseline compiler our own compiler, which runs most of its functions a
 * few times only, takes a quarter less time; long evaluations, which end up in V8's optimising compiler, take no more.
 */
export function withoutBaselineCompiler(): void {
  setFlagsFromString("--no-sparkplug");
}

/**
 * Where the code of a bundle lies. V8 takes the longer to take in code the more there is: programs that are compiled find
 * what that needs in a file of its own.
 */
export function codeFile(file: string, use: Use): string {
  return use === "compile" ? `${file}.compile.v8` : `${file}.v8`;
}

function compiledCode(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}
