/**
 * What happens where an operation fails: it leaves the function at once, or raises a flag that is tested after the nest of
 * loops around it.
 */
import { CompilerBug } from "../base/outcome.ts";
import type { Stmt } from "../loop/loop.ts";
import { statusCode } from "./abi.ts";
import type { Failure, Planned } from "./plan.ts";
import type { FunctionFacts, Place } from "./planning.ts";

export function planChecked(
  stmt: Stmt & { readonly kind: "checked" },
  facts: FunctionFacts,
  place: Place,
): Planned & { readonly kind: "checked" } {
  const { result, op, left, right } = stmt;
  const invalid = failureOf({ ...stmt, details: [] }, "site", facts, place);
  const overflow = facts.options.wrapIntegers
    ? undefined
    : failureOf({ ...stmt, details: [] }, "overflow", facts, place);
  return {
    kind: "checked",
    result,
    op,
    left,
    ...(right === undefined ? {} : { right }),
    ...(overflow === undefined ? {} : { overflow }),
    invalid,
  };
}

export interface Failing {
  readonly site: number;
  readonly sticky: boolean;
  readonly details: readonly unknown[];
}

export function failureOf(
  stmt: Failing,
  status: "site" | "overflow",
  facts: FunctionFacts,
  place: Place,
): Failure {
  const flag = place.flags.get(stmt.site);
  if (isSticky(stmt) && flag !== undefined) return { kind: "raise", flag: flag.flag };
  const failure = leave(stmt.site, facts, place);
  return status === "overflow" ? { ...failure, status: statusCode.overflow } : failure;
}

export function leave(
  site: number,
  facts: FunctionFacts,
  place: Place,
): Failure & { readonly kind: "leave" } {
  return { kind: "leave", site, status: statusOf(site, facts), flags: [...place.flags.values()] };
}

export function statusOf(site: number, facts: FunctionFacts): number {
  const found = facts.sites[site];
  if (found === undefined) throw new CompilerBug(`site ${site} is not in the program`);
  return statusCode[found.status];
}

/** A flag keeps no details, so a check that has some leaves at once. */
export function isSticky(stmt: Failing): boolean {
  return stmt.sticky && stmt.details.length === 0;
}

/** Sites of the sticky statements of a nest of counted loops. */
export function stickySites(stmts: readonly Stmt[], sites: Set<number>): void {
  for (const stmt of stmts) {
    switch (stmt.kind) {
      case "checked":
        if (isSticky({ ...stmt, details: [] })) sites.add(stmt.site);
        break;
      case "check":
        if (isSticky(stmt)) sites.add(stmt.site);
        break;
      case "if":
        stickySites(stmt.then, sites);
        stickySites(stmt.else, sites);
        break;
      case "for":
        stickySites(stmt.body, sites);
        break;
      default:
        break;
    }
  }
}

export function testFlags(place: Place): readonly Planned[] {
  return place.flags.size === 0 ? [] : [{ kind: "test-flags", tests: [...place.flags.values()] }];
}
