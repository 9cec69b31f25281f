/** The verifier, the evaluator and the printer on programs written by hand. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { noSpan } from "../../../src/base/span.ts";
import { checkLoop } from "../../../src/loop/check.ts";
import { evaluateLoop } from "../../../src/loop/evaluate.ts";
import { add, compare, i64, index, load, local } from "../../../src/loop/expr.ts";
import type { LocalId, LoopFnId, LoopProgram, LoopType, Stmt } from "../../../src/loop/loop.ts";
import { runPasses } from "../../../src/loop/passes/index.ts";
import { sticky } from "../../../src/loop/passes/sticky.ts";
import { tidy } from "../../../src/loop/passes/tidy.ts";
import { printLoop } from "../../../src/loop/print.ts";
import { constantDim } from "../../../src/types/dim.ts";
import { integer, list, matrix, real } from "../../../src/types/type.ts";
import { elementary, lowerDefinition, template } from "../../support/loop.ts";

const id = (n: number): LocalId => n as LocalId;
const world = { elementary, template };

function program(body: readonly Stmt[], results: readonly LoopType[] = ["i64"]): LoopProgram {
  const fn = 0 as LoopFnId;
  return {
    functions: [
      {
        id: fn,
        name: "f",
        params: [{ id: id(0), name: "n", type: "i64" }],
        results,
        body,
        span: noSpan,
        fails: true,
        recursive: false,
        polls: false,
        allocates: false,
        outputs: [],
      },
    ],
    entry: fn,
    params: [{ kind: "scalar", scalar: "i64" }],
    result: { kind: "scalar", scalar: "i64" },
    texts: [],
    sites: [
      { span: noSpan, status: "overflow", message: "" },
      { span: noSpan, status: "division", message: "Division by zero" },
    ],
  };
}

const n = local(id(0), "i64");
const sum = { id: id(1), name: "sum", type: "i64" } as const;
const counter = { id: id(2), name: "i", type: "i64" } as const;
const summing: readonly Stmt[] = [
  { kind: "declare", local: sum },
  { kind: "assign", id: sum.id, value: i64(0n) },
  {
    kind: "for",
    counter,
    from: i64(0n),
    to: n,
    independent: true,
    body: [
      {
        kind: "checked",
        result: sum.id,
        op: "add",
        left: local(sum.id, "i64"),
        right: local(counter.id, "i64"),
        site: 0,
        sticky: false,
      },
    ],
  },
  { kind: "return", values: [{ kind: "scalar", value: local(sum.id, "i64") }] },
];

test("a good program passes, means its sum and prints", () => {
  assert.equal(checkLoop(program(summing)), []);
  assert.equal(evaluateLoop(program(summing), [5n], world), { status: "ok", results: [10n] });
  assert.match(printLoop(program(summing)), "sum1 := checked add(sum1, i2)");
});

test("what is wrong is found", () => {
  const complaint = (body: readonly Stmt[]): string => checkLoop(program(body)).join("; ");
  assert.match(complaint([]), "a path ends without a return");
  assert.match(complaint(summing.slice(1)), "local 1 is used where it is not declared");
  assert.match(complaint([...summing.slice(0, 1), ...summing]), "declared twice");
  assert.match(
    complaint([{ kind: "return", values: [{ kind: "scalar", value: index(1) }] }]),
    "const is index",
  );
  assert.match(complaint([{ kind: "break" }]), "break outside a loop");
  assert.match(complaint([{ kind: "fail", site: 9, details: [] }]), "site 9 does not exist");
  assert.match(
    complaint([{ kind: "return", values: [{ kind: "scalar", value: load(id(0), "i64", index(0)) }] }]),
    "local 0 is no array",
  );
});

test("sticky: a pure nest may fail late, with the same outcome", () => {
  const marked = runPasses([sticky], program(summing));
  assert.match(printLoop(marked), "checked sticky");
  const large = 2n ** 62n;
  const doubling: readonly Stmt[] = [
    { kind: "declare", local: sum, value: i64(large) },
    ...summing.slice(2).map(
      (stmt): Stmt =>
        stmt.kind === "for"
          ? {
              ...stmt,
              body: [
                {
                  kind: "checked",
                  result: sum.id,
                  op: "add",
                  left: local(sum.id, "i64"),
                  right: i64(large),
                  site: 0,
                  sticky: false,
                },
              ],
            }
          : stmt,
    ),
  ];
  const late = runPasses([sticky], program(doubling));
  assert.equal(evaluateLoop(late, [3n], world), { status: "overflow", site: 0, details: [] });
  assert.equal(evaluateLoop(program(doubling), [3n], world), { status: "overflow", site: 0, details: [] });
});

test("tidy joins a declaration with its value and drops what nothing reads", () => {
  const dead: Stmt = { kind: "declare", local: { id: id(9), name: "dead", type: "i64" }, value: add(n, n) };
  const text = printLoop(runPasses([tidy], program([dead, ...summing])));
  assert.match(text, "let sum1 : i64 = 0");
  assert.not.match(text, "dead");
});

test("hoist: a product in a loop uses one buffer, an aliased array stays", () => {
  const square = matrix(constantDim(20), constantDim(20), real);
  const powers = "define f(a, b, n) = if n = 0 then a else f(a * b + a, b, n - 1)";
  const body = lowerDefinition(powers, "f", [square, square, integer]).text.split("loop {");
  assert.match(body[0] ?? "", "allocate");
  assert.not.match(body[1]?.split("entry")[0] ?? "", "allocate");
  const lists = "define f(xs, n) = if n = 0 then xs else f(list_map(λ x . x + 1, xs), n - 1)";
  const { text, run } = lowerDefinition(lists, "f", [list(integer), integer]);
  assert.match(text.split("loop {")[1] ?? "", "allocate");
  assert.equal(run(2, { items: [1n, 2n] }, 3n), { status: "ok", results: [2, { items: [4n, 5n] }] });
});

test("the evaluator holds plain arithmetic to its promise", () => {
  const body: readonly Stmt[] = [{ kind: "return", values: [{ kind: "scalar", value: add(n, n) }] }];
  assert.equal(evaluateLoop(program(body), [4n], world), { status: "ok", results: [8n] });
  assert.throws(() => evaluateLoop(program(body), [2n ** 62n], world), "overflows without a check");
  const condition = compare("lt", n, i64(3n));
  assert.equal(
    evaluateLoop(
      program([{ kind: "return", values: [{ kind: "scalar", value: condition }] }], ["bool"]),
      [2n],
      world,
    ),
    { status: "ok", results: [true] },
  );
});

test.run();
