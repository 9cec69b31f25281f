/** The checker is total: whatever tree it is given, it answers with types and problems and ends. */
import fc from "fast-check";
import { test } from "uvu";
import { createPrimitiveTable } from "../../../src/primitives/table.ts";
import { checkProgram } from "../../../src/types/check-program.ts";
import { buildEnvironment } from "../../../src/types/environment.ts";
import { printScheme } from "../../../src/types/print.ts";
import { expr, item } from "../syntax/arbitrary.ts";

const table = createPrimitiveTable();

test("any program is checked", () => {
  fc.assert(
    fc.property(fc.array(item, { maxLength: 6 }), fc.array(expr, { maxLength: 3 }), (items, expressions) => {
      const env = buildEnvironment([{ file: "any.kleis", items }]).value;
      const { value } = checkProgram(env, table);
      for (const define of env.definitions) {
        const scheme = value.scheme(define.name);
        if (scheme !== undefined) printScheme(scheme);
      }
      for (const expression of expressions) printScheme(value.typeOfExpression(expression).value);
    }),
    { numRuns: 200 },
  );
});

test.run();
