/**
 * `npm run bench [-- WORD… --json FILE]`: runs the cases, prints each figure beside its peer's, writes results/ as JSON.
 * Exit code 1 where a result is wrong or a goal is missed.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { auto } from "./cases/auto.ts";
import { big } from "./cases/big-file.ts";
import { elementwise } from "./cases/elementwise.ts";
import { kernels } from "./cases/kernels.ts";
import { languages } from "./cases/languages.ts";
import { startup } from "./cases/startup.ts";
import { tiers } from "./cases/tiers.ts";
import { describeMachine } from "./support/machine.ts";
import { type Case, line, type Measurement } from "./support/report.ts";

const cases: readonly Case[] = [startup, auto, kernels, elementwise, tiers, languages, big];

const args = process.argv.slice(2);
const jsonAt = args.indexOf("--json");
const output =
  jsonAt === -1
    ? path.join(path.dirname(fileURLToPath(import.meta.url)), "results", "latest.json")
    : path.resolve(args[jsonAt + 1] ?? "bench.json");
const words = args.filter((_, i) => jsonAt === -1 || (i !== jsonAt && i !== jsonAt + 1));

const measurements: Measurement[] = [];
for (const benchmark of cases) {
  if (words.length > 0 && !words.some((word) => benchmark.name.includes(word))) continue;
  for await (const measurement of benchmark.run()) {
    measurements.push(measurement);
    console.log(line(measurement));
  }
}
mkdirSync(path.dirname(output), { recursive: true });
writeFileSync(output, `${JSON.stringify({ machine: describeMachine(), measurements }, null, 2)}\n`);
const missed = measurements.filter((m) => m.met === false);
console.log(
  `${measurements.length} figures, ${missed.length} below their goal; written to ${path.relative(process.cwd(), output)}`,
);
process.exitCode = missed.length > 0 ? 1 : 0;
