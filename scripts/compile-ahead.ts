/**
 * Keeps the code that V8 makes of the bundles beside them. The bundles do some ordinary work first, so that the functions it
 * needs are compiled along; what is rarely needed stays text. Run by scripts/build.js, its output thrown away.
 */
import { readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import type * as Launch from "../src/cli/launch.ts";
import {
  codeFile,
  type LoadedBundle,
  loadCompiled,
  withoutBaselineCompiler,
} from "../src/cli/load-compiled.ts";
import type * as Main from "../src/cli/main.ts";

const [dist = "dist", examples = "examples"] = process.argv.slice(2);

/** What many programs have: definitions, recursion, lists, a lambda, reals; and what a second run finds in the cache. */
const program = "-e";
const ordinary = [
  ["eval", "1 + 1"],
  ["eval", program, "list_map(λ x . x * 2.5, [1, 2, 3])", program, "sin(1.0) + sqrt(2)"],
];
const native = ["eval", "--compile", "[1.5, 2.5] * 2"];

/** What a scientific script has: vectors taken apart, functions passed, tail recursion, products of matrices. */
const scientific = `(λ s h n . list_fold(λ v k . let [x, y] = v in [x + h * y, y - h * x], s, range(n)))([1.0, 0.0], 0.01, 100)`;

/** The examples are what programs look like: all that comes before a compiler. */
const scripts = readdirSync(examples)
  .filter((name) => name.endsWith(".kleis"))
  .sort()
  .map((name) => path.join(examples, name));

const mainFile = path.join(dist, "main.cjs");
const main = loadCompiled(mainFile);
const run = (argv: readonly string[]): Promise<number> => (main.exports as typeof Main).main(argv);
for (const argv of ordinary) await run(argv);
keep(main, codeFile(mainFile, "interpret"));
await run(native);
await run(["eval", "--compile", program, scientific]);
for (const script of scripts)
  for (const language of ["c", "rust"]) await run(["explain", "--emit", language, script]);
const launchFile = path.join(dist, "launch.cjs");
const launch = loadCompiled(launchFile);
await (launch.exports as typeof Launch).launch(native);
keep(launch, codeFile(launchFile, "interpret"));
const others = ["processes.cjs", "directories.cjs"].map((name) => {
  const file = path.join(dist, name);
  return { file, bundle: main.bundles.get(`./${name}`) ?? loadCompiled(file) };
});
for (const { file, bundle } of others) keep(bundle, codeFile(file, "interpret"));
withoutBaselineCompiler();
keep(main, codeFile(mainFile, "compile"));
for (const { file, bundle } of others) keep(bundle, codeFile(file, "compile"));

function keep(bundle: LoadedBundle, file: string): void {
  writeFileSync(file, bundle.script.createCachedData());
}
