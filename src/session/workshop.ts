/** What a session makes native code with, and enters it by: the cache, the compilers, the makers of libraries, the way in. */
import type { Diagnostic } from "../base/diagnostic.ts";
import type { Store } from "../cache/store.ts";
import type { CodegenOptions } from "../emit/target.ts";
import type { PrimitiveTable } from "../primitives/primitive.ts";
import type { Interruption } from "./interruption.ts";
import { KernelFactory } from "./kernels.ts";
import { LibraryMaker } from "./library-maker.ts";
import { type LibrarySettings, LibraryThread } from "./library-thread.ts";
import { NativeWay } from "./native-way.ts";
import { openStore, type StoreSettings } from "./open-store.ts";
import { type Backend, compilesEagerly, type SessionOptions } from "./options.ts";
import { type Language, Toolsets } from "./toolsets.ts";

export interface WorkshopParts {
  readonly options: SessionOptions;
  readonly codegen: CodegenOptions;
  readonly table: PrimitiveTable;
  readonly interruption: Interruption;
  readonly report: (problem: Diagnostic) => unknown;
}

export class Workshop {
  readonly store: Store;
  readonly toolsets: Toolsets;
  readonly kernels: KernelFactory;
  readonly way: NativeWay;
  readonly #thread: LibraryThread | undefined;

  constructor({ options, codegen, table, interruption, report }: WorkshopParts) {
    const { host, warn } = options.store;
    const store = openStore(options.store, options.cacheCompiled);
    const toolsets = options.toolsets ?? new Toolsets(host, store);
    toolsets.keepIn(store);
    const languages = languagesOf(options.backend);
    if (compilesEagerly(options)) void toolsets.first(languages);
    const way = new NativeWay({ host, store, threads: options.threads, interruption, report });
    const settings: LibrarySettings = {
      store: placeOf(options.store),
      keep: options.cacheCompiled,
      codegen,
      languages,
      sourcesDirectory: options.keepTemporaries ? "kleis-temps" : undefined,
    };
    if (options.libraryWorker !== undefined)
      this.#thread = new LibraryThread(options.libraryWorker, settings, warn);
    this.kernels = new KernelFactory({
      maker: new LibraryMaker({ ...settings, host, store, table, templates: options.templates, toolsets }),
      thread: this.#thread,
      access: () => way.access(),
      team: (native) => way.withTeam(native),
    });
    this.store = store;
    this.toolsets = toolsets;
    this.way = way;
  }

  /** Ends, with the compilers that still run for nobody. */
  async close(): Promise<void> {
    this.store.close();
    await this.#thread?.end();
  }
}

/** Where the cache is, as data. */
function placeOf({ directory, checkout, sizeLimit }: StoreSettings): LibrarySettings["store"] {
  return { directory, checkout, sizeLimit };
}

function languagesOf(backend: Backend): readonly Language[] {
  return backend === "rust" ? ["rust"] : backend === "c" ? ["c"] : ["c", "rust"];
}
