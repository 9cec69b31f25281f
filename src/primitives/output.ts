/** What a program does besides computing: printing, reading files, the clock. */
import { formatBox } from "../interpret/format-box.ts";
import { real, string } from "../types/type.ts";
import { definePrimitive } from "./define.ts";
import { declined, type Primitive } from "./primitive.ts";
import { accepts, notAccepted, typed } from "./typing.ts";

export const output: readonly Primitive[] = [
  definePrimitive(
    {
      name: "out",
      aliases: ["show", "print"],
      arity: 1,
      overloads: ["∀(a). a → a"],
      rule: ([v]) => (v === undefined ? notAccepted : typed([v], v)),
      doc: { summary: "Prints a value and a newline, and gives the value.", example: "" },
      effect: true,
    },
    ([v], context) => {
      if (v === undefined) return declined;
      context.out(formatBox(v));
      return v;
    },
  ),
  definePrimitive(
    {
      name: "readFile",
      arity: 1,
      overloads: ["String → String"],
      rule: accepts([string], string),
      doc: { summary: "The text of a file.", example: "", raises: "a file that cannot be read" },
      effect: true,
    },
    ([path], context) => (typeof path === "string" ? context.readFile(path) : declined),
  ),
  clock("now", "Seconds since 1970.", 1000),
  clock("now_ms", "Milliseconds since 1970.", 1),
];

function clock(name: string, summary: string, divisor: number): Primitive {
  return definePrimitive(
    {
      name,
      arity: 0,
      yields: true,
      overloads: ["() → ℝ"],
      rule: accepts([], real),
      doc: { summary, example: "" },
      effect: true,
    },
    (_, context) => context.now() / divisor,
  );
}
