/**
 * Arguments that rows are tried on: the evaluator, every tier and the oracle must agree there. Values at which something
 * changes (signs, zeros, overflow), and lengths around every lane width.
 */
import { fieldValue, gridSize } from "../interpret/field.ts";
import type { Value } from "../interpret/value.ts";
import { realList, realMatrix } from "./arrays.ts";

/** Made when somebody asks: rows are loaded at every start, tried only by tests. */
export type Samples = () => readonly (readonly Value[])[];

const reals = [0, -0, 1, -1, 0.5, -0.5, 2.5, -3.75, 1e-8, 12345.678, 1e-300, 1e300, Math.PI] as const;
const integers = [0n, 1n, -1n, 2n, 7n, -12n, 1000003n, 2n ** 53n + 1n, -(2n ** 63n), 2n ** 64n] as const;
export const lengths = [0, 1, 2, 3, 4, 7, 8, 9, 16, 17, 64] as const;

function pairs(values: readonly Value[]): Samples {
  return () => values.flatMap((a) => values.map((b) => [a, b]));
}

export const oneReal: Samples = () => reals.map((x) => [x]);
export const twoReals: Samples = pairs(reals);
export const oneInteger: Samples = () => integers.map((n) => [n]);
export const twoIntegers: Samples = pairs(integers);
export const oneNumber: Samples = () => [...oneReal(), ...oneInteger()];
export const twoNumbers: Samples = () => [...twoReals(), ...twoIntegers()];

/** Entries of mixed size and sign, the same for the same position. */
function entryAt(i: number): number {
  return (i % 2 === 0 ? 1 : -1) * (((i * 37) % 101) / 8 + 0.125);
}

export function listOfLength(n: number, offset = 0): Value {
  return realList(Float64Array.from({ length: n }, (_, i) => entryAt(i + offset)));
}
export function matrixOfSize(m: number, n: number, offset = 0): Value {
  return realMatrix(
    m,
    n,
    Float64Array.from({ length: m * n }, (_, i) => entryAt(i + offset)),
  );
}

export const oneList: Samples = () => lengths.map((n) => [listOfLength(n)]);
export const twoLists: Samples = () => lengths.map((n) => [listOfLength(n), listOfLength(n, 5)]);

function fieldOfSizes(...extents: readonly number[]): Value {
  return fieldValue({
    sizes: extents,
    items: Float64Array.from({ length: gridSize(extents) }, (_, i) => entryAt(i)),
  });
}

export const oneField: Samples = () => [
  ...[1, 2, 3, 9].map((n) => [fieldOfSizes(n)]),
  [fieldOfSizes(1, 4)],
  [fieldOfSizes(5, 3)],
  [fieldOfSizes(3, 4, 17)],
  [fieldOfSizes(2, 1, 2, 3)],
];

const sizes = [1, 2, 3, 4, 5, 8, 12] as const;
export const oneMatrix: Samples = () => [
  ...sizes.map((n) => [matrixOfSize(n, n)]),
  [matrixOfSize(2, 3)],
  [matrixOfSize(7, 1)],
];
export const squareMatrix: Samples = () => sizes.map((n) => [matrixOfSize(n, n)]);
/** The diagonal outweighs the rest. */
export const definiteMatrix: Samples = () =>
  sizes.map((n) => [
    realMatrix(
      n,
      n,
      Float64Array.from({ length: n * n }, (_, p) => {
        const [i, j] = [Math.floor(p / n), p % n];
        return i === j ? n + 1 : 1 / (1 + Math.abs(i - j));
      }),
    ),
  ]);
export const symmetricMatrix: Samples = () =>
  sizes.map((n) => [
    realMatrix(
      n,
      n,
      Float64Array.from({ length: n * n }, (_, p) => {
        const [i, j] = [Math.floor(p / n), p % n];
        return entryAt(i * j + i + j);
      }),
    ),
  ]);
export const systems: Samples = () => sizes.map((n) => [matrixOfSize(n, n), listOfLength(n, 5)]);
export const twoMatrices: Samples = () => [
  ...sizes.map((n) => [matrixOfSize(n, n), matrixOfSize(n, n, 5)]),
  [matrixOfSize(2, 3), matrixOfSize(2, 3, 5)],
];
export const matricesToMultiply: Samples = () => [
  ...sizes.map((n) => [matrixOfSize(n, n), matrixOfSize(n, n, 5)]),
  [matrixOfSize(2, 3), matrixOfSize(3, 4, 5)],
  [matrixOfSize(1, 7), matrixOfSize(7, 1, 5)],
];
