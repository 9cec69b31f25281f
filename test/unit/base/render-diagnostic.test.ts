import { test } from "uvu";
import * as assert from "uvu/assert";
import { type DiagnosticDetails, error } from "../../../src/base/diagnostic.ts";
import { renderDiagnostic, renderPlain } from "../../../src/base/render-diagnostic.ts";
import { noSpan, type Span } from "../../../src/base/span.ts";

const model = "define A = Matrix(2, 3)\ndefine B = Matrix(4, 2)\n\nlet y = A * B\n";

function spanOf(text: string, part: string, file = "model.kleis"): Span {
  const start = text.lastIndexOf(part);
  return { file, start, end: start + part.length };
}

function render(text: string, part: string, details: DiagnosticDetails = {}, maxLines = 20): string {
  const d = error("KL0301", "these matrices cannot be multiplied", spanOf(text, part), details);
  return renderDiagnostic(d, new Map([["model.kleis", text]]), { maxLines });
}

test("two labels on one line, notes and a hint", () => {
  assert.is(
    render(model, "A", {
      label: "Matrix(2, 3), from line 1",
      related: [{ span: spanOf(model, "B"), message: "Matrix(4, 2), from line 2" }],
      notes: ["A has 3 columns, B has 4 rows"],
      hint: "B * A is a Matrix(4, 3)",
    }),
    `error[KL0301]: these matrices cannot be multiplied
  ┌─ model.kleis:4:9
4 │ let y = A * B
  │         ┬   ┬
  │         │   Matrix(4, 2), from line 2
  │         Matrix(2, 3), from line 1
  = A has 3 columns, B has 4 rows
  = hint: B * A is a Matrix(4, 3)`,
  );
});

test("labels on other lines, and a bare mark", () => {
  assert.is(
    render(model, "A * B", { related: [{ span: spanOf(model, "Matrix(4, 2)"), message: "4 rows" }] }),
    `error[KL0301]: these matrices cannot be multiplied
  ┌─ model.kleis:4:9
2 │ define B = Matrix(4, 2)
  │            ┬───────────
  │            4 rows
  ·
4 │ let y = A * B
  │         ^^^^^`,
  );
});

test("columns count characters, tabs are one space", () => {
  assert.is(
    render("\t𝔹 = ψ²", "ψ²", { label: "here" }),
    `error[KL0301]: these matrices cannot be multiplied
  ┌─ model.kleis:1:6
1 │  𝔹 = ψ²
  │      ┬─
  │      here`,
  );
});

test("a long line is cut around the mark", () => {
  const text = `${"x + ".repeat(100)}bad${" + x".repeat(100)}`;
  const [, header, line, marks] = render(text, "bad").split("\n");
  assert.is(header, "  ┌─ model.kleis:1:401");
  assert.ok(line?.startsWith("1 │ …") && line.endsWith("…") && line.length < 110);
  assert.is(line?.indexOf("bad"), marks?.indexOf("^^^"));
});

test("a place at the end of the text, after an empty line", () => {
  const d = error("KL0019", "unfinished", { file: "model.kleis", start: 4, end: 4 });
  assert.is(
    renderPlain(d, new Map([["model.kleis", "a +\n"]])),
    "error[KL0019]: unfinished\n  ┌─ model.kleis:2:1\n2 │\n  │ ^",
  );
});

test("without a text only the title and the notes are shown", () => {
  const d = error("KL0801", "no such file", noSpan, { hint: "look again" });
  assert.is(renderPlain(d, new Map()), "error[KL0801]: no such file\n  = hint: look again");
});

test("at most the lines asked for, the primary line and the hint among them", () => {
  const text = Array.from({ length: 40 }, (_, i) => `line${i}`).join("\n");
  const related = Array.from({ length: 30 }, (_, i) => ({
    span: spanOf(text, `line${i + 10}`),
    message: "used",
  }));
  const shown = render(text, "line0", { label: "declared", related, hint: "rename it" });
  assert.ok(shown.split("\n").length <= 20);
  assert.ok(shown.includes("declared") && shown.includes("hint: rename it") && shown.includes("more places"));
});

test("labels in two files each get their place", () => {
  const d = error("KL0103", "defined twice", spanOf("a", "a", "one.kleis"), {
    related: [{ span: spanOf("b", "b", "two.kleis"), message: "and here" }],
  });
  assert.is(
    renderPlain(
      d,
      new Map([
        ["one.kleis", "a"],
        ["two.kleis", "b"],
      ]),
    ),
    `error[KL0103]: defined twice
  ┌─ one.kleis:1:1
1 │ a
  │ ^
  ┌─ two.kleis:1:1
1 │ b
  │ ┬
  │ and here`,
  );
});

test.run();
