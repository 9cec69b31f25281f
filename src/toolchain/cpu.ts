/**
 * What the processor can do, read from the system's files without starting a process. The resolved list of features goes into
 * every cache key; "native" never does.
 */
import type { Host } from "./host.ts";

export interface Cpu {
  readonly architecture: string;
  readonly model: string;
  /** Names as the kernel spells them, sorted. Empty where they cannot be told: then only the baseline is used. */
  readonly features: readonly string[];
  readonly cores: number;
  /** Bytes of the first core's data caches; the usual sizes where they are not told. */
  readonly cache: { readonly l1: number; readonly l2: number };
}

/** What nearly every processor of the last ten years has at least. */
const usualCache = { l1: 32 * 1024, l2: 256 * 1024 };

const known = new WeakMap<Host, Cpu>();

/** Read once for each host: the kernel asks every core before it answers, and a run needs this up to four times. */
export function readCpu(host: Host): Cpu {
  const before = known.get(host);
  if (before !== undefined) return before;
  const cpu = read(host);
  known.set(host, cpu);
  return cpu;
}

function read(host: Host): Cpu {
  const told = host.files.readText("/proc/cpuinfo");
  const text = told.ok ? told.value : "";
  const features = field(text, "flags") ?? field(text, "Features") ?? "";
  return {
    architecture: host.machine.architecture,
    model: field(text, "model name") ?? "unknown",
    features: [...new Set(features.split(/\s+/).filter((name) => name !== ""))].sort(),
    cores: Math.max(1, text.match(/^processor\s*:/gm)?.length ?? 1),
    cache: { l1: cacheSize(host, "1") ?? usualCache.l1, l2: cacheSize(host, "2") ?? usualCache.l2 },
  };
}

function field(text: string, name: string): string | undefined {
  return new RegExp(`^${name}\\s*:\\s*(.*)$`, "m").exec(text)?.[1]?.trim();
}

/** Size of the data or unified cache of a level; the system lists at most a handful of caches for a core. */
function cacheSize(host: Host, level: string): number | undefined {
  for (let index = 0; index < 5; index += 1) {
    const directory = `/sys/devices/system/cpu/cpu0/cache/index${index}`;
    const text = (name: string): string => {
      const read = host.files.readText(`${directory}/${name}`);
      return read.ok ? read.value.trim() : "";
    };
    if (text("level") !== level || text("type") === "Instruction") continue;
    const size = /^(\d+)K$/.exec(text("size"))?.[1];
    if (size !== undefined) return Number(size) * 1024;
  }
  return undefined;
}
