/**
 * Keeps the code that V8 makes of the bundles beside them. The bundles do some ordinary work first, so that the functions it
 * needs are compiled along; what is rarely needed stays text. Run by scripts/build.js, its output thrown away.
 */
import { writeFileSync } from "node:fs";
import path from "node:path";
import type * as Launch from "../src/cli/launch.ts";
import { codeFile, loadCompiled } from "../src/cli/load-compiled.ts";
import type * as Main from "../src/cli/main.ts";

const [dist = "dist"] = process.argv.slice(2);

/** What many programs have: definitions, recursion, lists, a lambda, reals; and what a second run finds in the cache. */
const program = "-e";
const ordinary = [
  ["eval", "1 + 1"],
  ["eval", program, "list_map(λ x . x * 2.5, [1, 2, 3])", program, "sin(1.0) + sqrt(2)"],
];
const native = ["eval", "--compile", "[1.5, 2.5] * 2"];

/** What a scientific script has: vectors taken apart, functions passed, tail recursion, products of matrices. */
const scientific = `(λ s h n . list_fold(λ v k . let [x, y] = v in [x + h * y, y - h * x], s, range(n)))([1.0, 0.0], 0.01, 100)`;

const launch = loadCompiled(path.join(dist, "launch.cjs"));
const main = loadCompiled(path.join(dist, "main.cjs"));
await (main.exports as typeof Main).main(native);
await (main.exports as typeof Main).main(["eval", "--compile", "-e", scientific]);
await (launch.exports as typeof Launch).launch(native);
for (const argv of ordinary) await (main.exports as typeof Main).main(argv);
const processes = main.bundles.get("./processes.cjs");
for (const [name, bundle] of Object.entries({ launch, main, processes }))
  if (bundle !== undefined)
    writeFileSync(codeFile(path.join(dist, `${name}.cjs`)), bundle.script.createCachedData());
