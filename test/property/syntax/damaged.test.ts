/** Whatever stands in a file, the parser ends with a tree and problems that can be shown. */
import fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { renderPlain } from "../../../src/base/render-diagnostic.ts";
import { isIncomplete, parseProgram } from "../../../src/syntax/parse.ts";
import { printProgram } from "../../../src/syntax/print-program.ts";
import { item } from "./arbitrary.ts";

function showable(text: string): void {
  const { problems } = parseProgram("t", text);
  isIncomplete(text);
  for (const problem of problems) {
    for (const { span } of [problem.primary, ...problem.related]) {
      assert.ok(0 <= span.start && span.start <= span.end && span.end <= text.length, text);
    }
    assert.ok(problem.title.length > 0 && !/undefined|something else/.test(problem.title), problem.title);
    assert.ok(renderPlain(problem, new Map([["t", text]])).split("\n").length <= 20);
  }
}

const scrap = fc.constantFrom(
  ..."()[]{},;:.=|&%^!'\"@#$ᵀλΣ∀→- \n",
  "define ",
  "data ",
  "let ",
  " in ",
  "if ",
  " else ",
  "=>",
  "/*",
  "//",
  "--",
  "3x",
  "\u{1d4d0}",
);

test("any text of the language's own scraps", () => {
  fc.assert(
    fc.property(
      fc.array(scrap, { maxLength: 30 }).map((parts) => parts.join("")),
      showable,
    ),
    { numRuns: 1000 },
  );
});

test("a program in which something was removed or put in", () => {
  const damaged = fc
    .tuple(fc.array(item, { minLength: 1, maxLength: 3 }), fc.nat(), fc.nat(5), scrap)
    .map(([items, at, length, inserted]) => {
      const text = printProgram({ file: "t", items });
      const start = at % (text.length + 1);
      return text.slice(0, start) + inserted + text.slice(start + length);
    });
  fc.assert(fc.property(damaged, showable), { numRuns: 1000 });
});

test("what stands before and after one broken definition is read", () => {
  fc.assert(
    fc.property(fc.array(item, { maxLength: 3 }), (items) => {
      const whole = printProgram({ file: "t", items });
      const text = `define before(x) = x\n\ndefine broken(x) = x +\n\ndefine after(x) = x;\n${whole}`;
      const { value, problems } = parseProgram("t", text);
      assert.is(problems.length, 1, text);
      const names = value.items.flatMap((i) => (i.kind === "define" ? [i.name] : []));
      assert.ok(names.includes("before") && names.includes("after"));
    }),
    { numRuns: 300 },
  );
});

test.run();
