/**
 * `npm run bench:kernels [-- WORD… --backend c|rust --json FILE --html FILE]`: kernels compiled ahead of time against the
 * libraries people use, in one process and one thread. Each result is checked before anything is timed; ours and the
 * peers take turns; medians. What is not installed is left out by name. Exit code 1 where a goal is missed.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { describeMachine } from "../support/machine.ts";
import { type Comparison, compare, type Workshop } from "./compare.ts";
import { folder, openTimer } from "./native.ts";
import { page } from "./page.ts";
import { PythonPeers } from "./python.ts";
import type { Row } from "./row.ts";
import { elementwise, functions, sums } from "./rows/arrays.ts";
import { choleskyFactors, decompositions, systems } from "./rows/factorisations.ts";
import { fourierTransforms } from "./rows/fourier.ts";
import { stencils } from "./rows/grids.ts";
import { iterations } from "./rows/iterations.ts";
import {
  batchesOfProducts,
  columnProducts,
  gramTrace,
  largeProducts,
  productSums,
  smallProducts,
  transposedProducts,
} from "./rows/products.ts";
import { sparse } from "./rows/sparse.ts";
import { compileLines, meanLines, rowLines } from "./table.ts";

const rows: readonly Row[] = [
  ...smallProducts,
  ...largeProducts,
  ...transposedProducts,
  ...productSums,
  ...columnProducts,
  ...batchesOfProducts,
  ...gramTrace,
  ...elementwise,
  ...functions,
  ...sums,
  ...stencils,
  ...sparse,
  ...iterations,
  ...systems,
  ...choleskyFactors,
  ...decompositions,
  ...fourierTransforms,
];

const { values: options, positionals: words } = parseArgs({
  allowPositionals: true,
  options: {
    backend: { type: "string", multiple: true, default: ["c", "rust"] },
    json: { type: "string", default: path.join(folder, "../results/kernels.json") },
    html: { type: "string", default: path.join(folder, "../results/kernels.html") },
  },
});
const backends = options.backend.filter((name): name is "c" | "rust" => name === "c" || name === "rust");
const chosen = rows.filter(
  (row) => words.length === 0 || words.some((word) => `${row.group} ${row.name} ${row.fn}`.includes(word)),
);

const directory = mkdtempSync(path.join(os.tmpdir(), "kleis-kernels-"));
const python = new PythonPeers();
const comparisons: Comparison[] = [];
try {
  const workshop: Workshop = { directory, timer: openTimer(directory), python };
  const { flops, memory } = workshop.timer.peaks;
  console.log(`multiply-adds in registers ${flops.toFixed(1)} GFLOP/s, memory ${memory.toFixed(1)} GB/s\n`);
  for (const row of chosen)
    for await (const comparison of compare(row, backends, workshop)) {
      comparisons.push(comparison);
      console.log(rowLines(comparison, workshop.timer.peaks).join("\n"));
    }
  console.log(`\n${[...meanLines(comparisons), ...compileLines(comparisons)].join("\n")}`);
  const result = { machine: describeMachine(), peaks: workshop.timer.peaks, comparisons };
  for (const file of [options.json, options.html])
    mkdirSync(path.dirname(path.resolve(file)), { recursive: true });
  writeFileSync(options.json, `${JSON.stringify(result, null, 2)}\n`);
  writeFileSync(options.html, page(result));
} finally {
  python.close();
  rmSync(directory, { recursive: true, force: true });
}
const missed = comparisons.filter(
  (each) => each.peers.some((peer) => peer.met === false) || each.failed !== undefined,
);
console.log(`\n${comparisons.length} rows, ${missed.length} below a goal`);
process.exitCode = missed.length > 0 ? 1 : 0;
