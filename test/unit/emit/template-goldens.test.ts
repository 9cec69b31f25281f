/**
 * What each template is filled with for each instruction set, and the code that calls it, reviewed as a diff: one size of each. The
 * texts of the templates themselves are files of their own. `UPDATE_GOLDEN=1` writes it anew.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { type Isa, targetFromIsa } from "../../../src/emit/target.ts";
import { constantDim } from "../../../src/types/dim.ts";
import { complex, matrix, real, type Type, vector } from "../../../src/types/type.ts";
import { emitted, type Language, machineOptions, templateTexts } from "../../support/emitted.ts";
import { lowerDefinition } from "../../support/loop.ts";

const square = (n: number): Type => matrix(constantDim(n), constantDim(n), real);
const list = (n: number, element: Type = real): Type => vector(constantDim(n), element);

/** By the template that each is to call. */
const programs: Readonly<Record<string, readonly [body: string, ...types: Type[]]>> = {
  matmul_f64: ["x * y", square(100), square(100)],
  matmul_fixed_f64: ["x * y", square(6), square(6)],
  gemv_f64: ["x * y", square(300), list(300)],
  solve_f64: ["solve(x, y)", square(100), list(100)],
  solve_fixed_f64: ["solve(x, y)", square(5), list(5)],
  cholesky_f64: ["cholesky(x)", square(100)],
  cholesky_fixed_f64: ["cholesky(x)", square(5)],
  qr_f64: ["qr(x)", square(40)],
  qr_fixed_f64: ["qr(x)", square(5)],
  svd_f64: ["svd(x)", square(10)],
  eig_f64: ["schur(x)", square(10)],
  eigh_f64: ["eigh(x)", square(10)],
  fft_f64: ["fft(x)", list(1000, complex)],
};

const isas: readonly Isa[] = ["x86-64-v2", "x86-64-v3", "x86-64-v4"];
const names = readdirSync("templates/c").flatMap((file) =>
  file.endsWith(".c") ? file.replace(".c", "") : [],
);
const templates = templateTexts(...names);

const holeLine = /^.*hole \w+: .*$/gm;

/** Of the paragraphs those that call a template: its own have longer names in C, and stand in a module in Rust. */
function callsOf(text: string, language: Language): string {
  const own = language === "c" ? /kleis_\w+_f64_\d+[_:]/ : /^(?: |mod )/;
  return text
    .split("\n\n")
    .filter((paragraph) => !own.test(paragraph) && /kleis_\w+_f64_\d+\(/.test(paragraph))
    .join("\n\n");
}

function golden(name: string, language: Language): string {
  const [body = "", ...types] = programs[name] ?? [];
  const parameters = ["x", "y"].slice(0, types.length).join(", ");
  const { program } = lowerDefinition(`define f(${parameters}) = ${body}`, "f", types);
  const filled = isas.map((isa) => {
    const target = targetFromIsa(isa);
    if (target === undefined) throw new Error(`no target ${isa}`);
    const text = emitted(program, language, machineOptions({ target }), templates);
    return { isa, text, holes: (text.match(holeLine) ?? []).map((line) => line.trim()) };
  });
  const told = filled.map(({ isa, holes }) => [`${isa}:`, ...holes.map((line) => `  ${line}`)].join("\n"));
  const calls = callsOf(filled.at(-1)?.text ?? "", language).trim();
  return `── ${name}, ${language}: ${body}\n${told.join("\n")}\n\n${calls}\n`;
}

test("every template has one", () => {
  assert.equal(Object.keys(programs).sort(), [...names].sort());
});

for (const language of ["c", "rust"] as const)
  test(`templates as they are filled and called (${language})`, () => {
    const path = `test/golden/templates-${language}.txt`;
    const text = Object.keys(programs)
      .map((name) => golden(name, language))
      .join("\n");
    if (process.env["UPDATE_GOLDEN"] === "1") writeFileSync(path, text);
    assert.fixture(text, readFileSync(path, "utf8"));
  });

test.run();
