/** The Worker in which main.ts starts again when a program is nested too deeply for the usual stack. */
import path from "node:path";
import { parentPort, workerData } from "node:worker_threads";
import { loadCompiled, withoutBaselineCompiler } from "./load-compiled.ts";
import type * as Main from "./main.ts";

// It shares the settings of V8 with whoever started it.
withoutBaselineCompiler();
const { main } = loadCompiled(path.join(__dirname, "main.cjs"), "compile").exports as typeof Main;
const { argv, past } = workerData as Main.LargeStackRequest;

main(argv, past, "large").then((code) => parentPort?.postMessage(code));
