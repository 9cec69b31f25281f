/** Maps and sets in native code are those of the evaluator: random operations, older versions among them, on every tier. */
import fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { formatValue } from "../../src/interpret/format.ts";
import { runProgram } from "../support/session.ts";
import { hasTool } from "../support/tools.ts";

type Tier = "interp" | "c" | "rust";

/** What a number stands for as a key, and whether native code knows the order of such keys. */
interface Keys {
  readonly name: string;
  readonly define: string;
  readonly ordered: boolean;
}

const keys: readonly Keys[] = [
  { name: "ℤ", define: "define key(k : ℤ) : ℤ = k * 4294967296 - 7 * k", ordered: true },
  {
    name: "ℝ",
    define: "define key(k : ℤ) : ℝ = if mod(k, 7) = 0 then 0.0 * (k - 20) else k / 4 - 3",
    ordered: true,
  },
  { name: "Bool", define: "define key(k : ℤ) : Bool = mod(k, 2) = 0", ordered: true },
  { name: "ℂ", define: "define key(k : ℤ) : ℂ = complex(mod(k, 3) + 0.5, 0.0 - k)", ordered: true },
  { name: "pairs", define: "define key(k : ℤ) = (mod(k, 5) - 2, k * 0.5)", ordered: true },
  { name: "vectors", define: "define key(k : ℤ) = [mod(k, 5) - 2, k, mod(k, 2)]", ordered: true },
  {
    name: "constructors",
    define:
      "data Suit = Spade | Heart | Club | Diamond\ndefine key(k : ℤ) : Suit = if mod(k, 4) = 0 then Spade else if mod(k, 4) = 1 then Heart else if mod(k, 4) = 2 then Club else Diamond",
    ordered: true,
  },
  {
    name: "String",
    define: 'define key(k : ℤ) : String = nth(["b", "a", "é", "ab", "", "z"], mod(k, 6))',
    ordered: false,
  },
];

/** [operation, key, value] */
type Operation = readonly [number, number, number];

function program({ define, ordered }: Keys, operations: readonly Operation[]): string {
  const list = operations.map(([op, k, v]) => `[${op}, ${k}, ${v}]`).join(", ");
  const content = (m: string): string => (ordered ? `both(entries(${m}), (keys(${m}), values(${m})))` : m);
  const elements = (s: string): string => (ordered ? `set_elements(${s})` : s);
  return `${define}
define both(a, b) = (a, b)
define value(k, v) = (v, k * 0.25)
define changed(ms, op, k, v) =
  if op < 5 then (insert(fst(ms), key(k), value(k, v)), snd(ms))
  else if op < 7 then (remove(fst(ms), key(k)), snd(ms))
  else if op = 7 then (fst(ms), fst(ms))
  else if op = 8 then (snd(ms), fst(ms))
  else if op = 9 then (insert(snd(ms), key(k), lookup(fst(ms), key(v), value(v, k))), fst(ms))
  else if has_key(fst(ms), key(k)) then (insert(fst(ms), key(v), value(1, 2)), snd(ms)) else ms
define grown(ss, op, k) =
  if op < 5 then (insert(key(k), fst(ss)), snd(ss))
  else if op < 7 then (remove(key(k), fst(ss)), snd(ss))
  else if op = 7 then (union(fst(ss), snd(ss)), fst(ss))
  else if op = 8 then (intersect(snd(ss), fst(ss)), snd(ss))
  else if op = 9 then (complement(fst(ss)), difference(snd(ss), fst(ss)))
  else if in_set(key(k), fst(ss)) then (snd(ss), fst(ss)) else ss
define operations = [${list}]
define none = map_from(list_map(λ k . (key(k), value(k, k)), range(2)))
define maps = list_fold(λ ms o . changed(ms, nth(o, 0), nth(o, 1), nth(o, 2)), (none, remove(none, key(0))), operations)
define start = set_of(list_map(λ k . key(k), range(3)))
define sets = list_fold(λ ss o . grown(ss, nth(o, 0), nth(o, 1)), (start, remove(key(1), start)), operations)
define listed(s) = intersect(s, set_of(list_map(λ k . key(k), range(41))))
both(both(${content("fst(maps)")}, ${content("snd(maps)")}), both(both(maps, sets), both(${elements("listed(fst(sets))")}, list_map(λ p . p,
  [fst(maps) = snd(maps), fst(maps) = fst(maps), fst(sets) = snd(sets), subset(fst(sets), snd(sets)), subset(snd(sets), union(fst(sets), snd(sets)))]))))`;
}

const operation: fc.Arbitrary<Operation> = fc.tuple(fc.nat(10), fc.nat(40), fc.nat(40));
const operations = fc.array(operation, { minLength: 1, maxLength: 160 });

async function outcome(text: string, backend: Tier): Promise<string> {
  const run = await runProgram("random.kleis", text, {
    backend,
    optimise: 1,
    strictJit: backend !== "interp",
  });
  assert.is(run.failed, false, run.said.join("\n"));
  return run.values.map(({ value }) => formatValue(value)).join("\n");
}

for (const tier of ["c", "rust"] as const)
  if (hasTool(tier))
    // Both print one Loop, and a compiler takes seconds for so many operations on maps.
    for (const kind of tier === "c" ? keys.filter((_, k) => k % 2 === 1) : keys.slice(4, 5))
      test(`maps and sets of ${kind.name}: ${tier}`, () =>
        fc.assert(
          fc.asyncProperty(operations, async (list) => {
            const text = program(kind, list);
            assert.is(await outcome(text, tier), await outcome(text, "interp"), text);
          }),
          { numRuns: 1 },
        ));

test.run();
