/** The program: launch.ts, from a bundle that is compiled already. */
import path from "node:path";
import type * as Launch from "./launch.ts";
import { loadCompiled } from "./load-compiled.ts";

const { launch } = loadCompiled(path.join(__dirname, "launch.cjs")).exports as typeof Launch;

launch(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
