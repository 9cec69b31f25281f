/** What the prompt says about itself and about the language. */
import type { Command } from "./command.ts";
import { symbols } from "./symbols.ts";

const keys = [
  "A line ending in \\ continues; :{ and :} enclose a block; an unfinished line waits for the next one.",
  "TAB completes names, commands, files and symbols: \\alpha, \\lambda, \\R. `it` is the last value.",
  "Ctrl-C ends what runs, Ctrl-D leaves.",
];

/** All commands, or those that a topic names. */
export function topicText(commands: readonly Command[], topic: string): string {
  const asked = topic.replace(/^:/, "");
  if (asked === "") return [...commands.map(line), "", ...keys].join("\n");
  const found = commands.find(({ name, short }) => name === asked || short === asked);
  if (found !== undefined) return line(found);
  return `There is no command :${asked}. :doc ${asked} looks among functions; :help lists the commands.`;
}

function line({ name, short, argument, summary }: Command): string {
  const names = short === undefined ? `:${name}` : `:${name} :${short}`;
  return `  ${`${names} ${argument}`.padEnd(32)} ${summary}`;
}

export function symbolLines(part: string): readonly string[] {
  const asked = part.replace(/^\\/, "");
  const found = [...symbols()].filter(([name, symbol]) => name.startsWith(asked) || symbol === asked);
  if (found.length === 0) return [`No symbol begins with \\${asked}.`];
  const perLine = 6;
  const cells = found.map(([name, symbol]) => `${symbol} \\${name}`.padEnd(16));
  return Array.from({ length: Math.ceil(cells.length / perLine) }, (_, i) =>
    `  ${cells.slice(i * perLine, (i + 1) * perLine).join("")}`.trimEnd(),
  );
}

export const syntaxText = `  define f(x) = x^2 + 1                 a function
  define g(A : Matrix(2, 3)) = ...      with types and dimensions
  define c = 9.81                       a constant
  data Shape = Circle(r : ℝ) | Unit     a data type
  structure S(T) { operation ... }      what types may offer
  implements S(Vec) { ... }             and how one does
  import "stdlib/prelude.kleis"         declarations of a file

  if a < b then a else b                a choice
  let x = 3 in x * x                    a local name
  λ x y . x + y                         a function without a name
  match s { Circle(r) => r | _ => 0 }   by form
  [1, 2, 3]   xs[0]   (1, "two")        lists, positions from 0, tuples
  Matrix(2, 2, [1, 2, 3, 4])  A * B     matrices
  Σ(1, 10, λ k . k^2)                   sums, both ends included
  ∧ ∨ ¬ = ≠ < ≤ > ≥  (and or not)       logic and comparison`;

export const examplesText = `  2 + 3 * 4
  define fib(n : ℕ) : ℕ = if n < 2 then n else fib(n - 1) + fib(n - 2)
  fib(20)
  :time fib(25)
  Matrix(2, 2, [1, 2, 3, 4]) * [1, 1]
  list_map(λ x . x^2, [1, 2, 3])
  let r = it
  :type λ x y . x + y
  :jit on
  :dump-c 1.5 + 2`;
