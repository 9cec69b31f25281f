/**
 * The sentences of run-time errors, in one place so that the evaluator and native code say the same.
 *
 * `{0}` and `{1}` stand for the two integers a failing kernel records with its status.
 */
import type { EvaluationContext } from "./primitive.ts";

export interface Failure {
  readonly code: `KL${number}`;
  readonly text: string;
  readonly hint?: string;
}

const fromZero = "positions count from 0";

export const failures = {
  division: { code: "KL0501", text: "Division by zero" },
  modulo: { code: "KL0501", text: "Modulo by zero" },
  index: { code: "KL0502", text: "index {0} is out of range for a list of length {1}", hint: fromZero },
  row: { code: "KL0502", text: "row {0} is out of range for a matrix with {1} rows", hint: fromZero },
  column: {
    code: "KL0502",
    text: "column {0} is out of range for a matrix with {1} columns",
    hint: fromZero,
  },
  noKey: {
    code: "KL0502",
    text: "the map has no such key",
    hint: "lookup(m, k, otherwise) gives a value for missing keys",
  },
  emptyList: { code: "KL0506", text: "the list is empty" },
  lengths: { code: "KL0505", text: "the lists have different lengths: {0} and {1}" },
  rows: { code: "KL0505", text: "the matrices have different numbers of rows: {0} and {1}" },
  columns: { code: "KL0505", text: "the matrices have different numbers of columns: {0} and {1}" },
  inner: {
    code: "KL0505",
    text: "these matrices cannot be multiplied: {0} columns on the left, {1} rows on the right",
  },
  square: { code: "KL0505", text: "the matrix must be square: it has {0} rows and {1} columns" },
  ragged: { code: "KL0505", text: "the rows have different lengths: {0} and {1}" },
  entries: { code: "KL0505", text: "the matrix needs {0} entries, {1} were given" },
  fieldEntries: { code: "KL0505", text: "the field needs {0} entries, {1} were given" },
  fieldSizes: { code: "KL0505", text: "the fields have different sizes along an axis: {0} and {1}" },
  long: { code: "KL0507", text: "a list of {0} elements is too long" },
  size: { code: "KL0506", text: "a size must be positive, not {0}" },
  negative: { code: "KL0506", text: "a natural number is needed, not {0}" },
  natural: { code: "KL0510", text: "expected a natural number, got {0}" },
  noMatch: { code: "KL0504", text: "Non-exhaustive match: no pattern matched the scrutinee" },
  singular: { code: "KL0506", text: "the matrix is singular" },
  exponential: { code: "KL0506", text: "the exponential of this matrix does not exist" },
  notDefinite: { code: "KL0506", text: "the matrix is not positive definite" },
  notSymmetric: {
    code: "KL0506",
    text: "the matrix is not symmetric",
    hint: "eigenvalues and eig take any square matrix; (A + transpose(A)) / 2 is symmetric",
  },
  notFinite: { code: "KL0506", text: "the matrix has an entry that is not finite" },
  notInteger: { code: "KL0506", text: "NaN and infinite numbers have no integer part" },
} as const satisfies Readonly<Record<string, Failure>>;

const hints: ReadonlyMap<string, string> = new Map(
  Object.values(failures).flatMap((failure) => ("hint" in failure ? [[failure.text, failure.hint]] : [])),
);

/** The hint that belongs to a sentence, for native code, which knows the sentence alone. */
export function hintOf(text: string): string | undefined {
  return hints.get(text);
}

export function failWith(
  context: EvaluationContext,
  failure: Failure,
  ...details: readonly (number | bigint)[]
): never {
  const text = failure.text.replace(/\{(\d)\}/g, (_, k: string) => String(details[Number(k)] ?? ""));
  return context.fail(failure.code, text, failure.hint);
}
