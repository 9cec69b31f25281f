/**
 * What is compiled for, as data: every field can change the emitted bytes and is part of the cache key.
 */
export type Isa = "x86-64-v2" | "x86-64-v3" | "x86-64-v4" | "aarch64" | "generic";

export interface Target {
  readonly isa: Isa;
  /** f64 per vector register: 2, 4, 8. */
  readonly lanes: number;
  readonly registers: number;
  readonly fma: boolean;
  /** CPU features by name, sorted; resolved, never the word `native`. */
  readonly features: readonly string[];
  readonly cache: { readonly l1: number; readonly l2: number };
}

export type FloatModel = "ieee" | "reproducible" | "fast-math";
export type OptimisationLevel = 0 | 1 | 2 | 3;

export interface CodegenOptions {
  readonly target: Target;
  readonly floatModel: FloatModel;
  readonly optimise: OptimisationLevel;
  readonly wrapIntegers: boolean;
  readonly ieeeDivision: boolean;
  readonly debug: boolean;
}

/** Arrays of one frame: half of a page-touching budget of 32 KB, so that a million-byte stack still holds 64 frames. */
export const stackArrayBytes = 16 * 1024;

/** Iterations of a vectorised loop between two looks at the cancel word: microseconds, while 100 ms are allowed. */
export const pollStrip = 4096;

/** Statements that may run without a look at the cancel word: below a millisecond of any kind of statement. */
export const pollBudget = 65_536;
