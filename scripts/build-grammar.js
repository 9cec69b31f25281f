/**
 * Turns src/syntax/grammar.peggy into src/syntax/grammar.generated.js. Called by scripts/build.js; alone:
 *   node scripts/build-grammar.js
 */
import { readFile, rename, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import peggy from "peggy";

const source = fileURLToPath(new URL("../src/syntax/grammar.peggy", import.meta.url));
const target = fileURLToPath(new URL("../src/syntax/grammar.generated.js", import.meta.url));

/** Writes the parser only if it changed, and in one step, so that builds running side by side see a whole file. */
export async function buildGrammar() {
  const grammar = await readFile(source, "utf8");
  const parser = peggy.generate(grammar, {
    output: "source",
    format: "es",
    grammarSource: "grammar.peggy",
    allowedStartRules: ["Program", "WholeExpression", "WholeType"],
  });
  const present = await readFile(target, "utf8").catch(() => undefined);
  if (present === parser) return;
  const beside = `${target}.${process.pid}`;
  await writeFile(beside, parser);
  await rename(beside, target);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildGrammar();
