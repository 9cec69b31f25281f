/**
 * Every mistake under test/errors gets exactly the message that stands beside it, on every tier. Mistakes that only a command
 * meets are transcripts (`.console`), with the program and settings of the same name. `UPDATE_GOLDEN=1` writes the messages
 * anew: the difference is the review.
 */
import { copyFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { codes } from "../src/base/codes.ts";
import { agrees, replay } from "./support/console.ts";
import { root } from "./support/program-file.ts";
import { scratchDirectory } from "./support/scratch.ts";
import { runProgram } from "./support/session.ts";
import { hasTool } from "./support/tools.ts";

const folder = path.join(root, "test/errors");
const update = process.env["UPDATE_GOLDEN"] === "1";
const files = readdirSync(folder).sort();
const transcripts = files.filter((name) => name.endsWith(".console"));
const names = files.filter(
  (name) => name.endsWith(".kleis") && !transcripts.includes(name.replace(/\.kleis$/, ".console")),
);

/** Where an import was looked for depends on where the tests lie. */
function withoutPlaces(message: string): string {
  return message.replace(/(looked for [^,\n]*), \/.*/g, "$1, …");
}

for (const name of names) {
  test(`${name} is answered well`, async () => {
    const text = readFileSync(path.join(folder, name), "utf8");
    const { said, failed } = await runProgram(name, text, { backend: "interp" }, folder);
    const message = withoutPlaces(`${said.join("\n")}\n`);
    const expected = path.join(folder, name.replace(/\.kleis$/, ".txt"));
    if (update || !existsSync(expected)) writeFileSync(expected, message);
    assert.ok(failed || said.length > 0, "nothing was said");
    assert.fixture(message, readFileSync(expected, "utf8"));
    assert.ok(message.split("\n").length <= 60, "the message is too long");
  });
  if (hasTool("c")) {
    // covers: L19.21
    test(`${name} is answered the same natively`, async () => {
      const text = readFileSync(path.join(folder, name), "utf8");
      const plain = await runProgram(name, text, { backend: "interp" }, folder);
      const native = await runProgram(name, text, { backend: "c" }, folder);
      const withoutFallbacks = native.said.filter((message) => !/KL060[12]/.test(message));
      assert.equal(withoutFallbacks, plain.said);
    });
  }
}

for (const name of transcripts) {
  const runs = hasTool("c") ? test : test.skip;
  runs(`${name} is answered well`, async () => {
    const directory = scratchDirectory();
    const beside = (ending: string): string => name.replace(/console$/, ending);
    for (const [from, to] of [
      [beside("kleis"), beside("kleis")],
      [beside("toml"), "kleis.toml"],
    ] as const)
      if (files.includes(from)) copyFileSync(path.join(folder, from), path.join(directory, to));
    const file = path.join(folder, name);
    const expected = readFileSync(file, "utf8");
    const actual = await replay(expected, directory);
    if (agrees(expected, actual)) return;
    if (update) writeFileSync(file, actual);
    else assert.fixture(actual, expected);
  });
}

test("every code has a program", () => {
  const messages = files
    .filter((name) => /\.(txt|console)$/.test(name))
    .map((name) => readFileSync(path.join(folder, name), "utf8"))
    .join("\n");
  assert.equal(
    Object.keys(codes).filter((code) => !messages.includes(`[${code}]`)),
    [],
  );
});

test.run();
