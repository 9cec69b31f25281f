/** Libraries compiled ahead of time, called from a C program that includes their header. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { statusCode } from "../../../src/emit/abi.ts";
import { emitCLibrary } from "../../../src/emit/c/library.ts";
import { capacityStatus, type ExportedFunction } from "../../../src/emit/exports.ts";
import { emitRustLibrary } from "../../../src/emit/rust/library.ts";
import { compilerFlags } from "../../../src/emit/target.ts";
import type { Type } from "../../../src/types/type.ts";
import { hasCompiler, machineOptions } from "../../support/emitted.ts";
import { fibonacci, layouts, squares } from "../../support/loop-programs.ts";

const real: Type = { kind: "con", name: "ℝ", args: [] };
const whole: Type = { kind: "con", name: "ℤ", args: [] };
const list: Type = { kind: "con", name: "List", args: [real] };

const functions: readonly ExportedFunction[] = [
  { name: "fib", params: [{ name: "n", type: whole }], result: whole, program: fibonacci() },
  {
    name: "squares'",
    params: [{ name: "xs", type: list }],
    result: { kind: "tuple", items: [real, list] },
    program: squares(),
  },
];

test("the header states each function in C's words", () => {
  const { header } = emitCLibrary(functions, machineOptions());
  assert.match(header, "int32_t fib(int64_t n, int64_t *result);");
  assert.match(
    header,
    "int32_t squares_p(const double *xs, int64_t xs_length, double *result_0, int64_t result_1_capacity, " +
      "double *result_1, int64_t *result_1_length);",
  );
});

test("a value that has no place in the interface is said so", () => {
  const pairs: Type = { kind: "con", name: "List", args: [{ kind: "tuple", items: [real, real] }] };
  const pair = { kind: "tuple", items: [layouts.f64, layouts.f64] } as const;
  const program = {
    ...fibonacci(),
    params: [{ kind: "array", element: pair, extents: ["run-time"] }],
  } as const;
  const { left, header } = emitCLibrary(
    [{ name: "f", params: [{ name: "zs", type: pairs }], result: whole, program }],
    machineOptions(),
  );
  assert.equal(left, ["f"]);
  assert.not.match(header, " f(");
});

test("complex numbers in an array are two arrays", () => {
  const complexes: Type = { kind: "con", name: "List", args: [{ kind: "con", name: "ℂ", args: [] }] };
  const layout = { kind: "array", element: { kind: "complex" }, extents: ["run-time"] } as const;
  const program = { ...fibonacci(), params: [layout], result: layout };
  const { header } = emitCLibrary(
    [{ name: "f", params: [{ name: "zs", type: complexes }], result: complexes, program }],
    machineOptions(),
  );
  assert.match(
    header,
    "int32_t f(const double *zs_re, const double *zs_im, int64_t zs_length, int64_t result_capacity, " +
      "double *result_re, int64_t *result_length, double *result_im);",
  );
});

const main = `
#include "library.h"
#include <stdio.h>
int main(void) {
  int64_t f, n;
  double s, out[3], xs[3] = {1, 2, 3};
  int32_t code = fib(20, &f);
  printf("%d %d\\n", code, (int)f);
  code = fib(1000000000, &f);
  printf("%d\\n", code == KLEIS_DEPTH);
  code = squares_p(xs, 3, &s, 3, out, &n);
  printf("%d %g %d %g\\n", code, s, (int)n, out[2]);
  code = squares_p(xs, 3, &s, 2, out, &n);
  printf("%d %d\\n", code == KLEIS_CAPACITY, (int)n);
}
`;

/** Compiles the library by this language, and a caller by C. */
function callFromC(language: "c" | "rust"): string {
  const directory = mkdtempSync(`${tmpdir()}/kleis-library-`);
  const options = machineOptions();
  const library = (language === "c" ? emitCLibrary : emitRustLibrary)(functions, options);
  const source = `library.${language === "c" ? "c" : "rs"}`;
  writeFileSync(`${directory}/${source}`, library.source.text);
  writeFileSync(`${directory}/library.h`, library.header);
  writeFileSync(`${directory}/main.c`, main);
  const strict = ["-Wall", "-Wextra", "-Werror"];
  const [compiler, warnings] =
    language === "c" ? (["gcc", strict] as const) : (["rustc", ["-D", "warnings"]] as const);
  const settings = { cwd: directory, stdio: "pipe" } as const;
  execFileSync(
    compiler,
    [...warnings, source, "-o", "library.so", ...compilerFlags(options, library.source)],
    settings,
  );
  execFileSync("gcc", [...strict, "main.c", "-o", "main", "./library.so"], settings);
  const output = execFileSync("./main", { cwd: directory, encoding: "utf8" });
  rmSync(directory, { recursive: true, force: true });
  return output;
}

for (const language of ["c", "rust"] as const)
  if (!hasCompiler(language)) test(`C calls a ${language} library — skipped: no compiler`, () => undefined);
  else
    test(`C calls a ${language} library`, () => {
      assert.is(callFromC(language), "0 6765\n1\n0 14 3 9\n1 3\n");
    });

test("no status of a kernel is taken for a result that does not fit", () => {
  assert.not.ok(Object.values(statusCode).includes(capacityStatus));
});

test.run();
