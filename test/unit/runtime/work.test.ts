import { test } from "uvu";
import * as assert from "uvu/assert";
import { noSpan } from "../../../src/base/span.ts";
import type { CoreExpr, CoreFunction, CoreProgram, FnId, VarId } from "../../../src/core/core.ts";
import { WorkEstimator } from "../../../src/runtime/work.ts";
import { constantDim } from "../../../src/types/dim.ts";
import { data, integer, list, matrix, real, type Type, vector } from "../../../src/types/type.ts";

const span = noSpan;
const f = 1 as FnId;
const g = 2 as FnId;

function literal(value: bigint): CoreExpr {
  return { kind: "literal", literal: { kind: "integer", value }, type: integer, span };
}
function prim(name: string, type: Type, args: readonly CoreExpr[], callback?: FnId): CoreExpr {
  return { kind: "prim", name, args, callbacks: [callback], type, span };
}
function call(fn: FnId): CoreExpr {
  return { kind: "call", fn, args: [], tail: false, type: integer, span };
}
function variable(type: Type): CoreExpr {
  return { kind: "var", id: 1 as VarId, type, span };
}

function workOf(bodies: Readonly<Record<number, CoreExpr>>) {
  const functions = new Map<FnId, CoreFunction>();
  for (const [id, body] of Object.entries(bodies)) {
    const fn = Number(id) as FnId;
    functions.set(fn, {
      id: fn,
      name: "f",
      params: [],
      captures: 0,
      result: body.type,
      body,
      span,
      effect: false,
      annotations: [],
      dynamic: false,
    });
  }
  const program: CoreProgram = { functions, constants: new Map(), dataTypes: new Map() };
  return new WorkEstimator(program).workOf(f);
}

const add = prim("plus", integer, [literal(1n), literal(2n)]);

test("arithmetic is a few steps", () => {
  const { steps, open } = workOf({ 1: add });
  assert.ok(steps < 10 && !open);
});

test("the dimensions of a sparse matrix say nothing of its entries", () => {
  const sparse = variable(
    data(
      "SparseMatrix",
      [constantDim(4096), constantDim(4096)].map((dim) => ({ kind: "dim", dim })),
    ),
  );
  const { steps, open } = workOf({ 1: prim("sum", real, [sparse]) });
  assert.ok(steps < 10 && open);
});

test("a callback counts once for each element, or for each step between literal bounds", () => {
  const hundred = variable(vector(constantDim(100), integer));
  const mapped = workOf({ 1: prim("list_map", hundred.type, [literal(0n), hundred], g), 2: add });
  assert.ok(mapped.steps >= 300 && !mapped.open);
  const summed = workOf({ 1: prim("sum_bounds", integer, [literal(1n), literal(1_000_000n)], g), 2: add });
  assert.ok(summed.steps >= 3_000_000 && !summed.open);
});

test("a product of matrices counts its multiplications", () => {
  const order = constantDim(120);
  const [square, column] = [matrix(order, order, real), vector(order, real)];
  const product = workOf({ 1: prim("multiply", square, [variable(square), variable(square)]) });
  assert.ok(product.steps >= 120 ** 3 && !product.open);
  const applied = workOf({ 1: prim("times", column, [variable(square), variable(column)]) });
  assert.ok(applied.steps >= 120 ** 2 && applied.steps < 120 ** 3);
});

test("lists of unknown length and recursion are open", () => {
  assert.ok(workOf({ 1: prim("sum", integer, [variable(list(integer))]) }).open);
  assert.ok(workOf({ 1: call(g), 2: call(f) }).open);
  assert.ok(workOf({ 1: prim("sum_bounds", integer, [literal(1n), variable(integer)], g), 2: add }).open);
});

test("calls count what they call, shared functions once each time", () => {
  const twice = workOf({ 1: prim("plus", integer, [call(g), call(g)]), 2: add });
  assert.ok(!twice.open && twice.steps > 2 * workOf({ 1: add }).steps);
});

test.run();
