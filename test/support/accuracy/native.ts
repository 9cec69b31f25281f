/** Elementary functions as scalar native code: one library with a loop for each, so that one compilation serves all. */
import { frameHeader } from "../../../src/emit/abi.ts";
import type { LoopExpr, LoopProgram, Stmt } from "../../../src/loop/loop.ts";
import { type Bench, emitted, HandFrame, type Language, machineOptions } from "../emitted.ts";
import { array, fn, layouts, load, local, program, read, returns, scalar } from "../loop-programs.ts";

export interface Job {
  readonly name: string;
  /** The lists of its arguments, all of one length. */
  readonly args: readonly Float64Array[];
}

/** Results of all jobs; the lists of arguments lie one after another in the only array. */
export function runNatively(bench: Bench, language: Language, jobs: readonly Job[]): readonly Float64Array[] {
  const options = machineOptions({ optimise: 3 });
  const code = programOf(jobs);
  const library = bench.compile(emitted(code, language, options), language, options);
  const inputs = Float64Array.from(jobs.flatMap(({ args }) => args.flatMap((list) => [...list])));
  const frame = new HandFrame(code);
  frame.cancelBy(new Int32Array(1));
  frame.words[frameHeader.size] = BigInt(inputs.length);
  frame.pass(1, inputs);
  frame.call(library);
  const all = frame.doublesAt(3, inputs.length);
  frame.release(library);
  let at = 0;
  return jobs.map(({ args }) => {
    const length = args[0]?.length ?? 0;
    const results = all.slice(at, at + length);
    at += length * args.length;
    return results;
  });
}

function programOf(jobs: readonly Job[]): LoopProgram {
  const [n, xs, out] = [
    local(0, "n", "index"),
    local(1, "xs", { array: "f64" }),
    local(2, "out", { array: "f64" }),
  ];
  let start = 0;
  const loops = jobs.map(({ name, args }, k): Stmt => {
    const length = args[0]?.length ?? 0;
    const i = local(3 + k, "i", "index");
    const at = (list: number): LoopExpr => ({
      kind: "binary",
      op: "add",
      type: "index",
      left: read(i),
      right: { kind: "const", type: "index", value: start + list * length },
    });
    const value: LoopExpr = {
      kind: "elementary",
      type: "f64",
      name,
      args: args.map((_, list) => load(xs, at(list))),
    };
    const loop: Stmt = {
      kind: "for",
      counter: i,
      from: { kind: "const", type: "index", value: 0 },
      to: { kind: "const", type: "index", value: length },
      body: [{ kind: "store", array: out.id, index: at(0), value }],
      independent: true,
    };
    start += length * args.length;
    return loop;
  });
  const body: readonly Stmt[] = [
    { kind: "allocate", local: out, length: read(n) },
    ...loops,
    returns(scalar(read(n)), array(out)),
  ];
  const map = fn(0, "map", [n, xs], ["index", { array: "f64" }], body, { polls: true, allocates: true });
  return program([map], [layouts.list], layouts.list);
}
