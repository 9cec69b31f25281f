/** Equations in three notations, with parentheses exactly where they are needed; tables and colours. */
// values by definition: render_to_typst lighten table_typst table_typst_raw typst_raw
import { test } from "uvu";
import * as assert from "uvu/assert";
import { formatValue } from "../../../src/interpret/format.ts";
import { runProgram } from "../../support/session.ts";

async function textOf(program: string): Promise<string> {
  const run = await runProgram("equations.kleis", program, { backend: "interp" });
  assert.equal(run.said, [], program);
  const value = run.values.at(-1)?.value;
  return typeof value === "string" ? value : value === undefined ? "" : formatValue(value);
}

const equations: readonly (readonly [expression: string, typst: string, latex: string, unicode: string])[] = [
  ["a * x^2 + b * x + c = 0", "a x^2 + b x + c = 0", "a x^{2} + b x + c = 0", "a·x² + b·x + c = 0"],
  ["(a + b) * (a - b)", "(a + b) (a - b)", "\\left(a + b\\right) \\left(a - b\\right)", "(a + b)·(a − b)"],
  ["a - (b - c)", "a - (b - c)", "a - \\left(b - c\\right)", "a − (b − c)"],
  ["a - b - c", "a - b - c", "a - b - c", "a − b − c"],
  ["a / (b * c)", "frac(a, b c)", "\\frac{a}{b c}", "a / (b·c)"],
  ["(a / b)^2", "(frac(a, b))^2", "\\left(\\frac{a}{b}\\right)^{2}", "(a / b)²"],
  ["x^(n + 1)", "x^(n + 1)", "x^{n + 1}", "xⁿ⁺¹"],
  ["(x^2)^3", "(x^2)^3", "\\left(x^{2}\\right)^{3}", "(x²)³"],
  ["x^(y^z)", "x^(y^z)", "x^{y^{z}}", "x^(y^z)"],
  ["negate(x)^2", "(-x)^2", "\\left(-x\\right)^{2}", "(−x)²"],
  ["negate(x^2)", "-x^2", "-x^{2}", "−x²"],
  ["sqrt(x + 1)", "sqrt(x + 1)", "\\sqrt{x + 1}", "√(x + 1)"],
  ["sin(omega * t) * 2", "sin(omega t) dot 2", "\\sin\\left(\\omega t\\right) \\cdot 2", "sin(ω·t)·2"],
  ["exp(x / 2)", "e^(frac(x, 2))", "e^{\\frac{x}{2}}", "e^(x / 2)"],
  ["abs(x_1)", "abs(x_1)", "\\left|x_1\\right|", "|x₁|"],
  ["factorial(n + 1)", "(n + 1)!", "\\left(n + 1\\right)!", "(n + 1)!"],
  ["F(speed, 2)", 'F("speed", 2)', "F\\left(\\mathrm{speed}, 2\\right)", "F(speed, 2)"],
  ["p ∧ ¬q → r", "p and not q => r", "p \\land \\lnot q \\Rightarrow r", "p ∧ ¬q ⇒ r"],
  ["a ≤ b + 1", "a <= b + 1", "a \\leq b + 1", "a ≤ b + 1"],
  ["rational(0 - 1, 3)", "-frac(1, 3)", "-\\frac{1}{3}", "−1 / 3"],
  ["complex(1, 0 - 2)", "1 - 2 i", "1 - 2 i", "1 − 2·i"],
  [
    "Matrix(2, 2, [1, a, b, 2])",
    "mat(1, a; b, 2)",
    "\\begin{pmatrix} 1 & a \\\\ b & 2 \\end{pmatrix}",
    "[1 a; b 2]",
  ],
  ["Σ(1, n, x)", "sum_(1)^(n) x", "\\sum_{1}^{n} x", "Σ(1…n) x"],
  ["Integrate(f, x)", "integral f dif x", "\\int f \\,\\mathrm{d}x", "∫ f dx"],
  ["D(f, x)", "frac(partial f, partial x)", "\\frac{\\partial f}{\\partial x}", "∂f/∂x"],
];

for (const [expression, ...texts] of equations)
  test(`${expression} in Typst, LaTeX and Unicode`, async () => {
    const written = await Promise.all(
      ["typst", "latex", "unicode"].map((target) => textOf(`render_to_typst(${expression}, "${target}")`)),
    );
    assert.equal(written, texts);
  });

test("data types that hold expressions are read by their shape", async () => {
  const named =
    "data E = Num(v : ℝ) | Var(n : String) | EAdd(a : E, b : E) | EPow(a : E, b : E) | ESin(a : E)\n";
  assert.is(
    await textOf(`${named}render_to_typst(EAdd(EPow(Var("x"), Num(2)), ESin(Var("x"))))`),
    "x^2 + sin(x)",
  );
  const trees = "data T = Leaf(name : String) | Op(name : String, parts : List(T))\n";
  assert.is(
    await textOf(
      `${trees}render_to_typst(Op("times", [Leaf("a"), Op("plus", [Leaf("b"), Leaf("c")])]), "latex")`,
    ),
    "a \\left(b + c\\right)",
  );
});

test("another target is an error that names the three", async () => {
  const run = await runProgram("equations.kleis", 'render_to_typst(x, "word")', { backend: "interp" });
  assert.match(run.said.join("\n"), /no target "word"[\s\S]*"typst", "latex", "unicode"/);
});

test("tables escape what is markup, and take raw text as it is", async () => {
  assert.is(
    await textOf('table_typst_raw(["name", "x_1"], [["#a", 1.5], [typst_raw("$x$"), 2]])'),
    "#table(\n  columns: 2,\n  table.header([name], [x\\_1]),\n  [\\#a], [1.5],\n  [$x$], [2],\n)",
  );
  const run = await runProgram("t.kleis", 'table_typst(["a"], [[1, 2]])', { backend: "interp" });
  assert.match(run.said.join("\n"), /row 0 has 2 cells, there are 1 headers/);
});

test("colours made lighter are colours", async () => {
  assert.is(await textOf('lighten("blue", 0.4)'), "blue.lighten(40%)");
  assert.is(await textOf('lighten("#0072b2", "20%")'), "#0072b2.lighten(20%)");
  const run = await runProgram("c.kleis", 'diagram(plot([1], color = lighten("blue", 40)))', {
    backend: "interp",
  });
  assert.equal(run.said, []);
});

test.run();
