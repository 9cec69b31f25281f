/** Compilers' checks of memory and of undefined behaviour, where the machine has what they need at run time. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

export const sanitizers: readonly string[] = [
  "-fsanitize=address,undefined",
  "-fno-sanitize-recover=all",
  "-g1",
];

export function hasSanitizers(): boolean {
  const directory = mkdtempSync(`${tmpdir()}/kleis-sanitizers-`);
  const file = path.join(directory, "empty");
  try {
    execFileSync("gcc", [...sanitizers, "-x", "c", "-", "-o", file], {
      input: "int main(void) { return 0; }",
      stdio: "pipe",
    });
    execFileSync(file, { stdio: "pipe" });
    return true;
  } catch {
    return false;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
