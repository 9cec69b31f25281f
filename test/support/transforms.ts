/** Fourier transforms by their definition, and Loop programs around the template for them. */
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
  /** The template is not told the length. */
  readonly unknown?: boolean;
}

/** As src/primitives/lower-fourier.ts gives it at most. */
function room({ n }: Transform): number {
  return 32 * n + 2048;
}

/** The transforms of the first numbers of two lists, one after the other: real parts, then imaginary parts. */
export function transforms(all: readonly Transform[]): LoopProgram {
  const longest = Math.max(...all.map(({ n }) => n));
  const total = all.reduce((sum, { n }) => sum + 2 * n, 0);
  const [re, im, out] = [0, 1, 2].map((id) => local(id, "x", { array: "f64" }));
  if (re === undefined || im === undefined || out === undefined) throw new Error("three locals");
  const body: Stmt[] = [{ kind: "allocate", local: out, length: index(total), staticLength: total }];
  let [id, at] = [3, 0];
  for (const each of all) {
    const { n, inverse = false, real = false, unknown = false } = each;
    const [y, z, work] = [n, n, room(each)].map((length) => {
      const made = local(id++, "y", { array: "f64" });
      body.push({ kind: "allocate", local: made, length: index(length) });
      return made;
    });
    if (y === undefined || z === undefined || work === undefined) throw new Error("three arrays");
    const holes = { n: unknown ? 0 : n, inverse: Number(inverse), real: Number(real) };
    const args = [re, im, y, z, work].map(array);
    body.push({ kind: "template", name: "fft_f64", holes, args: [...args, scalar(index(n))] });
    for (const part of [y, z]) {
      const i = local(id++, "i", "index");
      const place = binary("add", index(at), read(i));
      const store: Stmt = { kind: "store", array: out.id, index: place, value: load(part, read(i)) };
      body.push({ kind: "for", counter: i, from: index(0), to: index(n), independent: true, body: [store] });
      at += n;
    }
  }
  const facts = { fails: true, allocates: true, polls: true };
  const main = fn(0, "transforms", [re, im], [{ array: "f64" }], [...body, returns(array(out))], facts);
  const list = (length: number): Layout => ({ kind: "array", element: layouts.f64, extents: [length] });
  return program([main], [list(longest), list(longest)], list(total));
}
