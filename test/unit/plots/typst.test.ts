/** Diagrams as Typst text, against test/golden. `UPDATE_GOLDEN=1` writes them anew: the difference is the review. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { formatValue } from "../../../src/interpret/format.ts";
import { root } from "../../support/program-file.ts";
import { runProgram } from "../../support/session.ts";

const program = `
define xs = [0, 1, 2]
export_typst(
  plot(xs, [0, 1, 4], label = "squares & co_1", mark = "o", stroke = "2pt + red + dashed", yerr = 0.1),
  scatter(xs, [1, 2, 3], color = [1, 2, 3], map = "plasma"),
  bar(["a", "b", "c"], [1, 2, 3], width = 0.5), hbar([1, 2], [3, 4]),
  stem(xs, [1, 1, 1], color = lighten("blue", 0.5)), hstem(xs, xs),
  fill_between(xs, [1, 2, 3]), stacked_area(xs, [1, 1, 1], [2, 2, 2], labels = ["one", "two"]),
  boxplot([1, 2, 3, 9], x = [1]), hboxplot([1, 2, 3, 9]),
  colormesh(xs, [0, 1], [[1, 2, 3], [4, 5, 6]]), contour(xs, [0, 1], [[1, 2, 3], [4, 5, 6]], levels = [2, 3], fill = True),
  quiver([0], [0], [[1, 1]]), place(1, 1, "at $x_1$"), path([[0, 0], [1, 1], [1, 0]], closed = True, fill = "gray"),
  yaxis(plot(xs, [1, 10, 100]), position = "right", scale = "log", label = "growth"),
  secondary_xaxis(λ x . 10 * x, label = "mm"),
  title = "All of them", xlabel = "$t$", ylabel = "value", legend = "top left", xlim = [0, 3]
)
export_typst_fragment(heatmap([[1, 2], [3, 4]]), width = "100pt", height = "50pt")
`;

test("every element is written down", async () => {
  const run = await runProgram("diagram.kleis", program, { backend: "interp" });
  assert.equal(run.said, []);
  const text = `${run.values.map(({ value }) => formatValue(value)).join("\n\n")}\n`;
  const golden = path.join(root, "test/golden/diagram.typ");
  if (process.env["UPDATE_GOLDEN"] === "1" || !existsSync(golden)) writeFileSync(golden, text);
  assert.fixture(text, readFileSync(golden, "utf8"));
});

test.run();
