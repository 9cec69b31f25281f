/** A call of an undeclared name is an error where it is reached, a warning elsewhere; it is said once. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { runProgram } from "./support/session.ts";

const run = (text: string) => runProgram("undeclared.kleis", text, { backend: "interp" });

test("where nothing reaches it, the rest runs", async () => {
  const { said, values, failed } = await run("define f(x) = foo(x)\n1 + 1\n");
  assert.is(failed, false);
  assert.equal(values.length, 1);
  assert.is(said.length, 1);
  assert.match(said[0] ?? "", "warning[KL0101]: `foo` is not defined");
});

test("where it is reached, nothing runs and the near name is told", async () => {
  const { said, values, failed } = await run("define g(x) = araea(x)\ndefine area(x) = x\n1\ng(2)\n");
  assert.ok(failed);
  assert.equal(values, []);
  assert.is(said.length, 1);
  assert.match(said[0] ?? "", "did you mean `area`?");
});

test.run();
