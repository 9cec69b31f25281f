/**
 * The templates of eigenvalues against what they state (test/support/native), for each instruction set this machine has, in both
 * languages, and under the compiler's checks of memory.
 */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { availableIsas, hasCompiler, ownIsa } from "../../support/emitted.ts";
import { hasSanitizers, sanitizers } from "../../support/sanitizers.ts";
import { type Holes, TemplateDriver } from "../../support/template-driver.ts";

const general = new TemplateDriver({
  template: "eig_f64",
  driver: "spectrum.c",
  parameters:
    "a: *const f64, re: *mut f64, im: *mut f64, x: *mut f64, y: *mut f64, work: *mut f64, n: i64, cancel: *const i32",
  definitions: (holes) => [`FORM=${holes["form"] ?? 0}`, `FEW=${holes["few"] ?? 0}`],
});
const symmetric = new TemplateDriver({
  template: "eigh_f64",
  driver: "symmetric.c",
  parameters: "a: *const f64, w: *mut f64, q: *mut f64, work: *mut f64, n: i64, cancel: *const i32",
  definitions: (holes) => [`VECTORS=${holes["vectors"] ?? 0}`, `FEW=${holes["few"] ?? 0}`],
});
test.after(() => {
  general.close();
  symmetric.close();
});

const forms: readonly (readonly [string, TemplateDriver, Holes])[] = [
  ["eigenvalues", general, { form: 0 }],
  ["Schur forms", general, { form: 1 }],
  ["eigenvectors", general, { form: 2 }],
  ["eigenvalues of symmetric matrices", symmetric, { vectors: 0 }],
  ["eigenvectors of symmetric matrices", symmetric, { vectors: 1 }],
];

/** Those that do all there is, by the number of rows. */
const withVectors = forms.filter(([, , { form, vectors }]) => form === 2 || vectors === 1);
const few = [1, 2, 3, 4, 5, 7, 8] as const;

for (const language of ["c", "rust"] as const) {
  if (!hasCompiler(language)) {
    test(`eigenvalues (${language}) — skipped: no compiler`, () => undefined);
    continue;
  }
  for (const [what, driver, holes] of forms)
    for (const isa of availableIsas)
      if (language === "c" || isa === ownIsa)
        test(`${what} (${language}, ${isa})`, () => assert.is(driver.run(language, isa, holes), ""));
  for (const [what, driver, holes] of withVectors)
    for (const isa of availableIsas)
      if (language === "c" || isa === ownIsa)
        test(`${what} of a known few rows (${language}, ${isa})`, () => {
          for (const rows of [4, 7])
            assert.is(driver.run(language, isa, { ...holes, few: rows }), "", `${rows} rows`);
        });
}

if (!hasCompiler("c") || !hasSanitizers())
  test("eigenvalues stay within their memory — skipped: no sanitizers", () => undefined);
else
  for (const [what, driver, holes] of forms)
    test(`${what} stay within their memory, and leave nothing undefined`, () =>
      assert.is(driver.run("c", ownIsa, holes, sanitizers), ""));
if (hasCompiler("c") && hasSanitizers())
  for (const [what, driver, holes] of withVectors)
    test(`${what} of a known few rows stay within their memory`, () => {
      for (const rows of few)
        assert.is(driver.run("c", ownIsa, { ...holes, few: rows }, sanitizers), "", `${rows} rows`);
    });

test.run();
