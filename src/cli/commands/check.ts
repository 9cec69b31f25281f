/** `kleis check`: syntax, names, types, dimensions; nothing is run. */
import { isError } from "../../base/diagnostic.ts";
import { Session } from "../../session.ts";
import type { Item } from "../../syntax/ast.ts";
import type { Desk } from "../desk.ts";
import { type ExitCode, exitCode } from "../exit.ts";

export async function check(desk: Desk, files: readonly string[], parseOnly: boolean): Promise<ExitCode> {
  let worst: ExitCode = exitCode.ok;
  for (const file of files) {
    if (!checkFile(desk, file, parseOnly)) worst = exitCode.program;
  }
  return worst;
}

function checkFile(desk: Desk, file: string, parseOnly: boolean): boolean {
  const loader = desk.loader();
  loader.file(file);
  const program = loader.result();
  const problems = [...program.problems];
  if (!parseOnly && !problems.some(isError)) problems.push(...Session.check(program));
  for (const problem of problems) desk.problem(problem, program.sources);
  const failed = problems.some(isError);
  const own = program.programs.find((p) => p.file === file);
  if (!failed && own !== undefined) desk.terminal.out(`${file}: OK (${inventory(own.items)})`);
  return !failed;
}

/** "2 functions, 1 data types, 0 structures": the words that scripts of the reference look for. */
function inventory(items: readonly Item[]): string {
  const count = (kind: Item["kind"]): number => items.filter((item) => item.kind === kind).length;
  return `${count("define")} functions, ${count("data")} data types, ${count("structure")} structures`;
}
