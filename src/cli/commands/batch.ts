/** `kleis batch`: one definition over all rows of files of numbers, as one compiled loop. */
import { writeFileSync } from "node:fs";
import path from "node:path";
import { type Diagnostic, error, isError } from "../../base/diagnostic.ts";
import { ProgramError } from "../../base/outcome.ts";
import { noSpan } from "../../base/span.ts";
import { type Batch, type BatchParam, misfitOf, planBatch, tableTypes } from "../../session/batch.ts";
import { Results } from "../../session/batch-results.ts";
import type { LoadedProgram } from "../../session/load-program.ts";
import type { Tier } from "../../session/options.ts";
import type { Prepared, Session } from "../../session.ts";
import type { Define } from "../../syntax/ast.ts";
import { parseType } from "../../syntax/parse.ts";
import { parseCsv, writeCsv } from "../../tables/csv.ts";
import { isNpy, parseNpy, writeNpy } from "../../tables/npy.ts";
import { type Table, TableError } from "../../tables/table.ts";
import type { FileError } from "../../toolchain/host.ts";
import { longestText, mebibytes } from "../../toolchain/read-whole.ts";
import { createTypeScope, typeFromSyntax } from "../../types/from-syntax.ts";
import { nearest } from "../../types/nearest.ts";
import { printType } from "../../types/print.ts";
import { any, type Type } from "../../types/type.ts";
import type { Desk } from "../desk.ts";
import { type ExitCode, exitCode } from "../exit.ts";
import { readProgram } from "../inputs.ts";
import type { BatchOptions } from "../invocation.ts";
import { whyNotWritten } from "../why-not-written.ts";

/** Rows that one call computes: enough to hide its cost, few enough to keep the memory of its results small. */
const rowsOfCall = 1 << 17;

type Tables = readonly { readonly name: string; readonly table: Table }[];

export async function batch(desk: Desk, file: string, options: BatchOptions): Promise<ExitCode> {
  const { output } = options;
  if (output !== undefined && !/\.(npy|csv)$/.test(output)) {
    desk.terminal.error(`kleis batch: ${output} ends in none of .npy .csv`);
    return exitCode.usage;
  }
  const program = readProgram(desk, file);
  if (program === undefined) return exitCode.program;
  const tables = readTables(desk, options.inputs);
  if (tables === undefined) return exitCode.program;
  // A batch is worth a compiler.
  const settings = { ...options, compile: true };
  return desk.withSession(settings, program, async (session) => {
    if (session.load(program) === undefined) return exitCode.program;
    const refuse = (problem: Diagnostic): ExitCode => {
      desk.problem(problem, program.sources);
      return exitCode.program;
    };
    const define = chosen(session, file, options.fn);
    if (!("kind" in define)) return refuse(define);
    const params = paramsOf(session, define, options.types);
    if ("code" in params) return refuse(params);
    const unfit = (told: { readonly notes: readonly string[] }): ExitCode =>
      refuse(error("KL0606", `${named(tables)} does not fit \`${define.name}\``, define.nameSpan, told));
    const planned = planBatch(define.name, params, tables);
    if ("notes" in planned) return unfit(planned);
    const misfit = misfitOf(params, tables);
    if (misfit !== undefined) return unfit({ notes: [misfit] });
    return run({ desk, session, program, options, define, batch: planned });
  });
}

function named(tables: Tables): string {
  return tables.map(({ name }) => name).join(", ");
}

// ---- what is asked for ---------------------------------------------------------------------------------

/** Undefined where a file cannot be read (reported). */
function readTables(desk: Desk, names: readonly string[]): Tables | undefined {
  const tables: { name: string; table: Table }[] = [];
  for (const name of names) {
    const found = readTable(desk, name);
    if ("code" in found) {
      desk.problem(found, new Map());
      return undefined;
    }
    tables.push({ name: name === "-" ? "<stdin>" : name, table: found });
  }
  return tables;
}

