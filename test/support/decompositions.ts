/** Who decomposes matrices in tests: our own routines, and the system's LAPACK at every size where there is one. */
import { type Decompositions, ownDecompositions, preferring } from "../../src/primitives/decompositions.ts";
import { type Lapack, openLapack } from "../../src/runtime/lapack.ts";
import { loadNative } from "../../src/runtime/native.ts";

const native = loadNative();
const opened = native.ok ? openLapack(native.value) : native;

export const systemLapack: Lapack | undefined = opened.ok ? opened.value : undefined;

export interface Provider {
  readonly name: string;
  /** Undefined where this machine lacks it: its tests are skipped by name. */
  readonly decompositions: Decompositions | undefined;
}

export const providers: readonly Provider[] = [
  { name: "our own", decompositions: ownDecompositions },
  { name: "LAPACK", decompositions: systemLapack && preferring(() => systemLapack, 1) },
];
