/** What is wrong where native code failed, in the words and with the code that the evaluator has for it. */
import { type Diagnostic, error } from "../base/diagnostic.ts";
import type { Site, Status } from "../loop/loop.ts";
import { hintOf } from "../primitives/failures.ts";

/** What a failure of the program itself may be. */
export type FailureStatus = keyof typeof failureCode;

/** The codes that the evaluator gives to the same errors. */
const failureCode = {
  division: "KL0501",
  index: "KL0502",
  match: "KL0504",
  dimension: "KL0505",
  domain: "KL0506",
  kind: "KL0510",
  memory: "KL0507",
} as const satisfies Partial<Record<Status, `KL${number}`>>;

export function isFailureStatus(status: Status): status is FailureStatus {
  return status in failureCode;
}

/** `details` take the places of `{0}` and `{1}` in the text; without them those stay. */
export function siteProblem(
  { message, span }: Pick<Site, "message" | "span">,
  status: FailureStatus,
  details?: readonly [bigint, bigint],
): Diagnostic {
  const filled =
    details === undefined
      ? message
      : message.replace(/\{([01])\}/g, (_, i: string) => String(details[i === "0" ? 0 : 1]));
  const [text = "", ...notes] = filled.split("\n");
  const hint = hintOf(message);
  return error(failureCode[status], text, span, hint === undefined ? { notes } : { notes, hint });
}
