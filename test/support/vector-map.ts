/** An elementary function over a list, as the loop that runs in lanes: by the meaning of Loop and by compiled code. */
import { frameHeader } from "../../src/emit/abi.ts";
import { reciprocals, vectorFunctions } from "../../src/loop/elementary/index.ts";
import { evaluateLoop } from "../../src/loop/evaluate.ts";
import { div, f64 } from "../../src/loop/expr.ts";
import type { LoopExpr, LoopProgram, Stmt } from "../../src/loop/loop.ts";
import { runPasses } from "../../src/loop/passes/index.ts";
import { vectorElementary } from "../../src/loop/passes/vector-elementary.ts";
import { Bench, emitted, HandFrame, type Language, machineOptions } from "./emitted.ts";
import { array, fn, layouts, load, local, program, read, returns, scalar } from "./loop-programs.ts";

export type Elementwise = (...lists: readonly Float64Array[]) => Float64Array;

/** As rows write it. */
function callOf(name: string, args: readonly LoopExpr[]): LoopExpr {
  const [below] = [...reciprocals].find(([, reciprocal]) => reciprocal === name) ?? [];
  const of = (each: string): LoopExpr => ({ kind: "elementary", type: "f64", name: each, args });
  return below === undefined ? of(name) : div(f64(1), of(below));
}

/** `name` of the elements of lists, optimised or as lowering writes it. */
export function mapOf(name: string, inLanes = true): LoopProgram {
  const arity = vectorFunctions.get(name)?.arity ?? 1;
  const sizes = Array.from({ length: arity }, (_, k) => local(2 * k, `n${k}`, "index"));
  const lists = Array.from({ length: arity }, (_, k) => local(2 * k + 1, `xs${k}`, { array: "f64" }));
  const [out, i] = [local(2 * arity, "out", { array: "f64" }), local(2 * arity + 1, "i", "index")];
  const n = sizes[0] ?? i;
  const args = lists.map((xs) => load(xs, read(i)));
  const value = callOf(name, args);
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
  const params = sizes.flatMap((size, k) => [size, lists[k] ?? size]);
  const map = fn(0, "map", params, ["index", { array: "f64" }], body, { polls: true, allocates: true });
  const taken = lists.map(() => layouts.list);
  const plain = program([map], taken, layouts.list);
  return inLanes ? runPasses([vectorElementary], plain) : plain;
}

/** What the Loop program means; library functions answer NaN. */
export function meant(of: LoopProgram): Elementwise {
  const world = { elementary: () => Number.NaN, template: () => {} };
  return (...lists) => {
    const args = lists.flatMap((xs) => [xs.length, { items: [...xs] }]);
    const outcome = evaluateLoop(of, args, world);
    const list = outcome.status === "ok" ? outcome.results[1] : undefined;
    return Float64Array.from(typeof list === "object" ? list.items.map(Number) : []);
  };
}

export function compiled(bench: Bench, of: LoopProgram, language: Language): Elementwise {
  const options = machineOptions({ optimise: 3 });
  const library = bench.compile(emitted(of, language, options), language, options);
  return (...lists) => {
    const frame = new HandFrame(of);
    frame.cancelBy(new Int32Array(1));
    const count = lists[0]?.length ?? 0;
    for (const [k, xs] of lists.entries()) {
      frame.words[frameHeader.size + 2 * k] = BigInt(xs.length);
      frame.pass(2 * k + 1, xs);
    }
    frame.call(library);
    const result = frame.doublesAt(2 * lists.length + 1, count);
    frame.release(library);
    return result;
  };
}

export { Bench };
