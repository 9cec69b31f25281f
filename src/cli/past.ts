/**
 * What a process has done already when a command starts: a warm start that handed over after some values, or a first try that
 * ran out of stack. Programs do the same again when they are run again, so that it suffices to leave out what was shown.
 */
import type { Toolsets } from "../session/toolsets.ts";

export interface Past {
  /** Values that a warm start has printed: they are not evaluated again. */
  readonly valuesShown: number;
  /** What the first try has written: it is not written again. */
  readonly written: Written;
  /** Standard input, where it was read. */
  readonly input: string | undefined;
  /** The compilers that are being looked for. */
  readonly toolsets?: Toolsets;
}

/** Texts written to standard output and to standard error. */
export interface Written {
  readonly out: number;
  readonly error: number;
}

export const nothingWritten: Written = { out: 0, error: 0 };
export const noPast: Past = { valuesShown: 0, written: nothingWritten, input: undefined };
