/**
 * Problems that types decide (T4), looked for in solved constraints. Only what is certain counts: an argument whose type is
 * open, `Any` or a function is never wrong, and neither is a type whose form the program does not fix.
 */
import type { Diagnostic } from "../base/diagnostic.ts";
import { type Dim, unknownDim } from "./dim.ts";
import type { Environment } from "./environment.ts";
import {
  explainArgument,
  explainClaim,
  explainDimensions,
  explainMismatch,
  explainRefusal,
  explainUnmet,
} from "./explain.ts";
import { isNumeric } from "./flow.ts";
import { hasFixedForm, mentionsFunction } from "./forms.ts";
import type { Claim, Inference } from "./inference.ts";
import { type MatchResult, matchTypes } from "./match.ts";
import { isOpen } from "./open-type.ts";
import type { Operations } from "./operations.ts";
import type { CallConstraint, Constraint, WrittenSignature } from "./scheme.ts";
import { mentionsAny } from "./traverse.ts";
import { any, type Type } from "./type.ts";

/** What a settled constraint says against the program. */
export function constraintProblems(
  constraint: Constraint,
  inference: Inference,
  operations: Operations,
): readonly Diagnostic[] {
  const { solver } = inference;
  if (constraint.kind === "call") return callProblems(constraint, inference);
  if (constraint.kind !== "operation" || constraint.site.lenient === true) return [];
  const args = constraint.args.map((arg) => solver.readArgument(arg));
  const verdict = operations.judge(constraint, args);
  if (verdict.kind === "mismatch") return [explainMismatch(constraint, args, verdict)];
  if (verdict.kind === "refused") {
    const row = inference.table.get(constraint.operation);
    return [explainRefusal(constraint, args, verdict, row)];
  }
  if (verdict.kind === "unmet") return [explainUnmet(constraint, args, verdict.unmet)];
  return [];
}

function callProblems(constraint: CallConstraint, inference: Inference): readonly Diagnostic[] {
  const { written, site } = constraint;
  const args = constraint.args.map((arg) => inference.solver.readArgument(arg));
  const match = matchWritten(written, args);
  if (match.kind === "matched") return [];
  if (match.kind === "clash") return [explainDimensions(written, args, match, site)];
  const [param, arg] = [written.params[match.index], args[match.index]];
  if (param?.type === undefined || arg === undefined || written.open === true) return [];
  if (!isCertain(arg, param.type, inference.env)) return [];
  return [explainArgument(written.name, param, match.index, arg, site)];
}

export function claimProblems(claim: Claim, inference: Inference): readonly Diagnostic[] {
  const type = inference.solver.read(claim.type);
  const match = matchTypes([claim.written], [comparable(type)], "narrowing");
  if (match.kind === "matched" || !isCertain(type, claim.written, inference.env)) return [];
  return [explainClaim(claim, type, match.kind === "clash")];
}

/** The dimensions that a call's arguments decide; what they do not decide is unknown. */
export function dimensionsOfCall(
  written: WrittenSignature,
  args: readonly Type[],
): (name: string) => Dim | undefined {
  const match = matchWritten(written, args);
  return match.kind === "matched" ? (name) => match.substitution.dim(name) ?? unknownDim : () => unknownDim;
}

function matchWritten(written: WrittenSignature, args: readonly Type[]): MatchResult {
  const patterns = written.params.map((p) => p.type ?? any);
  return matchTypes(patterns, args.map(comparable), "narrowing");
}

/** What is not known for certain is compared as `any`. */
function comparable(type: Type): Type {
  return isOpen(type) || mentionsFunction(type) ? any : type;
}

function isCertain(type: Type, written: Type, env: Environment): boolean {
  if (isOpen(type) || mentionsAny(type) || mentionsFunction(type) || type.kind === "never") return false;
  if (!hasFixedForm(written, env)) return false;
  return !(isNumeric(type) && promotesTo(written, env));
}

/** `implements Promotes(ℝ, Dual)` lifts numbers into a user's type (T3). */
function promotesTo(type: Type, env: Environment): boolean {
  if (type.kind !== "con") return false;
  return env.implementations.some((i) => {
    const target = i.structure === "Promotes" ? i.args[1] : undefined;
    return target?.kind === "con" && target.name === type.name;
  });
}
