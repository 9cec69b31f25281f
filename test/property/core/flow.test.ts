/** Laws of the lattice of concrete types: `join` is one, and everything flows into what it joins to. */
import fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { constantDim, unknownDim } from "../../../src/types/dim.ts";
import { bounded, flows, join } from "../../../src/types/flow.ts";
import { printType } from "../../../src/types/print.ts";
import { equalTypes } from "../../../src/types/traverse.ts";
import {
  any,
  bool,
  complex,
  data,
  integer,
  list,
  matrix,
  never,
  rational,
  real,
  string,
  type Type,
  tuple,
  vector,
} from "../../../src/types/type.ts";

const scalar = fc.constantFrom<Type>(integer, rational, real, complex, bool, string, any, never);
const size = fc.integer({ min: 0, max: 3 }).map(constantDim);

const types = fc.letrec<{ type: Type }>((tie) => ({
  type: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    scalar,
    tie("type").map(list),
    fc.tuple(size, tie("type")).map(([n, t]) => vector(n, t)),
    fc.tuple(size, size, scalar).map(([m, n, t]) => matrix(m, n, t)),
    fc.tuple(size, scalar).map(([m, t]) => matrix(m, unknownDim, t)),
    fc.array(tie("type"), { minLength: 2, maxLength: 3 }).map(tuple),
    fc.array(tie("type"), { minLength: 2, maxLength: 3 }).map((items): Type => ({ kind: "fixed", items })),
    tie("type").map((t) => data("Option", [t])),
  ),
})).type;

const show = (...all: readonly Type[]) => all.map(printType).join("   ");

test("join is commutative and idempotent", () => {
  fc.assert(
    fc.property(types, types, (a, b) => {
      assert.ok(equalTypes(join(a, a), a), show(a));
      assert.ok(equalTypes(join(a, b), join(b, a)), show(a, b, join(a, b), join(b, a)));
    }),
    { numRuns: 2000 },
  );
});

test("everything flows into what it joins to", () => {
  fc.assert(
    fc.property(types, types, (a, b) => {
      const joined = join(a, b);
      assert.ok(flows(a, joined) !== undefined, show(a, b, joined));
      assert.ok(equalTypes(join(a, joined), joined), show(a, b, joined, join(a, joined)));
    }),
    { numRuns: 2000 },
  );
});

test("the steps of a flow lead where it goes, and none is idle", () => {
  fc.assert(
    fc.property(types, types, (a, b) => {
      const steps = flows(a, b);
      if (steps === undefined || a.kind === "never") return;
      let current: Type = a;
      for (const step of steps) {
        assert.not.ok(equalTypes(step.type, current), show(a, b, step.type));
        current = step.type;
      }
      assert.ok(equalTypes(current, b), show(a, b, current));
    }),
    { numRuns: 2000 },
  );
});

test("bounding a type twice changes nothing more, and the type flows into its bound", () => {
  fc.assert(
    fc.property(types, fc.integer({ min: 1, max: 3 }), (a, depth) => {
      const cut = bounded(a, depth);
      assert.ok(equalTypes(bounded(cut, depth), cut), show(a, cut));
      assert.ok(flows(a, cut) !== undefined, show(a, cut));
    }),
    { numRuns: 1000 },
  );
});

test.run();
