import { test } from "uvu";
import * as assert from "uvu/assert";
import { Interrupted, ProgramError } from "../../../src/base/outcome.ts";
import type { FnId } from "../../../src/core/core.ts";
import { itemsOf, listOf } from "../../../src/interpret/list.ts";
import { interpretInstead, type Machine } from "../../../src/interpret/machine.ts";
import { type ListValue, symbolValue, type Value } from "../../../src/interpret/value.ts";
import { lists } from "../../../src/primitives/collections/lists.ts";
import { arithmetic } from "../../../src/primitives/numbers/arithmetic.ts";
import { comparison } from "../../../src/primitives/numbers/comparison.ts";
import { any, bool, integer, type LambdaId, list, real, type Type } from "../../../src/types/type.ts";
import {
  apply,
  arm,
  call,
  coerce,
  equals,
  int,
  items,
  less,
  match,
  minus,
  num,
  plus,
  prim,
  read,
  TestProgram,
  tableOf,
  times,
  truth,
  variable,
  when,
} from "./core-notation.ts";

const rows = tableOf(...arithmetic, ...comparison, ...lists);

function failure(run: () => unknown): ProgramError["diagnostic"] {
  try {
    run();
  } catch (problem) {
    if (problem instanceof ProgramError) return problem.diagnostic;
    throw problem;
  }
  throw new Error("nothing was thrown");
}

function factorial(program: TestProgram): FnId {
  const n = variable("n", integer);
  return program.define("factorial", [n], integer, (self) =>
    when(equals(read(n), int(0)), int(1), times(read(n), call(self, integer, [minus(read(n), int(1))]))),
  );
}

/** down(n) = if n = 0 then 0 else 1 + down(n - 1) */
function down(program: TestProgram): FnId {
  const n = variable("n", integer);
  return program.define("down", [n], integer, (self) =>
    when(equals(read(n), int(0)), int(0), plus(int(1), call(self, integer, [minus(read(n), int(1))]))),
  );
}

/** loop(n, acc) = if n = 0 then acc else loop(n - 1, acc + n) */
function loop(program: TestProgram): FnId {
  const [n, acc] = [variable("n", integer), variable("acc", integer)];
  return program.define("loop", [n, acc], integer, (self) =>
    when(
      equals(read(n), int(0)),
      read(acc),
      call(self, integer, [minus(read(n), int(1)), plus(read(acc), read(n))], true),
    ),
  );
}

function lambda(id: FnId, arity: number, captures: readonly Type[]): Type {
  return { kind: "closure", lambda: id as number as LambdaId, arity, captures };
}

test("factorial(25) is exact", () => {
  const program = new TestProgram();
  const fn = factorial(program);
  const machine = program.machine(rows);
  assert.is(machine.runSync(fn, [25n]), 15511210043330985984000000n);
  assert.is(machine.calls(fn), 26);
});

test("900,000 waiting calls are fine, a million and one are an error with its place", () => {
  const program = new TestProgram();
  const fn = down(program);
  const machine = program.machine(rows);
  assert.is(machine.runSync(fn, [900_000n]), 900_000n);
  const problem = failure(() => machine.runSync(fn, [1_000_001n]));
  assert.is(problem.code, "KL0503");
  assert.is(problem.title, "recursion too deep");
  assert.is(problem.primary.span.start, 3);
});

test("ten million tail calls take constant space", () => {
  const program = new TestProgram();
  const machine = program.machine(rows);
  assert.is(machine.runSync(loop(program), [10_000_000n, 0n]), 50000005000000n);
});

test("mutual tail calls take constant space", () => {
  const program = new TestProgram();
  const [n, m] = [variable("n", integer), variable("m", integer)];
  let odd = 0 as FnId;
  const even = program.define("even", [n], bool, (self) => {
    odd = program.define("odd", [m], bool, () =>
      when(equals(read(m), int(0)), truth(false), call(self, bool, [minus(read(m), int(1))], true)),
    );
    return truth(true);
  });
  const evenBody = when(
    equals(read(n), int(0)),
    truth(true),
    call(odd, bool, [minus(read(n), int(1))], true),
  );
  const shell = program.functions.get(even);
  if (shell !== undefined) program.functions.set(even, { ...shell, body: evenBody });
  assert.is(program.machine(rows).runSync(even, [1_000_000n]), true);
  assert.is(program.machine(rows).runSync(even, [1_000_001n]), false);
});

