/** Types as written → source text, with the parentheses that the grammar needs; also what literals look like. */
import { unreachable } from "../base/outcome.ts";
import type { QuantifiedGroup, TypeExpr } from "./ast.ts";

/** Levels of type syntax: arrow, product, then the dimension operators. */
const typeLevel = { arrow: 1, product: 2, sum: 3, term: 4, power: 5, atom: 6 } as const;

export function printType(type: TypeExpr): string {
  return typeAt(type, typeLevel.arrow);
}

function typeLevelOf(type: TypeExpr): number {
  switch (type.kind) {
    case "type-arrow":
    case "type-forall":
      return typeLevel.arrow;
    case "type-product":
      return type.items.length === 0 ? typeLevel.atom : typeLevel.product;
    case "type-operator":
      return type.operator === "^" ? typeLevel.power : dimensionLevel(type.operator);
    case "type-name":
    case "type-number":
    case "type-string":
    case "type-call":
      return typeLevel.atom;
    default:
      return unreachable(type);
  }
}

function dimensionLevel(operator: string): number {
  return operator === "+" || operator === "-" ? typeLevel.sum : typeLevel.term;
}

function typeAt(type: TypeExpr, atLeast: number): string {
  const text = bareType(type);
  return typeLevelOf(type) < atLeast ? `(${text})` : text;
}

function bareType(type: TypeExpr): string {
  switch (type.kind) {
    case "type-name":
      return type.name;
    case "type-number":
      return type.text;
    case "type-string":
      return quote(type.value);
    case "type-call":
      return `${type.name}(${type.args.map(printType).join(", ")})`;
    case "type-product":
      if (type.items.length === 0) return "()";
      return type.items.map((item) => typeAt(item, typeLevel.sum)).join(" × ");
    case "type-arrow":
      return `${typeAt(type.from, typeLevel.product)} → ${printType(type.to)}`;
    case "type-forall":
      return `∀${printGroups(type.groups)}. ${printType(type.body)}`;
    case "type-operator": {
      const own = typeLevelOf(type);
      if (type.operator === "^") {
        return `${typeAt(type.left, typeLevel.atom)}^${typeAt(type.right, typeLevel.power)}`;
      }
      return `${typeAt(type.left, own)} ${type.operator} ${typeAt(type.right, own + 1)}`;
    }
    default:
      return unreachable(type);
  }
}

export function printGroups(list: readonly QuantifiedGroup[]): string {
  return `(${list.map((g) => `${g.names.join(" ")} : ${printType(g.type)}`).join(", ")})`;
}

/** A string literal; only what must be escaped is. */
export function quote(value: string): string {
  const escaped = value.replace(/["\\\n\t]/g, (character) => {
    if (character === "\n") return "\\n";
    return character === "\t" ? "\\t" : `\\${character}`;
  });
  return `"${escaped}"`;
}
