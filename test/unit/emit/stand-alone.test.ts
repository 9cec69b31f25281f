/** templates/program/values.c: numbers, texts and boxes as the evaluator writes them. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { cString } from "../../../src/emit/c/show.ts";
import { decimal } from "../../../src/emit/text.ts";
import { formatValue } from "../../../src/interpret/format.ts";
import { formatNumber } from "../../../src/interpret/format-number.ts";
import { hasCompiler } from "../../support/emitted.ts";

const values = readFileSync("templates/program/values.c", "utf8");

/** What a program prints whose `evaluate_all` is these lines. */
function printed(lines: readonly string[]): string {
  const directory = mkdtempSync(path.join(tmpdir(), "kleis-values-"));
  try {
    const source = path.join(directory, "main.c");
    writeFileSync(source, [values, "int evaluate_all(void) {", ...lines, "return 0; }", ""].join("\n"));
    const flags = ["-std=gnu11", "-Wall", "-Wextra", "-Werror", "-pthread", source, "-lm", "-o"];
    execFileSync("gcc", [...flags, path.join(directory, "program")], { stdio: "pipe" });
    return execFileSync(path.join(directory, "program"), { encoding: "utf8", maxBuffer: 2 ** 26 });
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** Doubles of every exponent, powers of two and their neighbours among them. */
function doubles(): readonly number[] {
  const bits = new DataView(new ArrayBuffer(8));
  const at = (high: number, low: number): number => {
    bits.setUint32(0, high >>> 0);
    bits.setUint32(4, low >>> 0);
    return bits.getFloat64(0);
  };
  const powers = Array.from({ length: 2047 }, (_, exponent) => exponent * 2 ** 20);
  const beside = powers.flatMap((high) => [at(high, 0), at(high, 1), at(high - 1, 0xffffffff)]);
  const random = fc.sample(fc.double(), 3000);
  const short = fc.sample(fc.tuple(fc.nat(100_000), fc.nat(20)), 500).map(([n, k]) => n / 10 ** k);
  return [0, 0.1, 1e21, 5e-324, 2 ** 53 + 2, Infinity, ...beside, ...random, ...short].filter(
    (x) => !Number.isNaN(x),
  );
}

if (!hasCompiler("c")) test("a stand-alone program writes values — skipped: no compiler", () => undefined);
else {
  test("reals are the shortest decimals that read back, as the evaluator writes them", () => {
    const all = doubles();
    const literal = (x: number): string =>
      Number.isFinite(x) ? decimal(x) : x > 0 ? "INFINITY" : "-INFINITY";
    const lines = printed([
      `static const double all[] = {${all.map(literal).join(", ")}};`,
      `for (int i = 0; i < ${all.length}; i++) put_real(all[i]), put("\\n");`,
      'put_real(NAN), put("\\n");',
    ]).split("\n");
    for (const [i, x] of [...all, Number.NaN].entries()) assert.is(lines[i], formatNumber(x));
  });

  test("complex numbers, integers and texts", () => {
    const text = 'a "quoted"\tλ\n\\ ??= 1';
    const out = printed([
      'put_complex(1, -2.5), put("\\n");',
      'put_complex(-0.0, 0), put("\\n");',
      'put_complex(0, INFINITY), put("\\n");',
      'put_integer(INT64_MIN), put("\\n");',
      'put_boolean(1), put("\\n");',
      `put_text(${cString(text)}), put("\\n");`,
    ]);
    const expected = [
      formatNumber({ kind: "complex", re: 1, im: -2.5 }),
      formatNumber({ kind: "complex", re: -0, im: 0 }),
      formatNumber({ kind: "complex", re: 0, im: Infinity }),
      "-9223372036854775808",
      "true",
      formatValue(text),
      "",
    ];
    assert.is(out, expected.join("\n"));
  });
}

test.run();
