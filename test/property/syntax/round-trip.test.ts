/** Printing is the inverse of parsing: `parse(print(tree))` is the tree again, spans apart. */
import fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { parseExpression, parseProgram, parseType } from "../../../src/syntax/parse.ts";
import { printExpr, printType } from "../../../src/syntax/print.ts";
import { printProgram } from "../../../src/syntax/print-program.ts";
import { expr, item, typeArgument } from "./arbitrary.ts";

/** A tree without its spans. */
function shape(node: unknown): unknown {
  return JSON.parse(
    JSON.stringify(node, (key, value) => (/^(?:span|\w+Span)$/.test(key) ? undefined : value)),
  );
}

test("every expression is read back from its printed form", () => {
  fc.assert(
    fc.property(expr, (tree) => {
      const text = printExpr(tree);
      const { value, problems } = parseExpression("p", text);
      assert.equal(problems, [], text);
      assert.equal(shape(value), shape(tree), text);
    }),
    { numRuns: 2000 },
  );
});

test("every type is read back from its printed form", () => {
  fc.assert(
    fc.property(typeArgument, (tree) => {
      const text = printType(tree);
      assert.equal(shape(parseType("p", text).value), shape(tree), text);
    }),
    { numRuns: 1000 },
  );
});

test("every program is read back from its printed form", () => {
  fc.assert(
    fc.property(fc.array(item, { maxLength: 4 }), (items) => {
      const text = printProgram({ file: "p", items });
      const { value, problems } = parseProgram("p", text);
      assert.equal(problems, [], text);
      assert.equal(shape(value.items), shape(items), text);
    }),
    { numRuns: 1000 },
  );
});

test.run();
