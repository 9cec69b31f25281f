/**
 * Random programs: the verifier finds nothing wrong with their Core, and what they evaluate to has the type that was
 * found for them.
 */
import fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { checkCore } from "../../../src/core/check.ts";
import { printReachable } from "../../../src/core/print.ts";
import { createSpecialiser } from "../../../src/core/specialise.ts";
import { createMachine } from "../../../src/interpret/machine.ts";
import { typeOfValue } from "../../../src/interpret/type-of.ts";
import { createPrimitiveTable } from "../../../src/primitives/table.ts";
import { parseProgram } from "../../../src/syntax/parse.ts";
import { buildEnvironment } from "../../../src/types/environment.ts";
import { join } from "../../../src/types/flow.ts";
import { printType } from "../../../src/types/print.ts";
import { equalTypes } from "../../../src/types/traverse.ts";

/** Expressions by what they are: a number, a truth value, a list of numbers, a function of one number. */
const terms = fc.letrec<{ number: string; truth: string; list: string; fn: string; pair: string }>((tie) => {
  const [number, truth, list, fn, pair] = [
    tie("number"),
    tie("truth"),
    tie("list"),
    tie("fn"),
    tie("pair"),
  ] as const;
  const of = (...parts: readonly fc.Arbitrary<string>[]) => fc.tuple(...parts);
  return {
    number: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      fc.integer({ min: 0, max: 9 }).map(String),
      fc.constantFrom("0.5", "2.0", "1.25", "x", "k"),
      of(number, number).map(([a, b]) => `(${a} + ${b})`),
      of(number, number).map(([a, b]) => `(${a} * ${b})`),
      of(number, number).map(([a, b]) => `min(${a}, ${b})`),
      number.map((a) => `(${a} / 2)`),
      number.map((a) => `floor(${a})`),
      of(truth, number, number).map(([c, a, b]) => `(if ${c} then ${a} else ${b})`),
      of(number, number).map(([a, b]) => `(let x = ${a} in ${b})`),
      list.map((xs) => `sum(${xs})`),
      list.map((xs) => `length(${xs})`),
      of(fn, number).map(([f, a]) => `twice(${f}, ${a})`),
      of(fn, number).map(([f, a]) => `(${f})(${a})`),
      of(number, list).map(([z, xs]) => `list_fold(λ a k . a + k * x, ${z}, ${xs})`),
      list.map((xs) => `total(${xs})`),
      pair.map((p) => `fst(${p})`),
      of(pair, number).map(([p, e]) => `(match ${p} { (0, k) => k | (x, k) => ${e} })`),
      of(list, number).map(([xs, e]) => `(match ${xs} { [] => 0 | Cons(k, t) => ${e} + total(t) })`),
      number.map((a) => `down(3, ${a})`),
    ),
    truth: fc.oneof(
      { depthSize: "small" },
      fc.constantFrom("true", "false"),
      of(number, number).map(([a, b]) => `(${a} < ${b})`),
      of(truth, truth).map(([a, b]) => `(${a} ∧ ${b})`),
    ),
    list: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      fc.constantFrom("[]", "[1, 2]", "[0.5]", "range(3)"),
      of(number, number).map(([a, b]) => `[${a}, ${b}]`),
      of(fn, list).map(([f, xs]) => `list_map(${f}, ${xs})`),
      of(truth, list, list).map(([c, xs, ys]) => `(if ${c} then ${xs} else ${ys})`),
      of(number, list).map(([a, xs]) => `Cons(${a}, ${xs})`),
      list.map((xs) => `list_filter(λ k . k > 1, ${xs})`),
      of(fn, list).map(([f, xs]) => `each(${f}, ${xs})`),
    ),
    fn: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      fc.constantFrom("λ k . k", "half"),
      number.map((e) => `λ k . ${e}`),
      of(fn, fn).map(([f, g]) => `compose(${f}, ${g})`),
      number.map((a) => `(λ x k . x + k)(${a})`),
      of(truth, fn, fn).map(([c, f, g]) => `(if ${c} then ${f} else ${g})`),
    ),
    pair: fc.oneof(
      { depthSize: "small" },
      of(number, number).map(([a, b]) => `(${a}, ${b})`),
      of(truth, pair, pair).map(([c, p, q]) => `(if ${c} then ${p} else ${q})`),
    ),
  };
});

const library = `
define half(x) = x / 2
define twice(f, x) = f(f(x))
define compose(f, g) = λ x . f(g(x))
define total(xs) = match xs { [] => 0 | Cons(h, t) => h + total(t) }
define each(f, xs) = match xs { [] => [] | Cons(h, t) => Cons(f(h), each(f, t)) }
define down(n, a) = if n = 0 then a else down(n - 1, a / 2)
`;

const table = createPrimitiveTable();

test("the Core of random programs is well-formed and its types are those of the values", () => {
  fc.assert(
    fc.property(fc.oneof(terms.number, terms.list, terms.pair), (term) => {
      const parsed = parseProgram("random.kleis", `${library}define probe(x, k) = ${term}\nprobe(3, 1.5)\n`);
      assert.equal(parsed.problems, []);
      const environment = buildEnvironment([parsed.value]).value;
      const specialiser = createSpecialiser(environment, table, { symbolic: false });
      const [expression] = environment.expressions;
      assert.ok(expression);
      const { value: entry, problems } = specialiser.expression(expression.value);
      const complaints = [...problems.map((p) => p.title), ...checkCore(specialiser.program)];
      assert.equal(complaints, [], `${term}\n${complaints.join("\n")}`);
      const machine = createMachine({
        program: specialiser.program,
        table,
        hooks: {
          out: () => {},
          readFile: () => "",
          writeFile: () => undefined,
          fresh: () => 1,
          now: () => 0,
          cancelled: () => false,
          pause: async () => {},
          native: () => undefined,
          defines: (name) => environment.definition(name) !== undefined,
          definition: (name, args) =>
            specialiser.fallback(
              name,
              args.map((a) => typeOfValue(a)),
            ),
          unknownCall: (lambda) => specialiser.dynamicFunction(lambda),
        },
      });
      const shown = typeOfValue(machine.runSync(entry.id, []));
      const fits = equalTypes(join(shown, entry.result), entry.result);
      assert.ok(
        fits,
        `${printType(shown)} is not a ${printType(entry.result)}\n${printReachable(entry, specialiser.program)}`,
      );
    }),
    { numRuns: 150 },
  );
});

test.run();
