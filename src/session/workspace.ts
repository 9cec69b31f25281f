/**
 * A program that is written while it runs: declarations come and change, expressions are evaluated in between.
 *
 * Every change builds environment and specialiser anew from all items, so that nothing can be left over from what was
 * redefined; the values of constants whose meaning did not change are carried over, and libraries come from the cache.
 * `it` is the last value itself, not its expression: an input that mentions it becomes a function of it.
 */
import { type Diagnostic, isError } from "../base/diagnostic.ts";
import type { Value } from "../interpret/value.ts";
import type { Watcher } from "../interpret/watch.ts";
import { type CheckedSource, type Evaluation, isOutput, type Prepared, Session } from "../session.ts";
import type { Define, Expr, Item, Program, TypeExpr } from "../syntax/ast.ts";
import { checkProgram } from "../types/check-program.ts";
import { buildEnvironment, type Environment } from "../types/environment.ts";
import { definesNothing, equationAtTop, withEquation } from "../types/intended.ts";
import { printScheme, printType } from "../types/print.ts";
import { equalTypes } from "../types/traverse.ts";
import { libraryOf, type ProgramLoader } from "./load-program.ts";
import type { SessionOptions } from "./options.ts";
import { sameDeclarations, unchanged } from "./workspace/meaning.ts";
import { merged } from "./workspace/merge.ts";
import { closed, type Held, handed, type LastResult, type Past, settled } from "./workspace/past.ts";
import { isPlainData, mentionsData } from "./workspace/values.ts";

export interface WorkspaceSettings {
  /** Settings of a session, with `compile` where everything shall be native. */
  readonly options: (compile: boolean) => SessionOptions;
  readonly loader: () => ProgramLoader;
  /** Texts by the name that spans carry; the workspace adds to it. */
  readonly sources: Map<string, string>;
}

/** What became of declarations: refused where a problem is an error. */
export interface Declared {
  readonly accepted: boolean;
  readonly problems: readonly Diagnostic[];
  /** What the prompt's own text or the loaded file declares. */
  readonly items: readonly Item[];
}

/** An expression ready to run, unless a problem is an error. */
interface Checkup {
  readonly prepared: Prepared;
  readonly problems: readonly Diagnostic[];
}

export class Workspace {
  readonly #settings: WorkspaceSettings;
  #session: Session;
  #compile: boolean;
  #programs: readonly Program[] = [];
  /** Inputs over kept values, under names that no program can write. */
  readonly #inputs = new Map<string, Define>();
  #kept: ReadonlyMap<string, Held> = new Map();
  #it: LastResult | undefined;
  #count = 0;
  /** Texts and files that were asked for, not only imported. */
  readonly #own = new Set<string>();
  readonly #said = new Set<string>();

  constructor(settings: WorkspaceSettings, compile: boolean) {
    this.#settings = settings;
    this.#compile = compile;
    this.#session = Session.open(settings.options(compile));
    this.#enter([], new Map());
  }

  get session(): Session {
    return this.#session;
  }

  get compiles(): boolean {
    return this.#compile;
  }

  get it(): Value | undefined {
    return this.#it?.value;
  }

  /** Everything declared, in order. */
  get items(): readonly Item[] {
    return this.#programs.flatMap((program) => program.items);
  }

  /** What was typed, and what the loaded files declare themselves: without their imports. */
  get ownItems(): readonly Item[] {
    return this.#programs.flatMap((program) => (this.#own.has(program.file) ? program.items : []));
  }

  /** Values of constants, where they are known. */
  get values(): ReadonlyMap<string, Held> {
    return this.#values();
  }

  /** Every name the program declares. */
  get names(): readonly string[] {
    const { definitions, dataTypes, structures } = this.#session.loaded.environment;
    return [
      ...definitions.map((define) => define.name),
      ...dataTypes.flatMap(({ decl, constructors }) => [decl.name, ...constructors.map((c) => c.name)]),
      ...structures.map((structure) => structure.decl.name),
    ];
  }

  /** The name under which messages show the next text. */
  register(text: string): string {
    this.#count += 1;
    const name = `<input ${this.#count}>`;
    this.#settings.sources.set(name, text);
    return name;
  }

