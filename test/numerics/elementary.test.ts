/**
 * Each row of ℝ that states a bound in ULP is within it, evaluated and as scalar C and Rust, where it is hard: against fixed point
 * of 250 bits and more. Outside of what has an exact value: poles, infinities, NaN.
 */
import { readFileSync } from "node:fs";
import path from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { ulpBound } from "../support/accuracy/bounds.ts";
import { type Known, knownOf, specialsOf, type Worst, worst } from "../support/accuracy/measure.ts";
import { type Job, runNatively } from "../support/accuracy/native.ts";
import { nativeNames } from "../support/accuracy/native-names.ts";
import { binarySubjects, knownPairs } from "../support/accuracy/pairs.ts";
import { isSameOrNear, specialArguments } from "../support/accuracy/specials.ts";
import { subjects } from "../support/accuracy/subjects.ts";
import { Bench, hasCompiler } from "../support/emitted.ts";
import { root } from "../support/program-file.ts";
import { evaluateRow, table } from "../support/rows.ts";

const within = (found: Worst, bound: number): void =>
  assert.ok(found.ulp <= bound, `${found.ulp} ULP at ${found.at.join(", ")}`);

const real = (name: string, ...args: number[]): number => {
  const value = evaluateRow(name, args);
  return typeof value === "number" ? value : Number.NaN;
};

const evaluated = (name: string, { args, exact }: Known): Float64Array =>
  Float64Array.from(exact, (_, i) => real(name, ...args.map((list) => list[i] ?? 0)));

for (const [name, subject] of Object.entries(subjects)) {
  test(`${name} is within ${ulpBound(name)} ULP`, () => {
    const known = knownOf(name);
    within(worst(known, evaluated(name, known), subject.absolute), ulpBound(name));
  });

  test(`${name} where there is no exact value`, () => {
    for (const [x, wanted] of specialsOf(subject))
      assert.ok(Object.is(real(name, x), wanted), `${name}(${x}) is ${real(name, x)}, not ${wanted}`);
  });

  test(`${name} keeps the sign of a zero`, () => {
    if (!Object.is(real(name, 0), 0) || ["ln", "acos"].includes(name)) return;
    assert.ok(Object.is(real(name, -0), -0), `${name}(-0) is ${real(name, -0)}`);
  });
}

for (const name of Object.keys(binarySubjects)) {
  test(`${name} is within ${ulpBound(name)} ULP`, () => {
    const known = knownPairs(name);
    within(worst(known, evaluated(name, known)), ulpBound(name));
  });
}

// ── native code ─────────────────────────────────────────────────────────────────────────────────────────────────────

const knownBy = (row: string): Known => (row in subjects ? knownOf(row) : knownPairs(row));

const bench = new Bench();
test.after(() => bench.close());

for (const language of ["c", "rust"] as const) {
  test(`scalar ${language} is within the same bounds`, () => {
    if (!hasCompiler(language)) return;
    const results = runNatively(
      bench,
      language,
      nativeNames.map(([row, name]): Job => ({ name, args: knownBy(row).args })),
    );
    const missed = nativeNames.flatMap(([row], k) => {
      const { ulp, at } = worst(knownBy(row), results[k] ?? new Float64Array(), subjects[row]?.absolute);
      return ulp <= ulpBound(row) ? [] : [`${row}: ${ulp} ULP at ${at.join(", ")}`];
    });
    assert.equal(missed, []);
  });

  test(`scalar ${language} where there is no exact value`, () => {
    if (!hasCompiler(language)) return;
    const names = nativeNames.filter(([row]) => row in subjects);
    const given = names.map(([row]): readonly (readonly [number, number])[] => {
      const zeros = [0, -0].map((x) => [x, real(row, x)] as const);
      const subject = subjects[row];
      return subject === undefined ? zeros : [...zeros, ...specialsOf(subject)];
    });
    const results = runNatively(
      bench,
      language,
      names.map(([, name], k) => ({ name, args: [Float64Array.from(given[k] ?? [], ([x]) => x)] })),
    );
    for (const [k, [row]] of names.entries())
      for (const [i, [x, wanted]] of (given[k] ?? []).entries())
        assert.ok(Object.is(results[k]?.[i], wanted), `${row}(${x}) is ${results[k]?.[i]}, not ${wanted}`);
  });
}

for (const language of ["c", "rust"] as const)
  test(`scalar ${language} of two special arguments`, () => {
    if (!hasCompiler(language)) return;
    const names = nativeNames.filter(([row]) => row in binarySubjects);
    const given = names.map(([, name]) => specialArguments(name, 2));
    const results = runNatively(
      bench,
      language,
      names.map(([, name], k) => ({ name, args: given[k] ?? [] })),
    );
    for (const [k, [row]] of names.entries())
      results[k]?.forEach((got, i) => {
        const args = (given[k] ?? []).map((list) => list[i] ?? 0);
        const wanted = real(row, ...args);
        assert.ok(isSameOrNear(got, wanted), `${row}(${args.join(", ")}) is ${got}, not ${wanted}`);
      });
  });

test("every row with a bound in ULP is measured", () => {
  /** Constants, one rounding of an exact value, and ℂ (test/numerics/complex.test.ts). */
  const elsewhere = new Set(["pi", "e", "tau", "abs", "arg", "linspace"]);
  for (const [name, row] of table)
    if (row.name === name && row.bound?.kind === "ulp" && !elsewhere.has(name) && !/^complex_/.test(name))
      assert.ok(name in subjects || name in binarySubjects, `${name} has a bound that nothing checks`);
});

test("docs/accuracy.md has every row with its bound", () => {
  const page = readFileSync(path.join(root, "docs/accuracy.md"), "utf8");
  const lacking = [...Object.keys(subjects), ...Object.keys(binarySubjects)].filter(
    (name) => !page.includes(`| \`${name}\` | ${ulpBound(name)} |`),
  );
  assert.equal(lacking, [], "renew it by scripts/build-accuracy.ts");
});

test.run();
