/**
 * The library's session: definitions that last, expressions evaluated, definitions compiled.
 *
 * Never exits, installs no signal handlers, writes nowhere by itself: what a program prints and what is said about it go to
 * the callbacks of the options. Several sessions may coexist; the calls of one take their turns.
 */
import { type Diagnostic, error, isError } from "../base/diagnostic.ts";
import { Interrupted } from "../base/outcome.ts";
import { noSpan } from "../base/span.ts";
import { isFunction } from "../interpret/value.ts";
import { loadNative } from "../runtime/native.ts";
import { distribution, libraryDirectory } from "../session/installation.ts";
import { type LoadedProgram, ProgramLoader } from "../session/load-program.ts";
import type { Tier } from "../session/options.ts";
import { type Evaluation, type Loaded, Session as Spine } from "../session.ts";
import { parseType } from "../syntax/parse.ts";
import { detectTool, type ToolKind } from "../toolchain/detect.ts";
import { nodeHost } from "../toolchain/node-host.ts";
import { createTypeScope, typeFromSyntax } from "../types/from-syntax.ts";
import { nearest } from "../types/nearest.ts";
import type { Type } from "../types/type.ts";
import { checkOptions, checkRequest, checkText } from "./check.ts";
import { KleisError, problemOf, shownError } from "./errors.ts";
import { createKernel, type Kernel } from "./kernel.ts";
import { type SessionOptions, stageOptions } from "./options.ts";
import { fromKleis, type KleisValue } from "./values.ts";

/** A value with what is known of how it came about. */
export interface Evaluated {
  readonly value: KleisValue;
  /** The value in Kleis notation, as the command line prints it. */
  readonly text: string;
  readonly type: string;
  /** What ran. */
  readonly tier: Tier;
  /** No compiler was started for it. */
  readonly cached: boolean;
  readonly compileMs: number;
  readonly runMs: number;
}

/** What to compile: a definition, at these types of its arguments where its own annotations leave them open. */
export interface CompileRequest {
  readonly fn: string;
  /** As written in the language: `["Matrix(2, 3)", "ℝ"]`. */
  readonly types?: readonly string[];
}

const empty: LoadedProgram = { programs: [], sources: new Map(), files: [], problems: [] };

export class Session {
  readonly #options: SessionOptions;
  readonly #spine: Spine;
  /** Everything accepted so far. */
  #program = empty;
  #texts = 0;
  /** Files whose problems are news. */
  #fresh: ReadonlySet<string> = new Set();
  #sources: LoadedProgram["sources"] = new Map();
  #errors: Diagnostic[] = [];
  #closed = false;
  /** The last call's end. */
  #turn: Promise<unknown> = Promise.resolve();

  private constructor(options: SessionOptions) {
    this.#options = options;
    this.#spine = Spine.open(stageOptions(options, (problem) => this.#said(problem)));
  }

  /** Throws `TypeError` for settings that are none, and `KleisError` where they make no sense. */
  static open(options: SessionOptions = {}): Session {
    checkOptions(options);
    try {
      return new Session(options);
    } catch (failure) {
      throw shownError(failure, new Map());
    }
  }

  /**
   * Whether this machine can run a tier: a compiler for it is there, and what it makes can be loaded. Without a tier: whether
   * anything native can run. Where not, programs are interpreted, with the same answers.
   */
  static async isAvailable(tier?: Tier): Promise<boolean> {
    if (tier === "interp") return true;
    if (!loadNative().ok) return false;
    const [host, forgetful] = [nodeHost(), { recall: () => undefined, keep: () => undefined }];
    const kinds: readonly ToolKind[] = tier === undefined ? ["cc", "rustc"] : [tier === "c" ? "cc" : "rustc"];
    for (const kind of kinds) if ((await detectTool(host, kind, forgetful)).ok) return true;
    return false;
  }

  /** Takes the declarations of a text and evaluates its expressions; a value for each. Throws `KleisError`. */
  eval(text: string): Promise<readonly Evaluated[]> {
    return this.#inTurn(async () => {
      checkText(text);
      const name = this.#take(text);
      const prepared = this.#spine.prepare(this.#spine.expressionsOf(name));
      if (prepared === undefined) throw this.#failure();
      this.#program = withoutExpressions(this.#program, name);
      const values: Evaluated[] = [];
      for (const expression of prepared) {
        values.push(evaluated(this.#spine, await this.#spine.evaluate(expression)));
      }
      return values;
    });
  }

