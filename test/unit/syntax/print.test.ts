/** How trees look when printed: the notation of the language, and parentheses only where they are needed. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { isError } from "../../../src/base/diagnostic.ts";
import { parseExpression, parseProgram } from "../../../src/syntax/parse.ts";
import { printExpr } from "../../../src/syntax/print.ts";
import { printProgram } from "../../../src/syntax/print-program.ts";

function printed(cases: Readonly<Record<string, string>>): void {
  for (const [text, expected] of Object.entries(cases)) {
    const { value, problems } = parseExpression("t", text);
    assert.equal(problems.filter(isError), [], text);
    assert.is(printExpr(value), expected, text);
  }
}

test("operators are printed as operators, whatever was written", () => {
  printed({
    "plus(a, times(b, c))": "a + b * c",
    "(a + b) * (c)": "(a + b) * c",
    "a - (b - c)": "a - (b - c)",
    "((a - b) - c)": "a - b - c",
    "(a ^ b) ^ c ^ d": "(a^b)^c^d",
    "a and b or not c": "a ∧ b ∨ ¬c",
    "a <= b": "a ≤ b",
    "(a = b) = c": "(a = b) = c",
    "transpose(A) * factorial(n)": "Aᵀ * n!",
    "plus(a)": "plus(a)",
    "plus(a, b, c)": "plus(a, b, c)",
    "sum_bounds(f, 1, n)": "Σ(1, n, f)",
    "(⊗)(a, b)": "a ⊗ b",
    "fold((⊗), xs)": "fold((⊗), xs)",
  });
});

test("a prefix operand of a power or a mark keeps its parentheses", () => {
  printed({ "-x^2": "(-x)^2", "-x!": "(-x)!", "-(x^2)": "-(x^2)", "2^-1": "2^-1", "-(-x)": "--x" });
});

test("constructs that reach to the right stand in parentheses as operands", () => {
  printed({
    "1 + if a then b else c": "1 + (if a then b else c)",
    "λ x . x + 1": "λ x . x + 1",
    "(λ x . x)(3)": "(λ x . x)(3)",
    "if a then (if b then c else d) else e": "if a then if b then c else d else e",
    "match x { A => 1 } + 2": "match x { A => 1 } + 2",
    "(x : T) + 1": "(x : T) + 1",
  });
});

test("arguments, accesses and literals", () => {
  printed({
    "f((x = 1), y = 2)": "f((x = 1), y = 2)",
    "x.f(y)": "f(x, y)",
    "(p.f)(y)": "(p.f)(y)",
    "(a + b)[0].c": "(a + b)[0].c",
    '"a\\n\\"\\\\"': '"a\\n\\"\\\\"',
  });
});

test("a program, one item after another", () => {
  const text = `/// Twice.
@compile(backend = "rust")
define twice(x : ℝ) : ℝ = 2 * x

data Option(T) = None | Some(value : T)

structure Ring(R) extends Group(R) {
    element zero : R
    operation (×) : R × R → R
}

example "e" {
    let a = 1;
    (a)
    assert(a = 1)
}
`;
  const { value, problems } = parseProgram("t", text);
  assert.equal(problems, []);
  // `(a)` needs neither its parentheses nor the `;` before it.
  assert.is(printProgram(value), text.replace("let a = 1;", "let a = 1").replace("(a)\n", "a\n"));
});

test("what a parenthesis would continue ends with `;`", () => {
  const { value } = parseProgram("t", "define f = g;\n(a, b);\n-1\n");
  assert.is(printProgram(value), "define f = g;\n\n(a, b);\n\n-1\n");
});

test.run();
