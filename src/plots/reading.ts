import type { Value } from "../interpret/value.ts";
import type { Positions } from "./element.ts";
import { firstStranger, numbersOf, textsOf } from "./values.ts";

/** Why there is no element: thrown by the readers below and nowhere seen outside this file. */
export class Refusal extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.title);
    this.problem = problem;
  }
}

export interface Problem {
  readonly code: `KL${number}`;
  readonly title: string;
  readonly hint?: string;
}

export function counted(length: number): Positions {
  return { at: Array.from({ length }, (_, i) => i) };
}

/** Numbers, or texts that name the positions 0, 1, 2, … */
export function positions(kind: string, name: string, value: Value): Positions {
  const names = textsOf(value);
  if (names !== undefined && names.length > 0) return { at: names.map((_, i) => i), names };
  return { at: numbers(kind, name, value) };
}

export function numbers(kind: string, name: string, value: Value | undefined): readonly number[] {
  const found = numbersOf(value);
  if (found !== undefined) return found;
  const stranger = value === undefined ? undefined : firstStranger(value);
  throw new Refusal({
    code: "KL0510",
    title:
      stranger === undefined
        ? `${kind}: ${name} must be a list of numbers`
        : `${kind}: ${name} must be real numbers, but element ${stranger.index} is not one`,
    hint: "real numbers are drawn: re(z), abs(z) or list_map take them out of other values",
  });
}

export function sameLength(
  kind: string,
  a: string,
  xs: readonly unknown[],
  b: string,
  ys: readonly unknown[],
): void {
  if (xs.length === ys.length) return;
  throw new Refusal({
    code: "KL0505",
    title: `${kind}: ${a} has ${xs.length} ${xs.length === 1 ? "element" : "elements"}, ${b} has ${ys.length}`,
  });
}

export function nonEmpty(kind: string, count: number): void {
  if (count === 0)
    throw new Refusal({ code: "KL0506", title: `${kind}: there is nothing to draw, the lists are empty` });
}

export function wrongCount(kind: string, takes: string): Refusal {
  return new Refusal({
    code: "KL0506",
    title: `${kind} takes ${takes}`,
    hint: "options are written name = value",
  });
}
