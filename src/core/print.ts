/**
 * Core as text, for people and for tests. In: a program, a function, an expression. Out: one line per binding, branch and
 * case; variables as `name.id`, functions as `name#id`, coercions as `promote⟨ℝ⟩ e`, tail calls as `tail f#1(…)`.
 */
import { unreachable } from "../base/outcome.ts";
import { printType } from "../types/print.ts";
import type {
  CoreCase,
  CoreConstant,
  CoreExpr,
  CoreFunction,
  CorePattern,
  CoreProgram,
  CoreVar,
  FnId,
  Literal,
} from "./core.ts";
import { subexpressions } from "./traverse.ts";

export function printCore(program: CoreProgram): string {
  const constants = [...program.constants.values()].map((c) => printConstant(c, program));
  const functions = [...program.functions.values()].map((f) => printFunction(f, program));
  return [...constants, ...functions].join("\n\n");
}

/** A function and every function and constant it reaches, itself first. */
export function printReachable(entry: CoreFunction, program: CoreProgram): string {
  const texts = reachable(entry, program).map((used) =>
    "params" in used ? printFunction(used, program) : printConstant(used, program),
  );
  return texts.join("\n\n");
}

/** A function with all it uses, itself first. */
export function reachable(
  entry: CoreFunction,
  program: CoreProgram,
): readonly (CoreFunction | CoreConstant)[] {
  const found = new Map<string, CoreFunction | CoreConstant>();
  const pending: (CoreFunction | CoreConstant)[] = [entry];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const key = `${"params" in next ? "f" : "c"}${next.id}`;
    if (found.has(key)) continue;
    found.set(key, next);
    pending.push(...usedBy(next.body, program).reverse());
  }
  return [...found.values()];
}

/** In the order of their first use. */
function usedBy(body: CoreExpr, program: CoreProgram): (CoreFunction | CoreConstant)[] {
  return [...subexpressions(body)].flatMap((node) => {
    switch (node.kind) {
      case "call":
        return program.functions.get(node.fn) ?? [];
      case "prim":
        return node.callbacks.flatMap((fn) => (fn === undefined ? [] : (program.functions.get(fn) ?? [])));
      case "constant":
        return program.constants.get(node.id) ?? [];
      default:
        return [];
    }
  });
}

export function printFunction(fn: CoreFunction, program: CoreProgram): string {
  const printer = createPrinter(program);
  const params = fn.params.map((p, i) => `${i < fn.captures ? "^" : ""}${printer.bind(p)}`).join(", ");
  const effect = fn.effect ? " effect" : "";
  const head = `${fn.name}#${fn.id}(${params}) : ${printType(fn.result)}${effect} =`;
  return `${head}\n${indent(printer.print(fn.body))}`;
}

export function printConstant(constant: CoreConstant, program: CoreProgram): string {
  const head = `constant ${constant.name}#${constant.id} : ${printType(constant.type)} =`;
  return `${head}\n${indent(createPrinter(program).print(constant.body))}`;
}

// ---- expressions ---------------------------------------------------------------------------------------

interface Printer {
  readonly bind: (v: CoreVar) => string;
  readonly print: (node: CoreExpr) => string;
}

