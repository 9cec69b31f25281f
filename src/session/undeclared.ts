/** Calls of undeclared names that the checker found: an error where an expression reaches one, a warning elsewhere. */
import type { Diagnostic } from "../base/diagnostic.ts";

export function isUndeclaredCall({ code }: Diagnostic): boolean {
  return code === "KL0101";
}

/** `b` may point at a part of what `a` points at: at the name that is called. */
export function isSameProblem(a: Diagnostic, b: Diagnostic): boolean {
  const [x, y] = [a.primary.span, b.primary.span];
  const lieWithin = x.file === y.file && x.start <= y.start && y.end <= x.end;
  return a.code === b.code && a.title === b.title && lieWithin;
}

/** What was reached, in the checker's words, which know what was meant; before it warnings of what was not. Each once. */
export function withUndeclared(
  undeclared: readonly Diagnostic[],
  reached: readonly Diagnostic[],
): readonly Diagnostic[] {
  const errors = reached.map(
    (problem) => undeclared.find((other) => isSameProblem(problem, other)) ?? problem,
  );
  const others = undeclared.filter((other) => !reached.some((problem) => isSameProblem(problem, other)));
  return [...others.map((other): Diagnostic => ({ ...other, severity: "warning" })), ...errors];
}
