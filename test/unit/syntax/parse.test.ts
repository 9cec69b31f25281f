/** What the grammar reads (language.md §1-6, design.md §5), seen through a compact form of the tree. */

import { test } from "uvu";
import * as assert from "uvu/assert";
import { isError } from "../../../src/base/diagnostic.ts";
import type { Expr, Item, Pattern, Statement } from "../../../src/syntax/ast.ts";
import { isIncomplete, parseExpression, parseProgram, parseType } from "../../../src/syntax/parse.ts";
import { printPattern, printType } from "../../../src/syntax/print.ts";

/** A tree as nested calls, every operator by its operation, so that grouping is visible. */
function form(e: Expr): string {
  switch (e.kind) {
    case "number":
      return e.text;
    case "string":
      return JSON.stringify(e.value);
    case "name":
      return e.name;
    case "call":
      return `${form(e.callee)}(${[...e.args.map(form), ...e.named.map((n) => `${n.name} = ${form(n.value)}`)].join(", ")})`;
    case "list":
      return `[${e.items.map(form).join(", ")}]`;
    case "tuple":
      return `<${e.items.map(form).join(", ")}>`;
    case "lambda":
      return `λ ${e.params.map((p) => p.name + (p.annotation ? `:${printType(p.annotation)}` : "")).join(" ")} . ${form(e.body)}`;
    case "let":
      return `let ${printPattern(e.pattern)}${e.annotation ? `:${printType(e.annotation)}` : ""} = ${form(e.value)} in ${form(e.body)}`;
    case "if":
      return `if(${form(e.condition)}, ${form(e.then)}, ${form(e.else)})`;
    case "match":
      return `match ${form(e.scrutinee)} {${e.cases
        .map((c) => `${printPattern(c.pattern)}${c.guard ? ` if ${form(c.guard)}` : ""} => ${form(c.body)}`)
        .join("; ")}}`;
    case "quantifier":
      return `${e.quantifier} ${e.groups.map((g) => `${g.names.join(" ")}:${printType(g.type)}`).join(", ")}${
        e.where ? ` where ${form(e.where)}` : ""
      } . ${form(e.body)}`;
    case "ascription":
      return `(${form(e.value)} : ${printType(e.type)})`;
    case "index":
      return `${form(e.target)}[${e.indices.map(form).join(", ")}]`;
    case "field":
      return `${form(e.target)}.${e.name}`;
  }
}

function read(text: string): string {
  const { value, problems } = parseExpression("t", text);
  assert.equal(problems.filter(isError), [], text);
  return form(value);
}

function items(text: string): readonly Item[] {
  const { value, problems } = parseProgram("t", text);
  assert.equal(problems, [], text);
  return value.items;
}

function all(cases: Readonly<Record<string, string>>): void {
  for (const [text, expected] of Object.entries(cases)) assert.is(read(text), expected, text);
}

test("precedence and associativity of operators", () => {
  all({
    "a + b * c ^ d": "plus(a, times(b, power(c, d)))",
    "a - b - c": "minus(minus(a, b), c)",
    "2 ^ 3 ^ 4": "power(2, power(3, 4))",
    "a → b → c": "implies(implies(a, b), c)",
    "a ↔ b ⟹ c ∨ d ∧ e": "iff(a, implies(b, logical_or(c, logical_and(d, e))))",
    "a + b ⊗ c": "⊗(plus(a, b), c)",
    "(a < b) = true": "equals(less_than(a, b), true)",
    "x · y × z / w": "divide(times(times(x, y), z), w)",
    "x ∈ s ∧ s ⊆ t": "logical_and(in_set(x, s), subset(s, t))",
  });
});

test("prefix operators bind tighter than everything", () => {
  all({
    "-2^2": "power(negate(2), 2)",
    "¬p ∧ q": "logical_and(logical_not(p), q)",
    "not a = b": "equals(logical_not(a), b)",
    "2^-3^2": "power(2, power(negate(3), 2))",
    "-x!": "factorial(negate(x))",
    "-f(x)": "negate(f(x))",
    "∇f": "gradient(f)",
    "√x + 1": "plus(sqrt(x), 1)",
    "- -x": "negate(negate(x))",
  });
});

