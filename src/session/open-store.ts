/** The cache as a session and the commands open it. */
import type { Diagnostic } from "../base/diagnostic.ts";
import { defaultSizeLimit, Store } from "../cache/store.ts";
import type { Host } from "../toolchain/host.ts";

export interface StoreSettings {
  readonly host: Host;
  /** From kleis.toml; the environment's `KLEIS_CACHE_DIR` goes first. */
  readonly directory: string | undefined;
  /** `cache/` of the checkout that runs. */
  readonly checkout: string | undefined;
  readonly sizeLimit: number | undefined;
  readonly warn: (problem: Diagnostic) => void;
}

/** `keep`: false where nothing may outlast the process (`cache_compiled = false`). */
export function openStore(settings: StoreSettings, keep = true): Store {
  const { host, directory, checkout, sizeLimit, warn } = settings;
  const named = host.environment("KLEIS_CACHE_DIR");
  const explicit = named !== undefined && named !== "" ? named : directory;
  return new Store(host, {
    ...(explicit === undefined ? {} : { explicit }),
    ...(checkout === undefined ? {} : { checkout }),
    sizeLimit: sizeLimit ?? defaultSizeLimit,
    keep,
    warn,
  });
}
