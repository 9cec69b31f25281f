/**
 * Maps that never change, made of one that does (Baker, "Shallow binding makes functional arrays fast", 1991).
 *
 * The newest version owns a hash table; an older one only knows in which place it differs from its successor. Adding to the
 * newest version therefore writes one place of the table, and looking up reads one. An older version that is asked for
 * takes the table over, undoing what came after it, as long as the writes since then pay for that; beyond, it and what lies
 * between become search trees (`tree.ts`), which share their parts and stay so. A table of which many versions were made
 * is left to them and copied, so that whoever keeps an old version keeps no endless history.
 *
 * Keys are values with a place in the order (`order.ts`). Tables hold those that a host value identifies: integers, or reals,
 * texts and truth values. With any other key, or with integers and others mixed, a map is a tree.
 */
import { entriesOf, find, fromSorted, type Order, sizeOf, type Tree, withEntry, withoutKey } from "./tree.ts";
import type { Value } from "./value.ts";

export type Entry = readonly [key: Value, value: Value];

/** What stands for a key in a table: a safe integer as a number, every other key as it is. */
type Slot = bigint | number | boolean | string;

interface Table {
  readonly slots: Map<Slot, Value>;
  /** Its keys are integers, and the slots numbers where these are small. */
  readonly integers: boolean;
  /** Versions made of it since it was copied. */
  versions: number;
  /** Writes that have not paid for going back yet. */
  credit: number;
  /** The entries in order, until the next write. */
  sorted: readonly Entry[] | undefined;
}

/** How a version differs from its successor: it has `value` in this slot, or nothing where that is undefined. */
interface Difference {
  readonly successor: VersionedMap;
  readonly slot: Slot;
  readonly integers: boolean;
  readonly value: Value | undefined;
}

/** What can be read. */
type Settled = Table | { readonly tree: Tree<Value> };
type State = Settled | Difference;

/** Going back so far is cheap enough without credit. */
const near = 32;

export class VersionedMap {
  #state: State;
  readonly #order: Order;

  private constructor(state: State, order: Order) {
    this.#state = state;
    this.#order = order;
  }

  /** Of equal keys the last one counts. */
  static of(entries: Iterable<Entry>, order: Order): VersionedMap {
    let map = new VersionedMap({ tree: undefined }, order);
    for (const [key, value] of entries) map = map.with(key, value);
    return map;
  }

