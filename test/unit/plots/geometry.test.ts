/** Where marks lie: on a data area of 100 by 50 points over 0…2 and 0…10 a value (x, y) is the point (50x, 50 − 5y). */
// values by closed form: plot scatter hbar stem hstem path place quiver contour colormesh heatmap xaxis yaxis secondary_xaxis diagram
// values by numpy: boxplot hboxplot
import { test as uvuTest } from "uvu";
import * as assert from "uvu/assert";
import { formatValue } from "../../../src/interpret/format.ts";
import { canDraw, cornersOf, figuresOf, svgOf } from "../../support/pictures.ts";

const runs = canDraw() ? uvuTest : uvuTest.skip;
const test = (name: string, body: () => Promise<void>): void => runs(name, body);

const plain = 'width = "100pt", height = "50pt", xlim = [0, 2], ylim = [0, 10]';
const drawn = (elements: string) => svgOf(`diagram(${elements}, ${plain})`);

type Point = readonly [number, number];
const at = (x: number, y: number): Point => [50 * x, 50 - 5 * y];
const rounded = (points: readonly Point[]): readonly Point[] =>
  points.map(([x, y]) => [Math.round(x * 1e6) / 1e6, Math.round(y * 1e6) / 1e6]);

/** Where marks of a kind and colour stand, and of lines how far they go. */
function marks(
  source: string,
  tag: "path" | "line" | "text",
  colour: string,
): readonly (readonly number[])[] {
  const shape = new RegExp(`<${tag} [^>]*?transform="translate\\(([^)]*)\\)"([^>]*)>`, "g");
  return [...source.matchAll(shape)]
    .filter(([whole]) => whole.includes(colour))
    .map(([, place = "", rest = ""]) => [
      ...place.split(",").map(Number),
      ...["x2", "y2"].flatMap((name) => Number(new RegExp(`${name}="([^"]*)"`).exec(rest)?.[1] ?? 0)),
    ]);
}

const points = (source: string, colour: string): readonly Point[] =>
  rounded(marks(source, "path", colour).map(([x = 0, y = 0]) => [x, y]));
const ends = (source: string, colour: string): readonly (readonly Point[])[] =>
  marks(source, "line", colour).map(([x = 0, y = 0, dx = 0, dy = 0]) =>
    rounded([
      [x, y],
      [x + dx, y + dy],
    ]),
  );

const numbersOf = (path: string): readonly number[] =>
  (path.match(/-?[\d.]+/g) ?? []).map((x) => Math.round(Number(x) * 1e6) / 1e6);

test("points, stems and bars", async () => {
  const blue = "#0072b2";
  const places: readonly Point[] = [at(0.5, 2), at(2, 6)];
  assert.equal(points((await drawn("scatter([0.5, 2], [2, 6])")).source, blue), places);
  const upright = (await drawn("stem([0.5, 2], [2, 6])")).source;
  assert.equal(points(upright, blue), places);
  assert.equal(ends(upright, blue), [
    [at(0.5, 2), at(0.5, 0)],
    [at(2, 6), at(2, 0)],
  ]);
  const level = (await drawn("hstem([0.5, 2], [2, 6])")).source;
  assert.equal(ends(level, blue), [
    [at(0.5, 2), at(0, 2)],
    [at(2, 6), at(0, 6)],
  ]);
  const [bar = ""] = (await drawn("hbar([0.5, 2], [2, 6], width = 2)")).paths("rect", blue);
  assert.is(bar, "M0,35h25v10h-25Z");
});

test("paths, texts and arrows", async () => {
  const [path = ""] = (await drawn("path([[0, 0], [1, 5], [2, 0]], closed = True)")).paths("line");
  assert.equal(cornersOf(path), [at(0, 0), at(1, 5), at(2, 0)]);
  assert.match(path, /Z$/);
  const text = /translate\(([\d.]+),[\d.]+\)[^>]*>here</.exec(
    (await drawn('place(0.5, 2.5, "here")')).source,
  );
  assert.is(Number(text?.[1]), at(0.5, 2.5)[0]);
  const [shaft = "", tip = ""] = (await drawn("quiver([1], [5], [[0.5, 2.5]])")).paths("line");
  const [[x0, y0] = [0, 0]] = cornersOf(shaft);
  const [[x1, y1] = [0, 0]] = cornersOf(tip);
  const [x, y] = at(1, 5);
  assert.ok(Math.hypot((x0 + x1) / 2 - x, (y0 + y1) / 2 - y) < 1e-2, "the arrow's middle is its point");
  // (0.5, 2.5) is 25 points to the right and 12.5 upwards.
  assert.ok(Math.abs((y0 - y1) / (x1 - x0) - 12.5 / 25) < 1e-3);
});

