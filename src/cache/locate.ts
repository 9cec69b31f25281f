/**
 * Where the cache is: the directories to read, in order, and the one to write.
 *
 * Order: the one the user names (`KLEIS_CACHE_DIR`, configuration), `cache/` of a checkout, `$XDG_CACHE_HOME/kleis`,
 * `~/.cache/kleis`. Of the last three, those before the first writable one are read too: an installation may bring libraries
 * along. Where none can be written, the store makes a private directory for the time of the process.
 */
import type { Host } from "../toolchain/host.ts";
import { distrustText, inspect, type Shelf, shelfAt } from "./shelf.ts";

export interface CachePlace {
  /** Named by the user; nothing else is used then. */
  readonly explicit?: string;
  /** `cache/` of the checkout that runs, where there is one. */
  readonly checkout?: string;
}

export interface Located {
  readonly shelves: readonly Shelf[];
  /** Why nothing can be kept, to be said once when something should be. */
  readonly obstacle?: string;
}

export function locateCache(host: Host, place: CachePlace): Located {
  const explicit = place.explicit ?? nonEmpty(host.environment("KLEIS_CACHE_DIR"));
  const candidates = explicit === undefined ? usualPlaces(host, place.checkout) : [absolute(host, explicit)];
  const shelves: Shelf[] = [];
  let obstacle = "no directory for it is known";
  for (const root of candidates) {
    const refused = refusal(host, root);
    if (refused === undefined) return { shelves: [...shelves, shelfAt(root, true)] };
    obstacle = `${root} ${refused.why}`;
    if (refused.readable) shelves.push(shelfAt(root, false));
  }
  return { shelves, obstacle };
}

function usualPlaces(host: Host, checkout: string | undefined): readonly string[] {
  const places: string[] = [];
  if (checkout !== undefined && host.files.info(checkout).ok) places.push(checkout);
  const xdg = nonEmpty(host.environment("XDG_CACHE_HOME"));
  if (xdg?.startsWith("/")) places.push(`${xdg}/kleis`);
  if (host.machine.home !== "") places.push(`${host.machine.home}/.cache/kleis`);
  return places;
}

/** Why a directory cannot be written; undefined where it can, or could be made. */
function refusal(host: Host, root: string): { readonly why: string; readonly readable: boolean } | undefined {
  const base = shelfAt(root, true);
  const stranger = strangersRoot(host, root);
  if (stranger !== undefined) return { why: `is not used: it ${stranger}`, readable: false };
  for (const path of [format(base), base.kernels, base.records, base.work]) {
    const trust = inspect(host, path, "directory");
    if (!trust.ok && trust.error.kind !== "absent")
      return { why: `is not used: ${path} ${distrustText(trust.error)}`, readable: false };
    if (trust.ok && !host.files.writable(path)) return { why: "cannot be written", readable: true };
  }
  if (!host.files.info(format(base)).ok && !canMake(host, root))
    return { why: "cannot be written", readable: true };
  return undefined;
}

/** Who may rename what lies in the root could swap a library between our look at it and its loading. */
function strangersRoot(host: Host, root: string): string | undefined {
  const trust = inspect(host, root, "directory");
  if (trust.ok || trust.error.kind === "absent" || trust.error.kind === "damaged") return undefined;
  const info = host.files.info(root);
  const sticky = info.ok && (info.value.mode & 0o1000) !== 0;
  return trust.error.kind === "world-writable" && sticky ? undefined : distrustText(trust.error);
}

/** The directory above the shelf's parts. */
function format(shelf: Shelf): string {
  return shelf.kernels.slice(0, shelf.kernels.lastIndexOf("/"));
}

/** Whether the nearest directory that exists would take it. */
function canMake(host: Host, path: string): boolean {
  let at = path;
  while (at !== "" && !host.files.info(at).ok) at = at.slice(0, Math.max(0, at.lastIndexOf("/")));
  return host.files.writable(at === "" ? "/" : at);
}

/** Compilers run elsewhere, so no path may depend on where we are. */
function absolute(host: Host, path: string): string {
  return path.startsWith("/") ? path : `${host.machine.workingDirectory}/${path}`;
}

function nonEmpty(text: string | undefined): string | undefined {
  return text === "" ? undefined : text;
}
