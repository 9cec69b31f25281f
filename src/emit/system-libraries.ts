/** Which of the system's libraries an emitted text is linked with. */
import type { SystemLibrary } from "./abi.ts";
import { librarySymbols } from "./elementary.ts";
import type { LibraryNeeds } from "./needs.ts";

/** Who loads the library: Node, whose process has the C library already, or any program. */
export type Loader = "node" | "anyone";

/**
 * Reading the C library takes the linker 7 ms, so libraries for Node find its symbols in the process, where each has one
 * version; elementary functions have several, and only linking names the one that is meant.
 */
export function systemLibraries(
  text: string,
  loader: Loader,
  { threads }: Pick<LibraryNeeds, "threads">,
): readonly SystemLibrary[] {
  if (loader === "anyone") return threads === undefined ? ["m", "c"] : ["m", "pthread", "c"];
  return librarySymbols(text).length === 0 ? [] : ["m"];
}
