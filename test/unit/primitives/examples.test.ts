/** Every row's example holds, every overload can be read, every alias leads to its row. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { agrees } from "../../../src/interpret/equal.ts";
import { formatValue } from "../../../src/interpret/format.ts";
import { families } from "../../../src/primitives/table.ts";
import { parseExpression } from "../../../src/syntax/parse.ts";
import { parseOverload } from "../../../src/types/signature.ts";
import { evaluatorFor } from "../../support/machine.ts";
import { sides, specialForms, table } from "../../support/rows.ts";

const evaluator = evaluatorFor("");

for (const { name: family, rows } of families) {
  test(`examples: ${family}`, () => {
    for (const row of rows) {
      assert.is(row.doc.example === "", row.effect, `${row.name}: only effects have no example`);
      if (row.effect || specialForms.has(row.name)) continue;
      const [left, right] = sides(row.doc.example);
      assert.ok(
        agrees(left, right) === true,
        `${row.doc.example}: ${formatValue(left)} is not ${formatValue(right)}`,
      );
    }
  });

  test(`examples through specialisation and the machine: ${family}`, () => {
    for (const { doc } of rows) {
      if (doc.example === "") continue;
      const { value: equality } = parseExpression("example", doc.example);
      const [left, right] = equality.kind === "call" ? equality.args.map(evaluator.evaluate) : [];
      assert.ok(left && right && agrees(left.value, right.value) === true, doc.example);
      assert.not.match(left.type, /Any|\?/, `${doc.example} has a known type`);
    }
  });

  test(`signatures: ${family}`, () => {
    for (const row of rows) {
      assert.ok(row.type.overloads.length > 0, `${row.name} has an overload`);
      for (const text of row.type.overloads) {
        const { params } = parseOverload(text);
        assert.ok(
          params.length >= row.type.arity.least && params.length <= row.type.arity.most,
          `${row.name}: ${text}`,
        );
      }
    }
  });
}

test("every name and alias leads to its row", () => {
  for (const { rows } of families)
    for (const row of rows)
      for (const name of [row.name, ...row.aliases]) assert.is(table.get(name)?.evaluate, row.evaluate);
});

test("documentation is a sentence", () => {
  for (const { rows } of families)
    for (const row of rows) assert.match(row.doc.summary, /\.$/, `${row.name}: ${row.doc.summary}`);
});

test.run();
