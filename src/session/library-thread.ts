/**
 * Libraries that nobody waits for are made on a thread of their own: lowering and printing would take the evaluator's thread
 * a tenth of a second. (0021: the first answer never waits for a compiler.)
 *
 *     session → LibraryThread.make ── program, function ─→ serveLibraries (a Worker: src/cli/library-worker.ts)
 *                                  ←── library in the cache ──
 */
import { type MessagePort, Worker } from "node:worker_threads";
import type { Diagnostic } from "../base/diagnostic.ts";
import { CompilerBug, fail, type Result } from "../base/outcome.ts";
import type { CoreProgram, FnId } from "../core/core.ts";
import type { CodegenOptions } from "../emit/target.ts";
import { withSemantics } from "../primitives/semantics.ts";
import { createPrimitiveTable } from "../primitives/table.ts";
import { nodeHost } from "../toolchain/node-host.ts";
import { readTemplates } from "./installation.ts";
import { LibraryMaker, type MadeLibrary, tooLate } from "./library-maker.ts";
import { openStore, type StoreSettings } from "./open-store.ts";
import { type Language, Toolsets } from "./toolsets.ts";
import type { Unbuilt } from "./unbuilt.ts";

/** What of a session's settings decides about its libraries. */
export interface LibrarySettings {
  readonly store: Pick<StoreSettings, "directory" | "checkout" | "sizeLimit">;
  readonly keep: boolean;
  readonly codegen: CodegenOptions;
  readonly languages: readonly Language[];
  readonly sourcesDirectory: string | undefined;
}

interface Request {
  readonly id: number;
  readonly program: CoreProgram;
  readonly fn: FnId;
}

/** Said to the thread in place of a request: nothing is wanted any more. */
const end = "end";

type Reply =
  | { readonly kind: "made"; readonly id: number; readonly outcome: Result<MadeLibrary, Unbuilt> }
  | { readonly kind: "bug"; readonly id: number; readonly message: string; readonly detail: string }
  | { readonly kind: "warning"; readonly problem: Diagnostic };

/** What a Worker is started with. */
export interface LibraryWorkerData {
  readonly settings: LibrarySettings;
  /** One word that both sides see at once: a message may come too late to tell whether there is anything to clean up. */
  readonly stage: Int32Array;
}

/** Compilers may be running from `compiling` on; after `ended` none is started. */
const stages = { planning: 0, compiling: 1, ended: 2 } as const;

/** Milliseconds in which compilers that were ended have gone and their directories are removed. */
const cleaning = 3000;

export class LibraryThread {
  readonly #file: string;
  readonly #settings: LibrarySettings;
  readonly #warn: (problem: Diagnostic) => void;
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | undefined;
  #requests = 0;
  #stage = new Int32Array(new SharedArrayBuffer(4));

  /** `file`: of the Worker. It is started by the first request. */
  constructor(file: string, settings: LibrarySettings, warn: (problem: Diagnostic) => void) {
    this.#file = file;
    this.#settings = settings;
    this.#warn = warn;
  }

  /** A library for this function at its own types. Rejects with a bug of ours. */
  make(program: CoreProgram, fn: FnId): Promise<Result<MadeLibrary, Unbuilt>> {
    this.#worker ??= this.#start();
    this.#requests += 1;
    const id = this.#requests;
    const request: Request = { id, program, fn };
    const made = new Promise<Result<MadeLibrary, Unbuilt>>((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
    });
    this.#worker.ref();
    this.#worker.postMessage(request);
    return made;
  }

  /** Ends the thread and the compilers that it runs; what was asked of it stays without an answer. */
  async end(): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    if (worker === undefined) return;
    if (Atomics.exchange(this.#stage, 0, stages.ended) === stages.compiling) await ended(worker);
    await worker.terminate();
  }

  #start(): Worker {
    this.#stage = new Int32Array(new SharedArrayBuffer(4));
    const workerData: LibraryWorkerData = { settings: this.#settings, stage: this.#stage };
    const worker = new Worker(this.#file, { workerData });
    worker.on("message", (reply: Reply) => this.#take(reply));
    // Out of memory, or its file is gone: the evaluator serves.
    worker.on("error", (problem) => this.#giveUp(problem.message));
    worker.on("exit", () => this.#giveUp("its thread has ended"));
    return worker;
  }

  #take(reply: Reply): void {
    switch (reply.kind) {
      case "made":
        this.#answered(reply.id)?.resolve(reply.outcome);
        return;
      case "bug":
        this.#answered(reply.id)?.reject(new CompilerBug(reply.message, reply.detail));
        return;
      case "warning":
        this.#warn(reply.problem);
    }
  }

  /** Who waits for this answer. With nothing asked the thread keeps no process alive. */
  #answered(id: number): Waiting | undefined {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (this.#waiting.size === 0) this.#worker?.unref();
    return waiting;
  }

  #giveUp(why: string): void {
    for (const { resolve } of this.#waiting.values())
      resolve(fail({ kind: "unavailable", why: `the library was not made: ${why}` }));
    this.#waiting.clear();
    this.#worker = undefined;
  }
}

interface Waiting {
  readonly resolve: (made: Result<MadeLibrary, Unbuilt>) => void;
  readonly reject: (bug: CompilerBug) => void;
}

/** Lets the thread end its compilers and leave nothing behind. */
async function ended(worker: Worker): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, cleaning);
  });
  const gone = new Promise<void>((resolve) => worker.once("exit", () => resolve()));
  worker.postMessage(end);
  await Promise.race([gone, late]);
  clearTimeout(timer);
}

/** The other side, in the Worker. */
export function serveLibraries(port: MessagePort, { settings, stage }: LibraryWorkerData): void {
  const reply = (message: Reply): void => port.postMessage(message);
  const { codegen, languages, sourcesDirectory, keep } = settings;
  const host = nodeHost();
  const warn = (problem: Diagnostic): void => reply({ kind: "warning", problem });
  const store = openStore({ ...settings.store, host, warn }, keep);
  const maker = new LibraryMaker({
    ...{ host, store, codegen, languages, sourcesDirectory },
    table: withSemantics(createPrimitiveTable(), codegen),
    templates: readTemplates,
    toolsets: new Toolsets(host, store),
    // One is the evaluator's.
    spared: 1,
  });
  const made = async ({ program, fn }: Request): Promise<Result<MadeLibrary, Unbuilt>> => {
    const plan = await maker.plan(program, [fn]);
    if (!plan.ok) return plan;
    if (Atomics.compareExchange(stage, 0, stages.planning, stages.compiling) === stages.ended) return tooLate;
    return maker.make(plan.value);
  };
  port.on("message", (message: Request | typeof end) => {
    if (message === end) {
      maker.close();
      host.endStarted();
      store.close();
      port.close();
      return;
    }
    const { id } = message;
    made(message).then(
      (outcome) => reply({ kind: "made", id, outcome }),
      (problem: unknown) => reply(bugOf(id, problem)),
    );
  });
}

function bugOf(id: number, problem: unknown): Reply {
  const message = problem instanceof Error ? problem.message : String(problem);
  return { kind: "bug", id, message, detail: problem instanceof CompilerBug ? problem.detail : "" };
}
