/** Parses and prints the texts it is given and answers with the number of problems of each. */
import { parentPort, workerData } from "node:worker_threads";
import { register } from "tsx/esm/api";

register();
const { parseExpression } = await import("../../../src/syntax/parse.ts");
const { printExpr } = await import("../../../src/syntax/print.ts");

parentPort.postMessage(
  workerData.map((text) => {
    const { value, problems } = parseExpression("t", text);
    return problems.length + (printExpr(value) === "" ? 1 : 0);
  }),
);
