/** What plots refuse, and with which words; what they give. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { formatValue } from "../../../src/interpret/format.ts";
import { figureOf, figuresOf } from "../../support/pictures.ts";

const refusals: readonly (readonly [program: string, code: string, words: RegExp])[] = [
  ["plot([1, 2, 3], [1, 2])", "KL0505", /plot: xs has 3 elements, ys has 2/],
  ['scatter([1, 2], [1, "a"])', "KL0510", /scatter: ys must be real numbers, but element 1 is not one/],
  ["plot(1, 2)", "KL0510", /plot: ys must be a list of numbers/],
  ["plot([], [])", "KL0506", /plot: there is nothing to draw, the lists are empty/],
  ["plot([1], [2], [3])", "KL0506", /plot takes ys, or xs and ys/],
  ['plot([1], [2], colour = "red")', "KL0515", /plot takes no option `colour`[\s\S]*did you mean `color`\?/],
  ['plot([1], [2], color = "rde")', "KL0515", /plot: this is no color[\s\S]*did you mean "red"\?/],
  ['plot([1], [2], stroke = "2 thick")', "KL0515", /2pt \+ red \+ dashed/],
  ['plot([1], [2], mark = "q")', "KL0515", /a mark: one of/],
  ["plot([1, 2], [2, 3], yerr = [1, 2, 3])", "KL0505", /xs has 2 elements, yerr has 3/],
  ["plot([complex(0, 1), 2], [1, 2])", "KL0510", /xs must be real numbers, but element 0/],
  ["heatmap([1, 2])", "KL0510", /heatmap: the values must be a matrix of real numbers/],
  ["contour([0, 1, 2], [0, 1], [[1, 2], [3, 4], [5, 6]])", "KL0505", /row j belongs to ys\[j\]: transpose/],
  ["contour([1, 0], [0, 1], [[1, 2], [3, 4]])", "KL0506", /xs must rise/],
  ["quiver([0, 1], [0, 1, 2], [[1, 0], [0, 1]])", "KL0505", /fit neither 2 points nor a grid of 2 × 3/],
  ["boxplot([1, 2], [])", "KL0506", /boxplot: there is nothing to draw/],
  ["place(1, 2, 3, 4)", "KL0506", /place takes two numbers and a text/],
  ["path(1, 2)", "KL0510", /path takes points/],
  ['yaxis(tick_labels = ["a"])', "KL0506", /tick_labels need ticks/],
  ["diagram(1)", "KL0510", /diagram takes elements such as plot\(xs, ys\)/],
  ["diagram([])", "KL0506", /diagram: there is nothing to draw/],
  ["diagram(plot([1]), width = 0)", "KL0515", /diagram: this is no width/],
  ["diagram(plot([1]), xlim = [1, 1])", "KL0515", /two different numbers/],
  ['diagram(plot([1]), file = "../x.svg")', "KL0515", /the name of a file, without folders/],
  ["diagram(plot([1]), secondary_xaxis(λ x . 1))", "KL0506", /must rise or fall over the whole axis/],
];

for (const [program, code, words] of refusals)
  test(`${program} is refused`, async () => {
    const { run, figures } = await figuresOf(program);
    assert.ok(run.failed);
    const said = run.said.join("\n");
    assert.ok(said.includes(`error[${code}]`), said);
    assert.match(said, words);
    assert.is(figures.length, 0);
  });

test("elements are values: made by definitions, kept in lists, drawn together", async () => {
  const figure = await figureOf(
    `define curve(k) = plot([0, 1, 2], [0, k, 2 * k], label = format("k = {}", k))
     define curves : List(PlotElement) = list_map(curve, [1, 2, 3])
     diagram(curves, place(1, 1, "x"))`,
  );
  assert.equal(
    figure.panels[0]?.elements.map(({ element }) => element.options.label),
    ["k = 1", "k = 2", "k = 3", undefined],
  );
  assert.equal(
    figure.panels[0]?.elements.slice(0, 3).map(({ colour }) => colour),
    ["#0072b2", "#d55e00", "#009e73"],
  );
});

test("a diagram gives the size of its data area in points", async () => {
  const { run } = await figuresOf('diagram(plot([1, 2]), width = "200pt", height = "100pt")');
  assert.equal(
    run.values.map(({ value }) => formatValue(value)),
    ["PlotSVG(200, 100)"],
  );
});

test("lengths: centimetres, points above 50, units", async () => {
  for (const [written, points] of [
    ["10", 283.46],
    ["300", 300],
    ['"100mm"', 283.46],
    ['"2in"', 144],
  ] as const) {
    const { width } = await figureOf(`diagram(plot([1, 2]), width = ${written})`);
    assert.ok(Math.abs(width - points) < 0.01, written);
  }
});

test("a program's own definition of such a name is used instead", async () => {
  const { run } = await figuresOf(
    "define path(a, b) = a + b\ndefine diagram(x) = 2 * x\ndiagram(path(1, 2))",
  );
  assert.equal(
    run.values.map(({ value }) => formatValue(value)),
    ["6"],
  );
});

test("pictures are effects: never in kernels, and nothing is said of a fallback", async () => {
  const { run, figures } = await figuresOf(
    "define scale(xs) = list_map(λ x . 2 * x, xs)\n@compile\ndefine show_it(xs) = diagram(plot(scale(xs)))\nshow_it([1, 2, 3])",
  );
  assert.equal(run.said, []);
  assert.is(figures.length, 1);
});

test.run();
