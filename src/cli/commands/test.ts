import type { Desk } from "../desk.ts";
import { type ExitCode, exitCode } from "../exit.ts";
export async function test(_d: Desk, ..._r: readonly unknown[]): Promise<ExitCode> {
  return exitCode.usage;
}
