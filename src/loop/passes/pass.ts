/** A pass: its name (also on the command line), one sentence, and a function from program to program. */
import type { LoopProgram } from "../loop.ts";

export interface LoopPass {
  readonly name: string;
  readonly description: string;
  readonly run: (program: LoopProgram) => LoopProgram;
}
