/**
 * What the machine asks its surroundings: the world, native code, and the program's definitions by name.
 */
import { Interrupted } from "../base/outcome.ts";
import type { Span } from "../base/span.ts";
import type { CoreConstant, FnId } from "../core/core.ts";
import type { Figure } from "../plots/figure.ts";
import type { Decompositions } from "../primitives/decompositions.ts";
import type { LambdaId, Type } from "../types/type.ts";
import type { Value } from "./value.ts";
import type { Watcher } from "./watch.ts";

export interface MachineHooks {
  /** Writes a line of program output. */
  readonly out: (text: string) => void;
  /** The text of a file; throws a ProgramError where it is unreadable. */
  /** Throws a ProgramError at this place where the file cannot be read. */
  readonly readFile: (path: string, span: Span) => string;
  /** Creates or replaces a file; throws a ProgramError at this place where it cannot be written. */
  readonly writeFile: (path: string, text: string, span: Span) => void;
  /** Another number at each call, for names that nothing else has. */
  readonly fresh: () => number;
  /** Milliseconds. */
  readonly now: () => number;
  /** Takes a picture that the program made at this place; without it pictures are made for nobody. */
  readonly picture?: (figure: Figure, place: Span) => void;
  /** Who decomposes matrices; our own routines where nobody is named. */
  readonly decompositions?: Decompositions;
  /** The evaluation shall end. */
  readonly cancelled: () => boolean;
  /** Little memory is left for values. */
  readonly crowded?: () => boolean;
  /** Lets the host serve timers and signals; awaited between slices. */
  readonly pause: () => Promise<void>;
  /**
   * Native code of a function, asked for at its first call and at every sixteenth after that until there is some.
   * `calls` tells how hot it is.
   */
  readonly native: (fn: FnId, calls: number) => NativeFunction | undefined;
  /** Whether the program defines or `implements` a function of this name with so many parameters. */
  readonly defines: (name: string, arity: number) => boolean;
  /** The instance of the program's own definition or `implements` of `name` for these values, giving `result` where that is known. */
  readonly definition: (name: string, args: readonly Value[], result?: Type) => FnId | undefined;
  /** The value of a constant where it is known from before, by another machine. */
  readonly kept?: (constant: CoreConstant) => Value | undefined;
  /** The code that a closure runs where its caller knows nothing of it. */
  readonly unknownCall: (lambda: LambdaId) => UnknownCall;
  /** Is told what happens; code that is watched takes more steps and keeps no tail calls. */
  readonly watch?: Watcher;
}

/** Steps between two looks at the clock and the cancel flag. */
export const stepsPerLook = 4096;

/** Ends the evaluation where it is over time or shall end. */
export function look(hooks: MachineHooks, deadline: number): void {
  if (hooks.cancelled()) throw new Interrupted("cancel");
  if (hooks.now() > deadline) throw new Interrupted("timeout");
}

export interface UnknownCall {
  readonly name: string;
  readonly fn: FnId;
  /** Parameters without the captures. */
  readonly arity: number;
  /** Takes fewer arguments and gives a function of the rest. */
  readonly partial: boolean;
}

/** Not for native code this time (overflow, exhausted stack): run it here. */
export interface Interpret {
  readonly kind: "interpret";
}
export const interpretInstead: Interpret = { kind: "interpret" };

export type NativeResult = Value | Interpret;

/** Called with values; a promise suspends the evaluation. Errors of the program are thrown. */
export type NativeFunction = (args: readonly Value[]) => NativeResult | Promise<NativeResult>;
