/**
 * The templates of reflections and of sweeps against what they state (test/support/native), for each instruction set this machine has,
 * in both languages; and all templates of factorisations and transforms under the compiler's checks of memory.
 */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { availableIsas, hasCompiler, ownIsa } from "../../support/emitted.ts";
import { hasSanitizers, sanitizers } from "../../support/sanitizers.ts";
import { type Holes, TemplateDriver } from "../../support/template-driver.ts";

const pointers = (...names: readonly string[]): string =>
  names.map((name, i) => `${name}: *${i === 0 ? "const" : "mut"} f64`).join(", ");
const value = (holes: Holes, name: string): string => `${name.toUpperCase()}=${holes[name] ?? 0}`;

const reflections = new TemplateDriver({
  template: "qr_f64",
  driver: "reflections.c",
  parameters: `${pointers("a", "q", "r", "work")}, m: i64, n: i64, c: i64, cancel: *const i32`,
  definitions: (holes) => [value(holes, "small"), "M=0", "N=0"],
});
const fixedReflections = new TemplateDriver({
  template: "qr_fixed_f64",
  driver: "reflections.c",
  parameters: `${pointers("a", "q", "r")}, cancel: *const i32`,
  definitions: (holes) => ["SMALL=1", value(holes, "m"), value(holes, "n")],
});
const sweeps = new TemplateDriver({
  template: "svd_f64",
  driver: "sweeps.c",
  parameters: `${pointers("a", "s", "u", "vt", "work")}, n: i64, cancel: *const i32`,
  definitions: (holes) => [value(holes, "vectors")],
});
/** These have tests of their own; in C alone. */
const triangles = (template: string): TemplateDriver =>
  new TemplateDriver({
    template,
    driver: "triangles.c",
    parameters: "",
    definitions: () => [`CHOLESKY=${Number(template === "cholesky_f64")}`],
  });
const transforms = new TemplateDriver({
  template: "fft_f64",
  driver: "turns.c",
  parameters: "",
  definitions: (holes) => [value(holes, "n"), value(holes, "real")],
});
const [cholesky, systems] = [triangles("cholesky_f64"), triangles("solve_f64")];
test.after(() => {
  for (const driver of [reflections, fixedReflections, sweeps, transforms, cholesky, systems]) driver.close();
});

const forms: readonly (readonly [string, TemplateDriver, Holes])[] = [
  ["orthogonal factors", reflections, { small: 0 }],
  ["orthogonal factors of few columns", reflections, { small: 1 }],
  ["singular values", sweeps, { vectors: 0 }],
  ["singular values and vectors", sweeps, { vectors: 1 }],
];

/** Every width of vectors, tall, square and wide. */
const fixedShapes = [
  [1, 1],
  [2, 2],
  [1, 4],
  [4, 4],
  [5, 3],
  [3, 5],
  [8, 1],
  [7, 7],
  [8, 8],
] as const;

for (const language of ["c", "rust"] as const) {
  if (!hasCompiler(language)) {
    test(`factors (${language}) — skipped: no compiler`, () => undefined);
    continue;
  }
  // The printers share the design; compiling is what takes the time here.
  for (const [what, driver, holes] of forms)
    for (const isa of availableIsas)
      if (language === "c" || isa === ownIsa)
        test(`${what} (${language}, ${isa})`, () => assert.is(driver.run(language, isa, holes), ""));
  for (const isa of availableIsas)
    if (language === "c" || isa === ownIsa)
      test(`orthogonal factors of known small sizes (${language}, ${isa})`, () => {
        for (const [m, n] of fixedShapes)
          assert.is(fixedReflections.run(language, isa, { m, n }), "", `${m} × ${n}`);
      });
}

const checked: readonly (readonly [string, TemplateDriver, Holes])[] = [
  ...forms,
  ["orthogonal factors of known small sizes", fixedReflections, { m: 7, n: 5 }],
  ["Cholesky factors", cholesky, {}],
  ["linear systems", systems, {}],
  ["transforms", transforms, { n: 360 }],
  ["transforms of real numbers by chirps", transforms, { n: 2018, real: 1 }],
];

if (!hasCompiler("c") || !hasSanitizers())
  test("factorisations stay within their memory — skipped: no sanitizers", () => undefined);
else
  for (const [what, driver, holes] of checked)
    test(`${what} stay within their memory, and leave nothing undefined`, () =>
      assert.is(driver.run("c", ownIsa, holes, sanitizers), ""));

test.run();
