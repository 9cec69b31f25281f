/** Libraries compiled ahead of time, called from a C program that includes their header. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { emitCLibrary } from "../../../src/emit/c/library.ts";
import type { ExportedFunction } from "../../../src/emit/exports.ts";
import { compilerFlags } from "../../../src/emit/target.ts";
import type { Type } from "../../../src/types/type.ts";
import { hasCompiler, machineOptions } from "../../support/emitted.ts";
import { fibonacci, squares } from "../../support/loop-programs.ts";

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
  const pairs: Type = { kind: "con", name: "List", args: [{ kind: "con", name: "ℂ", args: [] }] };
  const program = {
    ...fibonacci(),
    params: [{ kind: "array", element: { kind: "complex" }, extents: ["run-time"] }],
  } as const;
  const { left, header } = emitCLibrary(
    [{ name: "f", params: [{ name: "zs", type: pairs }], result: whole, program }],
    machineOptions(),
  );
  assert.equal(left, ["f"]);
  assert.not.match(header, " f(");
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

if (!hasCompiler("c")) test("C calls the library — skipped: no compiler", () => undefined);
else
  test("C calls the library", () => {
    const directory = mkdtempSync(`${tmpdir()}/kleis-library-`);
    const library = emitCLibrary(functions, machineOptions());
    writeFileSync(`${directory}/library.c`, library.source.text);
    writeFileSync(`${directory}/library.h`, library.header);
    writeFileSync(`${directory}/main.c`, main);
    const cc = (...args: readonly string[]): void => {
      execFileSync("gcc", ["-Wall", "-Wextra", "-Werror", ...args], { cwd: directory, stdio: "pipe" });
    };
    cc("library.c", "-o", "library.so", ...compilerFlags(machineOptions(), "c"));
    cc("main.c", "-o", "main", "./library.so");
    const output = execFileSync("./main", { cwd: directory, encoding: "utf8" });
    assert.is(output, "0 6765\n1\n0 14 3 9\n1 3\n");
    rmSync(directory, { recursive: true, force: true });
  });

test.run();
