/** What rows promise. */
import { table } from "../rows.ts";

export function ulpBound(name: string): number {
  const bound = table.get(name)?.bound;
  if (bound?.kind !== "ulp") throw new Error(`${name} states no bound in ULP`);
  return bound.ulp;
}

export function vectorUlpBound(name: string): number {
  const bound = table.get(name)?.bound;
  if (bound?.kind !== "ulp") throw new Error(`${name} states no bound in ULP`);
  return bound.vectorUlp;
}
