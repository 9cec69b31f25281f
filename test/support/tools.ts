/** Which compilers this machine has; tests of a back end are skipped by name where its compiler is absent. */
import { spawnSync } from "node:child_process";

const commands = { c: "cc", rust: "rustc" } as const;

export function hasTool(language: "c" | "rust"): boolean {
  return hasProgram(commands[language]);
}

export function hasProgram(name: string): boolean {
  return spawnSync(name, ["--version"], { stdio: "ignore" }).status === 0;
}
