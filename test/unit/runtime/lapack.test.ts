/** The system's LAPACK: found or told why not, what it declines, and who is asked for which matrix. Its accuracy: test/numerics. */
import { readdirSync } from "node:fs";
import { test } from "uvu";
import * as assert from "uvu/assert";
import {
  libraryRows,
  nativeRows,
  ownDecompositions,
  preferring,
} from "../../../src/primitives/decompositions.ts";
import { dense, get, identity } from "../../../src/primitives/linear-algebra/factorisations.ts";
import { type Lapack, openLapack } from "../../../src/runtime/lapack.ts";
import { loadNative } from "../../../src/runtime/native.ts";
import { decompositionsOf } from "../../../src/session/decompositions.ts";
import { memoryHost } from "../../../src/toolchain/memory-host.ts";
import { systemLapack } from "../../support/decompositions.ts";
import { randomMatrix } from "../../support/dense.ts";
import { sessionOptions } from "../../support/session.ts";

const native = loadNative();

test("a library that is not there, or has no LAPACK, is a Result with its name", () => {
  if (!native.ok) return;
  for (const name of ["libnothing-of-this-name.so", "libm.so.6"]) {
    const opened = openLapack(native.value, name);
    assert.not(opened.ok);
    assert.match(opened.ok ? "" : opened.error, name);
  }
});

const withLibrary = systemLapack === undefined ? test.skip : test;

withLibrary("it says its version and starts no threads while it works", () => {
  assert.match(systemLapack?.version ?? "", /^\d+\.\d+\.\d+$/);
  if (process.platform !== "linux") return;
  const threads = (): number => readdirSync("/proc/self/task").length;
  const before = threads();
  const a = randomMatrix(150, 150, 1);
  assert.ok(systemLapack?.schur(a) && systemLapack.eigen(a) && systemLapack.singularValues(a));
  assert.is(threads(), before);
});

withLibrary("entries that are not finite are not for it", () => {
  for (const bad of [Number.NaN, Number.POSITIVE_INFINITY]) {
    const a = dense(3, 3, (i, j) => (i === 1 && j === 2 ? bad : i + j));
    const { schur, eigen, eigenvalues, singularValues } = systemLapack as Lapack;
    for (const decompose of [schur, eigen, eigenvalues, singularValues]) assert.is(decompose(a), undefined);
  }
});

withLibrary("entries at the ends of the range neither overflow nor vanish", () => {
  for (const size of [1e-300, 2e307]) {
    const a = dense(4, 4, (i, j) => (i === j ? size * (1 + i / 8) : 0));
    const largest = 1.375 * size;
    assert.is(systemLapack?.singularValues(a)?.values[0], largest);
    assert.is(systemLapack?.eigenvalues(a)?.[3]?.re, largest);
    const t = systemLapack?.schur(a)?.t;
    assert.is(t && get(t, 3, 3), largest);
  }
});

test("the size alone says who is asked, and a library without an answer leaves it to us", () => {
  const asked: string[] = [];
  const declining = (name: string) => (): undefined => void asked.push(name);
  const decompositions = preferring(
    () => ({
      schur: declining("schur"),
      eigen: declining("eigen"),
      eigenvalues: declining("eigenvalues"),
      singularValues: declining("singularValues"),
    }),
    3,
  );
  const tall = dense(5, 2, (i, j) => i + j);
  assert.equal(decompositions.schur(identity(2)), ownDecompositions.schur(identity(2)));
  assert.equal(decompositions.singularValues(tall), ownDecompositions.singularValues(tall));
  assert.equal(asked, []);
  assert.equal(decompositions.schur(identity(3)), ownDecompositions.schur(identity(3)));
  assert.equal(decompositions.eigenvalues(identity(3)), ownDecompositions.eigenvalues(identity(3)));
  assert.equal(decompositions.eigen(identity(3)), ownDecompositions.eigen(identity(3)));
  assert.is(decompositions.singularValues(identity(3)).values.length, 3);
  assert.equal(asked, ["schur", "eigenvalues", "eigen", "singularValues"]);
});

test("a session looks for it at the first large matrix, unless it is switched off or bits have to be the same", () => {
  const look = (
    environment: Readonly<Record<string, string>>,
    floatModel: "ieee" | "reproducible",
  ): number => {
    let looked = 0;
    const options = sessionOptions({ floatModel });
    const store = { ...options.store, host: memoryHost({ environment }) };
    const decompositions = decompositionsOf({ ...options, store }, () => {
      looked += 1;
      return { ok: false, error: "not here" };
    });
    decompositions.unordered(identity(libraryRows - 1));
    decompositions.eigenvalues(identity(nativeRows));
    assert.is(looked, 0);
    decompositions.unordered(identity(libraryRows));
    decompositions.eigenvalues(identity(nativeRows + 1));
    return looked;
  };
  assert.is(look({}, "ieee"), 1);
  assert.is(look({ KLEIS_LAPACK: "1" }, "ieee"), 1);
  assert.is(look({ KLEIS_LAPACK: "0" }, "ieee"), 0);
  assert.is(look({}, "reproducible"), 0);
});

test.run();
