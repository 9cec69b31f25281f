/** Effects happen in order, each as often as the text says, on every tier, in the first run and in the next. */
// values by definition: out show print readFile read_file write_file gensym now now_ms
import { readFileSync } from "node:fs";
import path from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { formatValue } from "../../../src/interpret/format.ts";
import { testedTiers } from "../../support/check-program.ts";
import { scratchDirectory } from "../../support/scratch.ts";
import { runProgram } from "../../support/session.ts";

const file = path.join(scratchDirectory(), "notes.txt");
const program = `define log(text) = write_file(${JSON.stringify(file)}, concat(read_file(${JSON.stringify(file)}), text))
write_file(${JSON.stringify(file)}, "")
list_map(λ k . log(to_string(k)), [1, 2, 3])
out(read_file(${JSON.stringify(file)}))
define fresh() = gensym("x")
fresh() = fresh()
[gensym(), gensym()]
define ticks() = now_ms()
ticks() > 0
`;

for (const tier of testedTiers) {
  for (const round of ["first", "second"]) {
    test(`files and fresh names on ${tier}, ${round} run`, async () => {
      const run = await runProgram("effects.kleis", program, { backend: tier });
      assert.is(run.failed, false, run.said.join("\n"));
      assert.equal(
        run.values.map((v) => formatValue(v.value)),
        ["()", "[(), (), ()]", '"123"', "x′1 = x′2", "[g′3, g′4]", "true"],
      );
      assert.equal(run.printed, ['"123"']);
      assert.is(readFileSync(file, "utf8"), "123");
    });
  }
}

test("a file has the bytes of its text, and is read as it is", async () => {
  const text = 'αβ "γ" \\ 🙂\n\tlast';
  const [place, quoted] = [JSON.stringify(file), JSON.stringify(text)];
  const calls = [`write_file(${place}, ${quoted})`, `readFile(${place})`, `read_file(${place}) = ${quoted}`];
  const run = await runProgram("files.kleis", calls.join("\n"));
  assert.is(readFileSync(file, "utf8"), text);
  assert.equal(
    run.values.slice(1).map(({ value }) => value),
    [text, true],
  );
});

test("the clock is the system's; what is printed is the value", async () => {
  const before = Date.now();
  const calls = ["now_ms()", "now()", "out(6 * 7)", "show([1, 2])", "print(0.5)"];
  const run = await runProgram("clock.kleis", calls.join("\n"));
  const after = Date.now();
  const [milliseconds, seconds] = run.values.map(({ value }) => Number(value));
  assert.ok(milliseconds !== undefined && milliseconds >= before && milliseconds <= after);
  assert.ok(seconds !== undefined && seconds >= before / 1000 && seconds <= after / 1000);
  assert.equal(run.printed, ["42", "[1, 2]", "0.5"]);
});

test("a file that cannot be written or read is told with its place", async () => {
  const wrong = path.join(file, "below");
  const written = await runProgram("effects.kleis", `write_file(${JSON.stringify(wrong)}, "x")`, {});
  assert.match(written.said.join("\n"), /^error\[KL0702\]: cannot write .*\n {2}┌─ effects\.kleis:1:1/);
  const read = await runProgram("effects.kleis", `read_file(${JSON.stringify(wrong)})`, {});
  assert.match(read.said.join("\n"), /^error\[KL0703\]: cannot read .*\n {2}┌─ effects\.kleis:1:1/);
});

test("a program's own gensym comes first", async () => {
  const run = await runProgram("effects.kleis", "define gensym() = 7\ngensym()", {});
  assert.equal(
    run.values.map((v) => v.value),
    [7n],
  );
});

test.run();
