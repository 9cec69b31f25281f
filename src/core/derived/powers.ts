/** Integer powers of values whose type is the program's own, by repeated squaring. */
import { error } from "../../base/diagnostic.ts";
import type { Span } from "../../base/span.ts";
import { shortType } from "../../types/print.ts";
import { equalTypes } from "../../types/traverse.ts";
import { integer } from "../../types/type.ts";
import { failure } from "../build.ts";
import type { CoreExpr } from "../core.ts";
import { neutralElement } from "../elements.ts";
import { type Frame, shared } from "../frame.ts";
import { callMember, hasExactMember } from "../implementations.ts";
import { knownInteger } from "../known.ts";
import { combines, nothing } from "./combining.ts";
import { choice, written } from "./written.ts";

/** Halving an exponent this often leaves nothing of any that fits 64 bits. */
const exponentBits = 64;

export function power(frame: Frame, [x, k]: readonly CoreExpr[], span: Span): CoreExpr | undefined {
  if (x === undefined || k === undefined || !equalTypes(k.type, integer)) return undefined;
  if (!combines(frame, "times", x.type, span)) return undefined;
  const base = shared(frame, x, "x");
  const exponent = shared(frame, k, "k");
  const given = [["x", base.node] as const, ["k", exponent.node] as const];
  const unit = nothing(frame, "times", x.type, span);
  const isZero = written(frame, "k = 0", given, span);
  const isNegative = written(frame, "k < 0", given, span);
  const inverse = reciprocal(frame, base.node, exponent.node, span);
  const positive = written(frame, powerLoop, given, span);
  const whole = choice(isZero, unit, choice(isNegative, inverse, positive, span), span);
  return base.around(exponent.around(whole));
}

/** A power with a literal natural exponent, unless the type has one of its own for integers. */
export function writtenPower(frame: Frame, [x, k]: readonly CoreExpr[], span: Span): CoreExpr | undefined {
  const known = k && knownInteger(frame.world, k);
  if (x === undefined || known === undefined || known < 1n || !combines(frame, "times", x.type, span))
    return undefined;
  if (hasExactMember(frame, "power", [x.type, integer])) return undefined;
  return written(frame, powerText(known), [["x", x]], span);
}

/** x^k = (1 / x)^(-k), where the type has a `one` and a quotient. */
function reciprocal(frame: Frame, x: CoreExpr, k: CoreExpr, span: Span): CoreExpr {
  const one = neutralElement(frame, "one", x.type, span);
  const inverse = one && callMember(frame, "divide", [one, x], span, "implements");
  if (inverse !== undefined)
    return written(
      frame,
      `let k = -k in ${powerLoop}`,
      [
        ["x", inverse],
        ["k", k],
      ],
      span,
    );
  const title = `a negative power of a ${shortType(x.type)} is not known`;
  const hint = "it needs an `element one` and an `operation divide` by `implements`";
  return failure(error("KL0506", title, span, { hint }), span);
}

/** Repeated squaring, written out. */
function powerText(k: bigint): string {
  if (k === 1n) return "x";
  const squared = `(let x = x * x in ${powerText(k / 2n)})`;
  return k % 2n === 0n ? squared : `(x * ${squared})`;
}

/** Repeated squaring for an exponent from 1 on: r · b^m stays what is sought. */
const powerLoop = `
  let s = list_fold(
    λ s j . let (r, b, m) = s in
      if m = 0 then s
      else (if int_mod(m, 2) = 1 then r * b else r, if m = 1 then b else b * b, int_div(m, 2)),
    (x, x, k - 1),
    range(${exponentBits})) in
  let (r, b, m) = s in r`;
