/**
 * The template for products of any size against its definition (test/support/native/products.c), in every form that its holes
 * allow, for each instruction set this machine has, in both languages.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { type CodegenOptions, compilerFlags, type Isa, targetFromIsa } from "../../../src/emit/target.ts";
import { instantiateTemplate } from "../../../src/emit/template.ts";
import {
  availableIsas,
  hasCompiler,
  type Language,
  machineOptions,
  ownIsa,
  templateTexts,
} from "../../support/emitted.ts";
import { hasSanitizers, sanitizers } from "../../support/sanitizers.ts";

const library = templateTexts("matmul_f64");

const directory = mkdtempSync(`${tmpdir()}/kleis-products-`);
test.after(() => rmSync(directory, { recursive: true, force: true }));

type Holes = Readonly<Record<string, number>>;

const plain: Holes = {};
const forms: readonly (readonly [name: string, holes: Holes])[] = [
  ["A·B", plain],
  ["Aᵀ·B", { left: 1 }],
  ["A·Bᵀ", { right: 1 }],
  ["C − Aᵀ·B", { left: 1, adds: 2 }],
  ["Aᵀ·A", { left: 1, symmetric: 1 }],
  ["C + A·B", { adds: 1 }],
  ["Aᵀ·Bᵀ", { left: 1, right: 1 }],
  ["C + A·Bᵀ", { right: 1, adds: 1 }],
  ["A·Aᵀ", { right: 1, symmetric: 1 }],
];

/** Known sizes, in place and copied, with rests of every kind. */
const known: readonly Holes[] = [
  { m: 100, k: 100, n: 100 },
  { m: 33, k: 50, n: 47 },
  { m: 5, k: 700, n: 9 },
  { m: 128, k: 128, n: 128 },
  { m: 259, k: 261, n: 1047, adds: 1 },
  { m: 130, k: 40, n: 130, right: 1, symmetric: 1 },
];

const parameters = [
  "a: *const f64, b: *const f64, c: *mut f64, m: i64, k: i64, n: i64",
  "work: *mut f64, cancel: *const i32, team: *const core::ffi::c_void",
].join(", ");

let count = 0;

/** What the driver prints, which is nothing. */
function run(language: Language, isa: Isa, holes: Holes, flags: readonly string[] = []): string {
  count += 1;
  const options: CodegenOptions = {
    ...machineOptions(),
    target: targetFromIsa(isa) ?? machineOptions().target,
  };
  const base = path.join(directory, `p${count}`);
  const instance = { template: "matmul_f64", name: "matmul_f64", holes };
  const { text } = instantiateTemplate(instance, language, options.target, library);
  const include = `${base}.inc.c`;
  const libraries = language === "c" ? [] : [rustLibrary(text, base, options)];
  writeFileSync(include, language === "c" ? text : `int matmul_f64();`);
  const definitions = ["left", "right", "adds", "symmetric"].map(
    (name) => `-D${name.toUpperCase()}=${holes[name] ?? 0}`,
  );
  const sizes =
    holes["m"] === undefined ? [] : ["m", "k", "n"].map((s) => `-D${s.toUpperCase()}=${holes[s]}`);
  const own = compilerFlags(options, { language: "c", libraries: [] }).filter(
    (flag) => !["-shared", "-nostdlib", "-pipe"].includes(flag),
  );
  const command = [...own, ...flags, `-DTEMPLATE="${include}"`, "-DTEAM=(void *)0", ...definitions, ...sizes];
  const driver = path.resolve("test/support/native/products.c");
  execFileSync("gcc", [...command, driver, ...libraries, "-lm", "-o", base], { stdio: "pipe" });
  try {
    return execFileSync(base, { encoding: "utf8", stdio: "pipe" });
  } catch (problem) {
    const { stdout, stderr } = problem as { readonly stdout?: string; readonly stderr?: string };
    return `${stdout ?? problem}${stderr ?? ""}`;
  }
}

/** The Rust template as a library of the same function. */
function rustLibrary(text: string, base: string, options: CodegenOptions): string {
  const names = "a, b, c, m, k, n, work, cancel, team";
  const source = [
    "#![no_std]",
    "#[panic_handler] fn panicked(_: &core::panic::PanicInfo) -> ! { loop {} }",
    text,
    `#[no_mangle] pub unsafe extern "C" fn matmul_f64(${parameters}) { inner(${names}) }`,
  ].join("\n");
  writeFileSync(
    `${base}.rs`,
    source.replace(
      "use matmul_f64_module::matmul_f64 as matmul_f64",
      "use matmul_f64_module::matmul_f64 as inner",
    ),
  );
  const flags = compilerFlags(options, { language: "rust", libraries: [] });
  execFileSync("rustc", [...flags, "-D", "warnings", `${base}.rs`, "-o", `${base}.so`], { stdio: "pipe" });
  return `${base}.so`;
}

const lower = availableIsas.slice(0, -1);

for (const language of ["c", "rust"] as const) {
  if (!hasCompiler(language)) {
    test(`products of any size (${language}) — skipped: no compiler`, () => undefined);
    continue;
  }
  // The printers share the design; compiling is what takes the time here.
  const [mine, sizes] = language === "c" ? [forms, known] : [forms.slice(0, 5), known.slice(0, 3)];
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
