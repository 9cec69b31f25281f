/**
 * The template for products of any size against its definition (test/support/native/products.c), in every form that its holes
 * allow, for each instruction set this machine has, in both languages.
 */
import { test } from "uvu";
import * as assert from "uvu/assert";
import type { Isa } from "../../../src/emit/target.ts";
import { availableIsas, hasCompiler, type Language, ownIsa } from "../../support/emitted.ts";
import { hasSanitizers, sanitizers } from "../../support/sanitizers.ts";
import { type Holes, TemplateDriver } from "../../support/template-driver.ts";

const driver = new TemplateDriver({
  template: "matmul_f64",
  driver: "products.c",
  parameters: [
    "a: *const f64, b: *const f64, c: *mut f64, d: *const f64, m: i64, k: i64, n: i64",
    "work: *mut f64, cancel: *const i32, team: *const core::ffi::c_void",
  ].join(", "),
  definitions: (holes) => [
    "TEAM=(void *)0",
    ...["left", "right", "adds", "symmetric", "left_zeros", "right_zeros"].map(
      (name) => `${name.toUpperCase()}=${holes[name] ?? 0}`,
    ),
    ...(holes["m"] === undefined
      ? []
      : ["m", "k", "n"].map((size) => `${size.toUpperCase()}=${holes[size]}`)),
  ],
});
test.after(() => driver.close());

function run(language: Language, isa: Isa, holes: Holes, flags: readonly string[] = []): string {
  return driver.run(language, isa, holes, flags);
}

const plain: Holes = {};
const forms: readonly (readonly [name: string, holes: Holes])[] = [
  ["A·B", plain],
  ["Aᵀ·B", { left: 1 }],
  ["L·B", { left_zeros: 1 }],
  ["A·Bᵀ", { right: 1 }],
  ["D − Aᵀ·B", { left: 1, adds: 2 }],
  ["Aᵀ·A", { left: 1, symmetric: 1 }],
  ["A·B − D", { adds: 3 }],
  ["D + A·B", { adds: 1 }],
  ["s·A·B", { adds: 4 }],
  ["Aᵀ·Bᵀ", { left: 1, right: 1 }],
  ["D + A·Bᵀ", { right: 1, adds: 1 }],
  ["A·Aᵀ", { right: 1, symmetric: 1 }],
  ["D − U·B, U transposed", { left: 1, left_zeros: 2, adds: 2 }],
  ["A·Lᵀ", { right: 1, right_zeros: 2 }],
  ["A·L − D", { right_zeros: 1, adds: 3 }],
];

/** Known sizes, in place and copied, with rests of every kind. */
const known: readonly Holes[] = [
  { m: 100, k: 100, n: 100 },
  { m: 33, k: 50, n: 47 },
  { m: 5, k: 700, n: 9, adds: 3 },
  { m: 20, k: 30, n: 36, adds: 1 },
  { m: 35, k: 300, n: 46, adds: 4 },
  { m: 128, k: 128, n: 128 },
  { m: 259, k: 261, n: 1047, adds: 1 },
  { m: 130, k: 40, n: 130, right: 1, symmetric: 1 },
  { m: 259, k: 261, n: 1047, left_zeros: 2, right_zeros: 1 },
  { m: 133, k: 133, n: 133, right: 1, symmetric: 1, left_zeros: 1, right_zeros: 2 },
];

const lower = availableIsas.slice(0, -1);

for (const language of ["c", "rust"] as const) {
  if (!hasCompiler(language)) {
    test(`products of any size (${language}) — skipped: no compiler`, () => undefined);
    continue;
  }
  // The printers share the design; compiling is what takes the time here.
  const [mine, sizes] = language === "c" ? [forms, known] : [forms.slice(0, 6), known.slice(0, 4)];
  for (const [what, holes] of mine)
    test(`${what} (${language}, ${ownIsa})`, () => assert.is(run(language, ownIsa, holes), ""));
  for (const isa of lower) test(`A·B (${language}, ${isa})`, () => assert.is(run(language, isa, plain), ""));
  for (const holes of sizes)
    test(`${JSON.stringify(holes)} (${language}, ${ownIsa})`, () =>
      assert.is(run(language, ownIsa, holes), ""));
}

if (!hasCompiler("c") || !hasSanitizers())
  test("products stay within their memory — skipped: no sanitizers", () => undefined);
else
  test("products stay within their memory, and leave nothing undefined", () => {
    for (const holes of [plain, { left: 1, right: 1, adds: 2 }, { m: 33, k: 50, n: 47 }])
      assert.is(run("c", ownIsa, holes, sanitizers), "");
  });

test.run();
