/**
 * On the pure λ-calculus with `let` and pairs the checker finds the principal type: the one that Algorithm W finds, here
 * written once more and independently (Damas & Milner, "Principal type-schemes for functional programs", 1982).
 */
import fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { noSpan as span } from "../../../src/base/span.ts";
import type { Expr } from "../../../src/syntax/ast.ts";
import { printExpr } from "../../../src/syntax/print.ts";
import { checkProgram } from "../../../src/types/check-program.ts";
import { buildEnvironment } from "../../../src/types/environment.ts";
import type { Scheme } from "../../../src/types/scheme.ts";
import type { Type } from "../../../src/types/type.ts";

// ---- Algorithm W ---------------------------------------------------------------------------------------

type Mono =
  | { readonly kind: "var"; readonly id: number }
  | { readonly kind: "arrow"; readonly from: Mono; readonly to: Mono }
  | { readonly kind: "pair"; readonly left: Mono; readonly right: Mono };
interface Poly {
  readonly bound: ReadonlySet<number>;
  readonly type: Mono;
}

class Untypable extends Error {}

interface Unifier {
  readonly resolve: (type: Mono) => Mono;
  readonly unify: (a: Mono, b: Mono) => void;
}

function free(type: Mono): readonly number[] {
  if (type.kind === "var") return [type.id];
  return type.kind === "arrow"
    ? [...free(type.from), ...free(type.to)]
    : [...free(type.left), ...free(type.right)];
}

function createUnifier(): Unifier {
  const bindings = new Map<number, Mono>();
  const resolve = (type: Mono): Mono => {
    if (type.kind === "arrow") return { kind: "arrow", from: resolve(type.from), to: resolve(type.to) };
    if (type.kind === "pair") return { kind: "pair", left: resolve(type.left), right: resolve(type.right) };
    const bound = bindings.get(type.id);
    return bound === undefined ? type : resolve(bound);
  };
  const unify = (first: Mono, second: Mono): void => {
    const [a, b] = [resolve(first), resolve(second)];
    if (a.kind === "var" && b.kind === "var" && a.id === b.id) return;
    if (a.kind === "var") {
      if (free(b).includes(a.id)) throw new Untypable();
      bindings.set(a.id, b);
    } else if (b.kind === "var") unify(b, a);
    else if (a.kind === "arrow" && b.kind === "arrow") {
      unify(a.from, b.from);
      unify(a.to, b.to);
    } else if (a.kind === "pair" && b.kind === "pair") {
      unify(a.left, b.left);
      unify(a.right, b.right);
    } else throw new Untypable();
  };
  return { resolve, unify };
}

function algorithmW(term: Expr): Mono {
  const { resolve, unify } = createUnifier();
  let next = 0;
  const fresh = (): Mono => ({ kind: "var", id: next++ });
  const instance = ({ bound, type }: Poly): Mono => {
    const names = new Map([...bound].map((id) => [id, fresh()]));
    const copy = (t: Mono): Mono => {
      if (t.kind === "var") return names.get(t.id) ?? t;
      return t.kind === "arrow"
        ? { kind: "arrow", from: copy(t.from), to: copy(t.to) }
        : { kind: "pair", left: copy(t.left), right: copy(t.right) };
    };
    return copy(resolve(type));
  };
  const infer = (expr: Expr, scope: ReadonlyMap<string, Poly>): Mono => {
    switch (expr.kind) {
      case "name": {
        const poly = scope.get(expr.name);
        if (poly === undefined) throw new Untypable();
        return instance(poly);
      }
      case "lambda": {
        const from = fresh();
        const inner = new Map(scope).set(expr.params[0]?.name ?? "", { bound: new Set(), type: from });
        return { kind: "arrow", from, to: infer(expr.body, inner) };
      }
      case "call": {
        const callee = infer(expr.callee, scope);
        const arg = expr.args[0];
        const to = fresh();
        unify(callee, { kind: "arrow", from: arg === undefined ? fresh() : infer(arg, scope), to });
        return to;
      }
      case "tuple": {
        const [left = fresh(), right = fresh()] = expr.items.map((item) => infer(item, scope));
        return { kind: "pair", left, right };
      }
      case "let": {
        const type = resolve(infer(expr.value, scope));
        const outer = new Set(
          [...scope.values()].flatMap((p) => {
            const inside = free(resolve(p.type));
            return inside.filter((id) => !p.bound.has(id));
          }),
        );
        const bound = new Set(free(type).filter((id) => !outer.has(id)));
        const name = expr.pattern.kind === "bind" ? expr.pattern.name : "";
        return infer(expr.body, new Map(scope).set(name, { bound, type }));
      }
      default:
        throw new Untypable();
    }
  };
  return resolve(infer(term, new Map()));
}