  /** Takes the declarations of a text and makes one of all that are known a function. Throws `KleisError`. */
  compile<Arguments extends readonly unknown[] = readonly unknown[], Result = KleisValue>(
    text: string,
    request: CompileRequest,
  ): Promise<Kernel<Arguments, Result>> {
    return this.#inTurn(async () => {
      checkText(text);
      checkRequest(request);
      this.#program = withoutExpressions(this.#program, this.#take(text));
      const spine = this.#spine;
      const { environment, specialiser, machine } = spine.loaded;
      if (environment.definition(request.fn) === undefined) {
        this.#said(undefinedName(request.fn, environment.definitions));
        throw this.#failure();
      }
      const types =
        request.types?.map((type) => this.#type(type)) ?? annotatedTypes(spine.loaded, request.fn);
      const { value: core, problems } = specialiser.definition(request.fn, types);
      for (const problem of problems) this.#said(problem);
      if (problems.some(isError)) throw this.#failure();
      const native = this.#options.backend !== "interp" && !core.effect;
      if (native) await spine.quicken();
      const built = native ? await spine.kernels.buildApart(specialiser.program, core.id) : undefined;
      if (built?.ok === false) spine.notices.fallback(built.error, core.span, true);
      const kernel = built?.ok === true ? built.value : undefined;
      // What TypeScript is told of the result is its caller's claim, as the text of the program is.
      return createKernel({
        core,
        machine,
        built: kernel,
        sources: this.#sources,
        known: spine.loaded.environment,
      }) as Kernel<readonly unknown[], unknown> as Kernel<Arguments, Result>;
    });
  }

  /** Ends what runs, once it has looked up, and what waits; gives up the session's files. Kernels stay usable. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#spine.interrupt("cancel");
    await this.#turn;
    this.#spine.resume();
    this.#spine.close();
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.#closed) return Promise.reject(new TypeError("the session is closed"));
    const turn = this.#turn
      .then(() => {
        if (this.#closed) throw new Interrupted("cancel");
        return work();
      })
      .catch((failure: unknown) => {
        throw shownError(failure, this.#sources);
      })
      .finally(() => this.#spine.resume());
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  /** Accepts a text or throws; the name it goes by. */
  #take(text: string): string {
    this.#texts += 1;
    const name = `<${this.#texts}>`;
    const added = this.#load(name, text);
    const known = new Set(this.#program.programs.map((program) => program.file));
    const programs = [...this.#program.programs, ...added.programs.filter((p) => !known.has(p.file))];
    const program = { ...added, programs, sources: new Map([...this.#program.sources, ...added.sources]) };
    this.#fresh = new Set([...added.sources.keys()].filter((file) => !known.has(file)));
    this.#sources = program.sources;
    this.#errors = [];
    for (const problem of added.problems) this.#said(problem);
    if (added.problems.some(isError) || this.#spine.load(program) === undefined) throw this.#failure();
    this.#program = program;
    return name;
  }

  #load(name: string, text: string): LoadedProgram {
    const loader = new ProgramLoader({
      host: this.#spine.options.store.host,
      workingDirectory: this.#options.directory ?? distribution,
      library: libraryDirectory(),
    });
    loader.text({ name, text });
    return loader.result();
  }

  /** Warnings of texts that were accepted before are no news. */
  #said(problem: Diagnostic): void {
    const { file } = problem.primary.span;
    if (isError(problem)) this.#errors.push(problem);
    else if (file === "" || this.#fresh.has(file)) this.#options.report?.(problemOf(problem, this.#sources));
  }

  #failure(): KleisError {
    return new KleisError(this.#errors.map((problem) => problemOf(problem, this.#sources)));
  }

  #type(text: string): Type {
    const written = parseType("<type>", text);
    const { environment } = this.#spine.loaded;
    const type = typeFromSyntax(written.value, createTypeScope(environment.types));
    const problems = [...written.problems, ...type.problems];
    const sources = new Map([["<type>", text]]);
    if (problems.length > 0) throw new KleisError(problems.map((problem) => problemOf(problem, sources)));
    return type.value;
  }
}

/** Expressions have had their turn: what lasts of a text is what it declares. */
function withoutExpressions(loaded: LoadedProgram, name: string): LoadedProgram {
  const lasting = loaded.programs.flatMap((program) => {
    if (program.file !== name) return [program];
    const items = program.items.filter((item) => item.kind !== "expression");
    return items.length === 0 ? [] : [{ ...program, items }];
  });
  if (lasting.length === loaded.programs.length) return { ...loaded, programs: lasting };
  const sources = new Map(loaded.sources);
  sources.delete(name);
  return { ...loaded, programs: lasting, sources };
}

function undefinedName(name: string, definitions: readonly { readonly name: string }[]): Diagnostic {
  const near = nearest(
    name,
    definitions.map((definition) => definition.name),
  );
  return error("KL0101", `the program defines no \`${name}\``, noSpan, {
    ...(near === undefined ? {} : { hint: `did you mean \`${near}\`?` }),
  });
}

function evaluated(spine: Spine, evaluation: Evaluation): Evaluated {
  const { value, type, typeText, tier, cached, compileMs, runMs } = evaluation;
  const given = isFunction(value) ? { function: typeText } : fromKleis(value, type, spine.loaded.environment);
  return { value: given, text: spine.text(value), type: typeText, tier, cached, compileMs, runMs };
}

/** The types that a definition's own annotations give its parameters. */
function annotatedTypes({ environment }: Loaded, name: string): readonly Type[] {
  const params = environment.definition(name)?.params ?? [];
  const scope = createTypeScope(environment.types);
  return params.map((param) => {
    if (param.annotation === undefined)
      throw new TypeError(`the parameter ${param.name} of ${name} has no type: say it in \`types\``);
    return typeFromSyntax(param.annotation, scope).value;
  });
}

/** One definition as a function, in a session of its own. */
export async function compile<Arguments extends readonly unknown[] = readonly unknown[], Result = KleisValue>(
  text: string,
  request: CompileRequest & SessionOptions,
): Promise<Kernel<Arguments, Result>> {
  checkRequest(request);
  const { fn, types, ...options } = request;
  const session = Session.open(options);
  try {
    return await session.compile<Arguments, Result>(text, types === undefined ? { fn } : { fn, types });
  } finally {
    await session.close();
  }
}