test("postfix marks repeat, and `!` before `=` is `!=`", () => {
  all({
    Aᵀ: "transpose(A)",
    "A†ᵀ": "transpose(dagger(A))",
    "n!! + 1": "plus(factorial(factorial(n)), 1)",
    "a != b": "neq(a, b)",
    "a!=b": "neq(a, b)",
    "a! = b": "equals(factorial(a), b)",
    "Aᵀ[0, 1]": "transpose(A)[0, 1]",
  });
});

test("ASCII spellings", () => {
  all({
    "a and b or not c": "logical_or(logical_and(a, b), logical_not(c))",
    "a <= b": "leq(a, b)",
    "a >= b": "geq(a, b)",
    "a == b": "equals(a, b)",
    "lambda x . x": "λ x . x",
    "forall(x : R). p(x)": "forall x:R . p(x)",
    "exists x : R . p(x)": "exists x:R . p(x)",
    android: "android",
    note: "note",
    "iffy(lambdas)": "iffy(lambdas)",
  });
});

test("big operators reorder the arguments in parentheses", () => {
  all({
    "Σ(1, n, λ k . k^2)": "sum_bounds(λ k . power(k, 2), 1, n)",
    "Π(1, n, f)": "prod_bounds(f, 1, n)",
    "∫(0, 1, x, x)": "int_bounds(x, 0, 1, x)",
    "lim(x, 0, f(x))": "lim(f(x), x, 0)",
    Σf: "Sum(f)",
    "∫f": "Integrate(f)",
    "∬f + 1": "plus(DoubleIntegral(f), 1)",
    "Σ(f)": "Sum(f)",
  });
});

test("numbers, names and strings", () => {
  all({
    "1e6": "1e6",
    "2.5E-3": "2.5E-3",
    "2 * e": "times(2, e)",
    "x₁ + a₁₂ * x²": "plus(x₁, times(a₁₂, x²))",
    "ℏ * ψ": "times(ℏ, ψ)",
    '"a\\n\\"b\\" \\q"': '"a\\n\\"b\\" \\\\q"',
  });
  assert.is(read('"two\nlines"'), '"two\\nlines"');
});

test("calls, indices, fields and methods", () => {
  all({
    "f (x)": "f(x)",
    "f()": "f()",
    "f(x)(y)": "f(x)(y)",
    "(λ x . x)(3)": "λ x . x(3)",
    "xs[0][i, j]": "xs[0][i, j]",
    "p.x.y": "p.x.y",
    "x.f(y)": "f(x, y)",
    "(p.f)(y)": "p.f(y)",
    "plot(xs, color = red, ys)": "plot(xs, ys, color = red)",
    "f(a == b)": "f(equals(a, b))",
    "f((a = b))": "f(equals(a, b))",
    "[1, [2], []]": "[1, [2], []]",
    "((a), (b, c), ())": "<a, <b, c>, <>>",
    "fold((+), 0, xs)": "fold(plus, 0, xs)",
    "(⊗)(a, b)": "⊗(a, b)",
  });
});

test("let, if, match and lambda take full expressions", () => {
  all({
    "let x : ℝ = 1 in x + 1": "let x:ℝ = 1 in plus(x, 1)",
    "let B = 2 in B": "let B = 2 in B",
    "let (Q, R) = qr(A) in Q": "let (Q, R) = qr(A) in Q",
    "if a and b then 1 else 2 + 3": "if(logical_and(a, b), 1, plus(2, 3))",
    "if a && b || c then x → y else z": "if(logical_or(logical_and(a, b), c), implies(x, y), z)",
    "1 + if a then b else c": "plus(1, if(a, b, c))",
    "λ x (y : ℝ) . x + y": "λ x y:ℝ . plus(x, y)",
    "λ () . 1": "λ  . 1",
    "λx.x": "λ x . x",
    "λ f . f.x": "λ f . f.x",
    "p ∧ ∀(x y : T, z : U). q": "logical_and(p, forall x y:T, z:U . q)",
    "∀(x : ℝ) where x > 0. p": "forall x:ℝ where greater_than(x, 0) . p",
    "∀(x : ℝ) where x > y.p": "forall x:ℝ where greater_than(x, y) . p",
    "∀(x : ℝ) where lim()(x). p": "forall x:ℝ where lim()(x) . p",
    "∀(x : ℝ) where ∫(x, x, A, A). p": "forall x:ℝ where int_bounds(A, x, x, A) . p",
    "x + y : ℝ → ℝ": "(plus(x, y) : ℝ → ℝ)",
  });
});

