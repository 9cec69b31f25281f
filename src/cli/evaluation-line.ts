/** The line of `--json` for one value. */
import { toJson } from "../interpret/json.ts";
import type { Evaluation } from "../session.ts";

/** What of an evaluation the line tells. */
export type Reported = Pick<
  Evaluation,
  "value" | "type" | "typeText" | "tier" | "cached" | "compileMs" | "runMs"
>;

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
