/** Fourier transforms by their definition, and Loop programs around the template for them. */

import { convert } from "../../src/loop/expr.ts";
import type { Layout } from "../../src/loop/layout.ts";
import type { Local, LoopExpr, LoopProgram, Stmt } from "../../src/loop/loop.ts";
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

export interface Signal {
  readonly re: Float64Array;
  readonly im: Float64Array;
}

/** Cosine and sine of 2πk/n, from the nearest axis on. */
function turn(k: number, n: number): readonly [number, number] {
  const quarter = Math.round((4 * k) / n);
  const angle = ((4 * k - quarter * n) / n) * (Math.PI / 2);
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  const turned: readonly (readonly [number, number])[] = [
    [c, s],
    [-s, c],
    [-c, -s],
    [s, -c],
  ];
  return turned[quarter % 4] ?? [c, s];
}

/** A sum whose rounding errors are summed as well (Neumaier 1974). */
class Sum {
  #sum = 0;
  #lost = 0;
  add(x: number): void {
    const next = this.#sum + x;
    this.#lost += Math.abs(this.#sum) >= Math.abs(x) ? this.#sum - next + x : x - next + this.#sum;
    this.#sum = next;
  }
  get value(): number {
    return this.#sum + this.#lost;
  }
}

/** Result `k` of the definition; turns are reduced exactly before a sine is taken. */
function definition({ re, im }: Signal, k: number, inverse: boolean): readonly [number, number] {
  const n = re.length;
  const [a, b] = [new Sum(), new Sum()];
  for (let j = 0; j < n; j += 1) {
    const [c, s] = turn((j * k) % n, n);
    const sine = inverse ? s : -s;
    const [x, y] = [re[j] ?? 0, im[j] ?? 0];
    a.add(x * c);
    a.add(-y * sine);
    b.add(x * sine);
    b.add(y * c);
  }
  return inverse ? [a.value / n, b.value / n] : [a.value, b.value];
}

/** At most this many results are compared: those of long transforms at equal distances. */
const compared = 64;

/** The error in the 2-norm, relative to what is exact, in units of u · log₂ n; u = 2⁻⁵³. */
export function transformError(x: Signal, found: Signal, inverse: boolean): number {
  const n = x.re.length;
  let [error, size] = [0, 0];
  for (let i = 0; i < Math.min(n, compared); i += 1) {
    const k = n <= compared ? i : Math.floor((i * n) / compared);
    const [a, b] = definition(x, k, inverse);
    error += ((found.re[k] ?? Number.NaN) - a) ** 2 + ((found.im[k] ?? Number.NaN) - b) ** 2;
    size += a ** 2 + b ** 2;
  }
  return (Math.sqrt(error / size) * 2 ** 53) / Math.max(1, Math.log2(n));
}

/** Numbers whose transforms are of one size everywhere. */
export function noise(n: number, seed = 1): Signal {
  let state = seed;
  const next = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  };
  return { re: Float64Array.from({ length: n }, next), im: Float64Array.from({ length: n }, next) };
}

export interface Transform {
  readonly n: number;
  readonly inverse?: boolean;
  readonly real?: boolean;
}

/** Doubles to work in that are enough for every length (templates/c/fft_f64.c). */
function room(n: LoopExpr): LoopExpr {
  return binary("add", binary("mul", index(32), n), index(2048));
}

/** Makes the results in memory and copies them, real parts to place `at` of `out` and imaginary parts to `behind`. */
class Writer {
  readonly body: Stmt[] = [];
  #id: number;
  readonly #given: readonly [re: Local, im: Local, out: Local];

  constructor(given: readonly [re: Local, im: Local, out: Local], outLength: number, firstId: number) {
    this.#given = given;
    this.#id = firstId;
    this.body.push({ kind: "allocate", local: given[2], length: index(outLength), staticLength: outLength });
  }

  #make(length: LoopExpr): Local {
    const made = local(this.#id++, "y", { array: "f64" });
    this.body.push({ kind: "allocate", local: made, length });
    return made;
  }

  transform(holes: Readonly<Record<string, number>>, n: LoopExpr, at: number, behind: number): void {
    const [re, im, out] = this.#given;
    const [y, z, work] = [this.#make(n), this.#make(n), this.#make(room(n))];
    const args = [...[re, im, y, z, work].map(array), scalar(n)];
    this.body.push({ kind: "template", name: "fft_f64", holes, args });
    for (const [part, start] of [
      [y, at],
      [z, behind],
    ] as const) {
      const i = local(this.#id++, "i", "index");
      const place = binary("add", index(start), read(i));
      const store: Stmt = { kind: "store", array: out.id, index: place, value: load(part, read(i)) };
      this.body.push({ kind: "for", counter: i, from: index(0), to: n, independent: true, body: [store] });
    }
  }
}

function list(length: number): Layout {
  return { kind: "array", element: layouts.f64, extents: [length] };
}

function lists(): readonly [re: Local, im: Local, out: Local] {
  return [
    local(0, "re", { array: "f64" }),
    local(1, "im", { array: "f64" }),
    local(2, "out", { array: "f64" }),
  ];
}

const facts = { fails: true, allocates: true, polls: true };

/** The transforms of the first numbers of two lists, one after the other: real parts, then imaginary parts. */
export function transforms(all: readonly Transform[]): LoopProgram {
  const longest = Math.max(...all.map(({ n }) => n));
  const total = all.reduce((sum, { n }) => sum + 2 * n, 0);
  const [re, im, out] = lists();
  const writer = new Writer([re, im, out], total, 3);
  let at = 0;
  for (const { n, inverse = false, real = false } of all) {
    writer.transform({ n, inverse: Number(inverse), real: Number(real) }, index(n), at, at + n);
    at += 2 * n;
  }
  const body = [...writer.body, returns(array(out))];
  const main = fn(0, "transforms", [re, im], [{ array: "f64" }], body, facts);
  return program([main], [list(longest), list(longest)], list(total));
}

/** The transform of as many numbers of two lists as the third argument says; imaginary parts begin at `longest`. */
export function transformOfAnyLength(longest: number): LoopProgram {
  const [re, im, out] = lists();
  const n = local(3, "n", "i64");
  const writer = new Writer([re, im, out], 2 * longest, 4);
  writer.transform({ n: 0 }, convert("index", read(n)), 0, longest);
  const body = [...writer.body, returns(array(out))];
  const main = fn(0, "transform", [re, im, n], [{ array: "f64" }], body, facts);
  return program([main], [list(longest), list(longest), layouts.i64], list(2 * longest));
}