function createPrinter(program: CoreProgram): Printer {
  const names = new Map<number, string>();
  const bind = (v: CoreVar): string => {
    names.set(v.id, `${v.name}.${v.id}`);
    return declared(v);
  };
  const fnName = (fn: FnId) => `${program.functions.get(fn)?.name ?? "?"}#${fn}`;
  const all = (nodes: readonly CoreExpr[]) => nodes.map(print).join(", ");

  const print = (node: CoreExpr): string => {
    switch (node.kind) {
      case "literal":
        return printLiteral(node.literal);
      case "var":
        return names.get(node.id) ?? `v.${node.id}`;
      case "constant":
        return `${program.constants.get(node.id)?.name ?? "?"}#${node.id}`;
      case "let":
        return `let ${bind(node.bound)} = ${nested(print(node.value))}\n${print(node.body)}`;
      case "if": {
        const branches = `then ${nested(print(node.then))}\nelse ${nested(print(node.else))}`;
        return `if ${nested(print(node.condition))}\n${branches}`;
      }
      case "call":
        return `${node.tail ? "tail " : ""}${fnName(node.fn)}(${all(node.args)})`;
      case "prim": {
        const callbacks = node.callbacks.flatMap((fn, i) => (fn === undefined ? [] : `${i}→${fnName(fn)}`));
        return `${node.name}${callbacks.length === 0 ? "" : `⟨${callbacks.join(", ")}⟩`}(${all(node.args)})`;
      }
      case "logic":
        return `(${print(node.left)} ${node.operator} ${print(node.right)})`;
      case "closure":
        return `closure ${printType(node.type)}[${all(node.captures)}]`;
      case "capture":
        return `${print(node.closure)}^${node.index}`;
      case "apply":
        return `${node.tail ? "tail " : ""}apply ${print(node.callee)}(${all(node.args)})`;
      case "list":
        return `[${all(node.items)}]`;
      case "tuple":
        return `(${all(node.items)})`;
      case "construct":
        return `${node.constructor}(${all(node.args)})`;
      case "record":
        return `{${node.fields.map((f) => `${f.name} = ${print(f.value)}`).join(", ")}}`;
      case "field":
        return `${print(node.target)}.${node.name}`;
      case "match":
        return `match ${nested(print(node.scrutinee))}\n${node.cases.map((c) => indent(printCase(c))).join("\n")}`;
      case "coerce":
        return `${node.coercion}⟨${printType(node.type)}⟩ ${print(node.value)}`;
      case "symbol":
        return `symbol ${node.name}`;
      case "term":
        return `term ${node.name}(${all(node.args)})`;
      case "formula":
        return "formula";
      case "fail":
        return `fail ${node.problem.code}`;
      default:
        return unreachable(node);
    }
  };

  const printCase = (c: CoreCase): string => {
    const pattern = printPattern(c.pattern);
    const guard = c.guard === undefined ? "" : ` if ${nested(print(c.guard))}`;
    return `${pattern}${guard} => ${nested(print(c.body))}`;
  };

  const printPattern = (p: CorePattern): string => {
    const parts = (items: readonly CorePattern[]) => items.map(printPattern).join(", ");
    switch (p.kind) {
      case "wildcard":
        return "_";
      case "bind":
        return bind(p.bound);
      case "literal":
        return printLiteral(p.literal);
      case "construct":
        return `${p.constructor}(${parts(p.args)})`;
      case "tuple":
        return `(${parts(p.items)})`;
      case "list":
        return `[${parts(p.items)}]`;
      case "cons":
        return `Cons(${printPattern(p.head)}, ${printPattern(p.tail)})`;
      case "term":
        return `term ${p.name}(${parts(p.args)})`;
      case "as":
        return `${printPattern(p.pattern)} as ${bind(p.bound)}`;
      default:
        return unreachable(p);
    }
  };

  return { bind, print };
}

function declared(v: CoreVar): string {
  return `${v.name}.${v.id} : ${printType(v.type)}`;
}

function printLiteral(literal: Literal): string {
  switch (literal.kind) {
    case "integer":
      return `${literal.value}`;
    case "real":
      return Number.isInteger(literal.value) ? literal.value.toFixed(1) : `${literal.value}`;
    case "bool":
      return `${literal.value}`;
    case "string":
      return JSON.stringify(literal.value);
    case "unit":
      return "()";
    default:
      return unreachable(literal);
  }
}

function indent(text: string): string {
  return text.replace(/^/gm, "  ");
}

/** A part that takes several lines starts on its own. */
function nested(text: string): string {
  return text.includes("\n") ? `\n${indent(text)}` : text;
}
