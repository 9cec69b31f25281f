/** What is said of types as they are written: unknown names, wrong numbers of arguments. */
import { type Diagnostic, error, warning } from "../base/diagnostic.ts";
import type { Span } from "../base/span.ts";
import type { TypeExpr } from "../syntax/ast.ts";
import { meantType } from "./nearest.ts";

export function unknownType(name: string, candidates: readonly string[], span: Span): Diagnostic {
  const similar = meantType(name, candidates);
  return warning("KL0304", `unknown type \`${name}\``, span, {
    notes: ["it is taken to be any type"],
    ...(similar === undefined ? {} : { hint: `did you mean \`${similar}\`?` }),
  });
}

export function wrongCount(name: string, expected: number, given: number, span: Span): Diagnostic {
  return error("KL0305", `the type \`${name}\` takes ${counted(expected)}, got ${given}`, span);
}

/** How the types of the language that take arguments are written. */
export const typeForms: ReadonlyMap<string, string> = new Map([
  ["Matrix", "Matrix(m, n) or Matrix(m, n, T)"],
  ["PMatrix", "PMatrix(m, n)"],
  ["VMatrix", "VMatrix(m, n)"],
  ["BMatrix", "BMatrix(m, n)"],
  ["ComplexMatrix", "ComplexMatrix(m, n)"],
  ["Vector", "Vector(n) or Vector(n, T)"],
  ["List", "List(T)"],
  ["Set", "Set(T)"],
  ["BitVec", "BitVec(n)"],
]);

/** A type of the language on another number of arguments than it takes; the reference drops annotations, so no error. */
export function wrongForm({
  name,
  args,
  span,
}: Extract<TypeExpr, { kind: "type-call" }>): Diagnostic | undefined {
  const form = typeForms.get(name);
  if (form === undefined) return undefined;
  const [size] = args;
  const isSquare = name === "Matrix" && args.length === 1 && size?.kind === "type-number";
  return warning("KL0305", `the type \`${name}\` is written ${form}`, span, {
    notes: [`with ${counted(args.length)} it is taken to be any type`],
    ...(isSquare ? { hint: `a square matrix is a Matrix(${size.text}, ${size.text})` } : {}),
  });
}

function counted(n: number): string {
  return n === 1 ? "1 argument" : `${n} arguments`;
}
