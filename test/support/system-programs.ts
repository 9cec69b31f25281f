/** Loop programs around the templates of triangular factors. */
import type { Layout } from "../../src/loop/layout.ts";
import type { LoopProgram, Stmt } from "../../src/loop/loop.ts";
import {
  array,
  binary,
  fn,
  index,
  layouts,
  load,
  local,
  program,
  read,
  returns,
  scalar,
} from "./loop-programs.ts";

export interface SystemSizes {
  readonly n: number;
  readonly r: number;
  readonly inverse?: boolean;
}

/** Places of a solution in the list of all: its entries, then determinant and flag. */
export function placesOf({ n, r }: SystemSizes): number {
  return n * r + 2;
}

/** One template, and the arrays that it writes with their lengths; it reads A and B. */
interface Part {
  readonly name: string;
  readonly holes: Readonly<Record<string, number>>;
  readonly reads: 1 | 2;
  readonly writes: readonly number[];
  /** Passed after the arrays. */
  readonly sizes?: readonly number[];
}

/** All that the parts write, one after the other; the matrices all from the start of A, the right sides from that of B. */
function oneAfterTheOther(
  parts: readonly Part[],
  places: readonly [matrix: number, right: number] = [256, 64],
): LoopProgram {
  const [a, b, all] = [
    local(0, "A", { array: "f64" }),
    local(1, "B", { array: "f64" }),
    local(2, "X", { array: "f64" }),
  ];
  const total = parts.flatMap((part) => part.writes).reduce((sum, length) => sum + length, 0);
  const body: Stmt[] = [{ kind: "allocate", local: all, length: index(total), staticLength: total }];
  let id = 3;
  let at = 0;
  for (const { name, holes, reads, writes, sizes = [] } of parts) {
    const outputs = writes.map((length) => ({ length, to: local(id++, "x", { array: "f64" }) }));
    for (const { length, to } of outputs) body.push({ kind: "allocate", local: to, length: index(length) });
    const args = [...[a, b].slice(0, reads), ...outputs.map(({ to }) => to)].map(array);
    const scalars = sizes.map((size) => scalar(index(size)));
    body.push({ kind: "template", name, holes, args: [...args, ...scalars], work: 1000 });
    for (const { length, to } of outputs) {
      const i = local(id++, "i", "index");
      const store: Stmt = {
        kind: "store",
        array: all.id,
        index: binary("add", index(at), read(i)),
        value: load(to, read(i)),
      };
      const range = { counter: i, from: index(0), to: index(length), independent: true };
      body.push({ kind: "for", ...range, body: [store] });
      at += length;
    }
  }
  const main = fn(0, "systems", [a, b], [{ array: "f64" }], [...body, returns(array(all))], {
    fails: true,
    allocates: true,
    polls: true,
  });
  const list = (length: number): Layout => ({ kind: "array", element: layouts.f64, extents: [length] });
  const [matrix, right] = places;
  return program([main], [list(matrix), list(right)], list(total));
}

/** Solution, then determinant and flag, of each size. */
export function fixedSystems(sizes: readonly SystemSizes[]): LoopProgram {
  return oneAfterTheOther(
    sizes.map(({ n, r, inverse }) => ({
      name: "solve_fixed_f64",
      holes: { n, r, inverse: inverse === true ? 1 : 0 },
      reads: 2,
      writes: [n * r, 2],
    })),
  );
}

/** Factor, then flag, of each size. */
export function fixedCholesky(sizes: readonly number[]): LoopProgram {
  return oneAfterTheOther(
    sizes.map((n) => ({ name: "cholesky_fixed_f64", holes: { n }, reads: 1, writes: [n * n, 1] })),
  );
}

/** Solution, factors, then determinant and flag, of each size, whose template learns it at run time. */
export function systems(sizes: readonly SystemSizes[], places: readonly [number, number]): LoopProgram {
  const parts = sizes.map(
    ({ n, r, inverse }): Part => ({
      name: "solve_f64",
      holes: { inverse: inverse === true ? 1 : 0 },
      reads: 2,
      writes: [n * r, n * n, 2],
      sizes: [n, r],
    }),
  );
  return oneAfterTheOther(parts, places);
}

/** Factor, workspace, then flag, of each size, whose template learns it at run time. */
export function choleskyFactors(
  sizes: readonly number[],
  workspace: (n: number) => number,
  places: readonly [number, number],
): LoopProgram {
  const parts = sizes.map(
    (n): Part => ({
      name: "cholesky_f64",
      holes: {},
      reads: 1,
      writes: [n * n, workspace(n), 1],
      sizes: [n],
    }),
  );
  return oneAfterTheOther(parts, places);
}
