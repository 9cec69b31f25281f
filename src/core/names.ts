/** Free names of lambdas and recursion groups of definitions, each computed once. */
import type { Define, Lambda } from "../syntax/ast.ts";
import { dependencyGroups, freeNames, isRecursive } from "../syntax/resolve.ts";

const ofLambda = new WeakMap<Lambda, ReadonlySet<string>>();

/** Names a lambda uses but does not bind, in order of first use. */
export function freeNamesOfLambda(lambda: Lambda): ReadonlySet<string> {
  const known = ofLambda.get(lambda);
  if (known !== undefined) return known;
  const found = freeNames(lambda);
  ofLambda.set(lambda, found);
  return found;
}

/** Asks whether two definitions call each other (or are one that calls itself). */
export function createGroups(
  definitions: readonly Define[],
): (a: string | undefined, b: string | undefined) => boolean {
  let groups: ReadonlyMap<string, number> | undefined;
  return (a, b) => {
    if (a === undefined || b === undefined) return false;
    groups ??= recursiveGroups(definitions);
    const group = groups.get(a);
    return group !== undefined && group === groups.get(b);
  };
}

function recursiveGroups(definitions: readonly Define[]): ReadonlyMap<string, number> {
  const groups = dependencyGroups(definitions).filter(isRecursive);
  return new Map(groups.flatMap((group, i) => group.map((define) => [define.name, i] as const)));
}
