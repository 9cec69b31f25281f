import { test } from "uvu";
import * as assert from "uvu/assert";
import type { Define } from "../../../src/syntax/ast.ts";
import { parseExpression, parseProgram } from "../../../src/syntax/parse.ts";
import {
  dependencyGroups,
  freeNames,
  freeOccurrencesOfDefine,
  importsOf,
  isRecursive,
  stronglyConnected,
} from "../../../src/syntax/resolve.ts";

function free(text: string): string[] {
  return [...freeNames(parseExpression("t", text).value)];
}

function defines(text: string): Define[] {
  return parseProgram("t", text).value.items.filter((item): item is Define => item.kind === "define");
}

test("binders hide names in their scope only", () => {
  assert.equal(free("λ x . x + y"), ["plus", "y"]);
  assert.equal(free("let x = x in x"), ["x"]);
  assert.equal(free("match m { Some(v) if v > w => v | n as k => n - k + v }"), [
    "m",
    "greater_than",
    "w",
    "plus",
    "minus",
    "v",
  ]);
  assert.equal(free("f(x, k = y)[i].field"), ["f", "x", "y", "i"]);
  assert.equal(free("∀(x : ℝ) where x > a. p(x)"), ["greater_than", "a", "p"]);
});

test("dimensions of annotated parameters are in scope of the body", () => {
  const [define] = defines("define drift(A : Matrix(n, n), k : Nat) = identity(n) + k + m");
  assert.ok(define);
  assert.equal(
    freeOccurrencesOfDefine(define).map((o) => o.name),
    ["plus", "plus", "identity", "m"],
  );
});

test("definitions come after those they use, mutual ones together", () => {
  const groups = dependencyGroups(
    defines(`
      define main(x) = even(x) + base
      define even(n) = if n = 0 then true else odd(n - 1)
      define odd(n) = if n = 0 then false else even(n - 1)
      define base = 1
      define fact(n) = n * fact(n - 1)
    `),
  );
  assert.equal(
    groups.map((g) => g.map((d) => d.name)),
    [["even", "odd"], ["base"], ["main"], ["fact"]],
  );
  assert.equal(groups.map(isRecursive), [true, false, false, true]);
});

test("of two definitions of a name the later one counts", () => {
  const groups = dependencyGroups(defines("define a = b\ndefine b = 1\ndefine a = 2"));
  assert.equal(
    groups.map((g) => g.map((d) => d.name)),
    [["a"], ["b"]],
  );
});

test("a chain of 100,000 nodes does not exhaust the stack", () => {
  const nodes = Array.from({ length: 100_000 }, (_, i) => i);
  const components = stronglyConnected(nodes, (n) => (n + 1 < nodes.length ? [n + 1] : []));
  assert.is(components.length, nodes.length);
  assert.equal(components[0], [99_999]);
});

test("imports are listed in order", () => {
  const { value } = parseProgram("t", 'import "a.kleis"\ndefine x = 1\nimport "stdlib/prelude.kleis"');
  assert.equal(
    importsOf(value).map((i) => i.path),
    ["a.kleis", "stdlib/prelude.kleis"],
  );
});

test.run();
