/** An elementary function over a list, as the loop that runs in lanes: by the meaning of Loop and by compiled code. */
import { frameHeader } from "../../src/emit/abi.ts";
import { evaluateLoop } from "../../src/loop/evaluate.ts";
import type { LoopExpr, LoopProgram, Stmt } from "../../src/loop/loop.ts";
import { runPasses } from "../../src/loop/passes/index.ts";
import { vectorElementary } from "../../src/loop/passes/vector-elementary.ts";
import { Bench, emitted, HandFrame, type Language, machineOptions } from "./emitted.ts";
import { array, fn, layouts, load, local, program, read, returns, scalar } from "./loop-programs.ts";

export type Elementwise = (xs: Float64Array) => Float64Array;

/** `name` of every element, optimised or as lowering writes it. */
export function mapOf(name: string, inLanes = true): LoopProgram {
  const [n, xs, out, i] = [
    local(0, "n", "index"),
    local(1, "xs", { array: "f64" }),
    local(2, "out", { array: "f64" }),
    local(3, "i", "index"),
  ];
  const value: LoopExpr = { kind: "elementary", type: "f64", name, args: [load(xs, read(i))] };
  const body: readonly Stmt[] = [
    { kind: "allocate", local: out, length: read(n) },
    {
      kind: "for",
      counter: i,
      from: { kind: "const", type: "index", value: 0 },
      to: read(n),
      body: [{ kind: "store", array: out.id, index: read(i), value }],
      independent: true,
    },
    returns(scalar(read(n)), array(out)),
  ];
  const map = fn(0, "map", [n, xs], ["index", { array: "f64" }], body, { polls: true, allocates: true });
  const plain = program([map], [layouts.list], layouts.list);
  return inLanes ? runPasses([vectorElementary], plain) : plain;
}

/** What the Loop program means; library functions answer NaN. */
export function meant(of: LoopProgram): Elementwise {
  const world = { elementary: () => Number.NaN, template: () => {} };
  return (xs) => {
    const outcome = evaluateLoop(of, [xs.length, { items: [...xs] }], world);
    const list = outcome.status === "ok" ? outcome.results[1] : undefined;
    return Float64Array.from(typeof list === "object" ? list.items.map(Number) : []);
  };
}

export function compiled(bench: Bench, of: LoopProgram, language: Language): Elementwise {
  const options = machineOptions({ optimise: 3 });
  const library = bench.compile(emitted(of, language, options), language, options);
  return (xs) => {
    const frame = new HandFrame(of);
    frame.cancelBy(new Int32Array(1));
    frame.words[frameHeader.size] = BigInt(xs.length);
    frame.pass(1, xs);
    frame.call(library);
    const result = frame.doublesAt(3, xs.length);
    frame.release(library);
    return result;
  };
}

export { Bench };
