/**
 * `kleis compile --threads`: what is made starts threads for long loops and large products, gives the bits that it gives with another
 * number of them and the errors of one, is called from several threads at once, and needs POSIX threads only then.
 */
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { folder, kleis } from "../support/cli.ts";
import { hasCompiler } from "../support/emitted.ts";

const model = `
define wave(xs : List(ℝ)) : List(ℝ) = list_map(λ x . exp(-x*x) * sin(3*x) + x / (1 + x*x), xs)
define quotients(xs : List(ℝ)) : List(ℝ) = list_map(λ x . exp(x) / x, xs)
define product(A : Matrix(200, 200), B : Matrix(200, 200)) : Matrix(200, 200) = A * B
`;

const main = `
#include "libmodel.h"
#include <pthread.h>
#include <stdio.h>
#include <string.h>

enum { length = 200000, callers = 3 };
static double xs[length], zeros[length];

static void *call(void *given) {
  double *const out = given;
  int64_t count;
  if (wave(xs, length, length, out, &count) || product(xs, xs + 7, out)) out[0] = 1e300;
  return 0;
}

int main(void) {
  static double outs[callers][length], quotient[length];
  pthread_t threads[callers];
  int64_t count;
  for (int64_t k = 0; k < length; k++) xs[k] = (double)(k % 1009) / 500 - 1.003, zeros[k] = k == 150000 ? 0 : 1;
  for (int k = 0; k < callers; k++) pthread_create(&threads[k], 0, call, outs[k]);
  for (int k = 0; k < callers; k++) pthread_join(threads[k], 0);
  uint64_t digest = 0;
  for (int64_t k = 0; k < length; k++) {
    uint64_t bits;
    memcpy(&bits, &outs[0][k], 8);
    digest = digest * 31 + bits;
  }
  printf("%d %d %d %llx\\n", memcmp(outs[0], outs[1], sizeof outs[0]), memcmp(outs[0], outs[2], sizeof outs[0]),
         quotients(zeros, length, length, quotient, &count) == KLEIS_DIVISION, (unsigned long long)digest);
}
`;

const ordinary: readonly string[] = ["-O1"];

/** What the program prints that is linked with the library of so many threads. */
async function printed(
  language: "c" | "rust",
  threads: number,
  output = "libmodel.so",
  flags = ordinary,
): Promise<string> {
  const directory = folder({
    "model.kleis": model,
    "main.c": main.replace("libmodel.h", output.replace(/\.\w+$/, ".h")),
  });
  const made = await kleis(
    ["compile", "model.kleis", "--backend", language, "--threads", String(threads), "--header", "-o", output],
    { directory },
  );
  assert.is(made.stderr, "");
  assert.is(made.code, 0);
  const cc = [
    "-Wall",
    "-Wextra",
    "-Werror",
    ...flags,
    "main.c",
    `./${output}`,
    "-o",
    "main",
    "-lm",
    "-lpthread",
  ];
  execFileSync("cc", cc, { cwd: directory });
  return execFileSync("./main", { cwd: directory, encoding: "utf8" });
}

for (const language of ["c", "rust"] as const) {
  if (!hasCompiler("c") || !hasCompiler(language)) continue;
  test(`through ${language}: every number of threads gives the same bits, whoever calls`, async () => {
    const two = await printed(language, 2);
    assert.match(two, /^0 0 1 /);
    assert.is(await printed(language, 5), two);
  });
}

/** Whether programs run under this sanitizer here: it wants an address space laid out its way. */
function runsSanitized(): boolean {
  const directory = folder({ "empty.c": "int main(void) { return 0; }\n" });
  try {
    const settings = { cwd: directory, stdio: "pipe" } as const;
    execFileSync("cc", ["-fsanitize=thread", "empty.c", "-o", "empty"], settings);
    execFileSync("./empty", settings);
    return true;
  } catch {
    return false;
  }
}

if (hasCompiler("c") && runsSanitized())
  test("ThreadSanitizer finds nothing to say of it", async () => {
    assert.match(
      await printed("c", 3, "model.c", [
        "-O1",
        "-g",
        "-fsanitize=thread",
        "-march=native",
        "-ffp-contract=off",
      ]),
      /^0 0 1 /,
    );
  });

test("the header tells of threads where there are some, and the text starts none without", async () => {
  const directory = folder({ "model.kleis": model });
  for (const [threads, told] of [
    ["1", false],
    ["4", true],
  ] as const) {
    const args = ["compile", "model.kleis", "--threads", threads, "--header", "-o", "model.c"];
    assert.is((await kleis(args, { directory })).code, 0);
    assert.is(readFileSync(path.join(directory, "model.h"), "utf8").includes("up to 4"), told);
    assert.is(readFileSync(path.join(directory, "model.c"), "utf8").includes("pthread_create"), told);
  }
  writeFileSync(path.join(directory, "model.kleis"), "define f(x : ℝ) = x\n");
  const args = ["compile", "model.kleis", "--threads", "4", "-o", "model.c"];
  assert.is((await kleis(args, { directory })).code, 0);
  assert.not.match(readFileSync(path.join(directory, "model.c"), "utf8"), "pthread_create");
});

test.run();
