/** What is said about broken texts. `‸` marks where the primary label must begin. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { parseProgram } from "../../../src/syntax/parse.ts";

function said(marked: string): { readonly first: string; readonly hint: string | undefined } {
  const at = marked.indexOf("‸");
  const text = marked.replace("‸", "");
  const [problem] = parseProgram("t", text).problems;
  assert.ok(problem, `no problem in ${text}`);
  assert.is(problem.primary.span.start, at, `${text}: ${problem.title}`);
  return { first: `${problem.code} ${problem.title}`, hint: problem.hint };
}

function all(cases: Readonly<Record<string, string>>): void {
  for (const [text, expected] of Object.entries(cases)) assert.is(said(text).first, expected, text);
}

test("numbers", () => {
  all({
    "define f(x) = ‸3x": "KL0013 `3x` is not a number",
    "‸2²": "KL0013 `2²` is not a number",
    "‸1.": "KL0013 a digit must follow the point of a number",
    "1 + ‸.5": "KL0013 a number does not begin with a point",
  });
  assert.is(said("‸2²").hint, "a power needs its `^`");
});

test("quotes, primes and comments of other languages", () => {
  all({
    "define f(x₁‸') = 1": "KL0015 a name cannot carry `'`",
    "f‸′(x)": "KL0015 a name cannot carry `′`",
    "define s = ‸'abc'": "KL0015 `'` does not begin a string",
    "define s = ‸“abc”": "KL0015 strings are written with straight quotes",
    "define x = 1 ‸-- a comment": "KL0014 `--` does not begin a comment",
    "‸# a comment": "KL0014 `#` does not begin a comment",
    'define s = ‸"abc\ndefine t = 1': "KL0003 this string is not closed",
    "1 + 2 ‸/* never": "KL0004 this comment is not closed",
  });
});

test("operators of other languages", () => {
  all({
    "a ‸=> b": "KL0016 `=>` is not an operator of expressions",
    "a ‸-> b": "KL0016 `->` is not an operator of expressions",
    "a ‸<=> b": "KL0016 `<=>` is not an operator of expressions",
    "2 ‸** 3": "KL0016 `**` is not an operator of expressions",
    "x ‸% 2": "KL0016 `%` is not an operator of expressions",
    "x :‸= 2": "KL0016 `:=` is not an operator",
    "x + ‸§": "KL0002 `§` means nothing here",
    "a < b ‸< c": "KL0007 comparisons cannot be chained",
    "a = b ‸≤ c = d": "KL0007 comparisons cannot be chained",
  });
  assert.is(said("a < b ‸< c").hint, "write a < b ∧ b < c, or put one comparison in parentheses");
});

test("lambdas and quantifiers without their dot", () => {
  all({
    "λ x ‸-> x": "KL0001 expected `.` before the body, found `->`",
    "λ x ‸=> x": "KL0001 expected `.` before the body, found `=>`",
    "∀(x : ℝ) ‸p(x)": "KL0001 expected `.` before the body, found `p`",
  });
});

test("brackets and commas", () => {
  all({
    "define f(x) = ‸(x + 1\n\ndefine g(y) = y": "KL0005 this `(` is not closed",
    "f(1, [2, 3‸)": "KL0005 `)` does not close `[`",
    "f(x)‸)": "KL0006 this `)` closes nothing",
    "f(1, 2‸,)": "KL0011 a comma stands before `)`",
    "data T = ‸| A | B": "KL0012 no `|` stands before the first alternative",
    "match x { ‸| A => 1 }": "KL0012 no `|` stands before the first alternative",
  });
});

test("constructs that stop too early", () => {
  all({
    "if a then b‸": "KL0008 this `if` has no `else`",
    "define f(x) = if x > 0 then 1‸\n\ndefine g = 2": "KL0008 this `if` has no `else`",
    "if a‸": "KL0009 this `if` has no `then`",
    "let x = 3‸": "KL0009 this `let` has no `in`",
    "define g(x) =‸\n\ndefine h = 2": "KL0019 an expression is missing after `=`",
    "match x { A =>‸": "KL0019 an expression is missing after `=>`",
    "define f(x : ‸) = 1": "KL0001 expected a type, found `)`",
    "@compile‸": "KL0019 a declaration is missing after `compile`",
  });
  assert.is(said("let x = 3‸").hint, "outside examples a name is defined by `define name = value`");
});

test("words of other languages", () => {
  all({
    "‸def f(x) = x": "KL0020 `def` does not work like this",
    "‸return x": "KL0020 `return` does not work like this",
    "match x ‸with A => 1": "KL0001 `match` has no `with`",
    "import ‸foo": "KL0001 expected a string after `import`, found `foo`",
    "match x { ‸-1 => 2 }": "KL0001 a pattern cannot be a negative number",
  });
});

test("operators of other languages whose beginning is one of ours", () => {
  const hints = {
    "x‸.^2": "a power of every entry is list_map(λ a . a^2, xs)",
    "x ‸.* y": 'entries are multiplied by zip_with(λ a b . a * b, xs, ys), of import "stdlib/lists.kleis"',
    "[1] ‸++ [2]": "lists are joined by list_concat(xs, ys), texts by concat(a, b)",
    "a ‸<> b": "different is `a ≠ b`, or `a != b`",
    "a ‸~= b": "different is `a ≠ b`, or `a != b`",
    "x ‸+= 1": "names keep their values: `let y = x + 1 in …` gives the new one a name",
    "xs ‸|> sum": "a function is applied by f(x)",
    "sum ‸$ xs": "a function is applied by f(x)",
    "A ‸@ B": "a matrix product is `A * B`",
    "A‸@B * C": "a matrix product is `A * B`",
    "A ‸\\ b": "a system of equations is solved by solve(A, b)",
    "define h = sin ‸. cos":
      "one function after another is λ x . sin(cos(x)); a field follows its dot directly: p.x",
    "p.‸0":
      "a position of a list stands in brackets, from 0: p[0]; the parts of a tuple are fst(p) and snd(p), or let (a, b) = p in …",
    "f ‸:: Int":
      "a type stands after one colon: `define f(x : ℤ) : ℤ = …`; the list of a first element and a rest is Cons(x, xs)",
    "xs[‸:]": "a part of a list is list_slice(xs, from, end), a row A[i], a column matrix_col(A, j)",
    "xs[1‸:]": "a part of a list is list_slice(xs, from, end), a row A[i], a column matrix_col(A, j)",
    "A(‸:, 1)": "a part of a list is list_slice(xs, from, end), a row A[i], a column matrix_col(A, j)",
    "define A = [1, 2‸; 3, 4]": "a matrix is matrix([[1, 2], [3, 4]]), or Matrix(2, 2, [1, 2, 3, 4])",
    "define f(x) = x‸, x + 1": "a tuple stands in parentheses, (a, b), a list in brackets, [a, b]",
    "5 ‸− 3": undefined,
  };
  for (const [text, hint] of Object.entries(hints)) assert.is(said(text).hint, hint, text);
  assert.is(said("define x = ‸3,14").first, "KL0013 a decimal point is written `.`");
  assert.is(said("let x = 1‸, y = 2 in x").hint, "each name has its own `let … in`");
});

test("heads and types as other languages write them", () => {
  const hints = {
    "define f(x : Int) ‸-> Int = x": "the type of the result stands after a colon: define f(…) : T = value",
    "define f(x) ‸=> x": "a definition is `define f(…) = value`",
    "define f(x)‸(y) = x": "all parameters stand in one pair of parentheses: define f(x, y) = …",
    "data Maybe ‸a = A": "parameters stand in parentheses: data Maybe(a) = …",
    "let rec ‸f n = 1 in f(2)": "a function that calls itself is defined by `define`",
    "let f ‸x = 1 in f(2)": "a local function is let f = λ x . … in …",
    "f ‸x = x + 1": "a definition is define f(x) = …",
    "f ‸x y = x + y": "a definition is define f(x, y) = …",
    "type S = A(ℝ) ‸| B(ℝ)": "a type of several forms is declared by data S = A | B",
    "data P ‸{ x : ℝ }": "a type with fields is declared by data P = P(field : T)",
    "define f(v : Vector ‸3) = v": "the arguments of a type stand in parentheses: Vector(3)",
    "define f(v : ‸[Real]) = v": "a list of any length is List(T), one of n elements Vector(n, T)",
    "if (x > 0) ‸{ 1 } else { 0 }": "a choice is `if condition then value else value`",
    "x^‸{2}": "parentheses enclose an exponent: x^(n + 1)",
    'f‸"x = {x}"': 'values are put into a text by format("x = {}", x)',
  };
  for (const [text, hint] of Object.entries(hints)) assert.is(said(text).hint, hint, text);
});

test("patterns as other languages write them", () => {
  const cons = "a list of a first element and a rest is Cons(first, rest)";
  const hints = {
    "match xs { h ‸:: t => h }": cons,
    "match xs { (h‸:t) => h }": cons,
    "match xs { [h ‸| t] => h }": cons,
    "match xs { [h, ‸...t] => h }": cons,
    "match x { n ‸> 0 => 1 }": "a condition stands after the name it is about: n if n > … => value",
    "match x { n ‸when n > 0 => 1 }":
      "a condition stands after the name it is about: n if condition => value",
    "match x { 1 ‸| 2 => 1 }": "each alternative is a case of its own: 1 => a | 2 => a",
    "match x { 1 => 2‸, _ => 3 }": "`|` separates cases, or white space",
    "match x { 1 => 2‸; _ => 3 }": "`|` separates cases, or white space",
  };
  for (const [text, hint] of Object.entries(hints)) assert.is(said(text).hint, hint, text);
});

test("a bracket that is never closed, and a line after it", () => {
  all({
    "define f(x) = ‸(x + 1 * (2 + x)\nf(2)": "KL0005 this `(` is not closed",
    "define v = ‸[1, 2, 3\nv": "KL0005 this `[` is not closed",
    "[1\n ‸2]": "KL0010 `2` follows `1` without an operator",
  });
});

test("notations of other languages", () => {
  all({
    "match x { A ‸-> 1 }": "KL0001 expected `=>` after the pattern, found `->`",
    "match x { A => f (a, b) ‸=> 2 }": "KL0001 this case was read as arguments of the name before it",
    "define f(x) ‸{ x }": "KL0001 a `{` cannot stand here",
    "x_‸{1}": "KL0001 a `{` cannot stand here",
    "λ (x‸, y) . x": "KL0001 expected `:`, found `,`",
    "define f ‸x = x": "KL0001 expected `(` or `=`, found `x`",
    "‸0x1F": "KL0013 `0x1F` is not a number",
    "‸1_000": "KL0013 `1_000` is not a number",
    "‸|x|": "KL0016 `|` does not begin an expression",
    "1 + ‸∑(1, 2, f)": "KL0016 `∑` does not begin an expression",
    "x‸\u0302": "KL0002 names carry no combining marks",
    "a ‸mod b": "KL0020 `mod` does not work like this",
    "structure S(R) { ‸@x define a = 1 }": "KL0001 expected `}` or a member, found `@`",
    'example "e" { ‸assert x = 1 }': "KL0021 this `assert` checks nothing",
  });
  assert.is(said("‸1_000").hint, "digits are not grouped");
});

test("operands side by side", () => {
  all({
    "f ‸x": "KL0010 `x` follows `f` without an operator",
    "[1 ‸2]": "KL0010 `2` follows `1` without an operator",
    '2 ‸"s"': "KL0010 a string follows `2` without an operator",
  });
  assert.is(said("f ‸x").hint, "a product is f * x, a call f(x)");
  assert.is(said("[1 ‸2]").hint, "put a comma or an operator between them");
});

test("big operators", () => {
  all({ "Σ‸(1, 2)": "KL0017 `Σ` does not take 2 arguments" });
});

test("a construct that is never finished does not swallow what follows", () => {
  all({
    "define f(x) = match x ‸{\n  A => 1\n\ndefine g(x) = x": "KL0005 this `{` is not closed",
    "structure S(R) {\n  axiom a : x =‸\n  element e : R\n}": "KL0019 an expression is missing after `=`",
    "f(1,\n  ‸* 2)": "KL0001 expected an expression, found `*`",
    'example "a" ‸{\n  let x = 1\n\ndefine f(x) = x': "KL0005 this `{` is not closed",
  });
});

test("several errors in one run, each in its declaration", () => {
  const { value, problems } = parseProgram(
    "t",
    `define a(x) = x +
define b(x) = (x * 2
data T = | A
structure S(R) {
    operation f R → R
    define g(x) = x
}
@compile
define c(x) = 3x
define ok(data, type) = data + type`,
  );
  assert.equal(
    problems.map((p) => p.code),
    ["KL0019", "KL0005", "KL0012", "KL0001", "KL0013"],
  );
  assert.ok(value.items.some((item) => item.kind === "define" && item.name === "ok"));
});

test.run();
