/**
 * The three ways something can go wrong, kept apart by type:
 *   - the user's problem is a `Diagnostic` (returned, or thrown as `ProgramError` while running);
 *   - a thing of the world that failed (no compiler, full disk) is a `Result`;
 *   - a broken invariant of ours is a `CompilerBug` (exit code 3).
 */
import type { Diagnostic } from "./diagnostic.ts";

/** A value with the problems met on the way to it. The value is usable unless a problem is an error. */
export interface Checked<T> {
  readonly value: T;
  readonly problems: readonly Diagnostic[];
}

export type Result<T, E = string> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: E };

export function ok<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value };
}

export function fail<E>(error: E): { readonly ok: false; readonly error: E } {
  return { ok: false, error };
}

/** A run-time error of the program itself: division by zero, an index out of range, a failed match. */
export class ProgramError extends Error {
  readonly diagnostic: Diagnostic;
  constructor(diagnostic: Diagnostic) {
    super(diagnostic.title);
    this.name = "ProgramError";
    this.diagnostic = diagnostic;
  }
}

/** The evaluation was ended from outside. */
export class Interrupted extends Error {
  readonly reason: "timeout" | "cancel";
  constructor(reason: "timeout" | "cancel") {
    super(reason === "timeout" ? "the time limit was reached" : "interrupted");
    this.name = "Interrupted";
    this.reason = reason;
  }
}

/** Our mistake, never the user's. `detail` holds what is needed to find it: an IR dump, a compiler's log. */
export class CompilerBug extends Error {
  readonly detail: string;
  constructor(message: string, detail = "") {
    super(message);
    this.name = "CompilerBug";
    this.detail = detail;
  }
}

/** Ends an exhaustive `switch`; a forgotten case is a type error here. */
export function unreachable(value: never): never {
  throw new CompilerBug(`a case was not handled: ${JSON.stringify(value)}`);
}
