/** The programs of the proposal that this compiler follows (language.md §19): all parse; what has a value has it on every tier. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { formatValue } from "../src/interpret/format.ts";
import { parseProgram } from "../src/syntax/parse.ts";
import { testedTiers } from "./support/check-program.ts";
import { runProgram } from "./support/session.ts";

interface Snippet {
  readonly name: string;
  readonly text: string;
  /** What is added to call it, and the values of all expressions. */
  readonly calls?: string;
  readonly values: readonly string[];
  /** The last value is computed natively where that is asked for. */
  readonly native?: boolean;
}

const snippets: readonly Snippet[] = [
  {
    name: "a typed free name",
    text: "A : Matrix(2, 3)",
    values: ["A"],
  },
  {
    name: "the sum of two matrices, free and given",
    text: "A : Matrix(2, 2)\nB : Matrix(2, 2)\nC = A + B",
    calls:
      "define add(A : Matrix(2, 2), B : Matrix(2, 2)) = A + B\nadd(Matrix(2, 2, [1, 2, 3, 4]), Matrix(2, 2, [10, 20, 30, 40]))",
    values: ["A", "B", "C = A + B", "Matrix(2, 2, [11, 22, 33, 44])"],
    native: true,
  },
  {
    name: "use case 1: a trace of a product",
    text: `define compute(A: Matrix(1000, 1000)) =
  let B = transpose(A) in
  let C = multiply(A, B) in
  trace(C)`,
    values: [],
  },
  {
    name: "use case 1, small",
    text: `define compute(A: Matrix(2, 2)) =
  let B = transpose(A) in
  let C = multiply(A, B) in
  trace(C)`,
    calls: "compute(Matrix(2, 2, [1, 2, 3, 4]))",
    values: ["30"],
    native: true,
  },
  {
    name: "use case 2: a field",
    text: "define evolve(ψ: Field(100, 100, 100)) = apply_laplacian(ψ) + potential(ψ)",
    // Of a field of ones: each of the 6 · 100² neighbours beyond an edge is missing once.
    calls:
      "define potential(ψ) = 2 * ψ\nsum(field_values(evolve(Field([100, 100, 100], list_map(λ k . 1.0, range(1000000))))))",
    values: ["1940000"],
    native: true,
  },
  {
    name: "use case 3: a symbolic energy",
    text: "define energy(x, p) = (p^2 / 2*m) + V(x)",
    calls: "energy(1, 2)",
    values: ["2 * m + V(1)"],
  },
  {
    name: "use case 3 with its names given",
    text: "define energy(x, p) = (p^2 / 2*m) + V(x)",
    calls: "define m = 3\ndefine V(x) = x^2\nenergy(1, 2)",
    values: ["7"],
    native: true,
  },
  {
    name: "use case 3, specialised",
    text: "define energy(x, p) = (p^2 / 2*m) + V(x)",
    calls: "define concrete = specialize(energy, m = 1.0, V = λ x . x^2)\nconcrete(1, 2)",
    values: ["3"],
    native: true,
  },
  {
    name: "the sum of a vector of four",
    text: "define total(a, b, c, d) = sum(Vector(4, [a, b, c, d]))",
    calls: "total(1, 2, 3, 4.5)",
    values: ["10.5"],
    native: true,
  },
  {
    name: "a sparse matrix by its shape",
    text: "data SparseMatrix(m: Nat, n: Nat) = Sparse(rows: List((Nat, Nat, ℝ)))",
    calls: "Sparse([(0, 0, 1.5), (1, 2, 2)])",
    values: ["Sparse([(0, 0, 1.5), (1, 2, 2)])"],
  },
  {
    name: "@compile and a dimension as a value",
    text: `@compile
define matrix_power(A: Matrix(n, n), k: Nat) =
  if k == 0 then identity(n)
  else multiply(A, matrix_power(A, k - 1))`,
    calls: "matrix_power(Matrix(2, 2, [1, 1, 1, 0]), 10)",
    values: ["Matrix(2, 2, [89, 55, 55, 34])"],
    native: true,
  },
  {
    name: "@gpu",
    text: "@gpu\ndefine field_evolution(ψ: Field(1000, 1000)) = laplacian(ψ) + potential(ψ)",
    calls:
      "define potential(ψ) = 2 * ψ\nsum(field_values(field_evolution(Field([1000, 1000], list_map(λ k . 1.0, range(1000000))))))",
    values: ["1996000"],
    native: true,
  },
  {
    name: "one definition at many types",
    text: "define double(x: T) = x + x",
    calls: "double(3)\ndouble([1, 2])\ndouble(complex(1, 2))\ndouble(1.5)",
    values: ["6", "[2, 4]", "2 + 4i", "3"],
    native: true,
  },
  {
    name: "a dimension known at run time",
    text: "define process(A: Matrix(n, n)) = trace(multiply(A, A))",
    calls: "define size(k) = k + 1\nprocess(eye(size(36)))",
    values: ["37"],
    native: true,
  },
];

for (const { name, text, calls, values, native } of snippets) {
  test(`${name}: parses without a problem`, () => {
    assert.equal(parseProgram("seed.kleis", text).problems, []);
  });
  for (const tier of testedTiers) {
    test(`${name}: runs on ${tier}`, async () => {
      const run = await runProgram("seed.kleis", `${text}\n${calls ?? ""}\n`, { backend: tier });
      assert.is(run.failed, false, run.said.filter(isShown).join("\n"));
      assert.equal(
        run.values.map((v) => formatValue(v.value)),
        values,
      );
      if (native === true) assert.is(run.values.at(-1)?.tier, tier, run.said.join("\n"));
    });
  }
}

function isShown(message: string): boolean {
  return message.startsWith("error");
}

test.run();
