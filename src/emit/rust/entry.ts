/** The exported functions of a Rust library: the frame's words to arguments, results back to words (abi.ts). */
import { frameHeader, releaseSymbol } from "../abi.ts";
import { type FrameLayout, type FrameLength, type FrameSlot, frameLayout, isKept } from "../frame.ts";
import type { LibraryNeeds } from "../needs.ts";
import type { ExportedKernel, PlannedFunction } from "../plan.ts";
import { braced, type Lines } from "../text.ts";
import { rustElement } from "./expression.ts";

export function rustKernels(kernels: readonly ExportedKernel[], needs: LibraryNeeds): Lines {
  return [
    ...kernels.flatMap((kernel) => [...rustKernel(kernel, needs), ""]),
    "#[no_mangle]",
    ...braced(
      `pub unsafe extern "C" fn ${releaseSymbol}(frame: *mut u64)`,
      needs.arena ? ["kleis_free_arena(frame as *mut KleisContext);"] : [],
    ),
  ];
}

function rustKernel({ entry, signature }: ExportedKernel, needs: LibraryNeeds): Lines {
  const frame = frameLayout(signature.params, signature.result);
  const keeps = frame.results.some(isKept);
  return [
    "#[no_mangle]",
    ...braced(`pub unsafe extern "C" fn ${signature.symbol}(frame: *mut u64) -> i32`, [
      ...(needs.context ? ["let ctx = frame as *mut KleisContext;"] : []),
      `${word(frameHeader.status)} = 0;`,
      `${word(frameHeader.arena)} = 0;`,
      ...(needs.stack ? takeStack : []),
      ...(needs.context && needs.polls
        ? ["if (*ctx).cancel.is_null() { (*ctx).cancel = &KLEIS_NEVER; }"]
        : []),
      ...callEntry(entry, frame),
      ...(needs.context ? failed(needs) : []),
      ...storeResults(entry, frame),
      ...(needs.arena && !keeps ? ["kleis_free_arena(ctx);"] : []),
      "0",
    ]),
  ];
}

function word(position: number): string {
  return `*frame.add(${position})`;
}

/** The limit holds for this thread only, so it is not left in the frame. */
const takeStack: Lines = [
  "let given_limit = (*ctx).stack_limit;",
  "if given_limit == 0 { (*ctx).stack_limit = kleis_stack_address() - (*ctx).stack_bytes; }",
];

function callEntry(entry: PlannedFunction, frame: FrameLayout): Lines {
  const args = [...frame.params.flatMap(readSlot), ...outputMemory(entry, frame)];
  const call = `${entry.name}(${[...(entry.context ? ["ctx"] : []), ...args].join(", ")});`;
  return [entry.results.length === 0 ? call : `let results = ${call}`];
}

/** What the caller of the kernel gave for the entry's outputs. */
function outputMemory(entry: PlannedFunction, frame: FrameLayout): readonly string[] {
  return entry.outputs.flatMap((output) => {
    const slot = frame.results[output.result];
    return slot === undefined ? [] : [`${word(slot.word)} as *mut ${rustElement(output.element)}`];
  });
}

function failed(needs: LibraryNeeds): Lines {
  return [
    ...(needs.stack ? ["(*ctx).stack_limit = given_limit;"] : []),
    ...braced("if (*ctx).status != 0", [
      ...(needs.arena ? ["kleis_free_arena(ctx);"] : []),
      "return (*ctx).status as i32;",
    ]),
  ];
}

function readSlot(slot: FrameSlot): readonly string[] {
  const text = word(slot.word);
  switch (slot.kind) {
    case "scalar":
      return [
        slot.scalar === "f64"
          ? `f64::from_bits(${text})`
          : slot.scalar === "bool"
            ? `${text} != 0`
            : `${text} as i64`,
      ];
    case "extent":
      return [`${text} as i64`];
    case "array":
      return [`${text} as *mut ${rustElement(slot.element)}`, lengthText(slot.length)];
  }
}

function lengthText(length: FrameLength): string {
  const words = length.words.map((position) => `(${word(position)} as i64)`);
  const all = length.constant === 1 && words.length > 0 ? words : [`${length.constant}i64`, ...words];
  return all.reduce((product, factor) => `${product}.wrapping_mul(${factor})`);
}

/** Each slot takes the next value of the entry's results; an array is two of them. */
function storeResults(entry: PlannedFunction, frame: FrameLayout): Lines {
  const single = entry.results.length === 1 && typeof entry.results[0] !== "object";
  let next = 0;
  const value = (): string => (single ? "results" : `results.${next++}`);
  const outputs = new Set(entry.outputs.map((output) => output.result));
  return frame.results.flatMap((slot, k): Lines => {
    if (outputs.has(k)) return [];
    const target = word(slot.word);
    if (slot.kind !== "array") {
      const real = slot.kind === "scalar" && slot.scalar === "f64";
      return [`${target} = ${real ? `${value()}.to_bits()` : `${value()} as u64`};`];
    }
    const [address, count] = [value(), value()];
    if (isKept(slot)) return [`${target} = ${address} as u64;`];
    return braced(`if ${count} != 0`, [
      `core::ptr::copy_nonoverlapping(${address}, ${target} as *mut ${rustElement(slot.element)}, ${count} as usize);`,
    ]);
  });
}
