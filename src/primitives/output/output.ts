/** What a program does besides computing: printing, files, the clock, fresh names. */
import { formatBox } from "../../interpret/format-box.ts";
import { symbolValue, unitValue } from "../../interpret/value.ts";
import { real, string, unit } from "../../types/type.ts";
import { definePrimitive } from "../define.ts";
import { declined, type Primitive } from "../primitive.ts";
import { accepts, isCon, notAccepted, typed } from "../typing.ts";

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
  definePrimitive(
    {
      name: "read_file",
      arity: 1,
      yields: true,
      overloads: ["String → String"],
      rule: accepts([string], string),
      doc: {
        summary: "The text of a file; as readFile.",
        example: "",
        raises: "a file that cannot be read (KL0703)",
      },
      effect: true,
    },
    ([path], context) => (typeof path === "string" ? context.readFile(path) : declined),
  ),
  definePrimitive(
    {
      name: "write_file",
      arity: 2,
      yields: true,
      overloads: ["String × String → Unit"],
      rule: accepts([string, string], unit),
      doc: {
        summary: "Makes a text the content of a file, which is created or replaced; gives ().",
        example: "",
        raises: "a file that cannot be written (KL0702)",
      },
      effect: true,
    },
    ([path, text], context) => {
      if (typeof path !== "string" || typeof text !== "string") return declined;
      context.writeFile(path, text);
      return unitValue;
    },
  ),
  definePrimitive(
    {
      name: "gensym",
      arity: [0, 1],
      yields: true,
      overloads: ["() → Any", "String → Any"],
      rule: (args) => (args.length === 0 || isCon(args[0], "String") ? { kind: "dynamic" } : notAccepted),
      doc: {
        summary: "A free name that is none of the program's, another one at each call; a text begins it.",
        example: "",
      },
      effect: true,
    },
    ([prefix = "g"], context) =>
      // A prime can stand in no name of a program.
      typeof prefix === "string" ? symbolValue(`${prefix}′${context.fresh()}`) : declined,
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
