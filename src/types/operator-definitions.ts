/**
 * `define (+)(a : V, b : V) = …` by what infix forms call, and annotations that nothing acts on.
 *
 * `a + b` is `plus(a, b)`, so a definition of the symbol whose parameters all say their types is one of `plus`: the built-in keeps
 * what it takes (T12), the definition has the rest. Without types it stays a definition that nothing calls: where the built-in
 * declines, `a + b` of free names is a term (language.md §2), and a definition for anything at all would take it away.
 */
import { type Diagnostic, warning } from "../base/diagnostic.ts";
import type { Checked } from "../base/outcome.ts";
import type { Define, Item } from "../syntax/ast.ts";
import { knownAnnotations } from "../syntax/build.ts";
import { infixOperators, operationOf, postfixOperators, prefixOperators } from "../syntax/operators.ts";
import { nearest } from "./nearest.ts";

/** The items, definitions of operators under the names that operators call. */
export function operatorDefinitions(items: readonly Item[]): Checked<readonly Item[]> {
  const problems: Diagnostic[] = [];
  const value = items.map((item) => {
    if (item.kind !== "define" || !isSymbol(item.name) || operationOf(item.name) === item.name) return item;
    const operation = calledBy(item);
    const { params = [] } = item;
    if (operation !== undefined && params.every((param) => param.annotation !== undefined))
      return { ...item, name: operation };
    problems.push(neverCalled(item, operation));
    return item;
  });
  return { value, problems };
}

function isSymbol(name: string): boolean {
  return !/^[\p{L}_]/u.test(name);
}

/** What the symbol calls with as many operands as the definition has parameters. */
function calledBy({ name, params = [] }: Define): string | undefined {
  if (params.length === 2) return infixOperators.get(name)?.operation;
  return params.length === 1 ? (prefixOperators.get(name) ?? postfixOperators.get(name)) : undefined;
}

function neverCalled({ name, nameSpan }: Define, operation: string | undefined): Diagnostic {
  if (operation === undefined) {
    const isPrefixed = prefixOperators.has(name) || postfixOperators.has(name);
    const counts = [...(isPrefixed ? ["1"] : []), ...(infixOperators.has(name) ? ["2"] : [])].join(" or ");
    return warning("KL0312", `\`${name}\` never calls this definition`, nameSpan, {
      hint: `an operator has its operands for parameters: \`${name}\` takes ${counts}`,
    });
  }
  return warning("KL0312", `\`${name}\` never calls this definition`, nameSpan, {
    notes: [`\`${name}\` is the built-in \`${operation}\`, which no definition for anything at all replaces`],
    hint: "say which types it is for: with a type for every parameter the definition has what the built-in does not take",
  });
}

/** What other languages call so. */
const elsewhere: ReadonlyMap<string, string> = new Map([
  ["jit", "compile"],
  ["njit", "compile"],
  ["native", "compile"],
  ["cache", "memo"],
  ["memoize", "memo"],
  ["lru_cache", "memo"],
  ["cuda", "gpu"],
]);

/** Annotations are dropped where they are not known (language.md §1): one that was meant to be known is told of. */
export function unknownAnnotations(items: readonly Item[]): readonly Diagnostic[] {
  return items.flatMap(({ annotations }) =>
    annotations.flatMap(({ name, args, named, span }) => {
      if (knownAnnotations.has(name)) return [];
      const near = elsewhere.has(name) ? name : nearest(name, [...knownAnnotations, ...elsewhere.keys()]);
      const meant = near === undefined ? undefined : (elsewhere.get(near) ?? near);
      const isFlag = args.length + named.length === 0 && span.end - span.start === name.length + 1;
      if (meant === undefined && !isFlag) return [];
      const known = [...knownAnnotations].map((one) => `@${one}`).join(", ");
      return warning("KL0025", `nothing acts on \`@${name}\``, span, {
        hint: meant === undefined ? `the annotations are ${known}` : `did you mean \`@${meant}\`?`,
      });
    }),
  );
}
