/** The line of `--json` for one value. */
import { toJson } from "../interpret/json.ts";
import type { Value } from "../interpret/value.ts";
import type { Tier } from "../session/options.ts";
import { printType } from "../types/print.ts";
import type { Type } from "../types/type.ts";

export interface Reported {
  readonly value: Value;
  readonly type: Type;
  readonly tier: Tier;
  readonly cached: boolean;
  readonly compileMs: number;
  readonly runMs: number;
}

export function jsonLine(reported: Reported): string {
  return [
    `{"value":${toJson(reported.value, reported.type)}`,
    `"type":${JSON.stringify(printType(reported.type))}`,
    `"tier":"${reported.tier}"`,
    `"cached":${reported.cached}`,
    `"compile_ms":${milliseconds(reported.compileMs)}`,
    `"run_ms":${milliseconds(reported.runMs)}}`,
  ].join(",");
}

function milliseconds(time: number): string {
  return String(Math.round(time * 1000) / 1000);
}
