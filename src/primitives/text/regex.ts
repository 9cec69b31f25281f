/**
 * Matching with regular expressions by derivatives (Brzozowski 1964): what may follow after a character is again an
 * expression. Intersection and complement come for free, and nothing is ever tried twice: a text of n characters takes n
 * derivatives, each made once per expression and character.
 *
 * Expressions are kept in one canonical form (unions as sorted sets, `∅` and `ε` simplified away) with a number each, so
 * that equal ones are identical and the derivatives of an expression are finitely many.
 */

export type Regex =
  /** No text at all. */
  | { readonly kind: "none" }
  /** The empty text. */
  | { readonly kind: "empty" }
  /** One character with a code point from … to. */
  | { readonly kind: "range"; readonly from: number; readonly to: number }
  | { readonly kind: "concat"; readonly first: Node; readonly rest: Node }
  /** At least two, sorted by number. */
  | { readonly kind: "union" | "intersect"; readonly items: readonly Node[] }
  | { readonly kind: "complement"; readonly item: Node }
  | { readonly kind: "loop"; readonly item: Node; readonly least: number; readonly most: number };

export interface Node {
  readonly regex: Regex;
  readonly id: number;
  /** It matches the empty text. */
  readonly nullable: boolean;
  /** How deep expressions stand in each other. */
  readonly depth: number;
}

export const lastCodePoint = 0x10ffff;

/** Makes expressions; those of one factory can be combined. */
export class RegexFactory {
  readonly #nodes = new Map<string, Node>();
  readonly #derivatives = new Map<number, Map<number, Node>>();
  readonly none = this.#node("none", { kind: "none" }, false, []);
  readonly empty = this.#node("empty", { kind: "empty" }, true, []);
  readonly anyCharacter = this.range(0, lastCodePoint);
  readonly all = this.loop(this.anyCharacter, 0, Number.POSITIVE_INFINITY);

  range(from: number, to: number): Node {
    return from > to ? this.none : this.#node(`range ${from} ${to}`, { kind: "range", from, to }, false, []);
  }

  literal(text: string): Node {
    const characters = Array.from(text, (c) => c.codePointAt(0) ?? 0).reverse();
    let node = this.empty;
    for (const code of characters) node = this.concat(this.range(code, code), node);
    return node;
  }

  concat(first: Node, rest: Node): Node {
    if (first === this.none || rest === this.none) return this.none;
    if (first === this.empty) return rest;
    if (rest === this.empty) return first;
    const { regex } = first;
    if (regex.kind === "concat") return this.concat(regex.first, this.concat(regex.rest, rest));
    // Only what a derivative goes into counts: the rest, behind something nullable.
    const below = first.nullable ? [first, rest] : [first];
    const nullable = first.nullable && rest.nullable;
    return this.#node(`concat ${first.id} ${rest.id}`, { kind: "concat", first, rest }, nullable, below);
  }

  union(items: readonly Node[]): Node {
    return this.#combined("union", items, this.all, this.none);
  }
  intersect(items: readonly Node[]): Node {
    return this.#combined("intersect", items, this.none, this.all);
  }

  complement(item: Node): Node {
    if (item.regex.kind === "complement") return item.regex.item;
    if (item === this.none) return this.all;
    if (item === this.all) return this.none;
    return this.#node(`complement ${item.id}`, { kind: "complement", item }, !item.nullable, [item]);
  }

  /** `item` at least `least` and at most `most` times. */
  loop(item: Node, least: number, most: number): Node {
    if (least > most) return this.none;
    if (most === 0 || item === this.empty) return this.empty;
    if (least === 1 && most === 1) return item;
    if (item === this.none) return least === 0 ? this.empty : this.none;
    const { regex } = item;
    if (
      regex.kind === "loop" &&
      regex.least === 0 &&
      regex.most === most &&
      most === Number.POSITIVE_INFINITY
    )
      return item;
    const nullable = least === 0 || item.nullable;
    return this.#node(`loop ${item.id} ${least} ${most}`, { kind: "loop", item, least, most }, nullable, [
      item,
    ]);
  }

  /** What has to follow after this character. */
  derivative(node: Node, code: number): Node {
    const known = this.#derivatives.get(node.id) ?? new Map<number, Node>();
    const found = known.get(code);
    if (found !== undefined) return found;
    this.#derivatives.set(node.id, known);
    const derived = this.#derive(node.regex, code);
    known.set(code, derived);
    return derived;
  }

  matches(node: Node, text: string): boolean {
    let rest = node;
    for (const character of text) {
      rest = this.derivative(rest, character.codePointAt(0) ?? 0);
      if (rest === this.none || rest === this.all) break;
    }
    return rest.nullable;
  }

  #derive(regex: Regex, code: number): Node {
    const of = (node: Node): Node => this.derivative(node, code);
    switch (regex.kind) {
      case "none":
      case "empty":
        return this.none;
      case "range":
        return regex.from <= code && code <= regex.to ? this.empty : this.none;
      case "concat": {
        const through = this.concat(of(regex.first), regex.rest);
        return regex.first.nullable ? this.union([through, of(regex.rest)]) : through;
      }
      case "union":
        return this.union(regex.items.map(of));
      case "intersect":
        return this.intersect(regex.items.map(of));
      case "complement":
        return this.complement(of(regex.item));
      case "loop": {
        const { item, least, most } = regex;
        return this.concat(of(item), this.loop(item, Math.max(0, least - 1), most - 1));
      }
    }
  }

  #combined(kind: "union" | "intersect", given: readonly Node[], absorbing: Node, neutral: Node): Node {
    const flat = given.flatMap((node) => (node.regex.kind === kind ? node.regex.items : [node]));
    const distinct = new Map(flat.filter((node) => node !== neutral).map((node) => [node.id, node]));
    if (distinct.has(absorbing.id)) return absorbing;
    const items = [...distinct.values()].sort((a, b) => a.id - b.id);
    const [only] = items;
    if (only === undefined) return neutral;
    if (items.length === 1) return only;
    const nullable = kind === "union" ? items.some((n) => n.nullable) : items.every((n) => n.nullable);
    return this.#node(
      `${kind} ${[...distinct.keys()].sort((a, b) => a - b).join(" ")}`,
      { kind, items },
      nullable,
      items,
    );
  }

  #node(key: string, regex: Regex, nullable: boolean, below: readonly Node[]): Node {
    const known = this.#nodes.get(key);
    if (known !== undefined) return known;
    const depth = below.reduce((most, node) => Math.max(most, node.depth), 0) + 1;
    const node: Node = { regex, id: this.#nodes.size, nullable, depth };
    this.#nodes.set(key, node);
    return node;
  }
}
