import type { Desk } from "../desk.ts";
import { type ExitCode, exitCode } from "../exit.ts";
export async function why(_d: Desk, _s: string | undefined, _j: boolean): Promise<ExitCode> {
  return exitCode.usage;
}
