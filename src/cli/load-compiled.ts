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
  /** The bundles it has loaded itself, by the name it used. */
  readonly bundles: ReadonlyMap<string, LoadedBundle>;
}

/** A bundle, wrapped as Node wraps a CommonJS module. */
type Wrapped = (
  exports: unknown,
  require: NodeJS.Require,
  module: { exports: unknown },
  file: string,
  directory: string,
) => void;

/** `code`: the file that holds what V8 made of the bundle. */
export function loadCompiled(file: string, code = codeFile(file)): LoadedBundle {
  const cachedData = compiledCode(code);
  // Bundles are ASCII, which is the fastest to read. The wrapper opens on the first line: lines keep their numbers.
  const text = `(function (exports, require, module, __filename, __dirname) {${readFileSync(file, "latin1")}\n})`;
  const script = new vm.Script(text, {
    filename: file,
    importModuleDynamically: (name: string) => import(name),
    ...(cachedData === undefined ? {} : { cachedData }),
  });
  const wrapped = script.runInThisContext() as Wrapped; // the text says so
  const module = { exports: {} };
  const bundles = new Map<string, LoadedBundle>();
  wrapped(module.exports, requireFrom(file, bundles), module, file, path.dirname(file));
  return { exports: module.exports, script, bundles };
}

/** Loads ES modules, which only a file that Node itself has loaded can do. */
const nodesOwn = "./plots.cjs";

/** `require` of a bundle: other bundles come with their code, everything else as Node loads it. */
function requireFrom(file: string, bundles: Map<string, LoadedBundle>): NodeJS.Require {
  const ordinary = createRequire(file);
  const compiled = (name: string): unknown => {
    if (!name.startsWith("./") || !name.endsWith(".cjs") || name === nodesOwn) return ordinary(name);
    const bundle = bundles.get(name) ?? loadCompiled(path.join(path.dirname(file), name));
    bundles.set(name, bundle);
    return bundle.exports;
  };
  return Object.assign(compiled, ordinary);
}

/**
 * Where the code of a bundle lies. V8 takes the longer to take in code the more there is: programs that are compiled find
 * what that needs in a file of its own.
 */
export function codeFile(file: string, use: "interpret" | "compile" = "interpret"): string {
  return use === "compile" ? `${file}.compile.v8` : `${file}.v8`;
}

function compiledCode(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}
