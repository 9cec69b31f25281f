/** The exported functions of a C library: the frame's words to arguments, results back to words (abi.ts). */
import { frameHeader, releaseSymbol } from "../abi.ts";
import { type FrameLayout, type FrameLength, type FrameSlot, frameLayout, isKept } from "../frame.ts";
import type { LibraryNeeds } from "../needs.ts";
import type { ExportedKernel, PlannedFunction } from "../plan.ts";
import { braced, type Lines } from "../text.ts";
import { copyArray } from "./copy.ts";
import { cElement } from "./expression.ts";

const exported = '__attribute__((visibility("default")))';

export function cKernels(kernels: readonly ExportedKernel[], needs: LibraryNeeds): Lines {
  return [
    ...kernels.flatMap((kernel) => [...cKernel(kernel, needs), ""]),
    ...braced(`${exported} void ${releaseSymbol}(u64 *frame)`, [
      needs.arena ? "kleis_free_arena((struct kleis_context *)frame);" : "(void)frame;",
    ]),
  ];
}

function cKernel({ entry, signature }: ExportedKernel, needs: LibraryNeeds): Lines {
  const frame = frameLayout(signature.params, signature.result);
  const keeps = frame.results.some(isKept);
  return braced(`${exported} i32 ${signature.symbol}(u64 *frame)`, [
    ...(needs.context ? ["struct kleis_context *const ctx = (struct kleis_context *)frame;"] : []),
    `frame[${frameHeader.status}] = 0;`,
    `frame[${frameHeader.arena}] = 0;`,
    ...(needs.stack ? takeStack : []),
    ...(needs.threads === undefined ? [] : ["ctx->team = &kleis_threads;"]),
    ...(needs.polls ? ["if (!ctx->cancel) ctx->cancel = &kleis_never;"] : []),
    ...cCallEntry(entry, frame),
    ...(needs.context ? failed(needs) : []),
    ...storeResults(entry, frame),
    ...(needs.arena && !keeps ? ["kleis_free_arena(ctx);"] : []),
    "return 0;",
  ]);
}

/** The limit holds for this thread only, so it is not left in the frame. */
const takeStack: Lines = [
  "const u64 given_limit = ctx->stack_limit;",
  "if (!given_limit) ctx->stack_limit = kleis_stack_address() - ctx->stack_bytes;",
];

function cCallEntry(entry: PlannedFunction, frame: FrameLayout): Lines {
  const args = [...frame.params.flatMap(readSlot), ...outputMemory(entry, frame)];
  const call = `${entry.name}(${[...(entry.context ? ["ctx"] : []), ...args].join(", ")})`;
  const values = entry.results.reduce((count, type) => count + (typeof type === "object" ? 2 : 1), 0);
  const [only] = entry.results;
  if (values === 0) return [`${call};`];
  if (values > 1) return [`const struct ${entry.name}_results results = ${call};`];
  return [`const ${only === "f64" ? "double" : "i64"} result = ${call};`];
}

/** What the caller of the kernel gave for the entry's outputs. */
function outputMemory(entry: PlannedFunction, frame: FrameLayout): readonly string[] {
  return entry.outputs.flatMap((output) => {
    const slot = frame.results[output.result];
    return slot === undefined ? [] : [`(${cElement(output.element)} *)frame[${slot.word}]`];
  });
}

function failed(needs: LibraryNeeds): Lines {
  return [
    ...(needs.stack ? ["ctx->stack_limit = given_limit;"] : []),
    ...braced("if (ctx->status)", [
      ...(needs.arena ? ["kleis_free_arena(ctx);"] : []),
      "return (i32)ctx->status;",
    ]),
  ];
}

function readSlot(slot: FrameSlot): readonly string[] {
  const word = `frame[${slot.word}]`;
  switch (slot.kind) {
    case "scalar":
      return [
        slot.scalar === "f64"
          ? `kleis_double(${word})`
          : slot.scalar === "bool"
            ? `${word} != 0`
            : `(i64)${word}`,
      ];
    case "extent":
      return [`(i64)${word}`];
    case "array":
      return [`(${cElement(slot.element)} *)${word}`, lengthText(slot.length)];
  }
}

function lengthText(length: FrameLength): string {
  const words = length.words.map((word) => `(i64)frame[${word}]`);
  return length.constant === 1 && words.length > 0
    ? words.join(" * ")
    : [`${length.constant}LL`, ...words].join(" * ");
}

/** Each slot takes the next value of the entry's results; an array is two of them. */
function storeResults(entry: PlannedFunction, frame: FrameLayout): Lines {
  const single = entry.results.length === 1 && typeof entry.results[0] !== "object";
  let next = 0;
  const value = (): string => (single ? "result" : `results.v${next++}`);
  const outputs = new Set(entry.outputs.map((output) => output.result));
  return frame.results.flatMap((slot, k): Lines => {
    if (outputs.has(k)) return [];
    const word = `frame[${slot.word}]`;
    if (slot.kind !== "array") {
      const real = slot.kind === "scalar" && slot.scalar === "f64";
      return [`${word} = ${real ? `kleis_bits(${value()})` : `(u64)${value()}`};`];
    }
    const [address, count] = [value(), value()];
    if (isKept(slot)) return [`${word} = (u64)${address};`];
    return copyArray(`(void *)${word}`, address, count, `sizeof(${cElement(slot.element)})`);
  });
}
