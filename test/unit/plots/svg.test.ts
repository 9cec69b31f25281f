/** What the pictures hold: as many marks as there are data, at the right places, with their texts. */
// values by closed form: bar fill_between stacked_area secondary_yaxis
import { test as uvuTest } from "uvu";
import * as assert from "uvu/assert";
import { renderSvg } from "../../../src/plots/render.ts";
import { canDraw, cornersOf, figureOf, figuresOf, Svg, svgOf } from "../../support/pictures.ts";

const runs = canDraw() ? uvuTest : uvuTest.skip;
const test = (name: string, body: () => Promise<void>): void => runs(name, body);

/** A data area of 100 by 50 points over 0…2 and 0…10. */
const plain = 'width = "100pt", height = "50pt", xlim = [0, 2], ylim = [0, 10]';

test("a line goes through its points, y upwards", async () => {
  const svg = await svgOf(`diagram(plot([0, 1, 2], [0, 10, 5]), ${plain})`);
  assert.equal(svg.paths("line", "#0072b2").map(cornersOf), [
    [
      [0, 50],
      [50, 0],
      [100, 25],
    ],
  ]);
});

test("title, axis titles, ticks and legend are there", async () => {
  const svg = await svgOf(
    `diagram(plot([0, 1, 2], [0, 10, 5], label = "first"), plot([2, 5, 1], label = "second"),
       title = "A title", xlabel = "$x_1$", ylabel = "up", ${plain})`,
  );
  for (const text of ["A title", "x₁", "up", "0", "1", "2", "5", "10", "first", "second"])
    assert.ok(svg.texts.includes(text), `${text} is not in ${svg.texts.join(" ")}`);
  assert.match(svg.source, /aria-label="first"/);
});

test("values that are no numbers are gaps", async () => {
  const svg = await svgOf(
    `diagram(plot([0, 1, 2, 3], [1, 2, ln(0 - 1), 4]), width = "90pt", height = "50pt")`,
  );
  const [line = ""] = svg.paths("line", "#0072b2");
  assert.is(line.match(/M/g)?.length, 2);
});

test("points, bars and stems: one mark for each", async () => {
  const svg = await svgOf(
    `diagram(scatter([0, 1, 2], [1, 2, 3]), bar([0, 1], [5, 10], width = 0.8), stem([0, 1, 2], [5, 6, 7]), ${plain})`,
  );
  assert.is(svg.paths("symbol", "#0072b2").length, 3);
  assert.equal(svg.paths("rect", "#d55e00"), ["M-20,25h40v25h-40Z", "M30,0h40v50h-40Z"]);
  assert.is(svg.paths("symbol", "#009e73").length, 3);
});

test("areas lie between their curves, stacked ones on each other", async () => {
  const svg = await svgOf(
    `diagram(fill_between([0, 1, 2], [2, 4, 2], 0), stacked_area([0, 2], [1, 2], [3, 4]), ${plain})`,
  );
  assert.equal(svg.paths("area"), [
    "M0,40L50,30L100,40L100,50L50,50L0,50Z",
    "M0,45L100,40L100,50L0,50Z",
    "M0,30L100,20L100,40L0,45Z",
  ]);
});

test("names are positions, in the order in which they come", async () => {
  const svg = await svgOf('diagram(bar(["a", "b"], [1, 2]), bar(["b", "c"], [3, 4], offset = 0.1))');
  assert.equal(
    svg.texts.filter((text) => /^[abc]$/.test(text)),
    ["a", "b", "c"],
  );
});

test("logarithmic axes have powers of ten, and leave out what they cannot show", async () => {
  const {
    figures: [figure],
    run,
  } = await figuresOf(
    'diagram(plot([1, 10, 100], [0, 10, 1000]), xscale = "log", yscale = "log", width = "100pt", height = "50pt", xlim = [1, 100], ylim = [10, 1000])',
  );
  assert.match(run.said[0] ?? "", "1 of the 3 points of this `plot` is not drawn");
  assert.ok(figure !== undefined);
  const svg = new Svg(await renderSvg(figure));
  assert.equal(svg.paths("line", "#0072b2").map(cornersOf), [
    [
      [50, 50],
      [100, 0],
    ],
  ]);
  assert.ok(svg.texts.includes("10²") && svg.texts.includes("10³") && !svg.texts.includes("0"));
});

test("a matrix as a heat map has row 0 on top and a colour bar", async () => {
  const svg = await svgOf(
    'diagram(heatmap([[1, 2], [3, 4]], label = "level"), width = "100pt", height = "50pt")',
  );
  assert.equal(
    ["#440154", "#fde725"].map((colour) => svg.paths("rect", `fill="${colour}"`)),
    [["M0,0h50v25h-50Z"], ["M50,25h50v25h-50Z"]],
  );
  assert.ok(svg.texts.includes("level"));
  assert.match(svg.source, /linearGradient/);
});