  /** Adds declarations that were read at the prompt. */
  declare(file: string, items: readonly Item[]): Declared {
    const loader = this.#settings.loader();
    loader.program({ file, items: items.map((item) => settled(item, this.#past)) });
    return this.#add(loader);
  }

  /** Adds a file with all it imports; one that was loaded before is read again. */
  load(shown: string): Declared {
    const loader = this.#settings.loader();
    loader.file(shown);
    return this.#add(loader);
  }

  /** `let name = expr`: a constant, evaluated now. Undeclared again where that fails. */
  async bind(name: string, expr: Expr, annotation: TypeExpr | undefined): Promise<Declared | Evaluation> {
    const before = this.#programs;
    const last = this.#it;
    const { span } = expr;
    const define: Define = {
      kind: "define",
      name,
      nameSpan: span,
      body: closed(expr, this.#past, name),
      ...(annotation === undefined ? {} : { result: annotation }),
      annotations: [],
      span,
    };
    const declared = this.declare(span.file, [define]);
    if (!declared.accepted) return declared;
    try {
      const outcome = await this.evaluate({ kind: "name", name, span });
      if ("value" in outcome) {
        if (isPlainData(outcome.value, outcome.type)) this.#kept = new Map(this.#kept).set(name, outcome);
        return outcome;
      }
      this.#enter(before);
      return { accepted: false, problems: outcome.problems, items: [] };
    } catch (problem) {
      this.#enter(before);
      throw problem;
    } finally {
      this.#it = last;
    }
  }

  /** The value, which becomes `it`; or why it cannot run. Throws what the session's `evaluate` throws. */
  async evaluate(
    expr: Expr,
    watch?: Watcher,
  ): Promise<Evaluation | { readonly problems: readonly Diagnostic[] }> {
    const { prepared, problems } = this.#aboutEquation(expr, this.prepare(expr));
    if (problems.some(isError)) return { problems };
    const warnings = this.#session.warnings(closed(expr, this.#past), prepared.entry.result);
    for (const problem of [...problems, ...warnings]) this.#session.options.report(problem);
    this.#session.resume();
    const evaluated = await this.#session.evaluate(prepared, watch);
    const evaluation = { ...evaluated, printed: evaluated.printed || isOutput(expr) };
    const { value, type } = evaluation;
    this.#it = { value, type, expr: closed(expr, this.#past) };
    return evaluation;
  }

  /** With what is said of an equation where a definition may be meant. */
  #aboutEquation(expr: Expr, { prepared, problems }: Checkup): Checkup {
    const equation = equationAtTop(expr, this.#session.loaded.environment, this.#session.table);
    if (equation === undefined || this.#session.options.symbolic) return { prepared, problems };
    const told = problems.map((problem) =>
      problem.code === "KL0101" ? withEquation(problem, equation) : problem,
    );
    return { prepared, problems: equation.isName ? [...told, definesNothing(equation)] : told };
  }

  /** An expression ready to run, or to be looked at; `problems` tell where it must not. */
  prepare(expr: Expr): Checkup {
    const given = handed(expr, this.#past);
    const body = given.has("it") ? expr : closed(expr, this.#past);
    const { specialiser } = this.#session.loaded;
    if (given.size === 0) {
      const { value: entry, problems } = specialiser.expression(body);
      return { prepared: { expr: body, entry }, problems };
    }
    const name = `input ${this.#inputs.size}`;
    const { span } = expr;
    const params = [...given.keys()].map((param) => ({ name: param, span }));
    this.#inputs.set(name, { kind: "define", name, nameSpan: span, params, body, annotations: [], span });
    const values = [...given.values()];
    const types = values.map((held) => held.type);
    const { value: entry, problems } = specialiser.definition(name, types);
    return { prepared: { expr, entry, args: values.map((held) => held.value) }, problems };
  }

  defines(name: string): boolean {
    return this.#session.loaded.environment.definition(name) !== undefined;
  }

  /** The type of an expression as it is shown. */
  typeOf(expr: Expr): { readonly text: string; readonly problems: readonly Diagnostic[] } {
    const { prepared, problems } = this.prepare(expr);
    const { result } = prepared.entry;
    if (problems.some(isError) || (result.kind !== "closure" && result.kind !== "any"))
      return { text: printType(result), problems };
    const scheme = this.#session.loaded.types.typeOfExpression(closed(expr, this.#past));
    return { text: printScheme(scheme.value), problems: scheme.problems };
  }

  /** From now on everything is compiled, or only what has proved hot. */
  compileAll(compile: boolean): void {
    if (compile === this.#compile) return;
    const kept = this.#values();
    const { freshNames } = this.#session;
    this.#session.close();
    this.#compile = compile;
    this.#session = Session.open({ ...this.#settings.options(compile), freshNames });
    this.#enter(this.#programs, kept);
  }

  reset(): void {
    this.#it = undefined;
    this.#said.clear();
    this.#enter([], new Map());
  }

  interrupt(): void {
    this.#session.interrupt("cancel");
  }

  close(): void {
    this.#session.close();
  }

  // ---- what is declared ------------------------------------------------------------------------------------

  #add(loader: ProgramLoader): Declared {
    const { programs, sources, problems } = loader.result();
    const items = programs.at(-1)?.items ?? [];
    if (problems.some(isError)) {
      this.#learn(sources);
      return { accepted: false, problems, items };
    }
    const known = this.#settings.sources;
    const all = merged(this.#programs, programs, ({ file }) => known.get(file) === sources.get(file));
    this.#learn(sources);
    const checked = this.#check(all);
    const fresh = new Set(programs.map((program) => program.file));
    const own = checked.problems.filter((p) => fresh.has(p.primary.span.file)).map(perhapsLater);
    if (own.some(isError)) return { accepted: false, problems: [...problems, ...own], items };
    this.#own.add(programs.at(-1)?.file ?? "");
    this.#enter(all, this.#values(), checked);
    const elsewhere = checked.problems.filter((p) => !fresh.has(p.primary.span.file)).map(asWarning);
    return { accepted: true, problems: this.#unsaid([...problems, ...own, ...elsewhere]), items };
  }

  #learn(sources: ReadonlyMap<string, string>): void {
    for (const [name, text] of sources) this.#settings.sources.set(name, text);
  }

  #unsaid(problems: readonly Diagnostic[]): readonly Diagnostic[] {
    return problems.filter(({ code, title, primary: { span } }) => {
      const key = `${code} ${span.file} ${span.start} ${title}`;
      const isNew = !this.#said.has(key);
      this.#said.add(key);
      return isNew;
    });
  }

  #check(programs: readonly Program[]): CheckedSource & { readonly problems: readonly Diagnostic[] } {
    const { sources } = this.#settings;
    const { table, options } = this.#session;
    const environment = buildEnvironment(programs, (name) => table.has(name));
    const types = checkProgram(environment.value, table, {
      symbolic: options.symbolic,
      isLibrary: libraryOf({ programs }),
    });
    return {
      source: { programs, sources, files: [], problems: [] },
      environment: this.#withInputs(environment.value),
      types: types.value,
      problems: [...environment.problems, ...types.problems],
    };
  }

  #withInputs(environment: Environment): Environment {
    return {
      ...environment,
      definition: (name) => this.#inputs.get(name) ?? environment.definition(name),
    };
  }

  #enter(
    programs: readonly Program[],
    values: ReadonlyMap<string, Held> = this.#values(),
    checked: CheckedSource = this.#check(programs),
  ): void {
    const items = programs.flatMap((program) => program.items);
    const same = unchanged([...values.keys()], this.items, items);
    if (!sameDeclarations(this.items, items) && this.#it !== undefined && mentionsData(this.#it.value))
      this.#it = undefined;
    this.#kept = new Map([...values].filter(([name]) => same.has(name)));
    this.#programs = programs;
    this.#inputs.clear();
    this.#session.enter(checked, (constant) => {
      const held = this.#kept.get(constant.name);
      return held !== undefined && equalTypes(held.type, constant.type) ? held.value : undefined;
    });
  }

  // ---- values from before ----------------------------------------------------------------------------------

  /** The values of constants known so far. */
  #values(): ReadonlyMap<string, Held> {
    const { specialiser, machine } = this.#session.loaded;
    const values = new Map(this.#kept);
    for (const { id, name, type } of specialiser.program.constants.values()) {
      const value = machine.valueOf(id);
      if (value !== undefined && isPlainData(value, type)) values.set(name, { value, type });
    }
    return values;
  }

  get #past(): Past {
    const { environment, native } = this.#session.loaded;
    return {
      it: environment.definition("it") === undefined ? this.#it : undefined,
      kept: this.#kept,
      constant: (name) => {
        const define = environment.definition(name);
        return define?.params === undefined ? define : undefined;
      },
      handsOn: native.eager,
    };
  }
}

/** A redefinition may break what was accepted before: that is said, and what is broken fails when it is reached. */
function asWarning(problem: Diagnostic): Diagnostic {
  return isError(problem) ? { ...problem, severity: "warning" } : problem;
}

/** What is not defined yet may be with the next line. */
function perhapsLater(problem: Diagnostic): Diagnostic {
  return problem.code === "KL0101" ? asWarning(problem) : problem;
}
