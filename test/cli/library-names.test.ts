/** A name that only the library defines: the message says which import brings it, on the command line and at the prompt. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { kleis } from "../support/cli.ts";

async function said(expression: string): Promise<string> {
  return (await kleis(["eval", expression])).stderr;
}

test("a name of the library names its file", async () => {
  assert.match(await said("least_squares([[1]], [2])"), 'hint: import "stdlib/elimination.kleis" defines it');
  const prompt = await kleis(["repl"], { input: "median([1, 2])\n" });
  assert.match(prompt.stderr + prompt.stdout, 'hint: import "stdlib/statistics.kleis" defines it');
});

test("what other languages call so, and what is misspelt", async () => {
  const fit = 'hint: did you mean `least_squares`, of import "stdlib/elimination.kleis"?';
  assert.match(await said("lstsq([[1]], [2])"), fit);
  assert.match(
    await said("varience([1, 2])"),
    'hint: did you mean `variance`, of import "stdlib/statistics.kleis"?',
  );
  assert.match(await said("sqr(2)"), "hint: did you mean `sqrt`?");
  assert.not.match(await said("quite_something_else(2)"), "hint");
});

test.run();
