/**
 * Random programs that round at every step: elementary functions of numbers with all their digits, sums and products of lists and
 * matrices whose lengths lie around those of vector registers. What is computed in another order has other last digits.
 */
import type { RandomProgram } from "./programs.ts";

const unary = (
  "exp exp2 expm1 ln log2 log10 log1p cbrt sin cos tan asin acos atan sinh cosh tanh asinh acosh atanh erf erfc gamma_func lgamma " +
  "digamma sec csc cot sqrt"
).split(" ");
const binary = ["atan2", "hypot", "power", "beta"];
const lengths = [1, 2, 3, 7, 8, 9, 15, 16, 17, 31, 33, 64, 65, 100, 257];
const sides = [1, 2, 3, 4, 5, 8, 9, 16, 24];
/** Factors and offsets of counters: arguments of ordinary size, large, tiny, and where functions end. */
const slopes = ["0.0371", "1.7193", "-0.31177", "13.0717", "1.0e-9", "251.31", "-1.0e5"];
const offsets = ["0.3", "-0.99", "1.0", "-7.1", "0.0", "1.0e-300", "700.0"];

type Pick = <T>(from: readonly T[]) => T;

function picker(choices: readonly number[]): Pick {
  let next = 0;
  return (from) => {
    const chosen = from[(choices[next++] ?? 0) % from.length];
    if (chosen === undefined) throw new RangeError("nothing to choose from");
    return chosen;
  };
}

/** A real expression in the variable `k`. */
function real(pick: Pick, depth: number): string {
  const inner = (): string => real(pick, depth - 1);
  if (depth === 0) return `(${pick(slopes)} * k + ${pick(offsets)})`;
  switch (pick(["unary", "unary", "binary", "arithmetic", "choice", "root"] as const)) {
    case "unary":
      return `${pick(unary)}(${inner()})`;
    case "binary":
      return `${pick(binary)}(${inner()}, ${inner()})`;
    case "arithmetic":
      return `(${inner()} ${pick(["+", "-", "*"])} ${inner()})`;
    case "choice":
      return `(if ${inner()} > ${pick(offsets)} then ${inner()} else ${inner()})`;
    case "root":
      return `nth_root(${inner()}, ${pick([2, 3, 5, -4])})`;
  }
}

const list = (pick: Pick, n: number): string => `list_map(λ k . ${real(pick, pick([1, 2]))}, range(${n}))`;
/** Entries of about 1, without NaN: sums of them depend on their order. */
const plain = (pick: Pick, n: number): string =>
  `list_map(λ k . 1.0 / (k + ${pick(["1.3", "2.7", "0.9"])}) - 0.3${pick([1, 7, 3])}, range(${n}))`;

function reduction(pick: Pick): string {
  const n = pick(lengths);
  switch (pick(["sum", "dot", "norm", "product", "big", "fold", "mapped"] as const)) {
    case "sum":
      return `sum(${plain(pick, n)})`;
    case "dot":
      return `dot(${plain(pick, n)}, ${plain(pick, n)})`;
    case "norm":
      return `norm(${plain(pick, n)})`;
    case "product":
      return `product(list_map(λ k . 1.0 + 1.0 / (k + 1.7), range(${n})))`;
    case "big":
      return `Σ(1, ${n}, λ k . ${real(pick, 1)})`;
    case "fold":
      return `list_fold(λ a k . a * 0.7 + ${real(pick, 1)}, 0.0, range(${n}))`;
    case "mapped":
      return `sum(${list(pick, n)})`;
  }
}

function matrices(pick: Pick, index: number): RandomProgram {
  const [m, k, n] = [pick(sides), pick(sides), pick(sides)];
  const entry = pick(["1.0 / (i + 2 * j + 1.1)", "sin(i + 0.3 * j)", "0.1 * i - 0.7 * j"]);
  const matrix = (name: string, rows: number, columns: number): string =>
    `define ${name}${index} : Matrix(${rows}, ${columns}, ℝ) = ` +
    `list_map(λ i . list_map(λ j . ${entry}, range(${columns})), range(${rows}))`;
  const definitions = [matrix("A", m, k), matrix("B", k, n)].join(";\n");
  const [a, b] = [`A${index}`, `B${index}`];
  const expressions = [
    `${a} * ${b}`,
    `${a} * ${plain(pick, k)}`,
    `trace(${a} * transpose(${a}))`,
    `transpose(${a}) * ${a}`,
    `sum(${a} * ${plain(pick, k)})`,
  ];
  return { definitions, expressions: [pick(expressions)] };
}

/** `count` of each kind. */
export function roundingProgram(choices: readonly number[], count: number): RandomProgram {
  const pick = picker(choices);
  const each = Array.from({ length: count }, (_, index) => ({
    matrix: matrices(pick, index),
    others: [
      list(pick, pick(lengths)),
      reduction(pick),
      `(λ k . ${real(pick, 2)})(${pick(["0.7", "3.3", "-1.9", "1.0e6"])})`,
    ],
  }));
  return {
    definitions: each.map(({ matrix }) => matrix.definitions).join(";\n"),
    expressions: each.flatMap(({ matrix, others }) => [...matrix.expressions, ...others]),
  };
}