test("integers beyond 2^53 stay exact and come back small", () => {
  const program = new TestProgram();
  const n = variable("n", integer);
  const fn = program.define("f", [n], integer, () =>
    minus(times(plus(read(n), int(1)), plus(read(n), int(1))), times(read(n), read(n))),
  );
  const machine = program.machine(rows);
  assert.is(machine.runSync(fn, [2n ** 53n - 1n]), 2n ** 54n - 1n);
  assert.is(machine.runSync(fn, [10n ** 30n]), 2n * 10n ** 30n + 1n);
  assert.is(machine.runSync(fn, [-1n]), -1n);
});

test("an argument that calls is evaluated in its turn, from the left", () => {
  const program = new TestProgram();
  const fn = factorial(program);
  const f = (n: number) => call(fn, integer, [int(n)]);
  const sum = program.define("sum", [], integer, () =>
    plus(plus(f(3), int(1)), minus(f(4), plus(f(2), f(1)))),
  );
  assert.is(program.machine(rows).runSync(sum, []), 28n);
});

test("closures capture values; lists map, fold and filter over them", () => {
  const program = new TestProgram();
  const [k, x] = [variable("k", integer), variable("x", integer)];
  const scale = program.define("λ", [k, x], integer, () => times(read(k), read(x)), 1);
  const type = lambda(scale, 1, [integer]);
  const make = (factor: number) => ({
    kind: "closure" as const,
    captures: [int(factor)],
    type,
    span: { file: "", start: 0, end: 0 },
  });
  const xs = items(integer, [int(1), int(2), int(3)]);
  const fn = program.define("triples", [], list(integer), () =>
    prim("list_map", list(integer), [make(3), xs], [scale, undefined]),
  );
  const result = program.machine(rows).runSync(fn, []) as ListValue;
  assert.equal(itemsOf(result), [3n, 6n, 9n]);
});

test("a callback that recurses runs on the machine's stack", () => {
  const program = new TestProgram();
  const deep = down(program);
  const x = variable("x", integer);
  const each = program.define("λ", [x], integer, () => call(deep, integer, [read(x)]));
  const closure = {
    kind: "closure" as const,
    captures: [],
    type: lambda(each, 1, []),
    span: { file: "", start: 0, end: 0 },
  };
  const xs = items(integer, [int(100_000), int(5)]);
  const fn = program.define("main", [], list(integer), () =>
    prim("list_map", list(integer), [closure, xs], [each, undefined]),
  );
  const result = program.machine(rows).runSync(fn, []) as ListValue;
  assert.equal(itemsOf(result), [100_000n, 5n]);
});

test("unknown functions: calls by value, partial application, arity", () => {
  const program = new TestProgram();
  const [a, b] = [variable("a", any), variable("b", any)];
  const add = program.define("add", [a, b], any, () => prim("plus", any, [read(a), read(b)]));
  const f = variable("f", any);
  const two = program.define("two", [f], any, () =>
    apply(read(f), any, [coerce("box", int(1), any), coerce("box", int(2), any)]),
  );
  const stepwise = program.define("stepwise", [f], any, () =>
    apply(apply(read(f), any, [coerce("box", int(1), any)]), any, [coerce("box", num(2.5), any)]),
  );
  const machine = program.machine(rows);
  const lambdaValue: Value = {
    kind: "function",
    name: "add",
    fn: add,
    captures: [],
    arity: 2,
    partial: true,
  };
  assert.is(machine.runSync(two, [lambdaValue]), 3n);
  assert.is(machine.runSync(stepwise, [lambdaValue]), 3.5);
  assert.is(
    failure(() => machine.runSync(stepwise, [{ ...lambdaValue, partial: false }])).title,
    "Function 'add' expects 2 arguments, got 1",
  );
  assert.equal(machine.runSync(two, [symbolValue("g")]), { kind: "term", name: "g", args: [1n, 2n] });
  assert.is(failure(() => machine.runSync(two, [3n])).title, "this is not a function: 3");
});

