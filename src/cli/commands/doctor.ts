/** `kleis doctor`: what this machine offers, and what is missing with what it would bring. */
import type { Result } from "../../base/outcome.ts";
import { openLapack } from "../../runtime/lapack.ts";
import { loadNative, type Native } from "../../runtime/native.ts";
import { lapackSetting } from "../../session/decompositions.ts";
import { version } from "../../session/installation.ts";
import { openStore } from "../../session/open-store.ts";
import { readCpu } from "../../toolchain/cpu.ts";
import { detectTool, type ToolKind } from "../../toolchain/detect.ts";
import type { Host } from "../../toolchain/host.ts";
import type { Desk } from "../desk.ts";
import { type ExitCode, exitCode } from "../exit.ts";

interface Finding {
  readonly name: string;
  readonly ok: boolean;
  readonly value: string;
  /** What to do where something is missing. */
  readonly advice?: string;
}

/** Exit code 1 where native code cannot be made or run: programs are then interpreted. */
export async function doctor(desk: Desk, json: boolean): Promise<ExitCode> {
  const store = openStore(desk.storeSettings());
  const cpu = readCpu(desk.host);
  const cc = await tool(desk, "cc", "install a C compiler, or name one in KLEIS_CC");
  const rustc = await tool(
    desk,
    "rustc",
    "install rustc, or name one in KLEIS_RUSTC; it is optional where there is a C compiler",
  );
  const native = loadNative();
  const findings: readonly Finding[] = [
    { name: "kleis", ok: true, value: version },
    { name: "node", ok: true, value: process.version },
    { name: "processor", ok: true, value: `${cpu.model}, ${cpu.cores} cores` },
    { name: "vector units", ok: true, value: vectorUnits(cpu.features) },
    cc,
    rustc,
    native.ok
      ? { name: "ffi-rs", ok: true, value: "loads" }
      : { name: "ffi-rs", ok: false, value: native.error, advice: "npm ci (without --omit=optional)" },
    lapack(desk.host, native),
    {
      name: "cache",
      ok: store.shelves.some((shelf) => shelf.writable),
      value: store.shelves.map((shelf) => shelf.root).join(", ") || "none",
      advice: "name a writable directory in KLEIS_CACHE_DIR",
    },
  ];
  store.close();
  const compiles = native.ok && (cc.ok || rustc.ok);
  if (json) desk.terminal.out(JSON.stringify({ compiles, findings }));
  else {
    for (const finding of findings) desk.terminal.out(line(finding));
    desk.terminal.out(
      compiles ? "programs can be compiled" : "programs are interpreted: nothing here can compile them",
    );
  }
  return compiles ? exitCode.ok : exitCode.program;
}

async function tool(desk: Desk, kind: ToolKind, advice: string): Promise<Finding> {
  const found = await detectTool(desk.host, kind, { recall: () => undefined, keep: () => undefined });
  return found.ok
    ? { name: kind, ok: true, value: `${found.value.version} (${found.value.path})` }
    : { name: kind, ok: false, value: found.error, advice };
}

function lapack(host: Host, native: Result<Native>): Finding {
  const setting = lapackSetting(host);
  if (setting === "off") return { name: "lapack", ok: true, value: "switched off (KLEIS_LAPACK=0)" };
  const found = native.ok ? openLapack(native.value, setting) : native;
  return found.ok
    ? { name: "lapack", ok: true, value: `${found.value.version} (${found.value.library})` }
    : {
        name: "lapack",
        ok: false,
        value: found.error,
        advice:
          "install OpenBLAS, or name a library in KLEIS_LAPACK; optional: it decomposes large matrices sooner",
      };
}

function vectorUnits(features: readonly string[]): string {
  const known = ["sse4_2", "avx", "avx2", "fma", "avx512f", "neon", "asimd"].filter((f) =>
    features.includes(f),
  );
  return known.length === 0 ? "the baseline of the architecture" : known.join(" ");
}

function line({ name, ok, value, advice }: Finding): string {
  const hint = ok || advice === undefined ? "" : `\n              ${advice}`;
  return `${ok ? "✓" : "✗"} ${name.padEnd(12)} ${value}${hint}`;
}