function readTable(desk: Desk, name: string): Table | Diagnostic {
  if (name === "-") {
    const text = desk.input.read();
    if (text.ok) return parsed("<stdin>", () => parseCsv(text.value));
    return error("KL0703", "standard input cannot be read", noSpan, { notes: [text.error] });
  }
  const bytes = desk.host.files.read(path.resolve(desk.workingDirectory, name));
  if (!bytes.ok)
    return error("KL0703", `${name} cannot be read`, noSpan, {
      notes: [whyNotRead(bytes.error)],
    });
  return parsed(name, () =>
    isNpy(bytes.value) || name.endsWith(".npy") ? parseNpy(bytes.value) : parseCsv(decoded(bytes.value)),
  );
}

function decoded(bytes: Uint8Array): string {
  if (bytes.length > longestText)
    throw new TableError(
      `it has more than ${mebibytes(longestText)} of text; files of NumPy (.npy) may be larger`,
    );
  return new TextDecoder().decode(bytes);
}

function whyNotRead({ reason, message }: FileError): string {
  if (reason === "missing") return "there is no such file";
  return message.startsWith("EISDIR") ? "it is a directory" : message;
}

function parsed(name: string, read: () => Table): Table | Diagnostic {
  try {
    return read();
  } catch (problem) {
    if (!(problem instanceof TableError)) throw problem;
    return error("KL0703", `${name} is no table of numbers`, noSpan, { notes: [problem.message] });
  }
}

/** The definition that was named, or the only one of the file. */
function chosen(session: Session, file: string, name: string | undefined): Define | Diagnostic {
  const { environment } = session.loaded;
  const own = environment.definitions.filter((d) => d.span.file === file && d.params !== undefined);
  const names = own.map((define) => define.name);
  if (name === undefined) {
    const [only, ...others] = own;
    if (only !== undefined && others.length === 0) return only;
    const notes = [names.length === 0 ? "it defines no function" : `it defines ${names.join(", ")}`];
    return error("KL0606", `which function of ${file} is meant?`, noSpan, {
      notes,
      hint: "--fn NAME says it",
    });
  }
  const define = environment.definition(name);
  if (define?.params !== undefined) return define;
  const similar = nearest(name, names);
  return error("KL0606", `\`${name}\` is no function of ${file}`, define?.nameSpan ?? noSpan, {
    ...(similar === undefined ? {} : { hint: `did you mean \`${similar}\`?` }),
  });
}

/** Types as written, as inferred, or real numbers where nothing says more. */
function paramsOf(
  session: Session,
  define: Define,
  written: readonly string[],
): readonly BatchParam[] | Diagnostic {
  const { loaded } = session;
  const params = define.params ?? [];
  if (written.length > 0 && written.length !== params.length)
    return error(
      "KL0606",
      `\`${define.name}\` takes ${params.length} arguments, --type was given ${written.length} times`,
      define.nameSpan,
    );
  const types: Type[] = [];
  for (const text of written) {
    const parsedType = parseType("<type>", text);
    const type = typeFromSyntax(parsedType.value, createTypeScope(loaded.environment.types));
    const problem = [...parsedType.problems, ...type.problems][0];
    if (problem !== undefined) return error("KL0606", `--type "${text}": ${problem.title}`, noSpan);
    types.push(type.value);
  }
  const scheme = loaded.types.scheme(define.name)?.type;
  const inferred = scheme?.kind === "function" ? scheme.params : [];
  const open = types.length > 0 ? types : params.map((_, i) => inferred[i] ?? any);
  return tableTypes(open).map((type, i) => ({ name: params[i]?.name ?? "", type }));
}

// ---- running -------------------------------------------------------------------------------------------

interface Work {
  readonly desk: Desk;
  readonly session: Session;
  readonly program: LoadedProgram;
  readonly options: BatchOptions;
  readonly define: Define;
  readonly batch: Batch;
}

interface Account {
  tier: Tier;
  /** No compiler was started. */
  cached: boolean;
  runMs: number;
  compileMs: number;
  failed: number;
}

