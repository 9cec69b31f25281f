import type { Constraint } from "./scheme.ts";

/** A constraint in work. */
export interface Task {
  readonly constraint: Constraint;
  queued: boolean;
  running: boolean;
  done: boolean;
  /** An operation whose meaning has been found. */
  decided: boolean;
}
