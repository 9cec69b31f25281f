/**
 * Every mistake under test/errors gets exactly the message that stands beside it, on every tier. `UPDATE_GOLDEN=1` writes the
 * messages anew: the difference is the review.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { root } from "./support/program-file.ts";
import { runProgram } from "./support/session.ts";
import { hasTool } from "./support/tools.ts";

const folder = path.join(root, "test/errors");
const update = process.env["UPDATE_GOLDEN"] === "1";
const names = readdirSync(folder)
  .filter((name) => name.endsWith(".kleis"))
  .sort();

for (const name of names) {
  test(`${name} is answered well`, async () => {
    const text = readFileSync(path.join(folder, name), "utf8");
    const { said, failed } = await runProgram(name, text, { backend: "interp" });
    const message = `${said.join("\n")}\n`;
    const expected = path.join(folder, name.replace(/\.kleis$/, ".txt"));
    if (update || !existsSync(expected)) writeFileSync(expected, message);
    assert.ok(failed || said.length > 0, "nothing was said");
    assert.fixture(message, readFileSync(expected, "utf8"));
    assert.ok(message.split("\n").length <= 60, "the message is too long");
  });
  if (hasTool("c")) {
    test(`${name} is answered the same natively`, async () => {
      const text = readFileSync(path.join(folder, name), "utf8");
      const plain = await runProgram(name, text, { backend: "interp" });
      const native = await runProgram(name, text, { backend: "c" });
      const withoutFallbacks = native.said.filter((message) => !message.includes("KL060"));
      assert.equal(withoutFallbacks, plain.said);
    });
  }
}

test.run();
