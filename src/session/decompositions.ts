/**
 * Who decomposes matrices in a session: LAPACK of the system for large ones, unless it is switched off (`KLEIS_LAPACK=0`) or the
 * same bits are wanted everywhere. Nothing is looked for before a large matrix comes.
 */
import type { Result } from "../base/outcome.ts";
import { type Decompositions, ownDecompositions, preferring } from "../primitives/decompositions.ts";
import { type Lapack, openLapack } from "../runtime/lapack.ts";
import type { Native } from "../runtime/native.ts";
import type { Host } from "../toolchain/host.ts";
import type { SessionOptions } from "./options.ts";

export function decompositionsOf(
  { store, floatModel, log }: Pick<SessionOptions, "store" | "floatModel" | "log">,
  native: () => Result<Native>,
): Decompositions {
  const wanted = lapackSetting(store.host);
  if (floatModel === "reproducible" || wanted === "off") return ownDecompositions;
  let found: Result<Lapack> | undefined;
  return preferring(() => {
    if (found === undefined) {
      const access = native();
      found = access.ok ? openLapack(access.value, wanted) : access;
      log?.(
        found.ok ? `LAPACK ${found.value.version} (${found.value.library})` : `no LAPACK: ${found.error}`,
      );
    }
    return found.ok ? found.value : undefined;
  });
}

/** `KLEIS_LAPACK`: 0 for none, or the library to use; undefined: the system's. */
export function lapackSetting(host: Host): "off" | string | undefined {
  const setting = host.environment("KLEIS_LAPACK");
  if (setting === undefined || setting === "" || setting === "1") return undefined;
  return setting === "0" ? "off" : setting;
}
