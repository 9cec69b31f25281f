/** The prompt as a person meets it: keys, prompts, Ctrl-C, completion, history; and without a terminal. */
import { spawnSync } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import path from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { root } from "../support/program-file.ts";
import { AtTerminal, hasPseudoTerminal } from "../support/pseudo-terminal.ts";
import { scratchDirectory } from "../support/scratch.ts";

const program = ["--import", "tsx", path.join(root, "test/support/command-line.ts")];
const cache = scratchDirectory();
const atTerminal = hasPseudoTerminal() ? test : test.skip;

interface Session {
  readonly home: string;
  readonly terminal: AtTerminal;
}

/** The prompt of a line that continues, on a line cleared for it. */
const continued = "\u001b[0J   ";

async function session(args: string, work: (session: Session) => Promise<void>): Promise<void> {
  const home = scratchDirectory();
  const command = [process.execPath, ...program].join(" ");
  const terminal = new AtTerminal(`${command} ${args}`, {
    HOME: home,
    KLEIS_CACHE_DIR: cache,
    NO_COLOR: "1",
  });
  try {
    await work({ home, terminal });
  } finally {
    terminal.kill();
  }
}

atTerminal("kleis alone is the prompt; it shows the mode and says goodbye (CS-78)", () =>
  session("", async ({ terminal }) => {
    await terminal.until("kleis> ");
    await terminal.type("2 + 3 * 4\r");
    await terminal.until("14\r\n");
    await terminal.until("kleis> ");
    await terminal.type(":jit\r");
    await terminal.until("kleis[jit]> ");
    await terminal.type("it * 2\r");
    await terminal.until("28\r\n");
    await terminal.type(":quit\r");
    await terminal.until("Goodbye!");
    assert.is(await terminal.ended(), 0);
  }),
);

// covers: L16.14
for (const [mode, prompt] of [
  ["", "kleis> "],
  ["--jit", "kleis[jit]> "],
] as const)
  atTerminal(`Ctrl-C ends what runs and keeps the session ${mode} (CS-77)`, () =>
    session(`repl ${mode}`, async ({ terminal }) => {
      await terminal.until(prompt);
      await terminal.type("define forever(n : ℕ) : ℕ = if n = 0 then 0 else forever(n)\r");
      await terminal.until("Defined: forever");
      await terminal.until(prompt);
      await terminal.type("forever(3)\r");
      await new Promise((resolve) => setTimeout(resolve, 700));
      await terminal.type("\u0003");
      await terminal.until("Interrupted");
      await terminal.until(prompt);
      await terminal.type("forever(0) + 41\r");
      await terminal.until("41\r\n");
      await terminal.until(prompt);
      await terminal.type("half a line\u0003");
      await terminal.until("^C");
      await terminal.until(prompt);
      await terminal.type("7 * 6\r");
      await terminal.until("42\r\n");
      await terminal.type("\u0004");
      await terminal.until("Goodbye!");
      assert.is(await terminal.ended(), 0);
    }),
  );

atTerminal("Ctrl-Z stops the prompt, fg brings it back with the line that was begun", async () => {
  const shell = new AtTerminal("exec env PS1='shell> ' bash --norc --noprofile -i", {
    HOME: scratchDirectory(),
    KLEIS_CACHE_DIR: cache,
    NO_COLOR: "1",
  });
  try {
    await shell.until("shell> ");
    await shell.type(`${[process.execPath, ...program].join(" ")} repl\r`);
    await shell.until("kleis> ");
    await shell.type("12 + 3\u001a");
    await shell.until("shell> ");
    await shell.type("fg\r");
    await shell.until("12 + 3");
    await shell.type("0\r");
    await shell.until("42\r\n");
    await shell.until("kleis> ");
    await shell.type("\u0004");
    await shell.until("Goodbye!");
  } finally {
    shell.kill();
  }
});

