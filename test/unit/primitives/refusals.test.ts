/** What a program hears that calls a built-in with too few or too many arguments, or with one of a kind that no row takes. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { families } from "../../../src/primitives/table.ts";
import { specialForms } from "../../support/rows.ts";
import { runProgram } from "../../support/session.ts";

const call = (name: string, args: readonly string[]): string => `${name}(${args.join(", ")})\n`;
const ones = (count: number): readonly string[] => new Array<string>(count).fill("1");

async function refusal(text: string): Promise<string> {
  const { said, failed } = await runProgram("call.kleis", text, { backend: "interp" });
  assert.ok(failed, `${text} is taken`);
  assert.ok(said[0]?.includes("┌─ call.kleis:1:"), `${text}: ${said[0]}`);
  return said[0] ?? "";
}

for (const { name: family, rows } of families)
  test(`argument counts: ${family}`, async () => {
    for (const { name, type } of rows) {
      if (specialForms.has(name)) continue;
      const { least, most } = type.arity;
      const counts = [...(least > 0 ? [least - 1] : []), ...(Number.isFinite(most) ? [most + 1] : [])];
      for (const count of counts) {
        const said = await refusal(call(name, ones(count)));
        assert.match(said, /^error\[KL0(303|201|202)\]/, said);
        assert.match(said, /argument/, said);
      }
    }
  });

test.run();
