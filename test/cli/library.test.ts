import { spawnSync } from "node:child_process";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { folder, program } from "../support/cli.ts";

const library = pathToFileURL(path.join(path.dirname(program), "index.js")).href;

/** What a module of a user's prints, with the library as it is shipped. */
function printed(body: string): string {
  const text = `import { Session, compile } from ${JSON.stringify(library)};\n${body}`;
  const run = spawnSync(process.execPath, ["--input-type=module", "-e", text], {
    cwd: "/",
    encoding: "utf8",
    env: { ...process.env, KLEIS_CACHE_DIR: folder({}) },
  });
  assert.is(run.stderr, "");
  assert.is(run.status, 0);
  return run.stdout;
}

test("the library in plain Node: evaluates, compiles, ends by itself", () => {
  const out = printed(`
    const session = Session.open({ out: (line) => console.log("out", line) });
    const [printing, sum] = await session.eval('out("hi")\\n1 + 1');
    console.log(sum.value, sum.type);
    await session.close();
    const f = await compile("define f(x : ℝ) = x * x", { fn: "f" });
    console.log(f(3), f.type);
  `);
  assert.is(out, 'out "hi"\n2 ℤ\n9 ℝ → ℝ\n');
});

test("it installs no signal handlers and exports nothing else", () => {
  const out = printed(`
    const session = Session.open();
    await session.eval("1 + 1");
    console.log(["SIGINT", "SIGTERM", "uncaughtException"].map((name) => process.listenerCount(name)).join());
    await session.close();
    console.log(Object.keys(await import(${JSON.stringify(library)})).sort().join());
  `);
  assert.is(out, "0,0,0\nKleisError,KleisInterrupted,Session,compile\n");
});

test.run();
