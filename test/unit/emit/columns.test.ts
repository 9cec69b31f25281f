/**
 * The template for a matrix and a column against its definition (test/support/native/columns.c), both ways round, for each
 * instruction set this machine has, in both languages.
 */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { availableIsas, hasCompiler, ownIsa } from "../../support/emitted.ts";
import { hasSanitizers, sanitizers } from "../../support/sanitizers.ts";
import { type Holes, TemplateDriver } from "../../support/template-driver.ts";

const driver = new TemplateDriver({
  template: "gemv_f64",
  driver: "columns.c",
  parameters: "a: *const f64, x: *const f64, y: *mut f64, m: i64, n: i64, cancel: *const i32",
  definitions: (holes) => [
    `TRANSPOSED=${holes["transposed"] ?? 0}`,
    ...(holes["m"] === undefined ? [] : [`M=${holes["m"]}`, `N=${holes["n"]}`]),
  ],
});
test.after(() => driver.close());

const forms: readonly (readonly [name: string, holes: Holes])[] = [
  ["A·x", {}],
  ["Aᵀ·x", { transposed: 1 }],
];
const known: readonly Holes[] = [
  { m: 10, n: 10 },
  { m: 15, n: 23, transposed: 1 },
];

for (const language of ["c", "rust"] as const) {
  if (!hasCompiler(language)) {
    test(`a matrix and a column (${language}) — skipped: no compiler`, () => undefined);
    continue;
  }
  for (const [what, holes] of forms)
    for (const isa of availableIsas)
      test(`${what} (${language}, ${isa})`, () => assert.is(driver.run(language, isa, holes), ""));
  for (const holes of known)
    test(`${JSON.stringify(holes)} (${language}, ${ownIsa})`, () =>
      assert.is(driver.run(language, ownIsa, holes), ""));
}

if (!hasCompiler("c") || !hasSanitizers())
  test("a matrix and a column stay within their memory — skipped: no sanitizers", () => undefined);
else
  test("a matrix and a column stay within their memory, and leave nothing undefined", () => {
    for (const [, holes] of forms) assert.is(driver.run("c", ownIsa, holes, sanitizers), "");
  });

test.run();