test("level curves of z = x, colours of a grid and of a matrix", async () => {
  const z = "[[0, 1, 2], [0, 1, 2], [0, 1, 2]]";
  const curves = (await drawn(`contour([0, 1, 2], [0, 5, 10], ${z}, levels = [0.5, 1.25])`)).paths("line");
  assert.equal(
    curves.map((curve) => [...new Set(cornersOf(curve).map(([x]) => x))]),
    [[at(0.5, 0)[0]], [at(1.25, 0)[0]]],
  );
  const lowest = 'fill="#440154"';
  const mesh = await drawn("colormesh([0.5, 1.5], [2.5, 7.5], [[1, 2], [3, 4]])");
  assert.equal(mesh.paths("rect", lowest), ["M0,25h50v25h-50Z"]);
  const map = await svgOf('diagram(heatmap([[1, 2], [3, 4]]), width = "100pt", height = "50pt")');
  assert.equal(map.paths("rect", lowest), ["M0,0h50v25h-50Z"]);
});

test("boxes: numpy.percentile of [1, 2, 3, 4, 9.5] gives 2, 3, 4, of [2, 2.5, 7] 2.25, 2.5, 4.75", async () => {
  const { source, paths } = await drawn(
    "boxplot([1, 2, 3, 4, 9.5], [2, 2.5, 7], x = [0.5, 1.5], width = 0.5)",
  ).then((svg) => ({ source: svg.source, paths: svg.paths("rect", 'stroke="#0072b2"') }));
  const boxes = paths.map(numbersOf);
  const [first, second] = [at(0.25, 4), at(1.25, 4.75)];
  assert.equal(boxes, [
    [...first, 25, 10, -25],
    [...second, 25, 12.5, -25],
  ]);
  const medians = ends(source, 'stroke="#000000"').map(([from]) => from?.[1]);
  assert.equal(medians, [at(0, 3)[1], at(0, 2.5)[1]]);
  // 9.5 is farther from the box than 1.5 of its height.
  assert.equal(points(source, 'fill="#ffffff"'), [at(0.5, 9.5)]);
  const level = await drawn("hboxplot([0.1, 0.2, 0.3, 0.4, 1.9], y = [5], width = 1)");
  const [box = ""] = level.paths("rect", 'stroke="#0072b2"');
  assert.equal(numbersOf(box), [...at(0.2, 5.5), 10, 5, -10]);
  assert.equal(points(level.source, 'fill="#ffffff"'), [at(1.9, 5)]);
});

test("axes of their own, a second reading, the size that a diagram gives", async () => {
  const svg = await drawn(
    `plot([0, 2], [0, 10]), xaxis(plot([0, 50], [10, 0]), position = "top", lim = [0, 100]),
     yaxis(plot([0, 2], [0, 20]), position = "right", lim = [0, 40]), secondary_xaxis(λ c . 10 * c, label = "mm")`,
  );
  const lines = svg.paths("line").map(cornersOf);
  assert.equal(lines[0], [at(0, 0), at(2, 10)]);
  // 50 of 0…100 is the middle; 20 of 0…40 half of the height.
  assert.equal(lines[1], [at(0, 10), at(1, 0)]);
  assert.equal(lines[2], [at(0, 0), at(2, 5)]);
  for (const text of ["50", "100", "20", "40", "mm"]) assert.ok(svg.texts.includes(text), text);
  const { run } = await figuresOf(`diagram(plot([0, 2], [0, 10]), ${plain})`);
  assert.match(run.values.map(({ value }) => formatValue(value)).join(), /100.*50/);
});

uvuTest.run();