atTerminal("several lines, and keys that complete", () =>
  session("repl", async ({ terminal }) => {
    await terminal.until("kleis> ");
    await terminal.type("define f(x) =\r");
    await terminal.until(continued);
    await terminal.type("x + 1\r");
    await terminal.until("Defined: f");
    await terminal.until("kleis> ");
    await terminal.type("let \\alp\t = 5\r");
    await terminal.until("α = 5");
    await terminal.until("kleis> ");
    await terminal.type("factori\t(f(3))\r");
    await terminal.until("24\r\n");
    await terminal.until("kleis> ");
    await terminal.type(":defi\t g(x) = α * x\r");
    await terminal.until("Defined: g");
  }),
);

atTerminal("stepping: keys answer, Ctrl-C ends it, answers are no history", () =>
  session("repl", async ({ home, terminal }) => {
    await terminal.until("kleis> ");
    await terminal.type("define f(x) = if x < 1 then 0 else f(x - 1)\r");
    await terminal.until("Defined: f");
    await terminal.until("kleis> ");
    await terminal.type(":debug f(5)\r");
    await terminal.until("debug> ");
    await terminal.type("s\r");
    await terminal.until("x < 1 is false");
    await terminal.until("debug> ");
    await terminal.type("v\r");
    await terminal.until("x = 5");
    await terminal.until("debug> ");
    await terminal.type("\u0003");
    await terminal.until("Interrupted");
    await terminal.until("kleis> ");
    await terminal.type(":debug f(2)\r");
    await terminal.until("debug> ");
    await terminal.type("c\r");
    await terminal.until("0\r\n");
    await terminal.until("kleis> ");
    await terminal.type("\u0004");
    await terminal.until("Goodbye!");
    await terminal.ended();
    assert.is(
      readFileSync(path.join(home, ".kleis_history"), "utf8"),
      "define f(x) = if x < 1 then 0 else f(x - 1)\n:debug f(5)\n:debug f(2)\n",
    );
  }),
);

atTerminal("what was typed is there the next time, for its owner alone", () =>
  session("repl", async ({ home, terminal }) => {
    await terminal.until("kleis> ");
    for (const line of ["100 + 1", "200 + 2", "100 + 1"]) {
      await terminal.type(`${line}\r`);
      await terminal.until("kleis> ");
    }
    await terminal.type("\u0004");
    await terminal.until("Goodbye!");
    await terminal.ended();
    const file = path.join(home, ".kleis_history");
    assert.is(readFileSync(file, "utf8"), "200 + 2\n100 + 1\n");
    assert.is(statSync(file).mode & 0o777, 0o600);
    const again = new AtTerminal([process.execPath, ...program, "repl"].join(" "), {
      HOME: home,
      NO_COLOR: "1",
    });
    await again.until("kleis> ");
    await again.type("\u001b[A\u001b[A\r");
    await again.until("202\r\n");
    again.kill();
  }),
);

test("without a terminal: lines in, values out, no prompts", () => {
  const library = path.join(scratchDirectory(), "none.kleis");
  const ran = spawnSync(
    process.execPath,
    [...program, "repl", "-l", "examples/lorenz.kleis", "-l", library],
    {
      cwd: root,
      input: "2 + 3\ndefine f(x) =\n  x * it\nf(4)\n1 / 0\nlorenz([1, 1, 1])\n1 +",
      encoding: "utf8",
      env: { ...process.env, HOME: scratchDirectory(), KLEIS_CACHE_DIR: cache },
    },
  );
  assert.is(ran.status, 0);
  assert.match(
    ran.stdout,
    /^✅ Loaded: 1 files, \d+ functions.*\n {3}2 expressions were not evaluated; .*\n5\n✅ Defined: f\n20\n\[0, 26, -1\.66/,
  );
  assert.match(ran.stderr, /cannot read .*none\.kleis/);
  assert.match(ran.stderr, /Division by zero/);
  assert.match(ran.stderr, /❌ Parse error/);
});

test.run();