test("match: numbers by value, lists, guards, and no match", () => {
  const program = new TestProgram();
  const [x, h, t, n] = [
    variable("x", list(integer)),
    variable("h", integer),
    variable("t", list(integer)),
    variable("n", integer),
  ];
  const sum = program.define("sum", [x], integer, (self) =>
    match(read(x), integer, [
      arm({ kind: "list", items: [], type: list(integer) }, int(0)),
      arm(
        {
          kind: "cons",
          head: { kind: "bind", bound: h, type: integer },
          tail: { kind: "bind", bound: t, type: list(integer) },
          type: list(integer),
        },
        plus(read(h), call(self, integer, [read(t)])),
      ),
    ]),
  );
  const sign = program.define("sign", [n], integer, () =>
    match(read(n), integer, [
      arm({ kind: "literal", literal: { kind: "integer", value: 0n }, type: integer }, int(0)),
      arm({ kind: "wildcard", type: integer }, int(1), less(int(0), read(n))),
    ]),
  );
  const machine = program.machine(rows);
  assert.is(machine.runSync(sum, [listOf([1n, 2n, 3n])]), 6n);
  assert.is(machine.runSync(sign, [0n]), 0n);
  assert.is(machine.runSync(sign, [9n]), 1n);
  const problem = failure(() => machine.runSync(sign, [-1n]));
  assert.is(problem.code, "KL0504");
  assert.equal(problem.notes, ["the value is -1"]);
});

test("coercions check at run time", () => {
  const program = new TestProgram();
  const [x, y, xs] = [variable("x", real), variable("y", any), variable("xs", list(integer))];
  const narrow = program.define("narrow", [x], integer, () => coerce("narrow", read(x), integer));
  const natural = program.define("natural", [x], integer, () =>
    coerce("natural", coerce("narrow", read(x), integer), integer),
  );
  const unbox = program.define("unbox", [y], list(real), () => coerce("unbox", read(y), list(real)));
  const promote = program.define("promote", [xs], list(real), () => coerce("promote", read(xs), list(real)));
  const machine = program.machine(rows);
  assert.is(machine.runSync(narrow, [3]), 3n);
  assert.is(machine.runSync(narrow, [1e20]), 100000000000000000000n);
  assert.is(failure(() => machine.runSync(narrow, [1.5])).title, "expected an integer, got 1.5");
  assert.is(failure(() => machine.runSync(natural, [-1])).title, "expected a natural number, got -1");
  assert.equal(itemsOf(machine.runSync(promote, [listOf([1n, 2n])]) as never), [1, 2]);
  assert.equal(itemsOf(machine.runSync(unbox, [listOf([1n, 2.5])]) as never), [1, 2.5]);
  assert.is(failure(() => machine.runSync(unbox, ["a"])).title, 'expected a List(ℝ), got "a"');
  assert.equal(machine.runSync(unbox, [symbolValue("v")]), symbolValue("v"));
});

test("constants are evaluated once, at first use; one that needs itself is an error", () => {
  const program = new TestProgram();
  const fn = factorial(program);
  const c = program.constant("c", integer, () => call(fn, integer, [int(10)]));
  const d = program.constant("d", integer, () => plus(c, int(1)));
  const bad = program.constant("bad", integer, (self) => plus(self, int(1)));
  const main = program.define("main", [], integer, () => plus(c, plus(d, c)));
  const cyclic = program.define("cyclic", [], integer, () => bad);
  const machine = program.machine(rows);
  assert.is(machine.runSync(main, []), 3n * 3628800n + 1n);
  assert.is(machine.calls(fn), 11);
  assert.is(failure(() => machine.runSync(cyclic, [])).title, "the value of `bad` depends on itself");
});

