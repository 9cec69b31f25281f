/**
 * The one calling convention of kernels made for this process (ahead-of-time libraries export plain C functions instead).
 *
 *     int32_t kleis_kernel(uint64_t *frame)      // exported; returns the status code, also written to the header;
 *                                                // kleis_kernel_1 … where a library serves several expressions
 *     void    kleis_release(uint64_t *frame)     // exported; frees the arena that a call left in the header (0: none)
 *
 * `frame` is a block of 8-byte words: the fixed header below, then the slots of the parameters, then the slots of the result,
 * exactly one word for each slot, in the order of `slotsOf`: f64 as bits, i64, extents and numbers of texts as such, bool as 0/1, an array as the
 * address of its first element (anything where it is empty). Array elements are contiguous: f64 and i64 of 8 bytes, bool of
 * one (0/1).
 *
 * Result arrays. Where the layout gives every extent as a number, the caller has put the address of memory of that size into the
 * word, and the kernel fills it. Otherwise the kernel writes the extents and the address where the elements lie (in its arena, or
 * in an argument); the caller copies them out and then calls `kleis_release`. A kernel that returns anything but ok, or has no
 * such result, has freed its arena itself and leaves 0 there. Scalars of a result are defined only when the status is ok.
 *
 * The caller keeps every buffer alive and unmoved during the call; inputs are never written. Both functions are `noexcept`:
 * trouble is a status code.
 */
import type { Layout } from "../loop/layout.ts";
import type { Site, Status } from "../loop/loop.ts";

export const statusCode: { readonly [S in Status]: number } = {
  ok: 0,
  overflow: 1,
  division: 2,
  index: 3,
  dimension: 4,
  depth: 5,
  domain: 6,
  match: 7,
  cancelled: 8,
  memory: 9,
  kind: 10,
};

/** Words of the frame's header, by position. */
export const frameHeader = {
  status: 0,
  site: 1,
  detail0: 2,
  detail1: 3,
  /** Address of an int32 that becomes non-zero when the call shall end. */
  cancel: 4,
  /** Lowest stack address the kernel may use; 0: the kernel takes its own from the current stack and `stackBytes`. */
  stackLimit: 5,
  stackBytes: 6,
  /** Set by the kernel: what `kleis_release` has to free. */
  arena: 7,
  /** Address of the threads that share loops and large products (templates/README.md); 0: none. */
  team: 8,
  size: 9,
} as const;

/** The site word of a failure that has no place of its own: depth, cancelled, memory (all bits set). */
export const noSite = -1;

export interface KernelSignature {
  /** Under this name the library exports the kernel. */
  readonly symbol: string;
  readonly params: readonly Layout[];
  readonly result: Layout;
  readonly sites: readonly Site[];
  /** What the numbers of texts mean; a call adds those of its arguments behind them. */
  readonly texts: readonly string[];
  /** Work has no small static bound: run it off the main thread so that signals and timers are served. */
  readonly unbounded: boolean;
}

/** The mathematical library, the C library and POSIX threads, as linkers call them. */
export type SystemLibrary = "m" | "c" | "pthread";

/** Emitted text of one library, before compilation. */
export interface KernelSource {
  readonly language: "c" | "rust";
  readonly text: string;
  /** What it has to be linked with: nothing where all it calls is in the process that loads it. */
  readonly libraries: readonly SystemLibrary[];
  /** Names and versions of the templates in it. */
  readonly templates: readonly string[];
}

/** The exported names: of the kernels by their place among those of a library, and of what frees their results. */
export function kernelSymbol(place: number): string {
  return place === 0 ? "kleis_kernel" : `kleis_kernel_${place}`;
}
export const releaseSymbol = "kleis_release";

export const abiVersion = 2;

/** Stack of a thread of a team, and what of it a part of a shared loop may use; the rest is for what surrounds it. */
export const workerThreadBytes = 1024 * 1024;
export const workerStackBytes = 768 * 1024;

/** Doubles of its own that a part has (templates/README.md). */
export const largestScratch = 325_632;

/** Bytes that the arrays of one call may take; beyond it the call fails with `memory` instead of filling the machine. */
export const largestArena = 2 ** 33;
