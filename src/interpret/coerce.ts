/**
 * `coerce` nodes as closures. The common ones between scalars are written out; all others conform the value to the type
 * (`conform.ts`).
 */
import type { CoreExpr } from "../core/core.ts";
import type { Type } from "../types/type.ts";
import type { Linker } from "./code.ts";
import { entering, isCompact, leaving } from "./compact.ts";
import { conform, isMisfit, misfitText } from "./conform.ts";
import { misfits, shown } from "./failures.ts";
import { isNumeric, toReal } from "./number.ts";
import type { Pure } from "./thread.ts";
import type { Value } from "./value.ts";

type CoerceNode = Extract<CoreExpr, { readonly kind: "coerce" }>;

export function coercion(link: Linker, e: CoerceNode, operand: Pure): Pure {
  if (e.coercion === "natural") return natural(e, operand);
  const [from, to] = [e.value.type, e.type];
  if (e.coercion === "promote" && isCompact(from) && isReal(to)) return integerToReal(operand);
  if (e.coercion === "narrow" && isReal(from) && isCompact(to)) return realToInteger(link, e, operand);
  const [leave, enter] = [leaving(from), entering(to)];
  if (e.coercion === "box" && isScalar(from)) {
    return leave === undefined ? operand : (frame) => leave(operand(frame));
  }
  return (frame) => {
    const value = operand(frame);
    const conformed = conformOrFail(link, e, leave === undefined ? value : leave(value));
    return enter === undefined ? conformed : enter(conformed);
  };
}

function conformOrFail(link: Linker, e: CoerceNode, value: Value): Value {
  const conformed = conform(value, e.type, link.conforming);
  if (isMisfit(conformed)) throw misfits(misfitText(conformed), e.coercion === "reshape", e.span);
  return conformed;
}

function integerToReal(operand: Pure): Pure {
  return (frame) => {
    const value = operand(frame);
    if (typeof value === "number" || !isNumeric(value)) return value;
    return toReal(value) ?? value;
  };
}

function realToInteger(link: Linker, e: CoerceNode, operand: Pure): Pure {
  return (frame) => {
    const value = operand(frame);
    return Number.isSafeInteger(value) ? (value as number) + 0 : conformOrFail(link, e, value);
  };
}

function natural(e: CoerceNode, operand: Pure): Pure {
  return (frame) => {
    const value = operand(frame);
    if ((typeof value === "number" || typeof value === "bigint") && value < 0) {
      throw misfits(`expected a natural number, got ${shown(leaveInteger(value))}`, false, e.span);
    }
    return value;
  };
}

function leaveInteger(value: Value): Value {
  return typeof value === "number" && Number.isInteger(value) ? BigInt(value) : value;
}

function isReal(type: Type): boolean {
  return type.kind === "con" && type.name === "ℝ";
}

/** Nothing in such a value can be a closure. */
function isScalar(type: Type): boolean {
  return type.kind === "con" && type.args.length === 0;
}