test("contours: a closed curve for each level, filled bands from below", async () => {
  const values = "list_map(λ y . list_map(λ x . x * x + y * y, xs), xs)";
  const program = (options: string): string =>
    `define xs = linspace(0 - 2, 2, 21)\ndiagram(contour(xs, xs, ${values}, levels = [1, 2]${options}))`;
  const lines = await svgOf(program(""));
  assert.is((lines.source.match(/aria-label="level \d"/g) ?? []).length, 2);
  const filled = await svgOf(program(", fill = True"));
  assert.is((filled.source.match(/aria-label="level \d"/g) ?? []).length, 3);
});

test("an axis of its own has its own scale; a second reading shows what its function gives", async () => {
  const svg = await svgOf(
    `diagram(plot([0, 1, 2], [0, 10, 5]), yaxis(plot([0, 2], [0, 1000]), position = "right", lim = [0, 1000], label = "right"), ${plain})`,
  );
  assert.equal(svg.paths("line", "#d55e00").map(cornersOf), [
    [
      [0, 50],
      [100, 0],
    ],
  ]);
  assert.ok(svg.texts.includes("1000") && svg.texts.includes("right"));
  const figure = await figureOf(
    `diagram(plot([0, 100], [0, 100]), secondary_yaxis(λ c . 1.8 * c + 32, label = "°F"), ylim = [0, 100])`,
  );
  const reading = figure.panels[1]?.y;
  assert.is(reading?.side, "right");
  for (const tick of reading?.ticks ?? [])
    assert.ok(Math.abs(1.8 * tick.at + 32 - Number(tick.text)) < 1e-3, tick.text);
  assert.ok((reading?.ticks.length ?? 0) >= 3);
});

test("one unit is as long upwards as sideways where that is asked", async () => {
  const { width, height, panels } = await figureOf(
    'diagram(path([[0, 0], [4, 0], [4, 2]], closed = True), aspect = "equal", margin = 0, width = 10)',
  );
  const [panel] = panels;
  assert.ok(panel !== undefined);
  const { x, y } = panel;
  const perX = width / (x.domain[1] - x.domain[0]);
  const perY = height / (y.domain[1] - y.domain[0]);
  assert.ok(Math.abs(perX - perY) < 1e-9);
  assert.ok(Math.abs(width - 283.46) < 0.01);
});

test("the picture does not depend on how often it is drawn", async () => {
  const program = `diagram(plot([0, 1, 2], [0, 10, 5], label = "a"), ${plain})`;
  assert.is((await svgOf(program)).source, (await svgOf(program)).source);
});

test("every kind of element draws something", async () => {
  const grid = "[[1, 2, 3], [2, 4, 6], [3, 6, 9]]";
  for (const element of [
    'plot([1, 2], mark = "o", yerr = [0.1, 0.2], xerr = 0.1)',
    "hbar([1, 2], [3, 4])",
    "hstem([1, 2], [3, 4])",
    "fill_between([0, 1], [1, 2], [0, 1])",
    'stacked_area([0, 1], [1, 2], [3, 4], labels = ["a", "b"])',
    'boxplot([1, 2, 3, 20], [2, 3, 4], mean = "x")',
    "hboxplot([1, 2, 3, 20])",
    `colormesh([0, 1, 2], [0, 1, 2], ${grid})`,
    `contour(${grid}, fill = True)`,
    "quiver([0, 1], [0, 1], [[1, 0], [0, 1]])",
    'place(1, 2, "here")',
    "path([[0, 0], [1, 1]])",
  ]) {
    const { source } = await svgOf(`diagram(${element}, xlim = [0, 5], ylim = [0, 5])`);
    // The axes' own and the frame are two.
    assert.ok((source.match(/role-mark/g)?.length ?? 0) > 2, element);
    assert.not.match(source, /NaN|undefined|Infinity/, element);
  }
});

test("a point that no line leads to is a dot", async () => {
  const svg = await svgOf(`diagram(plot([0, 1, 2], [1, ln(0 - 1), 4]), ${plain})`);
  assert.is(svg.paths("symbol", "#0072b2").length, 2);
  const one = await svgOf(`diagram(plot([1], [5]), ${plain})`);
  assert.is(one.paths("symbol", "#0072b2").length, 1);
});

test("a title wider than the picture has several lines", async () => {
  const svg = await svgOf(`diagram(plot([0, 1], [1, 2]), title = "${"many words ".repeat(8)}end", ${plain})`);
  assert.ok((svg.source.match(/<tspan[^>]*>(?:many )?words/g) ?? []).length > 2, svg.source);
});

uvuTest.run();
