/** `kleis test`: the example blocks of files, reported as language.md §14 says. */
import { positionAt } from "../../base/span.ts";
import { type ExampleResult, runExample } from "../../session/examples.ts";
import type { LoadedProgram } from "../../session/load-program.ts";
import type { Session } from "../../session.ts";
import type { Example } from "../../syntax/ast.ts";
import type { Desk } from "../desk.ts";
import { type ExitCode, exitCode } from "../exit.ts";
import { readProgram } from "../inputs.ts";
import type { TestOptions } from "../invocation.ts";

/** What became of the files so far. */
interface Tally {
  readonly results: ExampleResult[];
  skipped: number;
  /** Files with mistakes that let nothing run. */
  broken: number;
}

/** The text that is shown for people. */
function talks({ json, rawOutput }: TestOptions): boolean {
  return !json && !rawOutput;
}

export async function test(desk: Desk, files: readonly string[], options: TestOptions): Promise<ExitCode> {
  const tally: Tally = { results: [], skipped: 0, broken: 0 };
  let worst: ExitCode = exitCode.ok;
  for (const file of files) {
    const code = await testFile(desk, file, options, tally, files.length > 1);
    if (code !== exitCode.ok) worst = code;
  }
  if (files.length > 1 && talks(options)) desk.terminal.out(total(tally, files.length));
  return worst;
}

async function testFile(
  desk: Desk,
  file: string,
  options: TestOptions,
  tally: Tally,
  isOneOfMany: boolean,
): Promise<ExitCode> {
  const program = readProgram(desk, file);
  tally.broken += 1;
  if (program === undefined) return exitCode.program;
  return desk.withSession({ ...options, symbolic: true }, program, async (session) => {
    if (session.load(program, true) === undefined) return exitCode.program;
    tally.broken -= 1;
    const own = session.loaded.environment.examples.filter((e) => e.nameSpan.file === file);
    if (own.length === 0 && !options.json) desk.terminal.out(`${file}: no example blocks found`);
    if (own.length === 0) return exitCode.ok;
    const heads = isOneOfMany && talks(options);
    if (heads) desk.terminal.out(`${file}:`);
    const work = { desk, session, program, options, file: isOneOfMany ? file : undefined };
    const code = await runAll(work, own, tally);
    if (heads) desk.terminal.out("");
    return code;
  });
}

interface Work {
  readonly desk: Desk;
  readonly session: Session;
  readonly program: LoadedProgram;
  readonly options: TestOptions;
  /** To be named with each result, where there are several. */
  readonly file: string | undefined;
}

async function runAll(work: Work, examples: readonly Example[], tally: Tally): Promise<ExitCode> {
  const { desk, session, options } = work;
  const results: ExampleResult[] = [];
  let skipped = 0;
  for (const example of examples) {
    if (options.example !== undefined && !example.name.includes(options.example)) {
      skipped += 1;
      if (options.verbose && talks(options)) desk.terminal.out(`⏭️  ${example.name} (skipped)`);
      continue;
    }
    const result = await runExample(session, example);
    results.push(result);
    if (options.json) desk.terminal.out(jsonLine(result, work));
    else tell(result, work);
  }
  if (talks(options)) for (const line of summary(results, skipped)) desk.terminal.out(line);
  tally.results.push(...results);
  tally.skipped += skipped;
  return results.every((r) => r.status === "passed") ? exitCode.ok : exitCode.program;
}

/** The result for standard output; on standard error where it lies. What is undecided only when asked for. */
function tell(result: ExampleResult, { desk, program, options }: Work): void {
  if (!options.rawOutput) for (const line of resultLines(result, options)) desk.terminal.out(line);
  const { problem, status } = result;
  if (problem !== undefined && (status === "failed" || options.verbose))
    desk.problem(problem, program.sources);
}

/** Of all files together. */
function total({ results, skipped, broken }: Tally, files: number): string {
  const [first = "", ...rest] = summary(results, skipped).filter((line) => line !== "");
  const unread =
    broken === 0 ? [] : [`   (${broken} ${broken === 1 ? "file" : "files"} could not be checked)`];
  return [`${first} in ${files} files`, ...rest, ...unread].join("\n");
}

const marks: { readonly [S in ExampleResult["status"]]: string } = {
  passed: "✅",
  failed: "❌",
  undecided: "❔",
};

function resultLines(result: ExampleResult, options: TestOptions): readonly string[] {
  const { name } = result.example;
  const counts =
    options.verbose && result.status === "passed"
      ? `: passed (${result.passed}/${result.asserts} assertions)`
      : "";
  const message = result.message === undefined ? [] : [`   ${result.message}`];
  return [`${marks[result.status]} ${name}${counts}`, ...message];
}

function summary(results: readonly ExampleResult[], skipped: number): readonly string[] {
  const count = (status: ExampleResult["status"]): number =>
    results.filter((r) => r.status === status).length;
  const [passed, failed, undecided] = [count("passed"), count("failed"), count("undecided")];
  const filter = skipped > 0 ? [`   (${skipped} skipped by filter)`] : [];
  if (failed === 0 && undecided === 0)
    return ["", `✅ ${passed} ${passed === 1 ? "example" : "examples"} passed`, ...filter];
  const parts = [
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(undecided > 0 ? [`${undecided} not decided`] : []),
  ];
  const mark = failed > 0 ? marks.failed : marks.undecided;
  return ["", `${mark} ${passed}/${results.length} examples passed (${parts.join(", ")})`, ...filter];
}

function jsonLine(result: ExampleResult, { program, file: named }: Work): string {
  const { example, status, asserts, values } = result;
  const message = values === undefined ? result.message : `${result.message}: ${values}`;
  const { file, start } = example.nameSpan;
  const { line } = positionAt(program.sources.get(file) ?? "", start);
  return JSON.stringify({
    ...(named === undefined ? {} : { file: named }),
    example: example.name,
    line,
    status,
    asserts,
    ...(message === undefined ? {} : { message }),
  });
}
