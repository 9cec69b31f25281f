/**
 * Declarations → source text, one item after another with an empty line between. `parse` gives them back, spans
 * apart. Long declarations get a line per member; expressions stay on one line.
 */
import { unreachable } from "../base/outcome.ts";
import type {
  Annotation,
  Define,
  Expr,
  ImplementsMember,
  Item,
  Param,
  Program,
  Statement,
  StructureMember,
  TypeParam,
  Variant,
} from "./ast.ts";
import { operationOf } from "./operators.ts";
import { argumentList, printExpr, printParam } from "./print.ts";
import { printType, quote } from "./print-type.ts";

export function printProgram(program: Program): string {
  return separated(program.items.map(printItem))
    .map((item) => `${item}\n`)
    .join("\n");
}

/** Ends with `;` what a following `(` or `-` would continue. */
function separated(texts: readonly string[]): readonly string[] {
  return texts.map((text, i) => (/^[(-]/.test(texts[i + 1] ?? "") ? `${text};` : text));
}

export function printItem(item: Item): string {
  const doc = "doc" in item && item.doc !== undefined ? commentLines(item.doc) : "";
  return `${doc}${item.annotations.map((a) => `${printAnnotation(a)}\n`).join("")}${declaration(item)}`;
}

function declaration(item: Item): string {
  switch (item.kind) {
    case "import":
      return `import ${quote(item.path)}`;
    case "define":
      return `${define(item)}`;
    case "data":
      return `data ${item.name}${typeParams(item.params)} = ${item.variants.map(variant).join(" | ")}`;
    case "alias":
      return `type ${item.name}${typeParams(item.params)} = ${printType(item.type)}`;
    case "operation":
      return `operation ${operationName(item.name)} : ${printType(item.type)}`;
    case "structure":
      return [
        `structure ${item.name}${typeParams(item.params)}`,
        item.extends === undefined ? "" : ` extends ${printType(item.extends)}`,
        item.over === undefined ? "" : ` over ${printType(item.over)}`,
        ` ${block(item.members.map(member))}`,
      ].join("");
    case "implements":
      return [
        `implements ${item.structure}(${item.args.map(printType).join(", ")})`,
        item.over === undefined ? "" : ` over ${printType(item.over)}`,
        item.where.length === 0
          ? ""
          : ` where ${item.where.map((w) => `${w.name}(${w.args.map(printType).join(", ")})`).join(", ")}`,
        ` ${block(item.members.map(implementation))}`,
      ].join("");
    case "example":
      return `example ${quote(item.name)} ${block(separated(item.statements.map(statement)))}`;
    case "expression":
      return `${printExpr(item.value)}`;
    default:
      return unreachable(item);
  }
}

function define(item: Define): string {
  const result = item.result === undefined ? "" : ` : ${printType(item.result)}`;
  return `define ${operationName(item.name)}${params(item.params)}${result} = ${printExpr(item.body)}`;
}

function params(list: readonly Param[] | undefined): string {
  return list === undefined ? "" : `(${list.map(printParam).join(", ")})`;
}

function variant({ name, fields }: Variant): string {
  if (fields.length === 0) return name;
  const written = fields.map((f) => `${f.name === undefined ? "" : `${f.name} : `}${printType(f.type)}`);
  return `${name}(${written.join(", ")})`;
}

function typeParams(list: readonly TypeParam[]): string {
  if (list.length === 0) return "";
  return `(${list.map((p) => `${p.name}${p.kind === undefined ? "" : ` : ${printType(p.kind)}`}`).join(", ")})`;
}

function member(m: StructureMember): string {
  switch (m.kind) {
    case "operation":
      return `operation ${operationName(m.name)} : ${printType(m.type)}`;
    case "element":
      return `element ${m.name} : ${printType(m.type)}`;
    case "field":
      return `${m.name} : ${printType(m.type)}`;
    case "axiom":
      return `axiom ${m.name} : ${printExpr(m.proposition)}`;
    case "define":
      return define(m);
    case "nested":
      return `structure ${m.name} : ${printType(m.type)} ${block(m.members.map(member))}`;
    default:
      return unreachable(m);
  }
}

function implementation(m: ImplementsMember): string {
  switch (m.kind) {
    case "element":
      return `element ${m.name} = ${printExpr(m.value)}`;
    case "operation":
      return `operation ${operationName(m.name)}${params(m.params)} = ${printExpr(m.body)}`;
    case "verify":
      return `verify ${m.name}`;
    default:
      return unreachable(m);
  }
}

function statement(s: Statement): string {
  switch (s.kind) {
    case "let":
      return `let ${s.name}${s.annotation === undefined ? "" : ` : ${printType(s.annotation)}`}${value(s.value)}`;
    case "assert":
      return `assert(${printExpr(s.condition)})`;
    case "expression":
      return `${statementExpression(s.value)}`;
    default:
      return unreachable(s);
  }
}

function value(expr: Expr | undefined): string {
  return expr === undefined ? "" : ` = ${printExpr(expr)}`;
}

/** A statement that is a `let … in` or a call of `assert` must not be read as the statement of that name. */
function statementExpression(expr: Expr): string {
  const text = printExpr(expr);
  return /^(?:let\b|assert\s*\()/.test(text) ? `(${text})` : text;
}

function block(lines: readonly string[]): string {
  if (lines.length === 0) return "{ }";
  const body = lines.map((line) => line.replace(/^/gm, "    ")).join("\n");
  return `{\n${body}\n}`;
}

function printAnnotation({ name, args, named }: Annotation): string {
  return `@${name}${args.length + named.length === 0 ? "" : argumentList(args, named)}`;
}

function operationName(name: string): string {
  return operationOf(name) === undefined || /^[\p{L}_]/u.test(name) ? name : `(${name})`;
}

function commentLines(doc: string): string {
  return doc
    .split("\n")
    .map((line) => `${`/// ${line}`.trimEnd()}\n`)
    .join("");
}
