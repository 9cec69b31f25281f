import fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { ProgramError } from "../../../src/base/outcome.ts";
import { formatValue } from "../../../src/interpret/format.ts";
import { dataValue, type Value } from "../../../src/interpret/value.ts";
import { evaluate, evaluateRow, holds, typing } from "../../support/rows.ts";

const make = (name: string, ...fields: readonly Value[]): Value => evaluateRow(name, fields);
const matches = (text: string, regex: Value): boolean => evaluateRow("matches", [text, regex]) === true;

/** An expression and the same one in JavaScript's notation. */
type Both = readonly [Value, string];
const letter: fc.Arbitrary<Both> = fc
  .constantFrom("a", "b", "ab", "")
  .map((text) => [make("re_literal", text), `(?:${text})`]);
const { expression } = fc.letrec<{ expression: Both }>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    letter,
    fc.constant<Both>([make("re_allchar"), "[^]"]),
    fc.constant<Both>([make("re_range", "a", "b"), "[a-b]"]),
    tie("expression").map(([re, js]): Both => [make("re_star", re), `(?:${js})*`]),
    tie("expression").map(([re, js]): Both => [make("re_plus", re), `(?:${js})+`]),
    tie("expression").map(([re, js]): Both => [make("re_option", re), `(?:${js})?`]),
    tie("expression").map(([re, js]): Both => [make("re_loop", re, 1n, 2n), `(?:${js}){1,2}`]),
    fc
      .tuple(tie("expression"), tie("expression"))
      .map(([[a, x], [b, y]]): Both => [make("re_concat", a, b), `(?:${x})(?:${y})`]),
    fc
      .tuple(tie("expression"), tie("expression"))
      .map(([[a, x], [b, y]]): Both => [make("re_union", a, b), `(?:(?:${x})|(?:${y}))`]),
  ),
}));
const word = fc.string({ unit: fc.constantFrom("a", "b", "c"), maxLength: 6 });

test("agrees with another matcher", () => {
  fc.assert(
    fc.property(expression, word, ([regex, js], text) => {
      assert.is(matches(text, regex), new RegExp(`^(?:${js})$`, "u").test(text), `${js} on ${text}`);
    }),
    { numRuns: 500 },
  );
});

test("complement and intersection follow from membership", () => {
  fc.assert(
    fc.property(expression, expression, word, ([a], [b], text) => {
      assert.is(matches(text, make("re_complement", a)), !matches(text, a));
      assert.is(matches(text, make("re_intersect", a, b)), matches(text, a) && matches(text, b));
    }),
  );
});

test("expressions that ruin backtracking take linear time", () => {
  const a = make("re_literal", "a");
  const nested = make("re_star", make("re_star", make("re_union", a, make("re_concat", a, a))));
  assert.not(matches(`${"a".repeat(5000)}b`, nested));
  const optional = Array.from({ length: 30 }, () => make("re_option", a));
  const required = Array.from({ length: 30 }, () => a);
  assert.ok(matches("a".repeat(30), make("re_concat", ...optional, ...required)));
});

test("a long literal, and expressions nested too deeply", () => {
  const long = "x".repeat(20_000);
  assert.ok(matches(long, make("re_literal", long)));
  let deep = make("re_literal", "a");
  for (let k = 0; k < 5000; k++)
    deep = make("re_complement", make("re_union", deep, dataValue("RegEx", "re_empty")));
  assert.throws(
    () => matches("a", deep),
    (e: unknown) => e instanceof ProgramError && e.diagnostic.code === "KL0507",
  );
});

test("edges", () => {
  for (const text of [
    'matches("𝔹", re_allchar()) = true',
    'matches("b", re_range("ab", "c")) = false',
    'matches("b", re_range("c", "a")) = false',
    'matches("", re_loop(re_literal("a"), 0, 0)) = true',
    'matches("a", re_loop(re_literal("a"), 2, 1)) = false',
    'matches("ab\n", re_full()) = true',
  ])
    assert.ok(holds(text), text);
  assert.is(formatValue(evaluate('re_star(re_literal("a"))')), 're_star(re_literal("a"))');
  assert.throws(() => evaluate('re_loop(re_literal("a"), -1, 2)'));
  assert.is(typing("matches", "String", "String"), "declined");
  assert.is(typing("re_union", "RegEx", "RegEx", "RegEx"), "RegEx");
});

test.run();
