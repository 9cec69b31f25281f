/**
 * A compiler that refuses what we emitted: a bug of ours, which need not keep the program from its answer. What it takes to
 * find the bug is left in a directory of its own: the text and the compiler's words.
 */
import type { Span } from "../base/span.ts";
import type { KernelSource } from "../emit/abi.ts";
import type { LoopFunction } from "../loop/loop.ts";
import type { CompileFailure } from "../toolchain/compile.ts";
import type { Host } from "../toolchain/host.ts";

export interface Rejection {
  /** `cc rejected the emitted C`. */
  readonly message: string;
  /** The compiler's first complaint. */
  readonly complaint: string | undefined;
  /** The definition that the refused text was made from. */
  readonly definition: Span | undefined;
  /** The directory with the text and the log; undefined where none could be written. */
  readonly report: string | undefined;
}

export async function rejectionOf(
  host: Host,
  failure: CompileFailure & { readonly kind: "rejected" },
  emitted: { readonly source: KernelSource; readonly functions: readonly LoopFunction[] },
): Promise<Rejection> {
  const complaint = failure.log.split("\n").find((line) => /\berror\b/.test(line));
  return {
    message: failure.message,
    complaint: complaint?.trim(),
    definition: definitionAt(emitted.source.text, refusedLine(failure.log), emitted.functions),
    report: await leaveReport(host, failure.log, emitted.source),
  };
}

/** From 1; gcc and clang write `kernel.c:7:3: error: …`, rustc `  --> kernel.rs:7:3` below the error. */
function refusedLine(log: string): number | undefined {
  const places = [...log.matchAll(/^.*?\bkernel\.(?:c:(\d+):\d+: (?:fatal )?error|rs:(\d+):)/gm)];
  const [first] = places;
  return first === undefined ? undefined : Number(first[1] ?? first[2]);
}

/** The definition whose function holds this line: functions begin at the margin and are named `NAME_ID`. */
function definitionAt(
  text: string,
  line: number | undefined,
  functions: readonly LoopFunction[],
): Span | undefined {
  if (line === undefined) return undefined;
  const byName = new Map(functions.map((fn) => [`${fn.name}_${fn.id}`, fn.span]));
  const above = text.split("\n").slice(0, line).reverse();
  for (const each of above) {
    const name = /^[a-z].*?\b(\w+)\(/.exec(each)?.[1];
    const span = name === undefined ? undefined : byName.get(name);
    if (span !== undefined) return span;
  }
  return undefined;
}

async function leaveReport(host: Host, log: string, source: KernelSource): Promise<string | undefined> {
  const directory = await host.temporaryDirectory(undefined, "stays");
  if (!directory.ok) return undefined;
  const { path } = directory.value;
  const text = host.files.create(`${path}/kernel.${source.language === "c" ? "c" : "rs"}`, source.text);
  const words = host.files.create(`${path}/compiler.log`, log);
  return text.ok && words.ok ? path : undefined;
}
