/** Loops in maps that end when their data say so. */
import { input, output, type Row } from "../row.ts";

const side = 400;
const steps = 200;

export const iterations: readonly Row[] = [
  {
    group: "iterations",
    name: `Mandelbrot ${side} × ${side}, ${steps} steps`,
    program: [
      "define escape(a : ℝ, b : ℝ, x : ℝ, y : ℝ, k : ℕ) : ℕ =",
      `  if k = ${steps} then k else if x * x + y * y > 4 then k`,
      "  else escape(a, b, x * x - y * y + a, 2 * x * y + b, k + 1)",
      `define escape_times(corner : Vector(2)) : Vector(${side}, Vector(${side}, ℝ)) =`,
      "  list_map(λ row . list_map(λ column .",
      `    escape(corner[0] + 3 * column / ${side}, corner[1] + 3 * row / ${side}, 0, 0, 0) + 0.0,`,
      `    range(${side})), range(${side}))`,
    ].join("\n"),
    fn: "escape_times",
    args: [input(2, (k) => (k === 0 ? -2 : -1.5)), output(side * side)],
    work: { amount: side * side, unit: "element" },
    peers: [
      {
        kind: "native",
        name: "gcc -O3",
        file: "escape.c",
        symbol: "escape_times",
        defines: { N: side, STEPS: steps },
        flags: ["-O3", "-march=native", "-ffp-contract=off", "-fPIC", "-shared"],
        goal: 4,
      },
      { kind: "python", name: "numba", function: "mandelbrot", parameters: [side, steps], goal: 4 },
    ],
    tolerance: 0,
  },
];