async function run(work: Work): Promise<ExitCode> {
  const { desk, program, options, define, batch: planned } = work;
  const entry = entryOf(work);
  if (entry === undefined) return exitCode.program;
  const result = entry.entry.result;
  const element = result.kind === "con" ? (result.args.at(-1) ?? any) : result;
  const unfit = Results.unfit(element);
  if (unfit !== undefined) {
    desk.problem(
      error("KL0606", `\`${define.name}\` makes no table`, define.nameSpan, { notes: [unfit] }),
      program.sources,
    );
    return exitCode.program;
  }
  const results = new Results(planned.rows, element);
  const account: Account = { tier: "interp", cached: true, runMs: 0, compileMs: 0, failed: 0 };
  for (let from = 0; from < planned.rows; from += rowsOfCall) {
    const problem = await rows(
      work,
      entry,
      results,
      account,
      from,
      Math.min(planned.rows, from + rowsOfCall),
    );
    if (problem !== undefined) {
      desk.problem(problem, program.sources);
      return exitCode.program;
    }
  }
  const written = write(work, results.table());
  if (written !== exitCode.ok) return written;
  if (account.failed > 0)
    desk.terminal.error(`${account.failed} of ${planned.rows} rows have no result: NaN stands for them`);
  if (options.json) desk.terminal.out(summary(planned, element, account));
  return account.failed > 0 ? exitCode.program : exitCode.ok;
}

/** The function over rows; undefined where it is certain to fail (reported). */
function entryOf({ desk, session, program, batch: planned }: Work): Prepared | undefined {
  const loader = desk.loader();
  for (const one of program.programs) loader.program(one);
  loader.text({ name: "<batch>", text: planned.text });
  const whole = loader.result();
  const sources = new Map([...program.sources, ...whole.sources]);
  const loaded = session.load({ ...program, programs: whole.programs, sources });
  if (loaded === undefined) return undefined;
  const { value: entry, problems } = loaded.specialiser.definition(planned.name, planned.types);
  for (const problem of problems) desk.problem(problem, sources);
  if (problems.some(isError)) return undefined;
  return { expr: { kind: "name", name: planned.name, span: entry.span }, entry };
}

/** Computes rows; the problem of the first that fails, unless those are left out. */
async function rows(
  work: Work,
  prepared: Prepared,
  results: Results,
  account: Account,
  from: number,
  to: number,
): Promise<Diagnostic | undefined> {
  const { session, batch: planned, options, define } = work;
  try {
    const evaluation = await session.evaluate({ ...prepared, args: planned.values(from, to) });
    account.tier = evaluation.tier;
    account.cached &&= evaluation.cached;
    account.runMs += evaluation.runMs;
    account.compileMs = Math.max(account.compileMs, evaluation.compileMs);
    const unfit = results.take(from, evaluation.value);
    return unfit === undefined
      ? undefined
      : error("KL0606", `the results of \`${define.name}\` make no table`, define.nameSpan, {
          notes: [unfit],
        });
  } catch (problem) {
    if (!(problem instanceof ProgramError)) throw problem;
    if (to - from > 1) {
      const middle = from + Math.ceil((to - from) / 2);
      return (
        (await rows(work, prepared, results, account, from, middle)) ??
        (await rows(work, prepared, results, account, middle, to))
      );
    }
    const { notes = [] } = problem.diagnostic;
    if (!options.keepGoing)
      return { ...problem.diagnostic, notes: [...notes, `in row ${from}, counted from 0`] };
    results.fail(from);
    account.failed += 1;
    return undefined;
  }
}

function write({ desk, options }: Work, table: Table): ExitCode {
  const { output } = options;
  if (output === undefined) {
    if (!options.json) desk.terminal.out(writeCsv(table).trimEnd());
    return exitCode.ok;
  }
  try {
    writeFileSync(
      path.resolve(desk.workingDirectory, output),
      output.endsWith(".npy") ? writeNpy(table) : writeCsv(table),
    );
    return exitCode.ok;
  } catch (problem) {
    const notes = [whyNotWritten(output, problem)];
    desk.problem(error("KL0702", `${output} cannot be written`, noSpan, { notes }), new Map());
    return exitCode.program;
  }
}

function summary(planned: Batch, element: Type, account: Account): string {
  return JSON.stringify({
    rows: planned.rows,
    failed: account.failed,
    type: printType(element),
    tier: account.tier,
    cached: account.cached,
    compile_ms: account.compileMs,
    run_ms: account.runMs,
  });
}