test("match: cases by white space or `|`, guards any expression", () => {
  all({
    "match e { A => 1 B(x, _) => x | (a, b) as p => p }": "match e {A => 1; B(x, _) => x; (a, b) as p => p}",
    "match n { n if even(n) => 1 | n if n > 0 ∧ p => 2 | _ => 3 }":
      "match n {n if even(n) => 1; n if logical_and(greater_than(n, 0), p) => 2; _ => 3}",
    'match e { "s" => 1 2.5 => 2 [h] => 3 () => 4 }': 'match e {"s" => 1; 2.5 => 2; [h] => 3; () => 4}',
    "match b { true => 1 | False => 0 }": "match b {True => 1; False => 0}",
    "match e { A => x\n (a, b) => a\n (a, b) if a > b => b }":
      "match e {A => x; (a, b) => a; (a, b) if greater_than(a, b) => b}",
    "match e { A => f\n (a, b) }": "match e {A => f(a, b)}",
    "match e { A => match f { B => 1 } + 1 }": "match e {A => plus(match f {B => 1}, 1)}",
  });
});

test("words are reserved only where the construct expects them", () => {
  all({
    "then + else * in": "plus(then, times(else, in))",
    "data + type(define)": "plus(data, type(define))",
    "where(as)": "where(as)",
    "lim + and": "plus(lim, and)",
  });
});

test("comments and white space stand anywhere between tokens", () => {
  all({
    "a // one\n + /* two\n */ b": "plus(a, b)",
    "f\n  (x)": "f(x)",
    "a\u00a0+\u2003b": "plus(a, b)",
  });
});

test("types and dimension expressions", () => {
  const type = (text: string): string =>
    JSON.stringify(parseType("t", text).value, (k, v) => (k === "span" ? undefined : v));
  assert.is(type("A × B × C → D → E"), type("(A × B × C) → (D → E)"));
  assert.is(type("(A, B)"), type("A × B"));
  assert.is.not(type("(A × B) × C"), type("A × B × C"));
  assert.is(
    printType(parseType("t", "Matrix(2*n + 1, (m + 1)^2, T)").value),
    "Matrix(2 * n + 1, (m + 1)^2, T)",
  );
  assert.is(printType(parseType("t", "Set((A -> B))").value), "Set(A → B)");
  assert.is(
    printType(parseType("t", "forall (n : Nat, T : Type). Vector(n, T)").value),
    "∀(n : Nat, T : Type). Vector(n, T)",
  );
  assert.is(printType(parseType("t", "()").value), "()");
});

test("definitions", () => {
  const [a, b, c, d] = items(`
    /// Adds.
    /// Both.
    define add(x : ℝ, y) : ℝ = x + y
    define k = 3
    define f() = 1
    define (⊗)(x, y) = x * y
  `);
  assert.ok(a?.kind === "define" && b?.kind === "define" && c?.kind === "define" && d?.kind === "define");
  assert.is(a.doc, "Adds.\nBoth.");
  assert.is(a.params?.length, 2);
  assert.is(b.params, undefined);
  assert.equal(c.params, []);
  assert.is(d.name, "⊗");
});

test("annotations before items; what an unknown one holds is skipped", () => {
  const [a, b] = items('@compile(backend = "rust") @gpu\ndefine f(x) = x\n@doc(a => "b)" (c))\ndefine g = 1');
  assert.equal(
    a?.annotations.map((x) => x.name),
    ["compile", "gpu"],
  );
  assert.is(a?.annotations[0]?.named[0]?.name, "backend");
  assert.equal(b?.annotations[0]?.args, []);
});

test("data, aliases, operations, structures, implementations", () => {
  const [data, alias, op, structure, implementation] = items(`
    data Tree(T, n : Nat) = Leaf | Node(left : Tree(T), T)
    type Pt(n : Nat) = Matrix(n, 1, ℝ)
    operation (+) : A × A → A
    structure Ring(R) extends Group(R) over Field(F) {
      element zero : R
      operation (×) : R × R → R
      define sub(x, y) = x + neg(y)
      structure mult : Monoid(R) { element one : R }
      axiom assoc : ∀(x y z : R). (x × y) × z = x × (y × z)
      side : ℝ
    }
    implements Ring(ℤ) over Field(ℝ) where Semiring(ℤ), Ord(ℤ) {
      element zero = 0
      operation (×) = builtin_mul
      operation neg(x) = -x
      verify assoc
    }
  `);
  assert.ok(
    data?.kind === "data" && data.variants.length === 2 && data.variants[1]?.fields[0]?.name === "left",
  );
  assert.ok(alias?.kind === "alias" && alias.params[0]?.kind !== undefined);
  assert.ok(op?.kind === "operation" && op.name === "+");
  assert.ok(
    structure?.kind === "structure" && structure.extends !== undefined && structure.over !== undefined,
  );
  assert.equal(
    structure.members.map((m) => m.kind),
    ["element", "operation", "define", "nested", "axiom", "field"],
  );
  assert.ok(implementation?.kind === "implements" && implementation.where.length === 2);
  assert.equal(
    implementation.members.map((m) => m.kind),
    ["element", "operation", "operation", "verify"],
  );
});

