/** Missing and unreachable cases (Maranget). */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { check } from "./checked.ts";

/** The notes of KL0401, and the position of unreachable cases. */
function warnings(cases: string, param = "x"): readonly string[] {
  const data = "data Color = Red | Green | Blue\ndata Tree = Leaf | Node(l : Tree, r : Tree)\n";
  return check(`${data}define f(${param}) = match x { ${cases} }`).problems.map((p) =>
    p.code === "KL0401" ? `${p.notes[0]}` : p.title,
  );
}

const rows: readonly (readonly [string, readonly string[]])[] = [
  ["Red => 1 Green => 2 Blue => 3", []],
  ["Red => 1 Blue => 3", ["missing cases: Green"]],
  ["Red => 1 _ => 2 Blue => 3", ["unreachable pattern at case 3"]],
  ["True => 1 False => 2", []],
  ["True => 1", ["missing cases: False"]],
  ["Leaf => 0 Node(Leaf, _) => 1", ["missing cases: Node(Node(_, _), _)"]],
  ["Nil => 0 Cons(x, Nil) => 1 Cons(x, Cons(y, t)) => 2", []],
  ["[] => 0 [a] => 1 [a, b] => 2", ["missing cases: Cons(_, Cons(_, Cons(_, _)))"]],
  ["(True, True) => 1 | (False, _) => 2", ["missing cases: (True, False)"]],
  ["0 => 1 1 => 2", ["missing cases: _"]],
  ["0 => 1 0 => 2 _ => 3", ["unreachable pattern at case 2"]],
  ["n if n > 0 => 1 n => 2", []],
  ["n if n > 0 => 1", ["missing cases: _"]],
  ["Red as c => 1 c => 2", []],
  ["F(x) => 1 G(x) => 2", []],
  ["cons(x, xs) => 1 _ => 0", ["`cons` is not a constructor"]],
  ["[node(l, r)] => 1 _ => 0", ["`node` is not a constructor"]],
];

for (const [cases, expected] of rows) {
  test(cases, () => {
    assert.equal(warnings(cases), expected);
  });
}

/** What the type of the value tells: a pattern of another type fits nowhere and covers nothing. */
const typed: readonly (readonly [string, string, readonly string[]])[] = [
  ["ℤ", "False => 0 True => 1 n => 2", []],
  ["Bool", "False => 0 True => 1 n => 2", ["unreachable pattern at case 3"]],
  ["ℤ", "False => 0 True => 1", ["missing cases: _"]],
  ["ℤ", "Red => 0 Green => 1 Blue => 2 n => 3", []],
  ["ℝ", "[] => 0 Cons(h, t) => 1 n => 2", []],
  ["List(ℤ)", "[] => 0 Cons(h, t) => 1 n => 2", ["unreachable pattern at case 3"]],
  ["List(ℤ)", "[] => 0 Cons(True, t) => 1 Cons(False, t) => 2 n => 3", []],
  ["(ℤ, Bool)", "(False, _) => 0 | (True, _) => 1 | (1, _) => 2 | p => 3", []],
  ["(ℤ, Bool)", "(_, False) => 0 | (_, True) => 1 | p => 2", ["unreachable pattern at case 3"]],
  ["(ℤ, ℤ)", "(a, b, c) => 0 | (a, b) => 1", []],
  ["(ℤ, ℤ)", "(a, b) => 0 | (a, b, c) => 1 | p => 2", ["unreachable pattern at case 3"]],
];

for (const [type, cases, expected] of typed) {
  test(`${type}: ${cases}`, () => {
    assert.equal(warnings(cases, `x : ${type}`), expected);
  });
}

test("cases of several types are complete with a wildcard alone", () => {
  assert.equal(warnings("1 => 0 False => 1 True => 2 n => 3"), []);
  assert.equal(warnings("False => 1 True => 2 1 => 0 n => 3"), []);
  assert.equal(warnings("(a, b) => 0 | (a, b, c) => 1 | n => 2"), []);
});

test("many constructors: the one that is missing is named, a case that comes again is told", () => {
  const names = Array.from({ length: 2000 }, (_, i) => `C${i}`);
  const found = (cases: readonly string[]): readonly string[] =>
    check(
      `data Many = ${names.join(" | ")}\ndefine f(d) = match d { ${cases.map((c) => `${c} => 1`).join("\n")} }`,
    ).problems.map((p) => p.notes[0] ?? "");
  assert.equal(found(names), []);
  assert.equal(found(names.filter((name) => name !== "C1234")), ["missing cases: C1234"]);
  assert.equal(found([...names, "C7"]), ["the cases above match everything it matches"]);
});

test.run();
