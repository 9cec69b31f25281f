import { test } from "uvu";
import * as assert from "uvu/assert";
import { exitCode } from "../../../src/cli/exit.ts";
import { StandardInput } from "../../../src/cli/standard-input.ts";
import { terminal } from "../../../src/cli/terminal.ts";

test("what an earlier try has written is left out, and counted", () => {
  const screen = terminal({ out: 2, error: 1 });
  screen.out("not shown");
  screen.out("not shown");
  screen.error("not shown");
  assert.equal(screen.written(), { out: 2, error: 1 });
});

test("standard input that was read before is not read again", () => {
  const input = new StandardInput("1 + 1");
  assert.is(input.taken, "1 + 1");
  assert.equal(input.read(), { ok: true, value: "1 + 1" });
  assert.is(new StandardInput(undefined).taken, undefined);
});

test("exit codes are what scripts rely on", () => {
  const codes = { ok: 0, program: 1, usage: 2, bug: 3, timeout: 124, interrupted: 130, readerGone: 141 };
  assert.equal(exitCode, codes);
});

test.run();
