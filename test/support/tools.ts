/** Which compilers this machine has; tests of a back end are skipped by name where its compiler is absent. */
import { spawnSync } from "node:child_process";

const commands = { c: "cc", rust: "rustc" } as const;

export function hasTool(language: "c" | "rust"): boolean {
  return spawnSync(commands[language], ["--version"], { stdio: "ignore" }).status === 0;
}
