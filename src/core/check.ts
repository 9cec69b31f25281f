/**
 * The verifier of Core's guarantees (core.ts). In: a program. Out: what is broken, in words; empty when all is well.
 *
 *   - no type has variables; arguments have the types of the parameters they fill (a `never` fits anywhere);
 *   - variables are bound once, before they are used; closures have as many captures as their type says;
 *   - functions and constants that are referred to exist; callbacks take the closure's captures first;
 *   - branches have the type of their node.
 */
import { unreachable } from "../base/outcome.ts";
import { printType } from "../types/print.ts";
import { equalTypes, typeVariables } from "../types/traverse.ts";
import type { Type } from "../types/type.ts";
import type { CoreExpr, CoreFunction, CorePattern, CoreProgram, CoreVar, VarId } from "./core.ts";
import { partsOf } from "./traverse.ts";

export function checkCore(program: CoreProgram): readonly string[] {
  const problems: string[] = [];
  for (const fn of program.functions.values()) {
    const checker = createChecker(program, `${fn.name}#${fn.id}`, problems);
    for (const param of fn.params) checker.bind(param);
    checker.check(fn.body);
    checker.expect("the body", fn.body.type, fn.result);
  }
  for (const constant of program.constants.values()) {
    const checker = createChecker(program, `constant ${constant.name}`, problems);
    checker.check(constant.body);
    checker.expect("the body", constant.body.type, constant.type);
  }
  return problems;
}

interface Checker {
  readonly bind: (bound: CoreVar) => void;
  readonly check: (node: CoreExpr) => void;
  readonly expect: (what: string, actual: Type, wanted: Type) => void;
}

function createChecker(program: CoreProgram, place: string, problems: string[]): Checker {
  const types = new Map<VarId, Type>();
  const complain = (text: string) => problems.push(`${place}: ${text}`);

  const expect = (what: string, actual: Type, wanted: Type): void => {
    if (actual.kind === "never" || equalTypes(actual, wanted)) return;
    complain(`${what} is a ${printType(actual)}, not a ${printType(wanted)}`);
  };

  const bind = (bound: CoreVar): void => {
    if (types.has(bound.id)) complain(`${bound.name}.${bound.id} is bound twice`);
    types.set(bound.id, bound.type);
    concrete(bound.name, bound.type);
  };

  const concrete = (what: string, type: Type): void => {
    const { types: vars, dims } = typeVariables(type);
    if (vars.size + dims.size > 0) complain(`${what} has the open type ${printType(type)}`);
  };

  const bindPattern = (pattern: CorePattern): void => {
    for (const bound of boundBy(pattern)) bind(bound);
  };

  /** What holds of this node beside what holds of its parts. */
  const checkNode = (node: CoreExpr): void => {
    concrete(node.kind, node.type);
    switch (node.kind) {
      case "var": {
        const type = types.get(node.id);
        if (type === undefined) complain(`variable ${node.id} is used before it is bound`);
        else expect(`variable ${node.id}`, node.type, type);
        return;
      }
      case "constant":
        if (!program.constants.has(node.id)) complain(`there is no constant ${node.id}`);
        return;
      case "let":
        expect("a let's body", node.body.type, node.type);
        return;
      case "if":
        expect("a then branch", node.then.type, node.type);
        expect("an else branch", node.else.type, node.type);
        return;
      case "match":
        for (const c of node.cases) expect("a case", c.body.type, node.type);
        return;
      case "call": {
        const fn = program.functions.get(node.fn);
        if (fn === undefined) complain(`there is no function ${node.fn}`);
        else checkArguments(fn, node.args, node.type);
        return;
      }
      case "prim":
        checkCallbacks(node);
        return;
      case "closure":
        if (node.type.kind !== "closure" || node.type.captures.length !== node.captures.length)
          complain("a closure's captures are not those of its type");
        return;
      case "coerce":
        if (equalTypes(node.type, node.value.type) && node.coercion !== "natural")
          complain(`${node.coercion} changes nothing`);
        return;
      default:
        return;
    }
  };

  const checkArguments = (fn: CoreFunction, args: readonly CoreExpr[], result: Type): void => {
    if (fn.params.length !== args.length) complain(`${fn.name} is called with ${args.length} arguments`);
    fn.params.forEach((param, i) => {
      const arg = args[i];
      if (arg !== undefined) expect(`argument ${i} of ${fn.name}`, arg.type, param.type);
    });
    expect(`the result of ${fn.name}`, result, fn.result);
  };

  const checkCallbacks = (node: CoreExpr & { readonly kind: "prim" }): void => {
    node.callbacks.forEach((callback, i) => {
      if (callback === undefined) return;
      const fn = program.functions.get(callback);
      const type = node.args[i]?.type;
      if (fn === undefined) complain(`${node.name} calls back no function`);
      else if (type?.kind !== "closure" || fn.captures !== type.captures.length)
        complain(`${node.name} calls back ${fn.name}, whose captures are not those of its argument`);
    });
  };

  const check = (root: CoreExpr): void => {
    const pending: (CoreExpr | CorePattern | CoreVar)[] = [root];
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      if (!("kind" in next)) bind(next);
      else if (!("span" in next)) bindPattern(next);
      else {
        checkNode(next);
        pending.push(...inOrder(next).reverse());
      }
    }
  };

  return { bind, check, expect };
}

/** Parts and what they bind, in the order in which they come into scope. */
function inOrder(node: CoreExpr): (CoreExpr | CorePattern | CoreVar)[] {
  if (node.kind === "let") return [node.value, node.bound, node.body];
  if (node.kind !== "match") return [...partsOf(node)];
  return [
    node.scrutinee,
    ...node.cases.flatMap((c) => [c.pattern, ...(c.guard === undefined ? [] : [c.guard]), c.body]),
  ];
}

function boundBy(pattern: CorePattern): readonly CoreVar[] {
  switch (pattern.kind) {
    case "wildcard":
    case "literal":
      return [];
    case "bind":
      return [pattern.bound];
    case "construct":
    case "term":
      return pattern.args.flatMap(boundBy);
    case "tuple":
    case "list":
      return pattern.items.flatMap(boundBy);
    case "cons":
      return [...boundBy(pattern.head), ...boundBy(pattern.tail)];
    case "as":
      return [...boundBy(pattern.pattern), pattern.bound];
    default:
      return unreachable(pattern);
  }
}
