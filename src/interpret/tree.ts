/**
 * Ordered maps that never change: search trees balanced by size (Adams 1993, with the constants of Hirai & Yamamoto 2011).
 * Looking up, adding and removing take logarithmic time and share all but one path with the old tree.
 *
 * Keys are values that have a place in the order (`order.ts`); callers see to that.
 */
import type { Value } from "./value.ts";

export type Tree<V> = Node<V> | undefined;

interface Node<V> {
  readonly key: Value;
  readonly value: V;
  readonly size: number;
  readonly left: Tree<V>;
  readonly right: Tree<V>;
}

/** The order of keys. */
export type Order = (a: Value, b: Value) => number;

/** One side may outweigh the other this much … */
const heavier = 3;
/** … and one rotation is enough up to this. */
const single = 2;

export function sizeOf<V>(tree: Tree<V>): number {
  return tree?.size ?? 0;
}

export function find<V>(tree: Tree<V>, key: Value, order: Order): Node<V> | undefined {
  let node = tree;
  while (node !== undefined) {
    const side = order(key, node.key);
    if (side === 0) return node;
    node = side < 0 ? node.left : node.right;
  }
  return undefined;
}

/** With this value at the key, which takes the place of an equal one: they may differ in the sign of a zero. */
export function withEntry<V>(tree: Tree<V>, key: Value, value: V, order: Order): Node<V> {
  if (tree === undefined) return node(key, value, undefined, undefined);
  const side = order(key, tree.key);
  if (side === 0) {
    const same = Object.is(tree.value, value) && Object.is(tree.key, key);
    return same ? tree : node(key, value, tree.left, tree.right);
  }
  return side < 0
    ? balanced(tree.key, tree.value, withEntry(tree.left, key, value, order), tree.right)
    : balanced(tree.key, tree.value, tree.left, withEntry(tree.right, key, value, order));
}

/** Without the key; the tree itself where it has none. */
export function withoutKey<V>(tree: Tree<V>, key: Value, order: Order): Tree<V> {
  if (tree === undefined) return undefined;
  const side = order(key, tree.key);
  if (side === 0) return joined(tree.left, tree.right);
  if (side < 0) {
    const left = withoutKey(tree.left, key, order);
    return left === tree.left ? tree : balanced(tree.key, tree.value, left, tree.right);
  }
  const right = withoutKey(tree.right, key, order);
  return right === tree.right ? tree : balanced(tree.key, tree.value, tree.left, right);
}

/** In the order of the keys. */
export function entriesOf<V>(tree: Tree<V>): (readonly [Value, V])[] {
  const entries: (readonly [Value, V])[] = [];
  const above: Node<V>[] = [];
  for (let at = tree; at !== undefined || above.length > 0; ) {
    for (; at !== undefined; at = at.left) above.push(at);
    const top = above.pop();
    if (top === undefined) break;
    entries.push([top.key, top.value]);
    at = top.right;
  }
  return entries;
}

/** The tree of entries that are in order already, without equal keys. */
export function fromSorted<V>(
  entries: readonly (readonly [Value, V])[],
  from = 0,
  to = entries.length,
): Tree<V> {
  const middle = (from + to) >>> 1;
  const entry = from < to ? entries[middle] : undefined;
  if (entry === undefined) return undefined;
  return node(entry[0], entry[1], fromSorted(entries, from, middle), fromSorted(entries, middle + 1, to));
}

// ---- balance ---------------------------------------------------------------------------------------------

function node<V>(key: Value, value: V, left: Tree<V>, right: Tree<V>): Node<V> {
  return { key, value, size: sizeOf(left) + sizeOf(right) + 1, left, right };
}

/** The node over two trees, one of which has grown or shrunk by one. */
function balanced<V>(key: Value, value: V, left: Tree<V>, right: Tree<V>): Node<V> {
  const [l, r] = [sizeOf(left), sizeOf(right)];
  if (l + r < 2) return node(key, value, left, right);
  if (right !== undefined && r > heavier * l) {
    const { left: inner, right: outer } = right;
    if (inner === undefined || sizeOf(inner) < single * sizeOf(outer))
      return node(right.key, right.value, node(key, value, left, inner), outer);
    return node(
      inner.key,
      inner.value,
      node(key, value, left, inner.left),
      node(right.key, right.value, inner.right, outer),
    );
  }
  if (left !== undefined && l > heavier * r) {
    const { left: outer, right: inner } = left;
    if (inner === undefined || sizeOf(inner) < single * sizeOf(outer))
      return node(left.key, left.value, outer, node(key, value, inner, right));
    return node(
      inner.key,
      inner.value,
      node(left.key, left.value, outer, inner.left),
      node(key, value, inner.right, right),
    );
  }
  return node(key, value, left, right);
}

/** Two trees that were the sides of one node. */
function joined<V>(left: Tree<V>, right: Tree<V>): Tree<V> {
  if (left === undefined) return right;
  if (right === undefined) return left;
  const first = smallest(right);
  return balanced(first.key, first.value, left, withoutSmallest(right));
}

function smallest<V>(tree: Node<V>): Node<V> {
  let at = tree;
  while (at.left !== undefined) at = at.left;
  return at;
}

function withoutSmallest<V>(tree: Node<V>): Tree<V> {
  return tree.left === undefined
    ? tree.right
    : balanced(tree.key, tree.value, withoutSmallest(tree.left), tree.right);
}