test("examples: statements without separators, a stray `in` is nothing", () => {
  const [example] = items(`example "e" {
    let a = 1 in
    let N : ℝ
    let b : ℝ = a in (a + b)
    out(b); assert(a = 1) f(2) = 5
  }`);
  assert.ok(example?.kind === "example");
  const kinds = (list: readonly Statement[]): readonly string[] => list.map((s) => s.kind);
  assert.equal(kinds(example.statements), [
    "let",
    "let",
    "let",
    "expression",
    "expression",
    "assert",
    "expression",
  ]);
});

test("bare expressions begin a line or follow `;`", () => {
  assert.is(items("1 + 1\nf(x);g(y)\ndefine a = 1\na").length, 5);
  assert.is(items("define f(x) = x +\n  1\nf(\n2)").length, 2);
  assert.is(parseProgram("t", "1 2").problems.length, 1);
});

test("a line that continues the expression above is named, except between parentheses", () => {
  const codes = (text: string): readonly string[] =>
    parseProgram("t", text).problems.map((p) => `${p.severity} ${p.code}`);
  assert.equal(codes("a\n(b)"), ["warning KL0018"]);
  assert.equal(codes("a\n- b"), ["warning KL0018"]);
  assert.equal(codes("(a\n- b)\nf(g\n(x))"), []);
  assert.equal(codes("a;\n(b)"), []);
  assert.equal(codes("a\n  (b)"), []);
});

test("a minus before a power is named where it changes the value", () => {
  const codes = (text: string): readonly string[] =>
    parseProgram("t", text).problems.map((p) => `${p.severity} ${p.code} ${p.primary.message}`);
  assert.equal(codes("f(-x^2)"), ["warning KL0022 read as (-x)^2"]);
  assert.equal(codes("1 + -f(x)^n"), ["warning KL0022 read as (-f(x))^n"]);
  assert.equal(codes("2^-x^2"), ["warning KL0022 read as (-x)^2"]);
  for (const text of ["-x^3", "-(x^2)", "(-x)^2", "a - x^2", "2^-x", "-x * y^2"])
    assert.equal(codes(text), []);
});

test("a chain of comparisons is written out", () => {
  const hint = (text: string) => parseProgram("t", text).problems[0]?.hint?.split(",")[0];
  assert.is(hint("p ∧ 0 ≤ x + 1 < 2 * n ∨ q"), "write 0 ≤ x + 1 ∧ x + 1 < 2 * n");
  assert.is(hint("a = b = c"), "write a = b ∧ b = c");
  assert.is(hint(`a < ${"b + ".repeat(30)}1 < c`), "write a < b ∧ b < c");
});

test("spans cover exactly what was written", () => {
  const text = "  f(x, (a + b)) * -c ";
  const { value } = parseExpression("t", text);
  const of = (e: Expr | Pattern | undefined): string => text.slice(e?.span.start, e?.span.end);
  assert.is(of(value), "f(x, (a + b)) * -c");
  assert.ok(value.kind === "call");
  assert.is(of(value.args[0]), "f(x, (a + b))");
  assert.is(of(value.args[1]), "-c");
  assert.is(of(value.callee), "*");
});

test("a prompt knows when to ask for more", () => {
  for (const text of [
    "f(",
    "1 +",
    "define f(x) =",
    "match x {",
    'a + "b',
    "/* c",
    "if a then b",
    "let x = 1 in",
    "λ x .",
  ]) {
    assert.ok(isIncomplete(text), text);
  }
  for (const text of ["", "1 + 1", "define f(x) = x", "f(x))", "a b", "f(]"])
    assert.not(isIncomplete(text), text);
});

test.run();
