/** `kleis compile`: sizes that a call brings, and what a library says that has no evaluator behind it. */
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { folder, kleis } from "../support/cli.ts";
import { hasCompiler } from "../support/emitted.ts";

const model = `
define apply(A : Matrix(m, n), x : Vector(n)) : Vector(m) = A * x
define halves(xs : Vector(2 * n)) : ℝ = n * 1.0
define third(k : ℤ) : ℤ = k / 3
`;

const main = `
#include "libmodel.h"
#include <stdio.h>
int main(void) {
  const double A[6] = {1, 2, 3, 4, 5, 6}, x[3] = {1, 1, 1};
  double y[2], half;
  int64_t n, k;
  int32_t code = apply(2, 3, A, 3, x, 2, y, &n);
  printf("%d %d %g %g\\n", code, (int)n, y[0], y[1]);
  printf("%d\\n", apply(2, 3, A, 2, x, 2, y, &n) == KLEIS_DIMENSION);
  code = halves(4, A, &half);
  printf("%d %g\\n", code, half);
  printf("%d\\n", halves(3, A, &half) == KLEIS_DIMENSION);
  code = third(6, &k);
  printf("%d %d\\n", code, (int)k);
  printf("%d\\n", third(7, &k) == KLEIS_KIND);
}
`;

for (const language of ["c", "rust"] as const) {
  if (!hasCompiler("c") || !hasCompiler(language)) continue;

  test(`through ${language}: dimension variables are sizes of the call, and what does not fit has its own code`, async () => {
    const directory = folder({ "model.kleis": model });
    const made = await kleis(
      ["compile", "model.kleis", "-o", "libmodel.so", "--header", "--backend", language],
      { directory },
    );
    assert.is(made.stderr, "");
    assert.is(made.code, 0);
    writeFileSync(path.join(directory, "main.c"), main);
    execFileSync("gcc", ["-Wall", "-Wextra", "-Werror", "main.c", "./libmodel.so", "-o", "main"], {
      cwd: directory,
    });
    const out = execFileSync("./main", { cwd: directory, encoding: "utf8" });
    assert.is(out, "0 2 6 15\n1\n0 2\n1\n0 2\n1\n");
  });
}

if (hasCompiler("c"))
  test("an object file and a static library link into a program", async () => {
    const directory = folder({ "model.kleis": model, "main.c": main });
    for (const ending of ["o", "a"]) {
      const made = await kleis(["compile", "model.kleis", "-o", `libmodel.${ending}`, "--header"], {
        directory,
      });
      assert.equal([made.code, made.stderr], [0, ""]);
      execFileSync("gcc", ["main.c", `libmodel.${ending}`, "-lm", "-o", "main"], { cwd: directory });
      assert.match(execFileSync("./main", { cwd: directory, encoding: "utf8" }), /^0 2 6 15\n/);
    }
  });

test("a parameter without a type is said to have none", async () => {
  const directory = folder({ "model.kleis": "define twice(f, x) = f(f(x))\n" });
  const made = await kleis(["compile", "model.kleis", "-o", "libmodel.h"], { directory });
  assert.is(made.code, 1);
  assert.match(made.stderr, "its parameters have no concrete types; annotate them");
});

test.run();
