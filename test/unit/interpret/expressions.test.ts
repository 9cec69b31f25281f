/** Random expressions with calls in every place: the machine's steps agree with plain recursion over the tree. */
import * as fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import type { CoreExpr, CoreVar, FnId, VarId } from "../../../src/core/core.ts";
import { arithmetic } from "../../../src/primitives/numbers/arithmetic.ts";
import { comparison } from "../../../src/primitives/numbers/comparison.ts";
import { bool, integer } from "../../../src/types/type.ts";
import {
  arm,
  bind,
  call,
  int,
  less,
  match,
  minus,
  plus,
  read,
  span,
  TestProgram,
  tableOf,
  times,
  variable,
  when,
} from "./core-notation.ts";

const rows = tableOf(...arithmetic, ...comparison);

/** What a random expression looks like before variables are chosen. */
type Shape =
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "variable"; readonly pick: number }
  | { readonly kind: "binary"; readonly operator: 0 | 1 | 2; readonly left: Shape; readonly right: Shape }
  | { readonly kind: "call"; readonly left: Shape; readonly right: Shape }
  | { readonly kind: "if"; readonly parts: readonly [Shape, Shape, Shape, Shape]; readonly and: boolean }
  | { readonly kind: "let"; readonly value: Shape; readonly body: Shape }
  | { readonly kind: "match"; readonly parts: readonly [Shape, Shape, Shape, Shape] };

const { shape } = fc.letrec<{ shape: Shape }>((tie) => {
  const part = tie("shape");
  const four = fc.tuple(part, part, part, part);
  return {
    shape: fc.oneof(
      { depthSize: "medium", maxDepth: 7, withCrossShrink: true },
      fc.record({ kind: fc.constant("number" as const), value: fc.integer({ min: -4, max: 4 }) }),
      fc.record({ kind: fc.constant("variable" as const), pick: fc.nat(9) }),
      fc.record({
        kind: fc.constant("binary" as const),
        operator: fc.constantFrom(0 as const, 1 as const, 2 as const),
        left: part,
        right: part,
      }),
      fc.record({ kind: fc.constant("call" as const), left: part, right: part }),
      fc.record({ kind: fc.constant("if" as const), parts: four, and: fc.boolean() }),
      fc.record({ kind: fc.constant("let" as const), value: part, body: part }),
      fc.record({ kind: fc.constant("match" as const), parts: four }),
    ),
  };
});

/** `helper` is a function of two integers; `scope` are the variables in sight. */
function coreOf(s: Shape, helper: FnId, scope: readonly CoreVar[]): CoreExpr {
  const inside = (part: Shape) => coreOf(part, helper, scope);
  switch (s.kind) {
    case "number":
      return int(s.value);
    case "variable": {
      const found = scope[s.pick % scope.length];
      return found === undefined ? int(s.pick) : read(found);
    }
    case "binary":
      return (s.operator === 0 ? plus : s.operator === 1 ? minus : times)(inside(s.left), inside(s.right));
    case "call":
      return call(helper, integer, [inside(s.left), inside(s.right)]);
    case "if": {
      const [a, b, yes, no] = s.parts.map(inside) as [CoreExpr, CoreExpr, CoreExpr, CoreExpr];
      const condition: CoreExpr = s.and
        ? { kind: "logic", operator: "and", left: less(a, b), right: less(no, yes), type: bool, span }
        : less(a, b);
      return when(condition, yes, no);
    }
    case "let": {
      const bound = variable("x", integer);
      return bind(bound, inside(s.value), coreOf(s.body, helper, [bound, ...scope]));
    }
    case "match": {
      const [value, zero, guard, rest] = s.parts;
      const bound = variable("m", integer);
      const within = (part: Shape) => coreOf(part, helper, [bound, ...scope]);
      return match(inside(value), integer, [
        arm({ kind: "literal", literal: { kind: "integer", value: 0n }, type: integer }, inside(zero)),
        arm({ kind: "bind", bound, type: integer }, within(rest), less(int(0), within(guard))),
        arm({ kind: "wildcard", type: integer }, inside(guard)),
      ]);
    }
  }
}

type Scope = ReadonlyMap<VarId, bigint>;

/** helper(a, b) = 2a - b */
function plain(e: CoreExpr, scope: Scope): bigint | boolean {
  const number = (part: CoreExpr | undefined) => (part === undefined ? 0n : (plain(part, scope) as bigint));
  switch (e.kind) {
    case "literal":
      return e.literal.kind === "integer" ? e.literal.value : false;
    case "var":
      return scope.get(e.id) ?? 0n;
    case "prim": {
      const [a, b] = [number(e.args[0]), number(e.args[1])];
      if (e.name === "less_than") return a < b;
      return e.name === "plus" ? a + b : e.name === "minus" ? a - b : a * b;
    }
    case "call":
      return 2n * number(e.args[0]) - number(e.args[1]);
    case "if":
      return plain(plain(e.condition, scope) === true ? e.then : e.else, scope);
    case "logic":
      return plain(e.left, scope) === true && plain(e.right, scope) === true;
    case "let":
      return plain(e.body, new Map([...scope, [e.bound.id, number(e.value)]]));
    case "match": {
      const value = number(e.scrutinee);
      const [zero, bound, rest] = e.cases;
      if (zero === undefined || bound?.pattern.kind !== "bind" || rest === undefined) return 0n;
      if (value === 0n) return plain(zero.body, scope);
      const within = new Map([...scope, [bound.pattern.bound.id, value]]);
      const taken = bound.guard !== undefined && plain(bound.guard, within) === true;
      return taken ? plain(bound.body, within) : plain(rest.body, scope);
    }
    default:
      throw new Error(`no ${e.kind} here`);
  }
}

test("steps and closures compute what plain recursion computes", () => {
  fc.assert(
    fc.property(shape, fc.bigInt(-9n, 9n), (s, n) => {
      const program = new TestProgram();
      const [a, b, x] = [variable("a", integer), variable("b", integer), variable("n", integer)];
      const spin = program.define("spin", [variable("k", integer)], integer, () => int(0));
      const helper = program.define("helper", [a, b], integer, () =>
        plus(minus(times(int(2), read(a)), read(b)), call(spin, integer, [int(1)])),
      );
      const body = coreOf(s, helper, [x]);
      const main = program.define("main", [x], integer, () => body);
      assert.is(program.machine(rows).runSync(main, [n]), plain(body, new Map([[x.id, n]])));
    }),
    { numRuns: 1500 },
  );
});

test.run();
