/**
 * Threads for large products and long loops: a library of ours, compiled once, whose team native code finds by its address in the frame
 * (docs/adr/0016-threads.md). Without a C compiler there is none, and one thread serves.
 */
import { fail, ok, type Result } from "../base/outcome.ts";
import type { Store } from "../cache/store.ts";
import { detectTool } from "../toolchain/detect.ts";
import type { Host } from "../toolchain/host.ts";
import { ownLibrary } from "./bridge.ts";
import type { Native } from "./native.ts";
import { teamFlags, teamSource, teamSymbol } from "./team-source.ts";

/** From now on kernels that are called through `native` may use this many threads; fails with the reason there are none. */
export async function openTeam(
  native: Native,
  host: Host,
  store: Store,
  threads: number,
): Promise<Result<void>> {
  const cc = await detectTool(host, "cc", store);
  if (!cc.ok) return fail(cc.error);
  const path = await ownLibrary(host, store, cc.value, {
    source: teamSource,
    flags: teamFlags,
    label: "threads",
  });
  if (!path.ok) return path;
  const library = native.open(path.value);
  if (!library.ok) return library;
  const words = new BigUint64Array([BigInt(threads), 0n]);
  library.value.call(teamSymbol, native.addressOf(words.buffer));
  const address = Number(words[1] ?? 0n);
  if (address === 0) return fail("no threads could be started");
  native.useTeam(address);
  return ok(undefined);
}