  get(key: Value): Value | undefined {
    const state = this.#settled();
    if ("tree" in state) return find(state.tree, key, this.#order)?.value;
    const slot = slotOf(key, state.integers);
    if (slot !== undefined) return state.slots.get(slot);
    return find(this.#turned(state), key, this.#order)?.value;
  }

  get size(): number {
    const state = this.#settled();
    return "tree" in state ? sizeOf(state.tree) : state.slots.size;
  }

  /** In the order of the keys. */
  entries(): readonly Entry[] {
    const state = this.#settled();
    return "tree" in state ? entriesOf(state.tree) : sortedEntries(state, this.#order);
  }

  with(key: Value, value: Value): VersionedMap {
    const state = this.#settled();
    if ("tree" in state) {
      const fresh = state.tree === undefined ? tableFor(key, value) : undefined;
      return this.#made(fresh ?? { tree: withEntry(state.tree, key, value, this.#order) });
    }
    const slot = slotOf(key, state.integers);
    if (slot === undefined)
      return this.#made({ tree: withEntry(this.#turned(state), key, value, this.#order) });
    return Object.is(state.slots.get(slot), value) ? this : this.#write(state, slot, value);
  }

  without(key: Value): VersionedMap {
    const state = this.#settled();
    const slot = "tree" in state ? undefined : slotOf(key, state.integers);
    if ("tree" in state || slot === undefined) {
      const before = "tree" in state ? state.tree : this.#turned(state);
      const tree = withoutKey(before, key, this.#order);
      return tree === before ? this : this.#made({ tree });
    }
    if (!state.slots.has(slot)) return this;
    return state.slots.size === 1 ? this.#made({ tree: undefined }) : this.#write(state, slot, undefined);
  }

  // ---- versions ------------------------------------------------------------------------------------------

  #made(state: Settled): VersionedMap {
    return new VersionedMap(state, this.#order);
  }

  /** The next version, with this value in the slot; it takes the table, or a copy where too many were made of it. */
  #write(table: Table, slot: Slot, value: Value | undefined): VersionedMap {
    if (table.versions > 2 * table.slots.size + near) {
      const copy = freshTable(new Map(table.slots), table.integers);
      put(copy, slot, value);
      return this.#made(copy);
    }
    const before = table.slots.get(slot);
    put(table, slot, value);
    table.versions += 1;
    table.credit += 1;
    const successor = this.#made(table);
    this.#state = { successor, slot, integers: table.integers, value: before };
    return successor;
  }

  /** A table that is asked for a key it has no slot for becomes a tree. */
  #turned(table: Table): Tree<Value> {
    const tree = treeOf(table, this.#order);
    this.#state = { tree };
    return tree;
  }

  /** The state from which this version can be read: a table of its own, or a tree. */
  #settled(): Settled {
    const state = this.#state;
    return "successor" in state ? this.#recovered() : state;
  }

  /** Of a version that has successors. */
  #recovered(): Settled {
    const path: (Difference & { readonly version: VersionedMap })[] = [];
    let at: VersionedMap = this;
    let state = at.#state;
    for (; "successor" in state; state = at.#state) {
      path.push({ version: at, ...state });
      at = state.successor;
    }
    path.reverse();
    if ("slots" in state && (path.length <= near || path.length <= state.credit)) {
      state.credit -= Math.min(state.credit, path.length);
      for (const { version, slot, integers, value } of path) {
        at.#state = { successor: version, slot, integers, value: state.slots.get(slot) };
        put(state, slot, value);
        version.#state = state;
        at = version;
      }
      return state;
    }
    let tree = treeOf(state, this.#order);
    for (const { version, slot, integers, value } of path) {
      tree = undone(tree, keyOf(slot, integers), value, this.#order);
      version.#state = { tree };
    }
    return { tree };
  }
}

function freshTable(slots: Map<Slot, Value>, integers: boolean): Table {
  return { slots, integers, versions: 0, credit: 0, sorted: undefined };
}

/** Of one entry; undefined where its key has no slot. */
function tableFor(key: Value, value: Value): Table | undefined {
  const integers = typeof key === "bigint";
  const slot = slotOf(key, integers);
  return slot === undefined ? undefined : freshTable(new Map([[slot, value]]), integers);
}

function put(table: Table, slot: Slot, value: Value | undefined): void {
  if (value === undefined) table.slots.delete(slot);
  else table.slots.set(slot, value);
  table.sorted = undefined;
}

function sortedEntries(table: Table, order: Order): readonly Entry[] {
  table.sorted ??= [...table.slots]
    .map(([slot, value]): Entry => [keyOf(slot, table.integers), value])
    .sort(([a], [b]) => order(a, b));
  return table.sorted;
}

function treeOf(state: Settled, order: Order): Tree<Value> {
  return "tree" in state ? state.tree : fromSorted(sortedEntries(state, order));
}

function undone(tree: Tree<Value>, key: Value, value: Value | undefined, order: Order): Tree<Value> {
  return value === undefined ? withoutKey(tree, key, order) : withEntry(tree, key, value, order);
}

/** Undefined where a table of this kind has none for the key. */
function slotOf(key: Value, integers: boolean): Slot | undefined {
  if (typeof key === "object") return undefined;
  if (!integers) return typeof key === "bigint" ? undefined : key;
  if (typeof key !== "bigint") return undefined;
  const small = Number(key);
  return Number.isSafeInteger(small) ? small : key;
}

function keyOf(slot: Slot, integers: boolean): Value {
  return integers && typeof slot === "number" ? BigInt(slot) : slot;
}
