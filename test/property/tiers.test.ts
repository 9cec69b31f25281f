/**
 * Every tier gives the same answer: random programs are evaluated by the plain evaluator and natively; values (with their
 * types) are equal, and so are the messages of those that fail.
 */
import fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { formatValue } from "../../src/interpret/format.ts";
import { printType } from "../../src/types/print.ts";
import { runProgram } from "../support/session.ts";
import { hasTool } from "../support/tools.ts";
import { arrayProgram } from "./tiers/arrays.ts";
import { isNear } from "./tiers/near.ts";
import { type RandomProgram, randomProgram } from "./tiers/programs.ts";

type Tier = "interp" | "c" | "rust";

/** The value with its type, or what was said instead. */
async function answer(definitions: string, expression: string, tier: Tier): Promise<Answer> {
  const text = `${definitions};\n${expression}\n`;
  const run = await runProgram("random.kleis", text, { backend: tier, optimise: 1, timeout: 20_000 });
  const [value] = run.values;
  const said = run.said.filter((message) => !/KL060[12]/.test(message));
  if (value === undefined) return { kind: "failed", text: said.join("\n") };
  return { kind: "value", text: `${formatValue(value.value)} : ${printType(value.type)}` };
}

interface Answer {
  readonly kind: "value" | "failed";
  readonly text: string;
}

interface Programs {
  readonly name: string;
  readonly make: (choices: readonly number[], count: number) => RandomProgram;
  readonly same: (native: string, plain: string) => boolean;
  readonly samples: { readonly [T in "c" | "rust"]: number };
}

/** What succeeds is computed natively in one kernel; what fails one by one. */
async function agree(
  { make, same }: Programs,
  choices: readonly number[],
  tier: "c" | "rust",
): Promise<void> {
  const { definitions, expressions } = make(choices, 4);
  const fine: string[] = [];
  for (const expression of expressions) {
    const plain = await answer(definitions, expression, "interp");
    if (plain.kind === "value") fine.push(expression);
    else
      assert.is(
        (await answer(definitions, expression, tier)).text,
        plain.text,
        source(definitions, expression),
      );
  }
  if (fine.length === 0) return;
  const all = fine.length === 1 ? (fine[0] ?? "") : `(${fine.join(", ")})`;
  const [native, plain] = [await answer(definitions, all, tier), await answer(definitions, all, "interp")];
  if (!same(native.text, plain.text)) assert.is(native.text, plain.text, source(definitions, all));
}

function source(definitions: string, expression: string): string {
  return `the tiers differ on\n${definitions}\n${expression}`;
}

const runs = Number(process.env["KLEIS_RUNS"] ?? 0);
const kinds: readonly Programs[] = [
  { name: "", make: randomProgram, same: (a, b) => a === b, samples: { c: 60, rust: 12 } },
  { name: " on arrays", make: arrayProgram, same: isNear, samples: { c: 10, rust: 4 } },
];

for (const tier of ["c", "rust"] as const) {
  if (!hasTool(tier)) continue;
  // covers: L19.20
  for (const programs of kinds)
    test(`the evaluator and ${tier} agree${programs.name}`, async () => {
      const choices = fc.array(fc.nat(100_000), { minLength: 40, maxLength: 400, size: "max" });
      await fc.assert(
        fc.asyncProperty(choices, (list) => agree(programs, list, tier)),
        {
          numRuns: runs || programs.samples[tier],
          endOnFailure: false,
          interruptAfterTimeLimit: 60_000,
          markInterruptAsFailure: false,
        },
      );
    });
}

test.run();
