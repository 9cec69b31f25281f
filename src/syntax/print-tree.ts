/** A syntax tree as an indented outline: one line per node with its kind and its own words, parts below. */
import type { Span } from "../base/span.ts";

interface Node {
  readonly kind: string;
  readonly span: Span;
}

export function printTree(node: Node): string {
  return lines(node, "", "").join("\n");
}

function lines(node: Node, label: string, indent: string): readonly string[] {
  const words: string[] = [];
  const parts: string[] = [];
  for (const [name, value] of Object.entries(node)) {
    if (name === "kind" || name === "span" || name.endsWith("Span") || value === undefined) continue;
    if (typeof value !== "object") words.push(`${name}=${JSON.stringify(value)}`);
    else parts.push(...partsOf(name, value, `${indent}  `));
  }
  const head = [label === "" ? node.kind : `${label}: ${node.kind}`, ...words].join(" ");
  return [`${indent}${head}`, ...parts];
}

function partsOf(name: string, value: unknown, indent: string): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((item, i) => partsOf(`${name}[${i}]`, item, indent));
  if (isNode(value)) return lines(value, name, indent);
  if (typeof value === "object" && value !== null && "span" in value)
    return lines({ ...value, kind: "·", span: value.span as Span }, name, indent); // every part with a span has a Span
  return [`${indent}${name}: ${JSON.stringify(value)}`];
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "kind" in value && "span" in value;
}
