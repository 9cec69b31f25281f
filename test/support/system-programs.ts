/** Loop programs around the templates of triangular factors. */
import type { Layout } from "../../src/loop/layout.ts";
import type { LoopProgram, Stmt } from "../../src/loop/loop.ts";
import { array, binary, fn, index, layouts, load, local, program, read, returns } from "./loop-programs.ts";

export interface SystemSizes {
  readonly n: number;
  readonly r: number;
  readonly inverse?: boolean;
}

/** Places of a solution in the list of all: its entries, then determinant and flag. */
export function placesOf({ n, r }: SystemSizes): number {
  return n * r + 2;
}

/** x of each size one after the other, the matrices all from the start of A, the right sides from the start of B. */
export function fixedSystems(sizes: readonly SystemSizes[]): LoopProgram {
  const [a, b, all] = [
    local(0, "A", { array: "f64" }),
    local(1, "B", { array: "f64" }),
    local(2, "X", { array: "f64" }),
  ];
  const total = sizes.reduce((sum, each) => sum + placesOf(each), 0);
  const body: Stmt[] = [{ kind: "allocate", local: all, length: index(total), staticLength: total }];
  let at = 0;
  sizes.forEach(({ n, r, inverse = false }, which) => {
    const x = local(3 + 4 * which, "x", { array: "f64" });
    const info = local(4 + 4 * which, "info", { array: "f64" });
    body.push(
      { kind: "allocate", local: x, length: index(n * r) },
      { kind: "allocate", local: info, length: index(2) },
      {
        kind: "template",
        name: "solve_fixed_f64",
        holes: { n, r, inverse: inverse ? 1 : 0 },
        args: [array(a), array(b), array(x), array(info)],
        work: n * n * (n + r),
      },
    );
    for (const [from, length] of [
      [x, n * r],
      [info, 2],
    ] as const) {
      const i = local((from === x ? 5 : 6) + 4 * which, "i", "index");
      body.push({
        kind: "for",
        counter: i,
        from: index(0),
        to: index(length),
        body: [
          {
            kind: "store",
            array: all.id,
            index: binary("add", index(at), read(i)),
            value: load(from, read(i)),
          },
        ],
        independent: true,
      });
      at += length;
    }
  });
  const main = fn(0, "systems", [a, b], [{ array: "f64" }], [...body, returns(array(all))], {
    fails: true,
    allocates: true,
    polls: true,
  });
  const list = (length: number): Layout => ({ kind: "array", element: layouts.f64, extents: [length] });
  return program([main], [list(256), list(64)], list(total));
}
