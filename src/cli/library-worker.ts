/** The Worker in which libraries are made that nobody waits for. */
import path from "node:path";
import { parentPort, workerData } from "node:worker_threads";
import { loadCompiled } from "./load-compiled.ts";
import type * as Main from "./main.ts";

const { serveLibraries } = loadCompiled(path.join(__dirname, "main.cjs")).exports as typeof Main;
if (parentPort !== null) serveLibraries(parentPort, workerData);
