/** Differential equations on a state of a program's own type: its real fields are the unknowns. */
import type { Span } from "../../base/span.ts";
import { stateFields } from "../../types/derived.ts";
import type { CoreExpr } from "../core.ts";
import type { Frame } from "../frame.ts";
import { written } from "./written.ts";

/** A state of a type with real fields: its fields are the unknowns. */
export function odeOnState(frame: Frame, args: readonly CoreExpr[], span: Span): CoreExpr | undefined {
  const [f, y0, times, dt] = args;
  const fields = y0 && stateFields(y0.type, frame.world.environment);
  if (f === undefined || y0 === undefined || times === undefined || fields === undefined) return undefined;
  const { pattern, names } = fields;
  const flat = (value: string): string => `match ${value} { ${pattern} => [${names.join(", ")}] }`;
  const state = (list: string): string => `(let [${names.join(", ")}] = ${list} in ${pattern})`;
  const text = `list_map(
    λ point . [point[0], ${state("point[1]")}],
    ode45(λ t y . ${flat(`f(t, ${state("y")})`)}, ${flat("y0")}, times${dt === undefined ? "" : ", dt"}))`;
  const given = [["f", f] as const, ["y0", y0] as const, ["times", times] as const];
  return written(frame, text, dt === undefined ? given : [...given, ["dt", dt] as const], span);
}
