/** Scalar operations of both printers, against what they mean, at the places where C and Rust would differ. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { frameHeader, statusCode } from "../../../src/emit/abi.ts";
import type { BinaryOp, LoopExpr, LoopProgram, Scalar, Stmt, UnaryOp } from "../../../src/loop/loop.ts";
import {
  Bench,
  emitted,
  HandFrame,
  hasCompiler,
  type Language,
  machineOptions,
} from "../../support/emitted.ts";
import {
  binary,
  declare,
  f64,
  fn,
  layouts,
  local,
  program,
  read,
  returns,
  scalar,
} from "../../support/loop-programs.ts";

const bench = new Bench();
test.after(() => bench.close());

/** Each test compiles one program that computes all its cases. */
function onBoth(name: string, body: (language: Language) => void): void {
  for (const language of ["c", "rust"] as const) {
    if (hasCompiler(language)) test(`${name} (${language})`, () => body(language));
    else test(`${name} (${language}) — skipped: no compiler`, () => undefined);
  }
}

/** f(a, b : type) → one result per expression. */
function expressions(
  type: "f64" | "i64",
  build: (a: LoopExpr, b: LoopExpr) => readonly LoopExpr[],
): LoopProgram {
  const [a, b] = [local(0, "a", type), local(1, "b", type)];
  const values = build(read(a), read(b));
  const main = fn(
    0,
    "f",
    [a, b],
    values.map((e) => e.type),
    [returns(...values.map(scalar))],
  );
  const items = values.map((e) => layouts[e.type === "index" ? "i64" : e.type]);
  return program([main], [layouts[type], layouts[type]], { kind: "tuple", items });
}

onBoth("real operations keep NaN, signed zeros and halves", (language) => {
  const unary = (op: UnaryOp, value: LoopExpr): LoopExpr => ({ kind: "unary", op, type: "f64", value });
  const ops: readonly UnaryOp[] = ["neg", "abs", "sqrt", "floor", "ceil", "trunc", "round"];
  const pairs: readonly BinaryOp[] = [
    "add",
    "sub",
    "mul",
    "div",
    "rem",
    "min",
    "max",
    "pow",
    "atan2",
    "hypot",
  ];
  const code = expressions("f64", (a, b) => [
    ...ops.map((op) => unary(op, a)),
    ...pairs.map((op) => binary(op, a, b)),
    { kind: "elementary", type: "f64", name: "exp", args: [a] },
    {
      kind: "select",
      type: "f64",
      condition: { kind: "compare", op: "lt", type: "bool", left: a, right: b },
      then: f64(1),
      else: f64(2),
    },
  ]);
  const round = (x: number): number => Math.sign(x) * Math.floor(Math.abs(x) + 0.5);
  const exactRound = (x: number): number =>
    Math.abs(x) === 0.49999999999999994 ? x * 0 : x === 0 ? x : round(x) || x * 0;
  const meaning: ((a: number, b: number) => number)[] = [
    (a) => -a,
    Math.abs,
    Math.sqrt,
    Math.floor,
    Math.ceil,
    Math.trunc,
    exactRound,
    (a, b) => a + b,
    (a, b) => a - b,
    (a, b) => a * b,
    (a, b) => a / b,
    (a, b) => a % b,
    Math.min,
    Math.max,
  ];
  const library = bench.compile(emitted(code, language, machineOptions()), language, machineOptions());
  const samples = [
    0,
    -0,
    0.5,
    -0.5,
    1.5,
    2.5,
    -2.5,
    0.49999999999999994,
    3.7,
    -7,
    1e300,
    NaN,
    Infinity,
    -Infinity,
  ];
  for (const a of samples)
    for (const b of samples) {
      const frame = new HandFrame(code);
      frame.reals[frameHeader.size] = a;
      frame.reals[frameHeader.size + 1] = b;
      assert.is(frame.call(library), 0);
      meaning.forEach((mean, i) => {
        const [got, want] = [frame.reals[frameHeader.size + 2 + i], mean(a, b)];
        assert.ok(Object.is(got, want), `operation ${i} of ${a}, ${b}: ${got}, expected ${want}`);
      });
      assert.is(frame.reals[frameHeader.size + 2 + meaning.length + 4], a < b ? 1 : 2);
    }
});

