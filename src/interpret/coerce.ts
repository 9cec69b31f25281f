/**
 * `coerce` nodes as closures. The common ones between scalars are written out; all others conform the value to the type
 * (`conform.ts`).
 */

import type { CoreExpr } from "../core/core.ts";
import { failures } from "../primitives/failures.ts";
import { typeParts } from "../types/traverse.ts";
import { real, type Type } from "../types/type.ts";
import type { Linker } from "./code.ts";
import { entering, isCompact, leaving } from "./compact.ts";
import { type Conforming, conform, isMisfit, misfitText } from "./conform.ts";
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
  if (e.coercion === "box" && !holdsClosures(from)) {
    return leave === undefined ? operand : (frame) => leave(operand(frame));
  }
  const world = worldOf(link, from);
  return (frame) => {
    const value = operand(frame);
    const conformed = conformOrFail(world, e, leave === undefined ? value : leave(value));
    return enter === undefined ? conformed : enter(conformed);
  };
}

/** Closures are looked for only where the operand's type has some. */
function worldOf(link: Linker, from: Type): Conforming {
  return holdsClosures(from) ? link.conforming : { ...link.conforming, closures: false };
}

function conformOrFail(world: Conforming, e: CoerceNode, value: Value): Value {
  const conformed = conform(value, e.type, world);
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
  const world = worldOf(link, real);
  return (frame) => {
    const value = operand(frame);
    return Number.isSafeInteger(value) ? (value as number) + 0 : conformOrFail(world, e, value);
  };
}

function natural(e: CoerceNode, operand: Pure): Pure {
  return (frame) => {
    const value = operand(frame);
    if ((typeof value === "number" || typeof value === "bigint") && value < 0) {
      throw misfits(failures.natural.text.replace("{0}", shown(leaveInteger(value))), false, e.span);
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

/** Whether boxing has anything to change: what is of unknown type inside is boxed already. */
function holdsClosures(type: Type): boolean {
  return type.kind === "closure" || typeParts(type).some(holdsClosures);
}
