/**
 * Compiled functions and constants as the machine links them: handles that exist before their code does, so that calls can
 * refer to functions not compiled yet (mutual recursion, code never reached).
 */
import type { ConstantId, CoreConstant, CoreFunction, CoreProgram, FnId } from "../core/core.ts";
import type { PrimitiveTable } from "../primitives/primitive.ts";
import type { Type } from "../types/type.ts";
import type { Conversion } from "./compact.ts";
import type { Conforming } from "./conform.ts";
import type { MachineHooks, NativeFunction } from "./hooks.ts";
import type { Memo } from "./memo.ts";
import type { Frame, Pure, Step, Thread } from "./thread.ts";
import type { Value } from "./value.ts";

export interface Code {
  readonly fn: CoreFunction;
  /** How values from outside become its arguments, and its arguments values. */
  readonly entering: readonly (Conversion | undefined)[];
  readonly leaving: readonly (Conversion | undefined)[];
  /** Places of a frame, parameters first; a call takes a copy and fills in the arguments. */
  template: Frame;
  /** Runs the body on the thread's frame. Compiles it at first use. */
  entry: Step;
  /** The whole body, where it calls nothing, and how deep its closures nest; known once it is compiled. */
  pure: Pure | undefined;
  depth: number;
  readonly compile: () => void;
  calls: number;
  /** What `@memo` keeps. */
  readonly memo: Memo | undefined;
  /** Number of calls at which native code is asked for next; 0 once there is some, and for `@memo`. */
  askAt: number;
  native: NativeFunction | undefined;
}

/** A constant: evaluated by whoever needs it first. */
export interface ConstantCell {
  readonly constant: CoreConstant;
  /** In the form of its type's places. */
  value: Value | undefined;
  /** Who evaluates it now: meeting oneself is a cycle. */
  owner: Thread | undefined;
  /** Its body as a function without parameters. */
  readonly code: Code;
  /** How deep the closures of its body nest; `Infinity` where that calls something. */
  readonly depth: () => number;
}

/** Steps left until the machine looks at the clock. Work that takes long for one step takes more. */
export interface Meter {
  fuel: number;
  /** When the evaluation that runs now is over time. */
  deadline: number;
}

/** What a machine is made for. */
export interface MachineSettings {
  readonly program: CoreProgram;
  readonly table: PrimitiveTable;
  readonly hooks: MachineHooks;
}

/** What compilation may ask while it builds code. */
export interface Linker extends MachineSettings {
  readonly meter: Meter;
  readonly conforming: Conforming;
  readonly code: (fn: FnId) => Code;
  readonly constant: (id: ConstantId) => ConstantCell;
  /** The body as a closure where it calls nothing; compiles it. */
  readonly pureBody: (code: Code) => Pure | undefined;
}

/** How often native code is asked for. */
export const callsBetweenQuestions = 16;

/** One of the types without arguments. */
export function isNamed(type: Type, name: "ℤ" | "ℝ" | "Bool"): boolean {
  return type.kind === "con" && type.name === name;
}
