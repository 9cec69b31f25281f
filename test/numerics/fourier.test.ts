/** Transforms against the defining sum, and back: relative error of a few log n units in the 2-norm. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { isList, type Value } from "../../src/interpret/value.ts";
import { realList } from "../../src/primitives/arrays.ts";
import { evaluateRow } from "../support/rows.ts";

type Pair = readonly [number, number];

function parts(v: Value): readonly Pair[] {
  if (!isList(v)) throw new Error("a list was expected");
  return Array.from(v.items as readonly Value[], (z): Pair => {
    if (typeof z === "object" && z.kind === "complex") return [z.re, z.im];
    return [Number(z), 0];
  });
}

const signal = (n: number): Float64Array =>
  Float64Array.from({ length: n }, (_, j) => ((j * 37) % 101) / 50 - 1);

/** The defining sum, turns reduced exactly before the sine is taken. */
function definition(x: Float64Array): readonly Pair[] {
  const n = x.length;
  return Array.from(x, (_, k): Pair => {
    let [re, im] = [0, 0];
    for (let j = 0; j < n; j++) {
      const angle = (-2 * Math.PI * ((j * k) % n)) / n;
      re += (x[j] ?? 0) * Math.cos(angle);
      im += (x[j] ?? 0) * Math.sin(angle);
    }
    return [re, im];
  });
}

function distance(a: readonly Pair[], b: readonly Pair[]): number {
  const size = Math.hypot(...b.flat());
  const error = Math.hypot(...a.map(([x, y], k) => Math.hypot(x - (b[k]?.[0] ?? 0), y - (b[k]?.[1] ?? 0))));
  return size === 0 ? error : error / size;
}

for (const n of [1, 2, 3, 4, 5, 6, 7, 8, 12, 15, 16, 31, 60, 64, 97, 128, 360]) {
  test(`length ${n}`, () => {
    const x = signal(n);
    const spectrum = evaluateRow("fft", [realList(x)]);
    assert.ok(distance(parts(spectrum), definition(x)) < 1e-14, "forward");
    const back = parts(evaluateRow("ifft", [spectrum]));
    assert.ok(
      distance(
        back,
        Array.from(x, (a): Pair => [a, 0]),
      ) < 1e-14,
      "and back",
    );
  });
}

test.run();
