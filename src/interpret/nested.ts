/**
 * A definition of the program run to its end below a built-in: `+` of a user's type inside `sum` or a matrix product.
 *
 * In: an operation no row takes on these values, and what the program has under that name. Out: its value. The run has a
 * thread of its own and stays on the plain evaluator; it can be ended from outside.
 */
import { frameFor } from "./calls.ts";
import type { Linker } from "./code.ts";
import { look, stepsPerLook } from "./hooks.ts";
import { halt, Thread } from "./thread.ts";
import { termValue, type Value } from "./value.ts";

/** The operation by the program's own `implements` or definition; a term where it has none. */
export function operateByProgram(link: Linker, name: string, args: readonly Value[]): Value {
  const fn = link.hooks.definition(name, args);
  if (fn === undefined) return termValue(name, args);
  const code = link.code(fn);
  code.calls += 1;
  const thread = new Thread(false);
  thread.frame = frameFor(code, [], args);
  let step = code.entry;
  for (let steps = 0; step !== halt; steps += 1) {
    if (steps % stepsPerLook === 0) look(link.hooks, link.meter.deadline);
    step = step(thread);
  }
  return thread.taken();
}
