/** What planning a statement has to know: of the program, of its function, and where the statement stands. */
import type { LocalId, LoopFnId, LoopFunction, Site } from "../loop/loop.ts";
import type { TemplateSupply } from "./library-names.ts";
import type { FlagTest, Label, PlannedOutput } from "./plan.ts";
import type { CodegenOptions } from "./target.ts";

export interface Callee {
  readonly fn: LoopFunction;
  readonly name: string;
  readonly context: boolean;
  readonly entry: boolean;
}

export interface ProgramFacts {
  readonly callees: ReadonlyMap<LoopFnId, Callee>;
  readonly sites: readonly Site[];
  readonly options: CodegenOptions;
  readonly templates: TemplateSupply;
  /** Functions that write to memory they are given. */
  readonly writers: ReadonlySet<LoopFnId>;
}

export interface FunctionFacts extends ProgramFacts {
  readonly fn: LoopFunction;
  readonly stack: ReadonlySet<LocalId>;
  readonly outputs: readonly PlannedOutput[];
  readonly freshName: (wish: string) => string;
  readonly isArray: (id: LocalId) => boolean;
}

/** Where a statement stands. */
export interface Place {
  /** Flags of the loop nest around, by site. */
  readonly flags: ReadonlyMap<number, FlagTest>;
  /** Set inside a counted loop: no nest starts here. */
  readonly nested: boolean;
  /** How the nearest loop is left, where a plain `break` would leave something else. */
  readonly breakLabel?: BreakLabel;
  /** The states of the arena to which the loops around return. */
  readonly marks: readonly Mark[];
}

export interface Mark {
  readonly name: string;
  /** What the body of its loop declares. */
  readonly inside: ReadonlySet<LocalId>;
}

export interface BreakLabel {
  readonly label: Label;
  used: boolean;
}

export const outside: Place = { flags: new Map(), nested: false, marks: [] };

export function unlabelled(place: Place): Place {
  return { flags: place.flags, nested: place.nested, marks: place.marks };
}
