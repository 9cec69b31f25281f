/**
 * The one calling convention of kernels made for this process (ahead-of-time libraries export plain C functions instead).
 *
 *     int32_t kleis_kernel(uint64_t *frame, const void *const *inputs)      // exported; returns the status code
 *     void    kleis_copy_out(uint64_t *frame, void *const *outputs)           // exported; copies results of unknown size
 *
 * `frame` is a block of 8-byte words: a fixed header, then the argument slots, then the result slots, one word each in the
 * order of `slotsOf` (f64 as bits, i64, bool as 0/1, extents as i64). An argument array takes its address from `inputs`
 * and has no word. For a result array of known size the caller gives memory through `inputs` after the arguments; of
 * a result of unknown size the kernel keeps the memory in its arena and writes the extent word; the caller then allocates and
 * calls `kleis_copy_out`, which copies and frees the arena. Both are `noexcept`: trouble is a status code.
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
  arena: 7,
  size: 8,
} as const;

export interface KernelSignature {
  readonly params: readonly Layout[];
  readonly result: Layout;
  readonly sites: readonly Site[];
  /** Work has no small static bound: run it off the main thread so that signals and timers are served. */
  readonly unbounded: boolean;
}

/** Emitted text of one library, before compilation. */
export interface KernelSource {
  readonly language: "c" | "rust";
  readonly text: string;
  /** Names and versions of the templates in it. */
  readonly templates: readonly string[];
}

export const abiVersion = 1;
