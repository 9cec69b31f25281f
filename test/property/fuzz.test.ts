/** No text crashes a stage: what fuzzing once found (test/corpus), and a few new mutations of real programs. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { test } from "uvu";
import { type Depth, judge } from "../support/fuzz/judge.ts";
import { mutated, readCorpus } from "../support/fuzz/mutate.ts";
import { Random } from "../support/fuzz/random.ts";
import { root } from "../support/program-file.ts";

const folder = path.join(root, "test/corpus");

for (const name of readdirSync(folder).filter((entry) => entry.endsWith(".kleis")))
  test(`${name} is answered`, async () => {
    const text = readFileSync(path.join(folder, name), "utf8");
    await judge(text, "evaluate");
    await judge(text, "lower");
  });

const inputs = 400;
const depths: readonly Depth[] = ["evaluate", "lower", "check", "check"];

test(`${inputs} mutated programs are answered`, async () => {
  const corpus = readCorpus();
  for (let index = 0; index < inputs; index++) {
    const text = mutated(corpus, new Random(7_000_000 + index));
    try {
      await judge(text, depths[index % depths.length] ?? "check");
    } catch (problem) {
      throw new Error(`input ${index}\n${text}`, { cause: problem });
    }
  }
});

test.run();
