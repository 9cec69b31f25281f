/** Missing and unreachable cases (Maranget). */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { check } from "./checked.ts";

/** The notes of KL0401, and the position of unreachable cases. */
function warnings(cases: string): readonly string[] {
  const data = "data Color = Red | Green | Blue\ndata Tree = Leaf | Node(l : Tree, r : Tree)\n";
  return check(`${data}define f(x) = match x { ${cases} }`).problems.map((p) =>
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
