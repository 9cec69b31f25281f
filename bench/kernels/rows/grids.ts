/** Work over grids. */
import { input, output, type Row } from "../row.ts";

const side = 100;
const points = side ** 3;

export const stencils: readonly Row[] = [
  {
    group: "stencils",
    name: `laplacian(u) + (u - u³), ${side}³`,
    program: [
      "define potential(u) = u - u * u * u",
      `define evolve(u : Field(${side}, ${side}, ${side})) = laplacian(u) + potential(u)`,
    ].join("\n"),
    fn: "evolve",
    args: [input(points, Math.sin), output(points)],
    work: { amount: points, unit: "element" },
    peers: [
      {
        kind: "native",
        name: "gcc -O3, known shape",
        file: "stencil.c",
        symbol: "evolve",
        defines: { N: side },
        flags: ["-O3", "-march=native", "-fPIC", "-shared"],
        goal: 1,
      },
      {
        kind: "python",
        name: "numba",
        function: "laplacian_potential",
        parameters: [side, 0],
        goal: 3,
      },
      {
        kind: "python",
        name: "numba, known shape",
        function: "laplacian_potential",
        parameters: [side, 1],
        goal: 1,
      },
    ],
    tolerance: 1e-14,
  },
];
