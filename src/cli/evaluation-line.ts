/** The line of `--json` for one value. */
import { toJson } from "../interpret/json.ts";
import type { Value } from "../interpret/value.ts";
import type { Tier } from "../session/options.ts";
import type { Type } from "../types/type.ts";

export interface Reported {
  readonly value: Value;
  readonly type: Type;
  readonly typeText: string;
  readonly tier: Tier;
  readonly cached: boolean;
  readonly compileMs: number;
  readonly runMs: number;
}

export function jsonLine(reported: Reported): string {
  return [
    `{"value":${valueJson(reported)}`,
    `"type":${JSON.stringify(reported.typeText)}`,
    `"tier":"${reported.tier}"`,
    `"cached":${reported.cached}`,
    `"compile_ms":${milliseconds(reported.compileMs)}`,
    `"run_ms":${milliseconds(reported.runMs)}}`,
  ].join(",");
}

/** A function that stands alone is shown by its scheme. */
function valueJson({ value, type, typeText }: Reported): string {
  return type.kind === "closure" ? JSON.stringify({ function: typeText }) : toJson(value, type);
}

function milliseconds(time: number): string {
  return String(Math.round(time * 1000) / 1000);
}
