import { test } from "uvu";
import * as assert from "uvu/assert";
import { ProgramError } from "../../../src/base/outcome.ts";
import { evaluate, evaluateRow, typing } from "../../support/rows.ts";

const gives = (text: string, value: unknown): void => assert.equal(evaluate(text), value, text);

test("joining and formatting", () => {
  gives('concat("a", 1, 2.5)', "a12.5");
  gives('concat("a", x)', { kind: "symbol", name: "ax" });
  gives('format("{{}} {} {:.3} {:.0}", "s", 2.0005, 7)', "{} s 2.001 7");
  gives('format("{}", [1, 2.5])', "[1, 2.5]");
  gives('format("{:.2}", 1e300 * 1e300)', "inf");
  gives('format("{:.1} {:.1} {:.0} {:.1}", 0.25, -0.35, 2.5, -0.04)', "0.2 -0.3 2 -0.0");
  gives(
    'format("{:.2} {:.30}", 12345678901234567890123, rational(1, 3))',
    `12345678901234567890123.00 0.${"3".repeat(30)}`,
  );
  gives('to_string("a")', "a");
  gives("str(2.0)", "2");
  assert.throws(
    () => evaluate('format("{} {}", 1)'),
    (e: unknown) => e instanceof ProgramError,
  );
});

test("texts are ordered by their characters, not by their units of UTF-16", () => {
  gives('"🙂" > "ﬃ"', true);
  gives('"a🙂" < "a"', false);
  gives('set_elements(set_of(["🙂", "ﬃ", "a"])) = ["a", "ﬃ", "🙂"]', true);
  gives('replaceAll("a🙂", "", "-")', "-a-🙂-");
  gives('trim("\u0085 a\ufeff\u3000")', "a\ufeff");
});

test("characters and bytes", () => {
  gives('strlen("ψx")', 3n);
  gives('indexOf("ψx", "x")', 2n);
  gives('indexOf("a", "b")', -1n);
  gives('substr("ψxy", 1, 9)', "xy");
  gives('charAt("abc", 7)', "");
  gives('charAt("abc", -1)', "");
});

test("numbers", () => {
  gives('strToInt("nope")', -1n);
  gives('strToInt("+7")', 7n);
  gives("intToStr(2.9)", "2");
});

test("lines", () => {
  assert.is(evaluateRow("countLines", ["a\nb\n"]), 2n);
  assert.is(evaluateRow("countLines", ["a\\nb"]), 2n);
  assert.is(evaluateRow("nthLine", ["a\nb", 5n]), "");
});

test("types", () => {
  assert.is(typing("concat", "String", "ℝ"), "String");
  assert.is(typing("concat", "List(ℤ)", "List(ℝ)"), "List(ℝ)");
  assert.is(typing("concat", "String", "List(ℤ)"), "declined");
  assert.is(typing("format", "String", "Bool", "List(ℤ)"), "String");
  assert.is(typing("to_string", "Bool"), "String");
});

test.run();
