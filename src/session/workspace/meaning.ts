/**
 * Whether a constant still means what it meant: nothing it depends on was redefined, and no name it did not find exists now.
 *
 * In: the items of the program before and after a change. Out: the names whose values may be kept. Careful on the safe side:
 * a change of a data type, structure, alias or `implements` keeps nothing.
 */
import type { Define, Item } from "../../syntax/ast.ts";
import { freeOccurrencesOfDefine } from "../../syntax/resolve.ts";

/** Of these names, those that mean the same in both programs. */
export function unchanged(
  names: readonly string[],
  before: readonly Item[],
  after: readonly Item[],
): ReadonlySet<string> {
  if (!sameDeclarations(before, after)) return new Set();
  const [old, now] = [definitionsOf(before), definitionsOf(after)];
  return new Set(names.filter((name) => reachable(name, old).every((n) => old.get(n) === now.get(n))));
}

/** Whether types, structures and what implements them are the same. */
export function sameDeclarations(before: readonly Item[], after: readonly Item[]): boolean {
  return sameItems(before.filter(reachesEverything), after.filter(reachesEverything));
}

/** What may matter to code that does not name it. */
function reachesEverything(item: Item): boolean {
  return item.kind !== "define" && item.kind !== "expression" && item.kind !== "example";
}

function sameItems(before: readonly Item[], after: readonly Item[]): boolean {
  return before.length === after.length && before.every((item, i) => item === after[i]);
}

function definitionsOf(items: readonly Item[]): ReadonlyMap<string, Define> {
  return new Map(items.flatMap((item) => (item.kind === "define" ? [[item.name, item] as const] : [])));
}

const mentioned = new WeakMap<Define, readonly string[]>();

function namesIn(define: Define): readonly string[] {
  const known = mentioned.get(define);
  if (known !== undefined) return known;
  const names = freeOccurrencesOfDefine(define).map((occurrence) => occurrence.name);
  mentioned.set(define, names);
  return names;
}

/** The name and every name its meaning depends on, those that nothing defines included. */
function reachable(name: string, definitions: ReadonlyMap<string, Define>): readonly string[] {
  const found = new Set([name]);
  for (const next of found) {
    const define = definitions.get(next);
    if (define !== undefined) for (const used of namesIn(define)) found.add(used);
  }
  return [...found];
}
