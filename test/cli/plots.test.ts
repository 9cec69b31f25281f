/** Where pictures go: beside the caller, into a folder, into the output, nowhere. */
import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { test as always } from "uvu";
import * as assert from "uvu/assert";
import { type CliRun, folder, jsonLines, kleis } from "../support/cli.ts";
import { canDraw } from "../support/pictures.ts";
import { root } from "../support/program-file.ts";

const runs = canDraw() ? always : always.skip;
const test = (name: string, body: () => Promise<void>): void => runs(name, body);

const program = `define xs = [0, 1, 2]
diagram(plot(xs, xs), title = "first")
out("between")
diagram(plot(xs, xs), title = "second")
diagram(plot(xs, xs), file = "named.png", dpi = 50)
`;

const ok = (run: CliRun): CliRun => {
  assert.is(run.code, 0, run.stderr);
  return run;
};

test("run leaves files named after the program, and says where they are", async () => {
  const directory = folder({ "waves.kleis": program });
  for (let again = 0; again < 2; again += 1) {
    const { stdout } = ok(await kleis(["run", "waves.kleis"], { directory }));
    assert.is(stdout, 'Plot: waves.svg\n"between"\nPlot: waves-2.svg\nPlot: named.png\n');
  }
  assert.match(readFileSync(path.join(directory, "waves-2.svg"), "utf8"), /^<svg [\s\S]*second/);
  const png = readFileSync(path.join(directory, "named.png"));
  assert.is(png.subarray(1, 4).toString("latin1"), "PNG");
  // A data area of 255 points at 50 dots per inch, and its margins.
  const width = png.readUInt32BE(16);
  assert.ok(width > (255 / 72) * 50 && width < (320 / 72) * 50, String(width));
});

test("--plots takes a folder, a format, - for the text, none for nothing", async () => {
  const directory = folder({ "waves.kleis": program });
  const inFolder = ok(
    await kleis(["run", "--plots", "a/b", "--plots-format", "png", "waves.kleis"], { directory }),
  );
  assert.match(inFolder.stdout, /^Plot: a\/b\/waves\.png\n/);
  assert.equal(readdirSync(path.join(directory, "a/b")).sort(), ["named.png", "waves-2.png", "waves.png"]);
  const text = ok(await kleis(["run", "--plots", "-", "waves.kleis"], { directory }));
  assert.equal(text.stdout.match(/^PLOT_SVG:<svg .*<\/svg>$/gm)?.length, 3);
  const none = ok(await kleis(["run", "--plots", "none", "waves.kleis"], { directory }));
  const [value] = none.stdout.split("\n");
  assert.is(value, "PlotSVG(255, 170)");
  assert.equal(readdirSync(directory).sort(), ["a", "waves.kleis"]);
});

test("under --json the values are the output, and where pictures are goes to standard error", async () => {
  const directory = folder({});
  const run = ok(
    await kleis(["eval", "--json", 'diagram(plot([1, 2]), width = "100pt", height = "50pt")'], { directory }),
  );
  assert.equal(
    jsonLines(run).map((line) => line["value"]),
    [{ tag: "PlotSVG", fields: [100, 50] }],
  );
  assert.is(run.stderr, "Plot: plot.svg\n");
});

test("a file that is no picture of ours is not overwritten, unless its folder or name was asked for", async () => {
  const directory = folder({ "plot.svg": "<svg>by hand</svg>" });
  const refused = await kleis(["eval", "diagram(plot([1, 2]))"], { directory });
  assert.is(refused.code, 1);
  assert.match(refused.stderr, /error\[KL0702\]: plot\.svg is there already[\s\S]*--plots DIR/);
  assert.is(readFileSync(path.join(directory, "plot.svg"), "utf8"), "<svg>by hand</svg>");
  ok(await kleis(["eval", "--plots", ".", "diagram(plot([1, 2]))"], { directory }));
  assert.match(readFileSync(path.join(directory, "plot.svg"), "utf8"), /drawn by Kleis/);
});

test("a folder that cannot be made is an error with its place", async () => {
  const directory = folder({ taken: "a file" });
  const run = await kleis(["eval", "--plots", "taken/x", "diagram(plot([1, 2]))"], { directory });
  assert.is(run.code, 1);
  assert.match(run.stderr, /error\[KL0702\]: taken\/x\/plot\.svg cannot be written\n {2}┌─ <expression>:1:1/);
});

test("test draws only where --plots asks for it", async () => {
  const directory = folder({
    "block.kleis":
      'example "a plot" {\n  let d = diagram(plot([1, 2], [3, 4]))\n  assert(1 = 1)\n  out(d)\n}\n',
  });
  const plain = ok(await kleis(["test", "block.kleis"], { directory }));
  assert.not.match(plain.stdout, /Plot:/);
  assert.not.ok(existsSync(path.join(directory, "block.svg")));
  const drawn = ok(await kleis(["test", "--plots", ".", "block.kleis"], { directory }));
  assert.match(drawn.stdout, /Plot: block\.svg/);
  assert.ok(existsSync(path.join(directory, "block.svg")));
});

test("pictures made before an error are drawn all the same", async () => {
  const directory = folder({});
  const run = await kleis(["eval", "head([diagram(plot([1, 2])), 1 / 0])"], { directory });
  assert.is(run.code, 1);
  assert.match(run.stderr, /Division by zero/);
  assert.ok(existsSync(path.join(directory, "plot.svg")));
});

test("the prompt numbers its pictures on, also when the mode changes", async () => {
  const directory = folder({});
  const input = "diagram(plot([1, 2]))\n:jit on\ndiagram(plot([2, 3]))\n";
  const run = ok(await kleis(["repl"], { directory, input }));
  assert.match(run.stdout, /Plot: plot\.svg[\s\S]*Plot: plot-2\.svg/);
});

test("without the packages the message names what to install", async () => {
  const directory = folder({});
  const bundle = path.join(directory, "dist");
  cpSync(path.join(root, "dist"), bundle, { recursive: true });
  writeFileSync(path.join(directory, "package.json"), '{ "type": "module" }');
  const run = await kleis(["eval", "diagram(plot([1, 2]))"], {
    directory,
    program: path.join(bundle, "kleis.cjs"),
  });
  assert.is(run.code, 1, run.stdout);
  assert.match(run.stderr, /error\[KL0704\][\s\S]*the package vega is not installed[\s\S]*npm install vega/);
});

always.run();