test("a long run is cancelled, or ends at its deadline", async () => {
  const program = new TestProgram();
  const fn = loop(program);
  const args = [10n ** 12n, 0n];
  let cancelled = false;
  const machine = program.machine(rows, { cancelled: () => cancelled });
  setTimeout(() => {
    cancelled = true;
  }, 30);
  const start = performance.now();
  await ended(machine.run(fn, args), "cancel");
  cancelled = false;
  await ended(machine.run(fn, args, { deadline: performance.now() + 30 }), "timeout");
  assert.ok(performance.now() - start < 1000);
});

test("who gives the value sooner overtakes a long run; who cannot finish leaves it to go on", async () => {
  const program = new TestProgram();
  const fn = loop(program);
  const machine = program.machine(rows);
  let asked = 0;
  const ready = () => {
    asked += 1;
    return asked < 3 ? undefined : async () => 7n;
  };
  assert.is(await machine.run(fn, [10n ** 12n, 0n], { rival: ready }), 7n);
  assert.is(asked, 3);
  let tried = 0;
  const unable = () => async () => {
    tried += 1;
    return undefined;
  };
  const value = await machine.run(fn, [300_000n, 0n], { rival: unable });
  assert.is(value, machine.runSync(fn, [300_000n, 0n]));
  assert.ok(tried <= 1);
});

async function ended(run: Promise<Value>, reason: string): Promise<void> {
  const outcome = await run.catch((problem: unknown) => problem);
  assert.ok(outcome instanceof Interrupted);
  assert.is((outcome as Interrupted).reason, reason);
}

test("native code is used where there is some, awaited, and may give a call back", async () => {
  const program = new TestProgram();
  const fn = factorial(program);
  const main = program.define("main", [], integer, () => plus(call(fn, integer, [int(5)]), int(1)));
  const asked: Value[] = [];
  const later = program.machine(rows, {
    native: (id) => (id === fn ? async (args) => (args[0] === 5n ? 120n : 0n) : undefined),
  });
  assert.is(await later.run(main, []), 121n);
  const overflowing: Machine = program.machine(rows, {
    native: (id) => {
      if (id !== fn) return undefined;
      return ([n = 0n]) => {
        asked.push(n);
        return interpretInstead;
      };
    },
  });
  assert.is(await overflowing.run(main, []), 121n);
  assert.equal(asked, [5n]);
});

test("what a row declines is the program's definition, else a term", () => {
  const program = new TestProgram();
  const [p, q] = [variable("p", any), variable("q", any)];
  const own = program.define("plus", [p, q], any, () => read(q));
  const f = program.define("f", [p], any, () => prim("plus", any, [read(p), coerce("box", int(1), any)]));
  const symbolic = program.machine(rows).runSync(f, [symbolValue("x")]);
  assert.equal(symbolic, { kind: "term", name: "plus", args: [symbolValue("x"), 1n] });
  const defined = program.machine(rows, { defines: (name) => name === "plus", definition: () => own });
  assert.is(defined.runSync(f, ["text"]), 1n);
  assert.is(defined.runSync(f, [2n]), 3n);
});

test("a sum of a thousand terms", () => {
  const program = new TestProgram();
  const n = variable("n", integer);
  let sum = read(n);
  for (let i = 0; i < 1_000; i += 1) sum = plus(sum, read(n));
  const fn = program.define("sum", [n], integer, () => sum);
  assert.is(program.machine(rows).runSync(fn, [2n]), 2_002n);
});

test("twenty million simple steps a second", () => {
  const program = new TestProgram();
  const fn = loop(program);
  const machine = program.machine(rows);
  machine.runSync(fn, [200_000n, 0n]);
  const start = performance.now();
  machine.runSync(fn, [2_000_000n, 0n]);
  // One turn is a comparison, a difference, a sum and a call. Wide margin: others may use the machine.
  const perTurn = ((performance.now() - start) / 2_000_000) * 1e6;
  assert.ok(perTurn < 1_000, `${perTurn} ns a turn`);
});

test.run();
