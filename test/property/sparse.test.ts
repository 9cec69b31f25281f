/** Sparse matrices are the dense ones of their entries: random entries, in any order and several at one place, on every tier. */
import fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { formatValue } from "../../src/interpret/format.ts";
import { runProgram } from "../support/session.ts";
import { hasTool } from "../support/tools.ts";

type Tier = "interp" | "c" | "rust";

interface Entries {
  readonly rows: number;
  readonly columns: number;
  readonly list: readonly (readonly [number, number, number])[];
}

/** Integral values, so that sums are exact in any order. */
function entries(rows: number, columns: number): fc.Arbitrary<Entries> {
  const triple = fc.tuple(fc.nat(rows - 1), fc.nat(columns - 1), fc.integer({ min: -9, max: 9 }));
  return fc.array(triple, { maxLength: 3 * rows }).map((list) => ({ rows, columns, list }));
}

function matrix({ rows, columns, list }: Entries): string {
  const dense = Array.from({ length: rows * columns }, () => 0);
  for (const [i, j, x] of list) dense[i * columns + j] = (dense[i * columns + j] ?? 0) + x;
  return `Matrix(${rows}, ${columns}, [${dense.map((x) => `${x}.0`).join(", ")}])`;
}

function program(a: Entries, b: Entries, c: Entries): string {
  const define = (name: string, e: Entries): readonly string[] => [
    `define ${name} : Table(${e.rows}, ${e.columns}) = Cells([${e.list.map((t) => `(${t.join(", ")})`).join(", ")}])`,
    `define dense_${name} : Matrix(${e.rows}, ${e.columns}) = ${matrix(e)}`,
  ];
  const vector = (n: number): string => `[${Array.from({ length: n }, (_, i) => i - 1.5).join(", ")}]`;
  return [
    "data Table(m : Nat, n : Nat) = Cells(cells : List((Nat, Nat, ℝ)))",
    ...define("a", a),
    ...define("b", b),
    ...define("c", c),
    `define x = ${vector(a.columns)}`,
    `define y = ${vector(a.rows)}`,
    "[to_dense(a) = dense_a, a * x = dense_a * x, y * a = y * dense_a, to_dense(transpose(a)) = transpose(dense_a),",
    " to_dense(a * b) = dense_a * dense_b, to_dense(a + c) = dense_a + dense_c, to_dense(a - c) = dense_a - dense_c,",
    " a * dense_b = dense_a * dense_b, dense_a * b = dense_a * dense_b, to_dense(3 * a) = 3 * dense_a,",
    ` sum(a) = sum(dense_a * [${Array.from({ length: a.columns }, () => "1.0").join(", ")}]),`,
    " transpose(transpose(a)) = a, trace(a * transpose(a)) = trace(dense_a * transpose(dense_a)),",
    ` length(a.cells) = nnz(a), a[${a.rows - 1}, ${a.columns - 1}] = dense_a[${a.rows - 1}, ${a.columns - 1}]]`,
  ].join("\n");
}

const laws = 15;

async function agree([a, b, c]: readonly [Entries, Entries, Entries], tier: Tier): Promise<void> {
  const text = program(a, b, c);
  const run = await runProgram("random.kleis", text, {
    backend: tier,
    optimise: 1,
    strictJit: tier !== "interp",
  });
  const [value] = run.values;
  const expected = `[${Array.from({ length: laws }, () => "true").join(", ")}]`;
  assert.is(value && formatValue(value.value), expected, `${run.said.join("\n")}\n${text}`);
}

const sizes = fc.tuple(
  fc.integer({ min: 1, max: 7 }),
  fc.integer({ min: 1, max: 7 }),
  fc.integer({ min: 1, max: 7 }),
);
const samples = sizes.chain(([m, k, n]) => fc.tuple(entries(m, k), entries(k, n), entries(m, k)));

for (const [tier, numRuns] of [
  ["interp", 40],
  ["c", 3],
  ["rust", 1],
] as const)
  if (tier === "interp" || hasTool(tier))
    test(`sparse matrices are the dense ones of their entries: ${tier}`, () =>
      fc.assert(
        fc.asyncProperty(samples, (sample) => agree(sample, tier)),
        { numRuns },
      ));

test.run();