// ---- shapes with variables numbered in order ------------------------------------------------------------

function shapeOfMono(type: Mono, names = new Map<number, number>()): string {
  if (type.kind === "var") return variable(type.id, names);
  return type.kind === "arrow"
    ? `(${shapeOfMono(type.from, names)} → ${shapeOfMono(type.to, names)})`
    : `(${shapeOfMono(type.left, names)}, ${shapeOfMono(type.right, names)})`;
}

/** The type of a scheme whose flows are read as equations: what is left of subtyping where nothing is coerced. */
function withEquations(scheme: Scheme): Mono {
  const { resolve, unify } = createUnifier();
  for (const constraint of scheme.constraints) {
    if (constraint.kind !== "flow") throw new Error(`unexpected constraint: ${constraint.kind}`);
    unify(monoOf(constraint.source), monoOf(constraint.target));
  }
  return resolve(monoOf(scheme.type));
}

function monoOf(type: Type): Mono {
  if (type.kind === "var") return { kind: "var", id: type.id };
  if (type.kind === "tuple") {
    const [left, right] = type.items;
    if (left !== undefined && right !== undefined) {
      return { kind: "pair", left: monoOf(left), right: monoOf(right) };
    }
  }
  if (type.kind === "function") {
    const [from, ...more] = type.params;
    if (from !== undefined && more.length === 0) {
      return { kind: "arrow", from: monoOf(from), to: monoOf(type.result) };
    }
  }
  throw new Error(`unexpected type: ${type.kind}`);
}

function variable(id: number, names: Map<number, number>): string {
  const known = names.get(id) ?? names.size;
  names.set(id, known);
  return `v${known}`;
}

// ---- terms ---------------------------------------------------------------------------------------------

const name = (n: string): Expr => ({ kind: "name", name: n, span });

/** Closed terms: `scope` are the names that may be used. */
function terms(scope: readonly string[], depth: number): fc.Arbitrary<Expr> {
  const variables = scope.map((n) => fc.constant(name(n)));
  const inner = `x${scope.length}`;
  const lambda = (body: fc.Arbitrary<Expr>) =>
    body.map((b): Expr => ({ kind: "lambda", params: [{ name: inner, span }], body: b, span }));
  if (depth === 0) return variables.length === 0 ? lambda(fc.constant(name(inner))) : fc.oneof(...variables);
  const smaller = terms(scope, depth - 1);
  const under = terms([...scope, inner], depth - 1);
  return fc.oneof(
    ...variables,
    lambda(under),
    fc
      .tuple(smaller, smaller)
      .map(([f, x]): Expr => ({ kind: "call", callee: f, args: [x], named: [], span })),
    fc.tuple(smaller, smaller).map(([a, b]): Expr => ({ kind: "tuple", items: [a, b], span })),
    // A binding that nothing uses constrains nothing here, while W unifies inside it: so it is used.
    fc.tuple(smaller, under).map(([value, body]): Expr => {
      const used: Expr = { kind: "tuple", items: [name(inner), body], span };
      return { kind: "let", pattern: { kind: "bind", name: inner, span }, value, body: used, span };
    }),
  );
}

const environment = buildEnvironment([]).value;
const checker = checkProgram(environment, new Map()).value;

test("the scheme of a typable term is the principal one", () => {
  fc.assert(
    fc.property(terms([], 4), (term) => {
      let expected: Mono;
      try {
        expected = algorithmW(term);
      } catch (failure) {
        if (failure instanceof Untypable) return;
        throw failure;
      }
      const { value, problems } = checker.typeOfExpression(term);
      assert.equal(problems, []);
      assert.is(shapeOfMono(withEquations(value)), shapeOfMono(expected), printExpr(term));
    }),
    { numRuns: 2000 },
  );
});

test("a term that has no type is no problem: it is interpreted (T4)", () => {
  fc.assert(
    fc.property(terms([], 4), (term) => {
      assert.equal(checker.typeOfExpression(term).problems, []);
    }),
    { numRuns: 500 },
  );
});

test.run();