/** f(a, b : i64) by one checked operation. */
function checked(op: (Stmt & { kind: "checked" })["op"], from: Scalar = "i64"): LoopProgram {
  const [a, b, x] = [local(0, "a", from), local(1, "b", "i64"), local(2, "x", "i64")];
  const body: readonly Stmt[] = [
    declare(x),
    { kind: "checked", result: x.id, op, left: read(a), right: read(b), site: 0, sticky: false },
    returns(scalar(read(x))),
  ];
  const status = op === "div" || op === "rem" ? "division" : op === "from-f64" ? "domain" : "overflow";
  const layout = from === "f64" ? layouts.f64 : layouts.i64;
  return program([fn(0, "f", [a, b], ["i64"], body, { fails: true })], [layout, layouts.i64], layouts.i64, [
    status,
  ]);
}

const least = -(2n ** 63n);
const greatest = 2n ** 63n - 1n;
const integers = [0n, 1n, -1n, 2n, -3n, 7n, 62n, 63n, 3037000500n, -3037000500n, least, least + 1n, greatest];

const exact: Readonly<Record<string, (a: bigint, b: bigint) => bigint | "division" | "overflow">> = {
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  neg: (a) => -a,
  abs: (a) => (a < 0n ? -a : a),
  div: (a, b) => (b === 0n ? "division" : a / b),
  rem: (a, b) => (b === 0n ? "division" : a % b),
  pow: (a, b) =>
    b < 0n ? "overflow" : b > 64n && a !== 0n && a !== 1n && a !== -1n ? "overflow" : power(a, b),
};

function power(a: bigint, b: bigint): bigint {
  return b <= 64n ? a ** b : a === -1n && b % 2n === 1n ? -1n : a === 0n ? 0n : 1n;
}

onBoth("checked integers are exact or fail", (language) => {
  for (const op of ["add", "sub", "mul", "neg", "abs", "div", "rem", "pow"] as const) {
    const code = checked(op);
    const library = bench.compile(emitted(code, language, machineOptions()), language, machineOptions());
    for (const a of integers)
      for (const b of integers) {
        const frame = new HandFrame(code);
        frame.words[frameHeader.size] = a;
        frame.words[frameHeader.size + 1] = b;
        const status = frame.call(library);
        const want = exact[op]?.(a, b) ?? "overflow";
        const failure = typeof want === "string" ? want : want < least || want > greatest ? "overflow" : "ok";
        assert.is(status, statusCode[failure], `${op} of ${a}, ${b}`);
        if (failure === "ok") assert.is(frame.words[frameHeader.size + 2], want, `${op} of ${a}, ${b}`);
        else assert.is(frame.words[1], 0n);
      }
  }
});

onBoth("wrapping integers never overflow", (language) => {
  const options = machineOptions({ wrapIntegers: true });
  for (const op of ["add", "mul", "neg", "abs", "div"] as const) {
    const code = checked(op);
    const library = bench.compile(emitted(code, language, options), language, options);
    for (const [a, b] of [
      [greatest, greatest],
      [least, -1n],
    ] as const) {
      const frame = new HandFrame(code);
      frame.words[frameHeader.size] = a;
      frame.words[frameHeader.size + 1] = b;
      assert.is(frame.call(library), 0);
      const want = exact[op]?.(a, b);
      assert.is(
        frame.words[frameHeader.size + 2],
        BigInt.asIntN(64, typeof want === "bigint" ? want : 0n),
        op,
      );
    }
  }
});

onBoth("a real becomes an integer where it is one", (language) => {
  const code = checked("from-f64", "f64");
  const library = bench.compile(emitted(code, language, machineOptions()), language, machineOptions());
  for (const [x, want] of [
    [3, 3n],
    [-0, 0n],
    [-(2 ** 63), least],
    [2 ** 63, undefined],
    [1.5, undefined],
    [NaN, undefined],
    [-Infinity, undefined],
  ] as const) {
    const frame = new HandFrame(code);
    frame.reals[frameHeader.size] = x;
    assert.is(frame.call(library), want === undefined ? statusCode.domain : 0, String(x));
    if (want !== undefined) assert.is(frame.words[frameHeader.size + 2], want);
  }
});

test.run();
