/** Compiled definitions for benchmarks: a library, a frame with its arguments, and what the frame gives. */
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { ProgramError } from "../../src/base/outcome.ts";
import { frameLayout } from "../../src/emit/frame.ts";
import { typeOfValue } from "../../src/interpret/type-of.ts";
import type { Value } from "../../src/interpret/value.ts";
import { provideResults } from "../../src/runtime/decode.ts";
import { encode } from "../../src/runtime/encode.ts";
import { Frame } from "../../src/runtime/frame.ts";
import { asideStackBytes, loadNative } from "../../src/runtime/native.ts";
import { readTemplates } from "../../src/session/installation.ts";
import { ProgramLoader } from "../../src/session/load-program.ts";
import type { Backend } from "../../src/session/options.ts";
import { Session } from "../../src/session.ts";
import { nodeHost } from "../../src/toolchain/node-host.ts";

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");

export function openSession(text: string, backend: Backend, cache: string): Session {
  const host = nodeHost();
  const loader = new ProgramLoader({ host, workingDirectory: root, library: path.join(root, "stdlib") });
  loader.text({ name: "bench.kleis", text });
  const session = Session.open({
    store: { host, directory: cache, checkout: undefined, sizeLimit: undefined, warn: fail },
    templates: readTemplates,
    backend,
    compile: backend !== "interp",
    strictJit: backend !== "interp",
    verbose: false,
    symbolic: false,
    wrapIntegers: false,
    ieeeDivision: false,
    rewrite: true,
    floatModel: "ieee",
    optimise: 3,
    target: "native",
    functionThreshold: 100,
    cacheCompiled: true,
    threads: 1,
    timeout: undefined,
    keepTemporaries: false,
    out: () => undefined,
    report: fail,
    log: undefined,
  });
  if (session.load(loader.result()) === undefined) throw new Error("the program does not check");
  return session;
}

function fail(problem: { readonly title: string }): never {
  throw new Error(problem.title);
}

/** What was measured; undefined, said in a line, where the program has no native code. */
export async function unlessInterpreted<T>(name: string, measured: Promise<T>): Promise<T | undefined> {
  try {
    return await measured;
  } catch (problem) {
    if (!(problem instanceof ProgramError) || problem.diagnostic.code !== "KL0601") throw problem;
    console.log(`${name}: skipped: ${problem.diagnostic.title}`);
    return undefined;
  }
}

export interface CompiledFunction {
  readonly library: string;
  readonly frame: Frame;
  readonly compileMs: number;
  /** Called once through the ordinary way. */
  readonly value: Value;
}

/** A definition compiled at the types of these arguments, and a frame that holds them. */
export async function compileFunction(
  text: string,
  name: string,
  args: readonly Value[],
  backend: "c" | "rust",
  cache: string,
): Promise<CompiledFunction> {
  const session = openSession(text, backend, cache);
  const { specialiser } = session.loaded;
  const { value: fn, problems } = specialiser.definition(
    name,
    args.map((arg) => typeOfValue(arg)),
  );
  if (problems.length > 0) throw new Error(problems.map((p) => p.title).join("\n"));
  const built = await session.kernels.build(specialiser.program, fn.id);
  if (!built.ok) throw new Error(JSON.stringify(built.error));
  const { kernel, signature, key, compileMs } = built.value;
  const result = await kernel.run(args);
  if (result.kind !== "value") throw new Error(`${name} was not computed natively: ${result.reason}`);
  const native = loadNative();
  const library = session.store.get(key);
  if (!native.ok || library === undefined) throw new Error("no native code here");
  const layout = frameLayout(signature.params, signature.result);
  const frame = new Frame(native.value, layout.words);
  frame.reset(0, asideStackBytes / 2);
  const misfit = encode(frame, layout.params, signature.params, args);
  if (misfit !== undefined) throw new Error(`the arguments do not fit: ${misfit}`);
  provideResults(frame, layout.results);
  return { library: library.path, frame, compileMs, value: result.value };
}

export function temporaryDirectory(): { readonly path: string; readonly remove: () => void } {
  const directory = mkdtempSync(path.join(os.tmpdir(), "kleis-bench-"));
  return { path: directory, remove: () => rmSync(directory, { recursive: true, force: true }) };
}
